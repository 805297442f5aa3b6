"""Does the same question, asked five times, get the same answer in what matters?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable

from eval import checks
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load
from eval.tasks.questions import keys

TIMES = 5


def cases() -> list[Case]:
    """Questions of every kind: articles, time limits, verdicts, refusals, limits, English."""
    return load("stability.jsonl")


async def solve(case: Case, system: System, seed: int) -> Json:
    """Five answers, one after the other, in their published shape."""
    answers = [await system.ask(case.data["question"]) for _ in range(TIMES)]
    return {"answers": answers, "usage": _tokens(answers)}


def score(case: Case, output: Json, system: System) -> Score:
    """The share of the answers that agree with the commonest, by what they are compared on."""
    answers, facts = output["answers"], keys(case.data)
    aspects: dict[str, Callable[[Json], Hashable]] = {
        "citations": lambda a: frozenset((c["instrument"], c["article"]) for c in a["citations"]),
        "abstention": lambda a: (a["abstained"], a["abstain_reason"]),
        "path": lambda a: (a["path"] or {}).get("path"),
        "facts": lambda a: tuple(checks.states(a["answer"], wordings) for wordings in facts),
        "wording": lambda a: a["answer"],
    }
    values: dict[str, float | None] = {f"same_{n}": _agreement([see(a) for a in answers]) for n, see in aspects.items()}
    values["same_facts"] = values["same_facts"] if facts else None
    telling = [aspects[n] for n in ("citations", "abstention", "path", "facts")]
    values["agreement"] = _agreement([tuple(see(a) for see in telling) for a in answers])
    differ = [
        f"{name} 不一致" for name in aspects if (values[f"same_{name}"] or 0) < 1 and values[f"same_{name}"] is not None
    ]
    return Score(values, tuple(differ))


def _agreement(seen: list[Hashable]) -> float:
    return Counter(seen).most_common(1)[0][1] / len(seen)


def _tokens(answers: list[Json]) -> dict[str, int]:
    return {name: sum(max(a["usage"].get(name, 0), 0) for a in answers) for name in ("fresh_prompt", "answer")}


TASK = Task(
    name="stability",
    title="同题五问",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("question",),
    model=True,
    metrics=(
        Metric("agreement", "引用、弃答、路径、关键事实都一致"),
        Metric("same_citations", "引用一致"),
        Metric("same_abstention", "弃答一致"),
        Metric("same_path", "路径一致"),
        Metric("same_facts", "关键事实一致"),
        Metric("same_wording", "逐字一致"),
    ),
)
