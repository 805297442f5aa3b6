"""Working days around the real holidays, make-up days and the end of what is published."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.rules.calendar import (
    WorkCalendar,
    china_calendar,
    months_after,
    working_days_after,
    working_days_before,
)

D = dt.date


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (D(2026, 9, 30), 0, D(2026, 9, 30)),
        (D(2026, 9, 29), 1, D(2026, 9, 30)),
        # National Day: 1 to 7 October free; Sunday 20 September and Saturday 10 October worked
        (D(2026, 9, 30), 1, D(2026, 10, 8)),
        (D(2026, 10, 1), 1, D(2026, 10, 8)),
        (D(2026, 10, 9), 1, D(2026, 10, 10)),
        (D(2026, 10, 10), 1, D(2026, 10, 12)),
        (D(2026, 9, 18), 1, D(2026, 9, 20)),
        # Spring Festival: 15 to 23 February free; Saturdays 14 and 28 February worked
        (D(2026, 2, 13), 1, D(2026, 2, 14)),
        (D(2026, 2, 14), 1, D(2026, 2, 24)),
        (D(2026, 2, 27), 1, D(2026, 2, 28)),
        (D(2026, 2, 28), 1, D(2026, 3, 2)),
        # 2024: Spring Festival 10 to 17 February, 4 and 18 February worked
        (D(2024, 2, 9), 2, D(2024, 2, 19)),
        (D(2024, 2, 2), 1, D(2024, 2, 4)),
        (D(2026, 9, 21), 10, D(2026, 10, 12)),
    ],
)
def test_working_days_after(start: dt.date, n: int, end: dt.date) -> None:
    assert working_days_after(start, n) == end


@pytest.mark.parametrize(
    ("end", "n", "start"),
    [
        (D(2026, 10, 8), 1, D(2026, 9, 30)),
        (D(2026, 10, 12), 1, D(2026, 10, 10)),
        (D(2026, 10, 12), 3, D(2026, 10, 8)),
        (D(2026, 2, 24), 1, D(2026, 2, 14)),
        (D(2026, 3, 1), 1, D(2026, 2, 28)),
        (D(2026, 10, 4), 1, D(2026, 9, 30)),
        (D(2026, 10, 8), 0, D(2026, 10, 8)),
    ],
)
def test_working_days_before(end: dt.date, n: int, start: dt.date) -> None:
    assert working_days_before(end, n) == start


def test_forwards_and_backwards_agree() -> None:
    """From a working day, n forwards and n back is the same day; the days between are n."""
    calendar = china_calendar()
    day = D(2023, 1, 3)
    while day < D(2026, 6, 1):
        if calendar.is_working_day(day):
            for n in (1, 5, 7, 15, 45, 60):
                there = calendar.working_days_after(day, n)
                assert calendar.is_working_day(there)
                assert calendar.working_days_before(there, n) == day
                assert calendar.working_days_between(day, there) == n
                assert calendar.working_days_between(there, day) == -n
        day += dt.timedelta(days=11)


def test_beyond_the_published_years_is_estimated() -> None:
    calendar = china_calendar()
    last = calendar.last_year
    assert last >= 2026 and calendar.first_year <= 2017
    assert not calendar.is_estimated(D(last, 12, 31), None)
    assert calendar.is_estimated(D(last, 12, 31), D(last + 1, 1, 1))
    assert calendar.is_working_day(D(last + 2, 10, 1)) == (D(last + 2, 10, 1).weekday() < 5)
    assert calendar.working_days_after(D(last, 12, 31), 5).year == last + 1


def test_limits_are_said() -> None:
    for call in (working_days_after, working_days_before):
        with pytest.raises(ValueError):
            call(D(2026, 1, 5), -1)
    with pytest.raises(ValueError):
        working_days_after(D(1999, 1, 4), 1)
    with pytest.raises(ValueError):
        working_days_before(D(2004, 1, 2), 60)


def test_a_calendar_of_its_own() -> None:
    calendar = WorkCalendar({D(2030, 1, 1)}, {D(2030, 1, 5)}, 2030, 2030)
    assert working_days_after(D(2030, 1, 1), 1, calendar=calendar) == D(2030, 1, 2)
    assert working_days_after(D(2030, 1, 4), 1, calendar=calendar) == D(2030, 1, 5)


@pytest.mark.parametrize(
    ("day", "n", "there"),
    [
        (D(2026, 11, 30), 3, D(2027, 2, 28)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
        (D(2026, 1, 15), -1, D(2025, 12, 15)),
        (D(2026, 1, 15), 0, D(2026, 1, 15)),
    ],
)
def test_months_after(day: dt.date, n: int, there: dt.date) -> None:
    assert months_after(day, n) == there
