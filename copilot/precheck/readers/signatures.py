"""Handwriting beside the words that ask for it (签字, 签名, 签章), told from print by size, colour and stroke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from copilot.documents.ocr import Image
from copilot.precheck.paper import Box
from copilot.precheck.readers.layout import Line
from copilot.precheck.readers.seals import red_mask

Mask = NDArray[Any]
_LABEL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,12}[（(]?(?:签字|签名|签章|签署|手签)(?:或盖章|或签章|并盖章|、盖章|盖章|处)?[)）]?\s*[:：]?"
    r"|(?:法定代表人|授权代表|委托代理人|经办人|负责人|承诺人|申请人)(?:姓名)?\s*[:：]"
    r"|(?:Signature|Signed by|Authorized Signatory)\s*[:：]?)",
    re.I,
)
_NEXT = re.compile(r"日\s*期|年\s*月|职\s*务|盖\s*章|电\s*话|联系|公\s*章|Date|Title", re.I)
REACH_EM = 11.0


@dataclass(frozen=True, slots=True)
class Signature:
    """Handwriting at `box`; `label` is the wording beside it."""

    box: Box
    label: str
    sure: bool


def find_signatures(image: Image, lines: Sequence[Line], *, scale: float = 1.0) -> list[Signature]:
    """Signatures on an upright page.

    Args:
        image: the page (BGR), `scale` times the size that the lines' boxes are given in.
        lines: what was read on it.
    """
    spots = [spot for line in lines for spot in _spots(line, lines)]
    if not spots:
        return []
    ink = _ink(image)
    out: list[Signature] = []
    for label, em, label_box, area in spots:
        found = _handwriting(image, ink, lines, (em, label_box, area), scale)
        if found is not None and not any(_same(found[0], s.box) for s in out):
            out.append(Signature(found[0], label, found[1]))
    return out


def _spots(line: Line, lines: Sequence[Line]) -> list[tuple[str, float, Box, Box]]:
    """`(label, em, box of the label, box to look in)` for every label in a line."""
    out = []
    em = line.box[3] - line.box[1]
    for match in _LABEL.finditer(line.text):
        words = match[0]
        asks = re.search(r"签|[:：]$|Sign", words, re.I)
        before = line.text[max(0, match.start() - 1) : match.start()]
        after = line.text[match.end() : match.end() + 1]
        if (
            not asks
            or before in ("”", "《")
            or (after and "\u4e00" <= after <= "\u9fff" and not words.endswith((":", "：")))
        ):
            continue
        start = _edge(line, match.start())
        end = _edge(line, match.end())
        stop = end + REACH_EM * em
        nxt = _NEXT.search(line.text, match.end())
        if nxt:
            stop = min(stop, _edge(line, nxt.start()) - 0.3 * em)
        for other in lines:
            beside = other is not line and abs(other.box[1] - line.box[1]) < em and other.box[0] > end
            if beside and (_LABEL.search(other.text) or _NEXT.search(other.text)):
                stop = min(stop, other.box[0] - 0.2 * em)
        if stop - end > 1.2 * em:
            area = (end + 0.1 * em, line.box[1] - 1.0 * em, stop, line.box[3] + 0.8 * em)
            out.append((words.strip(" :："), em, (start, line.box[1], end, line.box[3]), area))
    return out


def _edge(line: Line, i: int) -> float:
    """Where the i-th character of a line begins."""
    if len(line.at) == len(line.text) > 0:
        em = line.box[3] - line.box[1]
        if i >= len(line.at):
            return min(line.box[2], line.at[-1] + 0.5 * em)
        return line.at[i] - 0.35 * em if i else line.box[0]
    step = (line.box[2] - line.box[0]) / max(_width(line.text), 1)
    return line.box[0] + step * _width(line.text[:i])


def _width(text: str) -> float:
    """Width in ems of print."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _ink(image: Image) -> Mask:
    """Dark or blue ink, without red and without ruling lines."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    level = min(int(cv2.mean(grey)[0]) - 45, 165)
    dark = ((grey < max(level, 90)) * 255).astype(np.uint8)
    dark[red_mask(image) > 0] = 0
    reach = max(image.shape[1] // 28, 25)
    rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    posts = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((reach, 1), np.uint8))
    return cv2.subtract(dark, cv2.dilate(cv2.max(rules, posts), np.ones((3, 3), np.uint8)))


def _handwriting(
    image: Image, ink: Mask, lines: Sequence[Line], spot: tuple[float, Box, Box], scale: float
) -> tuple[Box, bool] | None:
    em, label_box, area = spot
    left, top, right, bottom = (int(v * scale) for v in area)
    left, top = max(left, 0), max(top, 0)
    part = ink[top:bottom, left:right].copy()
    if part.size == 0:
        return None
    row = (label_box[1] + label_box[3]) / 2
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2
        if abs(middle - row) > 0.7 * em and (line.confidence or 0) > 0.8:
            _wipe(part, line.box, (left, top), scale)
    print_em = em * scale
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    keep = [i for i in range(1, count) if stats[i][4] > 0.004 * print_em**2 and max(stats[i][2:4]) > 0.2 * print_em]
    if not keep:
        return None
    x0, y0 = min(stats[i][0] for i in keep), min(stats[i][1] for i in keep)
    x1 = max(stats[i][0] + stats[i][2] for i in keep)
    y1 = max(stats[i][1] + stats[i][3] for i in keep)
    amount = sum(int(stats[i][4]) for i in keep) / print_em**2
    wide, high = (x1 - x0) / print_em, (y1 - y0) / print_em
    if amount < 0.1 or wide < 0.7 or high < 0.45:
        return None
    box = ((left + x0) / scale, (top + y0) / scale, (left + x1) / scale, (top + y1) / scale)
    label = ink[
        int(label_box[1] * scale) : int(label_box[3] * scale), int(label_box[0] * scale) : int(label_box[2] * scale)
    ]
    mine = np.isin(labels, keep).astype(np.uint8) * 255
    signs = _signs(image[top:bottom, left:right], mine, label, high, stats[keep])
    read = [x for x in lines if _share(x.box, box) > 0.5 or _share(box, x.box) > 0.5]
    printed = any((x.confidence or 0) >= 0.9 for x in read)
    if printed and signs < 2:
        return None
    return box, bool(signs >= 2 or (signs >= 1 and not printed and amount > 0.3))


def _signs(image: Image, ink: Mask, label: Mask, high: float, stats: NDArray[Any]) -> int:
    """How many signs of handwriting there are: tall, joined across characters, coloured, strokes of other width."""
    pixels = image[ink > 0].astype(np.int16)
    coloured = len(pixels) and float((pixels[:, 0] - pixels[:, 2]).mean()) > 22
    widest = max(int(s[2]) for s in stats)
    letters = [h for h in _heights(label) if h]
    em = float(np.percentile(letters, 80)) if letters else 1.0
    joined = widest > 1.55 * em
    mine, theirs = _stroke(ink), _stroke(label)
    other = theirs > 0 and not 0.62 < mine / theirs < 1.6
    tallest = max(int(s[3]) for s in stats)
    return sum((bool(high > 1.35 or tallest > 1.35 * em), joined, bool(coloured), other))


def _heights(mask: Mask) -> list[int]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [int(stats[i][3]) for i in range(1, count) if stats[i][4] > 8]


def _stroke(mask: Mask) -> float:
    """Mean half-width of strokes in pixels."""
    if not mask.size or not mask.any():
        return 0.0
    distance = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = distance[distance >= np.maximum(cv2.dilate(distance, np.ones((3, 3))) - 0.01, 0.5)]
    return float(ridge.mean()) if len(ridge) else 0.0


def _wipe(part: Mask, box: Box, corner: tuple[int, int], scale: float) -> None:
    x0, y0, x1, y1 = (int(v * scale) for v in box)
    part[max(y0 - corner[1], 0) : max(y1 - corner[1], 0), max(x0 - corner[0], 0) : max(x1 - corner[0], 0)] = 0


def _share(a: Box, b: Box) -> float:
    """Share of a that lies in b."""
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return max(w, 0) * max(h, 0) / max((a[2] - a[0]) * (a[3] - a[1]), 1e-6)


def _same(a: Box, b: Box) -> bool:
    return _share(a, b) > 0.5 or _share(b, a) > 0.5
