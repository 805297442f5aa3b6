"""The interview: answers as people type them, what comes next, how far each paper is."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from copilot.filing.answers import BadAnswer, fault
from copilot.filing.facts import BadFiling, Filing
from copilot.filing.interview import answer, later, next_questions, progress, put_off, remove
from copilot.filing.paths import value
from copilot.filing.questionnaire import Questionnaire

HAN = re.compile("[\u4e00-\u9fff]")

AS_OF = dt.date(2026, 11, 23)
HERE = {"as_of": AS_OF}


@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("exporter.name", "  示例科技有限公司 ", "示例科技有限公司"),
        ("exporter.scale", "12.3万人", 123_000),
        ("exporter.scale", "1.1万", 11_000),
        ("exporter.scale", "三十万", 300_000),
        ("exporter.scale", "1,200", 1200),
        ("exporter.scale", 0, 0),
        ("exporter.is_ciio", "否", False),
        ("exporter.is_ciio", "Yes", True),
        ("exporter.nature", "企业", "企业"),
        ("exporter.shareholders[0].share", "60%", 60.0),
        ("contract.dispute", "仲裁", "arbitration"),
        ("contract.dispute", "court", "court"),
        ("scenes[0].legal_basis", "13(二)", "13(二)"),
        ("filed_on", "2026年12月1日", dt.date(2026, 12, 1)),
        ("filed_on", "20261201", dt.date(2026, 12, 1)),
        ("scenes[0].sectors", "工业、科技, 工业", ("工业", "科技")),
        ("scenes[0].data_types", ["个人信息"], ("个人信息",)),
        ("exporter.phone", 1012345678, "1012345678"),
        ("exporter.organisation", "{{ x }} {% if %}", "{{ x }} {% if %}"),
        ("recipients[0].environment.laws", "GDPR", "GDPR"),
    ],
)
def test_answers_are_read(questionnaire: Questionnaire, path: str, typed: Any, expected: Any) -> None:
    found = answer(Filing(), path, typed, questionnaire=questionnaire)
    assert value(found, path) == expected
    assert Filing.parse(json.loads(json.dumps(found.dump()))) == found


@pytest.mark.parametrize(
    ("path", "typed", "says"),
    [
        ("exporter.scale", "10至12万人", "不是一个整数"),
        ("exporter.scale", "3万人次", "不是人次"),
        ("exporter.scale", -5, "不是一个整数"),
        ("exporter.scale", True, "不是一个整数"),
        ("exporter.staff", "1.5", "不是一个整数"),
        ("filed_on", "2026年12月", "不是一个日期"),
        ("filed_on", "2026-02-30", "不是一个日期"),
        ("exporter.is_ciio", "也许", "是或者否"),
        ("exporter.nature", "公司", "可以选：政府部门、事业单位、企业"),
        ("scenes[0].sectors", "农业", "没有这个选项"),
        ("exporter.name", ["a"], "应为文字"),
        ("scenes[0].recipients", "A公司", "不是已填写的境外接收方"),
        ("scenes[1].name", "x", "没有“scenes[1].name”这个问题"),
        ("scenes[].name", "x", "没有“scenes[].name”这个问题"),
        ("exporter.colour", "x", "没有“exporter.colour”这个问题"),
        ("scenes[0].id", "x", "没有"),
        ("../etc", "x", "没有"),
    ],
)
def test_what_cannot_be_read_says_what_would_do(questionnaire: Questionnaire, path: str, typed: Any, says: str) -> None:
    with pytest.raises(BadAnswer) as error:
        answer(Filing(), path, typed, questionnaire=questionnaire)
    assert says in str(error.value)


def test_too_long_is_refused_with_the_name_of_the_field(questionnaire: Questionnaire) -> None:
    with pytest.raises(BadFiling, match=r"exporter\.name"):
        answer(Filing(), "exporter.name", "长" * 1_000_000, questionnaire=questionnaire)


def test_elements_get_ids_and_recipients_are_named(questionnaire: Questionnaire) -> None:
    filing = answer(Filing(), "recipients[0].name", "A Ltd", questionnaire=questionnaire)
    filing = answer(filing, "recipients[1].name", "B Ltd", questionnaire=questionnaire)
    filing = answer(filing, "scenes[0].name", "人力资源", questionnaire=questionnaire)
    filing = answer(filing, "scenes[0].recipients", "B Ltd", questionnaire=questionnaire)
    assert [r.id for r in filing.recipients] == ["r1", "r2"]
    assert filing.recipients_of(filing.scenes[0]) == (filing.recipients[1],)
    filing = later(filing, "recipients[1].country", questionnaire=questionnaire)
    filing = later(filing, "recipients[0].country", questionnaire=questionnaire)
    filing = remove(filing, "recipients[0]")
    assert [r.id for r in filing.recipients] == ["r2"]
    assert filing.unknown == ("recipients[0].country",)
    filing = answer(filing, "recipients[1].name", "C Ltd", questionnaire=questionnaire)
    assert [r.id for r in filing.recipients] == ["r2", "r1"]
    filing = remove(remove(filing, "recipients[0]"), "recipients[0]")
    assert filing.recipients == () and filing.scenes[0].recipients == ()
    with pytest.raises(BadAnswer):
        remove(filing, "recipients[0]")


def test_a_table_is_one_answer(questionnaire: Questionnaire) -> None:
    filing = answer(Filing(), "scenes[0].items", [{"name": "姓名"}, {"name": "工号"}], questionnaire=questionnaire)
    assert [i.name for i in filing.scenes[0].items] == ["姓名", "工号"]


def test_a_volume_brings_its_unit(questionnaire: Questionnaire) -> None:
    filing = answer(Filing(), "scenes[0].important_size", "3.5 GB", questionnaire=questionnaire)
    assert (filing.scenes[0].important_size, filing.scenes[0].important_unit) == (3.5, "GB")


def test_dont_know_yet_is_kept_and_not_asked_again(questionnaire: Questionnaire) -> None:
    filing = answer(Filing(), "exporter.name", "示例", questionnaire=questionnaire)
    first = next_questions(filing, "standard_contract", **HERE, questionnaire=questionnaire, limit=1)[0]
    assert first.path == "exporter.code"
    filing = answer(filing, first.path, "不知道", questionnaire=questionnaire)
    asked = next_questions(filing, "standard_contract", **HERE, questionnaire=questionnaire, limit=None)
    assert first.path not in {n.path for n in asked}
    assert [n.path for n in put_off(filing, "standard_contract", **HERE, questionnaire=questionnaire)] == [first.path]
    filing = answer(filing, first.path, "91110105MA0000015F", questionnaire=questionnaire)
    assert filing.unknown == () and filing.exporter.code == "91110105MA0000015F"


def test_progress_counts_each_paper(questionnaire: Questionnaire) -> None:
    before = {p.paper: p for p in progress(Filing(), "standard_contract", **HERE, questionnaire=questionnaire)}
    filing = answer(Filing(), "recipients[0].name", "A Ltd", questionnaire=questionnaire)
    filing = later(filing, "legal_rep.name", questionnaire=questionnaire)
    after = {p.paper: p for p in progress(filing, "standard_contract", **HERE, questionnaire=questionnaire)}
    assert {key for key in after if after[key].said} == {"standard_contract", "pipia"}
    assert after["power_of_attorney_filing"].unknown == 1
    assert after["power_of_attorney_filing"].open == before["power_of_attorney_filing"].open - 1


def test_the_interview_ends(questionnaire: Questionnaire) -> None:
    filing, asked = Filing(), set()
    typed = {"yes_no": "否", "date": "2026-10-01", "count": "10", "percent": "5", "number": "1", "choices": "工业",
             "recipients": "1"}  # fmt: skip
    while due := next_questions(filing, "security_assessment", **HERE, questionnaire=questionnaire):
        for need in due:
            assert need.path not in asked, need.path
            asked.add(need.path)
            options = need.question.options
            given = options[-1].value if need.question.type in ("choice", "choices") and options else None
            filing = answer(filing, need.path, given or typed.get(need.question.type, "1"), questionnaire=questionnaire)
    assert all(p.open == 0 and p.said == p.needed for p in progress(
        filing, "security_assessment", **HERE, questionnaire=questionnaire))  # fmt: skip
    assert len(asked) > 150


@pytest.mark.parametrize(
    ("path", "typed", "kind", "says"),
    [
        ("exporter.code", "91110105MA0000015F", None, ""),
        ("exporter.code", "91110105MA0000015G", None, "校验位不符"),
        ("exporter.code", "9111", None, "应为18位"),
        ("agent.id_number", "11010519491231002X", "居民身份证", ""),
        ("agent.id_number", "110105194912310021", "居民身份证", "校验位不符"),
        ("agent.id_number", "110105194912310021", None, "校验位不符"),
        ("agent.id_number", "E12345678", "护照", ""),
        ("agent.id_number", "E1", "护照", "5至20位"),
        ("agent.id_number", "H12345678", "港澳居民来往内地通行证", ""),
        ("agent.id_number", "12345678", "港澳居民来往内地通行证", "应为H或M"),
        ("agent.id_number", "12345678", "台湾居民来往大陆通行证", ""),
        ("exporter.email", "a@example.com", None, ""),
        ("exporter.email", "a@b", None, "不像电子邮箱"),
        ("exporter.phone", "+49 (0)69 0000-00", None, ""),
        ("exporter.phone", "见名片", None, "不像电话号码"),
        ("exporter.founded", "2027-01-01", None, "晚于今天"),
        ("exporter.founded", "2020-01-01", None, ""),
        ("scenes[0].brief", "字" * 101, None, "不能超过100个字"),
        ("scenes[0].brief", "字 " * 100, None, ""),
    ],
)
def test_values_are_checked(questionnaire: Questionnaire, path: str, typed: str, kind: str | None, says: str) -> None:
    filing = answer(Filing(), path, typed, questionnaire=questionnaire)
    if kind:
        filing = answer(filing, path.replace("id_number", "id_type"), kind, questionnaire=questionnaire)
    found, english = fault(questionnaire.question(path), filing, path, as_of=AS_OF) or ("", "")
    assert bool(found) == bool(english) and not HAN.search(english)
    assert found == "" if not says else says in found
