"""The matters of a received notice: its numbered lines, rows of a table, or paragraphs after an opening line.

Only what the notice itself sets apart becomes a matter; what stands before and after is kept for its dates and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from copilot.precheck.paper import Block, Paper, Place

_CN = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"第[{_CN}\d]{{1,3}}[项条][、：: ]?"),
    re.compile(rf"[{_CN}]{{1,3}}\s*[、.．]"),
    re.compile(rf"[（(]\s*[{_CN}]{{1,3}}\s*[）)]"),
    re.compile(r"\d{1,3}\s*[.．、](?!\d)|\d{1,3}\s*[)）]"),
    re.compile(r"[（(]\s*\d{1,3}\s*[）)]"),
    re.compile(r"[①-⑳]"),
    re.compile(r"[-•●◆]\s*"),
)
_OPENS = re.compile(r"(?:如下|以下|下列|补正|问题|不符合)[^。；]{0,24}[：:。]?$")
_RESERVED = re.compile(r"^(?:所在|依据|补充或者更正)[：:]")
_HEAD = re.compile(r"序号|编号")
_UNNUMBERED, _TITLE = -1, 12
_HEAD_ASIDE = re.compile(r"^(?:序号|编号|责任人|完成时限|备注)$")


@dataclass(frozen=True)
class Matter:
    """A matter of a notice: its own words, the heading above it, where it stands."""

    text: str
    place: Place
    heading: str = ""
    more: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> str:
        """Its words with the lines that belong to it."""
        return "\n".join((self.text, *self.more))

    @property
    def asked(self) -> str:
        """The same without what our drafts add: where it stands, the remedy, the articles."""
        return "\n".join((self.text, *(line for line in self.more if not _RESERVED.match(line))))


@dataclass(frozen=True)
class _Line:
    text: str
    place: Place
    level: int | None
    heading: bool = False
    table: int | None = None


def matters(paper: Paper, closing: Sequence[str]) -> list[Matter]:
    """The matters in the order of the notice; empty where none is set apart."""
    shown = [b for b in paper.blocks if b.visible and b.kind not in ("header", "footer", "comment") and b.text.strip()]
    rows = list(_rows(shown))
    lines = _lines(shown)
    ends = re.compile("|".join(closing))
    return rows or list(_numbered(lines, ends)) or list(_listed(lines, ends))


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    found = []
    for block in blocks:
        for text in block.text.split("\n"):
            if text := text.strip():
                level = next((n for n, rx in enumerate(_LEVELS) if rx.match(text)), None)
                found.append(_Line(text, block.place, level, block.kind == "heading", block.table))
    return found


def _bare(line: _Line) -> str:
    return _LEVELS[line.level].sub("", line.text, count=1).strip() if line.level is not None else line.text


def _numbered(lines: Sequence[_Line], ends: re.Pattern[str]) -> Iterator[Matter]:
    """Numbered lines; one that only opens deeper numbers is the heading of those."""
    headings: dict[int, str] = {}
    current: Matter | None = None
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if current and line.level is None and not line.heading and not ends.search(line.text):
            current = replace(current, more=(*current.more, line.text))
            continue
        if current:
            yield current
            current = None
        if line.level is None:
            headings = {_UNNUMBERED: line.text} if line.heading else {}
            continue
        level = line.level
        headings = {k: v for k, v in headings.items() if k < level}
        if after is not None and after.level is not None and after.level > level:
            headings[level] = _bare(line)
        else:
            current = Matter(_bare(line), line.place, headings[max(headings)] if headings else "")
    if current:
        yield current


def _listed(lines: Sequence[_Line], ends: re.Pattern[str]) -> Iterator[Matter]:
    """Paragraphs between opening and closing words: numbers that Word makes by itself are not in the text."""
    start = next((n for n, x in enumerate(lines) if _OPENS.search(x.text) and len(x.text) > _TITLE), None)
    if start is None:
        return
    for line in lines[start + 1 :]:
        if ends.search(line.text):
            return
        if not _RESERVED.match(line.text):
            yield Matter(line.text, line.place)


def _rows(blocks: Sequence[Block]) -> Iterator[Matter]:
    """Rows of the table whose head numbers them."""
    for table in dict.fromkeys(b.table for b in blocks if b.table is not None):
        cells = [b for b in blocks if b.table == table and b.row is not None]
        first = min(b.row or 0 for b in cells)
        head = {b.column: b.text.strip() for b in cells if b.row == first}
        if not any(_HEAD.search(t) for t in head.values()):
            continue
        for row in sorted({b.row or 0 for b in cells} - {first}):
            said = [b for b in cells if b.row == row and not _HEAD_ASIDE.match(head.get(b.column, ""))]
            texts = [f"{b.text.strip()}" for b in said if b.text.strip()]
            if texts:
                yield Matter("：".join(texts[:2]), said[0].place, "", tuple(texts[2:]))
