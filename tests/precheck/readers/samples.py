"""Invented papers: Word files with everything that Word can hide, printed PDFs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG = "境外接收方处理数据的目的、范围、方式的合法性、正当性、必要性逐项说明如下，"


def xml(markup: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import parse_xml

    head, _, rest = markup.partition(">")
    close = "/" if head.endswith("/") else ""
    spaces = f' xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    spaces += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    spaces += ' xmlns:v="urn:schemas-microsoft-com:vml"'
    return parse_xml(head.removesuffix("/") + spaces + close + ">" + rest)


def word(build: Any) -> bytes:
    """A Word file; `build(document)` fills it."""
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(raw: bytes, change: dict[str, bytes | None]) -> bytes:
    """A zip package with entries replaced, added, or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in change:
                after.writestr(name, before.read(name))
        for name, content in change.items():
            if content is not None:
                after.writestr(name, content)
    return out.getvalue()


def styles() -> dict[str, Any]:
    """Paragraph styles of a printed report."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return {
        "body": ParagraphStyle(
            "b", fontName="STSong-Light", fontSize=10.5, leading=18, firstLineIndent=21, wordWrap="CJK"
        ),
        "cell": ParagraphStyle("c", fontName="STSong-Light", fontSize=10.5, leading=14, wordWrap="CJK"),
        "title": ParagraphStyle("t", fontName="STSong-Light", fontSize=16, leading=26),
    }


def report(sections: int = 2) -> bytes:
    """A printed report: headings, indented paragraphs of several lines, ruled tables with merged cells."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    style = styles()
    grid = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
            ("FONTNAME", (0, 0), (-1, -1), "STSong-Light"),
            ("SPAN", (0, 2), (1, 2)),
        ]
    )
    body: list[Any] = []
    for n in range(1, sections + 1):
        wrapped = Paragraph("单元格里的文字要换行显示" * 3, style["cell"])
        table = [
            ["字段", "类别", "数量"],
            [f"姓名{n}", "个人信息", "12,345"],
            ["合并", None, "x"],
            [wrapped, "□是 ☑否", "y"],
        ]
        body += [
            Paragraph(f"{n}.1 出境数据情况", style["title"]),
            Paragraph(LONG * 4 + f"编号{n}。", style["body"]),
            Table(table, colWidths=[200, 100, 100], style=grid),
            Spacer(1, 10),
        ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(body)
    return out.getvalue()


def canvas(draw: Any, *, pages: int = 1, size: tuple[float, float] = (595, 842), **more: Any) -> bytes:
    """A PDF drawn by hand: `draw(canvas, page)` for every page, page from 1."""
    from reportlab.pdfgen.canvas import Canvas

    styles()
    out = io.BytesIO()
    made = Canvas(out, pagesize=size, **more)
    for page in range(1, pages + 1):
        made.setFont("STSong-Light", 12)
        draw(made, page)
        made.showPage()
    made.save()
    return out.getvalue()
