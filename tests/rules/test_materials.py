"""The papers that a verdict calls for, under the guide of the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import parts_of
from copilot.rules.materials import materials, submitted
from tests.rules.table_files import rows

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("row", rows("materials"))
def test_papers(row: dict[str, Any], book: RuleBook) -> None:
    found = materials(row["path"], row["reasons"], row["facts"], as_of=row["as_of"], book=book)
    assert len(found) == len(set(found))
    if "only" in row:
        assert found == row["only"]
    assert set(row.get("include", ())) <= set(found)
    assert not set(row.get("lack", ())) & set(found)


def test_every_conditional_paper_is_accounted_for(book: RuleBook) -> None:
    """Each conditional paper is either due under a condition or belongs to a later occasion; none is unknown."""
    parts = parts_of(book)
    for papers in parts.papers:
        entries = [e for one in parts.lists if one.kind == papers.kind for e in one.entries]
        assert entries, papers.kind
        conditional = {e.id for e in entries if e.required == "conditional"}
        assert conditional <= set(papers.conditional) | papers.later, papers.kind
        assert set(papers.conditional) | papers.later <= {e.id for e in entries}
        assert papers.alternative_to in {None, *(p.kind for p in parts.papers)}


def test_only_papers_to_hand_in_are_counted(book: RuleBook) -> None:
    def count(path: str, *reasons: str, **facts: Any) -> int:
        return submitted(path, reasons, facts, as_of=TODAY, book=book)

    assert count("security_assessment") == 7
    assert count("contract_or_certification") == 7, "certification is the alternative, not an addition"
    assert count("exempt", "art5_4", contains_pi=True) == 0, "kept, not handed in"
    assert count("exempt", "art6", contains_pi=True, ftz="上海") == 2
