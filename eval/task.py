"""An evaluation task on one screen: a dataset, a solver, a scorer, and the metrics that sum up the scores.

A solver asks the product and gives back plain JSON, kept as it is, so that a case can be scored again, compared and
read later. A scorer looks at the case and the output alone and says what is right. What could not be scored (a judge's
unreadable verdict, a question without required citations) is None: counted and shown as unscored, never taken as 0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from eval.system import System

DATASETS = Path(__file__).parent / "datasets"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a dataset. `groups` are what its scores are broken down by (topic, split ...)."""

    id: str
    data: Mapping[str, Any]
    groups: Mapping[str, str] = field(default_factory=dict)

    def digest(self, *keys: str) -> str:
        """Identity of what the solver sees: sha256 over `keys` of the row (all where none is named)."""
        seen = {k: self.data[k] for k in keys or self.data if k in self.data}
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Score:
    """What a case was worth: metric name -> value (0 to 1, a count, seconds) or None for unscored; faults in words."""

    values: Mapping[str, float | None]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """How the values of one name are summed up over the cases.

    `better`: which way is good; `aggregate`: mean and percentiles over the scored cases, `sum` for counts of faults.
    """

    name: str
    title: str
    aggregate: Literal["mean", "sum", "p50", "p95", "max"] = "mean"
    better: Literal["higher", "lower"] = "higher"


@dataclass(frozen=True, slots=True)
class Task:
    """Dataset, solver and scorer. `inputs`: the keys of a row that the solver may see (the rest are labels).

    `model`: the model of the chosen backend takes part, so that runs differ and are repeated. `repeats`: answers to
    each case within one run (stability). The solver's third argument is the seed, the repetition's number.
    `fresh`: outputs are never taken from the cache (times). `read`: cases of a file in the dataset's form.
    """

    name: str
    title: str
    cases: Callable[[], Sequence[Case]]
    solve: Callable[[Case, System, int], Awaitable[Json]]
    score: Callable[[Case, Json, System], Score]
    metrics: tuple[Metric, ...]
    inputs: tuple[str, ...]
    model: bool = False
    repeats: int = 1
    fresh: bool = False
    read: Callable[[Path], Sequence[Case]] | None = None


def load(name: str, *, groups: Sequence[str] = ("split",), split: str | None = None) -> list[Case]:
    """The rows of `datasets/<name>` as cases; `groups` names the keys to break scores down by.

    Raises:
        ValueError: an id occurs twice or a row has none.
    """
    rows = [json.loads(line) for line in (DATASETS / name).read_text("utf-8").splitlines() if line.strip()]
    if len({row["id"] for row in rows}) != len(rows):
        raise ValueError(f"{name}：有重复的 id（duplicate ids）")
    kept = [row for row in rows if split is None or row.get("split") == split]
    return [Case(row["id"], row, {g: str(row[g]) for g in groups if row.get(g) is not None}) for row in kept]
