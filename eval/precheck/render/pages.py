"""Documents set on A4 pages: a list of things to draw for each page, in points from the upper left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eval.precheck.document import Break, Document, Face, Grid, Heading, Line, Seal, Sign

WIDTH, HEIGHT = 595.3, 841.9
MARGIN_X, MARGIN_Y = 90.0, 72.0
SEAL_PT, SIGN_PT = 119.0, 34.0


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    hidden: bool = False
    marked: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A seal or a signature, its upper left corner."""

    kind: Literal["seal", "signature"]
    x: float
    y: float
    name: str


Thing = Text | Rule | Picture


@dataclass
class Page:
    """What is drawn on one page; `shows`: the facts on it."""

    face: Face
    things: list[Thing] = field(default_factory=list)
    shows: set[str] = field(default_factory=set)


Measure = Callable[[str, float], float]


class Setter:
    """Sets the blocks of a document one under the other."""

    def __init__(self, document: Document, measure: Measure) -> None:
        self.document, self.measure = document, measure
        self.pages: list[Page] = []
        self.y = 0.0
        self.new_page()

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    def new_page(self) -> None:
        """Begin another page."""
        self.pages.append(Page(self.document.face))
        self.y = MARGIN_Y

    def room(self, height: float) -> None:
        """Make sure that this much fits below."""
        if self.y + height > HEIGHT - MARGIN_Y:
            self.new_page()

    def broken(self, text: str, size: float, width: float, first: float = 0.0) -> list[str]:
        """The text in lines that fit; `first`: what the first line is indented by."""
        lines: list[str] = []
        for part in text.split("\n"):
            now, used = "", first if not lines else 0.0
            for sign in part:
                wide = self.measure(sign, size)
                if now and used + wide > width and sign not in "，。、；：）”」》！？":
                    lines.append(now)
                    now, used = "", 0.0
                now += sign
                used += wide
            lines.append(now)
        return lines

    def paragraph(self, one: Line | Heading) -> None:
        """A paragraph or heading."""
        base, spacing = self.document.size_pt, self.document.spacing_pt
        if isinstance(one, Heading):
            one = Line(one.text, bold=True, indent=False, shows=one.shows)
        size, align = one.size_pt or base, one.align
        indent = 2 * size if one.indent and align == "left" else 0.0
        step = max(spacing, size * 1.35)
        width = WIDTH - 2 * MARGIN_X
        for i, text in enumerate(self.broken(one.text, size, width, indent)):
            self.room(step)
            wide = sum(self.measure(c, size) for c in text)
            x = MARGIN_X + (indent if i == 0 else 0.0)
            x = {"left": x, "center": MARGIN_X + (width - wide) / 2, "right": MARGIN_X + width - wide}[align]
            marked = wide if one.marked else 0.0
            self.page.things.append(
                Text(x, self.y + step * 0.72, text, 1.0 if one.hidden else size, one.bold, one.hidden, marked)
            )
            self.page.shows.update(one.shows)
            self.y += step

    def grid(self, one: Grid) -> None:
        """A table; a row that does not fit goes to the next page."""
        full = WIDTH - 2 * MARGIN_X
        columns = max(len(r.cells) for r in one.rows)
        shares = one.widths if one.widths and len(one.widths) == columns else tuple(1 / columns for _ in range(columns))
        size = min(self.document.size_pt, 12.0 if columns < 5 else 9.5)
        step, pad = size * 1.5, 4.0
        for r in one.rows:
            edges, texts = [0.0], []
            for i, cell in enumerate(r.cells):
                if cell is None:
                    edges[-1] += shares[i] * full
                    continue
                edges.append(edges[-1] + shares[i] * full)
                texts.append(cell)
            if len(edges) - 1 == 1 or len(r.cells) < columns:
                edges[-1] = full
            lines = [self.broken(t, size, edges[i + 1] - edges[i] - 2 * pad) for i, t in enumerate(texts)]
            height = max(len(x) for x in lines) * step + 2 * pad
            self.room(min(height, HEIGHT - 2 * MARGIN_Y - 1))
            top = self.y
            for i, cell_lines in enumerate(lines):
                for j, text in enumerate(cell_lines):
                    self.page.things.append(
                        Text(MARGIN_X + edges[i] + pad, top + pad + (j + 0.75) * step, text, size, r.bold)
                    )
            for x in edges:
                self.page.things.append(Rule(MARGIN_X + x, top, MARGIN_X + x, top + height))
            for y in (top, top + height):
                self.page.things.append(Rule(MARGIN_X, y, MARGIN_X + full, y))
            self.page.shows.update(r.shows)
            self.y = top + height
        self.y += self.document.spacing_pt * 0.5

    def sign(self, one: Sign) -> None:
        """A line to be signed."""
        size = self.document.size_pt
        self.room(SIGN_PT + 6)
        self.page.things.append(Text(MARGIN_X, self.y + 26, one.label + ("" if one.name else "__________"), size))
        if one.name:
            wide = sum(self.measure(c, size) for c in one.label)
            self.page.things.append(Picture("signature", MARGIN_X + wide + 4, self.y, one.name))
        self.page.shows.update(one.shows)
        self.y += SIGN_PT + 6

    def seal(self, one: Seal) -> None:
        """A seal over what was set last."""
        self.page.shows.update(one.shows)
        if not one.name:
            return
        texts = [t for t in self.page.things if isinstance(t, Text)]
        x = WIDTH - MARGIN_X - SEAL_PT - 10 if not texts else min(texts[-1].x + 110, WIDTH - MARGIN_X - SEAL_PT)
        y = min(max(self.y - SEAL_PT * 0.45, MARGIN_Y), HEIGHT - SEAL_PT - 20)
        self.page.things.append(Picture("seal", x, y, one.name))


def paginate(document: Document, measure: Measure) -> list[Page]:
    """The pages of a document."""
    setter = Setter(document, measure)
    for one in document.blocks:
        if isinstance(one, Line | Heading):
            setter.paragraph(one)
        elif isinstance(one, Grid):
            setter.grid(one)
        elif isinstance(one, Sign):
            setter.sign(one)
        elif isinstance(one, Seal):
            setter.seal(one)
        elif isinstance(one, Break):
            setter.new_page()
    for i, page in enumerate(setter.pages, 1):
        if document.header:
            page.things.append(Text(MARGIN_X, 44, document.header, 9))
        if document.numbers and len(setter.pages) > 1:
            page.things.append(Text(WIDTH / 2 - 4, HEIGHT - 36, str(i), 9))
    return setter.pages


def all_pages(documents: Sequence[Document], measure: Measure) -> tuple[list[Page], dict[str, int]]:
    """The pages of one file, and on which page each fact stands (from 1)."""
    pages = [p for d in documents for p in paginate(d, measure)]
    where: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for path in page.shows:
            where.setdefault(path, number)
    return pages, where
