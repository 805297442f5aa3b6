"""The matrix of risks as a picture: likelihood by severity, before and after measures.

Letters are Latin and Chinese legends stand in the report's table, since no Chinese font comes with the software; a
number in a ring is a risk's place in that table, hollow before measures and solid after those that were said; where
nothing moved there is only the solid one.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from copilot.filing.risks import KB_DIR, Rating, Risk, load_rules, of_view, rows
from copilot.filing.view import View

CELL, LEFT, TOP, RIGHT, BOTTOM = 200, 110, 30, 30, 90
RING = 25
MOST = 9  # rings that a cell has room for; further ones are counted
LEVELS = ("#d9ead3", "#fff2cc", "#fbd5b5", "#f4b6b0")
INK, GRID = "#1f2937", "#6b7280"


def png(risks: Sequence[Risk], *, kb_dir: Path = KB_DIR) -> bytes:
    """The matrix as PNG, about 16 cm wide at 180 dpi; numbered in the order of `risks`, from 1."""
    rules = load_rules(kb_dir)
    size = (LEFT + 5 * CELL + RIGHT, TOP + 5 * CELL + BOTTOM)
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for likelihood in range(1, 6):
        for severity in range(1, 6):
            rank, _ = rules.band(Rating(likelihood, severity))
            draw.rectangle(_box(likelihood, severity), fill=LEVELS[min(rank, len(LEVELS)) - 1], outline=GRID, width=2)
    _axes(draw)
    rings: dict[Rating, list[tuple[int, bool]]] = defaultdict(list)
    for number, one in enumerate(risks, 1):
        before = Rating(one.likelihood, one.severity)
        if before != one.residual:
            rings[before].append((number, False))
        rings[one.residual].append((number, True))
    for rating, numbers in rings.items():
        _rings(draw, rating, numbers)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True, dpi=(180, 180))
    return out.getvalue()


def report(view: View, *, kb_dir: Path = KB_DIR) -> tuple[tuple[Mapping[str, str], ...], bytes | None]:
    """The table of a report and its picture; no picture where there are no risks."""
    found = of_view(view, kb_dir=kb_dir)
    return rows(found), png(found, kb_dir=kb_dir) if found else None


def _box(likelihood: int, severity: int) -> tuple[int, int, int, int]:
    left, top = LEFT + (likelihood - 1) * CELL, TOP + (5 - severity) * CELL
    return left, top, left + CELL, top + CELL


def _axes(draw: ImageDraw.ImageDraw) -> None:
    """L1 to L5 along the bottom (likelihood), S1 to S5 up the side (severity)."""
    font = ImageFont.load_default(30)
    for grade in range(1, 6):
        draw.text((LEFT + (grade - 0.5) * CELL, TOP + 5 * CELL + 30), f"L{grade}", INK, font, anchor="mm")
        draw.text((LEFT - 45, TOP + (5.5 - grade) * CELL), f"S{grade}", INK, font, anchor="mm")


def _rings(draw: ImageDraw.ImageDraw, rating: Rating, numbers: Sequence[tuple[int, bool]]) -> None:
    left, top, _, _ = _box(rating.likelihood, rating.severity)
    shown = numbers if len(numbers) <= MOST else numbers[: MOST - 1]
    for at, (number, solid) in enumerate(shown):
        _ring(draw, _centre(left, top, at), str(number), solid=solid)
    if len(shown) < len(numbers):
        more = f"+{len(numbers) - len(shown)}"
        draw.text(_centre(left, top, MOST - 1), more, INK, ImageFont.load_default(26), anchor="mm")


def _centre(left: int, top: int, at: int) -> tuple[float, float]:
    row, column = divmod(at, 3)
    return left + CELL * (column + 0.5) / 3, top + CELL * (row + 0.5) / 3


def _ring(draw: ImageDraw.ImageDraw, centre: tuple[float, float], text: str, *, solid: bool) -> None:
    x, y = centre
    fill, ink = (INK, "white") if solid else ("white", INK)
    draw.ellipse((x - RING, y - RING, x + RING, y + RING), fill=fill, outline=INK, width=3)
    draw.text((x, y), text, ink, ImageFont.load_default(26), anchor="mm")
