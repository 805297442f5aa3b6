"""Tables of data as they were read: the titles of their columns and their rows."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.precheck.paper import Block, Place


@dataclass(frozen=True)
class Row:
    """A row of a table of data: the text by column title, and where the row stands."""

    cells: dict[str, str]
    place: Place


@dataclass(frozen=True)
class Listing:
    """A table of data: the titles of its columns as they stand, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def joined(found: list[tuple[Block, Listing]]) -> list[tuple[Block, Listing]]:
    """Cards of one row each, one after the other under the same titles, as the one table that they are."""
    out: list[tuple[Block, Listing]] = []
    last, cards = -2, False
    for cell, listing in found:
        one = len(listing.rows) == 1
        if cards and one and (cell.table or 0) <= last + 1 and out[-1][1].columns == listing.columns:
            first, whole = out[-1]
            out[-1] = (first, Listing(whole.columns, whole.rows + listing.rows))
        else:
            out.append((cell, listing))
            cards = one
        last = cell.table or 0
    return out
