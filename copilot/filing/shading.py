"""Placeholders in a drafted paper shown on yellow, so that nobody overlooks one."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

_PLACEHOLDER = re.compile(r"(【待补充：[^】]*】)")


def shade(document: Any) -> None:
    """Put every placeholder of a python-docx document into a run of its own, on yellow."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.text.run import Run

    for element in list(document.element.body.iter(qn("w:r"))):
        texts = element.findall(qn("w:t"))
        if len(texts) != 1 or "【待补充：" not in (texts[0].text or ""):
            continue
        others = [child for child in element if child.tag not in (qn("w:rPr"), qn("w:t"))]
        if others:  # breaks or pictures in the run: it is shaded whole
            Run(element, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
            continue
        at = element
        for piece in filter(None, _PLACEHOLDER.split(texts[0].text or "")):
            made = deepcopy(element)
            made.find(qn("w:t")).text = piece
            made.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            at.addnext(made)
            at = made
            if _PLACEHOLDER.fullmatch(piece):
                Run(made, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]
        element.getparent().remove(element)
