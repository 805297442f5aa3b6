"""Pictures of what is put on paper by hand: a round red seal with a name on its ring, a written signature."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from copilot.errors import Unavailable

_FONTS = {
    "serif": (
        "NotoSerifCJK-Regular.ttc",
        "NotoSerifCJK-Bold.ttc",
        "SourceHanSerif",
        "wqy-zenhei.ttc",
        "NotoSansCJK-Regular.ttc",
    ),
    "sans": ("wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
}
_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
_RED = (206, 28, 36)


@lru_cache(maxsize=8)
def font_file(face: str) -> Path:
    """The file of a Chinese typeface of this machine.

    Raises:
        Unavailable: there is none.
    """
    there = {p.name: p for folder in _FOLDERS if folder.is_dir() for p in folder.rglob("*.tt[cf]")}
    for name in _FONTS[face]:
        for known, path in there.items():
            if known.startswith(name):
                return path
    raise Unavailable(
        "没有中文字体，画不出扫描件", hint="请先运行 scripts/system_packages.sh fonts", en="no Chinese font"
    )


@lru_cache(maxsize=128)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """A typeface at a size in pixels."""
    return ImageFont.truetype(str(font_file(face)), size)


@lru_cache(maxsize=16)
def seal(name: str, pixels: int = 420) -> Image.Image:
    """A seal (RGBA, `pixels` square): double ring, star, the name along the upper arc."""
    big = pixels * 2
    image = Image.new("RGBA", (big, big), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    edge = big // 40
    draw.ellipse((edge, edge, big - edge, big - edge), outline=(*_RED, 255), width=big // 36)
    _star(draw, big / 2, big / 2, big / 7)
    size = min(big // 9, int(2.6 * math.pi * big * 0.36 / 2 / max(len(name), 8)))
    glyphs = font("serif", size)
    span = min(math.radians(250), len(name) * size * 1.25 / (big * 0.37))
    for i, sign in enumerate(name):
        angle = -math.pi / 2 - span / 2 + span * (i + 0.5) / len(name)
        tile = Image.new("RGBA", (size * 2, size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text(
            (size, size),
            sign,
            font=glyphs,
            fill=(*_RED, 255),
            anchor="mm",
            stroke_width=max(size // 24, 1),
            stroke_fill=(*_RED, 255),
        )
        tile = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        at = (int(big / 2 + math.cos(angle) * big * 0.37) - size, int(big / 2 + math.sin(angle) * big * 0.37) - size)
        image.alpha_composite(tile, at)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for i in range(10):
        r = radius if i % 2 == 0 else radius * 0.38
        a = -math.pi / 2 + i * math.pi / 5
        points.append((x + r * math.cos(a), y + r * math.sin(a)))
    draw.polygon(points, fill=(*_RED, 255))


@lru_cache(maxsize=64)
def signature(name: str, seed: int, height: int = 150) -> Image.Image:
    """Handwriting of a name (RGBA): the signs slanted, uneven and joined by strokes."""
    rng = Random(f"{name}:{seed}")
    size = int(height * 0.62)
    image = Image.new("RGBA", (int(size * (len(name) * 0.92 + 1.2)), height), (255, 255, 255, 0))
    x, ink = size * 0.3, (24, 28, 62, 255)
    last: tuple[float, float] | None = None
    for sign in name:
        tile = Image.new("RGBA", (size * 2, size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((size, size), sign, font=font("serif", size), fill=ink, anchor="mm")
        tile = tile.transform(
            tile.size,
            Image.Transform.AFFINE,
            (1, 0.28 + rng.random() * 0.1, -size * 0.3, rng.uniform(-0.08, 0.08), 1, 0),
            Image.Resampling.BICUBIC,
        )
        tile = tile.rotate(rng.uniform(-9, 9), resample=Image.Resampling.BICUBIC)
        y = height / 2 + rng.uniform(-0.08, 0.08) * height
        image.alpha_composite(tile, (max(int(x - size * 0.5), 0), max(int(y - size), 0)))
        if last is not None:
            _stroke(image, last, (x + size * 0.2, y), rng, ink)
        last = (x + size * 0.75, y + size * 0.2)
        x += size * rng.uniform(0.78, 0.98)
    if last is not None:
        _stroke(image, last, (image.width - 6, height * 0.75), rng, ink)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def _stroke(
    image: Image.Image, start: tuple[float, float], end: tuple[float, float], rng: Random, ink: tuple[int, ...]
) -> None:
    """A bent line of uneven width."""
    draw = ImageDraw.Draw(image)
    bend = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + rng.uniform(-0.3, 0.3) * image.height)
    steps = 24
    for i in range(steps):
        t = i / steps
        x = (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0]
        y = (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1]
        r = 1.2 + 1.6 * math.sin(math.pi * t)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)


def png(image: Image.Image) -> io.BytesIO:
    """A picture as PNG."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream
