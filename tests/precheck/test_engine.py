"""A sound submission has nothing to correct, and what is planted in it is found where it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import PASS_TEXT, Result
from copilot.precheck.paper import FilingKind
from copilot.rules.calendar import china_calendar
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


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("security_assessment", dt.date(2022, 9, 1)),
        ("standard_contract", dt.date(2023, 6, 1)),
        ("certification", dt.date(2022, 11, 4)),
        ("negative_list", dt.date(2024, 3, 22)),
        ("gba_hk", dt.date(2023, 12, 10)),
    ],
)
def test_a_day_without_a_list_of_materials_is_refused_not_passed(
    kind: FilingKind, first: dt.date, criteria: Criteria, book: RuleBook
) -> None:
    submission = Submission((paper("说明.docx", "说明"),))
    with pytest.raises(BadInput, match="没有适用于这种手续"):
        run(submission, kind=kind, filed_on=first - dt.timedelta(1), book=book, criteria=criteria)
    result = run(submission, kind=kind, filed_on=first, book=book, criteria=criteria)
    later = sum(kind in c.kinds and c.span.start > first for c in criteria.entries)
    told = [said for said in result.not_checked if "尚未施行，没有检查" in said]
    assert [f"另有 {later} 条" in said for said in told] == ([True] if later else [])


def test_a_filing_day_too_far_away_is_refused(criteria: Criteria, book: RuleBook) -> None:
    papers, year = (paper("说明.docx", "说明"),), china_calendar().horizon
    for day in (dt.date(year, 1, 1), dt.date.max):
        with pytest.raises(BadInput, match="太远"):
            run(Submission(papers), kind="extension", filed_on=day, book=book, criteria=criteria)
    last = dt.date(year - 1, 12, 31)
    assert run(Submission(papers), kind="security_assessment", filed_on=last, book=book, criteria=criteria).findings


@pytest.mark.parametrize(("day", "late"), [("2001年1月4日", True), ("2099年1月4日", False), ("2099年12月31日", False)])
def test_an_odd_date_in_a_paper_stops_nothing(day: str, late: bool, criteria: Criteria, book: RuleBook) -> None:
    texts = clean("standard_contract")
    texts["06标准合同.docx"] = texts["06标准合同.docx"].replace("2026年9月28日", day)
    papers = tuple(paper(name, text) for name, text in texts.items())
    result = run(Submission(papers), kind="standard_contract", filed_on=DAY, book=book, criteria=criteria)
    assert ("PC-141" in {f.rule_id for f in result.findings}) is late


@pytest.mark.parametrize("end", [dt.date(1999, 1, 4), dt.date(2099, 1, 4), dt.date.max])
def test_an_odd_end_of_validity_stops_nothing(end: dt.date, criteria: Criteria, book: RuleBook) -> None:
    submission = Submission((paper("说明.docx", "说明"),), given={"expires": end})
    result = run(submission, kind="extension", filed_on=DAY, book=book, criteria=criteria)
    early = "PC-213" in {f.rule_id for f in result.findings}
    assert early is (end > DAY)
