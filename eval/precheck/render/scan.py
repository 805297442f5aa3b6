"""Documents as they come out of a scanner or a telephone: pages as pictures, skewed, noisy, unevenly lit, as JPEG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw

from eval.precheck.document import Document, Face
from eval.precheck.render import marks
from eval.precheck.render.pages import HEIGHT, SEAL_PT, SIGN_PT, WIDTH, Page, Picture, Rule, Text, all_pages

INK = (22, 22, 26)
BOXES = ("□", "☑", "☒")


@dataclass(frozen=True, slots=True)
class Wear:
    """How a scan differs from what was printed. `skew`: degrees; `noise`: of 255; `light`: darkest corner, of 1."""

    dpi: int = 200
    skew: float = 0.6
    noise: float = 6.0
    light: float = 0.93
    blur: float = 0.4
    quality: int = 82
    turned: int = 0


GOOD = Wear()
POOR = Wear(dpi=150, skew=1.6, noise=12.0, light=0.82, blur=0.7, quality=62)
CLEAN = Wear(dpi=200, skew=0.0, noise=0.0, light=1.0, blur=0.0, quality=92)


@lru_cache(maxsize=4096)
def _share(sign: str) -> float:
    return 1.0 if ord(sign) > 0x2000 else marks.font("serif", 100).getlength(sign) / 100


def measure(text: str, size: float) -> float:
    """The width of a text in points, of the serif face."""
    return sum(_share(c) * size for c in text)


def draw(page: Page, wear: Wear, *, seed: int) -> Image.Image:
    """A page as it is printed, stamped and signed."""
    k = wear.dpi / 72
    image = Image.new("RGB", (round(WIDTH * k), round(HEIGHT * k)), (252, 251, 248))
    pen = ImageDraw.Draw(image)
    for one in page.things:
        if isinstance(one, Text):
            if one.marked:
                pen.rectangle(
                    (one.x * k, (one.y - one.size) * k, (one.x + one.marked) * k, (one.y + 4) * k), fill=(255, 240, 60)
                )
            if not one.hidden:
                _text(pen, one, page.face, k)
        elif isinstance(one, Rule):
            pen.line((one.x0 * k, one.y0 * k, one.x1 * k, one.y1 * k), fill=INK, width=max(round(0.6 * k), 1))
    for one in page.things:
        if isinstance(one, Picture):
            _picture(image, one, k, seed)
    return image


def _text(pen: ImageDraw.ImageDraw, one: Text, face: Face, k: float) -> None:
    glyphs = marks.font(face, max(round(one.size * k), 4))
    stroke = max(round(one.size * k / 40), 1) if one.bold else 0
    x = one.x
    for run in _runs(one.text):
        if run in BOXES:
            _box(pen, x * k, one.y * k, one.size * k, ticked=run != "□")
        else:
            at = (x * k, one.y * k)
            pen.text(at, run, font=glyphs, fill=INK, anchor="ls", stroke_width=stroke, stroke_fill=INK)
        x += measure(run, one.size)


def _runs(text: str) -> list[str]:
    """Signs of one width together, so that what is measured and what is drawn end at the same place; boxes alone."""
    runs: list[str] = []
    for sign in text:
        alike = runs and (ord(sign) > 0x2000) == (ord(runs[-1][-1]) > 0x2000)
        if alike and sign not in BOXES and runs[-1] not in BOXES:
            runs[-1] += sign
        else:
            runs.append(sign)
    return runs


def _box(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, *, ticked: bool) -> None:
    """A box to be ticked; few typefaces have one."""
    left, top, side = x + size * 0.12, y - size * 0.72, size * 0.72
    wide = max(round(size / 18), 1)
    pen.rectangle((left, top, left + side, top + side), outline=INK, width=wide)
    if ticked:
        tick = [(left + side * a, top + side * b) for a, b in ((0.18, 0.5), (0.42, 0.78), (0.86, 0.2))]
        pen.line(tick, fill=INK, width=wide * 2, joint="curve")


def _picture(image: Image.Image, one: Picture, k: float, seed: int) -> None:
    rng = Random(f"{one.name}:{one.x:.0f}:{seed}")
    if one.kind == "seal":
        side = round(SEAL_PT * k)
        drawn = (
            marks.seal(one.name)
            .resize((side, side), Image.Resampling.LANCZOS)
            .rotate(rng.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
        )
        fade = rng.uniform(0.72, 0.92)
        drawn.putalpha(drawn.getchannel("A").point(lambda a: int(a * fade)))
    else:
        drawn = marks.signature(one.name, seed)
        high = round(SIGN_PT * k)
        drawn = drawn.resize((round(high * drawn.width / drawn.height), high), Image.Resampling.LANCZOS)
    at = (round(one.x * k), round(one.y * k))
    ground = image.crop((*at, at[0] + drawn.width, at[1] + drawn.height))
    plain = Image.new("RGB", drawn.size, (255, 255, 255))
    plain.paste(drawn, (0, 0), drawn)
    image.paste(
        ImageChops.multiply(ground, plain), at
    )  # ink on ink stays dark, so that what is under a seal can be read


def worn(image: Image.Image, wear: Wear, *, seed: int) -> Image.Image:
    """The page after the scanner."""
    rng = np.random.default_rng(seed)
    pixels = np.asarray(image)
    high, wide = pixels.shape[:2]
    if wear.skew:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(rng.uniform(-wear.skew, wear.skew)), 1.0)
        pixels = cv2.warpAffine(pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(246, 245, 242))
    if wear.blur:
        pixels = cv2.GaussianBlur(pixels, (0, 0), wear.blur)
    if wear.light < 1:
        corner = rng.uniform(0, 1, 2)
        far = np.hypot(np.linspace(0, 1, 64)[:, None] - corner[0], np.linspace(0, 1, 64)[None, :] - corner[1]) / 1.42
        shade = cv2.resize((1 - (1 - wear.light) * far).astype(np.float32), (wide, high))
        pixels = cv2.multiply(pixels, cv2.merge([shade] * 3), dtype=cv2.CV_8U)
    if wear.noise:
        tile = rng.normal(0, wear.noise, (high // 2, wide // 2)).astype(np.int16)
        grain = np.tile(tile, (3, 3))[:high, :wide]
        pixels = np.clip(pixels.astype(np.int16) + grain[..., None], 0, 255).astype(np.uint8)
    made = Image.fromarray(pixels)
    return made.rotate(wear.turned, expand=True) if wear.turned else made


def scans(documents: Sequence[Document], wear: Wear, *, seed: int) -> tuple[list[Image.Image], dict[str, int]]:
    """The scanned pages of a file, and the page of each fact."""
    pages, where = all_pages(documents, measure)
    return [worn(draw(p, wear, seed=seed), wear, seed=seed * 100 + i) for i, p in enumerate(pages)], where


def write_scan(documents: Sequence[Document], path: Path, *, seed: int, wear: Wear = GOOD) -> dict[str, int]:
    """Write a PDF of pictures; the page of each fact."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    images, where = scans(documents, wear, seed=seed)
    canvas = Canvas(str(path), invariant=1)
    for image in images:
        size = (image.width * 72 / wear.dpi, image.height * 72 / wear.dpi)
        canvas.setPageSize(size)
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=wear.quality)
        stream.seek(0)
        canvas.drawImage(ImageReader(stream), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return where


def write_photos(
    documents: Sequence[Document], path: Path, *, seed: int, wear: Wear = GOOD
) -> tuple[list[Path], dict[str, int]]:
    """Write one JPEG a page beside `path`; the files, and the number of the file (from 1) that each fact stands in."""
    images, where = scans(documents, wear, seed=seed)
    files = []
    for i, image in enumerate(images, 1):
        one = path.with_name(path.stem + (f"_{i}" if len(images) > 1 else "") + ".jpg")
        image.save(one, "JPEG", quality=wear.quality, dpi=(wear.dpi, wear.dpi))
        files.append(one)
    return files, where
