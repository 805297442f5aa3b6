"""Does the verifier drop sentences that their sources do not support, and keep those that they do?"""

from __future__ import annotations

from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load

FILES = ("verifier_pairs.jsonl", "verifier_pairs_extra.jsonl")


def cases() -> list[Case]:
    """The pairs of both sets by split and kind of error."""
    return [case for name in FILES for case in load(name, groups=("split", "error"))]


async def solve(case: Case, system: System, seed: int) -> Json:
    """The verifier's verdict with its reasons."""
    source = case.data["source"]
    return system.verify(case.data["sentence"], source if isinstance(source, list) else [source])


def score(case: Case, output: Json, system: System) -> Score:
    """A right sentence kept, or a wrong one dropped."""
    if case.data["supported"]:
        return Score({"right_kept": float(output["supported"])}, () if output["supported"] else ("对句被丢掉",))
    faults = (f"错句被留下（{case.data['error']}）",) if output["supported"] else ()
    return Score({"wrong_dropped": float(not output["supported"])}, faults)


TASK = Task(
    name="verifier",
    title="核对",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("source", "sentence"),
    metrics=(Metric("wrong_dropped", "错句被丢掉"), Metric("right_kept", "对句被留下")),
)
