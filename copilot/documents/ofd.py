"""OFD (GB/T 33190): pages of text, lines and pictures, electronic seals, read from the zip package with lxml.

Nothing is fetched or resolved: entities stay unexpanded, locations are looked up among the package's own entries only.
"""

from __future__ import annotations

import itertools
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from copilot.documents.pdf_page import Area, Box, Char, Look, PageContent

POINTS_PER_MM = 72 / 25.4
MAX_OBJECTS = 40_000
_TEXT_STRING = re.compile(rb"\x0c([\x01-\x7f])")


@dataclass
class OfdPage:
    """A page: its content in points from the top left, and the pictures on it with their bytes."""

    content: PageContent
    pictures: list[tuple[Box, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Stamp:
    """An electronic seal on a page (from 1), its box in points, its name and picture where the seal file tells."""

    page: int
    box: Box
    name: str
    picture: bytes | None


@dataclass
class OfdDocument:
    """What an OFD package holds; `page_count` counts all pages, `pages` may hold fewer."""

    pages: list[OfdPage]
    page_count: int
    stamps: list[Stamp]
    meta: dict[str, str]
    attachments: list[str]
    actions: bool


def read_ofd_package(package: zipfile.ZipFile, *, max_pages: int) -> OfdDocument:
    """The first document of an OFD package.

    Raises:
        KeyError: an entry that the package names is missing.
        lxml.etree.XMLSyntaxError: an entry is no XML.
        ValueError: numbers that are none.
    """
    return _Reader(package).document(max_pages)


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = {n.lstrip("/").lower(): n for n in package.namelist()}
        self.fonts: dict[str, str] = {}
        self.media: dict[str, str] = {}

    def document(self, max_pages: int) -> OfdDocument:
        root = self.xml("OFD.xml")
        body = _first(root, "DocBody")
        info = _first(body, "DocInfo")
        meta = {_name(c): (c.text or "").strip() for c in info if _name(c) and c.text} if info is not None else {}
        home = _text(body, "DocRoot").lstrip("/")
        document = self.xml(home)
        base = posixpath.dirname(home)
        for tag in ("PublicRes", "DocumentRes"):
            for res in _all(document, tag):
                self.resources(posixpath.join(base, (res.text or "").strip()))
        default = _box(_text(document, "PhysicalBox")) or (0.0, 0.0, 210.0, 297.0)
        templates = {t.get("ID"): self.at(base, t.get("BaseLoc") or "") for t in _all(document, "TemplatePage")}
        places = [p for p in _all(document, "Page") if p.get("BaseLoc")]
        pages, boxes = [], {}
        for n, place in enumerate(places, 1):
            boxes[place.get("ID")] = n
            if n <= max_pages:
                pages.append(self.page(self.at(base, place.get("BaseLoc") or ""), templates, default))
        signatures = _text(body, "Signatures")
        stamps = list(self.stamps(signatures.lstrip("/"), boxes)) if signatures else []
        actions = any(_name(e) in ("URI", "GotoA", "Movie", "Sound") for e in document.iter())
        return OfdDocument(pages, len(places), stamps, meta, self.attachments(document, base), actions)

    def at(self, base: str, location: str) -> str:
        if location.startswith("/"):
            return posixpath.normpath(location.lstrip("/"))
        return posixpath.normpath(posixpath.join(base, location))

    def bytes(self, name: str) -> bytes:
        return self.package.read(self.names[name.lstrip("/").lower()])

    def xml(self, name: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.bytes(posixpath.normpath(name)), parser)

    def resources(self, name: str) -> None:
        root = self.xml(name)
        base = self.at(posixpath.dirname(name), root.get("BaseLoc") or "")
        for font in _all(root, "Font"):
            self.fonts[font.get("ID") or ""] = font.get("FontName") or font.get("FamilyName") or ""
        for media in _all(root, "MultiMedia"):
            self.media[media.get("ID") or ""] = self.at(base, _text(media, "MediaFile"))

    def page(self, name: str, templates: dict[str | None, str], default: Box) -> OfdPage:
        root = self.xml(name)
        area = _box(_text(root, "PhysicalBox")) or default
        width, height = (area[2] - area[0]) * POINTS_PER_MM, (area[3] - area[1]) * POINTS_PER_MM
        page = OfdPage(PageContent(width, height))
        for used in _all(root, "Template"):
            location = templates.get(used.get("TemplateID"))
            if location:
                self.objects(self.xml(location), page)
        self.objects(root, page)
        return page

    def objects(self, root: Any, page: OfdPage) -> None:
        for order, element in enumerate(root.iter()):
            kind = _name(element)
            if order > MAX_OBJECTS:
                return
            if kind == "TextObject":
                page.content.chars += self.text(element, order)
            elif kind == "PathObject":
                _path(element, page.content, order)
            elif kind == "ImageObject":
                box = _box(element.get("Boundary") or "")
                location = self.media.get(element.get("ResourceID") or "")
                if box and location and location.lower() in self.names:
                    page.content.images.append((_points(box), order))
                    page.pictures.append((_points(box), self.bytes(location)))

    def text(self, element: Any, order: int) -> Iterator[Char]:
        box = _box(element.get("Boundary") or "") or (0.0, 0.0, 0.0, 0.0)
        a, b, c, d, e, f = _numbers(element.get("CTM") or "1 0 0 1 0 0", 6)
        size = float(element.get("Size") or 0)
        scale = abs(a * d - b * c) ** 0.5 or 1.0
        fill = _first(element, "FillColor")
        look = Look(
            self.fonts.get(element.get("Font") or "", ""),
            round(size * scale * POINTS_PER_MM, 1),
            int(element.get("Weight") or 400) >= 600,
            _colour(element, fill),
            3 if element.get("Visible") == "false" or element.get("Fill") == "false" else 0,
            order,
        )
        x = y = 0.0
        for code in _all(element, "TextCode"):
            x, y = float(code.get("X") or x), float(code.get("Y") or y)
            right, down = _deltas(code.get("DeltaX") or ""), _deltas(code.get("DeltaY") or "")
            at_x, at_y = x, y
            for i, char in enumerate((code.text or "").replace("\n", "")):
                if i:
                    at_x += right[i - 1] if i - 1 < len(right) else (0.0 if down else size)
                    at_y += down[i - 1] if i - 1 < len(down) else 0.0
                px, py = box[0] + a * at_x + c * at_y + e, box[1] + b * at_x + d * at_y + f
                wide = size * scale * (0.55 if char.isascii() else 1.0)
                place = _points((px, py - 0.86 * size * scale, px + wide, py + 0.14 * size * scale))
                yield Char(char, place, look, start=i == 0)

    def stamps(self, name: str, pages: dict[str | None, int]) -> Iterator[Stamp]:
        base = posixpath.dirname(name)
        for entry in _all(self.xml(name), "Signature"):
            location = self.at(base, entry.get("BaseLoc") or "")
            root = self.xml(location)
            home = posixpath.dirname(location)
            title, picture = "", None
            for tag in ("Seal", "SignedValue"):
                found = _first(root, tag)
                place = (_text(found, "BaseLoc") or (found.text or "").strip()) if found is not None else ""
                if place and (key := self.at(home, place).lower()) in self.names:
                    raw = self.bytes(key)
                    title, picture = title or _title(raw), picture or _picture(raw)
            for stamp in _all(root, "StampAnnot"):
                box = _box(stamp.get("Boundary") or "")
                if box:
                    yield Stamp(pages.get(stamp.get("PageRef"), 1), _points(box), title, picture)

    def attachments(self, document: Any, base: str) -> list[str]:
        location = _text(document, "Attachments")
        if not location or self.at(base, location).lower() not in self.names:
            return []
        return [a.get("Name") or "附件" for a in _all(self.xml(self.at(base, location)), "Attachment")]


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> Iterator[Any]:
    return (e for e in root.iter() if _name(e) == name)


def _first(root: Any, name: str) -> Any:
    return next(_all(root, name), None) if root is not None else None


def _text(root: Any, name: str) -> str:
    found = _first(root, name)
    return (found.text or "").strip() if found is not None else ""


def _numbers(text: str, count: int) -> list[float]:
    values = [float(v) for v in text.split()]
    return (values + [0.0] * count)[:count]


def _box(text: str) -> Box | None:
    """`x y width height` as left, top, right, bottom, in millimetres."""
    values = text.split()
    if len(values) != 4:
        return None
    x, y, w, h = (float(v) for v in values)
    return x, y, x + w, y + h


def _points(box: Box) -> Box:
    k = POINTS_PER_MM
    return box[0] * k, box[1] * k, box[2] * k, box[3] * k


def _deltas(text: str) -> list[float]:
    """Distances between characters; `g 3 2.5` stands for three times 2.5."""
    parts: list[str] = text.split()
    out: list[float] = []
    i = 0
    while i < len(parts) and len(out) < 100_000:
        if parts[i] == "g" and i + 2 < len(parts):
            out += [float(parts[i + 2])] * min(int(parts[i + 1]), 10_000)
            i += 3
        else:
            out.append(float(parts[i]))
            i += 1
    return out


def _colour(element: Any, fill: Any) -> tuple[int, int, int, int]:
    alpha = int(float(element.get("Alpha") or 255))
    if fill is None:
        return 0, 0, 0, alpha
    values = re.findall(r"#[0-9A-Fa-f]{1,2}|\d+", fill.get("Value") or "")
    rgb = [int(v[1:], 16) if v.startswith("#") else int(v) for v in values][:3]
    r, g, b = (rgb * 3)[:3] if len(rgb) == 1 else ([*rgb, 0, 0, 0])[:3]
    return r, g, b, min(alpha, int(float(fill.get("Alpha") or 255)))


def _path(element: Any, content: PageContent, order: int) -> None:
    """Straight lines, and rectangles as areas and lines."""
    box = _box(element.get("Boundary") or "")
    if box is None:
        return
    a, b, c, d, e, f = _numbers(element.get("CTM") or "1 0 0 1 0 0", 6)
    pieces: list[list[tuple[float, float]]] = []
    for command, words in re.findall(r"([A-Za-z])([^A-Za-z]*)", _text(element, "AbbreviatedData")[:100_000]):
        values = [float(v) for v in words.split()]
        if command in "MSL" and len(values) >= 2:
            point = (box[0] + a * values[0] + c * values[1] + e, box[1] + b * values[0] + d * values[1] + f)
            if command in "MS" or not pieces:
                pieces.append([point])
            else:
                pieces[-1].append(point)
        elif command == "C" and pieces:
            pieces[-1].append(pieces[-1][0])
    for points in pieces:
        for p, q in itertools.pairwise(points):
            x0, y0, x1, y1 = _points((min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1])))
            if y1 - y0 <= 1 < x1 - x0:
                content.horizontal.append((y0, x0, x1))
            elif x1 - x0 <= 1 < y1 - y0:
                content.vertical.append((x0, y0, y1))
        if element.get("Fill") == "true" and len(points) >= 4:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            area = _points((min(xs), min(ys), max(xs), max(ys)))
            content.areas.append(Area(area, _colour(element, _first(element, "FillColor")), order, True))


def _title(raw: bytes) -> str:
    """The name in a seal file (DER): the text string that reads most like one."""
    found = []
    for match in _TEXT_STRING.finditer(raw[:200_000]):
        text = raw[match.end() : match.end() + match[1][0]]
        try:
            name = text.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9（）() ·]{2,60}", name) and re.search(r"[\u4e00-\u9fff]", name):
            found.append(name)
    return next((n for n in found if re.search(r"章|公司|中心|局|院", n)), found[0] if found else "")


def _picture(raw: bytes) -> bytes | None:
    """The picture inside a seal file."""
    for start, end in ((b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"), (b"\xff\xd8\xff", b"\xff\xd9")):
        i = raw.find(start)
        j = raw.find(end, i)
        if 0 <= i < j:
            return raw[i : j + len(end)]
    return None
