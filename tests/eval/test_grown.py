"""Cases grown from use: listed, exported once, run, dropped, through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot.errors import BadInput, UnknownRecord
from copilot.redaction.case import GrownCase, Reference, case_from
from copilot.settings import Settings
from copilot.store.store import open_store
from eval import grown
from eval.commands import app
from eval.tasks.questions import questions

RULE = "促进和规范数据跨境流动规定"


def keep(settings: Settings, *cases: GrownCase) -> list[str]:
    store = open_store(settings.database)
    ids = [store.cases.add(case.model_dump(mode="json")).id for case in cases]
    store.close()
    return ids


@pytest.fixture
def kept(settings: Settings) -> list[str]:
    first = case_from("我叫王小明，向境外提供12万人的信息要评估吗？", observed="要", fault="wrong_path").case
    first = first.model_copy(
        update={"must_cite": [Reference(instrument=RULE, article="第八条")], "path": "contract_or_certification"}
    )
    return keep(settings, first, GrownCase(question="明年的门槛是多少？", type="unanswerable"))


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COPILOT_DATA_DIR", str(settings.data_dir))
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_rows_are_cases_of_the_question_sets(settings: Settings, kept: list[str], tmp_path: Path) -> None:
    file = tmp_path / "grown.jsonl"
    assert grown.export(settings, file) == 2
    read = {case.id: case for case in questions(file)}
    assert list(read) == [f"grown-{one[:12]}" for one in kept]
    row = read[f"grown-{kept[0][:12]}"].data
    assert row["question"].startswith("我叫〔姓名1〕") and row["must_cite"][0]["article"] == "第八条"
    assert (row["path"], row["fault"], row["verified"]) == ("contract_or_certification", "wrong_path", False)


def test_exporting_again_adds_only_what_is_new(settings: Settings, kept: list[str], tmp_path: Path) -> None:
    file = tmp_path / "new" / "grown.jsonl"
    assert (grown.export(settings, file), grown.export(settings, file)) == (2, 0)
    keep(settings, GrownCase(question="第三题"))
    assert grown.export(settings, file) == 1
    assert len(file.read_text("utf-8").splitlines()) == 3
    file.write_text("no json\n", "utf-8")
    with pytest.raises(BadInput, match="不能导出"):
        grown.export(settings, file)
    assert file.read_text("utf-8") == "no json\n"


def test_dropping_by_the_listed_id(settings: Settings, kept: list[str]) -> None:
    grown.drop(settings, f"grown-{kept[0][:12]}")
    for wrong in (f"grown-{kept[0][:12]}", "grown-", "x"):
        with pytest.raises(UnknownRecord):
            grown.drop(settings, wrong)
    assert len(grown.rows(settings)) == 1
    assert grown.drop_all(settings) == 1


def test_without_cases_there_is_nothing_to_run(settings: Settings) -> None:
    with pytest.raises(BadInput, match="还没有"):
        grown.file_to_run(settings)


def test_the_command_lists_exports_and_drops(command, kept: list[str], tmp_path: Path) -> None:
    listed = json.loads(command("cases", "list", "--json").stdout)["cases"]
    assert [row["id"] for row in listed] == [f"grown-{one[:12]}" for one in kept]
    assert "unanswerable" in command("cases", "list").stdout
    file = tmp_path / "out.jsonl"
    assert json.loads(command("cases", "export", str(file), "--json").stdout)["added"] == 2 and file.is_file()
    assert command("cases", "drop", "--json").exit_code == 2
    assert command("cases", "drop", listed[0]["id"]).exit_code == 0
    assert json.loads(command("cases", "drop", "--all", "--json").stdout) == {"dropped": 1}
    assert "还没有" in command("cases", "list").stdout


def test_grown_cases_are_run_by_the_tasks_that_take_a_file(command, kept: list[str]) -> None:
    done = command("run", "--grown", "--task", "retrieval", "--json")
    assert done.exit_code == 0, done.output
    task = json.loads(done.stdout)["summary"]["retrieval"]
    assert (task["cases"], task["metrics"]["recall@5"]["n"]) == (1, 1)  # the other requires no source
    assert command("run", "--grown", "--file", "x.jsonl").exit_code == 2
