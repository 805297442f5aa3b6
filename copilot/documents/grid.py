"""Tables from ruling lines, whether drawn in a PDF or found on a scan: rows, columns and merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
Rule = tuple[float, float, float]
"""`(position, start, end)`: a horizontal line at y from x to x, a vertical one at x from y to y."""
MAX_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its place in the grid, from 0; `rows` and `columns` say how far it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `xs` and `ys` are the positions of its lines."""

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def box(self) -> Box:
        """Outer frame."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def grids(horizontal: Sequence[Rule], vertical: Sequence[Rule], *, tolerance: float = 3.0) -> list[Grid]:
    """Tables made by the lines, top to bottom; coordinates as given, y downwards."""
    across, down = _merge(horizontal, tolerance), _merge(vertical, tolerance)
    found = [_grid(h, v, tolerance) for h, v in _groups(across, down, tolerance) if len(h) > 1 and len(v) > 1]
    return sorted((g for g in found if g is not None), key=lambda g: (g.ys[0], g.xs[0]))


def _merge(rules: Sequence[Rule], tolerance: float) -> list[Rule]:
    """Rules nearly in one line are brought into it; pieces that touch become one."""
    lines: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules):
        if lines and rule[0] - lines[-1][0] <= tolerance:
            lines[-1][1].append(rule)
        else:
            lines.append((rule[0], [rule]))
    out: list[Rule] = []
    for _, group in lines:
        at = sum(r[0] for r in group) / len(group)
        start, end = None, 0.0
        for _, a, b in sorted(group, key=lambda r: r[1]):
            if start is not None and a <= end + tolerance:
                end = max(end, b)
                continue
            if start is not None:
                out.append((at, start, end))
            start, end = a, b
        if start is not None:
            out.append((at, start, end))
    return out


def _groups(across: list[Rule], down: list[Rule], tolerance: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch one another, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down):
            if x0 - tolerance <= x <= x1 + tolerance and y0 - tolerance <= y <= y1 + tolerance:
                parent[find(i)] = find(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parent)):
        group = groups.setdefault(find(i), ([], []))
        if i < len(across):
            group[0].append(across[i])
        else:
            group[1].append(down[i - len(across)])
    return list(groups.values())


def _positions(rules: list[Rule], tolerance: float) -> list[float]:
    out: list[float] = []
    for at, _, _ in sorted(rules):
        if not out or at - out[-1] > tolerance:
            out.append(at)
    return out


def _covered(rules: list[Rule], at: float, start: float, end: float, tolerance: float) -> bool:
    """Whether a line at `at` runs along most of start..end."""
    length = sum(max(0.0, min(b, end) - max(a, start)) for position, a, b in rules if abs(position - at) <= tolerance)
    return length >= 0.6 * (end - start)


def _grid(across: list[Rule], down: list[Rule], tolerance: float) -> Grid | None:
    xs, ys = _positions(down, tolerance), _positions(across, tolerance)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_CELLS:
        return None
    parent = list(range(rows * columns + 1))
    outside = rows * columns

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(a: int, b: int) -> None:
        parent[find(a)] = find(b)

    by_x = [[r for r in down if abs(r[0] - x) <= tolerance] for x in xs]
    by_y = [[r for r in across if abs(r[0] - y) <= tolerance] for y in ys]
    for r in range(rows):
        for c in range(columns + 1):
            if not _covered(by_x[c], xs[c], ys[r], ys[r + 1], tolerance):
                left = r * columns + c - 1 if c else outside
                join(left, r * columns + c if c < columns else outside)
    for c in range(columns):
        for r in range(rows + 1):
            if not _covered(by_y[r], ys[r], xs[c], xs[c + 1], tolerance):
                above = (r - 1) * columns + c if r else outside
                join(above, r * columns + c if r < rows else outside)
    groups: dict[int, list[int]] = {}
    for i in range(rows * columns):
        groups.setdefault(find(i), []).append(i)
    groups.pop(find(outside), None)
    cells = []
    for members in groups.values():
        top, bottom = min(i // columns for i in members), max(i // columns for i in members)
        left, right = min(i % columns for i in members), max(i % columns for i in members)
        box = (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        cells.append(Cell(top, left, bottom - top + 1, right - left + 1, box))
    if not cells:
        return None
    return Grid(tuple(sorted(cells, key=lambda x: (x.row, x.column))), tuple(xs), tuple(ys))
