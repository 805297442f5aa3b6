"""`path --save`, `path --batch` and `verdicts` on the command line, over the shipped rules and an empty database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from docx import Document as open_docx
from typer.testing import CliRunner, Result

from copilot import cli, logs
from copilot.settings import Settings
from copilot.store.store import open_store

RUNNER = CliRunner()
DAY = ("--as-of", "2026-11-23")
FACTS: dict[str, Any] = {
    **{n: False for n in ("is_ciio", "important_data_notified", "foreign_judicial_request", "overseas_origin")},
    **{n: False for n in ("contract_necessary", "hr_necessary", "emergency", "under14")},
    "is_export": True,
    "contains_pi": True,
    "pi_count": 100_000,
    "sensitive_pi_count": 0,
    "purpose": "总部统计",
}
STORY = "我们公司把12万名客户的姓名和电话传到新加坡的母公司做统计分析。"


@pytest.fixture(autouse=True)
def place(whole_app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This test's own database; logs as `main` sets them."""
    monkeypatch.setenv("COPILOT_BACKEND", "extractive")
    logs.configure(level="warning")
    return tmp_path


def run(*args: str, status: int = 0, given: str | None = None) -> Result:
    done = RUNNER.invoke(cli.app, [*args], input=given)
    assert done.exit_code == status, done.output
    return done


def result(*args: str, status: int = 0, given: str | None = None) -> dict[str, Any]:
    return json.loads(run(*args, "--json", status=status, given=given).stdout)


def saved(facts: dict[str, Any] = FACTS) -> str:
    return result("path", "--facts", "-", "--save", *DAY, given=json.dumps(facts))["determination_id"]


def test_a_verdict_is_kept_only_when_asked() -> None:
    assert "determination_id" not in result("path", "--facts", "-", *DAY, given=json.dumps(FACTS))
    assert result("verdicts", "list") == {"items": [], "total": 0}
    number = saved()
    kept = result("verdicts", "show", number[:8])
    assert (kept["id"], kept["facts"], kept["path"]) == (number, FACTS, "contract_or_certification")
    assert "总部统计" in run("verdicts", "list").stdout
    assert result("verdicts", "list", "--search", "没有的词")["total"] == 0
    shown = run("verdicts", "show", number).stdout
    assert kept["headline"] in shown and "以网信部门答复为准" in shown


def test_a_story_is_kept_with_the_facts_read_from_it() -> None:
    found = result("path", "--text", STORY, "--save", *DAY)
    kept = result("verdicts", "show", found["determination_id"])
    assert (kept["story"], kept["facts"]) == (STORY, found["facts"])
    assert result("verdicts", "replay", kept["id"])["equal"] is True
    assert STORY in run("verdicts", "show", kept["id"]).stdout


@pytest.mark.parametrize("beside", [("--batch", "x.jsonl"), ("--facts", "-", "--compare", "2023-01-01")])
def test_save_keeps_one_verdict_at_a_time(beside: tuple[str, ...]) -> None:
    assert result("path", *beside, "--save", status=2, given="{}")["error"]["code"] == "bad_input"


def test_a_verdict_made_again_is_the_same(place: Path) -> None:
    number = saved()
    again = result("verdicts", "replay", number, *DAY)
    assert (again["determination_id"], again["equal"], again["same_rules"]) == (number, True, True)
    assert "完全相同" in run("verdicts", "replay", number).stdout


def test_a_verdict_that_comes_out_otherwise_leaves_with_1(place: Path) -> None:
    settings = Settings()
    store = open_store(settings.database)
    view = store.verdicts.get(saved())
    older = {**view.result, "path": "exempt", "rules": {"data": "older", "code": "0.0.1"}}
    number = store.verdicts.keep(view.facts, older).id
    store.close()
    found = result("verdicts", "replay", number, status=1)
    assert [d["part"] for d in found["differences"]] == ["path"]
    assert (found["equal"], found["same_rules"]) == (False, False)
    said = run("verdicts", "replay", number, status=1).stdout
    assert "路径：exempt → contract_or_certification" in said and "规则数据或者代码已更新" in said


def test_a_verdict_is_written_to_a_file(place: Path) -> None:
    number = saved()
    for form, begin in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
        told = result("verdicts", "export", number, "--format", form, "--out", str(place))
        assert Path(told["file"]).read_bytes().startswith(begin) and told["bytes"] > 500
    named = place / "mine.pdf"
    run("verdicts", "export", number, "--format", "pdf", "--out", str(named))
    assert named.read_bytes().startswith(b"%PDF")
    assert result("verdicts", "export", number, "--format", "exe", status=2)["error"]["code"] == "bad_input"
    nowhere = str(place / "none" / "x.pdf")
    assert result("verdicts", "export", number, "--out", nowhere, status=2)["error"]["code"] == "bad_input"


def test_a_verdict_is_deleted_by_its_whole_id() -> None:
    number = saved()
    assert result("verdicts", "delete", number[:8], status=2)["error"]["code"] == "unknown_record"
    assert result("verdicts", "delete", number) == {"deleted": number}
    for command in ("show", "replay", "export", "delete"):
        assert result("verdicts", command, number, status=2)["error"]["code"] == "unknown_record"


@pytest.mark.parametrize("command", [("list",), ("show", "x"), ("replay", "x"), ("delete", "x"), ("export", "x")])
def test_every_command_takes_a_day(command: tuple[str, ...]) -> None:
    told = result("verdicts", *command, "--as-of", "gestern", status=2)["error"]
    assert "gestern" in told["message"]


@pytest.mark.thorough
def test_a_table_is_judged_with_progress(place: Path) -> None:
    cell = json.dumps(FACTS).replace('"', '""')
    rows = [f'r{n},"{cell}",' for n in range(1999)] + ['bad,"{",']
    (place / "rows.csv").write_text("id,facts,text\n" + "\n".join(rows) + f"\ntold,,{STORY}\n", "utf-8")
    done = run("path", "--batch", str(place / "rows.csv"), *DAY)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 2001
    assert {r["path"] for r in found[:1999]} == {"contract_or_certification"}
    assert found[1999]["error"]["code"] == "bad_input" and found[2000]["facts"]["pi_count"] == 120_000
    assert "已判定 1000/2001 项" in done.stderr and "共 2001 项" in done.stderr


def test_a_table_in_gbk_is_read_and_told_on_stderr(place: Path) -> None:
    (place / "t.csv").write_bytes(f"编号;描述\n甲;{STORY}\n;\n乙;\n".encode("gbk"))
    done = run("path", "--batch", str(place / "t.csv"), *DAY)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["id"] == "甲" and first["path"] == "contract_or_certification"
    assert second["id"] == "乙" and "都是空的" in second["error"]["message"]
    assert "按 GBK 读取" in done.stderr


def test_text_and_file_are_english_on_request(place: Path) -> None:
    number = saved()
    shown = run("verdicts", "show", number, "--lang", "en").stdout
    again = run("path", "--facts", "-", "--lang", "en", *DAY, given=json.dumps(FACTS)).stdout
    assert "How it was decided" in shown and again.strip() in shown
    assert "判定过程" not in shown and "判定过程" in run("verdicts", "show", number).stdout
    out = place / "verdict.docx"
    run("verdicts", "export", number, "--lang", "en", "--out", str(out))
    text = "\n".join(p.text for p in open_docx(str(out)).paragraphs)
    assert "Duties beside the path" in text and "还应当履行的义务" not in text
