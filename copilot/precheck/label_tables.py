"""Tables of a form turned into rows of a label and its value: parties side by side, labels in a row over the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from copilot.precheck.outline import key
from copilot.precheck.paper import Block

_NAME = re.compile(r"(?:单位|公司|企业|机构|主体)?(?:名称|全称)")
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
    return _parties(rows, party) or _under_heads(rows, is_label) or cells


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
            words = label if _NAME.fullmatch(key(left.text)) else left.text
            blank = replace(left, text="") if value is None else value
            found.append((left, words, blank))
    return _as_rows(found)


def _under_heads(rows: Rows, is_label: Callable[[str], bool]) -> list[Block]:
    """A row of labels over one row of values."""
    if len(rows) != 2:
        return []
    head, below = (rows[n] for n in sorted(rows))
    labels = [c for c in head.values() if is_label(c.text)]
    if len(head) < 3 or len(labels) * 10 < len(head) * 6 or any(is_label(c.text) for c in below.values()):
        return []
    return _as_rows([(c, c.text, below.get(n, replace(c, text=""))) for n, c in sorted(head.items())])


def _as_rows(found: list[tuple[Block, str, Block]]) -> list[Block]:
    out = []
    for row, (cell, label, value) in enumerate(found):
        out += [replace(cell, text=label, row=row, column=0)]
        if value.text.strip():
            out += [replace(value, row=row, column=1)]
    return out
