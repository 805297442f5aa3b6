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

from copilot.errors import BadInput

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


def rows(path: Path, *needs: str) -> list[Json]:
    """The rows of a .jsonl file, each with the keys `id` and `needs`.

    Raises:
        BadInput: no such file, no UTF-8, a line that is no such row (with its number), or an id that occurs twice.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不了 {path}", hint="请给出一个 UTF-8 的 .jsonl 文件", en=f"unreadable: {error}") from error
    found: dict[str, Json] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{path.name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{place}: 不是 JSON", hint="每行一个 JSON 对象", en=f"no JSON: {error}") from error
        if not isinstance(row, dict) or any(key not in row for key in ("id", *needs)):
            asked = "、".join(("id", *needs))
            raise BadInput(f"{place}: 不是可用的题", hint=f"每行一个含 {asked} 的 JSON 对象", en="no case")
        if str(row["id"]) in found:
            raise BadInput(f"{place}: 编号 {row['id']} 重复", hint="请改一个编号", en=f"duplicate id {row['id']}")
        found[str(row["id"])] = {**row, "id": str(row["id"])}
    return list(found.values())


def load(
    name: str, *, needs: Sequence[str] = (), groups: Sequence[str] = ("split",), split: str | None = None
) -> list[Case]:
    """The rows of `datasets/<name>`, or of the file of that absolute path, as cases.

    Args:
        name: file in `datasets`, or an absolute path.
        needs: keys that every row has besides `id`.
        groups: the keys to break scores down by.
        split: only the rows of this split; None for all.

    Raises:
        BadInput: see `rows`.
    """
    found = [row for row in rows(DATASETS / name, *needs) if split in (None, row.get("split"))]
    return [Case(row["id"], row, {g: str(row[g]) for g in groups if row.get(g) is not None}) for row in found]
