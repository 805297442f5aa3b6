"""Papers of another procedure than the chosen one are told as that, once; papers of the chosen one never."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import Result
from copilot.precheck.kind_told import fitting_kind
from copilot.precheck.paper import FilingKind
from copilot.precheck.words import KINDS, KINDS_EN
from tests.precheck.submissions import clean, paper

KIND_IDS: tuple[FilingKind, ...] = get_args(FilingKind)


def checked(of: str, chosen: FilingKind, criteria: Criteria, book: RuleBook) -> Result:
    papers = tuple(paper(file, text) for file, text in clean(of).items())
    given = {"expires": dt.date(2027, 1, 15)} if chosen == "extension" else {}
    case = Submission(papers, "x", None, None, given, ())
    return run(case, kind=chosen, filed_on=dt.date(2026, 11, 20), book=book, criteria=criteria)


@pytest.mark.parametrize("of", KIND_IDS)
def test_papers_of_the_chosen_procedure_are_not_doubted(of: FilingKind, criteria: Criteria, book: RuleBook) -> None:
    result = checked(of, of, criteria, book)
    assert result.better_kind is None and result.better_kind_text == result.better_kind_text_en == ""
    assert not result.text.startswith("这些材料看起来")


# What a change rests on is what the first filing rested on; a filing by those papers is not doubted for it.
ALIKE = {("standard_contract", "contract_change")}


@pytest.mark.parametrize("of", KIND_IDS)
@pytest.mark.parametrize("chosen", KIND_IDS)
def test_papers_of_another_procedure_are_told_in_one_sentence(
    of: FilingKind, chosen: FilingKind, criteria: Criteria, book: RuleBook
) -> None:
    if of == chosen or (of, chosen) in ALIKE:
        pytest.skip("the same")
    result = checked(of, chosen, criteria, book)
    assert result.better_kind == of
    first = result.text.partition("。")[0]
    assert f"“{KINDS[of]}”" in first and f"所选的“{KINDS[chosen]}”" in first
    assert KINDS_EN[of] in result.text_en and not any("\u4e00" <= c <= "\u9fff" for c in result.text_en)


@pytest.mark.parametrize(
    "roles",
    [
        ("uscc_certificate", "id_card", "power_of_attorney"),  # what most procedures ask for
        ("self_assessment", "legal_document", "standard_contract", "pipia"),  # more than is asked
        (),
    ],
)
def test_no_other_procedure_is_named_without_papers_of_its_own(roles: tuple[str, ...], criteria: Criteria) -> None:
    assert fitting_kind(roles, "security_assessment", criteria.tables) is None


def test_one_wrong_model_contract_is_no_other_procedure(criteria: Criteria) -> None:
    roles = ("legal_rep_id", "commitment", "standard_contract", "pipia")
    assert fitting_kind(roles, "gba_hk", criteria.tables) is None
