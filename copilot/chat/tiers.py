"""Tiers of a penalty (拒不改正, 情节严重, 特别严重): the one a question asks about, those the lines of a text set."""

from __future__ import annotations

import re
from collections.abc import Sequence

BASE, STUBBORN, GRAVE, GRAVEST = range(4)
_MARKS = (
    (GRAVEST, re.compile(r"特别严重")),
    (GRAVE, re.compile(r"(?<!特别)严重(?:的|后果|危害|影响|，)|情节(?:较|比较)?严重|(?<!特别)严重$")),
    (STUBBORN, re.compile(r"拒不(?:改正|整改)|逾期(?:不|未)改")),
)
_NEGATED = re.compile(
    r"(?:不(?:算|够|属于|是|构成)?|未达到?|没(?:有)?(?:达到|到)?|尚未|非)(?:情节)?(?:特别)?严重(?:的|程度)?"
)
_ASKED = ((GRAVEST, re.compile(r"特别严重")), (GRAVE, re.compile(r"严重")), (STUBBORN, _MARKS[2][1]))
_TOP = re.compile(r"最高|最多|上限|顶格|封顶|最重|最严|maximum|highest|at most", re.IGNORECASE)
_PENALTY = re.compile(r"罚|处分|后果|责任|fine|penalt", re.IGNORECASE)


def tier_asked(question: str) -> int | None:
    """The tier that a question about penalties names; the gravest there is (`GRAVEST`) when it asks for the most;
    None when it names none."""
    if not _PENALTY.search(question):
        return None
    plain = _NEGATED.sub("", question)
    named = next((tier for tier, pattern in _ASKED if pattern.search(plain)), None)
    if named is None and plain != question:
        return BASE
    return named if named is not None else (GRAVEST if _TOP.search(question) else None)


def tiers(pieces: Sequence[str]) -> list[frozenset[int]]:
    """The tiers that each sentence of a text sets, in order: a sentence after a semicolon shares the tier before it
    unless it names its own; a full stop ends it."""
    found: list[frozenset[int]] = []
    before = frozenset({BASE})
    for piece in pieces:
        own = frozenset(tier for tier, pattern in _MARKS if pattern.search(piece))
        found.append(own or before)
        before = frozenset({BASE}) if piece.rstrip().endswith("。") else found[-1]
    return found


def of_tier(pieces: Sequence[str], asked: int) -> list[bool]:
    """Which sentences set the tier that is asked for: that tier, else the nearest graver one, else the gravest."""
    found = tiers(pieces)
    there = sorted(set().union(*found)) if found else []
    wanted = next((t for t in there if t >= asked), there[-1] if there else BASE)
    return [wanted in tier for tier in found]
