"""A table of a template as cells with their places, spans and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from copilot.filing.official.package import WRAPPERS, W
from copilot.filing.official.text import Line


@dataclass
class Cell:
    """A cell of the grid. `rows`, `cols`: how far it reaches; `lines`: number and line of each paragraph in it."""

    row: int
    col: int
    cols: int
    element: Any
    rows: int = 1
    lines: list[tuple[int, Line]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.text for _, line in self.lines).strip()

    @property
    def empty(self) -> bool:
        return not self.text


@dataclass
class Grid:
    """A table. `rows`: the row elements; `cells`: without those that go on a cell above."""

    table: Any
    number: int
    rows: list[Any]
    cells: list[Cell]

    def row(self, n: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return [c for c in self.cells if c.row == n]

    def across(self, n: int) -> list[Cell]:
        """The cells that cover a row, from left to right, those from above included."""
        return sorted((c for c in self.cells if c.row <= n < c.row + c.rows), key=lambda c: c.col)

    def left_of(self, cell: Cell) -> list[Cell]:
        """The cells beside a cell, the nearest first."""
        found = [c for c in self.cells if c.col + c.cols <= cell.col and c.row <= cell.row < c.row + c.rows]
        return sorted(found, key=lambda c: -c.col)

    def above(self, cell: Cell) -> list[Cell]:
        """The cells over a cell, the nearest first."""
        found = [c for c in self.cells if c.row + c.rows <= cell.row and c.col <= cell.col < c.col + c.cols]
        return sorted(found, key=lambda c: -c.row)


def children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, through content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, tag)


def grid_of(table: Any, number: int, numbers: dict[Any, int]) -> Grid:
    """The grid of a table. `numbers`: the number of each paragraph of the document."""
    rows = list(children(table, W + "tr"))
    cells: list[Cell] = []
    open_cells: dict[int, Cell] = {}
    for r, row in enumerate(rows):
        col = _value(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for element in children(row, W + "tc"):
            width = _value(element.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(W + "val") != "restart"
            above = open_cells.get(col)
            if goes_on and above is not None and above.cols == width and above.row + above.rows == r:
                above.rows += 1
            else:
                lines = [(numbers[p], Line(p)) for p in children(element, W + "p") if p in numbers]
                cell = Cell(r, col, width, element, lines=lines)
                cells.append(cell)
                open_cells[col] = cell
            col += width
    return Grid(table, number, rows, cells)


def _value(node: Any, default: int) -> int:
    text = node.get(W + "val") if node is not None else None
    return int(text) if text and text.isdigit() else default
