"""Headings told from their text: 第一章, 一、, （一）, 1.1."""

from __future__ import annotations

import re

from copilot.documents.structure import NUMERAL

MAX_HEADING_CHARS = 40
_CHAPTER = re.compile(rf"^第\s*(?:{NUMERAL}|\d+)\s*(章|部分|节)")
_TOP = re.compile(rf"^{NUMERAL}\s*[、.．]\s*\S")
_SECOND = re.compile(rf"^[（(]{NUMERAL}[）)]\s*\S")
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})[.、．\s]*(?=[^\d\s.%])")
_SINGLE = re.compile(r"^\d{1,2}[.、．]\s*(?=[^\d\s])")
_ENDS = "。；;：:，,、！!？?"


def heading_level(text: str, *, bold: bool = False) -> int | None:
    """Depth from 1 of a line that is a heading by its form, else None. `bold`: the line is set off from the body."""
    line = text.strip()
    if not line or len(line) > MAX_HEADING_CHARS or "\n" in line or line[-1] in _ENDS or "。" in line:
        return None
    if chapter := _CHAPTER.match(line):
        return 2 if chapter[1] == "节" else 1
    if _TOP.match(line):
        return 1
    if _SECOND.match(line):
        return 2
    if decimal := _DECIMAL.match(line):
        return decimal[1].count(".") + 1
    if _SINGLE.match(line) and bold:
        return 3
    return None


def is_title(text: str, size: float, body: float) -> bool:
    """Whether a line is a title by its size beside the body's."""
    line = text.strip()
    return (
        size >= 1.28 * body > 0
        and 2 <= len(line) <= MAX_HEADING_CHARS
        and line[-1] not in _ENDS
        and line[0] not in "—-"
    )
