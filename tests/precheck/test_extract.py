"""Fields in every layout a form comes in: cells, lines with a colon, value below, side by side on a scanned page."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document as open_docx

from copilot.precheck.criteria import Criteria
from copilot.precheck.extract import extract
from copilot.precheck.listings import Listing
from copilot.precheck.outline import headings, key, unglued
from copilot.precheck.paper import Block, Field, Paper, Place
from copilot.precheck.readers import read_paper
from tests.precheck.submissions import paper

CODE = "91110105MA0000015F"


def fields(text: str, role: str, criteria: Criteria) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for one in extract(paper("a.docx", text), role, criteria.tables):
        found.setdefault(one.name.removeprefix(role + "."), one)
    return found


@pytest.mark.parametrize(
    "text",
    [
        f"| 1数据处理者情况 | 单位名称 | 甲公司 |\n| | 统一社会信用代码 | {CODE} |",
        f"| 1.数据处理者情况 |\n| 单位名称 | 甲公司 | 统一社会信用代码 | {CODE} |",
        f"| 数据处理者情况 |\n| 单位名称 | 统一社会\\n信用代码 |\n| 甲公司 | {CODE} |",
        f"= 一、数据处理者情况\n单位名称：甲公司\n统一社会信用代码：{CODE}",
        f"（一）数据处理者情况\n单位名称：甲公司；统一社会信用代码: {CODE}",
    ],
    ids=["merged", "pairs", "below", "lines", "one line"],
)
def test_layouts_of_a_form(text: str, criteria: Criteria) -> None:
    found = fields(text, "application_form", criteria)
    assert found["processor.name"].value == "甲公司"
    assert found["processor.uscc"].value == CODE
    assert all(f.place.locator for f in found.values())


def test_side_by_side_on_a_scan(criteria: Criteria) -> None:
    def at(text: str, left: float, top: float) -> Block:
        return Block("paragraph", text, Place("s.png", 1, "", (left, top, left + 0.15, top + 0.02)), confidence=0.9)

    blocks = (
        at("统一社会信用代码", 0.1, 0.1),
        at("法定代表人", 0.1, 0.2),
        at(CODE, 0.5, 0.101),
        at("赵明远", 0.5, 0.2),
    )
    found = extract(Paper("s.png", "scan", "x", blocks), "uscc_certificate", criteria.tables)
    values = {f.name: f.value for f in found}
    assert values["uscc_certificate.uscc"] == CODE
    assert values["uscc_certificate.legal_rep"] == "赵明远"
    assert max(f.confidence for f in found) <= 0.9


def test_the_same_label_belongs_to_the_part_it_stands_in(criteria: Criteria) -> None:
    text = "| 2法定代表人信息 | 姓名 | 赵 |\n| 3数据安全负责人和管理机构信息 | 姓名 | 周 |\n| 4经办人信息 | 姓名 | 林 |"
    found = fields(text, "application_form", criteria)
    assert [found[f"{p}.name"].value for p in ("legal_rep", "officer", "agent")] == ["赵", "周", "林"]


def test_parts_whose_names_were_not_read_go_by_order(criteria: Criteria) -> None:
    text = "| 单位名称 | 甲公司 |\n| 姓名 | 赵 |\n| 证件号码 | 1 |\n| 姓名 | 周 |\n| 姓名 | 林 |\n| 证件号码 | 3 |"
    found = fields(text, "application_form", criteria)
    assert [found[f"{p}.name"].value for p in ("legal_rep", "officer", "agent")] == ["赵", "周", "林"]
    assert found["agent.id_number"].text == "3"


@pytest.mark.parametrize("head", ["6数据出境场景{}", "6.数据出境场景（场景{}）", "数据出境场景"])
def test_scenes_are_counted(head: str, criteria: Criteria) -> None:
    rows = [f"| {head.format(n)} |\n| 出境场景简述 | 简述{n} |" for n in "12"]
    found = fields("\n".join(rows), "application_form", criteria)
    assert [found[f"scene.{n}.brief"].text for n in (1, 2)] == ["简述1", "简述2"]


@pytest.mark.parametrize("blank", ["", "____", "——", "/", "    年   月   日", "_____%"])
def test_a_label_with_nothing_after_it_is_a_blank(blank: str, criteria: Criteria) -> None:
    found = fields(f"| 1数据处理者情况 |\n| 员工数量 | {blank} |", "application_form", criteria)
    assert (found["processor.staff"].text, found["processor.staff"].value) == ("", None)


def test_what_is_not_there_gives_no_field(criteria: Criteria) -> None:
    assert "processor.staff" not in fields("| 1数据处理者情况 | 单位名称 | 甲公司 |", "application_form", criteria)


def test_words_of_the_template_are_a_blank(criteria: Criteria) -> None:
    text = "| 6数据出境场景1 |\n| 涉及自然人（去重）数量 | 包括当年已出境数量、未来三年出境数量以及两者的关系 |"
    assert fields(text, "application_form", criteria)["scene.1.persons"].text == ""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("☑是 □否", True),
        ("□是 ☑否", False),
        ("是", True),
        ("否", False),
        ("□是 □否", None),
        ("☑是 ☑否", None),
        ("见附件", None),
    ],
)
def test_yes_and_no(cell: str, value: bool | None, criteria: Criteria) -> None:
    text = f"| 1数据处理者情况 |\n| 是否为关键信息基础设施运营者 | {cell} |"
    assert fields(text, "application_form", criteria)["processor.ciio"].value is value


@pytest.mark.parametrize(
    ("upper", "lower", "merged", "value"),
    [
        ("□重要数据", "☑个人信息", True, ("个人信息",)),
        ("☑重要数据", "☑个人信息", True, ("重要数据", "个人信息")),
        ("□重要数据", "□个人信息", True, ()),
        ("☑重要数据", "☑个人信息", False, ("重要数据",)),  # the row below has a label of its own
    ],
)
def test_boxes_run_over_the_rows_of_their_label(
    upper: str, lower: str, merged: bool, value: tuple[str, ...], criteria: Criteria
) -> None:
    """As item 6 of the official form: its label is one cell beside two rows of boxes."""
    made, out = open_docx(), io.BytesIO()
    table = made.add_table(3, 5)
    rows = (
        ("6数据出境场景1", "场景名称", "订单", "", ""),
        ("", "数据类型", upper, "重要数据认定主管部门名称", ""),
        ("", "" if merged else "其他类型", lower, "是否包含敏感个人信息", "☑是 □否"),
    )
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, word in zip(cells.cells, words, strict=True):
            cell.text = word
    table.cell(0, 0).merge(table.cell(2, 0))
    if merged:
        table.cell(1, 1).merge(table.cell(2, 1))
    made.save(out)
    found = {
        f.name: f.value for f in extract(read_paper("a.docx", out.getvalue()), "application_form", criteria.tables)
    }
    assert found["application_form.scene.1.types"] == value
    assert found["application_form.scene.1.sensitive"] is True


def test_who_signs_for_a_party_is_not_the_party(criteria: Criteria) -> None:
    text = "甲方：甲公司\n乙方：B LTD.\n甲方（盖章）：甲公司\n乙方（签字）：Helen Park"
    found = extract(paper("a.docx", text), "legal_document", criteria.tables)
    assert {f.value for f in found if f.name.endswith("importer")} == {"BLTD."}


def test_power_of_attorney_in_words_and_as_a_list(criteria: Criteria) -> None:
    words = (
        "本人 赵明远（身份证件号码：110105197805062810）系 甲乙丙公司 的法定代表人，现授权我单位 林晓雯"
        "（身份证件号码：110105199008094421）为数据出境安全评估申报工作经办人。\n授权委托期限：2026年9月1日至2027年8月31日\n"
        "法定代表人（签字）：\n经 办 人（签字）：林晓雯"
    )
    lines = "单位名称：甲乙丙公司\n法定代表人：赵明远\n法定代表人身份证件号码：110105197805062810\n经办人：林晓雯"
    first, second = (fields(t, "power_of_attorney", criteria) for t in (words, lines))
    assert first["legal_rep"].value == second["legal_rep"].value == "赵明远"
    assert first["legal_rep_id"].value == second["legal_rep_id"].value
    assert first["processor"].value == second["processor"].value == "甲乙丙公司"
    assert (first["legal_rep_sign"].text, first["agent_sign"].text) == ("", "林晓雯")
    assert first["term"].value is not None


def test_tables_of_data_and_chapters(criteria: Criteria) -> None:
    text = (
        "= 二、出境活动整体情况\n== （二）拟出境数据情况\n3.按场景梳理的出境数据项\n"
        "| 序号 | 数据项名称 | 内容描述 | 出境必要性 | 示例 | 备注 |\n| 1 | 姓名 | 甲 | 乙 | | 无 |\n"
        "4.存储、链路情况\n出境方式为专线。（三）数据处理者数据安全保障能力情况\n1.数据安全管理能力\n有制度。"
    )
    found = fields(text, "self_assessment", criteria)
    listing = found["items"].value
    assert isinstance(listing, Listing)
    assert listing.rows[0].cells["数据项名称"] == "姓名"
    assert found["export_links"].text == "出境方式为专线。"
    assert found["management"].text == "有制度。"


def test_headings_by_number_and_not_by_looks() -> None:
    blocks = tuple(
        Block(kind, text, Place("a"), level=level)
        for kind, text, level in [
            ("heading", "一、总体", 1),
            ("heading", "（一）情况", 2),
            ("heading", "场景一：订单", 1),
            ("paragraph", "1.名称。正文", None),
            ("paragraph", "正文2026.1.1", None),
        ]
    )
    assert [(h.level, h.title, h.run_in) for h in headings(blocks)] == [
        (1, "总体", ""),
        (2, "情况", ""),
        (3, "名称", "正文"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1数据处理者情况", "数据处理者情况"),
        ("（八）出境后保存期限：", "出境后保存期限"),
        ("统一社会\n信用代码", "统一社会信用代码"),
        ("涉及自然人（去重）数量", "涉及自然人数量"),
        ("2026年报告", "2026年报告"),
        ("10万人以上", "10万人以上"),
    ],
)
def test_labels_in_one_form(text: str, expected: str) -> None:
    assert key(text) == expected


def test_confidence_is_that_of_the_reading(criteria: Criteria) -> None:
    one = paper("a.docx", "| 1数据处理者情况 |\n| 单位名称 | 甲公司 |")
    blurred = replace(one, blocks=tuple(replace(b, confidence=0.5) for b in one.blocks))
    (found,) = extract(blurred, "application_form", criteria.tables)
    assert found.confidence == 0.5


@pytest.mark.parametrize(
    "day",
    [
        "2026年11月16日",
        "2026-11-16",
        "2026.11.16",
        "2026/11/16",
        "20261116",
        "二〇二六年十一月十六日",
        "2026 年 11 月 16 日",
    ],
)
def test_a_date_in_running_words_in_any_form(day: str, criteria: Criteria) -> None:
    contract = fields(f"个人信息出境标准合同\n本合同自{day}起生效。\n{day}", "standard_contract", criteria)
    assert str(contract["effective"].value) == "2026-11-16"
    assert str(contract["sign_date"].value) == "2026-11-16"


def laid_out(text: str, page: int, top: float, kind: str = "paragraph") -> Block:
    return Block(kind, text, Place("a.pdf", page, f"第{page}页", (0.1, top, 0.9, top + 0.02)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("above", "below", "parts"),
    [
        ("（四）因本合同产生的争议，双方不能协商解决的，按照下列", "第1种方式解决：1.仲裁。", 1),
        ("（四）因本合同产生的争议，双方不能协商解决的，依法处理。", "第1种方式解决：1.仲裁。", 2),
        ("（四）因本合同产生的争议，双方不能协商解决的，按照下列", "（五）本合同一式三份。", 2),
        ("个人信息出境标准合同", "第1种方式解决：1.仲裁。", 2),
    ],
    ids=["cut", "ended", "next item", "title"],
)
def test_a_sentence_cut_by_the_end_of_a_page(above: str, below: str, parts: int) -> None:
    blocks = (laid_out(above, 3, 0.9, "heading"), laid_out(below, 4, 0.1))
    assert len(unglued(blocks)) == parts


def test_a_blank_at_the_end_of_a_scene_is_not_filled_by_the_next_scene(criteria: Criteria) -> None:
    scene = "| 6数据出境场景{} | 出境场景简述 | 会员客服 |\n| 6数据出境场景{} | 境外接收方情况 | 统计说明：（如需） |\n"
    found = fields(scene.replace("{}", "1") + scene.replace("{}", "2"), "application_form", criteria)
    assert found["scene.2.brief"].value == "会员客服"
    assert not found["scene.1.statistics"].text and not found["scene.2.statistics"].text


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("单位名称 Name of Company", "单位名称"),
        ("统一社会信用代码/Unified Social Credit Code：", "统一社会信用代码"),
        ("（一）处理目的 Purpose", "处理目的"),
        ("是否为CIIO", "是否为CIIO"),
        ("境外接收方名称 Brightmere Analytics Inc.", "境外接收方名称BrightmereAnalyticsInc."),
    ],
)
def test_english_beside_a_label_is_no_part_of_it(label: str, wanted: str) -> None:
    assert key(label) == wanted
