"""Word files: what stands in them, where, and what Word would hide."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from copilot.precheck.paper import Block, Mark, Paper
from copilot.precheck.readers import read_paper


def read(raw: bytes) -> Paper:
    paper = read_paper("材料/甲.docx", raw)
    assert paper.format == "docx", paper.unread
    return paper


def one(paper: Paper, text: str) -> Block:
    (block,) = [b for b in paper.blocks if text in b.text]
    return block


def marks(paper: Paper, kind: str) -> list[Mark]:
    return [m for m in paper.marks if m.kind == kind]


def test_headings_paragraphs_and_looks(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        d.add_heading("自评估报告", 0)
        d.add_heading("数据处理者情况", 2)
        run = d.add_paragraph().add_run("本公司成立于2001年。")
        run.bold, run.font.size = True, samples_pt(18)
        d.add_paragraph("一、出境目的")

    paper = read(samples.word(build))
    assert [(b.kind, b.level, b.text) for b in paper.blocks] == [
        ("heading", 1, "自评估报告"),
        ("heading", 2, "数据处理者情况"),
        ("paragraph", None, "本公司成立于2001年。"),
        ("heading", 1, "一、出境目的"),
    ]
    assert paper.blocks[2].bold and paper.blocks[2].size_pt == 18 and paper.blocks[2].place.locator == "第3段"
    assert paper.blocks[0].place.file == "材料/甲.docx" and paper.sha256 and paper.producer["author"] == "python-docx"


def samples_pt(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def test_tables_with_merged_and_nested_cells(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        table = d.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
        table.cell(0, 2).text = "右"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
        table.cell(2, 2).text = "末"
        inner = table.cell(1, 1).add_table(1, 2)
        inner.cell(0, 1).text = "里"

    paper = read(samples.word(build))
    assert [(b.text, b.table, b.row, b.column, b.place.locator) for b in paper.blocks] == [
        ("合并", 0, 0, 0, "表1第1行第1列"),
        ("右", 0, 0, 2, "表1第1行第3列"),
        ("竖", 0, 1, 0, "表1第2行第1列"),
        ("里", 1, 0, 1, "表1第2行第2列内的表2第1行第2列"),
        ("末", 0, 2, 2, "表1第3行第3列"),
    ]


def test_headers_footnotes_comments_and_text_boxes(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        d.sections[0].header.paragraphs[0].text = "内部资料"
        d.sections[0].footer.paragraphs[0].text = "某某公司"
        run = d.add_paragraph("正文").add_run("有批注")
        d.add_comment([run], text="这里不对", author="李四")
        inner = "<w:p><w:r><w:t>框里的字</w:t></w:r></w:p>"
        box = f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>"
        box = f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>"
        d.paragraphs[0]._p.append(samples.xml(box))

    paper = read(samples.word(build))
    assert [(b.kind, b.text) for b in paper.blocks] == [
        ("header", "内部资料"),
        ("footer", "某某公司"),
        ("paragraph", "正文有批注"),
        ("textbox", "框里的字"),
        ("comment", "这里不对"),
    ]
    assert paper.blocks[-1].place.locator == "批注1（李四）"
    assert paper.text() == "正文有批注\n框里的字"


def test_tracked_changes_read_as_accepted(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("保存期限为")._p
        p.append(samples.xml('<w:del w:id="1" w:author="a"><w:r><w:delText>三年</w:delText></w:r></w:del>'))
        p.append(samples.xml('<w:ins w:id="2" w:author="a"><w:r><w:t>五年</w:t></w:r></w:ins>'))

    paper = read(samples.word(build))
    assert paper.blocks[0].text == "保存期限为五年"
    assert [m.value for m in marks(paper, "deletion")] == ["三年"]
    assert [(m.value, m.place.locator) for m in marks(paper, "insertion")] == [("五年", "第1段")]


@pytest.mark.parametrize("how", ["vanish", "white", "tiny", "theme", "style"])
def test_hidden_text_is_kept_apart(samples: ModuleType, how: str) -> None:
    from docx.shared import Pt, RGBColor

    def build(d: Any) -> None:
        run = d.add_paragraph("看得见").add_run("看不见")
        if how == "vanish":
            run.font.hidden = True
        elif how == "white":
            run.font.color.rgb = RGBColor(255, 255, 254)
        elif how == "theme":
            run._r.get_or_add_rPr().append(samples.xml('<w:color w:val="FFFFFF" w:themeColor="background1"/>'))
        elif how == "style":
            style = d.styles.add_style("Secret", 2)
            style.font.hidden = True
            run.style = style
        else:
            run.font.size = Pt(1)

    paper = read(samples.word(build))
    assert [(b.text, b.visible) for b in paper.blocks] == [("看得见", True), ("看不见", False)]
    assert [m.value for m in marks(paper, "hidden")] == ["看不见"] and "看不见" not in paper.text()


def test_white_words_on_a_dark_cell_are_visible(samples: ModuleType) -> None:
    from docx.shared import RGBColor

    def build(d: Any) -> None:
        cell = d.add_table(1, 1).cell(0, 0)
        cell._tc.get_or_add_tcPr().append(samples.xml('<w:shd w:val="clear" w:fill="1F3864"/>'))
        cell.paragraphs[0].add_run("表头").font.color.rgb = RGBColor(255, 255, 255)

    paper = read(samples.word(build))
    assert [(b.text, b.visible) for b in paper.blocks] == [("表头", True)] and not marks(paper, "hidden")


def test_tick_boxes_of_every_kind(samples: ModuleType) -> None:
    modern = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    legacy = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
        "</w:fldChar></w:r>"
    )
    symbol = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'

    def build(d: Any) -> None:
        for piece in (
            modern.format(1, "☒"),
            modern.format(0, "☐"),
            legacy.format("<w:checked/>"),
            legacy.format(""),
            symbol.format("Wingdings", "F0FE"),
            symbol.format("Wingdings", "F0A8"),
            symbol.format("Wingdings 2", "F052"),
        ):
            p = d.add_paragraph()
            p._p.append(samples.xml(piece))
            p.add_run("同意")
        d.add_paragraph("■是　□否")
        d.add_paragraph("√□甲 □乙")

    paper = read(samples.word(build))
    states = "".join("+" if m.value == "checked" else "-" for m in marks(paper, "checkbox"))
    assert states == "+-+-+-+" + "+-" + "+-"
    assert paper.blocks[2].text == "☑同意" and marks(paper, "checkbox")[-1].place.locator == "第9段"


def test_marked_words(samples: ModuleType) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import RGBColor

    def build(d: Any) -> None:
        p = d.add_paragraph("第八条 ")
        p.add_run("数据出境").font.highlight_color = WD_COLOR_INDEX.YELLOW
        p.add_run("的目的").font.highlight_color = WD_COLOR_INDEX.YELLOW
        framed = d.add_paragraph("加框的条款")
        sides = "".join(f'<w:{s} w:val="single"/>' for s in ("top", "left", "bottom", "right"))
        framed._p.get_or_add_pPr().append(samples.xml(f"<w:pBdr>{sides}</w:pBdr>"))
        d.add_paragraph().add_run("红字").font.color.rgb = RGBColor(255, 0, 0)

    paper = read(samples.word(build))
    assert [(m.value, m.sure) for m in marks(paper, "highlight")] == [
        ("数据出境的目的", True),
        ("加框的条款", True),
        ("红字", False),
    ]


def test_pages_by_the_breaks_that_word_recorded(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        d.add_paragraph("第一页")
        d.add_page_break()
        d.add_paragraph()._p.append(samples.xml("<w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r>"))
        d.add_paragraph()._p.append(
            samples.xml("<w:r><w:t>开头</w:t><w:lastRenderedPageBreak/><w:t>第三页</w:t></w:r>")
        )
        d.add_paragraph("还是第三页")

    paper = read(samples.word(build))
    assert [(b.text, b.place.page) for b in paper.blocks] == [
        ("第一页", 1),
        ("第二页", 2),
        ("开头第三页", 2),
        ("还是第三页", 3),
    ]
    assert paper.pages == 3


def test_pages_are_unknown_where_word_recorded_none(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        for _ in range(30):
            d.add_paragraph("很长的一段话" * 20)

    paper = read(samples.word(build))
    assert paper.pages is None and paper.blocks[0].place.page == 1 and paper.blocks[-1].place.page is None


def test_links_and_dangers(samples: ModuleType) -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("见")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        rid = d.part.relate_to("https://example.com/a", kind + "hyperlink", is_external=True)
        d.part.relate_to("http://example.com/t.dotm", kind + "attachedTemplate", is_external=True)
        link = samples.xml("<w:hyperlink><w:r><w:t>这里</w:t></w:r></w:hyperlink>")
        link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", rid)
        p._p.append(link)
        p._p.append(samples.xml('<w:r><w:instrText>DDEAUTO c:\\\\x "y"</w:instrText></w:r>'))
        p._p.append(samples.xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))

    raw = samples.changed(samples.word(build), {"word/vbaProject.bin": b"x", "word/embeddings/oleObject1.bin": b"x"})
    paper = read(raw)
    assert [m.value for m in marks(paper, "link")] == ["这里 https://example.com/a"]
    assert [h.code for h in paper.hazards] == ["macro", "embedded", "external_link", "external_link"]
    assert paper.text() == "见这里"


def test_entities_are_reported_and_not_expanded(samples: ModuleType) -> None:
    body = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{samples.W}"><w:body><w:p><w:r><w:t>甲&x;乙</w:t></w:r></w:p></w:body></w:document>'
    )
    paper = read_paper("a.docx", samples.changed(samples.word(lambda d: None), {"word/document.xml": body.encode()}))
    assert "xxe" in [h.code for h in paper.hazards]
    assert "root" not in paper.text() and paper.text().startswith("甲")


def test_corrupt_and_locked_files_are_unreadable(samples: ModuleType) -> None:
    raw = samples.word(lambda d: d.add_paragraph("甲"))
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    for name, broken, word, code in (
        ("a.docx", raw[:900], "损坏", "corrupt"),
        ("a.docx", locked, "密码", "encrypted"),
        ("a.docx", b"", "空文件", None),
        ("a.docx", samples.changed(raw, {"word/document.xml": b"<w:doc"}), "损坏", "corrupt"),
        ("a.docx", samples.changed(raw, {"x.bin": b"\0" * 60_000_000}), "炸弹", "bomb"),
    ):
        paper = read_paper(name, broken)
        assert paper.format == "unreadable" and word in paper.unread and not paper.blocks
        assert [h.code for h in paper.hazards] == ([code] if code else [])
