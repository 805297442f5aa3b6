"""Documents as Word files: highlights, comments, tracked changes, hidden text, seals and signatures as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from eval.precheck.document import Break, Document, Grid, Heading, Line, Seal, Sign
from eval.precheck.render import marks

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_BODY, _HEADS = "仿宋_GB2312", ("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312")


def write_word(documents: Sequence[Document], path: Path, *, seed: int) -> None:
    """Write the file."""
    made = new_document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Cm(2.54)
    section.left_margin = section.right_margin = Cm(3.18)
    made.core_properties.author = documents[0].author
    made.core_properties.title = documents[0].title
    for i, one in enumerate(documents):
        if i:
            made.add_page_break()
        _Writer(made, one, seed).write()
    made.save(str(path))


class _Writer:
    def __init__(self, made: Any, document: Document, seed: int) -> None:
        self.made, self.document, self.seed = made, document, seed
        self.runs: list[Any] = []
        self.last: Any = None

    def write(self) -> None:
        """Everything, then the comments and changes on it."""
        if self.document.header:
            self.made.sections[0].header.paragraphs[0].text = self.document.header
        for one in self.document.blocks:
            if isinstance(one, Line):
                self._line(one)
            elif isinstance(one, Heading):
                self._heading(one)
            elif isinstance(one, Grid):
                self._grid(one)
            elif isinstance(one, Sign):
                self._sign(one)
            elif isinstance(one, Seal):
                self._seal(one)
            elif isinstance(one, Break):
                self.made.add_page_break()
        for words, text in self.document.comments:
            run = next((r for r in self.runs if words in r.text), None) or self.runs[0]
            self.made.add_comment(run, text=text, author="审核", initials="S")
        for words, gone, put in self.document.changes:
            run = next((r for r in self.runs if words in r.text), None)
            if run is not None:
                _track(run, words, gone, put)

    def _run(self, paragraph: Any, text: str, size: float, *, bold: bool = False, font: str = _BODY) -> Any:
        run = paragraph.add_run(text)
        run.bold = bold
        run.font.size = Pt(size)
        run.font.name = "Times New Roman"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        self.runs.append(run)
        return run

    def _paragraph(self, *, align: str = "left", indent: bool = True, size: float = 0) -> Any:
        paragraph = self.made.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment = _ALIGN[align]
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(max(self.document.spacing_pt, size * 1.35))
        if indent and align == "left":
            form.first_line_indent = Pt(2 * (size or self.document.size_pt))
        self.last = paragraph
        return paragraph

    def _line(self, one: Line) -> None:
        size = one.size_pt or self.document.size_pt
        paragraph = self._paragraph(align=one.align, indent=one.indent, size=size)
        run = self._run(paragraph, one.text, 1 if one.hidden else size, bold=one.bold, font=one.font or _BODY)
        if one.marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if one.hidden:
            run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)

    def _heading(self, one: Heading) -> None:
        paragraph = self.made.add_heading(level=min(one.level, 4))
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        run = self._run(
            paragraph, one.text, self.document.size_pt, bold=one.level > 1, font=_HEADS[min(one.level, 4) - 1]
        )
        run.font.color.rgb = RGBColor(0, 0, 0)
        self.last = paragraph

    def _grid(self, one: Grid) -> None:
        columns = max(len(r.cells) for r in one.rows)
        table = self.made.add_table(rows=len(one.rows), cols=columns, style="Table Grid")
        for r, row in zip(one.rows, table.rows, strict=True):
            cells: list[Any] = []
            for i in range(columns):
                text = r.cells[i] if i < len(r.cells) else None
                if text is None and cells:
                    cells[-1] = cells[-1].merge(row.cells[i])
                    continue
                cells.append(row.cells[i])
                paragraph = row.cells[i].paragraphs[0]
                parts = (text or "").split("\n")
                self._run(paragraph, parts[0], 12 if columns < 5 else 10.5, bold=r.bold)
                for part in parts[1:]:
                    self._run(row.cells[i].add_paragraph(), part, 12)
        if one.widths and len(one.widths) == columns:
            for row in table.rows:
                for share, cell in zip(one.widths, row.cells, strict=True):
                    cell.width = Mm(146 * share)
        self.last = self._paragraph(indent=False)

    def _sign(self, one: Sign) -> None:
        paragraph = self._paragraph(indent=False)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        self._run(paragraph, one.label, self.document.size_pt)
        if one.name:
            paragraph.add_run().add_picture(marks.png(marks.signature(one.name, self.seed)), height=Mm(12))

    def _seal(self, one: Seal) -> None:
        if one.name:
            paragraph = self.last or self._paragraph()
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            paragraph.add_run().add_picture(marks.png(marks.seal(one.name)), width=Mm(42))


def _track(run: Any, words: str, gone: str, put: str) -> None:
    """A deletion and an insertion after some words of a run."""
    before, _, after = run.text.partition(words)
    rest = after.removeprefix(gone)
    at = element = run._element
    tail = _copy(element, rest)
    run.text = before + words
    for tag, text in (("w:del", gone), ("w:ins", put)):
        if not text:
            continue
        change = OxmlElement(tag)
        for key, value in (("w:id", "900"), ("w:author", "经办人"), ("w:date", "2026-01-01T00:00:00Z")):
            change.set(qn(key), value)
        inner = _copy(element, text, deleted=tag == "w:del")
        change.append(inner)
        at.addnext(change)
        at = change
    at.addnext(tail)


def _copy(element: Any, text: str, *, deleted: bool = False) -> Any:
    made = OxmlElement("w:r")
    if (form := element.find(qn("w:rPr"))) is not None:
        made.append(deepcopy(form))
    inner = OxmlElement("w:delText" if deleted else "w:t")
    inner.set(qn("xml:space"), "preserve")
    inner.text = text
    made.append(inner)
    return made
