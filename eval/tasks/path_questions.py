"""Are questions about a concrete case decided by the rules, and questions about the law left to the texts?"""

from __future__ import annotations

from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load


def cases() -> list[Case]:
    """The questions by split and kind."""
    return load("path_questions.jsonl", groups=("split", "kind"))


async def solve(case: Case, system: System, seed: int) -> Json:
    """Whether the answer carries the rules' verdict, and which."""
    answer = await system.ask(case.data["question"], extractive=True)
    path = (answer["path"] or {}).get("path")
    return {"path": path, "answer": answer["answer"], "questions": answer["questions"]}


def score(case: Case, output: Json, system: System) -> Score:
    """A concrete case decided; a question about the law decided by mistake."""
    decided = output["path"] is not None
    if case.data["kind"] == "case":
        return Score({"decided": float(decided)}, () if decided else ("没有由规则判定",))
    return Score({"wrongly_decided": float(decided)}, ("问法律本身，却当成具体情形",) if decided else ())


TASK = Task(
    name="path_questions",
    title="问具体情形",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("question",),
    metrics=(
        Metric("decided", "具体情形由规则判定"),
        Metric("wrongly_decided", "误把一般问题当情形", aggregate="sum", better="lower"),
    ),
)
