"""Received notices: the matters in every form they come in, what each is about, and whether it is met afterwards."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.errors import BadDocument, BadInput
from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import Result
from copilot.precheck.intake import Taken
from copilot.precheck.notice import notice_docx
from copilot.precheck.paper import Block, Paper, Place
from copilot.precheck.readers import read_paper
from copilot.precheck.received import Checklist, Known, NoticeItem, read_notice
from copilot.precheck.received_service import report_of
from copilot.precheck.received_words import load_notice_words, read_notice_words
from copilot.precheck.recheck import in_order, recheck
from copilot.precheck.service import Checked
from copilot.precheck.written import content_of
from copilot.rules.calendar import china_calendar
from tests.precheck.conftest import KB
from tests.precheck.readers import samples
from tests.precheck.submissions import clean, paper
from tests.precheck.test_report import NOW, words

DAY = dt.date(2026, 10, 15)
MATTERS = [
    "一、个人信息出境标准合同",
    "1. 附录一“出境后保存地点”没有填写。",
    "2. 合同正文与范本不一致，请按范本还原。",
    "二、个人信息保护影响评估报告",
    "（一）封面未加盖公章。",
    "（二）请补充论证境外接收方的技术能力。",
    "三、未提交经办人身份证件影印件。",
]
NOTICE = [
    "补正通知书",
    "备案编号：BA110000-2026-0012",
    "北京云帆智行科技有限公司：",
    "你单位提交的个人信息出境标准合同备案材料，经查验存在以下问题：",
    *MATTERS,
    "请自收到本通知之日起10个工作日内提交补正材料。",
    "联系人：王某",
    "2026年10月15日",
]


@pytest.fixture
def known(criteria: Criteria) -> Known:
    return Known(criteria, load_notice_words(KB), {"SC-03": "经办人身份证件影印件"}, china_calendar())


def written(lines: list[str]) -> bytes:
    return samples.word(lambda document: [document.add_paragraph(line) for line in lines])


def printed(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    from copilot.export.pdf import chinese_font, styles_of

    out, style = io.BytesIO(), styles_of(chinese_font())["body"]
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(line, style) for line in lines])
    return out.getvalue()


def read(lines: list[str], known: Known, **said: object) -> Checklist:
    given: dict[str, object] = {"kind": None, "on": DAY, "received_on": DAY, **said}
    return read_notice(read_paper("通知.docx", written(lines)), known, **given)  # type: ignore[arg-type]


def about(checklist: Checklist) -> list[tuple[str | None, list[str]]]:
    return [(i.material, i.criteria) for i in checklist.items]


EXPECTED = [
    ("SC-06", ["PC-079"]),
    ("SC-06", ["PC-295"]),
    ("SC-07", ["PC-100", "PC-132"]),
    ("SC-07", []),
    ("SC-03", ["PC-014"]),
]


@pytest.mark.parametrize(
    ("make", "name"),
    [(written, "通知.docx"), (printed, "通知.pdf"), (lambda lines: "\n".join(lines).encode(), "通知.txt")],
)
def test_numbered_matters_from_files(make: Callable[[list[str]], bytes], name: str, known: Known) -> None:
    found = read_notice(read_paper(name, make(NOTICE)), known, kind=None, on=DAY, received_on=DAY)
    assert (found.kind, found.number, found.issued_on) == ("standard_contract", "BA110000-2026-0012", DAY)
    assert about(found) == EXPECTED
    assert [i.number for i in found.items] == [1, 2, 3, 4, 5]
    assert found.items[0].heading == "个人信息出境标准合同" and "改签" in found.items[0].owner
    assert found.items[4].owner == "经办人" and found.items[4].asks == ["补交"] and found.items[4].heading == ""
    assert (found.due, found.due_text) == (dt.date(2026, 10, 29), "10个工作日内")
    assert any("1 项不能" in note for note in found.notes)


def test_numbers_that_word_makes_and_tables_are_read_too(known: Known) -> None:
    bare = [
        line.split("、")[-1].split(". ")[-1].split("）", 1)[-1] for line in MATTERS if line[:2] not in ("一、", "二、")
    ]
    found = read(NOTICE[:4] + bare + NOTICE[-3:], known)
    assert [i.text for i in found.items] == bare and found.items[4].criteria == ["PC-014"]
    rows = [["序号", "材料名称", "存在问题", "完成时限"], ["1", "个人信息保护影响评估报告", "封面未加盖公章", "尽快"]]

    def build(document) -> None:  # type: ignore[no-untyped-def]
        document.add_paragraph("个人信息出境标准合同备案补正通知")
        table = document.add_table(2, 4)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text

    (item,) = read_notice(read_paper("通知.docx", samples.word(build)), known, kind=None, on=DAY).items
    assert item.material == "SC-07" and "PC-100" in item.criteria and "尽快" not in item.text


@pytest.mark.parametrize(
    ("line", "received", "due"),
    [
        ("请于2026年11月5日前提交。", None, dt.date(2026, 11, 5)),
        ("请在收到本通知之日起十五日内提交。", DAY, dt.date(2026, 10, 30)),
        ("请在收到本通知后5个工作日内提交。", dt.date(2026, 9, 30), dt.date(2026, 10, 13)),
        ("请在收到本通知后5个工作日内提交。", None, None),
        ("请尽快提交。", DAY, None),
    ],
)
def test_the_time_allowed(line: str, received: dt.date | None, due: dt.date | None, known: Known) -> None:
    found = read([*NOTICE[:4], "1. 未提交承诺书。", line], known, received_on=received)
    assert found.due == due and len(found.items) == 1
    assert any("收到通知的日期" in n for n in found.notes) == (received is None and due is None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("统一社会信用代码填写有误。", ["PC-125"]),
        ("标准合同第九条未选定争议解决的方式。", ["PC-083"]),
        ("影响评估报告完成日期距备案日超过3个月。", ["PC-137"]),
        ("标准合同与影响评估报告的境外接收方不一致。", ["PC-172"]),
        ("标准合同与影响评估报告的内容不一致。", []),  # which field is not said
        ("请进一步完善材料。", []),
        ("附件不全。", []),
    ],
)
def test_only_what_is_sure_is_matched(text: str, expected: list[str], known: Known) -> None:
    (item,) = read([*NOTICE[:4], f"1. {text}"], known).items
    assert item.criteria == expected


def test_what_cannot_be_read_is_refused(known: Known) -> None:
    with pytest.raises(BadInput, match="逐项"):
        read(["标准合同备案", "材料不行，请补正"], known)
    with pytest.raises(BadInput, match="哪种手续"):
        read(["补正通知", "1. 未盖章"], known)
    with pytest.raises(BadDocument):
        read_notice(read_paper("n.pdf", b"%PDF-1.4 cut"), known, kind="extension", on=DAY)


def test_a_scan_of_a_notice_says_so(known: Known) -> None:
    blocks = tuple(Block("paragraph", t, Place("n.png", 1, "x"), confidence=0.95) for t in NOTICE)
    found = read_notice(Paper("n.png", "image", "0", blocks), known, kind=None, on=DAY)
    assert about(found) == EXPECTED and any("扫描件" in n for n in found.notes)


# -- our own draft comes back, and the papers after it


def checked(texts: dict[str, str], criteria: Criteria, book: RuleBook, kind: str = "standard_contract") -> Checked:
    submission = Submission(tuple(paper(f, t) for f, t in texts.items()), "某公司", province="11", offline=False)
    result = run(submission, kind=kind, filed_on=DAY, book=book, criteria=criteria)  # type: ignore[arg-type]
    return Checked(result, submission, Taken("某公司", ()))


def faulty() -> dict[str, str]:
    texts = clean("standard_contract")
    del texts["03经办人证件.png"]
    contract = texts["06标准合同.docx"]
    texts["06标准合同.docx"] = contract.replace("出境后保存地点：新加坡", "出境后保存地点：").replace(
        "第 2 种", "第   种"
    )
    return texts


def test_our_draft_comes_back_matter_by_matter(known: Known, criteria: Criteria, book: RuleBook) -> None:
    before = checked(faulty(), criteria, book)
    raised = before.result.notice()
    assert {f.rule_id for f in raised} >= {"PC-014", "PC-079", "PC-083"}
    draft = read_paper("补正通知书.docx", notice_docx(before, producer="示例", now=NOW))
    found = read_notice(draft, known, kind="standard_contract", on=DAY)
    assert sorted((i.material, *i.criteria) for i in found.items) == sorted((f.material, f.rule_id) for f in raised)
    again = recheck(found, before.result, criteria)
    assert {i.status for i in again.items} == {"not_met"} and all(i.found for i in again.items)
    after = recheck(found, checked(clean("standard_contract"), criteria, book).result, criteria, name="补正后")
    assert {i.status for i in after.items} == {"met"} and after.rechecked and after.rechecked.name == "补正后"


def test_half_done(known: Known, criteria: Criteria, book: RuleBook) -> None:
    texts = clean("standard_contract")
    texts["06标准合同.docx"] = texts["06标准合同.docx"].replace("出境后保存地点：新加坡", "出境后保存地点：")
    again = recheck(read(NOTICE, known), checked(texts, criteria, book).result, criteria)
    by_number = {i.number: i for i in again.items}
    assert by_number[1].status == "not_met" and "保存地点" in by_number[1].found[0]
    assert by_number[2].status == "cannot_tell" and "没有导入" in by_number[2].why  # no model contract was loaded
    assert by_number[4].status == "cannot_tell" and by_number[5].status == "met"
    assert in_order(again)[0].number == 1


def test_another_field_of_the_same_paper_is_no_answer(known: Known, criteria: Criteria, book: RuleBook) -> None:
    texts = clean("standard_contract")
    texts["06标准合同.docx"] = texts["06标准合同.docx"].replace("传输方式：公共互联网加密传输", "传输方式：")
    result = checked(texts, criteria, book).result
    assert [f for f in result.findings if f.rule_id == "PC-079"]
    assert item_of(read(NOTICE, known), result, criteria, 1).status == "met"


def test_a_paper_that_is_gone_is_not_met(known: Known, criteria: Criteria, book: RuleBook) -> None:
    texts = clean("standard_contract")
    del texts["06标准合同.docx"]
    one = item_of(read(NOTICE, known), checked(texts, criteria, book).result, criteria, 1)
    assert one.status == "cannot_tell" and "没有这项材料" in one.why


def test_other_kinds_are_refused(known: Known, criteria: Criteria, book: RuleBook) -> None:
    with pytest.raises(BadInput):
        recheck(read(NOTICE, known), checked(clean("gba_hk"), criteria, book, "gba_hk").result, criteria)


def item_of(found: Checklist, result: Result, criteria: Criteria, number: int) -> NoticeItem:
    return next(i for i in recheck(found, result, criteria).items if i.number == number)


def test_the_checklist_as_files(known: Known, criteria: Criteria, book: RuleBook) -> None:
    found = recheck(read(NOTICE, known), checked(clean("standard_contract"), criteria, book).result, criteria)
    lines, rows = words(content_of(found, ".docx", report_of, producer="示例", now=NOW))
    assert lines[0] == "补正事项清单" and any("通知列出 5 项" in line for line in lines)
    assert [r[0] for r in rows if r[0].isdecimal()] == ["2", "4", "1", "3", "5"]
    page = content_of(found, ".html", report_of, producer="示例", now=NOW).decode()
    assert "PC-" not in page.split("逐项")[0] and "封面未加盖公章" in page
    assert Checklist.model_validate_json(content_of(found, ".json", report_of, producer="示例")) == found
    with pytest.raises(BadInput):
        content_of(found, ".odt", report_of, producer="示例")


def test_faults_of_the_data_are_told(tmp_path: Path) -> None:
    (tmp_path / "precheck").mkdir()
    whole = (KB / "precheck" / "notices.yaml").read_text("utf-8")
    (tmp_path / "precheck" / "notices.yaml").write_text(
        whole.replace("seal_missing", "seal_gone").replace('"修订', '"(修订')
    )
    assert [f.code for f in read_notice_words(tmp_path)[1]] == ["check", "pattern"]
    assert read_notice_words(KB)[1] == []
