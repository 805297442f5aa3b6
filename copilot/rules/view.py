"""What is known of one transfer, with what is supposed of the rest, and the steps taken on the way to an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from copilot.rules.explore import Open
from copilot.rules.result import PathCode

INFINITE = 10**12
Range = tuple[int, int]
# Facts of the exporter, not of one transfer: asked for once.
EXPORTER = frozenset({"is_ciio", "is_state_organ", "ftz", "region", "sector", "pi_processed_total"})


@dataclass(frozen=True, slots=True)
class Note:
    """A step taken: which, with what answer, by which facts, and the comparison made."""

    step: str
    yes: bool
    facts: tuple[str, ...]
    compare: str = ""
    note: str = ""
    activity: int | None = None
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where one completion of the facts leads. `to_date`: counts up to today were all that was known."""

    path: PathCode
    reasons: tuple[str, ...]
    steps: tuple[Note, ...]
    to_date: bool = False


@dataclass
class View:
    """What is known of one transfer, with what is supposed of the rest; notes the steps taken."""

    known: Mapping[str, Any]
    supposed: Mapping[str, Any] = field(default_factory=dict)
    activity: int | None = None
    steps: list[Note] = field(default_factory=list)
    to_date: bool = False

    def name(self, fact: str) -> str:
        """How an open fact is called: with its activity, unless it is the exporter's."""
        return fact if self.activity is None or fact in EXPORTER else f"activities.{self.activity}.{fact}"

    def get(self, fact: str) -> Any:
        """The value, known or supposed; None when open."""
        value = self.known.get(fact)
        return self.supposed.get(self.name(fact)) if value is None else value

    def yes(self, fact: str, *, first: bool = False) -> bool:
        """Whether a yes-or-no fact holds; `first` is the reading that is reported where the answer does not matter."""
        value = self.get(fact)
        if value is None:
            raise Open(self.name(fact), (first, not first))
        return bool(value)

    def all(self, *facts: str) -> bool:
        """Whether all hold; one known no settles it without asking for the others."""
        if any(self.get(f) is False for f in facts):
            return False
        return all(self.yes(f) for f in facts)

    def has_pi(self) -> bool:
        """Whether personal information is among the data; a count above zero says so too."""
        counts = ("pi_count", "sensitive_pi_count", "pi_count_to_date", "sensitive_pi_count_to_date", "under14")
        if self.known.get("contains_pi") is None and any(self.known.get(c) for c in counts):
            return True
        return self.yes("contains_pi", first=True)

    def note(self, step: str, yes: bool, *facts: str, compare: str = "", note: str = "", note_en: str = "") -> bool:
        """Remember a step; returns its answer."""
        self.steps.append(Note(step, yes, facts, compare, note, self.activity, note_en))
        return yes

    def end(self, path: PathCode, *reasons: str) -> Outcome:
        """The outcome of this view."""
        return Outcome(path, reasons, tuple(self.steps), self.to_date)

    def range(self, fact: str, *, to_date: str | None = None) -> Range:
        """Least and most that a count can be. A count to date stands in for the year where no plan was stated."""
        value = self.get(fact)
        if isinstance(value, int):
            return value, value
        if value is not None:
            return value
        so_far = self.get(to_date) if to_date else None
        if so_far is None:
            return 0, INFINITE
        self.to_date = True
        return so_far, so_far


def tier(count: Range, thresholds: tuple[int, ...]) -> int | None:
    """How many thresholds the count reaches (equality reaches); None where least and most differ."""
    low, high = (sum(c >= t for t in thresholds) for c in count)
    return low if low == high else None


def pieces(count: Range, thresholds: tuple[int, ...]) -> list[Range]:
    """The count's range cut at the thresholds, lowest first."""
    cuts = [count[0], *(t for t in thresholds if count[0] < t <= count[1]), count[1] + 1]
    return [(low, high - 1) for low, high in pairwise(cuts)]


def compared(count: Range, limit: int) -> str:
    """A comparison as a step shows it."""
    low, high = count
    if low >= limit:
        return f"{low} ≥ {limit}" if low == high else f"至少 {low} ≥ {limit}"
    return f"{low} < {limit}" if low == high else f"人数未知，与 {limit} 比较"
