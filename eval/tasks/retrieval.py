"""Does search find the required sources? By topic and by the authority of what is required."""

from __future__ import annotations

import math
from pathlib import Path

from copilot.retrieval.evaluate import gains
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task
from eval.tasks.questions import INPUTS, needs, questions

KS = (1, 3, 5, 10)


def cases(file: Path | None = None) -> list[Case]:
    """The questions that require at least one source."""
    return [c for c in questions(file) if c.data.get("must_cite")]


async def solve(case: Case, system: System, seed: int) -> Json:
    """The twenty best places for a question, with the time that the search took."""
    history = case.data.get("history") or ()
    found = await system.search(case.data["question"], history=history, as_of=case.data.get("as_of"))
    rows = [{"instrument": r["instrument"], "article": r["article"], "score": r["score"]} for r in found["results"]]
    return {"query": found["query"], "results": rows, "timings_ms": found["timings_ms"]}


def score(case: Case, output: Json, system: System) -> Score:
    """Recall, whether all were found, nDCG and reciprocal rank; a requirement counts where it is first met.

    Source: nDCG after Järvelin and Kekäläinen (2002), gains 0 or 1.
    """
    wanted = needs(case.data, system.titles)
    met = gains([(r["instrument"], r["article"]) for r in output["results"]], wanted)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(len(wanted)))
    gained = sum(bool(g) / math.log2(rank + 2) for rank, g in enumerate(met[:10]))
    values = {f"recall@{k}": sum(met[:k]) / len(wanted) for k in KS}
    values["all@5"] = float(sum(met[:5]) == len(wanted))
    values["ndcg@10"] = min(1.0, gained / ideal)
    values["mrr"] = next((1 / (rank + 1) for rank, g in enumerate(met) if g), 0.0)
    faults = () if values["all@5"] else (f"前五条中只有 {sum(met[:5])}/{len(wanted)} 处必引",)
    return Score(values, faults)


TASK = Task(
    name="retrieval",
    title="检索",
    cases=cases,
    read=cases,
    solve=solve,
    score=score,
    inputs=INPUTS,
    metrics=(
        *(Metric(f"recall@{k}", f"前{k}条召回率") for k in KS),
        Metric("all@5", "前5条含全部必引"),
        Metric("ndcg@10", "nDCG@10"),
        Metric("mrr", "首个命中排位倒数（MRR）"),
    ),
)
