"""Scanned pages made with pillow: print, round and square seals, handwriting, skew, noise."""

from __future__ import annotations

import io
import itertools
import math
import subprocess
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT, DPI = 1240, 1754, 150
RED = (205, 30, 40)


@lru_cache
def font_file() -> tuple[str, int] | None:
    """A Chinese font of this machine and its face; None when there is none."""
    try:
        out = subprocess.run(["fc-list", ":lang=zh-cn", "file", "index", "style"], capture_output=True, text=True)
    except FileNotFoundError:
        return None
    faces = sorted(out.stdout.splitlines(), key=lambda x: ("SC" not in x, "Regular" not in x, x))
    for face in faces:
        path = face.split(":")[0].strip()
        if path.endswith((".ttc", ".otf", ".ttf")):
            return path, 2 if "CJK" in path else 0
    return None


def font(size: int) -> Any:
    """The font at a size in pixels."""
    found = font_file()
    assert found
    return ImageFont.truetype(found[0], size, index=found[1])


def blank() -> Image.Image:
    """An empty page of A4 at 150 dots an inch."""
    return Image.new("RGB", (WIDTH, HEIGHT), "white")


def write(page: Image.Image, lines: list[tuple[int, int, str]], *, size: int = 25) -> None:
    """Print lines at `(x, y)`."""
    draw = ImageDraw.Draw(page)
    for x, y, text in lines:
        draw.text((x, y), text, font=font(size), fill=(25, 25, 25))


def seal(name: str, kind: str = "", *, diameter: int = 240, colour: tuple[int, int, int] = RED) -> Image.Image:
    """A round seal with the name in its ring, on a transparent ground."""
    big = diameter * 2
    out = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    draw = ImageDraw.Draw(out)
    draw.ellipse((4, 4, big - 5, big - 5), outline=colour, width=big // 36)
    middle, radius, size = big / 2, big * 0.385, int(big * 0.115)
    spread = math.radians(min(270, 24 * len(name)))
    for i, char in enumerate(name):
        angle = -math.pi / 2 - spread / 2 + spread * i / max(len(name) - 1, 1)
        tile = Image.new("RGBA", (size * 2, size * 2), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((size, size), char, font=font(size), fill=colour, anchor="mm")
        tile = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        out.alpha_composite(tile, (int(x - size), int(y - size)))
    star = [
        (middle + big * r * math.sin(k * math.pi / 5), middle - big * r * math.cos(k * math.pi / 5))
        for k in range(10)
        for r in ((0.13,) if k % 2 == 0 else (0.05,))
    ]
    draw.polygon(star, fill=colour)
    if kind:
        draw.text((middle, big * 0.71), kind, font=font(int(big * 0.085)), fill=colour, anchor="mm")
    return out.resize((diameter, diameter), Image.Resampling.LANCZOS)


def square(name: str, *, side: int = 120, colour: tuple[int, int, int] = RED) -> Image.Image:
    """A square seal of four characters, read from the right column."""
    out = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(out)
    draw.rectangle((2, 2, side - 3, side - 3), outline=colour, width=5)
    for i, char in enumerate(name):
        x = side * (0.7 if i < 2 else 0.3)
        draw.text((x, side * (0.3 if i % 2 == 0 else 0.7)), char, font=font(int(side * 0.38)), fill=colour, anchor="mm")
    return out


def stamp(page: Image.Image, mark: Image.Image, at: tuple[int, int], *, strength: float = 0.9) -> None:
    """Press a seal on the page; the ink multiplies with what is there."""
    box = (*at, at[0] + mark.width, at[1] + mark.height)
    ground = np.asarray(page.crop(box)).astype(float)
    ink = np.asarray(mark).astype(float)
    alpha = ink[:, :, 3:] / 255 * strength
    mixed = ground * (1 - alpha + alpha * ink[:, :, :3] / 255)
    page.paste(Image.fromarray(mixed.clip(0, 255).astype(np.uint8)), box)


def scribble(page: Image.Image, at: tuple[int, int], *, width: int = 150, height: int = 60, seed: int = 1) -> None:
    """A signature: strokes of changing thickness that no font has."""
    rng = np.random.default_rng(seed)
    draw = ImageDraw.Draw(page)
    for n in range(3):
        left = at[0] + width * n / 3
        points = [(left + rng.uniform(0, width / 2.4), at[1] + rng.uniform(0, height)) for _ in range(5)]
        curve = [_bezier(points, t / 40) for t in range(41)]
        for i, (p, q) in enumerate(itertools.pairwise(curve)):
            draw.line((*p, *q), fill=(30, 30, 70), width=3 + i % 3)


def _bezier(points: list[tuple[float, float]], t: float) -> tuple[float, float]:
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(points)]
    return points[0]


def scanned(
    page: Image.Image, *, angle: float = 0.0, turn: int = 0, noise: float = 6.0, quality: int = 70, blur: float = 0.4
) -> bytes:
    """The page as a scanner gives it: JPEG, skewed by degrees, turned by clockwise quarters, noisy."""
    out = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    out = out.filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(0).normal(0, noise, (out.height, out.width, 1))
    out = Image.fromarray((np.asarray(out) + grain).clip(0, 255).astype(np.uint8))
    if turn:
        out = out.rotate(-90 * turn, expand=True)
    raw = io.BytesIO()
    out.save(raw, "JPEG", quality=quality, dpi=(DPI, DPI))
    return raw.getvalue()


def pdf(*pages: bytes) -> bytes:
    """Scans as pages of a PDF."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for raw in pages:
        image = Image.open(io.BytesIO(raw))
        size = (image.width * 72 / DPI, image.height * 72 / DPI)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(io.BytesIO(raw)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
