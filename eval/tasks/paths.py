"""Does the verdict on structured facts agree with the lawyer's cases of tests/rules/cases, and is none lighter?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from copilot.law import yaml_file
from copilot.rules.result import BURDEN
from copilot.settings import ROOT
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load

CASES = ROOT / "tests" / "rules" / "cases"
KEPT = ("path", "reasons", "basis", "missing", "headline", "obligations", "blockers", "trace")


def cases() -> list[Case]:
    """Every case of every file, its facts complete; grouped by file."""
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        parsed = yaml_file.parse(file.name, file.read_bytes()).value
        found += [_case(row, parsed, file) for row in parsed["cases"]]
    return found


def _case(row: dict[str, Any], file: dict[str, Any], path: Path) -> Case:
    common = {k: v for k, v in (file.get("common") or {}).items() if k not in row.get("omit", ())}
    facts = common | row["facts"]
    if "activities" in facts and file.get("activity"):
        facts["activities"] = [file["activity"] | one for one in facts["activities"]]
    data = {"id": row["id"], "text": row["story"], "as_of": row["as_of"], "facts": facts, "expect": row["expect"]}
    return Case(row["id"], {**data, "why": row["why"]}, {"subject": path.stem})


def read(file: Path) -> list[Case]:
    """Rows of `{"id", "facts", "path", "also_accept"}` (.jsonl) as cases; the day is `as_of` or today."""
    found = load(str(file.resolve()), needs=("facts", "path"), groups=("split", "tag"))
    today = dt.date.today().isoformat()
    return [
        Case(
            c.id,
            {"as_of": today, **c.data, "expect": {"path_in": [c.data["path"], *c.data.get("also_accept", ())]}},
            c.groups,
        )
        for c in found
    ]


async def solve(case: Case, system: System, seed: int) -> Json:
    """The verdict, or that the facts were turned down."""
    try:
        result = system.path(case.data["facts"], as_of=case.data["as_of"])
    except BadInput as error:
        return {"path": "refused", "error": error.as_dict()}
    return {name: result[name] for name in KEPT}


def lighter(path: str, *truth: str) -> bool:
    """Whether a verdict burdens less than every right one."""
    known = [BURDEN[t] for t in truth if t in BURDEN]
    return path in BURDEN and path not in truth and bool(known) and BURDEN[path] < min(known)


def score(case: Case, output: Json, system: System) -> Score:
    """Right, lighter than the truth, and whether the required places and reasons are given."""
    expect = case.data["expect"]
    wanted = ("refused",) if expect.get("refused") else tuple(expect.get("path_in") or (expect["path"],))
    right = output["path"] in wanted
    light = lighter(output["path"], *wanted)
    values: dict[str, float | None] = {"right": float(right), "lighter": float(light)}
    faults = [] if right else [f"判为 {output['path']}，应为 {'、'.join(wanted)}"]
    if places := expect.get("basis_include"):
        found = [(b["instrument"], b["article"] or "") for b in output.get("basis", ())]
        lost = [p for p in places if not any(_within(f, (p["instrument"], p.get("article") or "")) for f in found)]
        values["basis"] = 1 - len(lost) / len(places)
        faults += [f"缺依据：{p['instrument']}{p.get('article') or ''}" for p in lost]
    if reasons := expect.get("reasons_include"):
        values["reasons"] = sum(r in output.get("reasons", ()) for r in reasons) / len(reasons)
    return Score(values, tuple(faults))


def _within(found: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a place is the wanted one or lies in it (`第八条第一款` in `第八条`, not `第八条之一`)."""
    rest = found[1].removeprefix(wanted[1])
    return found[0] == wanted[0] and found[1].startswith(wanted[1]) and (not rest or rest.startswith("第"))


TASK = Task(
    name="paths",
    title="路径（结构化事实）",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("facts", "as_of"),
    read=read,
    metrics=(
        Metric("right", "路径正确"),
        Metric("lighter", "比事实轻", aggregate="sum", better="lower"),
        Metric("basis", "依据齐全"),
        Metric("reasons", "理由正确"),
    ),
)
