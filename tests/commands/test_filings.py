"""`change` and `renewal` on the command line: what is inferred, what is said to be missing, nothing dropped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from copilot.commands import filings

pytestmark = pytest.mark.usefixtures("own_places")
APP = typer.Typer()
APP.command("change")(filings.change)
APP.command("renewal")(filings.renewal)
RUNNER = CliRunner()
DAY = ("--as-of", "2026-11-23")


def run(*args: str) -> tuple[int, Any]:
    """Exit status and the JSON on stdout."""
    result = RUNNER.invoke(APP, [*args, *DAY, "--json"])
    return result.exit_code, json.loads(result.stdout)


def file(folder: Path, content: object) -> str:
    path = folder / "given.json"
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


def test_a_number_of_persons_alone_says_what_changes() -> None:
    code, out = run("change", "--filing", "standard_contract", "--add-persons", "20000")
    assert code == 0 and [c["kind"] for c in out["changes"]] == ["persons"]
    assert out == run("change", "--filing", "standard_contract", "--kind", "persons", "--add-persons", "20000")[1]
    code, out = run("change", "--filing", "certification", "--add-sensitive", "5", "--yes", "within_scope")
    assert code == 0 and [c["kind"] for c in out["changes"]] == ["persons"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "--kind 说明变的是什么"),
        (("--yes", "affects_security"), "--kind 说明变的是什么"),
        (("--kind", "field", "--yes", "sensitive", "--no", "sensitive"), "既写了是又写了否"),
        (("--kind", "字段"), "“changes.0.kind”只能是 field、sensitivity"),
        (("--kind", "persons", "--add-persons", "-5"), "pi_added”不能为负数"),
    ],
)
def test_what_is_missing_or_wrong_is_said(args: tuple[str, ...], said: str) -> None:
    code, out = run("change", "--filing", "standard_contract", *args)
    assert code == 2 and said in out["error"]["message"]


def test_nothing_that_was_given_twice_is_dropped(tmp_path: Path) -> None:
    one = file(tmp_path, {"kind": "persons"})
    for extra in (("--add-persons", "5"), ("--no", "sensitive"), ("--kind", "persons")):
        assert run("change", "--filing", "standard_contract", "--change", one, *extra)[0] == 2
    both = file(tmp_path, {"filing": {"kind": "certification"}, "changes": [{"kind": "field"}], "facts": {}})
    code, out = run("change", "--filing", "standard_contract", "--change", both)
    assert code == 2 and "filing" in out["error"]["message"]
    facts = file(tmp_path, {"changes": [{"kind": "field"}], "facts": {}})
    code, out = run("change", "--filing", "standard_contract", "--change", facts, "--facts", facts)
    assert code == 2 and "facts" in out["error"]["message"]


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "filing.json"
    path.write_text('{"kind": "certification", "expires": "2027-01-01", "expires": "2030-01-01"}', "utf-8")
    code, out = run("renewal", "--filing", str(path))
    assert code == 2 and "“expires”写了不止一次" in out["error"]["message"]


CHINESE = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile(r"《[^》]*》[^;,\s)]*|（[^）]*）")


@pytest.mark.parametrize(
    "args",
    [
        ("change", "--filing", "standard_contract", "--kind", "field", "--no", "sensitive"),
        ("change", "--filing", "security_assessment", "--kind", "system"),
        ("change", "--filing", "certification", "--kind", "persons", "--yes", "within_scope"),
        ("renewal", "--kind", "security_assessment", "--expires", "2027-03-01"),
        ("renewal", "--kind", "certification", "--expires", "2027-03-01"),
        ("renewal", "--kind", "security_assessment", "--result-date", "2023-05-10"),
    ],
)
def test_the_text_is_english_on_request(args: tuple[str, ...]) -> None:
    printed = RUNNER.invoke(APP, [*args, *DAY, "--lang", "en"])
    assert printed.exit_code == 0 and "Law as of 2026-11-23" in printed.stdout
    rest = [line for line in PLACES.sub("", printed.stdout).splitlines() if CHINESE.search(line)]
    assert rest == []
    plain = RUNNER.invoke(APP, [*args, *DAY])
    assert "以网信部门答复为准" in plain.stdout or "以通知书和网信部门答复为准" in plain.stdout


def test_a_refusal_is_english_on_request() -> None:
    refused = RUNNER.invoke(APP, ["change", "--filing", "certification", "--lang", "en"])
    assert refused.exit_code == 2 and "give --change FILE or --kind KIND" in refused.stderr
