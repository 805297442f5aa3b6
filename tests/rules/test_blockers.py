"""Permits and prohibitions beside the path, by sector and by fact, on both sides of each date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.blockers import GRAVITY, blockers, titles
from copilot.rules.conditions import parts_of, recognise
from tests.rules.table_files import rows

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("row", rows("blockers"))
def test_blockers(row: dict[str, Any], book: RuleBook) -> None:
    found = blockers(row["facts"], as_of=row["as_of"], book=book)
    statuses = {b.id: b.status for b in found}
    assert row["expect"].items() <= statuses.items()
    assert not set(row.get("lack", ())) & set(statuses)
    if row.get("none"):
        assert not found
    places = {f"{b.instrument}{b.article or ''}" for one in found for b in one.basis}
    assert row.get("article") is None or row["article"] in places
    assert row.get("lack_article") not in places
    assert row.get("says", "") in "".join(one.text for one in found)


def test_gravest_first_and_each_once(book: RuleBook) -> None:
    facts = {"sector": "网约车、测绘、汽车、大模型", "recipient_restricted": True, "human_genetic": True}
    found = blockers(facts, as_of=TODAY, book=book)
    assert [GRAVITY[b.status] for b in found] == sorted(GRAVITY[b.status] for b in found)
    assert len({b.id for b in found}) == len(found) >= 6
    assert all(b.basis and b.text for b in found)
    assert len(titles(found, book)) == len(found)


def test_an_unknown_status_says_what_to_find_out(book: RuleBook) -> None:
    for bar in parts_of(book).bars:
        assert bar.status != "unknown" or bar.find_out, bar.id
        assert bar.checked.status == "verified" or bar.checked.note, bar.id


def test_every_sector_word_names_its_sector(book: RuleBook) -> None:
    for sector in parts_of(book).sectors:
        for alias in sector.aliases:
            assert sector.id in recognise(alias, book), alias
        assert recognise("，".join(sector.unless), book).isdisjoint({sector.id})
    assert recognise(None, book) == recognise("", book) == frozenset()
