"""`eval yardstick`: what it says of unknown names, missing files and figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from eval.yardsticks.commands import yardstick, yardsticks

NAMES = {"stard", "lecoqa", "lawbench", "lexeval", "rgb", "garak", "attacks"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """The command, in a data folder of this test's own."""
    app = typer.Typer()
    app.command()(yardstick)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPILOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COPILOT_CACHE_DIR", str(tmp_path / "cache"))
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_the_list_names_address_and_licence(run: Callable[..., Any]) -> None:
    assert {one.name for one in yardsticks()} == NAMES
    shown = run("list").output
    assert all(one.address.split(" ")[0] in shown and one.licence in shown for one in yardsticks())


def test_an_unknown_name(run: Callable[..., Any]) -> None:
    done = run("mmlu", "--files", ".")
    assert done.exit_code == 2 and "没有名为“mmlu”" in done.output and "stard" in done.output


@pytest.mark.parametrize("name", sorted(NAMES))
def test_without_files_the_command_says_what_is_needed_and_from_where(run: Callable[..., Any], name: str) -> None:
    of = next(one for one in yardsticks() if one.name == name)
    for arguments in ([name], [name, "--files", "nowhere"]):
        done = run(*arguments)
        assert done.exit_code == 2 and of.needs in done.output and of.licence in done.output


def test_a_model_is_needed_for_what_asks_the_model(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("rgb", "--files", str(tmp_path), "--backend", "extractive")
    assert done.exit_code == 2 and "没有模型可测" in done.output


def test_figures_as_text_and_as_json(run: Callable[..., Any], write: Any) -> None:
    entry = {"entry_type": "eval", "probe": "dan.A", "detector": "dan.B", "passed": 9, "total_evaluated": 10}
    folder = str(write("a.report.jsonl", [entry], lines=True))
    shown = run("garak", "--files", folder)
    assert shown.exit_code == 0 and "本项目 0.1000（10 题）" in shown.output and "未查到" in shown.output
    found = json.loads(run("garak", "--files", folder, "--json").stdout)
    assert found["yardstick"] == "garak" and found["rows"][0]["value"] == pytest.approx(0.1)
    assert found["rows"][0]["references"][0]["value"] is None


def test_stard_from_the_command_line(run: Callable[..., Any], write: Any) -> None:
    write("data/queries.json", [{"问题": "工伤保险费谁缴？", "match_id": [1]}])
    rows = [
        {"id": 1, "name": "条例第二条", "content": "单位缴纳工伤保险费。"},
        {"id": 2, "name": "条例第三条", "content": "其他。"},
    ]
    done = run("stard", "--files", str(write("data/corpus.jsonl", rows, lines=True)), "--json")
    assert done.exit_code == 0, done.output
    assert {row["metric"]: row["value"] for row in json.loads(done.stdout)["rows"]}["mrr@10"] == 1.0
