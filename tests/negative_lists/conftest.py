"""The shipped lists, and annexes laid out in the published shapes with invented content."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from copilot.law.negative_lists import NegativeLists
from tests import shipped

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["数据类别", "场景名称", "数据子类", "数据基本特征与描述"]
SINCE = "自1月1日起累计提供"
PLAIN = "个人信息（不含敏感信息）"
COUNTED = "按自然人去重统计。"
PI = "包括姓名、联系方式、工号（限内部使用，不含证件号）、入职日期等数据；按自然人去重统计。"
SP = "包括体检结果、银行卡号等敏感个人信息；按自然人去重统计。"
TITLE = "中国（湖北）自由贸易试验区数据出境管理清单（负面清单）（2026版）"
# One invented annex: heading lines, then the rows of each table.
ASSESS = [
    ["重要数据", "试制场景", "1.反映试制能力的数据。", "包括未公开的产线参数等。"],
    ["个人信息", "试制场景", f"2.{SINCE}300万人以上的{PLAIN}。", PI],
    ["个人信息", "试制场景", f"3.{SINCE}20万人以上的敏感个人信息。", SP],
    ["除第2、3项以外的个人信息", "",
     f"4.{SINCE}120万人以上的{PLAIN}，或3万人以上的敏感个人信息。", COUNTED],
]  # fmt: skip
CONTRACT = [
    ["个人信息", "试制场景", f"5.{SINCE}50万人以上且不满300万人的{PLAIN}。", PI],
    ["个人信息", "试制场景", f"6.{SINCE}2万人以上且不满二十万人的敏感个人信息。", SP],
    ["除第5、6项以外的个人信息", "",
     f"7.{SINCE}12万人以上且不满120万人的{PLAIN}，或不满3万人的敏感个人信息。", COUNTED],
]  # fmt: skip
HEADINGS = (
    "一、装备试制领域",
    "（一）须做安全评估的数据清单",
    "（二）须订立并备案标准合同，或者取得保护认证的个人信息出境数据清单",
)
FLAT_HEADER = ["序号", "领域", "业务场景", "数据类别", "数据项", "数量规模", "管理方式", "备注"]
FLAT = [
    ["1", "装备试制", "试制", "重要数据", "产线参数", "", "数据出境安全评估", ""],
    ["2", "装备试制", "试制", "个人信息", "姓名", "300万人以上", "数据出境安全评估", ""],
    ["3", "装备试制", "试制", "个人信息", "联系方式", "300万人以上", "数据出境安全评估", ""],
    ["4", "装备试制", "试制", "敏感个人信息", "银行卡号", "2万人以上不满20万人", "标准合同或者保护认证", "限发工资"],
]  # fmt: skip


@pytest.fixture(scope="session")
def lists() -> NegativeLists:
    """All zones and lists of this repository."""
    return shipped.negative_lists()


def docx_annex() -> bytes:
    """Category and scene cells merged down, the residual row's merged across, as the published .docx do."""
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(HEADINGS[0])
    for heading, rows in ((HEADINGS[1], ASSESS), (HEADINGS[2], CONTRACT)):
        document.add_paragraph(heading)
        table = document.add_table(rows=1 + len(rows), cols=4)
        for r, row in enumerate([HEADER, *rows]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        first = 2 if rows is ASSESS else 1
        for column, text in ((0, "个人信息"), (1, "试制场景")):
            merged = table.cell(first, column).merge(table.cell(first + 1, column))
            merged.text = text
        last = len(rows)
        table.cell(last, 0).merge(table.cell(last, 1)).text = rows[-1][0]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_annex(*, flat: bool = False) -> bytes:
    """A sheet with the tables below each other; `flat`: each row says its own domain and path."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    if flat:
        for row in ([TITLE], FLAT_HEADER, *FLAT):
            sheet.append(row)
        sheet.merge_cells("A1:H1")
        for column in "BC":
            for r in range(4, 7):
                sheet[f"{column}{r}"] = None
            sheet.merge_cells(f"{column}3:{column}6")
    else:
        sheet.append([TITLE])
        sheet.append([HEADINGS[0]])
        for heading, rows in ((HEADINGS[1], ASSESS), (HEADINGS[2], CONTRACT)):
            sheet.append([heading])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
            for row in [HEADER, *rows]:
                sheet.append(row)
            sheet.append([])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf_annex(*, password: str = "") -> bytes:
    """Tables that break over pages in the middle of a row, the header repeated, cells merged across."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=15, wordWrap="CJK")

    def table(rows: list[list[str]], *, across: bool = False) -> Table:
        body = [[Paragraph(c, style) for c in row] for row in [HEADER, *rows]]
        spans = [("SPAN", (0, len(rows)), (1, len(rows)))] if across else []
        return Table(body, colWidths=[70, 70, 160, 160], style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans])

    def broken(row: list[str], at: int) -> tuple[list[str], list[str]]:
        """A row cut in both long cells: the rest stands on the next page under empty cells."""
        return [*row[:2], row[2][:at], row[3][:at]], ["", "", row[2][at:], row[3][at:]]

    head, tail = broken(ASSESS[2], 15)
    top, rest = broken(CONTRACT[0], 33)
    story = [Paragraph(text, style) for text in (TITLE, *HEADINGS[:2])]
    story += [table([*ASSESS[:2], head]), PageBreak(), table([tail, ASSESS[3]], across=True)]
    story += [Paragraph(HEADINGS[2], style), table([top]), PageBreak(), table([rest, *CONTRACT[1:]], across=True)]
    out = io.BytesIO()
    options = {"encrypt": StandardEncryption(password, canPrint=0)} if password else {}
    SimpleDocTemplate(out, pagesize=A4, **options).build(story)
    return out.getvalue()


def markdown_annex() -> bytes:
    """Pipe tables under headings."""
    lines = [f"# {TITLE}", "", f"## {HEADINGS[0]}"]
    for heading, rows in ((HEADINGS[1], ASSESS), (HEADINGS[2], CONTRACT)):
        lines += ["", f"### {heading}", "", "| " + " | ".join(HEADER) + " |", "| --- | --- | --- | --- |"]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines).encode()
