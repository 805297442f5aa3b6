"""A paper before it becomes a file: blocks in order, written once and rendered as Word, PDF or a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]
Face = Literal["serif", "sans"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `shows`: paths of the facts that stand in it, so that a planted defect knows its page.

    `marked`: highlighted; `hidden`: white and tiny, as an instruction to a machine would be; `font`: a typeface's name
    for Word, None: that of the document.
    """

    text: str
    align: Align = "left"
    bold: bool = False
    indent: bool = True
    size_pt: float | None = None
    marked: bool = False
    hidden: bool = False
    font: str | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1. The number (一、（一）1.) is part of the text."""

    text: str
    level: int = 1
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A cell of None is merged with the one to its left."""

    cells: tuple[str | None, ...]
    shows: tuple[str, ...] = ()
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with all its lines; `widths` are shares of the width, None: equal."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A line to be signed: its label, then handwriting of `name` (empty: the place is left blank)."""

    label: str
    name: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """A round red seal over the lines just above it; `name` stands on its ring. Empty: no seal is put there."""

    name: str
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Line | Heading | Grid | Sign | Seal | Break


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. `role` is an id of `knowledge_base/precheck/papers.yaml`.

    `spacing_pt`: distance of the lines; `header`, `footer`: on every page; `numbers`: page numbers below; `comments`:
    pairs of words and the comment on them (Word only); `changes`: triples of words before, left out, put in, tracked.
    """

    role: str
    title: str
    blocks: Sequence[Block]
    face: Face = "serif"
    size_pt: float = 14.0
    spacing_pt: float = 26.0
    header: str = ""
    numbers: bool = True
    comments: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    author: str = field(default="")


def row(*cells: str | None, shows: str | Sequence[str] = (), bold: bool = False) -> Row:
    """A row of a table."""
    return Row(cells, (shows,) if isinstance(shows, str) else tuple(shows), bold)


def line(text: str, *shows: str) -> Line:
    """A plain paragraph that shows these facts."""
    return Line(text, shows=shows)
