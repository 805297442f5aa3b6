"""Which cases a run takes: of one split, the first few, or a stratified sample that is the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from eval.task import Case


def stratified(cases: Sequence[Case], size: int, *, by: Sequence[str] = ("type", "topic")) -> list[Case]:
    """`size` cases spread over the strata in proportion to their sizes, the same ones on every machine.

    The cases are sorted by stratum and, within one, by the hash of their id; every n-th is taken (systematic sampling).
    """
    if size >= len(cases):
        return list(cases)

    def place(case: Case) -> tuple[str, ...]:
        return *(case.groups.get(name, "") for name in by), hashlib.sha256(case.id.encode()).hexdigest()

    ordered = sorted(cases, key=place)
    return [ordered[int((n + 0.5) * len(ordered) / size)] for n in range(size)]


def chosen(cases: Sequence[Case], *, split: str | None = None, limit: int = 0, sample: int = 0) -> list[Case]:
    """The cases of a split, sampled down to `sample`, cut to `limit` (0: all)."""
    kept = [c for c in cases if split is None or c.groups.get("split") == split]
    kept = stratified(kept, sample) if sample else kept
    return kept[: limit or None]
