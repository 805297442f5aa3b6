"""Working days of mainland China: public holidays and make-up Saturdays and Sundays as the State Council set them.

Years that the library does not know yet are counted by weekends only, and dates in them are marked as estimated.
Source: 国务院办公厅 yearly notices on holidays, as collected by chinesecalendar (MIT).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property

import chinese_calendar

_NATIONAL_DAY = (10, 1)
_YEARS_BEYOND = 15


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Which days are worked. `first_year` to `last_year` are published; outside, weekends alone are free.

    Args:
        holidays: free days other than ordinary Saturdays and Sundays, or any free days.
        make_up: Saturdays and Sundays that are worked.
    """

    holidays: Collection[dt.date]
    make_up: Collection[dt.date]
    first_year: int
    last_year: int

    @property
    def horizon(self) -> int:
        """The last year whose working days can be counted, by weekends where no calendar is published."""
        return self.last_year + _YEARS_BEYOND

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on the day."""
        if day in self.make_up:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def is_estimated(self, *days: dt.date | None) -> bool:
        """Whether one of the days lies in a year without a published calendar."""
        return any(day is not None and not self.first_year <= day.year <= self.last_year for day in days)

    def working_days_after(self, start: dt.date, n: int) -> dt.date:
        """The n-th working day after `start`; the starting day does not count. n=0: `start` itself.

        Raises:
            ValueError: n is negative, or the day lies outside the years counted.
        """
        return self._at(bisect_right(self._days, start), n, start)

    def working_days_before(self, end: dt.date, n: int) -> dt.date:
        """The n-th working day before `end`; the last day does not count. n=0: `end` itself.

        Raises:
            ValueError: n is negative, or the day lies outside the years counted.
        """
        return self._at(bisect_left(self._days, end), -n, end)

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        return bisect_right(self._days, end) - bisect_right(self._days, start)

    @cached_property
    def _days(self) -> list[dt.date]:
        first = dt.date(self.first_year, 1, 1).toordinal()
        last = dt.date(self.last_year + _YEARS_BEYOND, 12, 31).toordinal()
        return [day for n in range(first, last + 1) if self.is_working_day(day := dt.date.fromordinal(n))]

    def _at(self, place: int, n: int, from_day: dt.date) -> dt.date:
        """The working day `n` steps from the gap at `place` (forwards from the right, backwards from the left)."""
        if n == 0:
            return from_day
        index = place + n - 1 if n > 0 else place + n
        known = self.first_year <= from_day.year <= self.last_year + _YEARS_BEYOND
        if not known or not 0 <= index < len(self._days):
            raise ValueError(f"no working days known around {from_day}")
        return self._days[index]


@cache
def china_calendar() -> WorkCalendar:
    """The calendar of mainland China as far as it is published."""
    free, worked = frozenset(chinese_calendar.holidays), frozenset(chinese_calendar.workdays)
    whole = [year for year in {day.year for day in free} if dt.date(year, *_NATIONAL_DAY) in free]
    return WorkCalendar(free, worked, min(whole), max(whole))


def working_days_after(start: dt.date, n: int, *, calendar: WorkCalendar | None = None) -> dt.date:
    """The n-th working day after `start`, which does not count (民法典 art. 201)."""
    _refuse_negative(n)
    return (calendar or china_calendar()).working_days_after(start, n)


def working_days_before(end: dt.date, n: int, *, calendar: WorkCalendar | None = None) -> dt.date:
    """The n-th working day before `end`, which does not count."""
    _refuse_negative(n)
    return (calendar or china_calendar()).working_days_before(end, n)


def months_after(day: dt.date, n: int) -> dt.date:
    """The same day n months on (or back, for negative n); the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return dt.date(year, month + 1, min(day.day, last))


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError(f"{n} working days: count from the other end")
