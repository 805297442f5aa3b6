"""`ledger`, `change` and `renewal` on the command line: JSON on stdout alone, exit statuses, words for a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from copilot import logs
from copilot.commands import filings, ledger

RUNNER = CliRunner()
FILINGS = typer.Typer()
FILINGS.command("change")(filings.change)
FILINGS.command("renewal")(filings.renewal)
DAY = ("--as-of", "2026-11-23")
ADD = ("--entity", "甲公司", "--scene", "会员", "--recipient", "乙公司")


@pytest.fixture(autouse=True)
def _places(own_places: None) -> None:
    logs.configure(level="warning")  # as the console script does


def run(app: typer.Typer, *args: str, stdin: str = "") -> tuple[int, Any]:
    """Exit status and the JSON on stdout."""
    result = RUNNER.invoke(app, [*args, *DAY, "--json"], input=stdin)
    return result.exit_code, json.loads(result.stdout)


def words(app: typer.Typer, *args: str) -> str:
    result = RUNNER.invoke(app, [*args, *DAY])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_exports_are_recorded_and_counted_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.csv"
    first.write_text("E1\nE2\nE3\n", "utf-8")
    second.write_text("E3,张三\nE4,李四\n", "utf-8")
    for file, date in ((first, "2026-03-01"), (second, "2026-04-01")):
        given = ("--nature", "sensitive", "--date", date, "--ids", str(file), "--id-kind", "员工号")
        code, entry = run(ledger.app, "add", *ADD, *given)
        assert code == 0 and entry["keyed"] and "E3" not in json.dumps(entry)
    code, found = run(ledger.app, "show")
    assert code == 0 and found["entities"][0]["sensitive"] == {"least": 4, "most": 4}
    assert [level["id"] for level in found["alerts"]] == ["sensitive_contract"]
    assert run(ledger.app, "alerts")[1]["alerts"][0]["status"] == "reached"
    shown = words(ledger.app, "show")
    assert "敏感 4 人" in shown and "估计" in shown
    cells = run(ledger.app, "matrix")[1]["matrix"]
    assert [(c["entity"], c["entries"]) for c in cells] == [("甲公司", 2)]
    assert "各格相加不等于人数" in words(ledger.app, "matrix")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("--nature", "sensitive", "--persons", "5", "--exempt", "art5_4"), "第五条第一款第（四）项"),
        (("--nature", "both", "--persons", "5", "--exempt", "art5_4"), "第五条第一款第（四）项"),
        (("--nature", "general", "--persons", "0"), "第七条、第八条"),
    ],
)
def test_what_the_law_does_not_count_is_refused_with_its_article(given: tuple[str, ...], reason: str) -> None:
    code, refused = run(ledger.app, "add", *ADD, *given)
    assert code == 2 and reason in json.dumps(refused, ensure_ascii=False)
    assert run(ledger.app, "export")[1]["entries"] == []
    assert run(ledger.app, "add", *ADD, "--nature", "general", "--persons", "5", "--exempt", "art5_4")[0] == 0


def test_a_table_goes_in_and_comes_out(tmp_path: Path) -> None:
    file, out = tmp_path / "t.csv", tmp_path / "out.csv"
    file.write_text("主体,场景,接收方,日期,人数,敏感\n甲,会员,乙,2026-03-01,80000,否\n甲,会员,乙,昨天,1,否\n", "utf-8")
    code, found = run(ledger.app, "import", str(file))
    assert code == 0 and len(found["added"]) == 1 and found["bad"][0]["line"] == 3
    assert run(ledger.app, "import", str(file))[1]["duplicates"] == [2]
    assert "[接近]" in words(ledger.app, "alerts")
    assert run(ledger.app, "export", "--out", str(out))[0] == 0
    assert out.read_text("utf-8-sig").splitlines()[1].split(",")[5] == "80000"
    assert run(ledger.app, "export", "--out", str(out))[0] == 2
    entry = found["added"][0]["id"]
    assert run(ledger.app, "void", entry, "--reason", "记重了")[0] == 0
    assert run(ledger.app, "void", entry, "--reason", "记重了")[0] == 2
    assert "没有接近" in words(ledger.app, "alerts")


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("add", *ADD, "--nature", "yes", "--persons", "1"), "nature"),
        (("add", *ADD, "--nature", "general", "--persons", "-1"), "persons"),
        (("add", *ADD, "--nature", "general"), "persons"),
        (("add", *ADD, "--nature", "general", "--persons", "1", "--date", "2026-11-24"), "2026-11-24"),
        (("add", *ADD, "--nature", "general", "--persons", "1", "--ids", "nowhere.txt"), "nowhere.txt"),
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("void", "x", "--reason", "y"), "没有这条"),
    ],
)
def test_mistakes_are_named(args: tuple[str, ...], named: str) -> None:
    code, found = run(ledger.app, *args)
    assert code == 2 and named in found["error"]["message"]


def test_a_change_by_kind_and_by_file(tmp_path: Path) -> None:
    code, found = run(FILINGS, "change", "--filing", "standard_contract", "--kind", "field", "--no", "sensitive")
    assert (code, found["verdict"], found["choices"]) == (0, "supplement", ["re_file"])
    assert (
        run(FILINGS, "change", "--filing", "security_assessment", "--kind", "storage_place")[1]["verdict"]
        == "need_facts"
    )
    told = ("--kind", "storage_place", "--yes", "affects_security")
    assert run(FILINGS, "change", "--filing", "security_assessment", *told)[1]["verdict"] == "re_assess"
    filing = tmp_path / "filing.json"
    scene = {"name": "会员", "pi_granted": 150_000, "pi_used": 90_000, "sensitive_used": 0}
    filing.write_text(json.dumps({"kind": "standard_contract", "number": "粤1号", "scenes": [scene]}), "utf-8")
    added = ("--kind", "persons", "--add-persons", "20000")
    code, found = run(FILINGS, "change", "--filing", str(filing), *added)
    assert (code, found["verdict"], found["number"]) == (0, "none", "粤1号")
    change = json.dumps({"changes": [{"kind": "recipient"}, {"kind": "persons", "pi_added": 910_000}]})
    code, found = run(FILINGS, "change", "--filing", str(filing), "--change", "-", stdin=change)
    assert (code, found["verdict"], found["path"]["path"]) == (0, "new_path", "security_assessment")
    shown = words(FILINGS, "change", "--filing", "standard_contract", "--kind", "recipient")
    assert "《个人信息出境标准合同办法》第七条第一款" in shown and "先停下" in shown


def test_a_renewal_by_date_and_by_file(tmp_path: Path) -> None:
    code, found = run(FILINGS, "renewal", "--kind", "security_assessment", "--expires", "2027-02-10")
    assert (code, found["state"], found["verdict"]) == (0, "open", "need_facts")
    scene = {"name": "会员", "contains_pi": True, "contains_important_data": False, "pi_granted": 100, "pi_next": 120}
    scene |= {"refiling_event": False, "purposes_unchanged": True, "parties_unchanged": True}
    scene |= {"legal_document_ok": True, "complied": True, "major_incident": False}
    body = json.dumps({"kind": "security_assessment", "expires": "2027-02-10", "scenes": [scene]})
    code, found = run(FILINGS, "renewal", "--filing", "-", stdin=body)
    assert (code, found["verdict"]) == (0, "extend")
    file = tmp_path / "f.json"
    file.write_text(body, "utf-8")
    shown = words(FILINGS, "renewal", "--filing", str(file))
    assert "120 ≤ 100 × 120%" in shown and "建议在" in shown


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("change", "--filing", "standard_contract"), "--kind"),
        (("change", "--filing", "nowhere.json", "--kind", "field"), "nowhere.json"),
        (("change", "--filing", "standard_contract", "--kind", "fields"), "kind"),
        (("change", "--filing", "standard_contract", "--kind", "field", "--yes", "sensible"), "sensible"),
        (
            ("change", "--filing", "standard_contract", "--kind", "field", "--yes", "sensitive", "--no", "sensitive"),
            "又",
        ),
        (("renewal",), "--kind"),
        (("renewal", "--kind", "standard_contract"), "到期日"),
        (("renewal", "--kind", "standard_contract", "--expires", "明年"), "expires"),
    ],
)
def test_bad_filings_are_refused(args: tuple[str, ...], named: str) -> None:
    code, found = run(FILINGS, *args)
    assert code == 2 and named in found["error"]["message"]
