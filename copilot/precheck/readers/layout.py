"""From characters or OCR lines on a page to rows, columns and paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.documents.structure import starts_unit
from copilot.precheck.paper import Box

_CLOSES = "。；：！？:;"


@dataclass(slots=True)
class Line:
    """A printed line or a piece of one. `size` is the height of its characters, in the unit of the box.

    `at` holds the middle of every character along x where the reader knows it, else it is empty.
    """

    text: str
    box: Box
    size: float
    font: str = ""
    bold: bool = False
    confidence: float | None = None
    at: tuple[float, ...] = ()


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    text: str

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return union([line.box for line in self.lines])

    @property
    def confidence(self) -> float | None:
        """Mean of the lines' confidences by length; None for digital text."""
        if self.lines[0].confidence is None:
            return None
        weight = sum(len(x.text) for x in self.lines) or 1
        return sum((x.confidence or 0.0) * len(x.text) for x in self.lines) / weight


def union(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def inside(box: Box, outer: Box, slack: float = 0.0) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] - slack <= x <= outer[2] + slack and outer[1] - slack <= y <= outer[3] + slack


def rows(pieces: Sequence[Line]) -> list[Line]:
    """Pieces side by side become one line, left to right; lines come top to bottom."""
    out: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: ((p.box[1] + p.box[3]) / 2, p.box[0])):
        row = next((r for r in reversed(out[-3:]) if _beside(r, piece)), None)
        if row is None:
            out.append([piece])
        else:
            row.append(piece)
    return [_joined(sorted(r, key=lambda p: p.box[0])) for r in sorted(out, key=lambda r: min(p.box[1] for p in r))]


def _beside(row: list[Line], piece: Line) -> bool:
    top, bottom = max(p.box[1] for p in row), min(p.box[3] for p in row)
    top, bottom = min(top, bottom), max(top, bottom)
    shared = min(bottom, piece.box[3]) - max(top, piece.box[1])
    return shared > 0.55 * min(bottom - top, piece.box[3] - piece.box[1])


def _joined(row: list[Line]) -> Line:
    text = row[0].text
    for before, piece in itertools.pairwise(row):
        gap = piece.box[0] - before.box[2]
        text += (" " if gap > 0.35 * max(before.size, 1e-6) and not text.endswith(" ") else "") + piece.text
    longest = max(row, key=lambda p: len(p.text))
    known = [p for p in row if p.confidence is not None]
    total = sum(len(p.text) for p in known) or 1
    confidence = sum((p.confidence or 0.0) * len(p.text) for p in known) / total if known else None
    size = max(p.size for p in row)
    return Line(text, union([p.box for p in row]), size, longest.font, longest.bold, confidence)


def columns(pieces: Sequence[Line], width: float) -> list[list[Line]]:
    """The pieces in columns when the page is set in two, else all in one; wide lines above part the columns."""
    if len(pieces) < 16:
        return [list(pieces)]
    for at in [width * (0.4 + 0.01 * i) for i in range(21)]:
        left = [p for p in pieces if p.box[2] <= at]
        right = [p for p in pieces if p.box[0] >= at]
        across = [p for p in pieces if p.box[0] < at < p.box[2]]
        if min(len(left), len(right)) >= 8 and len(across) <= 0.08 * len(pieces) and _dense(left) and _dense(right):
            return _by_bands(left, right, across)
    return [list(pieces)]


def _dense(side: list[Line]) -> bool:
    """Whether a side holds running lines rather than labels or values: most are of about one width."""
    widths = sorted(p.box[2] - p.box[0] for p in side)
    return sum(w > 0.7 * widths[-1] for w in widths) > 0.5 * len(widths)


def _by_bands(left: list[Line], right: list[Line], across: list[Line]) -> list[list[Line]]:
    out: list[list[Line]] = []
    top = float("-inf")
    for wide in [*sorted(across, key=lambda p: p.box[1]), None]:
        bottom = wide.box[1] if wide else float("inf")
        out += [[p for p in side if top <= p.box[1] < bottom] for side in (left, right)]
        if wide:
            out.append([wide])
            top = wide.box[1]
    return [band for band in out if band]


def paragraphs(lines: Sequence[Line], *, full_from: float = 0.0) -> list[Paragraph]:
    """Lines joined where one runs on into the next: full width, no new indent, no change of size.

    `full_from` is where a line must at least end to count as full, whatever the others do.
    """
    if not lines:
        return []
    right = max(sorted(x.box[2] for x in lines)[int(len(lines) * 0.85)], full_from)
    left = sorted(x.box[0] for x in lines)[int(len(lines) * 0.15)]
    indents = any(1.2 * x.size < x.box[0] - left < 3.2 * x.size for x in lines)
    out: list[Paragraph] = []
    for line in lines:
        previous = out[-1].lines[-1] if out else None
        if previous is not None and _goes_on(previous, line, right, indents):
            out[-1].lines.append(line)
            out[-1].text = _glued(out[-1].text, line.text)
        else:
            out.append(Paragraph([line], line.text))
    return out


def _goes_on(previous: Line, line: Line, right: float, indents: bool) -> bool:
    em = max(previous.size, 1e-6)
    gap = line.box[1] - previous.box[3]
    if abs(previous.size - line.size) > 0.18 * em or gap > 1.6 * em or previous.bold != line.bold:
        return False
    if previous.box[2] < right - 2.6 * em:
        return False
    shift = line.box[0] - previous.box[0]
    if shift > 0.8 * em:
        return False
    hanging = shift < -1.2 * em
    if previous.text[-1:] in _CLOSES and not hanging and (not indents or starts_unit(line.text)):
        return False
    return hanging or not starts_unit(line.text)


def _glued(text: str, more: str) -> str:
    if re.search(r"[A-Za-z0-9,.;)]$", text) and re.match(r"[A-Za-z(]", more):
        return f"{text} {more}"
    return text + more
