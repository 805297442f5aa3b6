"""The ci suite on every change: every deterministic case, extractive answers, eight answers of the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.settings import Settings
from eval.gate import check, read_gates, text
from eval.run import execute, plan_of
from eval.scores import baseline_file, of_run, read_baseline
from eval.tasks import TASKS
from tests.eval.conftest import settings_in


async def outcome(settings: Settings) -> tuple[bool, str, dict]:
    """Whether the suite passes its gates and its baseline, in words, with the summary."""
    plan = plan_of("ci", backend=settings.backend, known=TASKS, jobs=4)
    run = await execute(plan, TASKS, settings, note=str)
    file = baseline_file(run.header)
    assert file.is_file(), f"no committed baseline {file.name}: compliance-copilot eval accept"
    found = check(of_run(run), read_gates(), baseline=read_baseline(file))
    return found["passed"], "\n".join(text(found)), run.summary


@pytest.mark.evaluation
@pytest.mark.timeout(900)
async def test_every_deterministic_case_and_extractive_answers(tmp_path: Path) -> None:
    passed, told, summary = await outcome(settings_in(tmp_path))
    assert passed, told
    assert set(summary) == {t.name for t in TASKS}
    assert sum(t["cases"] for t in summary.values()) > 3000


@pytest.mark.model
@pytest.mark.timeout(900)
async def test_eight_answers_of_the_real_model(tmp_path: Path, model_path: Path) -> None:
    passed, told, summary = await outcome(settings_in(tmp_path, backend="local"))
    assert passed, told
    assert summary["answers"]["cases"] == 8 and summary["answers"]["tokens"]["answer"] > 50
