"""How long a reader waits: for the sources, the first sentence, the whole answer. Never from the cache."""

from __future__ import annotations

from eval.sample import stratified
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task
from eval.tasks.questions import INPUTS, expected, questions

SIZE = 20
STEPS = {"sources": "依据出现", "first_sentence": "首句", "total": "全文"}
SHARES = {"p50": "中位", "p95": "95%"}


def cases() -> list[Case]:
    """Some of the questions that should be answered, the same ones every time."""
    return stratified([c for c in questions() if expected(c.data) == "answer"], SIZE)


async def solve(case: Case, system: System, seed: int) -> Json:
    """The times of one answer."""
    row = case.data
    answer = await system.ask(row["question"], history=row.get("history") or (), as_of=row.get("as_of"))
    return {name: answer[name] for name in ("timings_ms", "usage", "model", "mode")}


def score(case: Case, output: Json, system: System) -> Score:
    """Seconds to each step; unscored where the answer did not take the step."""
    times = output["timings_ms"]
    return Score({f"{step}_s_{p}": times[step] / 1000 if step in times else None for step in STEPS for p in SHARES})


TASK = Task(
    name="speed",
    title="速度",
    cases=cases,
    read=questions,
    solve=solve,
    score=score,
    inputs=INPUTS,
    model=True,
    fresh=True,
    metrics=tuple(
        Metric(f"{step}_s_{p}", f"{title}，秒（{share}）", aggregate=p, better="lower")  # type: ignore[arg-type]
        for step, title in STEPS.items()
        for p, share in SHARES.items()
    ),
)
