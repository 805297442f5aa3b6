"""Statutory times after a verdict, as upper limits, with dates on the real calendar where a starting day is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from copilot.domain import Basis
from copilot.law.rule_parts import Leg
from copilot.law.rulebook import RuleBook, Value
from copilot.rules.calendar import WorkCalendar, months_after
from copilot.rules.conditions import Case, case_of, holds, parts_of
from copilot.rules.result import Milestone

ESTIMATED = "超出已公布的节假日安排，只按周末推算"
ESTIMATED_EN = "beyond the published holidays: computed by weekends only"
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a leg lies; None: not known."""

    start: dt.date | None = None
    end: dt.date | None = None
    estimated: bool = False


def timeline(
    path: str,
    reasons: Collection[str],
    known: Mapping[str, Any],
    *,
    as_of: dt.date,
    book: RuleBook,
    calendar: WorkCalendar,
    start: dt.date | None = None,
) -> list[Milestone]:
    """The legs of the way in order, each with its figure and articles of that day, and dates where known.

    A chart draws every milestone with `start` and `end` as one bar. Statutory times are upper limits: without
    supplements and extensions.

    Args:
        path: code of the verdict.
        reasons: why, as codes.
        known: the facts as read, presumed ones filled in; unknown: None or missing.
        as_of: the day whose law applies.
        book: the rule data.
        calendar: working days.
        start: the day on which the filing is handed in, or the contract takes effect; None: no dates.
    """
    case = case_of(path, reasons, known, as_of=as_of, book=book)
    if start is None:
        return [_undated(leg, as_of, book) for leg, _ in _standing(case)]
    places: dict[str | None, Stretch] = {None: Stretch(end=start)}
    found = []
    for leg, value in _standing(case):
        unit = _unit(leg, book)
        places[leg.id] = _place(leg, value, places.get(leg.after, Stretch()), unit, calendar)
        found.append(_milestone(leg, value, places[leg.id], unit, as_of))
    return found


@lru_cache(maxsize=4096)
def _undated(leg: Leg, as_of: dt.date, book: RuleBook) -> Milestone:
    value = book.value_on(leg.parameter, as_of) if leg.parameter else None
    return _milestone(leg, value, Stretch(), _unit(leg, book), as_of)


def _unit(leg: Leg, book: RuleBook) -> str:
    return book.parameters[leg.parameter].unit if leg.parameter else ""


def statutory_days(
    path: str, reasons: Collection[str], known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook
) -> int:
    """Sum of the statutory upper limits until the procedure ends, in working days.

    Of contract and certification only the contract counts: the law sets no time for certifying bodies.
    """
    case = case_of(path, reasons, known, as_of=as_of, book=book)
    return sum(value.value for leg, value in _standing(case) if leg.counts and value)


def _standing(case: Case) -> Iterator[tuple[Leg, Value | None]]:
    """The legs that exist in this case, with their figure of the day; None where the law sets no figure."""
    return (pair for pair in _legs_on(case.book, case.as_of) if holds(pair[0].when, case))


@lru_cache(maxsize=64)
def _legs_on(book: RuleBook, as_of: dt.date) -> tuple[tuple[Leg, Value | None], ...]:
    found: list[tuple[Leg, Value | None]] = []
    for leg in parts_of(book).legs:
        if leg.parameter is None:
            if any(b.span.holds(as_of) for b in leg.rests_on):
                found.append((leg, None))
        elif book.in_force(leg.parameter, as_of):
            found.append((leg, book.value_on(leg.parameter, as_of)))
    return tuple(found)


def _place(leg: Leg, value: Value | None, before: Stretch, unit: str, calendar: WorkCalendar) -> Stretch:
    """Where the leg lies, given the one that it hangs on."""
    point = before.end
    if point is None or value is None or not leg.dated:
        return Stretch()
    backwards = leg.direction == "before"
    if unit == "working_days":
        count = calendar.working_days_before if backwards else calendar.working_days_after
        other = count(point, value.value)
        estimated = before.estimated or calendar.is_estimated(point, other)
    else:
        months = value.value * (12 if unit == "years" else 1)
        other = months_after(point, -months if backwards else months)
        # a validity of years ends on the day before the same date: the safer reading
        other -= _ONE_DAY if unit == "years" else dt.timedelta()
        estimated = before.estimated
    first, last = sorted((point, other))
    return Stretch(first, last, estimated)


def _milestone(leg: Leg, value: Value | None, place: Stretch, unit: str, as_of: dt.date) -> Milestone:
    basis = value.basis if value else tuple(b.basis for b in leg.rests_on if b.span.holds(as_of))
    notes = [leg.note, value.checked.note if value else "", ESTIMATED if place.estimated else ""]
    notes_en = [leg.note_en, value.note_en if value else "", ESTIMATED_EN if place.estimated else ""]
    return Milestone(
        id=leg.id,
        title=leg.title,
        title_en=leg.title_en,
        days=value.value if value else None,
        unit=unit or None,  # type: ignore[arg-type]  # a closed set in the parameter files
        basis=list[Basis](basis),
        start=place.start,
        end=place.end,
        estimated=place.estimated,
        note="；".join(n for n in notes if n),
        note_en="; ".join(n for n in notes_en if n),
    )
