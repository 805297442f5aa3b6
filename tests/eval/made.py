"""Small tasks, rows and scores made for the tests of the harness itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from copilot.errors import BadInput, ModelUnavailable
from eval.scores import Scores, TaskScores
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task

METRICS = (Metric("right", "正确"), Metric("invented", "虚构", aggregate="sum", better="lower"))


def task(
    answers: Mapping[str, Any],
    *,
    name: str = "sums",
    model: bool = False,
    told: Callable[[str, int], None] | None = None,
) -> Task:
    """A task whose solver answers from `answers`: a number (1 is right), None (unscored), or an error to raise."""

    async def solve(case: Case, system: System, seed: int) -> Json:
        if told:
            told(case.id, seed)
        found = answers[case.id]
        if found == "bad":
            raise BadInput("题目不能用", en="bad")
        if found == "gone":
            raise ModelUnavailable("模型不在", en="gone")
        if found == "bug":
            raise KeyError("no such key")
        return {"said": found, "usage": {"answer": 3}}

    def score(case: Case, output: Json, system: System) -> Score:
        right = None if output["said"] is None else float(output["said"] == 1)
        return Score({"right": right, "invented": float(output["said"] == 2)}, () if right else ("不对",))

    def cases() -> list[Case]:
        return [Case(i, {"id": i, "question": f"{i}？"}, {"split": "dev" if i < "m" else "test"}) for i in answers]

    return Task(name, "算式", cases, solve, score, METRICS, inputs=("question",), model=model)


def scores(
    values: Mapping[str, float | None], *, name: str = "a", invented: Mapping[str, float] | None = None, **task: Any
) -> Scores:
    """Scores of one task `sums` with `right` as given."""
    rows = {i: {"right": v, "invented": (invented or {}).get(i, 0.0)} for i, v in values.items()}
    known = [v for v in values.values() if v is not None]
    counted = sum(r["invented"] or 0 for r in rows.values())
    figures = {
        "right": {
            "title": "正确", "better": "higher", "aggregate": "mean",
            "value": sum(known) / len(known) if known else None, "n": len(known), "unscored": len(values) - len(known),
        },
        "invented": {
            "title": "虚构", "better": "lower", "aggregate": "sum", "value": counted, "n": len(rows), "unscored": 0,
        },
    }  # fmt: skip
    digests = task.pop("digests", dict.fromkeys(values, "00000000"))
    faults = {i: ("不对",) for i, v in values.items() if not v}
    header = {
        "plan": {"suite": "ci", "tasks": ["sums"], "repeats": 1},
        "model": {"backend": task.pop("backend", "extractive")},
    }
    return Scores(name, header, {"sums": TaskScores("算式", figures, rows, digests, faults, **task)})
