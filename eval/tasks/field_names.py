"""Is the likeliest field of a negative list the right one for an enterprise's own field name?"""

from __future__ import annotations

from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load


def cases() -> list[Case]:
    """The field names by split and list."""
    return load("field_names.jsonl", groups=("split", "list"))


async def solve(case: Case, system: System, seed: int) -> Json:
    """What the list offers first within the scene of the case."""
    row = case.data
    place = {"list_id": row["list"], "domain": row["domain"], "scene": row["scene"]}
    return system.match(row["name"], row["meaning"], **place)


def score(case: Case, output: Json, system: System) -> Score:
    """Right; and wrong although marked as matched, which no person would look at again.

    A name that the list does not hold is right when nothing is offered.
    """
    right = output["field"] == case.data["expect"]
    sure = output["status"] == "matched"
    faults = () if right else (f"应为 {case.data['expect']}，给出 {output['field']}（{output['status']}）",)
    return Score({"right": float(right), "wrong_but_sure": float(sure and not right)}, faults)


TASK = Task(
    name="field_names",
    title="负面清单字段对照",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("list", "domain", "scene", "name", "meaning"),
    metrics=(
        Metric("right", "第一位正确"),
        Metric("wrong_but_sure", "错而标成对上", aggregate="sum", better="lower"),
    ),
)
