"""A filing and the path rules: the same facts both ways, the kind of a verdict."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.filing.countries import in_chinese
from copilot.filing.facts import Filing
from copilot.filing.from_path import begin, exemption_of, facts_of, kind_of
from copilot.filing.origin import begun
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from tests import shipped

KB = shipped.KB_DIR
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


def test_all_persons_are_only_said_where_the_two_counts_tell() -> None:
    """Persons with plain and with sensitive data overlap by nobody knows how many."""
    for plain, sensitive, whole in ((500, 0, 500), (0, 70, 70), (500, 70, None), (None, 0, None), (500, None, None)):
        facts = parse_facts(PLAIN | {"pi_count": plain, "sensitive_pi_count": sensitive})
        (scene,) = begin(facts).scenes
        assert (scene.persons_year, scene.sensitive_persons_year) == (whole, sensitive), (plain, sensitive)


@pytest.mark.parametrize(
    ("region", "named"),
    [
        ("SG", "新加坡"),
        ("HK、DE", "香港、德国"),
        ("IN", "印度"),
        ("德国", "德国"),
        ("ZZ", "ZZ"),
        ("USA", "USA"),
        ("", ""),
    ],
)
def test_codes_of_places_become_their_names(region: str, named: str) -> None:
    assert in_chinese(region, kb_dir=KB) == named


def test_a_filing_begun_from_a_verdict_says_which_and_what_it_took(book: RuleBook) -> None:
    facts = parse_facts(PLAIN | {"pi_count": 200_000, "recipient_region": "DE", "is_ciio": False})
    filing = begun(facts, determine(facts, as_of=AS_OF, book=book), kb_dir=KB, verdict="v1")
    assert filing.kind == "standard_contract" and filing.origin is not None
    origin = filing.origin
    assert (origin.verdict, origin.path, origin.as_of) == ("v1", "contract_or_certification", AS_OF)
    assert origin.headline and origin.reasons and any("第八条" in (one.article or "") for one in origin.basis)
    assert origin.taken == {
        "exporter.is_ciio": False,
        "scenes[0].data_types": ("个人信息",),
        "scenes[0].sensitive": False,
        "scenes[0].minors": False,
        "scenes[0].persons_year": 200_000,
        "scenes[0].sensitive_persons_year": 0,
        "scenes[0].recipients": ("r1",),
        "recipients[0].country": "德国",
    }
    assert Filing.parse(json.loads(json.dumps(filing.dump()))) == filing
    exempt = parse_facts(PLAIN | {"pi_count": 200_000, "contract_necessary": True})
    assert begun(exempt, determine(exempt, as_of=AS_OF, book=book), kb_dir=KB).exemption.reason == "art5_1"


@pytest.mark.parametrize(
    ("more", "said"), [({"pi_count": None}, "还差事实"), ({"pi_count": 5, "is_export": False}, "不属于数据出境")]
)
def test_a_verdict_that_calls_for_no_filing_needs_a_kind(book: RuleBook, more: dict[str, Any], said: str) -> None:
    facts = parse_facts(PLAIN | more)
    result = determine(facts, as_of=AS_OF, book=book)
    with pytest.raises(BadInput, match=said):
        begun(facts, result, kb_dir=KB)
    assert begun(facts, result, kb_dir=KB, kind="certification").kind == "certification"


def test_a_reason_of_exemption_goes_both_ways(book: RuleBook) -> None:
    facts = parse_facts(PLAIN | {"pi_count": 200_000, "contract_necessary": True})
    result = determine(facts, as_of=AS_OF, book=book, details=False)
    assert exemption_of(result).reason == "art5_1"
    filing = Filing.parse({"exemption": {"reason": "art5_1"}, "scenes": [{"id": "a"}]})
    assert facts_of(filing, "exempt").contract_necessary is True
    assert facts_of(filing, "standard_contract").contract_necessary is None
    assert exemption_of(determine(parse_facts(PLAIN | {"pi_count": 2_000_000}), as_of=AS_OF, book=book)).reason is None
