"""The benefit: counted from the questionnaire, an assumption only where it says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.filing.benefit import measure
from copilot.filing.facts import Filing
from copilot.filing.needs import needed
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import load_sections
from tests import shipped

AS_OF = dt.date(2026, 11, 23)


def _items(count: int) -> list[dict[str, Any]]:
    return [{"name": f"字段{n}"} for n in range(count)]


@pytest.mark.parametrize("kind", ["security_assessment", "standard_contract", "negative_list", "exempt"])
def test_once_against_each_paper(questionnaire: Questionnaire, kind: Any) -> None:
    filing = Filing.parse({"scenes": [{"id": "a", "data_types": ["个人信息"], "items": _items(20)}]})
    found = measure(questionnaire, filing, kind, as_of=AS_OF)
    needs = needed(filing, kind, as_of=AS_OF, questionnaire=questionnaire)
    wanted = [n for n in needs if not n.question.optional]
    assert found.once.fields == len(wanted)
    assert found.separately.fields == sum(len(n.papers) for n in wanted) == sum(p.fields for p in found.papers.values())
    assert found.separately.minutes > found.once.minutes and found.separately.pages > found.once.pages
    assert found.line == pytest.approx(1 / 3, abs=1e-3) and "估计" in found.note


def test_an_assessment_saves_more_than_the_third(questionnaire: Questionnaire) -> None:
    filing = Filing.parse({"scenes": [{"id": "a", "data_types": ["个人信息"], "items": _items(30)}]})
    sections = load_sections(shipped.KB_DIR)
    found = measure(questionnaire, filing, "security_assessment", as_of=AS_OF, sections=sections)
    assert found.reached and min(found.saved.values()) > found.line
    assert found.as_dict()["saved"] == found.saved and found.as_dict()["reached"] is True


def test_chapters_are_written_by_hand_and_read_here(questionnaire: Questionnaire) -> None:
    sections = load_sections(shipped.KB_DIR)
    bare = measure(questionnaire, Filing(), "standard_contract", as_of=AS_OF)
    full = measure(questionnaire, Filing(), "standard_contract", as_of=AS_OF, sections=sections)
    chapters = full.separately.fields - bare.separately.fields
    assert chapters == full.papers["pipia"].fields - bare.papers["pipia"].fields > 3
    assert full.once.fields == bare.once.fields
    assert full.once.minutes - bare.once.minutes == chapters * questionnaire.effort.read_minutes


def test_a_contract_for_each_recipient_repeats_the_exporter(questionnaire: Questionnaire) -> None:
    one = {"scenes": [{"id": "a", "recipients": ["r"]}], "recipients": [{"id": "r"}]}
    two = {"scenes": [{"id": "a", "recipients": ["r", "s"]}], "recipients": [{"id": "r"}, {"id": "s"}]}
    single, double = (
        measure(questionnaire, Filing.parse(data), "standard_contract", as_of=AS_OF) for data in (one, two)
    )
    assert double.papers["standard_contract"].fields > 1.8 * single.papers["standard_contract"].fields
    assert double.papers["power_of_attorney_filing"] == single.papers["power_of_attorney_filing"]
    assert double.saved["fields"] > single.saved["fields"]


def test_what_may_stay_empty_counts_only_where_it_was_said(questionnaire: Questionnaire) -> None:
    bare = measure(questionnaire, Filing(), "standard_contract", as_of=AS_OF)
    said = measure(questionnaire, Filing.parse({"other": "无"}), "standard_contract", as_of=AS_OF)
    assert said.once.fields == bare.once.fields + 1
