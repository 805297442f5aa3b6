"""Whether a condition of the rule data holds for a verdict and the facts known; unknown facts stay unknown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from copilot.characters import is_traditional, to_simplified
from copilot.law.rule_parts import RuleParts, Sector, When
from copilot.law.rulebook import RuleBook

_COUNTS = ("pi_count", "sensitive_pi_count", "pi_count_to_date", "sensitive_pi_count_to_date")
_PROCESSED = (*_COUNTS, "pi_processed_total", "pi_count_since_prev_year", "sensitive_pi_count_since_prev_year")


@dataclass(frozen=True, slots=True)
class Case:
    """A verdict and its facts, with what follows from them; made by `case_of`."""

    path: str
    reasons: frozenset[str]
    facts: Mapping[str, Any]
    sectors: frozenset[str]
    as_of: dt.date
    book: RuleBook


def case_of(path: str, reasons: Collection[str], known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook) -> Case:
    """The case that conditions are asked about.

    Three facts are derived: `personal` (personal information is involved), `sensitive` (sensitive personal
    information is), `processed_at_least` (persons whose data the exporter is known to process, at the least).
    """
    sensitive_counts = [known.get(c) for c in ("sensitive_pi_count", "sensitive_pi_count_to_date")]
    counted = [c for name in _PROCESSED if (c := known.get(name)) is not None]
    personal = known.get("contains_pi")
    if personal is None and (any(known.get(c) for c in _COUNTS) or known.get("under14")):
        personal = True
    sensitive: bool | None
    if known.get("under14") or any(sensitive_counts):
        sensitive = True
    elif personal is False or (sensitive_counts[0] == 0 and known.get("under14") is False):
        sensitive = False
    else:
        sensitive = None
    derived = {"personal": personal, "sensitive": sensitive, "processed_at_least": max(counted, default=None)}
    found = recognise(known.get("sector"), book)
    return Case(path, frozenset(reasons), {**known, **derived}, found, as_of, book)


def parts_of(book: RuleBook) -> RuleParts:
    """The rule data beside the decision."""
    return book.parts.get("beside") or RuleParts()


def holds(when: When, case: Case) -> bool:
    """Whether every part of the condition holds (plain loops: asked some hundred times for every verdict)."""
    if when.path_in and case.path not in when.path_in:
        return False
    if when.reasons_any and when.reasons_any.isdisjoint(case.reasons):
        return False
    if when.sectors_any and when.sectors_any.isdisjoint(case.sectors):
        return False
    return _facts_hold(when, case.facts) and (not when.beyond or _beyond_holds(when, case))


def _facts_hold(when: When, facts: Mapping[str, Any]) -> bool:
    get = facts.get
    for fact in when.facts_true:
        if get(fact) is not True:
            return False
    for fact in when.facts_false:
        if get(fact) is not False:
            return False
    for fact in when.facts_unknown:
        if get(fact) is not None:
            return False
    for fact in when.facts_not_true:
        if get(fact) is True:
            return False
    return all(get(fact) is not False for fact in when.facts_not_false) if when.facts_not_false else True


def _beyond_holds(when: When, case: Case) -> bool:
    """The rarer parts: words, figures, alternatives."""
    facts = case.facts
    return (
        all(facts.get(f) in words for f, words in when.one_of)
        and all(_mentions(facts.get(f), words) for f, words in when.mentions)
        and all(_passes(case, f, p, equal=True) for f, p in when.reaches)
        and all(_passes(case, f, p, equal=False) for f, p in when.exceeds)
        and (not when.any or any(holds(one, case) for one in when.any))
    )


def _mentions(value: Any, words: tuple[str, ...]) -> bool:
    return isinstance(value, str) and any(word in value for word in words)


def _passes(case: Case, fact: str, parameter: str, *, equal: bool) -> bool:
    """Whether a number is known and passes the parameter's figure of the day; without a figure it does not."""
    number = case.facts.get(fact)
    if number is None or not case.book.in_force(parameter, case.as_of):
        return False
    limit = case.book.value_on(parameter, case.as_of).value
    return number >= limit if equal else number > limit


@lru_cache(maxsize=1024)
def recognise(sector: str | None, book: RuleBook) -> frozenset[str]:
    """The lines of business that the words name, in either script or English, as ids of `sectors.yaml`."""
    if not sector:
        return frozenset()
    text = (to_simplified(sector) if is_traditional(sector) else sector).lower()
    return frozenset(s.id for s in parts_of(book).sectors if _named(s, text))


def _named(sector: Sector, text: str) -> bool:
    for word in sector.unless:
        text = text.replace(word, " ")
    return any(_has(alias, text) for alias in sector.aliases)


def _has(alias: str, text: str) -> bool:
    if alias.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(alias)}(?![a-z0-9])", text) is not None
    return alias in text
