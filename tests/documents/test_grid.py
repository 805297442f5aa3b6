"""Tables from ruling lines: merged cells, open frames, broken and crooked lines."""

from __future__ import annotations

from copilot.documents.grid import Cell, grids

ACROSS = [(0.0, 0.0, 90.0), (10.0, 0.0, 90.0), (20.0, 0.0, 90.0)]
DOWN = [(0.0, 0.0, 20.0), (30.0, 0.0, 20.0), (60.0, 0.0, 20.0), (90.0, 0.0, 20.0)]


def test_a_plain_table() -> None:
    (grid,) = grids(ACROSS, DOWN)
    assert len(grid.cells) == 6 and grid.box == (0, 0, 90, 20)
    assert grid.cells[4] == Cell(1, 1, 1, 1, (30, 10, 60, 20))


def test_merged_cells_across_and_down() -> None:
    across = [ACROSS[0], (10.0, 30.0, 90.0), ACROSS[2]]
    down = [DOWN[0], DOWN[1], (60.0, 10.0, 20.0), DOWN[3]]
    (grid,) = grids(across, down)
    assert {(c.row, c.column, c.rows, c.columns) for c in grid.cells} == {
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    }


def test_broken_and_crooked_lines_are_joined() -> None:
    across = [(0.0, 0.0, 44.0), (0.8, 45.0, 90.0), *ACROSS[1:]]
    assert len(grids(across, DOWN)[0].cells) == 6


def test_two_tables_and_lines_that_are_none() -> None:
    lower = [(at + 100, a, b) for at, a, b in ACROSS], [(at, a + 100, b + 100) for at, a, b in DOWN]
    found = grids([*ACROSS, *lower[0], (300.0, 0.0, 90.0)], [*DOWN, *lower[1]])
    assert [g.box for g in found] == [(0, 0, 90, 20), (0, 100, 90, 120)]
    assert grids(ACROSS, []) == [] and grids([ACROSS[0]], DOWN) == []


def test_an_open_side_is_no_cell() -> None:
    (grid,) = grids(ACROSS, DOWN[:3])
    assert len(grid.cells) == 4
