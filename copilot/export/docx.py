"""To Word: the label on the first line, in the header of each page and in the document's properties."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from copilot.domain import Answer
from copilot.export import label
from copilot.export.document import Document, basis_line, heading, particulars

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
GREY = RGBColor(0x55, 0x55, 0x55)


def write(document: Document) -> bytes:
    """The document as .docx."""
    file = new_document()
    chinese_styles(file)
    file.core_properties.title, file.core_properties.author = (
        safe(document.title)[:255],
        safe(document.producer)[:255],
    )
    file.core_properties.comments = document.visible_label
    file.core_properties.created = document.written_at.replace(tzinfo=None)
    file.sections[0].header.paragraphs[0].text = document.visible_label
    file.add_heading(safe(document.title), level=1)
    file.add_paragraph(document.visible_label).runs[0].bold = True
    for turn in document.turns:
        file.add_heading(f"{document.word('问', 'Question')}：{safe(turn.question)}", level=2)
        if turn.answer is None:
            file.add_paragraph(document.word("（未完成回答）", "(not answered)"))
        else:
            _answer(file, document, turn.answer)
    file.add_paragraph(document.visible_label).runs[0].bold = True
    if document.implicit_label:
        add_property(file, document.implicit_label)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _answer(file: Any, document: Document, answer: Answer) -> None:
    for line in answer.answer.splitlines():
        if line.strip():
            file.add_paragraph(safe(line))
    _small(file, basis_line(answer, document.language))
    for note in answer.notices:
        _small(file, note)
    if answer.questions:
        file.add_paragraph(document.word("需要补充：", "To be clarified:"))
        for question in answer.questions:
            file.add_paragraph(safe(question), style="List Bullet")
    if answer.citations:
        file.add_heading(document.word("依据", "Sources"), level=3)
    for number, source in enumerate(answer.citations, 1):
        file.add_paragraph(safe(heading(number, source))).runs[0].bold = True
        _small(file, particulars(source, document.language))
        for line in source.text.splitlines():
            file.add_paragraph(safe(line), style="Quote")
        if source.url:
            _small(file, source.url)


def _small(file: Any, text: str) -> None:
    run = file.add_paragraph().add_run(safe(text))
    run.font.size, run.font.color.rgb = Pt(9), GREY


def chinese_styles(file: Any) -> None:
    """Chinese in a font that every Word has; latin in the template's."""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Quote", "Header", "List Bullet"):
        style = file.styles[name]
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def add_property(file: Any, value: str) -> None:
    """A custom document property; python-docx has no call for these."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{label.NAME}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property></Properties>"
    )
    package = file.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT_TYPE, xml.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def safe(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _CONTROL.sub("", text)
