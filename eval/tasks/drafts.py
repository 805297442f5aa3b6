"""Are the papers of twelve enterprises, drafted without a model, whole, free of invention, fit for the pre-check?"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from eval.system import System
from eval.task import DATASETS, Case, Json, Metric, Score, Task

FOLDER = DATASETS / "filings"
LOCK = asyncio.Lock()
HELD = {"invented": "凭空出现", "tags": "没有填的标记", "open": "占位", "findings": "预检", "conflicts": "矛盾"}


def cases() -> list[Case]:
    """Every filing of the index, with its kind as it stands in the questionnaire."""
    from copilot.law.yaml_file import parse

    index: Any = parse("index.yaml", (FOLDER / "index.yaml").read_bytes()).value
    return [_case(row, index["told"]) for row in index["filings"]]


def _case(row: Json, told: Json) -> Case:
    filing = json.loads((FOLDER / f"{row['id']}.json").read_text("utf-8"))
    data = {"id": row["id"], "title": row["title"], "path": row["path"], "told": told, "filing": filing}
    return Case(row["id"], data, {"kind": row["kind"]})


async def solve(case: Case, system: System, seed: int) -> Json:
    """What was found in the drafted set; one at a time."""
    async with LOCK:
        return await asyncio.to_thread(_solve, case, system)


def _solve(case: Case, system: System) -> Json:
    from copilot.filing.facts import Filing
    from eval.filing.examine import Examiner

    filing, examiner = Filing.parse(case.data["filing"]), Examiner(system.parts)
    assert filing.kind is not None and filing.filed_on is not None
    made = system.parts.drafter.make(filing, filing.kind, as_of=filing.filed_on)
    return {**examiner.examine(made), "path": examiner.path(filing, case.data["told"])}


def score(case: Case, output: Json, system: System) -> Score:
    """Counts of faults, the share of chapters and fields that are there, and whether the path is the right one."""
    wanted = output["chapters"] + output["fields"]
    values: dict[str, float | None] = {name: float(len(output[name])) for name in HELD}
    values |= {"coverage": 1 - len(output["lost"]) / wanted, "path": float(output["path"] == case.data["path"])}
    faults = [f"{title}：{one}" for name, title in HELD.items() for one in output[name]]
    faults += [f"没有写到：{one}" for one in output["lost"]]
    if not values["path"]:
        faults.append(f"路径：{output['path']}，应为 {case.data['path']}")
    return Score(values, tuple(faults))


TASK = Task(
    name="drafts",
    title="起草",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("filing", "told"),
    fresh=True,  # what examines the papers is no part of the product's fingerprint
    metrics=(
        Metric("invented", "凭空出现的数字、日期、名称", aggregate="sum", better="lower"),
        Metric("coverage", "应有的章节和字段写到的比例"),
        Metric("tags", "没有填的标记", aggregate="sum", better="lower"),
        Metric("open", "填全后仍有的占位", aggregate="sum", better="lower"),
        Metric("conflicts", "填全后报出的矛盾", aggregate="sum", better="lower"),
        Metric("findings", "盖章、签字、自备等以外的预检发现", aggregate="sum", better="lower"),
        Metric("path", "规则得出的路径正确"),
    ),
)
