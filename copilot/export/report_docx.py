"""A report to Word: the label on the first line, in the header of each page and in the document's properties."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from copilot.export.docx import GREY, add_property, chinese_styles, safe
from copilot.export.report import Block, Heading, Point, Report, Table, Text

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(report: Report) -> bytes:
    """The report as .docx; the same report gives the same bytes."""
    file = new_document()
    chinese_styles(file)
    properties, section = file.core_properties, file.sections[0]
    properties.title, properties.author = safe(report.title)[:255], safe(report.producer)[:255]
    properties.comments = report.label
    properties.created = properties.modified = report.written_at.replace(tzinfo=None)
    section.header.paragraphs[0].text = report.label
    file.add_heading(safe(report.title), level=1)
    file.add_paragraph(report.label).runs[0].bold = True
    width = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
    for block in report.blocks:
        _block(file, block, width)
    if report.implicit_label:
        add_property(file, report.implicit_label)
    out = io.BytesIO()
    file.save(out)
    return _undated(out.getvalue())


def _block(file: Any, block: Block, width: int) -> None:
    if isinstance(block, Heading):
        file.add_heading(safe(block.text), level=2)
    elif isinstance(block, Text):
        _paragraph(file, block.text, small=block.small, strong=block.strong)
    elif isinstance(block, Point):
        file.add_paragraph(safe(block.text), style="List Bullet")
        for line in block.below:
            _paragraph(file, line, small=True)
    else:
        _table(file, block, width)


def _paragraph(file: Any, text: str, *, small: bool = False, strong: bool = False) -> None:
    run = file.add_paragraph().add_run(safe(text))
    run.bold = strong or None
    if small:
        run.font.size, run.font.color.rgb = Pt(9), GREY


def _table(file: Any, block: Table, width: int) -> None:
    table = file.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for number, row in enumerate((block.head, *block.rows)):
        cells = table.add_row().cells
        for cell, text, share in zip(cells, row, block.widths, strict=True):
            cell.width = int(width * share)
            run = cell.paragraphs[0].add_run(safe(text))
            run.bold, run.font.size = number == 0 or None, Pt(9)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    file.add_paragraph()


def _undated(content: bytes) -> bytes:
    """The package with all its parts dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, _EPOCH), old.read(item), zipfile.ZIP_DEFLATED)
    return out.getvalue()
