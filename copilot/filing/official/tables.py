"""Blanks in a table of a template: cells beside or under labels, boxes, rows and parts that stand once for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from copilot.filing.official.grid import Cell, Grid
from copilot.filing.official.known import OfficialFile, squeezed
from copilot.filing.official.lines import Found, found_in, option_words
from copilot.filing.official.model import Block, Option

_SERIAL = re.compile(r"\d{0,3}|[.…·。]{2,}")
_MORE = re.compile(r"[.…·]{2,}|\s*")
_SCENE = re.compile(r"(?:出境)?场景\s*(?P<n>\d{1,2}|[一二三四五六七八九十])\s*$")
_MIN_COLUMNS = 3


@dataclass
class Place:
    """A place found in a document: in which paragraph, and what stands beside and above it."""

    at: int
    found: Found
    where: tuple[str, ...]
    row: int | None = None
    around: str = ""


@dataclass
class TableBlanks:
    """What a table holds. Rows are numbers of rows of the document."""

    places: list[Place] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lists: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)  # (row, spare rows)


class TableReader:
    """Reads one table.

    Args:
        grid: the table.
        row_number: the number in the document of a row of the table.
        known: what is known of templates.
        above: headings over the table.
    """

    def __init__(
        self, grid: Grid, row_number: Callable[[int], int], known: OfficialFile, above: tuple[str, ...]
    ) -> None:
        self.grid, self.row_number, self.known, self.above = grid, row_number, known, above
        self.result = TableBlanks()
        self.skipped: set[int] = set()  # rows that hold no blank of their own

    def read(self) -> TableBlanks:
        """The table's blanks and blocks."""
        self._scenes()
        self._lists()
        for cell in sorted(self.grid.cells, key=lambda c: (c.row, c.col)):
            if cell.row not in self.skipped and cell.lines:
                self._cell(cell)
        return self.result

    def _scenes(self) -> None:
        """Parts of the table that stand once for each scene."""
        groups: list[tuple[int, int, Cell, re.Match[str]]] = []
        for cell in self.grid.cells:
            match = _SCENE.search(cell.text)
            if match is None or len(cell.text) > 30:
                continue
            whole = cell.col == 0 and len(self.grid.row(cell.row)) == 1
            last = self._next_head(cell.row) if whole else cell.row + cell.rows - 1
            if whole or cell.rows > 1:
                groups.append((cell.row, last, cell, match))
            elif all(_MORE.fullmatch(c.text) for c in self.grid.row(cell.row) if c is not cell):
                groups.append((cell.row, cell.row, cell, match))
        groups.sort(key=lambda g: g[0])
        if not groups:
            return
        first, last, head, match = groups[0]
        spare: list[int] = []
        for a, b, cell, _ in groups[1:]:
            inside = [c for r in range(a, b + 1) for c in self.grid.row(r) if c is not cell]
            if all(_MORE.fullmatch(c.text) for c in inside):
                spare += range(a, b + 1)
        self.skipped |= set(spare)
        self.result.blocks.append(
            Block(
                id="",
                over="scenes",
                rows=tuple(self.row_number(r) for r in range(first, last + 1)),
                spare=tuple(map(self.row_number, spare)),
            )
        )
        number, line = head.lines[-1]
        at = line.text.rfind(match["n"])
        if at >= 0:
            span = (at, at + len(match["n"]))
            self._add(number, Found("number", span, "场景序号", hint=match["n"]), (head.text,), head.row)

    def _next_head(self, row: int) -> int:
        """The last row before the next heading that goes across the table."""
        for r in range(row + 1, len(self.grid.rows)):
            cells = self.grid.row(r)
            if len(cells) == 1 and cells[0].col == 0 and re.match(r"\s*\d", cells[0].text):
                return r - 1
            if len(cells) == 1 and cells[0].text and not _SCENE.search(cells[0].text) and r > row + 1:
                return r - 1
        return len(self.grid.rows) - 1

    def _lists(self) -> None:
        """Rows under a row of column heads."""
        r = 0
        while r + 1 < len(self.grid.rows):
            heads, cells = self.grid.row(r), self.grid.row(r + 1)
            if r not in self.skipped and self._is_list(heads, cells):
                r = self._list(r, heads, cells)
            r += 1

    @staticmethod
    def _is_list(heads: list[Cell], cells: list[Cell]) -> bool:
        return (
            len(heads) >= _MIN_COLUMNS
            and [c.col for c in heads] == [c.col for c in cells]
            and all(c.text and c.rows == 1 for c in heads)
            and bool(_SERIAL.fullmatch(cells[0].text))
            and all(c.empty for c in cells[1:])
        )

    def _list(self, r: int, heads: list[Cell], cells: list[Cell]) -> int:
        names = tuple(h.text for h in heads)
        for head, cell in zip(heads, cells, strict=True):
            if not cell.lines:
                continue
            number, line = cell.lines[0]
            serial = squeezed(head.text) in ("序号", "编号")
            kind = "number" if serial else "text"
            self._add(number, Found(kind, (0, len(line.text)), head.text, hint=line.text), names, cell.row)
        spare = r + 2
        while spare < len(self.grid.rows) and all(
            _SERIAL.fullmatch(c.text) if n == 0 else _MORE.fullmatch(c.text) for n, c in enumerate(self.grid.row(spare))
        ):
            spare += 1
        more = range(r + 2, spare)
        self.result.lists.append((self.row_number(r + 1), tuple(map(self.row_number, more))))
        self.skipped |= {r, r + 1, *more}
        return spare - 1

    def _cell(self, cell: Cell) -> None:
        left = [c for c in self.grid.left_of(cell) if c.text]
        nearest = self.grid.left_of(cell)[:1]
        label = left[0] if left and (nearest == left[:1]) else None
        groups = (c for c in reversed(left) if c is not label and (c.rows > 1 or c.col == 0))
        where = tuple(c.text for c in groups) + self._heads(cell)
        if cell.empty:
            if label is None and not nearest:
                label = next(iter(self.grid.above(cell)), None)
            if label is not None and label.text and not _MORE.fullmatch(label.text):
                self._add(cell.lines[0][0], Found("text", (0, len(cell.lines[0][1].text)), label.text), where, cell.row)
            return
        words = label.text if label is not None else ""
        if lost := self._lost_boxes(cell, words):
            self._add(cell.lines[0][0], lost, where, cell.row)
            gaps = [f for f in self._in_lines(cell, words) if f[1].kind == "text"]
        else:
            gaps = self._in_lines(cell, words)
        for number, one in gaps:
            self._add(number, one, where + ((words,) if words and one.label != words else ()), cell.row)
        if not (lost or gaps) and self._holds_label_alone(cell):
            number, line = cell.lines[-1]
            end = len(line.text)
            self._add(number, Found("below", (end, end), cell.text, doubtful=True), where, cell.row)
            return
        if lost or gaps or label is None or self.known.is_label(cell.text) or not self.known.is_label(words):
            return
        number, line = next((n, x) for n, x in reversed(cell.lines) if x.text.strip())
        end = len(line.text)
        self._add(number, Found("below", (end, end), words, hint=cell.text, keep_hint=False), where, cell.row)

    def _holds_label_alone(self, cell: Cell) -> bool:
        """Whether a label ends its row, so that the value has no place but under it."""
        right = [c for c in self.grid.across(cell.row) if c.col >= cell.col + cell.cols]
        return self.known.is_label(cell.text) and not right and bool(self.grid.left_of(cell)) and cell.rows == 1

    def _in_lines(self, cell: Cell, label: str) -> list[tuple[int, Found]]:
        """Places within the cell's paragraphs; boxes of several paragraphs are one choice."""
        found: list[tuple[int, Found]] = []
        for number, line in cell.lines:
            found += [(number, one) for one in found_in(number, line, self.known, label=label)]
        choices = [(n, f) for n, f in found if f.kind == "choice"]
        if len(choices) > 1:
            options = tuple(o for _, f in choices for o in f.options)
            merged = Found("choice", choices[0][1].span, label or choices[0][1].label, options=options)
            found = [(choices[0][0], merged), *(x for x in found if x[1].kind != "choice")]
        return [(n, self._named(f, label)) for n, f in found]

    @staticmethod
    def _named(found: Found, label: str) -> Found:
        if found.kind == "choice" and label:
            found.label = label
        elif found.option is not None:
            found.label = f"{label}{found.option}"
        return found

    def _lost_boxes(self, cell: Cell, label: str) -> Found | None:
        """Words to be ticked whose boxes were lost in conversion: all of them belong to one known set."""
        found: list[tuple[int, int, int, str]] = []
        for number, line in cell.lines:
            plain = re.sub(r"[（(][^（）()]*[）)]", lambda m: " " * len(m[0]), line.text)
            plain = re.sub(r"[_＿]+\s*%?", lambda m: " " * len(m[0]), plain)
            found += [(number, m.start(), m.end(), m[0]) for m in re.finditer(r"[^\s_＿；;，,]+", plain)]
        words = {option_words(w) for *_, w in found}
        sets = [set(one) for one in self.known.options]
        if not words or not label or not any(words <= one for one in sets):
            return None
        options = tuple(
            Option(at=number, span=(start, start), label=option_words(w), end=end) for number, start, end, w in found
        )
        return Found("choice", options[0].span, label, options=options)

    def _heads(self, cell: Cell) -> tuple[str, ...]:
        """Headings across the table above a cell, the nearest one, and those over the table."""
        for other in sorted(self.grid.cells, key=lambda c: -c.row):
            whole = other.col == 0 and other.rows == 1 and len(self.grid.row(other.row)) == 1
            if whole and other.row < cell.row and 0 < len(other.text) <= 40:
                return (other.text,)
        return self.above

    def _add(self, number: int, found: Found, where: tuple[str, ...], row: int) -> None:
        self.result.places.append(Place(number, found, where, self.row_number(row)))
