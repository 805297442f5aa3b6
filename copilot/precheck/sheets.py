"""The papers as a person reads them beside the findings: sheet by sheet, and where in them a finding stands.

A sheet is a page, or, where the format has no pages, a run of blocks. Nothing is laid out anew: what is shown is the
text, tables and marks that the criteria looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
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
        return [one.sheets for one in self._indexed]

    @cached_property
    def _indexed(self) -> list[_Indexed]:
        return [_Indexed(paper) for paper in self.papers]

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
        paper = self._indexed[number]
        if hits := paper.at(spot.locator, spot.page):
            return Anchor(number, paper.home[hits[0]], tuple(hits), "place")
        if marks := paper.marks_at(spot):
            return Anchor(number, next(i for i, s in enumerate(paper.sheets) if marks & {*s.marks}), (), "place")
        if hits := paper.quoting(quotes, spot.page):
            return Anchor(number, paper.home[hits[0]], tuple(hits), "text")
        sheet = next((i for i, s in enumerate(paper.sheets) if spot.page is not None and s.page == spot.page), 0)
        return Anchor(number, sheet, (), "page" if spot.page is not None or spot.locator else "file")


class _Indexed:
    """A paper with its sheets (`home`: the sheet of each block), made ready for looking up places and words."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.by_locator: dict[str, list[int]] = {}
        for n, block in enumerate(paper.blocks):
            self.by_locator.setdefault(block.place.locator, []).append(n)
        self.sheets = sheets_of(paper)
        self.home = {n: i for i, sheet in enumerate(self.sheets) for n in sheet.blocks}
        for number, mark in enumerate(paper.marks):
            self._home_of(mark).marks.append(number)

    @cached_property
    def plain(self) -> tuple[str, list[int]]:
        """All text without blanks, a line a block, and where in it each block begins."""
        lines = [_BLANKS.sub("", block.text) for block in self.paper.blocks]
        return "\n".join(lines), list(accumulate((len(line) + 1 for line in lines), initial=0))

    def at(self, locator: str, page: int | None) -> list[int]:
        """Blocks at a locator, else those at the longest place that it begins with (`第8段的图片`: `第8段`)."""
        for end in range(len(locator), 0, -1):
            if end < len(locator) and locator[end].isdigit():
                continue
            if hits := [n for n in self.by_locator.get(locator[:end], ()) if self._on(n, page)]:
                return hits
        return []

    def marks_at(self, spot: Spot) -> set[int]:
        """What was seen, not read, at the place: words found elsewhere would mislead."""
        return {
            n
            for n, m in enumerate(self.paper.marks)
            if spot.locator and m.place.locator == spot.locator and spot.page in (None, m.place.page)
        }

    def quoting(self, quotes: Sequence[str], page: int | None) -> list[int]:
        """Blocks that hold the longest quotation that any of them holds."""
        for quote in quotes:
            if hits := list(islice(self._holding(quote, page), MAX_SPOTS)):
                return hits
        return []

    def _holding(self, quote: str, page: int | None) -> Iterator[int]:
        whole, begins = self.plain
        place = whole.find(quote)
        while place >= 0:
            n = bisect_right(begins, place) - 1
            if self._on(n, page):
                yield n
            place = whole.find(quote, begins[n + 1])

    def _on(self, number: int, page: int | None) -> bool:
        return page in (None, self.paper.blocks[number].place.page)

    def _home_of(self, mark: Mark) -> Sheet:
        """The sheet on which a mark is shown."""
        if near := self.at(mark.place.locator, mark.place.page):
            return self.sheets[self.home[near[0]]]
        return next((s for s in self.sheets if s.page == mark.place.page), self.sheets[0])


def sheets_of(paper: Paper) -> list[Sheet]:
    """The sheets of a paper, without its marks: one a page, runs of blocks without one; long ones are cut."""
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
    return sheets or [Sheet(1 if paper.pages else None)]


def _cut(before: Block | None, block: Block) -> bool:
    """Whether a sheet may end between two blocks: not within a row."""
    return before is None or block.table is None or (before.table, before.row) != (block.table, block.row)


def _quotes(*texts: str) -> list[str]:
    """Pieces of what a finding quotes that are long enough to be looked for, without blanks, the longest first."""
    pieces = {_BLANKS.sub("", piece) for text in texts for piece in re.split(r"[\n…“”]|；", text)}
    return sorted((p for p in pieces if len(p) >= _MIN_QUOTE), key=lambda p: (-len(p), p))
