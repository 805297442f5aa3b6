"""Seals on a straight page by their colour and shape: a red ring, oval or square of the size that seals have.

A seal that is pale, broken or only suspected (a grey ring on a black-and-white copy) is reported as not sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from copilot.documents.ocr import Image
from copilot.precheck.paper import Box

Mask = NDArray[Any]
SEARCH_SIDE = 1100
ROUND_MM = (24.0, 62.0)
SQUARE_MM = (11.0, 34.0)
A4_MM = (210.0, 297.0)
RING_SURE, RING_MAYBE, SIDES_SURE = 0.72, 0.5, 0.7
PALE = 70.0


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal at `box` (pixels of the picture searched); `round` False for a square one."""

    box: Box
    round: bool
    sure: bool


def red_mask(image: Image) -> Mask:
    """Where the picture (BGR) is red, as ink of a seal is; uint8, 255 or 0."""
    b, g, r = (image[:, :, i].astype(np.int16) for i in range(3))
    other = np.maximum(b, g)
    return (((r - other > 28) & (r > 90) & (np.abs(g - b) < 0.75 * (r - np.minimum(b, g)) + 12)) * 255).astype(np.uint8)


def without_red(image: Image, mask: Mask) -> Image:
    """The picture with red ink lightened, so that black print under a seal can be read."""
    if cv2.countNonZero(mask) < 0.0003 * mask.size:
        return image
    red = np.where(mask > 0, np.maximum(image[:, :, 2], 90), 0).astype(np.uint8)
    lifted = image.copy()
    bright = (mask > 0) & (image[:, :, 2] > 150)
    lifted[bright] = 255
    for i in range(2):
        lifted[:, :, i] = np.where((mask > 0) & ~bright, red, lifted[:, :, i])
    return lifted


def find_seals(image: Image, *, mm: float | None = None) -> list[Seal]:
    """Seals on a picture (BGR, upright, best at about `SEARCH_SIDE`), left to right.

    Args:
        image: the page, or a picture in a document.
        mm: millimetres a pixel; None reads the picture as an A4 page, lying or standing.
    """
    height, width = image.shape[:2]
    if mm is None:
        short, long = A4_MM
        mm = max(short / min(width, height), long / max(width, height))
    red = red_mask(image)
    seals = _in_mask(image, red, mm) if cv2.countNonZero(red) > 60 else []
    if not seals and _colourless(image):
        seals = _grey(image, mm)
    return sorted(seals, key=lambda s: (s.box[1], s.box[0]))


def _in_mask(image: Image, red: Mask, mm: float) -> list[Seal]:
    reach = max(3, round(2.2 / mm) | 1)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out: list[Seal] = []
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        if max(w, h) * mm < SQUARE_MM[0] or min(w, h) * mm < 8:
            continue
        part = np.where(labels[y : y + h, x : x + w] == i, red[y : y + h, x : x + w], 0).astype(np.uint8)
        found = _shape(part, mm)
        if found is None and max(w, h) * mm > 1.1 * ROUND_MM[0]:
            out += [Seal((x + b[0], y + b[1], x + b[2], y + b[3]), True, s) for b, s in _rings(part, mm)]
        elif found is not None:
            pale = _strength(image[y : y + h, x : x + w], part) < PALE
            out.append(Seal((x, y, x + w, y + h), found[0], found[1] and not pale))
    return out


def _shape(part: Mask, mm: float) -> tuple[bool, bool] | None:
    """`(round, sure)` of a mask cut to its extent; None when it is no seal."""
    h, w = part.shape
    wide, high = w * mm, h * mm
    ratio = max(wide, high) / max(min(wide, high), 1e-6)
    ring = ring_cover(part, w / 2, h / 2, w / 2, h / 2)
    if ROUND_MM[0] <= max(wide, high) <= ROUND_MM[1] and ratio <= 1.75 and ring >= RING_MAYBE:
        centre = cv2.countNonZero(part[int(h * 0.2) : int(h * 0.8), int(w * 0.2) : int(w * 0.8)])
        return True, ring >= RING_SURE and centre > 0.01 * part.size
    if SQUARE_MM[0] <= min(wide, high) and max(wide, high) <= SQUARE_MM[1] * 1.3 and ratio <= 2.2:
        sides = _sides(part)
        inner = cv2.countNonZero(part[int(h * 0.2) : int(h * 0.8), int(w * 0.2) : int(w * 0.8)]) / max(
            part.size * 0.36, 1
        )
        if sides >= SIDES_SURE and 0.08 < inner < 0.92:
            return False, sides >= 0.8
    return None


def ring_cover(mask: Mask, cx: float, cy: float, a: float, b: float) -> float:
    """Share of the directions in which the mask has ink on the rim of an ellipse and little just outside it."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    radii = np.linspace(0.86, 1.03, 12)
    xs = np.clip((cx + a * np.outer(np.cos(angles), radii)).round().astype(int), 0, mask.shape[1] - 1)
    ys = np.clip((cy + b * np.outer(np.sin(angles), radii)).round().astype(int), 0, mask.shape[0] - 1)
    return float((mask[ys, xs] > 0).any(axis=1).mean())


def _sides(part: Mask) -> float:
    """The least covered of the four sides of a square."""
    h, w = part.shape
    band = max(2, int(0.12 * min(h, w)))
    sides = (part[:band].any(axis=0), part[-band:].any(axis=0), part[:, :band].any(axis=1), part[:, -band:].any(axis=1))
    return float(min(s.mean() for s in sides))


def _rings(part: Mask, mm: float) -> list[tuple[Box, bool]]:
    """Rings within a patch of red that is more than one seal (two that touch, a seal on red print)."""
    low, high = int(ROUND_MM[0] / 2 / mm), int(ROUND_MM[1] / 2 / mm)
    padded = cv2.copyMakeBorder(part, high, high, high, high, cv2.BORDER_CONSTANT, value=0)
    circles = cv2.HoughCircles(
        padded, cv2.HOUGH_GRADIENT, 1.5, minDist=low, param1=120, param2=38, minRadius=low, maxRadius=high
    )
    out: list[tuple[Box, bool]] = []
    for x, y, r in circles[0][:6] if circles is not None else ():
        cover = ring_cover(padded, x, y, r, r)
        thick = cv2.countNonZero(padded[int(y - r) : int(y + r), int(x - r) : int(x + r)]) / max(4 * r * r, 1)
        if cover >= RING_MAYBE + 0.1 and thick < 0.7:
            left, top = x - r - high, y - r - high
            out.append(((left, top, left + 2 * r, top + 2 * r), cover >= 0.85))
    return out


def _strength(image: Image, part: Mask) -> float:
    """Mean redness (0 to 255) of the ink."""
    ink = image[part > 0].astype(np.int16)
    return float((ink[:, 2] - np.minimum(ink[:, 0], ink[:, 1])).mean()) if len(ink) else 0.0


def _colourless(image: Image) -> bool:
    """Whether the picture is a black-and-white copy."""
    small = image[::3, ::3].astype(np.int16)
    spread = small.max(axis=2) - small.min(axis=2)
    return float((spread > 40).mean()) < 0.002


def _grey(image: Image, mm: float) -> list[Seal]:
    """Rings on a black-and-white copy; never sure."""
    scale = min(1.0, 0.5 / mm if mm < 0.5 else 1.0)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    step = mm / scale
    low, high = int(17 / step), int(26 / step)
    circles = cv2.HoughCircles(
        cv2.medianBlur(small, 3), cv2.HOUGH_GRADIENT, 1.5, minDist=2 * low, param1=140, param2=60,
        minRadius=low, maxRadius=high,
    )  # fmt: skip
    out: list[Seal] = []
    dark = ((small < cv2.blur(small, (15, 15)).astype(np.int16) - 12) * 255).astype(np.uint8)
    for x, y, r in circles[0][:4] if circles is not None else ():
        if _thin_cover(dark, float(x), float(y), float(r)) >= 0.75:
            box = ((x - r) / scale, (y - r) / scale, (x + r) / scale, (y + r) / scale)
            out.append(Seal((float(box[0]), float(box[1]), float(box[2]), float(box[3])), True, False))
    return out


def _thin_cover(dark: Mask, x: float, y: float, r: float) -> float:
    """Share of directions with ink on a thin rim and none in the gap just within it, which text would fill."""
    angles = np.linspace(0, 2 * np.pi, 240, endpoint=False)

    def share(low: float, high: float) -> NDArray[np.bool_]:
        radii = np.linspace(low * r, high * r, 7)
        xs = np.clip((x + np.outer(np.cos(angles), radii)).round().astype(int), 0, dark.shape[1] - 1)
        ys = np.clip((y + np.outer(np.sin(angles), radii)).round().astype(int), 0, dark.shape[0] - 1)
        found: NDArray[np.bool_] = (dark[ys, xs] > 0).any(axis=1)
        return found

    return float(share(0.955, 1.045).mean())
