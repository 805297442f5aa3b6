"""Tick boxes on a scan: small printed squares, empty or ticked, put back into the lines that OCR read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from copilot.documents.ocr import Image
from copilot.precheck.paper import Box
from copilot.precheck.readers.layout import Line

_BOX = "□☐☑☒■囗◻√✓図"
_LIKE = "口凶区网回Vv中O0○日D田四囚固因"
TICKED = 0.10


@dataclass(frozen=True, slots=True)
class Square:
    """A square at `box`; `filled` is the share of ink within."""

    box: Box
    filled: float


def put_ticks(image: Image, lines: list[Line], scale: float) -> None:
    """Write ☐ or ☑ into the lines where the page shows a square; lines are changed in place."""
    if not lines:
        return
    ems = sorted(line.box[3] - line.box[1] for line in lines)
    squares = find_squares(image, ems[len(ems) // 2] * scale)
    for line in lines:
        here = [s for s in squares if _in_line(s, line, scale)]
        if here:
            line.text = _with_boxes(line, here, scale)


def find_squares(image: Image, em: float) -> list[Square]:
    """Printed squares of about the height of the print (`em` pixels), ticked or not, filled or hollow.

    A square is what straight strokes alone make: a tick or a cross is slanted and falls away, while 日 or 田 keep a bar
    inside and are none.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 14)
    reach = max(round(0.38 * em), 4)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((reach, 1), np.uint8))
    straight = cv2.max(across, down)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(straight, connectivity=8)
    out: list[Square] = []
    for i in range(1, count):
        x, y, w, h = (int(v) for v in stats[i][:4])
        if max(w, h) > 2 * em:
            continue
        x, y, w, h = _trimmed(labels == i, (x, y, w, h))
        if not (0.4 * em <= w <= 1.3 * em and 0.4 * em <= h <= 1.3 * em and 0.8 <= w / h <= 1.25):
            continue
        frame = labels[y : y + h, x : x + w] == i
        band = max(2, round(0.15 * w))
        sides = (
            frame[:band].any(axis=0),
            frame[-band:].any(axis=0),
            frame[:, :band].any(axis=1),
            frame[:, -band:].any(axis=1),
        )
        if min(float(s.mean()) for s in sides) < 0.85:
            continue
        inner = slice(band + 1, -band - 1)
        bars, filled = frame[inner, inner], dark[y : y + h, x : x + w][inner, inner] > 0
        if bars.size < 9 or 0.12 < float(bars.mean()) < 0.8:
            continue
        out.append(Square((float(x), float(y), float(x + w), float(y + h)), float(filled.mean())))
    return out


def _trimmed(mask: Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The box without the ends of a stroke that stick out of it."""
    x, y, w, h = box
    part = mask[y : y + h, x : x + w]
    rows, columns = np.nonzero(part.mean(axis=1) >= 0.5)[0], np.nonzero(part.mean(axis=0) >= 0.5)[0]
    if not len(rows) or not len(columns):
        return box
    top, left = int(rows[0]), int(columns[0])
    return x + left, y + top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1


def _in_line(square: Square, line: Line, scale: float) -> bool:
    x0, y0, x1, y1 = (v / scale for v in square.box)
    em = line.box[3] - line.box[1]
    return line.box[1] - 0.2 * em <= (y0 + y1) / 2 <= line.box[3] + 0.2 * em and (
        line.box[0] - 1.6 * em <= x0 and x1 <= line.box[2] + 0.5 * em
    )


def _with_boxes(line: Line, squares: Sequence[Square], scale: float) -> str:
    """The line's text with a sign for every square; one that lies on a character that is no box is left out."""
    text, em = line.text, line.box[3] - line.box[1]
    replaced: dict[int, str] = {}
    before: dict[int, str] = {}
    for square in sorted(squares, key=lambda s: s.box[0]):
        sign = "☑" if square.filled >= TICKED else "☐"
        left, right = square.box[0] / scale, square.box[2] / scale
        middle = (left + right) / 2
        under = [i for i, x in enumerate(line.at) if abs(x - middle) < 0.45 * em and not text[i].isspace()]
        if not under:
            at = sum(x < middle for x in line.at)
            before[at] = before.get(at, "") + sign
            continue
        nearest = min(under, key=lambda i: abs(line.at[i] - middle))
        if text[nearest] in _BOX or (text[nearest] in _LIKE and _stands_alone(text, nearest)):
            replaced[nearest] = sign
    signed = "".join(before.get(i, "") + replaced.get(i, c) for i, c in enumerate(text + " "))
    return re.sub(r"(?<=[^\s☐☑])(?=[☐☑])", " ", signed).rstrip()


def _stands_alone(text: str, i: int) -> bool:
    """Whether a character that looks like a box may be one: 口 in 出口 or 日 in 日期 is none."""
    if text[i : i + 2] in ("日期", "回复", "回收", "回答", "中国", "区域", "区块", "口径", "口头", "口岸", "田野"):
        return False
    previous, follows = text[i - 1 : i], text[i + 1 : i + 2]
    return bool(follows) and (not previous or previous in " 　：:；;，,、。（(）)☐☑/口是否")
