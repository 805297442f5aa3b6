"""The side of a threshold that a question is on (敏感1万人以上, 不满1万人敏感), and whether a text rules that side."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.chat.quantities import Quantity, quantities
from copilot.chat.words import normalise

_NOT_SENSITIVE = re.compile(
    r"[（(]?(?:其中)?(?:不含|不包括|不包含|不涉及|没有|非|无)(?:任何)?敏感(?:的)?(?:个人)?(?:信息|数据)?[）)]?"
)
_SENSITIVE = re.compile(r"敏感")
_ORDINARY = re.compile(r"普通|一般个人信息|\x01")
_SUPERSEDED = re.compile(r"旧口径|已被取代")
_BELOW_WORDS = re.compile(r"\s*(?:以下|之下|以内)")


@dataclass(frozen=True, slots=True)
class Range:
    """Persons from `low` (included) to `high` (not included), of sensitive or of other personal information."""

    low: float
    high: float
    sensitive: bool

    def within(self, other: Range) -> bool:
        """Whether every number of this range lies in `other`."""
        return self.sensitive is other.sensitive and other.low <= self.low and self.high <= other.high


def asked(question: str) -> Range | None:
    """The one number of persons that `question` states with the kind of data; None when it states none or several."""
    text = _NOT_SENSITIVE.sub("\x01", normalise(question))
    sensitive, ordinary = bool(_SENSITIVE.search(text)), bool(_ORDINARY.search(text))
    persons = [q for q in quantities(text) if q.unit == "人" or (q.value >= 1000 and not q.unit)]
    if sensitive is ordinary or not 1 <= len(persons) <= 2:
        return None
    low, high = _interval(persons, text, exact=True)
    return Range(low, high, sensitive) if low < high else None


def ruled(text: str) -> Iterator[Range]:
    """The ranges of persons that a text lays down, clause by clause."""
    text = _NOT_SENSITIVE.sub("\x01", normalise(text))
    for sentence in re.split(r"[。；\n]", text):
        if _SUPERSEDED.search(sentence):
            continue
        for part in re.split(r"或者|或", sentence):
            bounded = [
                q for q in quantities(part) if q.unit == "人" and q.bound in ("at_least", "below", "at_most", "above")
            ]
            if bounded:
                low, high = _interval(bounded, part, exact=False)
                if low < high:
                    yield Range(low, high, bool(_SENSITIVE.search(part)))


def _interval(persons: Sequence[Quantity], text: str, *, exact: bool) -> tuple[float, float]:
    low, high = 0.0, math.inf
    for q in persons:
        bound = q.bound
        if bound in ("at_least", "above"):
            low = max(low, q.value + (bound == "above"))
        elif bound in ("below", "at_most"):
            # 以下 said of persons in a question means 不满: the law's own limits are drawn that way
            loose = exact and _BELOW_WORDS.match(text[q.end :])
            high = min(high, q.value + (bound == "at_most" and not loose))
        elif exact:
            low, high = max(low, q.value), min(high, q.value + 1)
    return low, high


def rules(text: str, wanted: Range) -> bool:
    """Whether `text` lays down a range that holds every number of `wanted`."""
    return any(wanted.within(r) for r in ruled(text))
