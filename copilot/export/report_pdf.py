"""A report to PDF: the label on the first line and at the foot of each page."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import HRFlowable, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from copilot.export.pdf import MARGIN, chinese_font, clean, laid_out, styles_of, text_in
from copilot.export.report import Block, Heading, Point, Report, Table, Text

_MAX_CELL_CHARS = 600  # a row taller than a page cannot be laid out


def write(report: Report) -> bytes:
    """The report as .pdf; the same report gives the same bytes."""
    styles = styles_of(chinese_font())
    styles["cell"] = ParagraphStyle("cell", styles["body"], fontSize=8.5, leading=12, spaceAfter=0)
    styles["strong"] = ParagraphStyle("strong", styles["body"], fontSize=12, leading=19)
    story: list[Any] = [text_in(report.title, styles["title"]), text_in(report.label, styles["label"])]
    for block in report.blocks:
        story += _block(block, styles)
    story.append(HRFlowable(width="100%"))
    return laid_out(
        story,
        title=report.title,
        producer=report.producer,
        visible_label=report.label,
        implicit_label=report.implicit_label,
        reproducible=True,
    )


def _block(block: Block, styles: dict[str, ParagraphStyle]) -> list[Any]:
    if isinstance(block, Heading):
        return [text_in(block.text, styles["question"])]
    if isinstance(block, Text):
        return [text_in(block.text, styles["strong" if block.strong else "small" if block.small else "body"])]
    if isinstance(block, Point):
        return [text_in(f"· {block.text}", styles["body"]), *(text_in(line, styles["small"]) for line in block.below)]
    return [_grid(block, styles["cell"]), Spacer(1, 3 * mm)]


def _grid(block: Table, style: ParagraphStyle) -> Grid:
    width = A4[0] - 2 * MARGIN - 4 * mm
    grid = Grid(
        [[_cell(text, style) for text in row] for row in (block.head, *_rows(block))],
        colWidths=[width * share for share in block.widths],
        repeatRows=1,
    )
    line = HexColor(0xBBBBBB)
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.4, line),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(0xF0F0F0)),
        ]
    )
    return grid


def _rows(block: Table) -> list[tuple[str, ...]]:
    """The rows, one with a cell taller than a page in several."""
    out = []
    for row in block.rows:
        for start in range(0, max(1, *map(len, row)), _MAX_CELL_CHARS):
            out.append(tuple(text[start : start + _MAX_CELL_CHARS] for text in row))
    return out


def _cell(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph("<br/>".join(escape(clean(line)) for line in text.split("\n")), style)
