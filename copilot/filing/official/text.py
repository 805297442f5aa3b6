"""A paragraph as a line of characters that can be replaced in place, each knowing the run that it stands in."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from copilot.documents.checkbox import EMPTY, wingding
from copilot.filing.official.package import W14, XML_SPACE, W

_HIDDEN = frozenset(
    (
        *(W + tag for tag in ("pPr", "rPr", "instrText", "txbxContent", "sdtPr", "sdtEndPr", "drawing", "pict")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    )
)
_AS_TEXT = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_TICKED = {"○": "●", "◯": "●"}
_TICK_SYMBOL = {"wingdings": "F0FE", "wingdings 2": "F052"}
_HEADING = re.compile(r"(?i)heading|title|toc|[1-9]$")
_GUIDE_LOOK = tuple(W + tag for tag in ("b", "bCs", "i", "iCs", "color", "highlight", "shd"))


@dataclass
class Piece:
    """A stretch of the line: the node that shows it and its run."""

    node: Any
    run: Any
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Line:
    """A paragraph. Text boxes in it are not part of the line."""

    def __init__(self, paragraph: Any) -> None:
        self.paragraph = paragraph
        self.pieces: list[Piece] = []
        self._at = 0
        self._walk(paragraph)

    def _walk(self, node: Any) -> None:
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _HIDDEN:
                continue
            text = _shown(child)
            if text is None:
                self._walk(child)
            elif text and node.tag == W + "r":
                self.pieces.append(Piece(child, node, text, self._at))
                self._at += len(text)

    @cached_property
    def text(self) -> str:
        """All characters."""
        return "".join(piece.text for piece in self.pieces)

    def underlined(self, at: int) -> bool:
        """Whether the character at a place stands on a line."""
        piece = next((p for p in self.pieces if p.start <= at < p.end), None)
        mark = piece.run.find(f"{W}rPr/{W}u") if piece else None
        return mark is not None and mark.get(W + "val") not in ("none", None)

    def replace(self, start: int, end: int, value: str, *, mark: bool = False) -> None:
        """Put a value in the place of some characters, in their type; the line is stale afterwards.

        Args:
            start, end: the characters; equal: nothing goes.
            value: the new words; a new line becomes a break.
            mark: highlight them.
        """
        last = next((p.run for p in reversed(self.pieces) if p.start < end or p.start <= start), None)
        first = next((p.run for p in self.pieces if p.start <= start < p.end), last)
        made = run_of(value, like=first, mark=mark) if value else None
        if not self.pieces:
            if made is not None:
                _type_of_mark(self.paragraph, made)
                self.paragraph.append(made)
            return
        self._cut(start)
        self._cut(end)
        gone = [p for p in self.pieces if start <= p.start and p.end <= end]
        if made is not None:
            anchor = gone[0] if gone else next((p for p in reversed(self.pieces) if p.end <= start), None)
            if anchor is None:
                at = self.pieces[0].run
                at.getparent().insert(at.getparent().index(at), made)
            else:
                anchor.run.getparent().insert(anchor.run.getparent().index(anchor.run) + 1, made)
        for piece in gone:
            piece.run.remove(piece.node)
            if all(child.tag == W + "rPr" for child in piece.run) and piece.run.getparent() is not None:
                piece.run.getparent().remove(piece.run)

    def _cut(self, at: int) -> None:
        """Make a run begin at a place within the line."""
        for n, piece in enumerate(self.pieces):
            if piece.start < at < piece.end:
                self._split_text(n, at - piece.start)
                break
        n = next((n for n, p in enumerate(self.pieces) if p.start == at), 0)
        if n == 0 or self.pieces[n - 1].run is not self.pieces[n].run:
            return
        old = self.pieces[n].run
        new = etree.SubElement(old.getparent(), W + "r")
        old.getparent().insert(old.getparent().index(old) + 1, new)
        style = old.find(W + "rPr")
        if style is not None:
            new.append(copy.deepcopy(style))
        children = list(old)
        for child in children[children.index(self.pieces[n].node) :]:
            new.append(child)
        for piece in self.pieces[n:]:
            if piece.run is old:
                piece.run = new

    def _split_text(self, n: int, at: int) -> None:
        piece = self.pieces[n]
        tail = copy.deepcopy(piece.node)
        piece.node.text, tail.text = piece.text[:at], piece.text[at:]
        piece.node.set(XML_SPACE, "preserve")
        tail.set(XML_SPACE, "preserve")
        piece.run.insert(piece.run.index(piece.node) + 1, tail)
        self.pieces.insert(n + 1, Piece(tail, piece.run, piece.text[at:], piece.start + at))
        piece.text = piece.text[:at]

    def tick(self, start: int, end: int) -> None:
        """Tick the box at a place; nothing there: a ticked box is put in. The line is stale afterwards."""
        piece = next((p for p in self.pieces if p.start <= start < p.end), None) if end > start else None
        if piece is None:
            self.replace(start, start, "☑")
            return
        control = next((a for a in piece.node.iterancestors(W + "sdt")), None)
        state = control.find(f"{W}sdtPr/{W14}checkbox") if control is not None else None
        if state is not None:
            _set_checked(state)
        if piece.node.tag == W + "fldChar":
            box = piece.node.find(f"{W}ffData/{W}checkBox")
            for old in box.findall(W + "checked"):
                box.remove(old)
            etree.SubElement(box, W + "checked")
        elif piece.node.tag == W + "sym":
            font = piece.node.get(W + "font", "").strip().lower()
            piece.node.set(W + "char", _TICK_SYMBOL.get(font, "F0FE"))
        else:
            box = piece.text[start - piece.start : end - piece.start]
            piece.node.text = piece.text[: start - piece.start] + _ticked(box) + piece.text[end - piece.start :]


def _shown(node: Any) -> str | None:
    """The characters that a node shows itself; None where they are in its children."""
    if node.tag == W + "t":
        return node.text or ""
    if node.tag == W + "sym":
        code = int(node.get(W + "char") or "0", 16)
        return wingding(node.get(W + "font") or "", code) or "\ufffc"
    if node.tag == W + "fldChar":
        return "☐" if node.find(f"{W}ffData/{W}checkBox") is not None else ""
    return _AS_TEXT.get(node.tag)


def _ticked(box: str) -> str:
    if len(box) > 1:  # [ ] and （ ）
        return box[0] + "√" + box[-1]
    return _TICKED.get(box, "☑") if box in EMPTY else box


def _set_checked(state: Any) -> None:
    mark = state.find(W14 + "checked")
    if mark is None:
        mark = etree.SubElement(state, W14 + "checked")
        state.insert(0, mark)
    mark.set(W14 + "val", "1")


def run_of(value: str, *, like: Any = None, mark: bool = False, plain: bool = False) -> Any:
    """A run that shows a value in the type of another.

    Args:
        value: the words; `\\n` becomes a break.
        like: a run; None: the default type.
        mark: highlight it.
        plain: without the looks of guiding words (bold, italic, coloured).
    """
    run = etree.Element(W + "r")
    style = like.find(W + "rPr") if like is not None else None
    if style is not None:
        style = copy.deepcopy(style)
        for node in [n for n in style if plain and n.tag in _GUIDE_LOOK]:
            style.remove(node)
        run.append(style)
    if mark:
        style = run.find(W + "rPr")
        if style is None:
            style = etree.SubElement(run, W + "rPr")
        for node in style.findall(W + "highlight"):
            style.remove(node)
        _in_order(style, W + "highlight").set(W + "val", "yellow")
    for n, part in enumerate(value.split("\n")):
        if n:
            etree.SubElement(run, W + "br")
        node = etree.SubElement(run, W + "t")
        node.text = part
        node.set(XML_SPACE, "preserve")
    return run


_AFTER_HIGHLIGHT = frozenset(
    W + tag
    for tag in (
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
        *("specVanish", "oMath"),
    )
)


def _in_order(style: Any, tag: str) -> Any:
    """A new child of run properties before those that Word wants after it."""
    node = etree.Element(tag)
    at = next((n for n, child in enumerate(style) if child.tag in _AFTER_HIGHLIGHT), len(style))
    style.insert(at, node)
    return node


def _type_of_mark(paragraph: Any, run: Any) -> None:
    """Give a run in an empty paragraph the type of the paragraph's mark."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None or run.find(W + "rPr") is not None:
        return
    style = etree.Element(W + "rPr")
    for child in mark:
        style.append(copy.deepcopy(child))
    run.insert(0, style)


def paragraph_after(paragraph: Any, value: str, *, mark: bool = False) -> Any:
    """A new paragraph after another, in its shape but without numbers, headings and the looks of guiding words."""
    made = etree.Element(W + "p")
    shape = paragraph.find(W + "pPr")
    if shape is not None:
        shape = copy.deepcopy(shape)
        for tag in ("numPr", "outlineLvl", "keepNext", "sectPr", "pageBreakBefore", "rPr"):
            for node in shape.findall(W + tag):
                shape.remove(node)
        style = shape.find(W + "pStyle")
        if style is not None and _HEADING.match(style.get(W + "val") or ""):
            shape.remove(style)
        made.append(shape)
    like = next(iter(paragraph.iter(W + "r")), None)
    made.append(run_of(value, like=like, mark=mark, plain=True))
    paragraph.addnext(made)
    return made
