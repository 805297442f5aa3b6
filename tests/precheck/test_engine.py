"""A sound submission has nothing to correct, and what is planted in it is found where it stands."""

from __future__ import annotations

import datetime as dt

from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import PASS_TEXT, Result
from tests.precheck.submissions import clean, paper

DAY = dt.date(2026, 10, 9)


def check(texts: dict[str, str], criteria: Criteria, book: RuleBook, *, filed_on: dt.date = DAY) -> Result:
    papers = tuple(paper(file, text) for file, text in texts.items())
    submission = Submission(papers, province="11", offline=False)
    return run(submission, kind="security_assessment", filed_on=filed_on, book=book, criteria=criteria)


def test_a_sound_submission_passes_and_says_that_this_is_no_approval(criteria: Criteria, book: RuleBook) -> None:
    result = check(clean("security_assessment"), criteria, book)
    assert result.verdict == "pass"
    assert result.text.startswith(PASS_TEXT)
    assert not [f for f in result.findings if f.severity != "advice"]
    assert {m.id: m.status for m in result.materials}["SA-07"] == "present"
    assert result.not_checked  # no model was asked, and that is said


def test_a_missing_report_goes_into_the_notice(criteria: Criteria, book: RuleBook) -> None:
    texts = clean("security_assessment")
    del texts["07自评估报告.docx"]
    result = check(texts, criteria, book)
    assert result.verdict == "supplement"
    assert [f.material for f in result.notice()] == ["SA-07"]


def test_the_edition_of_the_day_decides_what_is_missing(criteria: Criteria, book: RuleBook) -> None:
    texts = clean("security_assessment")
    missing = {
        day: {f.material: f.severity for f in check(texts, criteria, book, filed_on=day).findings if "缺" in f.title}
        for day in (dt.date(2023, 5, 10), dt.date(2025, 3, 3), dt.date(2025, 6, 26), dt.date(2025, 6, 27))
    }
    assert missing[dt.date(2023, 5, 10)]["SA-09"] == "supplement"
    assert missing[dt.date(2025, 3, 3)]["SA-09"] == "advice"  # the second edition's text is not at hand
    assert "SA-09" in missing[dt.date(2025, 6, 26)]
    assert "SA-09" not in missing[dt.date(2025, 6, 27)]


def test_the_same_submission_gives_the_same_result(criteria: Criteria, book: RuleBook) -> None:
    texts = clean("security_assessment")
    first, second = (check(texts, criteria, book).model_dump_json() for _ in range(2))
    assert first == second
