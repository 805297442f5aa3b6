"""Baselines: what is written can be read back, holds no texts and no times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copilot.errors import BadInput
from eval.run import Plan, execute
from eval.scores import BASELINES, baseline_file, of_run, read_baseline, write_baseline
from tests.eval.conftest import settings_in
from tests.eval.made import task


async def test_there_and_back(tmp_path: Path) -> None:
    answers = {"a": 1, "b": 2, "c": None}
    run = await execute(Plan(("sums",), suite="ci"), [task(answers)], settings_in(tmp_path), note=str)
    scores, file = of_run(run), tmp_path / "base.json"
    assert scores.tasks["sums"].values["b"] == {"right": 0.0, "invented": 1.0}
    assert scores.tasks["sums"].values["c"] == {"right": None, "invented": 0.0}
    assert scores.tasks["sums"].faults["b"] == ("不对",)
    write_baseline(scores, file)
    back = read_baseline(file)
    assert back.tasks["sums"].values == scores.tasks["sums"].values
    assert back.tasks["sums"].digests == scores.tasks["sums"].digests
    assert back.tasks["sums"].metrics == scores.tasks["sums"].metrics
    assert "不对" not in file.read_text("utf-8") and "wall_s" not in back.header
    assert baseline_file(run.header, tmp_path).name == "ci-extractive.json"


def test_a_broken_baseline_is_told(tmp_path: Path) -> None:
    for body in ("{", '{"header": {}}'):
        (tmp_path / "x.json").write_text(body, "utf-8")
        with pytest.raises(BadInput, match="基线"):
            read_baseline(tmp_path / "x.json")


@pytest.mark.parametrize("file", sorted(BASELINES.glob("*.json")), ids=lambda p: p.name)
def test_committed_baselines_are_figures_only(file: Path) -> None:
    scores = read_baseline(file)
    assert f"{scores.header['plan']['suite']}-{scores.backend}" == file.stem
    assert scores.header["revision"]["commit"] and scores.header["kb_digest"]
    for one in json.loads(file.read_text("utf-8"))["tasks"].values():
        assert all(isinstance(v, (int, float)) or v in (None, "-") for row in one["cases"].values() for v in row[1:])
