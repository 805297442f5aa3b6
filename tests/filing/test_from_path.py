"""A filing and the path rules: the same facts both ways, the kind of a verdict."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.filing.facts import Filing
from copilot.filing.from_path import begin, exemption_of, facts_of, kind_of
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts

AS_OF = dt.date(2026, 11, 23)
PLAIN: dict[str, Any] = {
    "is_export": True, "contains_pi": True, "contains_important_data": False, "important_data_notified": False,
    "is_ciio": False, "contract_necessary": False, "hr_necessary": False, "emergency": False, "overseas_origin": False,
    "foreign_judicial_request": False, "sensitive_pi_count": 0,
    "under14": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"pi_count": 1_000_000}, "security_assessment"),
        ({"pi_count": 999_999}, "standard_contract"),
        ({"pi_count": 200_000, "gba": True}, "gba_hk"),
        ({"pi_count": 99_999}, "exempt"),
        ({"pi_count": 200_000, "ftz": "北京", "negative_list_hit": "off_list"}, "negative_list"),
        ({"pi_count": None}, None),
        ({"pi_count": 5, "foreign_judicial_request": True}, None),
    ],
)
def test_the_kind_of_a_verdict(book: RuleBook, more: dict[str, Any], kind: str | None) -> None:
    facts = parse_facts(PLAIN | more)
    assert kind_of(determine(facts, as_of=AS_OF, book=book, details=False), facts) == kind


def test_a_filing_begins_with_what_was_said() -> None:
    facts = parse_facts(
        PLAIN | {"pi_count": 5000, "recipient_region": "德国", "legal_basis": "13(一)", "region": "北京"}
    )
    filing = begin(facts, "standard_contract")
    assert filing.kind == "standard_contract" and filing.exporter.registered_at == "北京"
    (scene,) = filing.scenes
    assert (scene.data_types, scene.persons_year, scene.sensitive) == (("个人信息",), 5000, False)
    assert [r.country for r in filing.recipients_of(scene)] == ["德国"]
    again = facts_of(filing)
    assert (again.pi_count, again.sensitive_pi_count, again.contains_important_data) == (5000, 0, False)
    assert (again.recipient_region, again.is_ciio, again.legal_basis) == ("德国", False, "13(一)")


def test_nothing_said_stays_unknown() -> None:
    known = facts_of(Filing()).model_dump(exclude_none=True)
    assert known == {"is_export": True}
    scene = begin(parse_facts({})).scenes[0]
    assert scene.model_dump(exclude_defaults=True) == {"id": "s1"}


def test_activities_are_scenes_and_their_union_the_total() -> None:
    parts = [PLAIN | {"pi_count": 10, "recipient_region": "DE"}, PLAIN | {"pi_count": 20, "recipient_region": "FR"}]
    filing = begin(parse_facts({"activities": parts, "pi_count": 25, "is_ciio": False}))
    assert [s.persons_year for s in filing.scenes] == [10, 20] and filing.totals.persons_year == 25
    assert [filing.recipients_of(s)[0].country for s in filing.scenes] == ["DE", "FR"]
    facts = facts_of(filing)
    assert facts.pi_count == 25 and [a.pi_count for a in facts.activities or ()] == [10, 20]


def test_a_reason_of_exemption_goes_both_ways(book: RuleBook) -> None:
    facts = parse_facts(PLAIN | {"pi_count": 200_000, "contract_necessary": True})
    result = determine(facts, as_of=AS_OF, book=book, details=False)
    assert exemption_of(result).reason == "art5_1"
    filing = Filing.parse({"exemption": {"reason": "art5_1"}, "scenes": [{"id": "a"}]})
    assert facts_of(filing, "exempt").contract_necessary is True
    assert facts_of(filing, "standard_contract").contract_necessary is None
    assert exemption_of(determine(parse_facts(PLAIN | {"pi_count": 2_000_000}), as_of=AS_OF, book=book)).reason is None
