"""The harness sees: each planted fault turns a gate red, and the product as it is stays green on the same cases.

Faults are planted in copies of the knowledge base and of the prompts, or by standing in for a part; never in the
product's own files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copilot.chat import draft
from copilot.chat.verify import Verdict
from copilot.settings import ROOT, Settings
from eval.gate import check, read_gates
from eval.run import Plan, execute
from eval.scores import of_run
from eval.task import Case, Task
from eval.tasks import answers, paths, retrieval, verifier
from tests.eval.conftest import settings_in
from tests.eval.stand_in import model_server

pytestmark = pytest.mark.evaluation


def some(task: Task, wanted: Callable[[Case], bool] = lambda case: True, *, size: int = 40) -> Task:
    """A task over about `size` of its cases that are wanted, spread over its set."""
    known = [c for c in task.cases() if wanted(c)]
    return replace(task, cases=lambda: known[:: max(len(known) // size, 1)])


async def gates(task: Task, settings: Settings) -> dict[str, Any]:
    """Gate -> result of a run of one task."""
    run = await execute(Plan((task.name,), suite="ci", jobs=4), [task], settings, note=str)
    return {r["gate"]: r for r in check(of_run(run), read_gates())["results"]}


def red(found: dict[str, Any]) -> set[str]:
    """Names of the gates that do not pass."""
    return {name for name, r in found.items() if not r["passed"]}


def kb_with(folder: Path, change: Callable[[Path], None]) -> Path:
    """A copy of the knowledge base with a fault in it."""
    copy = folder / "knowledge_base"
    shutil.copytree(ROOT / "knowledge_base", copy)
    change(copy)
    return copy


def test_the_gates_are_those_of_the_repository() -> None:
    assert {"paths.right", "retrieval.recall@5", "answers.phrased", "verifier.wrong_dropped"} <= {
        f"{g.task}.{g.metric}" for g in read_gates().gate
    }


async def test_an_old_threshold(tmp_path: Path) -> None:
    """The line of 2022, 100,000 persons, in place of 1,000,000."""

    def older(kb: Path) -> None:
        file = kb / "parameters" / "thresholds" / "pi_assessment.yaml"
        text = file.read_text("utf-8")
        assert "value: 1000000" in text
        file.write_text(text.replace("value: 1000000", "value: 100000"), "utf-8")

    task = some(paths.TASK, lambda case: case.groups["subject"] == "thresholds")
    assert red(await gates(task, settings_in(tmp_path / "right"))) == set()
    found = await gates(task, settings_in(tmp_path / "wrong", knowledge_base_dir=kb_with(tmp_path, older)))
    assert "paths.right" in red(found)
    assert found["paths.right"]["value"] < 1 and found["paths.right"]["cases"]


async def test_a_threshold_raised_is_seen_as_lighter_than_the_truth(tmp_path: Path) -> None:
    def raised(kb: Path) -> None:
        file = kb / "parameters" / "thresholds" / "sensitive_assessment.yaml"
        file.write_text(file.read_text("utf-8").replace("value: 10000", "value: 100000"), "utf-8")

    task = some(paths.TASK, lambda case: case.groups["subject"] == "thresholds")
    found = await gates(task, settings_in(tmp_path / "wrong", knowledge_base_dir=kb_with(tmp_path, raised)))
    assert {"paths.right", "paths.lighter"} <= red(found)


async def test_an_index_without_one_instrument(tmp_path: Path) -> None:
    """The measures on the standard contract are not there to be found."""

    def gone(kb: Path) -> None:
        (kb / "instruments" / "measures-13.yaml").unlink()

    def asked(case: Case) -> bool:
        return any(c["instrument"] == "个人信息出境标准合同办法" for c in case.data["must_cite"])

    task = some(retrieval.TASK, asked)
    assert red(await gates(task, settings_in(tmp_path / "right"))) == set()
    found = await gates(task, settings_in(tmp_path / "wrong", knowledge_base_dir=kb_with(tmp_path, gone)))
    assert {"retrieval.recall@5", "retrieval.ndcg@10"} <= red(found)


def answerable(case: Case) -> bool:
    return case.groups["type"] == "factual" and "history" not in case.data


@pytest.fixture
def prompts_without_citing(tmp_path: Path) -> Path:
    """A copy of the prompts whose newest answer prompt asks for no source."""
    copy = tmp_path / "prompts"
    shutil.copytree(ROOT / "prompts", copy)
    text = max((copy / "answer").glob("v*.md"), key=lambda p: int(p.stem[1:])).read_text("utf-8")
    head, _, rest = text.partition("<system>")
    _, end, tail = rest.partition("</system>")
    number = len(list((copy / "answer").glob("v*.md")))
    head = head.replace(f"version: {number}", f"version: {number + 1}")
    body = f"{head}<system>\n你是热心的顾问，凭常识简短回答，不必看资料，也不要写出处。\n{end}{tail}"
    (copy / "answer" / f"v{number + 1}.md").write_text(body, "utf-8")
    return copy


async def test_a_prompt_that_cites_nothing(tmp_path: Path, prompts_without_citing: Path) -> None:
    task = some(answers.TASK, answerable, size=16)
    with model_server() as url:
        served = {"backend": "openai", "model_url": url, "model": "stand-in"}
        right = await gates(task, settings_in(tmp_path / "right", **served))
        wrong = await gates(task, settings_in(tmp_path / "wrong", **served, prompts_dir=prompts_without_citing))
    assert right["answers.phrased"]["passed"] and right["answers.phrased"]["value"] > 0.4
    assert "answers.phrased" in red(wrong) and wrong["answers.phrased"]["value"] < 0.1


async def test_a_verifier_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that invents figures is harmless while the verifier stands; without it the answers' gates are red."""
    task = some(answers.TASK, answerable, size=16)
    with model_server(lie=True) as url:
        served = {"backend": "openai", "model_url": url, "model": "stand-in"}
        right = await gates(task, settings_in(tmp_path / "right", **served))
        monkeypatch.setattr(draft, "attribute", lambda plain, evidence, **hints: (evidence[:1], Verdict(True, (), 1.0)))
        monkeypatch.setattr(draft.Draft, "_echoes", lambda self, plain, found: ())
        wrong = await gates(task, settings_in(tmp_path / "wrong", **served))
    assert right["answers.loose_numbers"]["passed"] and right["answers.phrased"]["value"] == 0
    assert {"answers.loose_numbers", "answers.support"} <= red(wrong)
    assert wrong["answers.loose_numbers"]["value"] > 10


async def test_a_verifier_that_always_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = some(verifier.TASK)
    assert red(await gates(task, settings_in(tmp_path / "right"))) == set()
    monkeypatch.setattr("copilot.chat.verify.verify", lambda sentence, sources: Verdict(True, (), 1.0))
    found = await gates(task, settings_in(tmp_path / "wrong"))
    assert red(found) == {"verifier.wrong_dropped"}


@pytest.mark.model
@pytest.mark.timeout(300)
async def test_a_prompt_that_cites_nothing_with_the_real_model(
    tmp_path: Path, prompts_without_citing: Path, model_path: Path
) -> None:
    """The embedded model obeys such a prompt too: nothing that it says can be kept."""
    known = [c for c in answers.TASK.cases() if answerable(c) and "个工作日" in c.data["question"] + str(c.data["key"])]
    task = replace(answers.TASK, cases=lambda: known[:3])
    settings = settings_in(tmp_path, backend="local", prompts_dir=prompts_without_citing)
    found = await gates(task, settings)
    assert found["answers.phrased"]["value"] in (None, 0.0) and not found["answers.phrased"]["passed"]
    assert found["answers.fabricated"]["passed"] and found["answers.loose_numbers"]["passed"]
