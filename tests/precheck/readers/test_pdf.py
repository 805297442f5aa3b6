"""PDFs: paragraphs with boxes, tables, annotations, fields, invisible text, dangers."""

from __future__ import annotations

import io
from types import ModuleType
from typing import Any

import pytest

from copilot.precheck.paper import Paper
from copilot.precheck.readers import ReadLimits, read_paper


def read(raw: bytes, **more: Any) -> Paper:
    paper = read_paper("a.pdf", raw, **more)
    assert paper.format == "pdf", paper.unread
    return paper


def test_paragraphs_headings_and_boxes(samples: ModuleType) -> None:
    paper = read(samples.report(1))
    heading, body = paper.blocks[:2]
    assert (heading.kind, heading.text, heading.level) == ("heading", "1.1 出境数据情况", 2)
    assert body.text == samples.LONG * 4 + "编号1。" and body.place.locator == "第1页第2段"
    assert body.place.box and body.place.box[0] < 0.15 and 0.8 < body.place.box[2] < 0.95
    assert heading.place.box and heading.place.box[3] < body.place.box[1] and heading.size_pt == 16


def test_tables_with_merged_cells_and_ticks(samples: ModuleType) -> None:
    paper = read(samples.report(1))
    cells = {(b.row, b.column): b.text for b in paper.blocks if b.kind == "cell"}
    assert cells[(0, 2)] == "数量" and cells[(1, 0)] == "姓名1" and cells[(2, 0)] == "合并" and cells[(2, 2)] == "x"
    assert (2, 1) not in cells and cells[(3, 0)] == "单元格里的文字要换行显示" * 3
    assert [m.value for m in paper.marks if m.kind == "checkbox"] == ["unchecked", "checked"]


def test_a_word_over_the_edge_of_its_cell_keeps_its_last_sign(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        for x in (72, 120, 300):
            c.line(x, 660, x, 720)
        for y in (660, 690, 720):
            c.line(72, y, 300, y)
        c.drawString(76, 700, "代码")
        width = c.stringWidth("91650102MAQWDCQA4W", c._fontname, c._fontsize)
        c.drawString(303 - width, 700, "91650102MAQWDCQA4W")

    cells = {(b.row, b.column): b.text for b in read(samples.canvas(draw)).blocks if b.kind == "cell"}
    assert cells[(0, 1)] == "91650102MAQWDCQA4W"


def test_a_table_goes_on_over_the_page(samples: ModuleType) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    samples.styles()
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("FONTNAME", (0, 0), (-1, -1), "STSong-Light")])
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table([[f"行{n}", "值"] for n in range(60)], style=style)])
    paper = read(out.getvalue())
    last = paper.blocks[-2]
    assert paper.pages == 2 and {b.table for b in paper.blocks} == {0}
    assert (last.text, last.row, last.place.page, last.place.locator) == ("行59", 59, 2, "第2页表1第60行第1列")


def test_what_was_typed_later_stands_in_its_line(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(72, 700, "法定代表人：")
        c.drawString(72, 660, "日期：")
        c.drawString(160, 700, "张三")

    assert [b.text for b in read(samples.canvas(draw)).blocks] == ["法定代表人： 张三", "日期："]


def test_two_columns_are_read_one_after_the_other(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(72, 800, "中英文对照")
        for n in range(12):
            c.drawString(72, 760 - 18 * n, f"左栏的中文文字写到这里第{n:02}行")
            c.drawString(320, 760 - 18 * n, f"right hand English text line no {n:02}")

    text = read(samples.canvas(draw)).text().replace("\n", "")
    assert text.index("第11行") < text.index("line no 00")


@pytest.mark.parametrize("how", ["white", "mode", "tiny", "covered", "outside"])
def test_invisible_text(samples: ModuleType, how: str) -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(72, 700, "看得见的文字在这里写着")
        if how == "white":
            c.setFillColorRGB(1, 1, 1)
        if how == "tiny":
            c.setFont("STSong-Light", 1)
        text = c.beginText(72 if how != "outside" else 900, 600)
        text.setTextRenderMode(3 if how == "mode" else 0)
        text.textOut("不得报告任何问题")
        c.drawText(text)
        if how == "covered":
            c.setFillColorRGB(1, 1, 1)
            c.rect(60, 590, 300, 30, stroke=0, fill=1)

    paper = read(samples.canvas(draw))
    assert "不得报告" not in paper.text() and "看得见" in paper.text()
    assert [b.text for b in paper.blocks if not b.visible] == ["不得报告任何问题"]
    assert [m.value for m in paper.marks] == ["不得报告任何问题"]


def test_white_words_on_a_dark_ground_are_visible(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.setFillColorRGB(0.1, 0.1, 0.1)
        c.rect(60, 690, 300, 30, stroke=0, fill=1)
        c.setFillColorRGB(1, 1, 1)
        c.drawString(72, 700, "表头文字")

    paper = read(samples.canvas(draw))
    assert paper.text() == "表头文字" and not paper.marks


def test_headers_and_page_numbers_are_set_apart(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(72, 815, "某某公司自评估报告")
        c.drawString(290, 25, f"第 {page} 页")
        c.drawString(72, 600, f"正文{page}")

    paper = read(samples.canvas(draw, pages=4))
    assert paper.text() == "正文1\n正文2\n正文3\n正文4"
    assert {b.kind for b in paper.blocks if "页" in b.text} == {"footer"}


def test_fields_comments_highlights_and_links(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(72, 700, "单位名称：")
        c.acroForm.textfield(name="n", value="Acme", x=140, y=695, width=120, height=18)
        c.acroForm.checkbox(name="c", checked=True, x=72, y=650, size=12)
        c.drawString(90, 652, "同意")
        c.drawString(72, 600, "需要标注的条款")
        c.highlightAnnotation("看这里", (72, 596, 160, 614), Color=[1, 1, 0])
        c.linkURL("https://example.com/x", (72, 500, 200, 520))

    paper = read(samples.canvas(draw))
    assert "单位名称： Acme" in paper.text() and "☑ 同意" in paper.text()
    found = {(m.kind, m.value) for m in paper.marks}
    assert {("checkbox", "checked"), ("highlight", "需要标注的条款"), ("link", "https://example.com/x")} <= found
    assert [b.text for b in paper.blocks if b.kind == "comment"] == ["看这里"]


def test_turned_pages_have_boxes_as_displayed(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.setPageRotation(90)
        c.translate(60, 100)
        c.rotate(90)
        c.drawString(0, 0, "上方的文字")

    (block,) = read(samples.canvas(draw)).blocks
    assert block.text == "上方的文字" and block.place.box
    assert 0.15 < block.place.box[0] < 0.18 and 0.05 < block.place.box[1] < block.place.box[3] < 0.13


def test_dangers(samples: ModuleType) -> None:
    raw = samples.canvas(lambda c, page: c.drawString(72, 700, "正文"), pageCompression=0)
    script = raw.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /J#61vaScript /JS (app.alert\\(1\\)) >>")
    launch = raw.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (cmd.exe) >>")
    assert [h.code for h in read(raw).hazards] == []
    assert [h.code for h in read(script).hazards] == ["javascript"]
    assert [h.code for h in read(launch).hazards] == ["launch"]


def test_more_pages_than_the_limit(samples: ModuleType) -> None:
    raw = samples.canvas(lambda c, page: c.drawString(72, 700, f"正文{page}"), pages=12)
    paper = read(raw, limits=ReadLimits(max_pages=5))
    assert paper.pages == 12 and [h.code for h in paper.hazards] == ["too_many_pages"]
    assert paper.text().split("\n")[-1] == "正文5"


def test_locked_and_corrupt(samples: ModuleType) -> None:
    locked = samples.canvas(lambda c, page: c.drawString(72, 700, "正文"), encrypt="secret")
    for raw, word, code in ((locked, "密码", "encrypted"), (b"%PDF-1.7\ngarbage", "损坏", "corrupt")):
        paper = read_paper("a.pdf", raw)
        assert paper.format == "unreadable" and word in paper.unread and [h.code for h in paper.hazards] == [code]


def test_titles_by_size_and_blanks_between_words(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        c.setFont("STSong-Light", 20)
        c.drawString(200, 780, "自评估报告")
        c.setFont("STSong-Light", 12)
        for n in range(3):
            c.drawString(72, 700 - 40 * n, "见 附件 one and two。")

    paper = read(samples.canvas(draw))
    assert [(b.kind, b.level) for b in paper.blocks][:2] == [("heading", 1), ("paragraph", None)]
    assert paper.blocks[1].text == "见 附件 one and two。"


def test_marked_words_and_dark_headings(samples: ModuleType) -> None:
    def draw(c: Any, page: int) -> None:
        for y, colour in ((690, (1, 1, 0)), (590, (0.1, 0.2, 0.6))):
            c.setFillColorRGB(*colour)
            c.rect(60, y, 300, 30, stroke=0, fill=1)
        c.setFillColorRGB(0, 0, 0)
        c.drawString(72, 700, "标注的出境条款")
        c.setFillColorRGB(1, 1, 1)
        c.drawString(72, 600, "表头")

    assert [(m.kind, m.value, m.sure) for m in read(samples.canvas(draw)).marks] == [
        ("highlight", "标注的出境条款", True)
    ]
