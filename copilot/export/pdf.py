"""To PDF: the label on the first line, at the foot of each page and in the document information and XMP."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import HRFlowable, Paragraph, SimpleDocTemplate

from copilot.domain import Answer
from copilot.export import label
from copilot.export.document import Document, basis_line, heading, particulars

# TrueType fonts with Chinese that Debian packages bring; reportlab cannot embed CFF fonts such as Noto CJK.
FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
MARGIN = 20 * mm
_XMP = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(document: Document) -> bytes:
    """The document as .pdf."""
    styles = styles_of(chinese_font())
    story: list[Any] = [
        text_in(document.title, styles["title"]),
        text_in(document.visible_label, styles["label"]),
    ]
    for turn in document.turns:
        story.append(text_in(f"{document.word('问', 'Question')}：{turn.question}", styles["question"]))
        if turn.answer is None:
            story.append(text_in(document.word("（未完成回答）", "(not answered)"), styles["body"]))
        else:
            story += _answer(document, turn.answer, styles)
    story += [HRFlowable(width="100%"), text_in(document.visible_label, styles["label"])]

    return laid_out(
        story,
        title=document.title,
        producer=document.producer,
        visible_label=document.visible_label,
        implicit_label=document.implicit_label,
    )


def laid_out(
    story: list[Any],
    *,
    title: str,
    producer: str,
    visible_label: str,
    implicit_label: str | None,
    reproducible: bool = False,
) -> bytes:
    """The parts of a file as .pdf on A4.

    Args:
        story: reportlab's flowables, in order.
        title: of the document information.
        producer: who provides the service, its author.
        visible_label: at the foot of each page, with the page's number.
        implicit_label: for the document information and XMP; None: not generated, no label.
        reproducible: the same story gives the same bytes, without the time of making.
    """

    def page(canvas: Any, _template: Any) -> None:
        canvas.setFont(chinese_font(), 8)
        canvas.drawCentredString(A4[0] / 2, 10 * mm, f"{visible_label} · {canvas.getPageNumber()}")
        if canvas.getPageNumber() == 1 and implicit_label:
            mark(canvas, implicit_label)

    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=clean(title),
        author=clean(producer),
        subject=visible_label,
        creator="compliance-copilot",
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        invariant=int(reproducible) or None,
    )
    template.build(story, onFirstPage=page, onLaterPages=page)
    return out.getvalue()


def _answer(document: Document, answer: Answer, styles: dict[str, ParagraphStyle]) -> list[Any]:
    story = [text_in(line, styles["body"]) for line in answer.answer.splitlines() if line.strip()]
    story += [text_in(line, styles["small"]) for line in (basis_line(answer, document.language), *answer.notices)]
    if answer.questions:
        story.append(text_in(document.word("需要补充：", "To be clarified:"), styles["body"]))
        story += [text_in(f"· {question}", styles["body"]) for question in answer.questions]
    if answer.citations:
        story.append(text_in(document.word("依据", "Sources"), styles["question"]))
    for number, source in enumerate(answer.citations, 1):
        story.append(text_in(heading(number, source), styles["source"]))
        story.append(text_in(particulars(source, document.language), styles["small"]))
        story += [text_in(line, styles["quote"]) for line in source.text.splitlines() if line.strip()]
        if source.url:
            story.append(text_in(source.url, styles["small"]))
    return story


def text_in(words: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(escape(clean(words)), style)


def clean(words: str) -> str:
    """Text without control characters."""
    return _CONTROL.sub("", words)


@cache
def chinese_font() -> str:
    """A Chinese font: embedded where one is installed, else the reader's own (every PDF reader knows STSong)."""
    for path in filter(Path.exists, map(Path, FONTS)):
        try:
            pdfmetrics.registerFont(TTFont("cjk", str(path)))
        except TTFError:
            continue
        return "cjk"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def styles_of(font: str) -> dict[str, ParagraphStyle]:
    """The styles of all files, by name."""
    body = ParagraphStyle("body", fontName=font, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=4)
    grey = HexColor(0x555555)
    return {
        "body": body,
        "title": ParagraphStyle("title", body, fontSize=16, leading=22, alignment=TA_CENTER, spaceAfter=8),
        "label": ParagraphStyle("label", body, alignment=TA_CENTER, textColor=HexColor(0x8A1F11)),
        "question": ParagraphStyle("question", body, fontSize=12, leading=18, spaceBefore=10),
        "source": ParagraphStyle("source", body, spaceBefore=6),
        "quote": ParagraphStyle("quote", body, leftIndent=12, textColor=HexColor(0x333333)),
        "small": ParagraphStyle("small", body, fontSize=8.5, leading=13, textColor=grey),
    }


class _Info(pdfdoc.PDFInfo):
    """Document information with the label as one more entry; reportlab writes a fixed set."""

    aigc = ""

    def format(self, document: Any) -> Any:
        """The dictionary."""
        entries = {"Title": self.title, "Author": self.author, "Subject": self.subject, "Creator": self.creator}
        texts = {name: pdfdoc.PDFString(text) for name, text in {**entries, label.NAME: self.aigc}.items()}
        made = pdfdoc.PDFDate(ts=document._timeStamp)
        return pdfdoc.PDFDictionary({**texts, "CreationDate": made, "ModDate": made}).format(document)


def mark(canvas: Any, value: str) -> None:
    """Put the label where programs look for it: the document information and the XMP packet."""
    info = canvas._doc.info
    info.__class__, info.aigc = _Info, value  # the object is referenced already and can't be replaced
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:TC260="{_XMP}"><TC260:{label.NAME}>{escape(value)}</TC260:{label.NAME}>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
    stream = pdfdoc.PDFStream(content=packet.encode())
    stream.dictionary["Type"], stream.dictionary["Subtype"] = pdfdoc.PDFName("Metadata"), pdfdoc.PDFName("XML")
    stream.filters = []
    canvas._doc.Catalog.Metadata = canvas._doc.Reference(stream)
