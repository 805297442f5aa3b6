"""One scanned page looked at: lines, ruled tables, tick boxes, seals, signatures. A pure function of the picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import cv2
import numpy as np

from copilot.documents.grid import Grid, grids
from copilot.documents.ocr import MIN_CONFIDENCE, Image, Ocr, crop
from copilot.precheck.paper import Box, MarkKind
from copilot.precheck.readers.layout import Line, inside
from copilot.precheck.readers.scan_ticks import put_ticks
from copilot.precheck.readers.seal_text import seal_text
from copilot.precheck.readers.seals import SEARCH_SIDE, find_seals, red_mask, without_red
from copilot.precheck.readers.signatures import find_signatures
from copilot.precheck.readers.upright import Upright, lay

POOR = 0.75


@dataclass(frozen=True)
class SeenMark:
    """A seal or signature; `box` in pixels of the straight page, `crop` a PNG."""

    kind: MarkKind
    value: str
    box: Box
    sure: bool
    crop: bytes


@dataclass
class Seen:
    """What was seen on a page. Boxes are in pixels of the straight page; `upright` leads back to the picture."""

    upright: Upright
    lines: list[Line] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    marks: list[SeenMark] = field(default_factory=list)

    @property
    def confidence(self) -> float | None:
        """Mean confidence by characters; None for an empty page."""
        total = sum(len(x.text) for x in self.lines)
        return sum((x.confidence or 0) * len(x.text) for x in self.lines) / total if total else None


def look(image: Image, ocr: Ocr, *, mm: float | None = None, tables: bool = True) -> Seen:
    """Everything on a page.

    Args:
        image: the picture as it lies in the file, BGR, about 150 dots an inch.
        ocr: the engine.
        mm: millimetres a pixel where known; None takes the picture for an A4 page.
        tables: whether to look for ruled tables and tick boxes.
    """
    plain = without_red(image, red_mask(image))
    found = ocr.find(plain)
    upright, quads = lay(plain, found.quads, ocr)
    seen = Seen(upright)
    read = ocr.read([crop(plain, q) for q in upright.back(quads)]) if len(quads) else []
    for quad, (text, confidence, at) in zip(quads, read, strict=True):
        if text.strip() and confidence >= MIN_CONFIDENCE:
            low, high = quad.min(axis=0), quad.max(axis=0)
            box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
            size = float(np.linalg.norm(quad[3] - quad[0])) * 0.86
            along = tuple(box[0] + share * (box[2] - box[0]) for share in at)
            seen.lines.append(Line(text, box, size, confidence=round(confidence, 3), at=along))
    scale = min(1.0, SEARCH_SIDE / max(upright.size))
    small = upright.picture(image, scale=scale)
    if tables and seen.lines:
        seen.tables = _tables(small, scale)
        seen.lines = [piece for line in seen.lines for piece in _cut(line, seen.tables)]
        put_ticks(small, seen.lines, scale)
    _seals(seen, image, small, ocr, scale, mm)
    for signature in find_signatures(small, seen.lines, scale=scale):
        clip = _png(upright.picture(image, box=_wider(signature.box, 6)))
        seen.lines = [x for x in seen.lines if not _guessed(x, signature.box)]
        seen.marks.append(SeenMark("signature", signature.label, signature.box, signature.sure, clip))
    return seen


def _cut(line: Line, tables: list[Grid]) -> list[Line]:
    """A line that runs over the rules between cells, as one piece a cell."""
    middle, em = (line.box[1] + line.box[3]) / 2, line.box[3] - line.box[1]
    here = [c.box for g in tables for c in g.cells if c.box[1] < middle < c.box[3]]
    cuts = sorted({b[0] for b in here if line.box[0] + 0.6 * em < b[0] < line.box[2] - 0.6 * em})
    if not cuts or len(line.at) != len(line.text):
        return [line]
    edges = [line.box[0], *cuts, line.box[2]]
    out = []
    for left, right in pairwise(edges):
        kept = [i for i, x in enumerate(line.at) if left <= x < right or (right == line.box[2] and x >= right)]
        text = "".join(line.text[i] for i in kept)
        if text.strip():
            box = (left, line.box[1], right, line.box[3])
            out.append(replace(line, text=text, box=box, at=tuple(line.at[i] for i in kept)))
    return out


def _seals(seen: Seen, image: Image, small: Image, ocr: Ocr, scale: float, mm: float | None) -> None:
    for seal in find_seals(small, mm=mm / scale if mm else None):
        left, top, right, bottom = (v / scale for v in seal.box)
        box = (left, top, right, bottom)
        cut = seen.upright.picture(image, box=box)
        text, _ = seal_text(cut, ocr, round=seal.round)
        seen.lines = [x for x in seen.lines if not (inside(x.box, box) and _only_red(seen.upright, image, x))]
        clip = _png(seen.upright.picture(image, box=_wider(box, 4)))
        seen.marks.append(SeenMark("seal", text, box, seal.sure, clip))


def _only_red(upright: Upright, image: Image, line: Line) -> bool:
    """Whether a line within a seal is a remnant of the seal: it has hardly any dark ink of its own."""
    cut = upright.picture(image, box=line.box)
    return float((cut.max(axis=2) < 120).mean()) < 0.02


def _guessed(line: Line, box: Box) -> bool:
    """Whether a line is only what OCR made of the handwriting in `box`."""
    return (
        (line.confidence or 0) < 0.9 and inside(line.box, box) and line.box[2] - line.box[0] < 1.4 * (box[2] - box[0])
    )


def _tables(small: Image, scale: float) -> list[Grid]:
    """Ruled tables, in pixels of the straight page."""
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    reach = max(small.shape[1] // 22, 30)
    across = _rules(dark, (reach, 1), scale)
    down = _rules(dark, (1, max(reach // 2, 18)), scale)
    if len(across) < 2 or len(down) < 2:
        return []
    return [g for g in grids(across, down, tolerance=7 / scale) if len(g.cells) > 1 and _plausible(g, scale)]


def _plausible(grid: Grid, scale: float) -> bool:
    return all((c.box[3] - c.box[1]) * scale > 8 and (c.box[2] - c.box[0]) * scale > 8 for c in grid.cells)


def _rules(dark: Image, kernel: tuple[int, int], scale: float) -> list[tuple[float, float, float]]:
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((kernel[1], kernel[0]), np.uint8))
    opened = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((kernel[1] // 2 | 1, kernel[0] // 2 | 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    out = []
    for x, y, w, h, _ in stats[1:count]:
        if kernel[0] > 1 and h <= 8:
            out.append(((y + h / 2) / scale, x / scale, (x + w) / scale))
        elif kernel[1] > 1 and w <= 8:
            out.append(((x + w / 2) / scale, y / scale, (y + h) / scale))
    return out


def _wider(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _png(image: Image) -> bytes:
    side = max(image.shape[:2])
    if side > 480:
        image = cv2.resize(image, None, fx=480 / side, fy=480 / side, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".png", image)[1].tobytes()
