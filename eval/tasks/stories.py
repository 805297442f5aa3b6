"""From a story to its path, and the facts read on the way; a path lighter than the truth must not occur."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load
from eval.tasks.paths import lighter

NUMBERS = ("pi_count", "sensitive_pi_count")
# Facts of a case that its story need not tell in so many words, and words in free form.
UNSCORED = ("purpose", "sector", "region", "ftz")
KEPT = ("path", "reasons", "basis", "missing", "headline", "facts", "questions", "assumptions", "story")


def cases(file: Path | None = None) -> list[Case]:
    """All stories, or those of a file, by split and by the path that is right."""
    found = load(str(file.resolve()) if file else "stories.jsonl", needs=("text", "facts", "path"))
    return [Case(c.id, c.data, {**c.groups, "path": str(c.data["path"])}) for c in found]


async def solve(case: Case, system: System, seed: int) -> Json:
    """The verdict with the facts read, or that the story was turned down."""
    try:
        result = await system.story(case.data["text"])
    except BadInput as error:
        return {"path": "refused", "facts": {}, "error": error.as_dict()}
    return {name: result[name] for name in KEPT}


def score_path(case: Case, output: Json, system: System) -> Score:
    """Right; lighter than the truth; definite where the story leaves the answer open."""
    truth, path = case.data["path"], output["path"]
    right = path in (truth, *case.data.get("also_accept", ()))
    light = lighter(path, truth, *case.data.get("also_accept", ()))
    bold = truth == "need_facts" and not right
    values = {"right": float(right), "lighter": float(light), "definite_where_open": float(bold)}
    faults = [] if right else [f"判为 {path}，应为 {truth}{'（偏轻）' if light else ''}"]
    return Score(values, tuple(faults if right else [*faults, *_differing(case.data["facts"], output["facts"])]))


def score_facts(case: Case, output: Json, system: System) -> Score:
    """Of the facts that a story tells: those read rightly among those read, and among those told; numbers apart."""
    truth = {k: v for k, v in case.data["facts"].items() if k not in UNSCORED}
    got = {k: _read(output["facts"], k) for k in truth}
    read = [k for k in truth if got[k] is not None]
    told = [k for k in truth if truth[k] is not None]
    counts = [k for k in told if k in NUMBERS]
    values: dict[str, float | None] = {
        "precision": sum(got[k] == truth[k] for k in read) / len(read) if read else None,
        "recall": sum(got[k] == truth[k] for k in told) / len(told) if told else None,
        "numbers": sum(got[k] == truth[k] for k in counts) / len(counts) if counts else None,
        "all_read": float(got == truth),
    }
    return Score(values, tuple(_differing(truth, output["facts"])))


def _read(facts: Mapping[str, Any], name: str) -> Any:
    value = facts.get(name)
    return facts.get(f"{name}_to_date") if value is None and name in NUMBERS else value


def _differing(truth: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    pairs = ((k, v, _read(facts, k)) for k, v in truth.items() if k not in UNSCORED)
    return [f"{k}：应为 {v}，读作 {got}" for k, v, got in pairs if got != v]


STORIES = Task(
    name="stories",
    title="路径（从经过）",
    cases=cases,
    solve=solve,
    score=score_path,
    inputs=("text",),
    read=cases,
    model=True,
    metrics=(
        Metric("right", "路径正确"),
        Metric("lighter", "比事实轻", aggregate="sum", better="lower"),
        Metric("definite_where_open", "该问而没有问", aggregate="sum", better="lower"),
    ),
)
FACTS = Task(
    name="facts",
    title="从经过读出事实",
    cases=cases,
    solve=solve,
    score=score_facts,
    inputs=("text",),
    read=cases,
    model=True,
    metrics=(
        Metric("precision", "读出的事实正确"),
        Metric("recall", "说了的事实读出"),
        Metric("numbers", "人数读对"),
        Metric("all_read", "事实全部相符"),
    ),
)
