"""Tables of a form turned into rows of a label and its value: parties side by side, labels in a row over the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from copilot.precheck.outline import key
from copilot.precheck.paper import Block

# What a party is called within its own column: the name alone.
NAME = re.compile(r"(?:单位|公司|企业|机构|主体|法定)?(?:的)?(?:名称|全称|名)|单位|公司|企业|机构")
Rows = dict[int, dict[int, Block]]


def by_table(blocks: Iterable[Block], turn: Callable[[list[Block]], list[Block]]) -> Iterator[Block]:
    """The blocks, each run of cells of one table turned."""
    for table, run in groupby(blocks, key=lambda b: b.table):
        cells = list(run)
        yield from cells if table is None else turn(cells)


def in_pairs(
    cells: list[Block],
    party: Callable[[str], str],
    is_label: Callable[[str], bool],
    is_column: Callable[[str], bool],
) -> list[Block]:
    """The cells as rows of a label and its value where the table is one of two parties or of labels over values."""
    rows: Rows = {}
    for cell in cells:
        rows.setdefault(cell.row or 0, {})[cell.column or 0] = cell
    if sum(is_column(c.text) for c in rows[min(rows)].values()) >= 3:
        return cells  # a table of data
    return _parties(rows, party) or _paired_parties(rows, party) or _under_heads(rows, is_label) or cells


def _parties(rows: Rows, party: Callable[[str], str]) -> list[Block]:
    """`名称 | A | B` under `(blank) | 甲方 | 乙方`, party by party."""
    head = min(rows)
    named = {column: label for column, cell in rows[head].items() if (label := party(cell.text))}
    if len(named) < 2 or len(rows) < 2 or min(c for r in rows.values() for c in r) in named:
        return []
    found: list[tuple[Block, str, Block]] = []
    for column, label in named.items():
        for number in sorted(rows):
            value, left = rows[number].get(column), rows[number].get(min(rows[number]))
            if number == head or left is None or left is value:
                continue
            words = label if NAME.fullmatch(key(left.text)) else left.text
            blank = replace(left, text="") if value is None else value
            found.append((left, words, blank))
    return _as_rows(found)


def _paired_parties(rows: Rows, party: Callable[[str], str]) -> list[Block]:
    """`名称 | A | 名称 | B` under `甲方 | 乙方`, each over the two columns of its own."""
    head = min(rows)
    named = {column: label for column, cell in rows[head].items() if (label := party(cell.text))}
    below = [rows[n] for n in sorted(rows) if n != head]
    if len(named) != 2 or not below:
        return []
    one, two = sorted(named)
    width = max(c for r in below for c in r) + 1
    two = two if two - one > 1 else width // 2  # a head that spans two columns may be counted as one
    spans = ((one, two, named[min(named)]), (two, width, named[max(named)]))
    same = [r for r in below if one in r and two in r and key(r[one].text) == key(r[two].text) != ""]
    if two <= one + 1 or len(same) * 2 < len(below):
        return []
    found: list[tuple[Block, str, Block]] = []
    for start, end, label in spans:
        for row in below:
            cells = [row[c] for c in range(start, end) if c in row]
            if not cells or not cells[0].text.strip():
                continue
            words = label if NAME.fullmatch(key(cells[0].text)) else cells[0].text
            found.append((cells[0], words, cells[1] if len(cells) > 1 else replace(cells[0], text="")))
    return _as_rows(found)


def _under_heads(rows: Rows, is_label: Callable[[str], bool]) -> list[Block]:
    """Rows of labels, each over a row of their values."""
    numbers = sorted(rows)
    pairs = [(rows[a], rows[b]) for a, b in zip(numbers[::2], numbers[1::2], strict=False)]
    if len(numbers) % 2 or not all(_heads(head, below, is_label) for head, below in pairs):
        return []
    found = [(c, c.text, below.get(n, replace(c, text=""))) for head, below in pairs for n, c in sorted(head.items())]
    return _as_rows(found)


def _heads(head: dict[int, Block], below: dict[int, Block], is_label: Callable[[str], bool]) -> bool:
    """Whether a row is one of labels over one of values. Two cells beside each other may be a label and its value:
    then both must be labels, or be set as heads, or the second alone."""
    labels = [n for n, c in head.items() if is_label(c.text)]
    if not labels or not set(below) <= set(head) or any(is_label(c.text) for c in below.values()):
        return False
    filled = [c for c in below.values() if c.text.strip()]
    set_so = all(c.bold for c in head.values()) and not any(c.bold for c in filled)
    if set_so or len(head) == 1:
        return True
    if len(head) == 2:
        return len(labels) == 2 or max(head) in labels
    return len(labels) * 10 >= len(head) * 6


def _as_rows(found: list[tuple[Block, str, Block]]) -> list[Block]:
    out = []
    for row, (cell, label, value) in enumerate(found):
        out += [replace(cell, text=label, row=row, column=0)]
        if value.text.strip():
            out += [replace(value, row=row, column=1)]
    return out
