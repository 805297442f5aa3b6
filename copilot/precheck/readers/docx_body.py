"""The story of a .docx part by part: paragraphs, tables, text boxes, with what Word shows, hides and tracks."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from copilot.documents.checkbox import ticks, wingding
from copilot.documents.docx import Numbers
from copilot.precheck.paper import BlockKind, MarkKind
from copilot.precheck.readers.docx_looks import Look, Looks, W, boxed, fill_of
from copilot.precheck.readers.docx_tree import MC, SKIPPED, blocks, grid_before, inside, new_page, span, up
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.outline import heading_level

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
_LINES_A_PAGE = 36
_CHARS_A_LINE = 36


@dataclass
class Pages:
    """Counts pages by the breaks that a .docx records; without Word's own, it stops knowing after a page of text."""

    rendered: bool
    page: int = 1
    lines: float = 0.0
    fresh: bool = True
    known: bool = True

    def turn(self, *, rendered: bool = False) -> None:
        """A page break. Word's rendered break right after an explicit one is the same break."""
        if rendered and self.fresh and self.page > 1:
            return
        self.page += 1
        self.lines, self.fresh = 0.0, True

    def text(self, chars: int) -> None:
        """Text of a paragraph was set."""
        self.fresh = self.fresh and chars == 0
        self.lines += max(1, math.ceil(chars / _CHARS_A_LINE))
        if not self.rendered and self.lines > _LINES_A_PAGE:
            self.known = False

    def now(self) -> int | None:
        """The page that text stands on now, None when it cannot be told."""
        return self.page if self.known else None


@dataclass
class Run:
    """Words of one look within a paragraph."""

    text: str
    look: Look
    mark: str = ""


@dataclass
class Found:
    """What a paragraph or cell holds."""

    runs: list[Run] = field(default_factory=list)
    tracked: list[tuple[MarkKind, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    level: int | None = None
    ground: str | None = None
    paragraphs: int = 0


class Story:
    """Walks one part (body, header, footnotes ...) and writes what it finds into the draft.

    `picture(rid, locator, page, text beside it)` is called for every picture of the part.
    """

    def __init__(
        self,
        draft: Draft,
        looks: Looks,
        *,
        numbers: Numbers,
        pages: Pages | None,
        rels: dict[str, str],
        picture: Callable[[str, str, int | None, str], None],
    ) -> None:
        self.draft, self.looks, self.numbers, self.pages = draft, looks, numbers, pages
        self.rels, self.picture = rels, picture
        self.paragraphs = 0

    def walk(self, root: Any, kind: BlockKind, *, prefix: str = "") -> None:
        """Read all block-level content under `root`."""
        for element in blocks(root):
            if element.tag == W + "p":
                self._paragraph(element, kind, prefix)
            else:
                self._table(element, kind, prefix)

    def _page(self) -> int | None:
        return self.pages.now() if self.pages else None

    def _paragraph(self, p: Any, kind: BlockKind, prefix: str) -> None:
        found = Found()
        page = self._read(p, found)
        self.paragraphs += bool("".join(r.text for r in found.runs).strip())
        locator = prefix or f"第{max(self.paragraphs, 1)}段"
        block_kind = kind
        text = "".join(r.text for r in found.runs if not r.look.hidden(found.ground)).strip()
        level = None
        if kind == "paragraph":
            level = found.level or heading_level(text, bold=all(r.look.bold for r in found.runs if r.text.strip()))
            block_kind = "heading" if level and len(text) <= 80 else kind
        self._emit(found, block_kind, locator, page, level=level if block_kind == "heading" else None)
        self._boxes(found, locator, page)

    def _boxes(self, found: Found, locator: str, page: int | None) -> None:
        for box in found.boxes:
            for element in blocks(box):
                if element.tag == W + "p":
                    inner = Found()
                    self._read(element, inner)
                    self._emit(inner, "textbox", f"{locator}旁的文本框", page)
                    self._boxes(inner, locator, page)
                else:
                    self._table(element, "textbox", f"{locator}旁的文本框 ")

    def _table(self, table: Any, kind: BlockKind, prefix: str) -> None:
        number = self.draft.next_table()
        for r, row in enumerate(inside(table, W + "tr")):
            properties = row.find(W + "trPr")
            gone = properties is not None and properties.find(W + "del") is not None
            column = grid_before(properties)
            for cell in inside(row, W + "tc"):
                settings = cell.find(W + "tcPr")
                width, merged = span(settings)
                locator = f"{prefix}表{number + 1}第{r + 1}行第{column + 1}列"
                found = Found(ground=fill_of(settings))
                page = self._page()
                nested = []
                for element in blocks(cell):
                    if element.tag == W + "p":
                        if found.paragraphs:
                            found.runs.append(Run("\n", self.looks.base))
                        at = self._read(element, found)
                        page = at if found.paragraphs == 1 else page
                    else:
                        nested.append(element)
                if gone:
                    text = "".join(x.text for x in found.runs)
                    self.draft.mark("deletion", text, self.draft.place(locator, page=page))
                elif not merged:
                    self._emit(found, "cell", locator, page, table=number, row=r, column=column)
                    self._boxes(found, locator, page)
                for inner in nested:
                    self._table(inner, kind, f"{locator}内的")
                column += width

    def _emit(self, found: Found, kind: BlockKind, locator: str, page: int | None, **more: Any) -> None:
        shown = [r for r in found.runs if not r.look.hidden(found.ground)]
        place = self.draft.place(locator, page=page)
        look = _dominant(shown)
        block = self.draft.block(
            kind, "".join(r.text for r in shown), place, font=look.font, size_pt=look.size_pt, bold=look.bold, **more
        )
        for hidden in _joined([r for r in found.runs if r.look.hidden(found.ground)]):
            if not hidden.text.strip():
                continue
            self.draft.block(
                kind, hidden.text, place, font=hidden.look.font, size_pt=hidden.look.size_pt, visible=False, **more
            )
            self.draft.mark("hidden", hidden.text, place)
        for mark, text in found.tracked:
            self.draft.mark(mark, text, place)
        for text, target in found.links:
            self.draft.mark("link", f"{text} {target}".strip(), place)
        for run in _joined([r for r in shown if r.mark or r.look.mark or r.look.coloured()], marked=True):
            if run.text.strip():
                self.draft.mark("highlight", run.text, place, sure=bool(run.mark or run.look.mark))
        for tick in ticks(block.text) if block else ():
            self.draft.mark("checkbox", tick.state, place)
        for rid in found.pictures:
            self.picture(rid, locator, page, block.text if block else "")

    def _read(self, p: Any, found: Found) -> int | None:
        """Read a paragraph into `found` and return the page on which its text begins."""
        properties = p.find(W + "pPr")
        style = properties.find(W + "pStyle") if properties is not None else None
        key = style.get(W + "val") if style is not None else None
        under = self.looks.paragraph(key)
        found.level = self.looks.level(key)
        if properties is not None:
            outline = properties.find(W + "outlineLvl")
            if outline is not None and (outline.get(W + "val") or "9") < "9":
                found.level = int(outline.get(W + "val")) + 1
            if properties.find(W + "pageBreakBefore") is not None and self.pages and not self.pages.fresh:
                self.pages.turn()
            found.ground = fill_of(properties) or found.ground
        mark = "border" if boxed(properties) else "shading" if fill_of(properties) else ""
        if label := self.numbers.label(p):
            found.runs.append(Run(label, under))
        reader = _Paragraph(self, found, under, mark)
        before = self._page()
        reader.walk(p)
        found.paragraphs += 1
        if self.pages:
            self.pages.text(reader.chars)
            section = properties.find(W + "sectPr") if properties is not None else None
            if section is not None and new_page(section):
                self.pages.turn()
        return reader.page if reader.page is not None else before


class _Paragraph:
    """Reads the inline content of one paragraph."""

    def __init__(self, story: Story, found: Found, under: Look, mark: str) -> None:
        self.story, self.found, self.under, self.mark = story, found, under, mark
        self.page: int | None = None
        self.chars = 0
        self.field = ""
        self.state = ""

    def walk(self, node: Any) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                self.run(child)
            elif tag in (W + "del", W + "moveFrom"):
                text = "".join(t.text or "" for t in child.iter(W + "delText", W + "t"))
                if text.strip():
                    self.found.tracked.append(("deletion", text))
            elif tag in (W + "ins", W + "moveTo"):
                before = len(self.found.runs)
                self.walk(child)
                text = "".join(r.text for r in self.found.runs[before:])
                if text.strip():
                    self.found.tracked.append(("insertion", text))
            elif tag == W + "hyperlink":
                before = len(self.found.runs)
                self.walk(child)
                target = self.story.rels.get(child.get(R + "id") or "", "")
                if target:
                    self.found.links.append(("".join(r.text for r in self.found.runs[before:]), target))
            elif tag == W + "sdt":
                self.control(child)
            elif tag == MC + "AlternateContent":
                self.alternate(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self.walk(child)

    def control(self, sdt: Any) -> None:
        """A content control; a tick box whose symbol stands in a font we cannot read gets a plain one."""
        content = sdt.find(W + "sdtContent")
        box = sdt.find(f"{W}sdtPr/{W14}checkbox")
        before = len(self.found.runs)
        if content is not None:
            self.walk(content)
        if box is None:
            return
        checked = box.find(W14 + "checked")
        ticked = checked is not None and checked.get(W14 + "val") in ("1", "true")
        shown = "".join(r.text for r in self.found.runs[before:])
        states = [t.state for t in ticks(shown)]
        if states != ["checked" if ticked else "unchecked"]:
            self.found.runs[before:] = [Run("☑" if ticked else "☐", self.under)]

    def alternate(self, element: Any) -> None:
        choice = element.find(MC + "Choice")
        self.run(choice if choice is not None else element.find(MC + "Fallback"))

    def run(self, r: Any) -> None:
        if r is None:
            return
        look = self.story.looks.run(r.find(W + "rPr"), self.under)
        for child in r:
            self.piece(child, look)

    def piece(self, child: Any, look: Look) -> None:
        tag, pages = child.tag, self.story.pages
        if tag == W + "t":
            self.text(_symbols(child.text or "", look.font), look)
        elif tag == W + "tab":
            self.text("\t", look)
        elif tag in (W + "br", W + "cr"):
            if child.get(W + "type") == "page":
                if pages:
                    pages.turn()
            else:
                self.text("\n", look)
        elif tag == W + "lastRenderedPageBreak":
            if pages:
                pages.turn(rendered=True)
        elif tag == W + "noBreakHyphen":
            self.text("-", look)
        elif tag == W + "sym":
            code = int(child.get(W + "char") or "0", 16)
            self.text(wingding(child.get(W + "font") or "", code) or (chr(code) if code < 0xE000 else ""), look)
        elif tag == W + "fldChar":
            self.legacy(child)
        elif tag == W + "instrText":
            self.field += child.text or ""
        elif tag == MC + "AlternateContent":
            self.alternate(child)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self.drawing(child)

    def text(self, text: str, look: Look) -> None:
        pages = self.story.pages
        if text.strip():
            if self.page is None and pages:
                self.page = pages.now()
            if pages:
                pages.fresh = False
        self.chars += len(text)
        self.found.runs.append(Run(text, look, self.mark))

    def legacy(self, element: Any) -> None:
        """A form field of old: FORMCHECKBOX has no text, so a box is put; dangerous fields are reported."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.field = ""
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                state = box.find(W + "checked") if box.find(W + "checked") is not None else box.find(W + "default")
                ticked = state is not None and state.get(W + "val", "1") in ("1", "true", "on")
                self.text("☑" if ticked else "☐", self.under)
        elif kind in ("separate", "end"):
            name = (self.field.split() or [""])[0].upper()
            if name in ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK"):
                self.story.draft.hazard("external_link", f"含有 {name} 域（引用外部内容），没有执行，也没有读取")
            self.field = ""

    def drawing(self, element: Any) -> None:
        for box in element.iter(W + "txbxContent"):
            if not any(a.tag == MC + "Fallback" or (a.tag == W + "txbxContent") for a in up(box, element)):
                self.found.boxes.append(box)
        for picture in (*element.iter(A + "blip"), *element.iter(V + "imagedata")):
            rid = picture.get(R + "embed") or picture.get(R + "id")
            if rid and not any(a.tag == MC + "Fallback" for a in up(picture, element)):
                self.found.pictures.append(rid)


def _symbols(text: str, font: str | None) -> str:
    if not text or (not (font and "wingdings" in font.lower()) and not any("\uf000" <= c <= "\uf0ff" for c in text)):
        return text
    name = font if font and "wingdings" in font.lower() else "Wingdings"
    return "".join(wingding(name, ord(c)) or c for c in text)


def _dominant(runs: list[Run]) -> Look:
    weights: Counter[Look] = Counter()
    for run in runs:
        weights[run.look] += len(run.text.strip())
    return weights.most_common(1)[0][0] if weights else Look()


def _joined(runs: list[Run], *, marked: bool = False) -> list[Run]:
    """Runs that follow one another in this list as one, where they are marked alike."""
    out: list[Run] = []
    for run in runs:
        same = out and (not marked or (out[-1].mark, out[-1].look.mark) == (run.mark, run.look.mark))
        if same:
            out[-1] = Run(out[-1].text + run.text, out[-1].look, out[-1].mark)
        else:
            out.append(run)
    return out
