"""Changes of what was assessed, filed or certified: the lawyer's cases, and what must hold of every change."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any, get_args

import pytest

from copilot.errors import BadInput
from copilot.law.filing_records import ChangeFact, ChangeName, FilingName
from copilot.law.rulebook import RuleBook
from copilot.rules.facts import BadFacts
from copilot.rules.filings import parse_change_request
from copilot.rules.refiling import WEIGHT, ChangeResult, triage
from tests.rules.case_files import covers, place
from tests.rules.filing_case_files import Case, ChangeExpect, cases

TODAY = dt.date(2026, 11, 23)
FIRST_DAY = {
    "security_assessment": dt.date(2022, 9, 1),
    "standard_contract": dt.date(2023, 6, 1),
    "certification": dt.date(2022, 11, 4),
    "gba_contract": dt.date(2023, 12, 10),
}
FACTS = get_args(ChangeFact)


def judge(case: dict[str, Any], book: RuleBook, *, as_of: dt.date = TODAY) -> ChangeResult:
    return triage(parse_change_request(case), as_of=as_of, book=book)


@pytest.mark.parametrize("case", cases("cases_refiling", ChangeExpect), ids=str)
def test_case(case: Case[ChangeExpect], book: RuleBook) -> None:
    asked = {"filing": case.filing, "changes": list(case.changes), "facts": case.facts}
    result, expect = judge(asked, book, as_of=case.as_of), case.expect
    told = f"{case.story}\n{case.why}\n{result.headline}"
    assert result.verdict == expect.verdict, told
    assert not expect.possible or tuple(result.possible) == expect.possible, told
    assert not expect.choices or tuple(result.choices) == expect.choices, told
    assert expect.papers is None or result.papers == expect.papers
    found = [place(b) for b in result.basis]
    for wanted in expect.basis_include:
        assert any(covers(one, place(wanted)) for one in found), f"{told}\n{found}"
    for unwanted in expect.basis_lack:
        assert not any(covers(one, place(unwanted)) for one in found), f"{told}\n{found}"
    duties, stops = {o.id for o in result.obligations}, {o.id for o in result.stop}
    assert set(expect.missing_include) <= set(result.missing), f"{told}\n{result.missing}"
    assert set(expect.obligations_include) <= duties and not duties & set(expect.obligations_lack), f"{told}\n{duties}"
    assert set(expect.stop_include) <= stops and not stops & set(expect.stop_lack), f"{told}\n{stops}"
    assert expect.note_has in "".join(result.notes)


def test_each_kind_of_filing_has_cases_on_both_sides() -> None:
    found = {(c.filing["kind"], c.expect.verdict == "none") for c in cases("cases_refiling", ChangeExpect)}
    assert found == set(product(FIRST_DAY, (True, False)))
    kinds = {change["kind"] for c in cases("cases_refiling", ChangeExpect) for change in c.changes}
    assert set(get_args(ChangeName)) - kinds <= {"other", "contract_text", "contract_term", "recipient_use"}


@pytest.mark.parametrize("kind", get_args(FilingName))
@pytest.mark.parametrize("day", ["first", "2024-03-22", "2025-01-01", "2026-11-23"])
def test_every_change_has_a_rule_and_unknown_never_hides_a_contradiction(kind: str, day: str, book: RuleBook) -> None:
    """Whatever the facts are there is an answer; with facts unknown it covers what each completion would say."""
    as_of = FIRST_DAY[kind] if day == "first" else max(FIRST_DAY[kind], dt.date.fromisoformat(day))
    year = {"filing": {"kind": kind, "conditions": ["逐年报告"]}, "facts": None}
    for change in get_args(ChangeName):
        known = {fact: None for fact in FACTS}
        blank = judge({**year, "changes": [{"kind": change, **known, "sensitive_added": 0}]}, book, as_of=as_of)
        own = set(blank.changes[0].possible)
        for values in product((True, False), repeat=len(FACTS)):
            told = {"kind": change, **dict(zip(FACTS, values, strict=True)), "sensitive_added": 0}
            full = judge({**year, "changes": [told]}, book, as_of=as_of)
            assert len(full.changes[0].possible) == 1, (change, told)
            assert full.changes[0].verdict in own, (change, told)
            assert full.changes[0].basis, (change, told)
            if full.verdict in ("supplement", "re_file", "re_assess", "new_path", "change_certificate"):
                assert full.obligations, (change, told)
                assert all(o.basis for o in (*full.obligations, *full.stop))


def test_before_the_procedure_there_is_no_answer(book: RuleBook) -> None:
    for kind, first in FIRST_DAY.items():
        asked = {"filing": {"kind": kind}, "changes": [{"kind": "contact"}]}
        assert judge(asked, book, as_of=first).verdict == "none"
        with pytest.raises(BadInput, match="还没有"):
            judge(asked, book, as_of=first - dt.timedelta(days=1))


def test_another_change_never_lightens(book: RuleBook) -> None:
    """The need of two changes is at least that of each alone."""
    ones: list[dict[str, Any]] = [
        {"kind": "contact"},
        {"kind": "retention"},
        {"kind": "recipient"},
        {"kind": "foreign_law", "affects_rights": True},
        {"kind": "ciio"},
        {"kind": "purpose", "sensitive": False},
    ]
    filing = {"kind": "standard_contract"}
    alone = [judge({"filing": filing, "changes": [one]}, book).verdict for one in ones]
    for i, j in product(range(len(ones)), repeat=2):
        both = judge({"filing": filing, "changes": [ones[i], ones[j]]}, book)
        assert WEIGHT[both.verdict] == max(WEIGHT[alone[i]], WEIGHT[alone[j]])


def test_questions_are_in_the_users_words_and_name_the_change(book: RuleBook) -> None:
    filing = {"kind": "security_assessment", "conditions": ["不得再转移"]}
    result = judge({"filing": filing, "changes": [{"kind": "onward"}, {"kind": "control"}]}, book)
    assert result.verdict == "need_facts" and result.missing[0].startswith("changes.")
    assert 1 <= len(result.questions) <= 3
    assert any("不得再转移" in q.text for q in result.questions) or any("安全" in q.text for q in result.questions)
    assert all(q.text.startswith("“") for q in result.questions if q.fact.startswith("changes."))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"filing": {"kind": "standard"}, "changes": [{"kind": "field"}]}, "filing.kind"),
        ({"filing": {"kind": "standard_contract"}, "changes": []}, "changes"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "fields"}]}, "changes.0.kind"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field", "pi_added": -1}]}, "pi_added"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field", "pi_added": "2万"}]}, "pi_added"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field", "within": True}]}, "within"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field", "sensitive": "no"}]}, "sensitive"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field", "scene": "甲"}]}, "scene"),
        ({"filing": {"kind": "standard_contract", "expires": "2016-01-01"}, "changes": [{"kind": "field"}]}, "expires"),
        ({"filing": {"kind": "standard_contract", "expires": "昨天"}, "changes": [{"kind": "field"}]}, "expires"),
        (
            {
                "filing": {"kind": "standard_contract", "result_date": "2026-01-02", "expires": "2026-01-01"},
                "changes": [{"kind": "field"}],
            },
            "expires",
        ),
        ({"filing": {"kind": "standard_contract", "gba_with": "HK"}, "changes": [{"kind": "field"}]}, "gba_with"),
        ({"filing": {"kind": "standard_contract"}, "changes": [{"kind": "field"}], "facts": {"pi": 1}}, "pi"),
        ({"changes": [{"kind": "field"}]}, "filing"),
        ([], "JSON"),
    ],
)
def test_bad_facts_are_refused_by_name(asked: Any, named: str) -> None:
    with pytest.raises(BadFacts) as caught:
        parse_change_request(asked)
    assert named in str(caught.value)


@pytest.mark.parametrize("kind", get_args(FilingName))
@pytest.mark.parametrize("fact", ["foreign_judicial_request", "contains_state_secret_or_core_data"])
def test_what_an_authority_must_approve_is_stopped_and_never_blamed_on_the_count(
    kind: str, fact: str, book: RuleBook
) -> None:
    change = {"kind": "field", "within_scope": False, "affects_security": True, "against_conditions": False}
    facts = {"is_export": True, "contains_pi": True, fact: True}
    result = judge({"filing": {"kind": kind}, "changes": [change], "facts": facts}, book)
    assert (result.verdict, result.papers, result.obligations) == ("new_path", None, [])
    assert [o.id for o in result.stop][-1] == "stop_approval"
    assert "人数" not in result.headline and "先停下" in result.headline


def test_an_assessment_that_the_count_does_not_call_for_is_not_blamed_on_it(book: RuleBook) -> None:
    facts = {"is_export": True, "contains_pi": True, "is_ciio": True, "important_data_notified": False}
    facts |= dict.fromkeys(("foreign_judicial_request", "overseas_origin", "contract_necessary", "hr_necessary"), False)
    facts |= {"emergency": False, "pi_count": 500, "sensitive_pi_count": 0, "purpose": "统计"}
    change = {"kind": "field", "within_scope": False, "sensitive": False}
    result = judge({"filing": {"kind": "standard_contract"}, "changes": [change], "facts": facts}, book)
    assert (result.verdict, result.papers) == ("new_path", "security_assessment")
    assert "累计人数" not in result.headline and "须申报数据出境安全评估" in result.headline
    assert "cumulative" not in result.headline_en


def test_what_leaves_the_bay_area_has_no_papers_of_an_assessment(book: RuleBook) -> None:
    filing = {"kind": "gba_contract", "gba_with": "HK"}
    result = judge({"filing": filing, "changes": [{"kind": "recipient", "outside_gba": True}]}, book)
    assert (result.verdict, result.papers, [o.id for o in result.stop]) == ("new_path", None, ["stop_outside_gba"])
    both = [{"kind": "recipient", "outside_gba": True}, {"kind": "important_data"}]
    result = judge({"filing": filing, "changes": both}, book)
    assert result.papers == "security_assessment"
    assert {o.id for o in result.stop} == {"stop_outside_gba", "stop_new_path_gba"}
