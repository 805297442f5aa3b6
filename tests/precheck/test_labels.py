"""Labels in other words, with English beside them, side by side for two parties, or over their values."""

from __future__ import annotations

import pytest

from copilot.precheck.criteria import Criteria
from copilot.precheck.extract import extract
from copilot.precheck.labels import in_known_words
from copilot.precheck.paper import Field
from tests.precheck.submissions import paper


def fields(text: str, role: str, criteria: Criteria) -> dict[str, Field]:
    found: dict[str, Field] = {}
    one = paper("a.docx", text)
    for field in extract(in_known_words(one, role, criteria.tables), role, criteria.tables):
        if field.text or field.name not in found:
            found.setdefault(field.name.partition(".")[2], field)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "|  | 个人信息处理者 | 境外接收方 |\n| 名称 | 甲公司 | Acme Ltd. |\n| 地址 | 北京 | 东京 |",
        "个人信息处理者\n| 名称 Name | 甲公司 |\n| 地址 | 北京 |\n境外接收方\n| 名称 Name | Acme Ltd. |",
        "个人信息处理者：甲公司\n境外接收方: Acme Ltd.",
    ],
    ids=["side by side", "captions", "lines"],
)
def test_two_parties(text: str, criteria: Criteria) -> None:
    found = fields("个人信息出境标准合同\n" + text, "standard_contract", criteria)
    assert (found["exporter"].value, found["importer"].text) == ("甲公司", "Acme Ltd.")


def test_labels_in_a_row_over_their_values(criteria: Criteria) -> None:
    text = "| 主体名称 | 社会信用代码 | 登记地址 | 联络人 |\n| 甲公司 | 91110105MA0000015F | 北京市 | 赵明远 |"
    found = fields(text, "negative_list_form", criteria)
    assert found["processor"].value == "甲公司"
    assert found["registered"].text == "北京市" and found["contact"].value == "赵明远"


def test_a_number_belongs_to_the_person_before_it(criteria: Criteria) -> None:
    text = "法定代表人：任明瑶，身份证件号码：310115197007078076\n受托人：冯清扬\n公民身份号码：310115197501261634"
    found = fields(text, "power_of_attorney", criteria)
    assert found["legal_rep"].value == "任明瑶" and found["legal_rep_id"].value == "310115197007078076"
    assert found["agent"].value == "冯清扬" and found["agent_id"].value == "310115197501261634"


@pytest.mark.parametrize(
    ("value", "name"), [("甲数据有限公司", "processor"), ("任明瑶", "legal_rep")], ids=["company", "person"]
)
def test_who_gives_the_power_is_told_from_the_value(value: str, name: str, criteria: Criteria) -> None:
    found = fields(f"委托人：{value}", "power_of_attorney", criteria)
    assert found[name].text == value and len({"processor", "legal_rep"} & set(found)) == 1


def test_numbers_of_this_year_and_later_with_labels_of_their_own(criteria: Criteria) -> None:
    text = (
        "| 六、数据出境场景（场景一） |\n| 当年已出境自然人数量（去重） | 281,892 人 |\n"
        "| 未来三年预估自然人数量（去重） | 1,686,000 人 |\n| 两者关系 | 不重复计算 |"
    )
    found = fields(text, "application_form", criteria)["scene.1.persons"]
    assert (found.value.this_year, found.value.three_years, found.value.relation) == (281892, 1686000, True)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("出境目的、范围等未变化：☑是 □否", "scene.1.purpose_same"),
        ("出境目的、范围等是否变化：□是 ☑否", ""),
    ],
    ids=["same", "asked the other way round"],
)
def test_a_question_asked_the_other_way_round_is_another(text: str, field: str, criteria: Criteria) -> None:
    found = fields("数据出境场景\n" + text, "extension_form", criteria)
    assert [n for n in found if n.endswith("purpose_same")] == ([field] if field else [])


def test_a_paper_of_an_unknown_role_stays_as_it_is(criteria: Criteria) -> None:
    one = paper("a.docx", "甲方：甲公司")
    assert in_known_words(one, "", criteria.tables) is one


def test_lines_that_a_laid_out_page_ran_together(criteria: Criteria) -> None:
    text = "法定代表人：任明瑶，身份证件号码：310115197007078076经办人：冯清扬，身份证件号码：310115197501261634"
    found = fields(text, "power_of_attorney", criteria)
    assert (found["agent"].value, found["agent_id"].value) == ("冯清扬", "310115197501261634")
