"""Statutory times with real dates, on both sides of each change of law and of the end of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.calendar import china_calendar
from copilot.rules.conditions import parts_of
from copilot.rules.result import Milestone
from copilot.rules.timeline import ESTIMATED, statutory_days, timeline
from tests.rules.table_files import rows

TODAY = dt.date(2026, 11, 23)


def milestones(row: dict[str, Any], book: RuleBook) -> dict[str, Milestone]:
    found = timeline(
        row["path"],
        row["reasons"],
        row["facts"],
        as_of=row["as_of"],
        book=book,
        calendar=china_calendar(),
        start=row["start"],
    )
    assert len({m.id for m in found}) == len(found)
    return {m.id: m for m in found}


@pytest.mark.parametrize("row", rows("timeline"))
def test_times(row: dict[str, Any], book: RuleBook) -> None:
    found = milestones(row, book)
    for name, (days, unit, start, end) in row.get("legs", {}).items():
        leg = found[name]
        dates = [day.isoformat() if day else None for day in (leg.start, leg.end)]
        assert [leg.days, leg.unit, *dates] == [days, unit, start, end], name
    assert not set(row.get("lack", ())) & set(found)
    assert row.get("only", list(found)) == list(found)
    for name in row.get("estimated", ()):
        assert found[name].estimated and ESTIMATED in found[name].note, name
    for name in row.get("exact", ()):
        assert not found[name].estimated and ESTIMATED not in found[name].note, name
    if "total" in row:
        total = statutory_days(row["path"], row["reasons"], row["facts"], as_of=row["as_of"], book=book)
        assert total == row["total"]


def test_every_stretch_says_where_it_stands_and_that_it_is_a_limit(book: RuleBook) -> None:
    facts = {"important_data_notified": True}
    row = {"path": "security_assessment", "reasons": [], "facts": facts, "as_of": TODAY, "start": TODAY}
    found = milestones(row, book)
    assert all(m.basis for m in found.values())
    for name in ("provincial_check", "acceptance", "assessment", "extension_review"):
        assert "上限，不含补正与延长" in found[name].note
    assert all((m.start is None) == (m.end is None) for m in found.values())
    assert all(m.start <= m.end for m in found.values() if m.start and m.end)


def test_the_stretches_hang_together(book: RuleBook) -> None:
    """A stretch starts where an earlier one ends; its parameter exists."""
    seen: set[str] = set()
    for leg in parts_of(book).legs:
        assert leg.after is None or leg.after in seen, leg.id
        assert leg.parameter is None or leg.parameter in book.parameters
        assert leg.parameter or leg.rests_on, leg.id
        seen.add(leg.id)


def test_a_doubtful_figure_is_marked(book: RuleBook) -> None:
    row = {"path": "security_assessment", "reasons": [], "facts": {}, "as_of": dt.date(2024, 6, 1), "start": None}
    assert "第二版指南正文未取得" in milestones(row, book)["self_assessment"].note
