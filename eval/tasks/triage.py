"""Is each question answered, asked back, refused or declined as it should be? Decided before any model speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load

FILES = ("triage.jsonl", "triage_unseen.jsonl")


def cases() -> list[Case]:
    """The questions of both sets by split and by what should be done."""
    return [case for name in FILES for case in load(name, groups=("split", "expect"))]


async def solve(case: Case, system: System, seed: int) -> Json:
    """What was done, in the words of the dataset, with the answer."""
    answer = await system.ask(case.data["question"], extractive=True)
    return {"outcome": outcome(answer), "answer": answer["answer"], "abstain_reason": answer["abstain_reason"]}


def outcome(answer: Mapping[str, Any]) -> str:
    """What was done with the question, in the words of the dataset."""
    if answer["abstained"]:
        return {"refused": "refuse", "out_of_scope": "out_of_scope"}.get(answer["abstain_reason"] or "", "unanswerable")
    return "ask" if answer["questions"] else "answer"


def agrees(expected: str, got: str) -> bool:
    """Small talk is declined as out of scope; asking back beside an answer is never wrong for a question on a path."""
    if expected == "smalltalk":
        return got == "out_of_scope"
    return expected == got or (expected == "answer" and got == "ask")


def score(case: Case, output: Json, system: System) -> Score:
    """Right; refused what should be answered; answered what should be refused."""
    wanted, got = case.data["expect"], output["outcome"]
    right = agrees(wanted, got)
    values: dict[str, float | None] = {"right": float(right)}
    if wanted == "refuse":
        values["refused"] = float(got == "refuse")
    if wanted == "answer":
        values["wrongly_refused"] = float(got in ("refuse", "out_of_scope"))
    return Score(values, () if right else (f"应 {wanted}，实为 {got}",))


TASK = Task(
    name="triage",
    title="分诊",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("question",),
    metrics=(
        Metric("right", "处置正确"),
        Metric("refused", "应拒绝而拒绝"),
        Metric("wrongly_refused", "该答而拒", better="lower"),
    ),
)
