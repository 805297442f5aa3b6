"""The papers as a person reads them beside the findings: sheet by sheet, and where in them a finding stands.

A sheet is a page, or, where the format has no pages, a run of blocks. Nothing is laid out anew: what is shown is the
text, tables and marks that the criteria looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from copilot.precheck.finding import Finding, Spot
from copilot.precheck.paper import Block, Mark, Paper

MAX_BLOCKS = 300
MAX_SPOTS = 12
_MIN_QUOTE = 4
_BLANKS = re.compile(r"\s+")
Exact = Literal["place", "text", "page", "file"]


@dataclass(slots=True)
class Sheet:
    """`blocks` and `marks` are places in the paper's own, in reading order; `page` None: the format has none."""

    page: int | None
    blocks: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a finding stands: which paper, sheet of it, blocks of the paper. `exact` says how it was found.

    `place`: by the finding's own place; `text`: by the words it quotes; `page`, `file`: no nearer than that.
    """

    paper: int
    sheet: int
    blocks: tuple[int, ...]
    exact: Exact


class Sheets:
    """The sheets of all papers of a submission.

    Args:
        papers: as read.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers = tuple(papers)
        self._number = {p.file: n for n, p in enumerate(self.papers)}

    @cached_property
    def of_paper(self) -> list[list[Sheet]]:
        """The sheets of each paper; every paper has one at least."""
        return [sheets_of(paper) for paper in self.papers]

    def anchors(self, finding: Finding) -> list[Anchor]:
        """Where a finding stands and what else it rests on, its own place first, none twice."""
        own = Spot(file=finding.file or "", page=finding.page, locator=finding.locator, box=finding.box)
        quotes = _quotes(finding.evidence, finding.actual)
        found = (self._anchor(spot, quotes) for spot in (own, *finding.also))
        return list(dict.fromkeys(a for a in found if a is not None))[:MAX_SPOTS]

    def _anchor(self, spot: Spot, quotes: Sequence[str]) -> Anchor | None:
        number = self._number.get(spot.file)
        if number is None:
            return None
        paper, sheets = self.papers[number], self.of_paper[number]
        on_page = [n for n, b in enumerate(paper.blocks) if spot.page in (None, b.place.page)]
        hits, exact = _at(paper, on_page, spot.locator), "place"
        marks = set() if hits else _marks_at(paper, spot)
        if not hits and not marks:
            hits, exact = _quoting(paper, on_page, quotes), "text"
        if hits:
            sheet = next(i for i, s in enumerate(sheets) if hits[0] in s.blocks)
            return Anchor(number, sheet, tuple(hits), exact)  # type: ignore[arg-type]
        if marks:
            return Anchor(number, next(i for i, s in enumerate(sheets) if marks & {*s.marks}), (), "place")
        sheet = next((i for i, s in enumerate(sheets) if spot.page is not None and s.page == spot.page), 0)
        return Anchor(number, sheet, (), "page" if spot.page is not None or spot.locator else "file")


def sheets_of(paper: Paper) -> list[Sheet]:
    """The sheets of a paper: one a page; blocks without a page in runs; what is long cut between rows."""
    sheets: list[Sheet] = []
    current: dict[int | None, Sheet] = {}
    before: Block | None = None
    for number, block in enumerate(paper.blocks):
        page = block.place.page
        sheet = current.get(page)
        follows = before is not None and before.place.page == page
        if sheet is None or (page is None and not follows) or (len(sheet.blocks) >= MAX_BLOCKS and _cut(before, block)):
            sheet = current[page] = Sheet(page)
            sheets.append(sheet)
        sheet.blocks.append(number)
        before = block
    sheets = sheets or [Sheet(1 if paper.pages else None)]
    for number, mark in enumerate(paper.marks):
        _home(mark, paper, sheets).marks.append(number)
    return sheets


def _cut(before: Block | None, block: Block) -> bool:
    """Whether a sheet may end between two blocks: not within a row."""
    return before is None or block.table is None or (before.table, before.row) != (block.table, block.row)


def _home(mark: Mark, paper: Paper, sheets: list[Sheet]) -> Sheet:
    """The sheet on which a mark is shown."""
    near = _at(paper, range(len(paper.blocks)), mark.place.locator)
    if near and paper.blocks[near[0]].place.page in (mark.place.page, None):
        return next(s for s in sheets if near[0] in s.blocks)
    return next((s for s in sheets if s.page == mark.place.page), sheets[0])


def _at(paper: Paper, among: Iterable[int], locator: str) -> list[int]:
    """Blocks at a locator, else those at the longest place that it begins with (`第8段的图片`: `第8段`)."""
    if not locator:
        return []
    best, length = [], 0
    for n in among:
        own = paper.blocks[n].place.locator
        if own == locator:
            rank = len(own) + 1
        elif own and locator.startswith(own) and not locator[len(own)].isdigit():
            rank = len(own)
        else:
            continue
        if rank > length:
            best, length = [n], rank
        elif rank == length:
            best.append(n)
    return best


def _marks_at(paper: Paper, spot: Spot) -> set[int]:
    """What was seen, not read, at the place: words found elsewhere would mislead."""
    return {
        n
        for n, m in enumerate(paper.marks)
        if spot.locator and m.place.locator == spot.locator and spot.page in (None, m.place.page)
    }


def _quotes(*texts: str) -> list[str]:
    """Pieces of what a finding quotes that are long enough to be looked for, without blanks, the longest first."""
    pieces = {_BLANKS.sub("", piece) for text in texts for piece in re.split(r"[\n…“”]|；", text)}
    return sorted((p for p in pieces if len(p) >= _MIN_QUOTE), key=lambda p: (-len(p), p))


def _quoting(paper: Paper, among: Sequence[int], quotes: Sequence[str]) -> list[int]:
    """Blocks that hold the longest quotation that any of them holds."""
    plain = {n: _BLANKS.sub("", paper.blocks[n].text) for n in among} if quotes else {}
    for quote in quotes:
        if hits := [n for n, text in plain.items() if quote in text]:
            return hits[:MAX_SPOTS]
    return []
