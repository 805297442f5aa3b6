"""A report independent of the file format: headings, paragraphs, points, tables; a label where a model took part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A section begins."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `small` for particulars, `strong` for what must not be missed."""

    text: str
    small: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a list, with what is said below it in small."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Text | Point | Table


@dataclass(frozen=True, slots=True)
class Report:
    """What is written out. `label` is what the reader must see on each page; `number` identifies the content."""

    title: str
    label: str
    number: str
    written_at: dt.datetime
    producer: str
    implicit_label: str | None = None
    blocks: list[Block] = field(default_factory=list)
