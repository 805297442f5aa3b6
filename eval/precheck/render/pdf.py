"""Documents as PDF with text, by reportlab and its built-in Chinese typeface."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from eval.precheck.document import Document
from eval.precheck.render import marks
from eval.precheck.render.pages import HEIGHT, SEAL_PT, SIGN_PT, WIDTH, Picture, Rule, Text, all_pages

FONT = "STSong-Light"


def measure(text: str, size: float) -> float:
    """The width of a text in points."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return sum(size if ord(c) > 0x2000 else size * 0.55 for c in text)


def write_pdf(documents: Sequence[Document], path: Path, *, seed: int) -> dict[str, int]:
    """Write the file; the page of each fact."""
    pages, where = all_pages(documents, measure)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(documents[0].title)
    for page in pages:
        for one in page.things:
            if isinstance(one, Text):
                _text(canvas, one)
            elif isinstance(one, Rule):
                canvas.line(one.x0, HEIGHT - one.y0, one.x1, HEIGHT - one.y1)
            else:
                _picture(canvas, one, seed)
        canvas.showPage()
    canvas.save()
    return where


def _text(canvas: Canvas, one: Text) -> None:
    if one.marked:
        canvas.setFillColorRGB(1, 0.95, 0.2)
        canvas.rect(one.x, HEIGHT - one.y - 3, one.marked, one.size + 3, stroke=0, fill=1)
    canvas.setFillColorRGB(*((1, 1, 1) if one.hidden else (0, 0, 0)))
    canvas.setFont(FONT, one.size)
    x = one.x
    for run in _runs(one.text):
        canvas.setFont(FONT, one.size)
        canvas.drawString(x, HEIGHT - one.y, run)
        x += measure(run, one.size)


def _runs(text: str) -> list[str]:
    """The text in runs that are as wide as measured: signs of half width one by one."""
    runs: list[str] = []
    for sign in text:
        if (runs and ord(sign) > 0x2000 and ord(runs[-1][-1]) > 0x2000) or (
            runs and ord(sign) <= 0x2000 and ord(runs[-1][-1]) <= 0x2000
        ):
            runs[-1] += sign
        else:
            runs.append(sign)
    return runs


def _picture(canvas: Canvas, one: Picture, seed: int) -> None:
    if one.kind == "seal":
        image = ImageReader(marks.png(marks.seal(one.name)))
        canvas.drawImage(image, one.x, HEIGHT - one.y - SEAL_PT, SEAL_PT, SEAL_PT, mask="auto")
        return
    drawn = marks.signature(one.name, seed)
    wide = SIGN_PT * drawn.width / drawn.height
    canvas.drawImage(ImageReader(marks.png(drawn)), one.x, HEIGHT - one.y - SIGN_PT, wide, SIGN_PT, mask="auto")
