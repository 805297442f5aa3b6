"""Which sentences of a passage bear on a question: ranked once, then cut to any length.

A word that stands in every sentence of the passage tells none of them apart and counts little; a word that a chosen
sentence has already answered counts less for the next one, so that each part of a question gets its sentence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.quantities import quantities
from copilot.chat.thresholds import Range, rules
from copilot.chat.tiers import of_tier
from copilot.chat.verify import lines
from copilot.chat.words import content_words, normalise, overlap

UNIT_BONUS = 0.2
TIER_BONUS = SIDE_BONUS = 0.6
ANSWERED = 0.4  # what is left of a word's weight once a chosen sentence has it


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences of a passage as (lead-in, sentence) in text order, and their places, best first; `skipped` are
    those that speak of another tier than the one asked about."""

    pieces: tuple[tuple[str, str], ...]
    order: tuple[int, ...]
    skipped: frozenset[int] = frozenset()

    def within(self, max_chars: int) -> tuple[tuple[str, ...], str]:
        """The best sentences of about `max_chars` in all, at least one, in text order; and the best of them.

        The first item kept of a list carries the lead-in that governs it.
        """
        kept: list[int] = []
        leads: set[str] = set()
        used = 0
        for i in self.order:
            lead, piece = self.pieces[i]
            cost = len(piece) + (0 if lead in leads else len(lead))
            if kept and (i in self.skipped or used + cost > max_chars):
                continue
            kept.append(i)
            leads.add(lead)
            used += cost
        result, shown, best = [], "", ""
        for i in sorted(kept):
            lead, piece = self.pieces[i]
            result.append(piece if lead == shown else lead + piece)
            best = result[-1] if i == self.order[0] else best
            shown = lead
        return tuple(result), best


def ranked(
    question_words: Sequence[str],
    text: str,
    *,
    units: frozenset[str] = frozenset(),
    tier: int | None = None,
    side: Range | None = None,
) -> Ranked:
    """The sentences of `text` by how much they bear on the question.

    Args:
        question_words: content words of the question and of what it implies.
        text: of the passage.
        units: a sentence with an amount in one of these counts more.
        tier: of a penalty asked about; sentences with amounts of other tiers are skipped.
        side: of a threshold asked about; a sentence that rules it counts more.
    """
    pieces = lines(normalise(text))
    fits = of_tier([piece for _, piece in pieces], tier) if tier is not None else []
    found = [frozenset(content_words("".join(piece))) for piece in pieces]
    bonus = [
        (TIER_BONUS if fits and fits[i] and quantities(piece) else 0.0)
        + (SIDE_BONUS if side and rules(piece, side) else 0.0)
        + (UNIT_BONUS if units and any(q.unit in units for q in quantities(piece)) else 0.0)
        for i, (_, piece) in enumerate(pieces)
    ]
    has = {w: [overlap([w], words) for words in found] for w in dict.fromkeys(question_words)}
    weights = {w: min(len(w), 4) * math.log1p(len(pieces) / (0.5 + sum(shares))) for w, shares in has.items()}
    total = sum(weights.values()) or 1.0
    left, order = list(range(len(pieces))), list[int]()
    while left:
        best = max(left, key=lambda i: (bonus[i] + sum(weights[w] * has[w][i] for w in has) / total, -i))
        order.append(best)
        left.remove(best)
        for w in has:
            weights[w] *= 1 - (1 - ANSWERED) * has[w][best]
    skipped = frozenset(i for i, (_, piece) in enumerate(pieces) if fits and not fits[i] and quantities(piece))
    return Ranked(tuple(pieces), tuple(order), skipped)
