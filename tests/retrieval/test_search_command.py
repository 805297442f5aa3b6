from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from copilot.commands import search as command
from copilot.domain import SearchResponse

RUNNER = CliRunner()
APP = typer.Typer()
APP.command()(command.search)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, retriever) -> None:
    """The command over the small corpus."""
    monkeypatch.setattr(command, "open_for_search", lambda settings: retriever)


def test_json_has_the_published_shape() -> None:
    done = RUNNER.invoke(APP, ["评估有效期", "-k", "3", "--json", "--as-of", "2026-11-23"])
    assert done.exit_code == 0
    shape = json.loads(done.stdout)
    assert {"query", "as_of", "results"} <= shape.keys()
    assert {"instrument", "article", "text", "score", "kind", "scores"} <= shape["results"][0].keys()
    assert (shape["results"][0]["instrument"], len(shape["results"])) == ("评估办法", 3)
    SearchResponse.model_validate(shape)


def test_a_person_sees_a_table() -> None:
    done = RUNNER.invoke(APP, ["评估有效期", "--as-of", "2026-11-23"])
    assert done.exit_code == 0
    assert "评估办法" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [[""], ["评估", "--as-of", "昨天"], ["评估", "-k", "0"], ["评估", "--kind", "law"], [], ["评估" * 4000]],
)
def test_bad_input_leaves_with_2(arguments: list[str]) -> None:
    done = RUNNER.invoke(APP, [*arguments, "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["message"]


def test_batch_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"id": "a", "question": "有效期"}\n{bad\n{"id": "c", "question": ""}\n'
        '{"id": "d", "question": "渔船", "as_of": "2019-01-01"}\n'
    )
    done = RUNNER.invoke(APP, ["--batch", str(path), "--as-of", "2026-11-23"])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [line["id"] for line in lines] == ["a", "line-2", "c", "d"]
    assert ["error" in line for line in lines] == [False, True, True, False]
    assert lines[0]["results"][0]["instrument"] == "评估办法"
    assert lines[3]["results"] == []


def test_batch_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("id,question\n1,有效期\n2,渔船捕捞\n")
    done = RUNNER.invoke(APP, ["--batch", str(path)])
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]
