"""Days outside what the knowledge base covers are said, with the dates that bound it."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.law.coverage import Coverage
from copilot.law.knowledge_base import KnowledgeBase

DAY = dt.date.fromisoformat


def test_the_first_core_law_counts_with_its_older_versions(kb: KnowledgeBase) -> None:
    assert kb.coverage == Coverage("网络安全法", DAY("2017-06-01"), max(p.checked.on for p in kb.passages))


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2017-05-31"])
def test_an_early_day_is_told_what_comes_first(kb: KnowledgeBase, day: str) -> None:
    assert kb.coverage
    for said in (kb.remark(DAY(day)), kb.coverage.too_early(DAY(day))):
        assert "《网络安全法》，自 2017-06-01 起施行" in said and day in said


@pytest.mark.parametrize("day", ["2017-06-01", "2022-08-01", "2026-11-23", "2027-06-01"])
def test_a_day_within_is_told_nothing(kb: KnowledgeBase, day: str) -> None:
    assert kb.remark(DAY(day)) == ""


def test_a_far_day_is_told_when_records_were_checked(kb: KnowledgeBase) -> None:
    assert kb.coverage and str(kb.coverage.checked) in kb.remark(dt.date.max)
    assert kb.coverage.too_early(dt.date.max) == ""


def test_without_core_instruments_nothing_is_claimed() -> None:
    assert KnowledgeBase((), ()).remark(DAY("1900-01-01")) == ""
