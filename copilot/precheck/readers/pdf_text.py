"""Text of a digital PDF page: characters to lines, lines to table cells and paragraphs, in reading order."""

from __future__ import annotations

from collections import Counter
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.documents.grid import Grid
from copilot.documents.pdf_page import Char, PageContent
from copilot.precheck.paper import Box
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.layout import Line, columns, paragraphs, rows, union
from copilot.precheck.readers.outline import heading_level, is_title

FULL_SHARE = 0.6


def lines_of(chars: list[Char]) -> list[Line]:
    """Pieces of printed lines in painting order: cut at line ends, at wide gaps and where the base line jumps."""
    pieces: list[list[Char]] = []
    last: Char | None = None  # of the piece: its last with ink, or the last of a run of blanks
    blanks = 0
    for char in chars:
        blank = char.text.isspace()
        if last is None or char.start or _apart(last, char, blank):
            pieces.append([char])
            last, blanks = char, 0
            continue
        pieces[-1].append(char)
        blanks = blanks + 1 if blank else 0
        if not blank or blanks > 3 or last.text.isspace():
            last = char
    return [line for piece in pieces if (line := _line(piece)) is not None]


def _apart(last: Char, char: Char, blank: bool) -> bool:
    _, top, right, bottom = last.box
    left, upper, _, lower = char.box
    high = max(min(bottom - top, lower - upper), 1.0)
    middle = (upper + lower) / 2
    if blank or last.text.isspace():
        return not blank and abs(middle - (top + bottom) / 2) > 2 * high
    if not top - 0.2 * high <= middle <= bottom + 0.2 * high:
        return True
    return left - right > 1.6 * high or left < last.box[0] - 2 * high


def _line(piece: list[Char]) -> Line | None:
    solid = [c for c in piece if not c.text.isspace()]
    if not solid:
        return None
    text = "".join([c.text for c in piece]).strip()
    look = solid[0].look
    font, size, bold = look.font, look.size, look.bold
    if any(c.look is not look for c in solid):
        font, size, bold = Counter((c.look.font, c.look.size, c.look.bold) for c in solid).most_common(1)[0][0]
    heights = [] if size else sorted(c.box[3] - c.box[1] for c in solid)
    return Line(text, union([c.box for c in solid]), size or heights[len(heights) // 2], font, bold)


def write_page(
    draft: Draft, content: PageContent, shown: list[Char], tables: list[Grid], page: int, carry: Any
) -> tuple[Grid, int, int] | None:
    """Write a page's blocks; returns the last table (grid, its number, rows so far) when it ends the page."""
    rest: list[Char] = []
    held: list[dict[int, list[Char]]] = [{} for _ in tables]
    frames = [(g.box, g) for g in tables]
    for char in shown:
        home = _home(char, frames) if frames else None
        if home is None:
            rest.append(char)
        else:
            held[home[0]].setdefault(home[1], []).append(char)
    width, height = max(content.width, 1.0), max(content.height, 1.0)
    found: list[tuple[float, Any]] = []
    bands = columns(lines_of(_restarted(rest, shown)), width)
    full = FULL_SHARE * width if len(bands) == 1 else 0.0
    for band in bands:
        for lines in _between(rows(band), tables):
            found += [(p.box[1], p) for p in paragraphs(lines, full_from=full)]
    for i, grid in enumerate(tables):
        at = next((n for n, (top, _) in enumerate(found) if top > grid.ys[0]), len(found))
        found.insert(at, (grid.ys[0], i))
    body = _body_size(shown)
    n, last = 0, None
    for top, item in found:
        if isinstance(item, int):
            last = _table(
                draft, tables[item], held[item], page, carry if item == 0 and n <= 1 else None, (width, height)
            )
            continue
        n += 1
        line = item.lines[0]
        if 0.05 < top / height < 0.93:
            last = None
        level = heading_level(item.text, bold=line.bold or line.size > body + 0.8)
        level = level or (1 if is_title(item.text, line.size, body) else None)
        place = draft.place(f"第{page}页第{n}段", page=page, box=_share(item.box, width, height))
        block = draft.block(
            "heading" if level else "paragraph",
            item.text,
            place,
            level=level,
            font=line.font or None,
            size_pt=line.size or None,
            bold=line.bold,
        )
        for tick in ticks(block.text) if block else ():
            draft.mark("checkbox", tick.state, place)
    return last


def _restarted(rest: list[Char], shown: list[Char]) -> list[Char]:
    """Characters left over after the tables took theirs: the first after a gap in the order starts a line."""
    if len(rest) == len(shown):
        return rest
    kept = {id(c) for c in rest}
    pending = False
    for char in shown:
        if id(char) in kept:
            char.start = char.start or pending
            pending = False
        else:
            pending = True
    return rest


def _home(char: Char, frames: list[tuple[Box, Grid]]) -> tuple[int, int] | None:
    """The table and cell of a character; one that a word without a break pushes over the edge belongs to its cell."""
    x, y = (char.box[0] + char.box[2]) / 2, (char.box[1] + char.box[3]) / 2
    for i, ((left, top, right, bottom), grid) in enumerate(frames):
        over = right < x <= right + 2 * (char.box[2] - char.box[0])
        inside = right if over else x
        if left <= inside <= right and top <= y <= bottom:
            for j, cell in enumerate(grid.cells):
                box = cell.box
                if box[0] <= inside <= box[2] and box[1] <= y <= box[3]:
                    return i, j
    return None


def _between(lines: list[Line], tables: list[Grid]) -> list[list[Line]]:
    """Lines cut where a table stands between them."""
    out: list[list[Line]] = [[]]
    for line in lines:
        before = out[-1][-1] if out[-1] else None
        if before and any(before.box[1] <= g.ys[0] <= line.box[3] for g in tables):
            out.append([])
        out[-1].append(line)
    return out


def _table(
    draft: Draft, grid: Grid, held: dict[int, list[Char]], page: int, carry: Any, size: tuple[float, float]
) -> tuple[Grid, int, int]:
    """Write a table's cells; one that goes on from the page before keeps its number."""
    if carry is not None and carry.grid is not None and _goes_on(carry, grid, size[1]):
        number, first = carry.table, carry.row
    else:
        number, first = draft.next_table(), 0
    deepest = 0
    for j, cell in enumerate(grid.cells):
        deepest = max(deepest, cell.row + cell.rows)
        chars = held.get(j)
        if not chars:
            continue
        lines = rows(lines_of(chars))
        full = cell.box[2] - 0.15 * (cell.box[2] - cell.box[0])
        text = (
            "\n".join(p.text for p in paragraphs(lines, full_from=full))
            if len(lines) > 1
            else lines[0].text
            if lines
            else ""
        )
        row = first + cell.row
        place = draft.place(
            f"第{page}页表{number + 1}第{row + 1}行第{cell.column + 1}列", page=page, box=_share(cell.box, *size)
        )
        line = lines[0] if lines else None
        block = draft.block(
            "cell",
            text,
            place,
            table=number,
            row=row,
            column=cell.column,
            font=line.font or None if line else None,
            size_pt=line.size or None if line else None,
            bold=bool(line and line.bold),
        )
        for tick in ticks(block.text) if block else ():
            draft.mark("checkbox", tick.state, place)
    return grid, number, first + deepest


def _goes_on(carry: Any, grid: Grid, height: float) -> bool:
    before = carry.grid
    same = len(before.xs) == len(grid.xs) and all(abs(a - b) < 3 for a, b in zip(before.xs, grid.xs, strict=True))
    return same and before.ys[-1] > 0.8 * carry.height and grid.ys[0] < 0.2 * height


def _body_size(chars: list[Char]) -> float:
    sizes: Counter[float] = Counter(c.look.size for c in chars)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _share(box: Box, width: float, height: float) -> Box:
    return box[0] / width, box[1] / height, box[2] / width, box[3] / height
