"""What a verdict's answer says: a statement with the passages it rests on, those first that hold its numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.knowledge import Knowledge
from copilot.chat.quantities import Quantity, quantities, same_amount
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Basis, Passage, Ref

MAX_SOURCES = 2  # of one statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the answer, the passages it rests on, and what the trace adds to their numbers.

    `english`: the same as people wrote it in English; it is shown where the Chinese, which is checked, is kept.
    """

    text: str
    passages: tuple[Passage, ...]
    trace: str = ""
    english: str = ""


def passages_of(basis: Sequence[Basis], knowledge: Knowledge, *, as_of: dt.date, text: str = "") -> tuple[Passage, ...]:
    """The passages of places, those first that hold the numbers of `text`."""
    found = [p for b in basis for p in knowledge.passages(Ref(b.instrument, b.article), as_of)]
    numbers = quantities(normalise(text))
    held = {p.id: _held(numbers, p) for p in found}
    found.sort(key=lambda p: -held[p.id])
    whole = [p for p in found if numbers and held[p.id] == len(numbers)]
    return tuple({p.id: p for p in whole[:1] or found}.values())[:MAX_SOURCES]


def section_of(basis: Basis, knowledge: Knowledge, *, as_of: dt.date, text: str) -> tuple[Passage, ...]:
    """The section of a guide cited without a place that holds every number of `text` and most of its words."""
    numbers, words = quantities(normalise(text)), content_words(normalise(text))
    fit = [
        p
        for p in knowledge.kb.passages
        if p.instrument == basis.instrument and p.in_force(as_of) and _held(numbers, p) == len(numbers)
    ]
    best = sorted(fit, key=lambda p: -overlap(words, frozenset(content_words(normalise(f"{p.title}。{p.text}")))))
    return tuple(best[:1])


def _held(numbers: Sequence[Quantity], passage: Passage) -> int:
    return sum(any(same_amount(n, q) for q in quantities(normalise(passage.text))) for n in numbers)
