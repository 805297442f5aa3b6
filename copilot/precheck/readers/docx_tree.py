"""The tree of a WordprocessingML part: which elements hold blocks, rows, cells, and what their settings count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copilot.precheck.readers.docx_looks import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SKIPPED = {W + t for t in ("pPr", "rPr", "del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tcPr", "trPr")}


def blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables directly under `root`, through content controls, insertions and wrappers."""
    for child in root:
        tag = child.tag
        if tag in (W + "p", W + "tbl"):
            yield child
        elif tag == MC + "AlternateContent":
            choice = child.find(MC + "Choice")
            yield from blocks(choice if choice is not None else ())
        elif isinstance(tag, str) and tag not in SKIPPED and tag != W + "sectPr":
            yield from blocks(child)


def inside(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a tag, through content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from inside(child, tag)


def up(element: Any, top: Any) -> Iterator[Any]:
    """Ancestors below `top`."""
    parent = element.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()


def grid_before(properties: Any) -> int:
    """Columns left empty before a row's first cell."""
    before = properties.find(W + "gridBefore") if properties is not None else None
    return count(before, 0)


def span(settings: Any) -> tuple[int, bool]:
    """`(columns, whether it continues the cell above)`."""
    if settings is None:
        return 1, False
    merge = settings.find(W + "vMerge")
    return count(settings.find(W + "gridSpan"), 1), merge is not None and merge.get(W + "val") != "restart"


def count(element: Any, default: int) -> int:
    """The number in an element's `w:val`."""
    value = element.get(W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else default


def new_page(section: Any) -> bool:
    """Whether the section that follows begins a page."""
    kind = section.find(W + "type")
    return kind is None or kind.get(W + "val") in ("nextPage", "oddPage", "evenPage")
