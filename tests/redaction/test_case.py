"""From a conversation to a case: what is proposed, what is refused, what is written."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from copilot.errors import BadInput
from copilot.redaction.case import GrownCase, case_from, checked, row

QUESTION = "我叫王小明，我们上海蓝鲸信息技术有限公司有12万人的数据要出境，要评估吗？"


def test_everything_is_anonymised_with_the_same_placeholders() -> None:
    made = case_from(
        QUESTION,
        observed="王小明您好，12万人应当订立标准合同。[1]",
        history=[("user", "我是王小明，电话13812345678"), ("assistant", "您好")],
        note="王小明说条文引错",
        as_of=dt.date(2026, 11, 23),
        cited=[("促进和规范数据跨境流动规定", "第八条")] * 2,
        path="contract_or_certification",
    )
    case = made.case
    assert case.question == "我叫〔姓名1〕，我们〔单位1〕有12万人的数据要出境，要评估吗？"
    assert case.observed.startswith("〔姓名1〕您好，12万人") and case.note == "〔姓名1〕说条文引错"
    assert [(t.role, t.text) for t in case.history] == [("user", "我是〔姓名1〕，电话〔电话1〕"), ("assistant", "您好")]
    assert [(r.instrument, r.article) for r in case.must_cite] == [("促进和规范数据跨境流动规定", "第八条")]
    assert case.path == "contract_or_certification"
    assert "王小明" not in case.model_dump_json() and "蓝鲸" not in case.model_dump_json()
    assert {r.original for r in made.replaced} == {"王小明", "上海蓝鲸信息技术有限公司", "13812345678"}


def test_what_a_faulty_answer_cites_is_not_proposed_as_right() -> None:
    case = case_from(QUESTION, cited=[("某规定", None)], fault="wrong_law", path="exempt", source="feedback").case
    assert (case.must_cite, case.path, case.fault, case.source) == ([], None, "wrong_law", "feedback")


@pytest.mark.parametrize("field", ["question", "answer", "observed", "note", "topic"])
def test_a_number_that_a_person_put_back_is_refused(field: str) -> None:
    case = GrownCase(question="问").model_copy(update={field: "打13812345678"})
    with pytest.raises(BadInput, match="电话"):
        checked(case)


def test_a_name_that_is_none_may_be_put_back() -> None:
    assert checked(GrownCase(question="请问陈建国的数据")).question == "请问陈建国的数据"


def test_an_abstention_has_no_path() -> None:
    with pytest.raises(BadInput, match="路径"):
        checked(GrownCase(question="问", type="unanswerable", path="exempt"))
    assert checked(GrownCase(question="问", type="needs_info", path="need_facts"))


def test_the_row_has_the_form_of_the_datasets() -> None:
    case = GrownCase.model_validate(
        {
            "question": "问",
            "must_cite": [{"instrument": "网络安全法", "article": "第三十九条"}],
            "key": [{"any": ["是"]}],
        }
    )
    assert row(case, case_id="grown-1") == {
        "id": "grown-1",
        "question": "问",
        "type": "factual",
        "must_cite": [{"instrument": "网络安全法", "article": "第三十九条"}],
        "key": [{"any": ["是"]}],
        "source": "conversation",
        "split": "dev",
        "verified": False,
    }


def test_long_texts_are_cut_and_unknown_keys_refused() -> None:
    assert len(case_from("问" * 9000).case.question) == 8000
    with pytest.raises(ValidationError):
        GrownCase.model_validate({"question": "问", "extra": 1})
