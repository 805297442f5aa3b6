"""A PDF as a paper, page by page: digital text with boxes and tables, scans through OCR, annotations, dangers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from copilot.documents.grid import Grid, grids
from copilot.documents.pdf_page import PageContent, read_page
from copilot.errors import BadDocument
from copilot.precheck.paper import Box, Paper
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.pdf_annotations import read_annotations
from copilot.precheck.readers.pdf_hazards import look_for_hazards
from copilot.precheck.readers.pdf_text import lines_of, write_page
from copilot.precheck.readers.picture import read_page_pictures
from copilot.precheck.readers.scan import Scans, render

SCAN_COVER = 0.4
SCAN_CHARS = 30


@dataclass
class Carry:
    """What one page hands to the next: the table that may go on."""

    grid: Grid | None = None
    table: int = 0
    row: int = 0
    height: float = 0.0


def read_pdf(draft: Draft) -> Paper:
    """The paper of a PDF; `scan` when most pages are pictures.

    Raises:
        BadDocument: corrupt, or locked by a password.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(draft.raw)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise BadDocument(
                f"{draft.file} 设有打开密码", hint="请取消密码后另存", en="the PDF is password-protected"
            ) from err
        raise BadDocument(f"{draft.file} 已损坏，不能作为 PDF 打开", hint="请重新下载或导出", en="corrupt PDF") from err
    try:
        return _pages(draft, document)
    except pypdfium2.PdfiumError as err:
        raise BadDocument(f"{draft.file} 的页面已损坏", hint="请重新下载或导出", en="corrupt PDF page") from err
    finally:
        document.close()


def _pages(draft: Draft, document: Any) -> Paper:
    look_for_hazards(draft, document)
    for name, value in document.get_metadata_dict(skip_empty=True).items():
        draft.note(name.lower(), value)
    total = len(document)
    if total == 0:
        raise BadDocument(f"{draft.file} 没有页面", hint="请重新下载或导出", en="no pages")
    if total > draft.limits.max_pages:
        message = f"共 {total} 页，超过 {draft.limits.max_pages} 页的上限，只读取了前 {draft.limits.max_pages} 页"
        draft.hazard("too_many_pages", message)
    if document.get_formtype():
        document.init_forms()
    scanned = 0
    scans, carry = Scans(draft), Carry()
    try:
        for number in range(1, min(total, draft.limits.max_pages) + 1):
            page = document[number - 1]
            try:
                scanned += _page(draft, document, page, number, scans, carry)
            finally:
                page.close()
    finally:
        scans.finish()
    set_apart_edges(draft, total)
    return draft.paper("scan" if scanned * 2 > total else "pdf", pages=total)


def _page(draft: Draft, document: Any, page: Any, number: int, scans: Scans, carry: Carry) -> bool:
    """Read one page, or send it to be looked at; whether it is a scan."""
    content = read_page(page)
    if is_scan(content):
        if scans.allowed(number):
            scans.add(render(page, content), number)
        scans.then(lambda: _layer(draft, content, number, carry))
        return True
    extra = read_annotations(draft, document, page, content, number)
    scans.then(lambda: write_digital(draft, content, number, carry, extra))
    if content.images:
        read_page_pictures(draft, scans, page, content, number)
    return False


def _layer(draft: Draft, content: PageContent, number: int, carry: Carry) -> None:
    """The text layer that a scanner put under a scan is dropped; one that says other things is hidden text."""
    carry.grid = None
    hidden = "".join(line.text for line in lines_of(content.chars))
    seen = Counter("".join(b.text for b in draft.blocks if b.place.page == number))
    known = sum((Counter(hidden) & seen).values())
    if len(hidden) >= 4 and known < 0.6 * len(hidden):
        place = draft.place(f"第{number}页", page=number)
        draft.block("paragraph", hidden, place, visible=False)
        draft.mark("hidden", hidden, place)


def is_scan(content: PageContent) -> bool:
    """Whether a page is a picture: hardly any visible text, and a picture over much of it."""
    seen = sum(not c.hidden and not c.text.isspace() for c in content.chars)
    return seen < SCAN_CHARS and content.covered() >= SCAN_COVER


def write_digital(draft: Draft, content: PageContent, page: int, carry: Carry, extra: list[Any]) -> None:
    """Write a page of text; `extra` are characters typed into it, `carry` the table that may go on."""
    found = grids(content.horizontal, content.vertical)
    tables = [g for g in found if len(g.cells) > 1]
    frames = [g for g in found if len(g.cells) == 1]
    shown = [c for c in content.chars if not c.hidden] + extra
    hidden = [c for c in content.chars if c.hidden]
    state = write_page(draft, content, shown, tables, page, carry)
    for line in lines_of(hidden):
        place = draft.place(f"第{page}页", page=page, box=scaled(line.box, content))
        draft.block("paragraph", line.text, place, visible=False, size_pt=line.size or None, font=line.font or None)
        draft.mark("hidden", line.text, place)
    _marked(draft, content, shown, frames, page)
    carry.grid, carry.table, carry.row = state or (None, 0, 0)
    carry.height = content.height


def _marked(draft: Draft, content: PageContent, shown: list[Any], frames: list[Grid], page: int) -> None:
    """Words on a coloured ground or in a frame of their own."""
    coloured = [a.box for a in content.areas if a.filled and _marker(a.colour)]
    for box, sure in [*((b, True) for b in coloured), *((g.box, False) for g in frames)]:
        if box[2] - box[0] > 0.97 * content.width and box[3] - box[1] > 0.5 * content.height:
            continue
        words = [c for c in shown if box[0] <= (c.box[0] + c.box[2]) / 2 <= box[2]
                 and box[1] <= (c.box[1] + c.box[3]) / 2 <= box[3]]  # fmt: skip
        if words:
            text = "".join(c.text for c in words)
            draft.mark("highlight", text, draft.place(f"第{page}页", page=page, box=scaled(box, content)), sure=sure)


def _marker(colour: tuple[int, int, int, int]) -> bool:
    """Whether a ground is one of a marker pen: coloured, and light enough to read black print on."""
    r, g, b, _ = colour
    return max(r, g, b) - min(r, g, b) > 40 and 0.3 * r + 0.59 * g + 0.11 * b > 140


def set_apart_edges(draft: Draft, pages: int) -> None:
    """Lines repeated at the edges of most pages become headers and footers."""
    edges = [
        (i, b) for i, b in enumerate(draft.blocks)
        if b.kind in ("paragraph", "heading") and b.place.box and b.visible
        and (b.place.box[3] < 0.1 or b.place.box[1] > 0.9)
    ]  # fmt: skip
    seen = Counter((b.text, b.place.box[1] < 0.5) for _, b in edges if b.place.box)
    for i, block in edges:
        box = block.place.box
        if box is None:
            continue
        number = len(block.text) <= 14 and _is_page_number(block.text)
        if number or (pages >= 3 and seen[(block.text, box[1] < 0.5)] > pages / 2):
            draft.blocks[i] = replace(block, kind="header" if box[1] < 0.5 else "footer", level=None)


def _is_page_number(text: str) -> bool:
    import re

    return (
        re.fullmatch(r"[-—–\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–\s]*", text)
        is not None
    )


def scaled(box: Box, content: PageContent) -> Box:
    """A box in shares of the page."""
    w, h = max(content.width, 1), max(content.height, 1)
    return box[0] / w, box[1] / h, box[2] / w, box[3] / h
