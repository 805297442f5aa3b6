"""Runs: recorded, resumable after a kill, cached by content, parallel; errors and missing scores are never zeros."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from copilot.errors import BadInput, ModelUnavailable, UnknownRecord
from copilot.settings import ROOT
from eval.record import Run, all_runs, find_run
from eval.run import Plan, execute, plan_of
from eval.tasks import TASKS
from tests.eval.conftest import settings_in
from tests.eval.made import task

ANSWERS = {"a": 1, "b": 0, "c": None, "n": 1}


def plan(**given: object) -> Plan:
    return Plan(**{"tasks": ("sums",), **given})  # type: ignore[arg-type]


async def test_a_run_is_recorded(tmp_path: Path) -> None:
    said: list[str] = []
    run = await execute(plan(), [task(ANSWERS)], settings_in(tmp_path), note=said.append)
    header, figures = run.header, run.summary["sums"]
    assert header["revision"]["commit"] and header["kb_digest"] and "answer/v1" in header["prompts"]
    assert header["model"] == {"backend": "extractive", "name": None, "sha256": None}
    assert header["machine"]["cores"] >= 1 and header["wall_s"] >= 0 and header["seeds"] == [0] and header["done"]
    assert header["settings"]["embedder"] == "static"
    assert header["tokens"] == {"answer": 12}
    assert figures["metrics"]["right"]["value"] == pytest.approx(2 / 3)
    assert (figures["metrics"]["right"]["n"], figures["metrics"]["right"]["unscored"]) == (3, 1)
    assert figures["groups"]["split"]["dev"]["cases"] == 3
    assert str(run.folder) in said[0]


async def test_errors_are_counted_and_shown_not_scored(tmp_path: Path) -> None:
    run = await execute(plan(), [task({"a": 1, "b": "bad", "c": "bug"})], settings_in(tmp_path), note=str)
    figures = run.summary["sums"]
    assert figures["errors"] == 2
    assert figures["metrics"]["right"] == {
        "title": "正确", "better": "higher", "aggregate": "mean", "value": 1.0, "n": 1, "unscored": 0,
    }  # fmt: skip
    told = {r["id"]: r["error"] for r in run.rows("sums") if "error" in r}
    assert told["b"]["code"] == "bad_input"
    assert "KeyError" in told["c"]["message"] and "made.py" in told["c"]["message"]


async def test_a_lost_backend_ends_the_run_which_can_be_taken_up_again(tmp_path: Path) -> None:
    settings, asked = settings_in(tmp_path), Counter[str]()
    answers = {"a": 1, "b": "gone", "c": 1}
    tell = lambda case, seed: asked.update([case])  # noqa: E731
    with pytest.raises(ModelUnavailable):
        await execute(plan(), [task(answers, told=tell)], settings, note=str)
    broken = find_run("latest", settings)
    assert [r["id"] for r in broken.rows("sums")] == ["a"] and not broken.header.get("done")
    answers["b"] = 1
    run = await execute(plan(), [task(answers, told=tell)], settings, note=str, resume=broken)
    assert run.id == broken.id and run.header["done"]
    assert asked == {"a": 1, "b": 2, "c": 1}
    assert run.summary["sums"]["metrics"]["right"]["n"] == 3


async def test_another_product_does_not_take_up_a_run(tmp_path: Path) -> None:
    run = await execute(plan(), [task(ANSWERS)], settings_in(tmp_path), note=str)
    with pytest.raises(BadInput, match="不能接着做"):
        await execute(plan(), [task(ANSWERS)], settings_in(tmp_path, embedder="none"), note=str, resume=run)


async def test_outputs_come_from_the_cache_until_something_changes(tmp_path: Path) -> None:
    asked = Counter[str]()
    tell = lambda case, seed: asked.update([case])  # noqa: E731
    for settings in (settings_in(tmp_path), settings_in(tmp_path), settings_in(tmp_path, embedder="none")):
        run = await execute(plan(), [task(ANSWERS, told=tell)], settings, note=str)
        assert run.summary["sums"]["metrics"]["right"]["n"] == 3
    assert asked == dict.fromkeys(ANSWERS, 2)
    await execute(plan(), [task(ANSWERS, told=tell)], settings_in(tmp_path), note=str, fresh=True)
    assert asked == dict.fromkeys(ANSWERS, 3)


async def test_a_changed_answer_of_the_scorer_needs_no_new_output(tmp_path: Path) -> None:
    """Labels are not part of the key: a corrected label scores the kept output again."""
    first = await execute(plan(), [task({"a": 1})], settings_in(tmp_path), note=str)
    second = await execute(plan(), [task({"a": 0})], settings_in(tmp_path), note=str)
    assert [r["cached"] for r in first.rows("sums")] == [False]
    assert [(r["cached"], r["output"]["said"]) for r in second.rows("sums")] == [(True, 1)]


async def test_repetitions_only_where_a_model_takes_part(tmp_path: Path) -> None:
    seeds: list[tuple[str, int]] = []
    settings = settings_in(tmp_path, backend="openai", model_url="http://127.0.0.1:9/v1", model="none")
    for model in (False, True):
        seeds.clear()
        one = task({"a": 1, "b": 0}, model=model, told=lambda case, seed: seeds.append((case, seed)))
        run = await execute(plan(repeats=3), [one], settings, note=str, fresh=True)
        assert sorted(seeds) == [(c, n) for c in "ab" for n in range(3 if model else 1)]
    assert run.summary["sums"]["metrics"]["right"]["repeats"] == [0.5, 0.5, 0.5]
    assert run.summary["sums"]["metrics"]["right"]["stdev"] == 0.0


async def test_splits_limits_and_unknown_names(tmp_path: Path) -> None:
    run = await execute(plan(split="dev", limit=2), [task(ANSWERS)], settings_in(tmp_path), note=str)
    assert [r["id"] for r in run.rows("sums")] == ["a", "b"]
    for suite, names in (("daily", []), ("ci", ["nosuch"])):
        with pytest.raises(UnknownRecord):
            plan_of(suite, backend="extractive", known=TASKS, tasks=names)
    with pytest.raises(UnknownRecord):
        find_run("nosuch", settings_in(tmp_path))


def test_the_suites() -> None:
    whole = tuple(t.name for t in TASKS)
    assert plan_of("ci", backend="extractive", known=TASKS) == Plan(whole, suite="ci")
    assert plan_of("ci", backend="local", known=TASKS) == Plan(("answers",), suite="ci", sample=8)
    subset = plan_of("subset", backend="local", known=TASKS)
    assert (subset.sample, subset.repeats, subset.tasks) == (60, 3, whole)


@pytest.mark.thorough
@pytest.mark.timeout(120)
def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    """A real run, killed with SIGKILL in the middle and taken up again: every case once, the first ones kept."""
    environment = {**os.environ, "COPILOT_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "eval", "run", "--task", "retrieval", "--jobs", "1", "--limit", "120"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    done = 0
    while done < 15 and process.poll() is None:
        time.sleep(0.01)
        rows = list(tmp_path.glob("eval/runs/*/retrieval.jsonl"))
        done = len(rows[0].read_text("utf-8").splitlines()) if rows else 0
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    (broken,) = all_runs(settings_in(tmp_path))
    before = [r["id"] for r in broken.rows("retrieval")]
    assert 10 <= len(before) < 120 and not broken.summary
    with (broken.folder / "retrieval.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "cut short')  # what a kill may leave of a line
    ended = subprocess.run(
        [sys.executable, "-m", "eval", "run", "--resume", "latest", "--json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(ended.stdout)
    assert found["run"] == broken.id and found["header"]["done"]
    ids = [r["id"] for r in Run(broken.folder).rows("retrieval")]
    assert ids[: len(before)] == before and len(ids) == len(set(ids)) == 120
    assert found["summary"]["retrieval"]["metrics"]["recall@5"]["n"] == 120
    assert "检索" in ended.stderr
