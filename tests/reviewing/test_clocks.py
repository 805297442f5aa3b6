"""The clocks in working days: each from its parameter, both sides of the last day, holidays, the queue's order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.reviewing.clocks import AGAIN, NAMED, NO_TIME, clock_of, order, references
from copilot.store.review_views import CaseSummary
from tests import shipped

NOW = dt.datetime(2026, 11, 16, 8, 0, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 16)


def case(**changed: Any) -> CaseSummary:
    given: dict[str, Any] = {
        "id": "x", "number": 1, "kind": "security_assessment", "enterprise": "甲", "uscc": "", "province": "11",
        "received_on": MONDAY, "state": "completeness", "state_on": MONDAY, "due_on": None, "reviewer": "",
        "reviewer_name": "", "outcome_number": "", "revision": 1, "round": 1, "round_received_on": MONDAY,
        "verdict": "", "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return CaseSummary(**{**given, **changed})


@pytest.mark.parametrize(
    ("kind", "state", "days", "holder"),
    [
        ("security_assessment", "completeness", 5, "province"),
        ("security_assessment", "received", 5, "province"),
        ("extension", "completeness", 5, "province"),
        ("standard_contract", "checking", 15, "province"),
        ("contract_change", "completeness", 15, "province"),
        ("standard_contract", "supplement", 10, "filer"),
        ("contract_change", "supplement", 10, "filer"),
    ],
)
def test_each_clock_is_that_of_the_law_with_its_place(kind: str, state: str, days: int, holder: str) -> None:
    clock = clock_of(case(kind=kind, state=state), book=shipped.rulebook(), today=MONDAY)
    assert clock and (clock.days, clock.holder, clock.remaining) == (days, holder, days)
    assert clock.basis and clock.basis[0].instrument


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-11-16", 5),
        ("2026-11-20", 1),
        ("2026-11-21", 1),
        ("2026-11-23", 0),
        ("2026-11-24", -1),
        ("2026-11-26", -3),
    ],
)
def test_the_day_of_receipt_does_not_count_and_weekends_do_not(today: str, left: int) -> None:
    clock = clock_of(case(), book=shipped.rulebook(), today=dt.date.fromisoformat(today))
    assert clock and (clock.due_on, clock.remaining) == (dt.date(2026, 11, 23), left)


def test_a_holiday_moves_the_last_day_and_the_day_after_a_friday_is_late() -> None:
    before = dt.date(2025, 9, 30)  # National Day and Mid-Autumn until 8 October, the 11th is worked
    held = case(received_on=before, round_received_on=before, state_on=before)
    clock = clock_of(held, book=shipped.rulebook(), today=before)
    assert clock and clock.due_on == dt.date(2025, 10, 14) and not clock.estimated
    friday = case(round_received_on=dt.date(2026, 11, 13))
    late = clock_of(friday, book=shipped.rulebook(), today=dt.date(2026, 11, 21))
    assert late and (late.due_on, late.remaining) == (dt.date(2026, 11, 20), -1)


def test_a_later_round_starts_anew_and_says_whose_reading_that_is() -> None:
    again = case(round=2, round_received_on=MONDAY + dt.timedelta(days=2))
    clock = clock_of(again, book=shipped.rulebook(), today=MONDAY + dt.timedelta(days=2))
    assert clock and (clock.remaining, clock.note) == (5, AGAIN)


def test_where_the_law_names_no_time_none_is_counted() -> None:
    for kind in ("gba_hk", "negative_list"):
        clock = clock_of(case(kind=kind), book=shipped.rulebook(), today=MONDAY)
        assert clock and (clock.days, clock.remaining, clock.note) == (None, None, NO_TIME)
    asked = case(state="supplement")
    clock = clock_of(asked, book=shipped.rulebook(), today=MONDAY)
    assert clock and (clock.holder, clock.days, clock.remaining, clock.note) == ("filer", None, None, NAMED)
    named = clock_of(asked.model_copy(update={"due_on": dt.date(2026, 11, 19)}), book=shipped.rulebook(), today=MONDAY)
    assert named and (named.days, named.remaining) == (None, 3)


def test_the_national_times_are_for_reference_and_never_count_down() -> None:
    passed = case(state="passed_on")
    assert clock_of(passed, book=shipped.rulebook(), today=MONDAY) is None
    dates = {"acceptance": MONDAY, "assessment": MONDAY, "reassessment": MONDAY, "extension": MONDAY}
    found = references(passed, dates, book=shipped.rulebook())
    assert [(c.days, c.holder, c.remaining) for c in found] == [(n, "national", None) for n in (7, 45, 15)]
    (own,) = references(case(kind="extension", state="passed_on"), dates, book=shipped.rulebook())
    assert (own.days, own.remaining) == (20, None)


def test_the_queue_begins_with_what_is_latest_and_ends_with_what_has_no_time() -> None:
    late = case(id="late", round_received_on=dt.date(2026, 11, 2))
    soon, roomy = case(id="soon"), case(id="roomy", kind="standard_contract")
    timeless = case(id="none", kind="gba_hk")
    cases = [timeless, roomy, soon, late]
    timed = sorted(((c, clock_of(c, book=shipped.rulebook(), today=MONDAY)) for c in cases), key=order)
    assert [c.id for c, _ in timed] == ["late", "soon", "roomy", "none"]
