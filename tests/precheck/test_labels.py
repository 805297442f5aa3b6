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


@pytest.mark.parametrize(
    "text",
    [
        "认证委托人 = 甲公司\n统一社会信用代码 = 91110105MA0000015F\n申请日期 = 2026-09-15",
        "认证委托人……甲公司\n统一社会信用代码……91110105MA0000015F\n日期……2026-09-15",
        "1、委托人——甲公司\n2、委托人的统一社会信用代码——91110105MA0000015F\n日期 2026-09-15",
        "[01] 委托方 Applicant: 甲公司\n[02] 统一社会信用代码 USCC: 91110105MA0000015F\n日期 Date: 2026-09-15",
        "| 委托单位 | 信用代码 |\n| 甲公司 | 91110105MA0000015F |\n日期：2026年9月15日",
    ],
    ids=["equals", "dots", "dash", "english", "two heads over two values"],
)
def test_labels_without_a_colon(text: str, criteria: Criteria) -> None:
    found = fields("个人信息出境认证委托书\n" + text, "certification_request", criteria)
    assert (found["processor"].value, found["uscc"].value) == ("甲公司", "91110105MA0000015F")
    assert str(found["date"].value) == "2026-09-15"


def test_a_sentence_after_a_label_word_is_no_value(criteria: Criteria) -> None:
    text = "数据出境风险自评估报告\n境外接收方Acme Ltd.注册于美国，办公地点在纽约。\n境外接收方名称：Acme Ltd."
    assert fields(text, "self_assessment", criteria)["recipient"].text == "Acme Ltd."


def test_parties_over_two_columns_each(criteria: Criteria) -> None:
    text = "| 甲方 |  | 乙方 |  |\n| 单位 | 甲公司 | 单位 | Acme Ltd. |\n| 住所 | 北京 | 住所 | 东京 |"
    found = fields("数据出境协议\n" + text, "legal_document", criteria)
    assert (found["exporter"].value, found["importer"].text) == ("甲公司", "Acme Ltd.")


def test_parties_named_in_a_sentence(criteria: Criteria) -> None:
    text = (
        "数据跨境传输协议\n（1）甲数据有限公司，一家中国公司（“数据提供方”）；\n"
        "（2）Acme Data Pte. Ltd.，一家新加坡公司（“数据接收方”）。"
    )
    found = fields(text, "legal_document", criteria)
    assert (found["exporter"].value, found["importer"].text) == ("甲数据有限公司", "Acme Data Pte. Ltd.")


@pytest.mark.parametrize(
    "text",
    [
        "兹有甲公司，其法定代表人为任明瑶（身份证件号码：310115197007078076），委托冯清扬（身份证件号码：310115197501261634）"
        "为经办人，办理数据出境安全评估申报工作。\n授权自二〇二六年九月一日起至二〇二七年八月三十一日止。",
        "甲公司法定代表人任明瑶（证件号码310115197007078076）授权本单位职工冯清扬（证件号码310115197501261634）"
        "经办数据出境安全评估申报工作。\n授权期限（起止日期）：2026.09.01—2027.08.31。",
        "| 法定代表人 | 任明瑶 | 身份证号码 | 310115197007078076 |\n| 二、被委托人信息 |\n"
        "| 姓名 | 冯清扬 | 身份证号码 | 310115197501261634 |\n| 委托办理事项 | 数据出境安全评估申报工作 |\n"
        "| 授权期限 | 自2026年9月1日起至2027年8月31日 |",
    ],
    ids=["letter", "sentence", "captions"],
)
def test_a_power_told_in_sentences_or_under_captions(text: str, criteria: Criteria) -> None:
    found = fields("经办人授权委托书\n" + text, "power_of_attorney", criteria)
    said = [found[name].value for name in ("legal_rep", "legal_rep_id", "agent", "agent_id")]
    assert said == ["任明瑶", "310115197007078076", "冯清扬", "310115197501261634"]
    assert found["matter"].text.startswith("数据出境安全评估申报工作")
    assert [str(d) for d in found["term"].value] == ["2026-09-01", "2027-08-31"]


def test_a_power_without_its_term_is_blank(criteria: Criteria) -> None:
    found = fields("经办人授权委托书\n授权自　　　　止。", "power_of_attorney", criteria)
    assert found["term"].text == ""


def test_a_bare_number_takes_the_unit_of_its_label(criteria: Criteria) -> None:
    text = "个人信息保护认证申请书\n| 拟出境个人信息涉及的自然人数（去重，万人） | 12.5 |"
    assert fields(text, "certification_request", criteria)["persons"].value == 125_000


def test_a_number_with_its_part(criteria: Criteria) -> None:
    found = fields("影响评估报告\n出境个人信息规模：18万人，其中敏感个人信息3,000人", "pipia", criteria)
    assert (found["persons"].value, found["sensitive_persons"].value) == (180_000, 3_000)


def test_cards_of_one_row_each_are_one_table(criteria: Criteria) -> None:
    card = "\n".join(
        f"| 本单位字段 | 对应清单字段 | 所属类别 | 理由 |\n| {name} | 无 | 清单外 | 普通 |\n第{n}项完"
        for n, name in enumerate(("姓名", "手机号码"), 1)
    )
    listing = fields("逐项对照表\n" + card, "field_comparison", criteria)["items"].value
    assert [r.cells["企业字段"] for r in listing.rows] == ["姓名", "手机号码"]


def test_the_rows_under_a_band_are_its_text(criteria: Criteria) -> None:
    text = "| 其他需要说明的情况 |\n| 安全保障措施 | 持续有效 |\n| 接收方履约 | 依约履行 |"
    found = fields("延长评估结果有效期申请表\n" + text, "extension_form", criteria)
    assert found["other"].text == "安全保障措施：持续有效\n接收方履约：依约履行"


def test_an_empty_item_of_a_series_is_blank(criteria: Criteria) -> None:
    text = "附录一\n| （六）传输方式 | |\n| （七）保存期限 | 2026年9月1日至2027年8月31日 |\n| （八）其他事项 | 无 |"
    assert fields("个人信息出境标准合同\n" + text, "standard_contract", criteria)["transfer"].text == ""


def test_chapters_are_those_of_the_report_not_of_its_list_of_contents(criteria: Criteria) -> None:
    text = (
        "数据出境风险自评估报告\n目　录\n第一章 自评估工作情况……1\n第二章 出境活动整体情况……3\n"
        "= 第一章 自评估工作情况\n由工作组完成。\n= 第二章 出境活动整体情况\n== 第一节 数据处理者基本情况\n略。"
    )
    found = fields(text, "self_assessment", criteria)
    assert found["work"].text == "由工作组完成。" and found["about"].text == "略。"


@pytest.mark.parametrize(("said", "value"), [("N（否）", False), ("是 Yes", True), ("是，已认定", True), ("No", False)])
def test_yes_and_no(said: str, value: bool, criteria: Criteria) -> None:
    text = f"认证委托书\n关键信息基础设施运营者：{said}"
    assert fields(text, "certification_request", criteria)["ciio"].value is value
