"""Pictures inside documents: seals, signatures, and scans pasted into a Word file or a printed page."""

from __future__ import annotations

import io
import re
from typing import Any

import cv2
import numpy as np

from copilot.documents.ocr import Image, engine
from copilot.documents.pdf_page import PageContent
from copilot.precheck.paper import Place
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.layout import Line
from copilot.precheck.readers.scan import Scans, render, write_seen
from copilot.precheck.readers.scan_page import look
from copilot.precheck.readers.seal_text import seal_text
from copilot.precheck.readers.seals import SEARCH_SIDE, find_seals
from copilot.precheck.readers.signatures import find_signatures

SCAN_SIDE, SCAN_PIXELS = 500, 400_000
SEAL_MM = 42.0
_SIGNS = re.compile(r"签字|签名|签章|签署|法定代表人|经办人|授权代表|负责人")


def decode(raw: bytes, *, max_pixels: int) -> Image | None:
    """Pixels (BGR) of a picture on white, its EXIF turn applied, at most `LONG_SIDE` high; None when unreadable."""
    from PIL import Image as Pictures
    from PIL import ImageOps, UnidentifiedImageError

    try:
        with Pictures.open(io.BytesIO(raw)) as picture:
            return pixels(picture, max_pixels=max_pixels, turn=ImageOps.exif_transpose)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return None


def pixels(picture: Any, *, max_pixels: int, turn: Any = None) -> Image | None:
    """BGR pixels of an opened picture; None when it has more than `max_pixels`."""
    from PIL import Image as Pictures

    if picture.width * picture.height > max_pixels or min(picture.size) < 1:
        return None
    picture = turn(picture) if turn else picture
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layered = picture.convert("RGBA")
        ground = Pictures.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        picture = ground
    plain = picture.convert("RGB")
    longest = max(plain.size)
    limit = 1900
    if longest > limit:
        size = (max(plain.width * limit // longest, 1), max(plain.height * limit // longest, 1))
        plain = plain.resize(size, Pictures.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(plain)[:, :, ::-1])


def read_picture(draft: Draft, raw: bytes, place: Place, beside: str = "") -> None:
    """A picture in a Word file: a seal, a signature (`beside` is the text next to it), or a scan to be read."""
    draft.images += 1
    if draft.images > draft.limits.max_images:
        draft.hazard("too_many_pictures", f"图片超过 {draft.limits.max_images} 张，其余没有查看", place)
        return
    image = decode(raw, max_pixels=draft.limits.max_pixels)
    if image is None:
        draft.hazard("unread_picture", "有一张图片的格式不支持或过大，没有查看", place)
        return
    height, width = image.shape[:2]
    if min(height, width) >= SCAN_SIDE and height * width >= SCAN_PIXELS and Scans(draft).allowed(place.page or 1):
        seen = look(image, engine(draft.limits.ocr_threads))
        write_seen(draft, seen, place.page or 1, name=place.locator)
        return
    if not _seal(draft, image, place) and _SIGNS.search(beside) and _strokes(image):
        draft.mark("signature", beside[:40], place, sure=width < 8 * height, crop=_png(image))


def _seal(draft: Draft, image: Image, place: Place) -> bool:
    """Report a picture that is itself a seal."""
    side = max(image.shape[:2])
    padded = cv2.copyMakeBorder(image, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    found = find_seals(padded, mm=SEAL_MM / side)
    for seal in found:
        x0, y0, x1, y1 = (max(int(v), 0) for v in seal.box)
        cut = np.ascontiguousarray(padded[y0:y1, x0:x1])
        large = min(cut.shape[:2]) > 60
        text = seal_text(cut, engine(draft.limits.ocr_threads), round=seal.round)[0] if large else ""
        draft.mark("seal", text, place, sure=seal.sure, crop=_png(cut))
    return bool(found)


def _strokes(image: Image) -> bool:
    """Whether a small picture is thin dark strokes on an even ground."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = float((grey < 140).mean())
    ground = float((grey > 200).mean())
    return 0.004 < ink < 0.3 and ground > 0.55


def read_page_pictures(draft: Draft, scans: Scans, page: Any, content: PageContent, number: int) -> None:
    """Pictures on a printed page: large ones are read, others are searched for seals and signatures."""
    width, height = max(content.width, 1.0), max(content.height, 1.0)
    large, small = [], False
    for box, _ in content.images:
        left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
        share = max(right - left, 0) * max(bottom - top, 0) / (width * height)
        if 0.2 < share < 0.97 and not _covers_text(content, (left, top, right, bottom)):
            large.append((left / width, top / height, right / width, bottom / height))
        small = small or (min(right - left, bottom - top) > 25 and top > 0.1 * height and share < 0.35)
    if not large and not small:
        return
    image = render(page, content)
    for region in large[:2]:
        if not scans.allowed(number):
            break
        y0, y1 = int(region[1] * image.shape[0]), int(region[3] * image.shape[0])
        x0, x1 = int(region[0] * image.shape[1]), int(region[2] * image.shape[1])
        mm = 297 / max(image.shape[:2])
        part = np.ascontiguousarray(image[y0:y1, x0:x1])
        scans.add(part, number, region=region, locator=f"第{number}页图片", mm=mm)
    if small:
        _overlays(draft, image, content, number)


def _covers_text(content: PageContent, box: tuple[float, float, float, float]) -> bool:
    inside = sum(box[0] <= c.box[0] <= box[2] and box[1] <= c.box[1] <= box[3] and not c.hidden for c in content.chars)
    return inside > 40


def _overlays(draft: Draft, image: Image, content: PageContent, number: int) -> None:
    """Seals and signatures put on a printed page as pictures."""
    from copilot.precheck.readers.pdf_text import lines_of

    scale = min(1.0, SEARCH_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    high, wide = small.shape[:2]
    for seal in find_seals(small):
        share = (seal.box[0] / wide, seal.box[1] / high, seal.box[2] / wide, seal.box[3] / high)
        x0, y0, x1, y1 = (max(int(v / scale), 0) for v in seal.box)
        cut = np.ascontiguousarray(image[y0:y1, x0:x1])
        text, _ = seal_text(cut, engine(draft.limits.ocr_threads), round=seal.round)
        place = draft.place(f"第{number}页", page=number, box=share)
        draft.mark("seal", text, place, sure=seal.sure, crop=_png(cut))
    dots = wide / max(content.width, 1.0)
    lines = [
        Line(x.text, (x.box[0] * dots, x.box[1] * dots, x.box[2] * dots, x.box[3] * dots), x.size * dots, confidence=1)
        for x in lines_of([c for c in content.chars if not c.hidden])
    ]
    for found in find_signatures(small, lines):
        share = (found.box[0] / wide, found.box[1] / high, found.box[2] / wide, found.box[3] / high)
        x0, y0, x1, y1 = (max(int(v), 0) for v in found.box)
        place = draft.place(f"第{number}页", page=number, box=share)
        draft.mark("signature", found.label, place, sure=found.sure, crop=_png(small[y0:y1, x0:x1]))


def _png(image: Any) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()
