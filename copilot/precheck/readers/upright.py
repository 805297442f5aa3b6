"""How a scanned page lies: quarter turns and skew, told from its text lines; positions there and back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from copilot.documents.ocr import Image, Ocr, crop
from copilot.precheck.paper import Box

MAX_SKEW = 12.0
Quads = NDArray[np.float32]


@dataclass(frozen=True)
class Upright:
    """`matrix` (2x3) takes pixels of the picture to the page laid straight, `size` (width, height) in pixels.

    `turned` is the clockwise quarter turns that were undone, `skew` the rest in degrees.
    """

    matrix: NDArray[np.float64]
    size: tuple[int, int]
    source: tuple[int, int]
    turned: int = 0
    skew: float = 0.0

    def quads(self, quads: Quads) -> Quads:
        """Quadrangles laid straight."""
        return (
            cv2.transform(quads.reshape(1, -1, 2).astype(np.float64), self.matrix).reshape(-1, 4, 2).astype(np.float32)
        )

    def back(self, quads: Quads) -> Quads:
        """Quadrangles of the straight page in the picture."""
        inverse = cv2.invertAffineTransform(self.matrix)
        return cv2.transform(quads.reshape(1, -1, 2).astype(np.float64), inverse).reshape(-1, 4, 2).astype(np.float32)

    def share(self, box: Box) -> Box:
        """A box of the straight page as shares of the picture as it lies in the file."""
        quad = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]], np.float32)
        points = self.back(quad[None])[0]
        width, height = self.source
        low, high = points.min(axis=0), points.max(axis=0)
        return float(low[0]) / width, float(low[1]) / height, float(high[0]) / width, float(high[1]) / height

    def picture(self, image: Image, *, scale: float = 1.0, box: Box | None = None) -> Image:
        """The straight page, or the part of it in `box`, at `scale`."""
        left, top = (box[0], box[1]) if box else (0.0, 0.0)
        width, height = (box[2] - box[0], box[3] - box[1]) if box else self.size
        matrix = (self.matrix - np.array([[0, 0, left], [0, 0, top]])) * scale
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        return cv2.warpAffine(
            image, matrix, size, flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255),
        )  # fmt: skip


def lay(image: Image, quads: Quads, ocr: Ocr) -> tuple[Upright, Quads]:
    """How the page lies, and its lines laid straight with their corners in reading order."""
    height, width = image.shape[:2]
    sides = _sides(quads)
    tall = sum(h for w, h in sides if h > 1.5 * w)
    wide = sum(w for w, h in sides if w > 1.5 * h)
    turned = 1 if tall > 2 * wide else 0
    upright = _turn(width, height, turned, _skew(quads, turned))
    straight = ordered(upright.quads(quads))
    if len(quads):
        longest = sorted(range(len(straight)), key=lambda i: -_length(straight[i]))[:10]
        crops = [crop(image, q) for q in upright.back(straight[longest])]
        if ocr.upside_down(crops) > 0.5:
            turned += 2
            upright = _turn(width, height, turned, upright.skew)
            straight = ordered(upright.quads(quads))
    return upright, straight


def ordered(quads: Quads) -> Quads:
    """Corners from the top left, clockwise."""
    out = np.empty_like(quads)
    for i, quad in enumerate(quads):
        by_x = quad[np.argsort(quad[:, 0], kind="stable")]
        left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
        right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
        out[i] = (left[0], right[0], right[1], left[1])
    return out


def _sides(quads: Quads) -> list[tuple[float, float]]:
    """Extent of each line along x and y."""
    return [(float(np.ptp(q[:, 0])), float(np.ptp(q[:, 1]))) for q in quads]


def _length(quad: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _skew(quads: Quads, turned: int) -> float:
    """Degrees by which lines run down to the right, weighted median of the long ones; 0 when it cannot be told."""
    angles, weights = [], []
    for quad in quads:
        edges = [quad[(i + 1) % 4] - quad[i] for i in range(4)]
        long = max(edges, key=lambda e: float(np.linalg.norm(e)))
        short = min(edges, key=lambda e: float(np.linalg.norm(e)))
        if np.linalg.norm(long) < 5 * np.linalg.norm(short):
            continue
        angle = np.degrees(np.arctan2(long[1], long[0])) - (90 if turned else 0)
        angle = (angle + 90) % 180 - 90
        if abs(angle) <= MAX_SKEW:
            angles.append(angle)
            weights.append(float(np.linalg.norm(long)))
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(angles)[order][int(np.searchsorted(total, total[-1] / 2))])


def _turn(width: int, height: int, turned: int, skew: float) -> Upright:
    """The way back from `turned` clockwise quarter turns and a skew."""
    size = (height, width) if turned % 2 else (width, height)
    angle = np.radians(-90.0 * turned - skew)
    cos, sin = np.cos(angle), np.sin(angle)
    cx, cy = width / 2, height / 2
    matrix = np.array(
        [[cos, -sin, size[0] / 2 - cos * cx + sin * cy], [sin, cos, size[1] / 2 - sin * cx - cos * cy]], np.float64
    )
    return Upright(matrix, size, (width, height), turned % 4, skew)
