"""Which sentences of a passage bear on a question: ranked once, then cut to any length.

A word that stands in every sentence of the passage tells none of them apart and counts little; a word that a chosen
sentence has already answered counts less for the next one, so that each part of a question gets its sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.operators import speaks_of_operators
from copilot.chat.quantities import quantities
from copilot.chat.thresholds import Range, rules
from copilot.chat.tiers import of_tier
from copilot.chat.verify import lines
from copilot.chat.words import content_words, normalise, overlap

UNIT_BONUS = 0.2
TIER_BONUS = SIDE_BONUS = 0.6
OTHERS_MALUS = 0.4
LISTED_BONUS = 0.25
ANSWERED = 0.4  # what is left of a word's weight once a chosen sentence has it
CARRIED = 0.5  # share of what a sentence says that the next one, behind a semicolon, goes on from
_ASKS_LIST = re.compile(
    r"哪(?:些|几)|几(?:个|项|条|种|类|样|点|家)|(?:什么|啥|何种)(?:样的)?(?:条件|材料|内容|情形|情况|要求|东西|义务|事项)|"
    r"满足什么|要(?:交|准备|写|包括|约定|说清|告知)(?:什么|啥)|怎么写|分别|"
    r"which|what (?:documents|conditions|must)|requirements",
    re.IGNORECASE,
)
_SUB_ITEM = re.compile(r"^\d{1,2}[.．、](?!\d)")
_OPENS_SUB = re.compile(r"^(?P<head>.*：)(?P<first>1[.．、](?!\d).*)$", re.DOTALL)


def asks_list(question: str) -> bool:
    """Whether a question asks for the members of a list: conditions, materials, cases."""
    return bool(_ASKS_LIST.search(question))


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
            known = max((len(x) for x in leads if lead.startswith(x)), default=0)
            cost = len(piece) + len(lead) - known
            if kept and (i in self.skipped or used + cost > max_chars):
                continue
            kept.append(i)
            leads.add(lead)
            used += cost
        result, shown, best = [], "", ""
        for i in sorted(kept):
            lead, piece = self.pieces[i]
            above = lead if lead and shown.startswith(lead) else shown if lead.startswith(shown) else ""
            result.append(lead[len(above) :] + piece)
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
    whole_list: bool = False,
    operators: bool | None = None,
) -> Ranked:
    """The sentences of `text` by how much they bear on the question.

    Args:
        question_words: content words of the question and of what it implies.
        text: of the passage.
        units: a sentence with an amount in one of these counts more.
        tier: of a penalty asked about; sentences with amounts of other tiers are skipped.
        side: of a threshold asked about; a sentence that rules it counts more.
        operators: whether of critical infrastructure is asked about; a sentence on all others counts less, and the
            other way round.
        whole_list: the items of the list that holds the best sentence count more.
    """
    pieces = nested(lines(normalise(text)))
    fits = of_tier([piece for _, piece in pieces], tier) if tier is not None else []
    found = [frozenset(content_words("".join(piece))) for piece in pieces]
    bonus = [
        (TIER_BONUS if fits and fits[i] and quantities(piece) else 0.0)
        + (SIDE_BONUS if side and rules(piece, side) else 0.0)
        + (UNIT_BONUS if units and any(q.unit in units for q in quantities(piece)) else 0.0)
        - (OTHERS_MALUS if operators is not None and speaks_of_operators(piece) is (not operators) else 0.0)
        for i, (_, piece) in enumerate(pieces)
    ]
    has = {w: _carried([overlap([w], words) for words in found], pieces) for w in dict.fromkeys(question_words)}
    weights = {w: min(len(w), 4) * math.log1p(len(pieces) / (0.5 + sum(shares))) for w, shares in has.items()}
    total = sum(weights.values()) or 1.0
    left, order = list(range(len(pieces))), list[int]()
    while left:
        best = max(left, key=lambda i: (bonus[i] + sum(weights[w] * has[w][i] for w in has) / total, -i))
        if not order and whole_list and (lead := pieces[best][0]):
            bonus = [b + LISTED_BONUS * (pieces[i][0] == lead) for i, b in enumerate(bonus)]
        order.append(best)
        left.remove(best)
        for w in has:
            weights[w] *= 1 - (1 - ANSWERED) * has[w][best]
    skipped = frozenset(i for i, (_, piece) in enumerate(pieces) if fits and not fits[i] and quantities(piece))
    return Ranked(tuple(pieces), tuple(order), skipped)


def nested(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """`pieces` in which the points of an item (1. 2. 3.) have the item's opening words as their lead-in as well."""
    found: list[tuple[str, str]] = []
    above = ""
    for lead, piece in pieces:
        if opening := _OPENS_SUB.match(piece):
            above = lead + opening["head"]
            found.append((above, opening["first"]))
        elif above and _SUB_ITEM.match(piece):
            found.append((above, piece))
        else:
            above = ""
            found.append((lead, piece))
    return found


def _carried(shares: list[float], pieces: Sequence[tuple[str, str]]) -> list[float]:
    """Shares of a word in each sentence, with part of what the sentence before the semicolon has."""
    return [
        max(own, CARRIED * shares[i - 1]) if i and pieces[i - 1][1].endswith("；") and not pieces[i][0] else own
        for i, own in enumerate(shares)
    ]
