"""Small documents in every format, made on the fly; the text is invented."""

from __future__ import annotations

import io
import zipfile

TITLE = "试验数据出境管理办法"
ARTICLES = [
    "第一条 为了试验，制定本办法。",
    "第二条 数据处理者向境外提供试验数据，应当符合下列条件：",
    "（一）取得试验许可；",
    "（二）在30日内报告。",
    "数据处理者不得拆分数量。",
    "第三条 本办法由试验机关解释。",
    "第四条 本办法自2025年3月1日起施行。",
]
PREFACE = [TITLE, "（2025年1月15日试验机关令第99号公布）"]
LINES = [*PREFACE, "第一章 总 则", *ARTICLES[:1], "第二章 出境", *ARTICLES[1:]]


def text(title: str = TITLE) -> str:
    """Plain text."""
    return "\n".join([title, *LINES[1:]])


def docx(lines: list[str] | None = None) -> bytes:
    """A Word file."""
    import docx as word

    document = word.Document()
    for line in lines or LINES:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(body: str | None = None, *, charset: str = "utf-8") -> bytes:
    """An official-looking page with menu, scripts and footer."""
    main = body or "".join(f"<p>　　{line}</p>" for line in LINES[1:])
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{TITLE}_试验机关网站</title>'
        "<script>var x='第九十九条 脚本';</script></head><body><nav><a>首页</a><a>第八十条 菜单</a></nav>"
        f"<div id='c'><h1>{TITLE}</h1><div class='main'>{main}</div></div>"
        "<footer>版权所有 试验机关</footer></body></html>"
    )
    return page.encode(charset)


def pdf(lines: list[str] | None = None, *, password: str | None = None) -> bytes:
    """A printed PDF, lines broken at 24 characters, a page number at the foot."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password)
    y = 780
    canvas.setFont("STSong-Light", 14)
    for line in lines or LINES:
        for start in range(0, len(line), 24):
            canvas.drawString(72, y, line[start : start + 24])
            y -= 22
            if y < 60:
                canvas.drawString(290, 30, f"- {canvas.getPageNumber()} -")
                canvas.showPage()
                canvas.setFont("STSong-Light", 14)
                y = 780
    canvas.drawString(290, 30, f"- {canvas.getPageNumber()} -")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    """A zip package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def bomb(mebibytes: int = 300) -> bytes:
    """A .docx whose document unpacks to far more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as member:
        for _ in range(mebibytes):
            member.write(b" " * 1024 * 1024)
    return out.getvalue()
