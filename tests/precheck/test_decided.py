"""Keys of findings, and a pre-check without what a reviewer dismissed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.law.rulebook import RuleBook
from copilot.precheck.criteria import Criteria
from copilot.precheck.decided import as_observed, as_question, content_key, finding_keys, without
from copilot.precheck.report import content_of
from copilot.redaction.case import case_from
from tests.precheck.test_report import DAY, NOW, checked_of, finding, with_findings, without_report, words


def test_keys_stay_for_the_same_papers_and_change_with_them(criteria: Criteria, book: RuleBook) -> None:
    first, again = (checked_of(without_report(), criteria, book) for _ in range(2))
    papers = first.submission.papers
    keys = finding_keys(first.result, papers)
    assert keys == finding_keys(again.result, again.submission.papers) and len(set(keys)) == len(keys) > 0
    renamed = tuple(replace(p, file=f"新/{p.file}") for p in reversed(papers))
    assert content_key("security_assessment", renamed) == content_key("security_assessment", papers)
    assert content_key("standard_contract", papers) != content_key("security_assessment", papers)
    changed = (replace(papers[0], sha256="f" * 64), *papers[1:])
    assert content_key("security_assessment", changed) != content_key("security_assessment", papers)


def test_a_key_covers_what_was_said_and_the_file_it_was_said_of(criteria: Criteria, book: RuleBook) -> None:
    checked = checked_of(without_report(), criteria, book)
    file, other = (p.file for p in checked.submission.papers[:2])
    said = [
        finding(file=file, page=1, locator="第1段"),
        finding(file=file, page=1, locator="第2段"),
        finding(file=other, page=1, locator="第1段"),
        finding(file=file, page=1, locator="第1段", message="另一句"),
        finding(file=file, page=1, locator="第1段"),
    ]
    keys = finding_keys(with_findings(checked, *said).result, checked.submission.papers)
    assert len(set(keys)) == 5
    papers = [replace(p, sha256="f" * 64) if p.file == file else p for p in checked.submission.papers]
    moved = finding_keys(with_findings(checked, *said).result, papers)
    assert [a == b for a, b in zip(keys, moved, strict=True)] == [False, False, True, False, False]


def test_dismissed_findings_leave_the_result_and_stand_apart_in_the_report(criteria: Criteria, book: RuleBook) -> None:
    checked = checked_of(without_report(), criteria, book, filed_on=DAY)
    keys = finding_keys(checked.result, checked.submission.papers)
    assert without(checked, {"另一条": "x"}) == (checked, ())
    left, gone = without(checked, {keys[0]: "章在背面"})
    assert [f for f, _ in gone] == [checked.result.findings[0]] and left.result.findings == checked.result.findings[1:]
    none, every = without(checked, dict.fromkeys(keys, "不是问题"))
    assert none.result.verdict == "pass" and none.result.notice() == [] and len(every) == len(keys)
    lines, _ = words(content_of(left, ".docx", now=NOW, dismissed=gone))
    at = lines.index("经查验人员驳回（1 项）")
    assert (
        lines[at + 1] == f"{gone[0][0].rule_id} {gone[0][0].message}"
        and "驳回的理由：章在背面" in lines[at + 2 : at + 4]
    )
    assert content_of(left, ".html", now=NOW) != content_of(left, ".html", now=NOW, dismissed=gone)
    assert content_of(left, ".json", dismissed=gone) == content_of(left, ".json")


@pytest.mark.parametrize(
    ("message", "evidence", "secrets"),
    [
        ("《申报表》“统一社会信用代码”“91310115MAXKBU728I”不对。", "91310115MAXKBU728I", ["91310115MAXKBU728I"]),
        (
            "《申报表》“信用代码”是“91310115MAXKBU728I”，《证件》“信用代码”却是“91310115MAXKBU728B”。",
            "《申报表》“信用代码”：91310115MAXKBU728I；《证件》“信用代码”：91310115MAXKBU728B",
            ["91310115MAXKBU728I", "91310115MAXKBU728B"],
        ),
        ("“身份证号码”“110101199003070013”校验位不对。", "110101199003070013", ["110101199003070013"]),
        ("《委托书》“经办人姓名”是“韩怀瑾”，《身份证》“姓名”却是“韩怀谨”。", "", ["韩怀瑾", "韩怀谨"]),
    ],
)
def test_what_a_finding_quotes_is_taken_out_of_a_case(message: str, evidence: str, secrets: list[str]) -> None:
    one = finding(message=message, evidence=evidence)
    case = case_from(as_question(one), observed=as_observed(one), source="dismissal").case
    assert [s for s in secrets if s in case.question + case.observed] == []
    assert "PC-900" in case.question and "〔" in case.question
