"""What a seal says: the ring of characters laid flat, the line in its middle, the characters of a square one.

A round seal has the name in its ring from left to right, a star or emblem in the middle, its type below.
"""

from __future__ import annotations

import re
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from copilot.documents.ocr import Image, Ocr, Words

MIN_CONFIDENCE = 0.6
_HAN = re.compile(r"[\u4e00-\u9fff]")


def seal_text(seal: Image, ocr: Ocr, *, round: bool) -> tuple[str, float]:
    """`(text, confidence)` of a seal cut to its extent (BGR); empty when it cannot be read."""
    ink = _ink(seal)
    if not round:
        return _square(ink, ocr)
    strip = _flat(ink)
    crops = [strip, *_middle(ink)] if strip is not None else _middle(ink)
    read = [(re.sub(r"[^\u4e00-\u9fffA-Za-z（）()]", "", text), score) for text, score, _ in ocr.read(crops)]
    ring = read[0] if strip is not None else ("", 0.0)
    inner = max(
        read[1:] if strip is not None else read, key=lambda r: r[1] if _HAN.search(r[0]) else 0, default=("", 0)
    )
    words = [(t, s) for t, s in (ring, inner) if s >= MIN_CONFIDENCE and len(_HAN.findall(t)) >= 2]
    if not words or (words[0] is not ring and len(words[0][0]) < 3):
        return "", 0.0
    return " ".join(t for t, _ in words), words[0][1]


def _ink(seal: Image) -> Image:
    """Red as dark on white, one channel; black print on the seal goes."""
    b, g, r = (seal[:, :, i].astype(np.int16) for i in range(3))
    red = np.clip((r - np.minimum(b, g)) * 2, 0, 255)
    if int(np.percentile(red, 97)) < 40:
        return cv2.cvtColor(seal, cv2.COLOR_BGR2GRAY)
    top = max(float(np.percentile(red[red > 40], 80)), 1.0) if (red > 40).any() else 255.0
    return (255 - np.clip(red * (255.0 / top), 0, 255)).astype(np.uint8)


def _flat(ink: Image) -> Image | None:
    """The ring of characters as one line, from the widest gap in it clockwise; None when the ring is empty."""
    h, w = ink.shape
    a, b = w / 2, h / 2
    length, band = int(2 * np.pi * max(a, b) * 0.78), max(int(0.40 * min(a, b)), 8)
    angles = np.pi / 2 + 2 * np.pi * np.arange(length) / length
    radii = np.linspace(0.94, 0.54, band)[:, None]
    xs = (a - 0.5 + a * radii * np.cos(angles)).astype(np.float32)
    ys = (b - 0.5 + b * radii * np.sin(angles)).astype(np.float32)
    strip: NDArray[Any] = cv2.remap(ink, xs, ys, cv2.INTER_LINEAR, borderValue=255)
    rim = max(int(0.14 * band), 1)
    solid = (strip[:rim] < 140).mean(axis=1) > 0.5
    if solid.any():
        strip = strip[int(np.nonzero(solid)[0][-1]) + 1 :]
    dark: NDArray[Any] = np.asarray((strip[: int(strip.shape[0] * 0.85)] < 150).mean(axis=0) > 0.06)
    if dark.mean() < 0.1:
        return None
    start, gap = _gap(dark)
    rolled = np.roll(strip, -(start + gap), axis=1)
    text = rolled[:, : length - gap]
    margin = np.full((text.shape[0], band // 3), 255, np.uint8)
    return _colour(np.hstack([margin, text, margin]))


def _gap(dark: NDArray[Any]) -> tuple[int, int]:
    """`(start, length)` of the longest run without ink, going round."""
    n = len(dark)
    best, run, at = (0, 0), 0, 0
    for i in range(2 * n):
        if dark[i % n]:
            run = 0
            continue
        at = i if run == 0 else at
        run += 1
        if best[1] < run <= n:
            best = (at % n, run)
    return best


def _middle(ink: Image) -> list[Image]:
    """Bands across the lower middle, where the type of a seal stands."""
    h, w = ink.shape
    bands = ((0.60, 0.80, 0.22, 0.78), (0.66, 0.90, 0.25, 0.75))
    out = [ink[int(h * t) : int(h * e), int(w * left) : int(w * r)] for t, e, left, r in bands]
    return [_colour(x) for x in out if min(x.shape) > 8]


def _square(ink: Image, ocr: Ocr) -> tuple[str, float]:
    h, w = ink.shape
    inner = ink[int(h * 0.08) : int(h * 0.92), int(w * 0.08) : int(w * 0.92)]
    half_h, half_w = inner.shape[0] // 2, inner.shape[1] // 2
    if w > 1.5 * h:
        pieces = [[inner]]
    else:
        right = [inner[:half_h, half_w:], inner[half_h:, half_w:]]
        left = [inner[:half_h, :half_w], inner[half_h:, :half_w]]
        rows = [inner[:half_h], inner[half_h:]]
        pieces = [[_beside([*right, *left])], [_beside(rows)]]
    read = [_one(ocr.read([_colour(x) for x in piece])) for piece in pieces]
    good = [r for r in read if r[1] >= MIN_CONFIDENCE and len(r[0]) >= 2]
    ended = [r for r in good if r[0][-1] in "印章"]
    return (ended or good or [("", 0.0)])[0]


def _one(read: list[Words]) -> tuple[str, float]:
    text = re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", "".join(r.text for r in read))
    return text, min((r.confidence for r in read), default=0.0)


def _beside(pieces: list[Image]) -> Image:
    height = max(p.shape[0] for p in pieces)
    padded = [cv2.copyMakeBorder(p, 0, height - p.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=255) for p in pieces]
    return np.hstack(padded)


def _colour(grey: Image) -> Image:
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
