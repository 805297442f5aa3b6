"""The duties named beside a verdict, on both sides of each date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.obligations import obligations
from tests.rules.table_files import rows

DAYS = ("2017-06-01", "2021-09-01", "2021-11-01", "2022-09-01", "2023-06-01", "2024-03-22", "2025-01-01", "2026-11-23")


@pytest.mark.parametrize("row", rows("obligations"))
def test_duties(row: dict[str, Any], book: RuleBook) -> None:
    found = obligations(row["path"], row["reasons"], row["facts"], as_of=row["as_of"], book=book)
    texts = {duty.id: duty for duty in found}
    assert set(row.get("include", ())) <= set(texts)
    assert not set(row.get("lack", ())) & set(texts)
    for name, words in row.get("says", {}).items():
        assert words in texts[name].text
    for name, words in row.get("silent", {}).items():
        assert words not in texts[name].text
    for name in row.get("doubtful", ()):
        assert texts[name].checked == "doubtful" and texts[name].note


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", ["exempt", "contract_or_certification", "security_assessment", "need_facts"])
def test_each_duty_once_with_law_of_the_day(day: str, path: str, book: RuleBook) -> None:
    """Whatever is known, no duty is named twice, and each rests on something in force."""
    as_of = dt.date.fromisoformat(day)
    for facts in (
        {},
        {"contains_pi": True, "under14": True, "legal_basis": "13(一)", "is_ciio": True, "gba": True},
        {"contains_pi": True, "legal_basis": "13(七)", "foreign_judicial_request": True, "sector": "证券、汽车"},
        {"important_data_notified": True, "pi_processed_total": 20_000_000, "ftz": "上海", "is_state_organ": True},
    ):
        found = obligations(path, ["art6", "art5_4", "art5_2"], facts, as_of=as_of, book=book)
        ids = [duty.id for duty in found]
        assert len(ids) == len(set(ids))
        assert all(duty.basis for duty in found), [duty.id for duty in found if not duty.basis]
        assert not any("{" in duty.text for duty in found)
