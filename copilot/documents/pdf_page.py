"""One page of a PDF as pdfium sees it: characters with their boxes and looks, ruling lines, filled areas, pictures.

Coordinates are points from the page's top left as displayed (rotation and crop applied).
"""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]
MAX_CHARS = 60_000
MAX_OBJECTS = 40_000
_INVISIBLE = (3, 7)
_PLAIN: tuple[float, ...] = (1, 0, 0, 1, 0, 0)


def _address_of(function: Any, *arguments: Any) -> Any:
    """A function of pdfium that gives the address as a number: asked for every character, objects cost too much."""
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_OWNER = _address_of(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
_FONT = _address_of(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)


@dataclass(slots=True)
class Look:
    """How a text object is painted. `order` is its turn in painting, -1 where unknown."""

    font: str = ""
    size: float = 0.0
    bold: bool = False
    colour: Colour = (0, 0, 0, 255)
    mode: int = 0
    order: int = -1


@dataclass(slots=True)
class Char:
    """A character; `start` marks the first of a printed line."""

    text: str
    box: Box
    look: Look
    start: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Area:
    """A filled or outlined rectangle."""

    box: Box
    colour: Colour
    order: int
    filled: bool


@dataclass
class PageContent:
    """All that is on a page."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: list[tuple[Box, int]] = field(default_factory=list)
    curves: int = 0

    def covered(self) -> float:
        """Share of the page that the largest picture covers."""
        size = max(self.width * self.height, 1.0)
        return max((_size(_cut(b, self.width, self.height)) / size for b, _ in self.images), default=0.0)


def read_page(page: pypdfium2.PdfPage) -> PageContent:
    """What stands on the page; hidden characters are marked.

    Raises:
        pypdfium2.PdfiumError: a page that cannot be loaded.
    """
    width, height = page.get_size()
    content = PageContent(width, height)
    turn = _Turn(page, width, height)
    looks = _Looks()
    _objects(page, content, turn, looks)
    text_page = page.get_textpage()
    try:
        _characters(text_page, content, turn, looks.known)
    finally:
        text_page.close()
    hide(content)
    return content


def hide(content: PageContent) -> None:
    """Mark the characters that a reader of the page would not see."""
    before: Char | None = None
    for char in content.chars:
        if not char.text.isspace():
            char.hidden = _hidden(char, content)
        elif before is not None:  # pdfium's own blanks have no height and no colour
            char.hidden = before.hidden
            if char.box[3] - char.box[1] < 1 and not char.start:
                char.box = (char.box[0], before.box[1], char.box[2], before.box[3])
        before = char


def displayed(page: Any, content: PageContent, box: Box) -> Box:
    """A box in page space (left, bottom, right, top) as displayed."""
    return _Turn(page, content.width, content.height).box(*box)


class _Turn:
    """Page space to displayed points from the top left."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        left, bottom, right, top = page.get_bbox()
        angle = page.get_rotation() % 360
        self.matrix = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }[angle]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        a, b, c, d, e, f = self.matrix
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x1 > x0 else x0, y1 if y1 > y0 else y0)


def _objects(page: Any, content: PageContent, turn: _Turn, looks: _Looks) -> None:
    order = 0

    def walk(count: int, get: Any, depth: int, inside: tuple[float, ...]) -> None:
        nonlocal order
        for i in range(count):
            order += 1
            if order > MAX_OBJECTS:
                return
            item = get(i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                looks.add(item, order, inside)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                _path(item, content, turn, order, inside)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = _bounds(item)
                if box:
                    content.images.append((turn.box(*_through(inside, box)), order))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 6:
                nested = _times(_matrix(item), inside)
                walk(
                    pdfium.FPDFFormObj_CountObjects(item),
                    lambda j, form=item: pdfium.FPDFFormObj_GetObject(form, j),
                    depth + 1,
                    nested,
                )

    raw = page.raw
    walk(pdfium.FPDFPage_CountObjects(raw), lambda i: pdfium.FPDFPage_GetObject(raw, i), 0, _PLAIN)


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _matrix(item: Any) -> tuple[float, ...]:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """Apply m, then n."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


def _through(m: tuple[float, ...], box: Box) -> Box:
    a, b, c, d, e, f = m
    if m == _PLAIN:
        return box
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(item: Any) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _colour(item: Any, get: Any) -> Colour:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not get(item, r, g, b, a):
        return 0, 0, 0, 255
    return r.value, g.value, b.value, a.value


class _Looks:
    """How the text objects of one page are painted, by address. Fonts are asked about once."""

    def __init__(self) -> None:
        self.known: dict[int, Look] = {}
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._size, self._matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        self._rgba = tuple(ctypes.c_uint() for _ in range(4))

    def add(self, item: Any, order: int, inside: tuple[float, ...]) -> None:
        """Note a text object; `inside` is the matrix of the form that it stands in."""
        pdfium.FPDFTextObj_GetFontSize(item, self._size)
        m = self._matrix
        pdfium.FPDFPageObj_GetMatrix(item, m)
        a, b, c, d = m.a, m.b, m.c, m.d
        if inside != _PLAIN:
            a, b, c, d, _, _ = _times((a, b, c, d, m.e, m.f), inside)
        size = round(self._size.value * abs(a * d - b * c) ** 0.5, 1)
        name, bold = self._font(item)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        get = pdfium.FPDFPageObj_GetStrokeColor if mode == 1 else pdfium.FPDFPageObj_GetFillColor
        red, green, blue, alpha = self._rgba
        found = get(item, red, green, blue, alpha)
        colour = (red.value, green.value, blue.value, alpha.value) if found else (0, 0, 0, 255)
        self.known[_address(item)] = Look(name, size, bold, colour, mode, order)

    def _font(self, item: Any) -> tuple[str, bool]:
        """Name, and whether it is bold."""
        address = _FONT(item) or 0
        if (known := self._fonts.get(address)) is None:
            font = pdfium.FPDFTextObj_GetFont(item)
            name = _font_name(font) if font else ""
            weight = pdfium.FPDFFont_GetWeight(font) if font else 400
            said = any(word in name.lower() for word in ("bold", "heiti", "simhei"))
            known = self._fonts[address] = name, weight >= 600 or said
        return known


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    for get in (pdfium.FPDFFont_GetBaseFontName, pdfium.FPDFFont_GetFamilyName):
        n = get(font, buffer, 128)
        if 1 < n <= 128:
            return buffer.raw[: n - 1].decode("utf-8", errors="replace").split("+")[-1]
    return ""


def _path(item: Any, content: PageContent, turn: _Turn, order: int, inside: tuple[float, ...]) -> None:
    """Keep straight lines and rectangles; thin rectangles are lines too."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    matrix = _times(_matrix(item), inside)
    pieces, curved = _subpaths(item, matrix)
    content.curves += curved
    for points in pieces:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = turn.box(min(xs), min(ys), max(xs), max(ys))
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= 2.5:
            if wide > 4 and wide > high:
                content.horizontal.append(((box[1] + box[3]) / 2, box[0], box[2]))
            elif high > 4:
                content.vertical.append(((box[0] + box[2]) / 2, box[1], box[3]))
        elif len(points) >= 4 and _square(points):
            if stroke.value:
                content.horizontal += [(box[1], box[0], box[2]), (box[3], box[0], box[2])]
                content.vertical += [(box[0], box[1], box[3]), (box[2], box[1], box[3])]
            get = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
            content.areas.append(Area(box, _colour(item, get), order, bool(fill.value)))
        elif stroke.value:
            for (xa, ya), (xb, yb) in itertools.pairwise(points):
                line = turn.box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
                if line[3] - line[1] <= 1 and line[2] - line[0] > 4:
                    content.horizontal.append((line[1], line[0], line[2]))
                elif line[2] - line[0] <= 1 and line[3] - line[1] > 4:
                    content.vertical.append((line[0], line[1], line[3]))


def _subpaths(item: Any, matrix: tuple[float, ...]) -> tuple[list[list[tuple[float, float]]], int]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    out: list[list[tuple[float, float]]] = []
    curves = 0
    for i in range(min(pdfium.FPDFPath_CountSegments(item), 4000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curves += 1
            continue
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not out:
            out.append([point])
        else:
            out[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                out[-1].append(out[-1][0])
    return ([p for p in out if len(p) > 1] if not curves else []), curves


def _square(points: list[tuple[float, float]]) -> bool:
    return all(abs(p[0] - q[0]) < 0.6 or abs(p[1] - q[1]) < 0.6 for p, q in itertools.pairwise(points))


def _characters(text_page: Any, content: PageContent, turn: _Turn, looks: dict[int, Look]) -> None:
    raw = text_page.raw
    count = min(pdfium.FPDFText_CountChars(raw), MAX_CHARS)
    rect = pdfium.FS_RECTF()
    reference = ctypes.byref(rect)
    unicode, loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    start, unknown = True, Look()
    append, place = content.chars.append, turn.box
    for i in range(count):
        code = unicode(raw, i)
        if code in (13, 10):
            start = True
            continue
        if code in (0, 0xFFFE, 0xFFFF):
            continue
        loose(raw, i, reference)
        if 0xD800 <= code < 0xE000:
            continue
        look = looks.get(_OWNER(raw, i) or 0, unknown)
        append(Char(chr(code), place(rect.left, rect.bottom, rect.right, rect.top), look, start))
        start = False


def _hidden(char: Char, content: PageContent) -> bool:
    look = char.look
    x, y = (char.box[0] + char.box[2]) / 2, (char.box[1] + char.box[3]) / 2
    if not (-2 <= x <= content.width + 2 and -2 <= y <= content.height + 2):
        return True
    if look.mode in _INVISIBLE or look.colour[3] < 16 or (0 < look.size <= 3 and char.box[3] - char.box[1] <= 4):
        return True
    if look.order < 0 or (not content.areas and min(look.colour[:3]) <= 200):
        return False
    ground, covered = (255, 255, 255), False
    for area in content.areas:
        if not area.filled or area.colour[3] < 128:
            continue
        left, top, right, bottom = area.box
        if left <= x <= right and top <= y <= bottom:
            if area.order > look.order:
                covered = True
            else:
                ground = area.colour[:3]
    if covered:
        return True
    if any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b, _ in content.images):
        return False
    return min(look.colour[:3]) > 200 and max(abs(p - q) for p, q in zip(look.colour, ground, strict=False)) <= 24


def _cut(box: Box, width: float, height: float) -> Box:
    return max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)


def _size(box: Box) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)
