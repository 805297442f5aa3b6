"""Does a pre-check find what was planted, and nothing where nothing was? A sample of `make eval-precheck`, in Word."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING

from eval.sample import stratified
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task

if TYPE_CHECKING:
    from eval.precheck.bench import Bench, Checked
    from eval.precheck.plan import Trial

SIZE = 45  # planted; the clean submissions come on top
LOCK = asyncio.Lock()


@lru_cache(maxsize=1)
def planned() -> dict[str, Trial]:
    """A clean submission of each kind in the plainest layout, and each defect once."""
    from eval.precheck.layouts import load_layouts
    from eval.precheck.plan import Wanted, trials

    layouts = tuple(x for x in load_layouts("dev") if x.name == "office")
    return {t.id: t for t in trials(Wanted("dev", layouts, ("word",), seeds=1))}


def cases() -> list[Case]:
    """All clean submissions, and planted ones sampled over the kinds; the same every time."""
    made = [_case(t) for t in planned().values()]
    clean = [c for c in made if c.groups["planted"] == "no"]
    return clean + stratified([c for c in made if c.groups["planted"] == "yes"], SIZE, by=("kind",))


def _case(trial: Trial) -> Case:
    planted = "yes" if trial.defects else "no"
    return Case(trial.id, {"id": trial.id, "trial": trial.id}, {"kind": trial.kind, "planted": planted})


async def solve(case: Case, system: System, seed: int) -> Json:
    """What the pre-check said, with what should be found; one submission at a time."""
    async with LOCK:
        return await asyncio.to_thread(_solve, case.data["trial"], system)


def _solve(name: str, system: System) -> Json:
    from eval.precheck.score import WRONG, Scores, row

    bench, trial = _bench(system), planned()[name]
    checked = _checked(bench, trial)
    wrong = [f"{f.rule_id} {f.message[:120]}" for f in checked.result.findings if f.severity in WRONG]
    scores = Scores(bench.criteria)
    if trial.defects:
        scores.planted(checked, _checked(bench, trial.clean()))
    return {"hits": [row(h) for h in scores.hits], "wrong": wrong, "unreadable": list(checked.unreadable)}


_benches: dict[int, tuple[System, Bench, dict[str, Checked]]] = {}


def _bench(system: System) -> Bench:
    """One bench for each product under test, so that a file is read once."""
    from eval.precheck.bench import Bench

    if id(system) not in _benches:
        _benches.clear()
        _benches[id(system)] = (system, Bench(system.parts.precheck, kept=None), {})
    return _benches[id(system)][1]


def _checked(bench: Bench, trial: Trial) -> Checked:
    known = next(done for _, own, done in _benches.values() if own is bench)
    if trial.defects:
        return bench.check(trial)
    if trial.id not in known:
        known[trial.id] = bench.check(trial)
    return known[trial.id]


def score(case: Case, output: Json, system: System) -> Score:
    """Found or not, at the right place; on a clean submission, what was held against it."""
    if case.groups["planted"] == "no":
        return Score({"false": float(len(output["wrong"]))}, tuple(f"误报：{w}" for w in output["wrong"]))
    hit = output["hits"][0]
    if hit["unscored"]:
        return Score({"recall": None}, (hit["unscored"],))
    values: dict[str, float | None] = {"recall": float(bool(hit["found"]))}
    if hit["found"] and hit["file_right"] is not None:
        values["place"] = float(hit["file_right"] and hit["page_right"] is not False)
    return Score(values, () if hit["found"] else (f"没有查出 {hit['defect']}",))


TASK = Task(
    name="precheck",
    title="预检",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("trial",),
    fresh=True,
    metrics=(
        Metric("recall", "查出种入的缺陷"),
        Metric("place", "位置正确"),
        Metric("false", "无缺陷材料上误报", aggregate="sum", better="lower"),
    ),
)
