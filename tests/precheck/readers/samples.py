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


def ofd(pages: list[str], *, extra: dict[str, bytes] | None = None, body: str = "") -> bytes:
    """An OFD package; each page is the markup of its layer, in millimetres."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    files = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Author>某某公司</ofd:Author></ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"
        f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:MultiMedias></ofd:Res>",
    }
    for n, layer in enumerate(pages):
        content = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{layer}</ofd:Layer></ofd:Content></ofd:Page>"
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
        for name, raw in (extra or {}).items():
            package.writestr(name, raw)
    return out.getvalue()


def ofd_text(text: str, x: float, y: float, *, size: float = 4.2, more: str = "", fill: str = "") -> str:
    """A text object whose base line is at `(x, y)`."""
    step = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    colour = f'<ofd:FillColor Value="{fill}"/>' if fill else ""
    box = f"{x} {y - size} {size * len(text)} {size * 1.2}"
    return (
        f'<ofd:TextObject ID="5" Font="1" Size="{size}" Boundary="{box}" {more}>'
        f'{colour}<ofd:TextCode X="0" Y="{size}" DeltaX="{step}">{text}</ofd:TextCode></ofd:TextObject>'
    )
