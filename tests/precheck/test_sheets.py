"""The papers sheet by sheet, and where in them a finding stands."""

from __future__ import annotations

import time

import pytest

from copilot.precheck.finding import Spot
from copilot.precheck.paper import Block, Mark, Paper, Place
from copilot.precheck.sheets import MAX_BLOCKS, Anchor, Sheets, sheets_of
from tests.precheck.submissions import paper
from tests.precheck.test_report import finding


def block(page: int | None, locator: str, text: str = "文字", **more: object) -> Block:
    return Block("cell" if "table" in more else "paragraph", text, Place("a.docx", page, locator), **more)  # type: ignore[arg-type]


def made(*blocks: Block, marks: tuple[Mark, ...] = ()) -> Paper:
    return Paper("a.docx", "docx", "0" * 64, blocks, marks)


CONTRACT = """= 数据出境协议
甲方：示例公司
| 项目 | 内容 |
| 接收方 | 海外公司 |
--- 2
第二条 保存期限三年。
〔章：示例公司〕"""


def test_a_sheet_is_a_page_and_holds_its_marks() -> None:
    one = paper("a.docx", CONTRACT)
    ((first, second),) = Sheets([one]).of_paper
    assert (first.page, second.page) == (1, 2)
    assert [one.blocks[n].text for n in second.blocks] == ["第二条 保存期限三年。"]
    assert len(first.blocks) == 6 and first.marks == [] and second.marks == [0]


def test_without_pages_runs_are_sheets_and_a_row_is_not_cut() -> None:
    cells = [block(None, f"表1第{r + 1}行第{c + 1}列", table=0, row=r, column=c) for r in range(130) for c in range(7)]
    sheets = sheets_of(made(block(1, "第1段"), *cells, block(2, "第2段"), block(None, "第3段")))
    assert [s.page for s in sheets] == [1, None, None, None, None, 2, None][: len(sheets)]
    assert sum(len(s.blocks) for s in sheets) == 913 and all(len(s.blocks) < MAX_BLOCKS + 7 for s in sheets)
    inside = [s for s in sheets if s.page is None][1]
    assert cells[inside.blocks[0] - 1].column == 0


def test_a_paper_without_text_has_one_empty_sheet() -> None:
    ((sheet,),) = Sheets([made(marks=(Mark("seal", "公司", Place("a.docx", 3)),))]).of_paper
    assert sheet.blocks == [] and sheet.marks == [0]


@pytest.mark.parametrize(
    ("locator", "page", "evidence", "expected"),
    [
        ("表1第2行第1列", 1, "", (0, (4,), "place")),
        ("第2段", 1, "", (0, (1,), "place")),
        ("第2段的图片", 1, "", (0, (1,), "place")),
        ("", None, "保存期限\n三年。保存期限三年", (1, (6,), "text")),
        ("没有的地方", 2, "没有的文字", (1, (), "page")),
        ("", None, "", (0, (), "file")),
    ],
)
def test_where_a_finding_stands(
    locator: str, page: int | None, evidence: str, expected: tuple[int, tuple[int, ...], str]
) -> None:
    sheets = Sheets([paper("b.docx", "别的"), paper("a.docx", CONTRACT)])
    (anchor,) = sheets.anchors(finding(file="a.docx", page=page, locator=locator, evidence=evidence))
    assert (anchor.paper, anchor.sheet, anchor.blocks, anchor.exact) == (1, *expected)


def test_tenth_is_not_taken_for_first() -> None:
    sheets = Sheets([made(block(1, "第1段", "甲"), block(1, "第10段", "乙"))])
    assert sheets.anchors(finding(file="a.docx", page=1, locator="第10段的图片"))[0].blocks == (1,)
    assert sheets.anchors(finding(file="a.docx", page=1, locator="第11段"))[0].blocks == ()


def test_words_elsewhere_do_not_stand_for_a_seal() -> None:
    one = made(block(1, "第1段", "示例有限公司"), marks=(Mark("seal", "示例有限公司", Place("a.docx", 1, "第1页")),))
    (anchor,) = Sheets([one]).anchors(finding(file="a.docx", page=1, locator="第1页", evidence="示例有限公司"))
    assert (anchor.blocks, anchor.exact) == ((), "place")


def test_every_place_is_given_once_and_files_that_are_not_there_none() -> None:
    sheets = Sheets([paper("a.docx", CONTRACT), paper("b.docx", "甲方：示例公司")])
    spots = [
        Spot(file="b.docx", page=1, locator="第1段"),
        Spot(file="a.docx", page=1, locator="第2段"),
        Spot(file="没有"),
    ]
    found = sheets.anchors(finding(file="a.docx", page=1, locator="第2段", also=spots))
    assert found == [Anchor(0, 0, (1,), "place"), Anchor(1, 0, (0,), "place")]
    assert sheets.anchors(finding(file=None)) == []


def test_a_long_paper_with_many_marks_and_findings_takes_no_minutes() -> None:
    cells = [
        block(None, f"表1第{r + 1}行第{c + 1}列", f"值{r * 10 + c}", table=0, row=r, column=c)
        for r in range(3000)
        for c in range(10)
    ]
    marks = tuple(Mark("checkbox", "checked", Place("a.docx", None, f"表1第{i + 1}行第1列")) for i in range(3000))
    began = time.monotonic()
    sheets = Sheets([made(*cells, marks=marks)])
    for i in range(10, 100):
        (anchor,) = sheets.anchors(finding(file="a.docx", evidence=f"没有的字{i}\n值{i}99"))
        assert anchor.blocks[0] == i * 100 + 99
    assert sum(len(s.marks) for s in sheets.of_paper[0]) == 3000
    assert time.monotonic() - began < 10  # about half a second alone
