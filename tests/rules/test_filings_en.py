"""Changes and renewals say in English what they say in Chinese, in every case of the lawyers' files."""

from __future__ import annotations

import re
from typing import Any

import pytest

from copilot.law.filing_records import ChangeFact
from copilot.law.rulebook import RuleBook
from copilot.rules.filing_labels import FILINGS, FILINGS_EN, STATES, STATES_EN, VERDICTS, VERDICTS_EN
from copilot.rules.filing_questions import filing_questions
from copilot.rules.filings import parse_change_request, parse_filing
from copilot.rules.refiling import triage
from copilot.rules.renewal import renewal
from tests.rules.filing_case_files import Case, ChangeExpect, RenewalExpect, cases
from tests.rules.test_headline_en import CHINESE, texts
from tests.rules.test_refiling import TODAY

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+")


def said(result: Any, *, told: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with the English of a result; `told` are the user's own words, which stay as they are."""
    whole = result.model_dump(mode="json", exclude={"path"})
    faults = []
    for path, chinese, english in texts(whole):
        plain = english
        for words in told:
            plain = plain.replace(words, "")
        if bool(chinese) != bool(english) or CHINESE.search(plain):
            faults.append(f"{path}: {chinese} | {english}")
        elif set(DATE.findall(chinese)) - set(DATE.findall(english)):
            faults.append(f"{path}: dates differ: {chinese} | {english}")
    if len(whole["notes"]) != len(whole["notes_en"]):
        faults.append("notes")
    return faults


@pytest.mark.parametrize("case", cases("cases_refiling", ChangeExpect), ids=str)
def test_a_change_is_told_in_english(case: Case[ChangeExpect], book: RuleBook) -> None:
    asked = parse_change_request({"filing": case.filing, "changes": list(case.changes), "facts": case.facts})
    result = triage(asked, as_of=case.as_of, book=book)
    assert result.headline_en and said(result, told=asked.filing.conditions) == []
    assert all(len(change.notes) == len(change.notes_en) for change in result.changes)


@pytest.mark.parametrize("case", cases("cases_renewal", RenewalExpect), ids=str)
def test_a_renewal_is_told_in_english(case: Case[RenewalExpect], book: RuleBook) -> None:
    filing = parse_filing(case.filing)
    result = renewal(filing, as_of=case.as_of, book=book)
    names = tuple(f"{scene.name}：" for scene in filing.scenes) + tuple(scene.name for scene in filing.scenes)
    assert said(result, told=names) == []
    assert (
        f"{result.working_days_left} " in result.headline_en
        or result.state == "expired"
        or "doubt" in (result.headline_en)
    )


def test_every_label_and_question_has_its_english(book: RuleBook) -> None:
    for chinese, english in ((FILINGS, FILINGS_EN), (VERDICTS, VERDICTS_EN), (STATES, STATES_EN)):
        assert chinese.keys() == english.keys() and not any(CHINESE.search(text) for text in english.values())
    asked = filing_questions(book, as_of=TODAY, language="en")
    words = [text for q in asked.questions for text in (q.question, q.help)]
    words += [text for c in asked.conditions for text in (c.title, c.question, c.help)]
    words += [kind.label for kind in asked.kinds]
    assert len(asked.questions) == len(ChangeFact.__args__)  # type: ignore[attr-defined]
    assert [text for text in words if CHINESE.search(text)] == []
    plain = filing_questions(book, as_of=TODAY)
    assert [bool(q.help) for q in plain.questions] == [bool(q.help) for q in asked.questions]
