"""How a run of a .docx looks: font, size, weight, colour, marked or hidden, with styles resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TINY_PT = 3.0
_OFF = ("0", "false", "off", "none")
_WHITE_THEME = ("background1", "light1", "bg1", "lt1")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a run. `colour` and `fill` are RRGGBB or None; `mark` says how the words are marked, or is empty."""

    font: str | None = None
    size_pt: float | None = None
    bold: bool = False
    colour: str | None = None
    fill: str | None = None
    vanish: bool = False
    mark: str = ""

    def hidden(self, ground: str | None = None) -> bool:
        """Whether a reader of the page would not see it on `ground` (RRGGBB, None for paper)."""
        if self.vanish or (self.size_pt is not None and self.size_pt <= TINY_PT):
            return True
        under = self.fill or ground or "FFFFFF"
        return self.colour is not None and _near(self.colour, under) and (_pale(under) or self.colour == under)

    def coloured(self) -> bool:
        """Whether the words stand out by a strong colour (red, blue), which may be a way of marking them."""
        if self.colour is None:
            return False
        r, g, b = _rgb(self.colour)
        return max(r, g, b) - min(r, g, b) > 110


class Looks:
    """Resolves the look of runs from the style sheet, the paragraph and the run."""

    def __init__(self, styles: Any) -> None:
        self.styles: dict[str, Any] = {}
        self.names: dict[str, str] = {}
        self.cache: dict[str | None, Look] = {}
        self.levels: dict[str | None, int | None] = {None: None}
        self.default: str | None = None
        self.base = Look()
        if styles is None:
            return
        rpr = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.base = _apply(self.base, rpr)
        for style in styles.iter(W + "style"):
            key = style.get(W + "styleId")
            self.styles[key] = style
            name = style.find(W + "name")
            self.names[key] = name.get(W + "val", "") if name is not None else ""
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self.default = key

    def paragraph(self, style: str | None) -> Look:
        """The look that a paragraph style gives."""
        key = style if style in self.styles else self.default
        if key not in self.cache:
            self.cache[key] = self._chain(key, self.base)
        return self.cache[key]

    def run(self, rpr: Any, under: Look) -> Look:
        """The look of a run with properties `rpr` in a paragraph that looks like `under`."""
        if rpr is None:
            return under
        style = rpr.find(W + "rStyle")
        if style is not None and style.get(W + "val") in self.styles:
            under = self._chain(style.get(W + "val"), under)
        return _apply(under, rpr)

    def level(self, style: str | None) -> int | None:
        """Heading depth of a paragraph style (标题 2, heading 2, outline level), from 1."""
        if style not in self.levels:
            found: int | None = None
            key: str | None = style
            for _ in range(12):
                element = self.styles.get(key or "")
                if element is None or found is not None:
                    break
                outline = element.find(f"{W}pPr/{W}outlineLvl")
                name = self.names.get(key or "", "").lower()
                if outline is not None and outline.get(W + "val", "9").isdigit():
                    found = int(outline.get(W + "val")) + 1
                elif name.startswith(("heading ", "标题 ")) and name.split()[-1].isdigit():
                    found = int(name.split()[-1])
                elif name == "title":
                    found = 1
                based = element.find(W + "basedOn")
                key = based.get(W + "val") if based is not None else None
            self.levels[style] = found if found is not None and found <= 9 else None
        return self.levels[style]

    def _chain(self, key: str | None, under: Look, depth: int = 0) -> Look:
        element = self.styles.get(key or "")
        if element is None or depth > 12:
            return under
        based = element.find(W + "basedOn")
        if based is not None:
            under = self._chain(based.get(W + "val"), under, depth + 1)
        return _apply(under, element.find(W + "rPr"))


def fill_of(properties: Any) -> str | None:
    """Shading colour (RRGGBB) of a paragraph, cell or run; None for none or white."""
    if properties is None:
        return None
    shd = properties.find(W + "shd")
    if shd is None:
        return None
    value = (shd.get(W + "fill") or "auto").upper()
    return value if len(value) == 6 and value != "FFFFFF" else None


def boxed(properties: Any) -> bool:
    """Whether a paragraph has a border on all four sides."""
    border = properties.find(W + "pBdr") if properties is not None else None
    if border is None:
        return False
    sides = {c.tag for c in border if c.get(W + "val", "nil") not in ("nil", "none")}
    return {W + s for s in ("top", "bottom", "left", "right")} <= sides


def _apply(look: Look, rpr: Any) -> Look:
    if rpr is None:
        return look
    new: dict[str, Any] = {}
    for child in rpr:
        tag = child.tag
        value = child.get(W + "val")
        if tag == W + "rFonts":
            font = child.get(W + "eastAsia") or child.get(W + "ascii")
            if font:
                new["font"] = font
        elif tag == W + "sz" and value and value.replace(".", "", 1).isdigit():
            new["size_pt"] = float(value) / 2
        elif tag == W + "b":
            new["bold"] = value not in _OFF
        elif tag == W + "color":
            theme = child.get(W + "themeColor")
            white = theme in _WHITE_THEME and not child.get(W + "themeShade")
            new["colour"] = "FFFFFF" if white else value.upper() if value and len(value) == 6 else None
        elif tag == W + "vanish":
            new["vanish"] = value not in _OFF
        elif tag == W + "highlight" and value not in (None, "none"):
            new["mark"] = "highlight"
            if value in _HIGHLIGHTS:
                new["fill"] = _HIGHLIGHTS[value]
        elif tag == W + "shd" and fill_of(rpr):
            new["fill"], new["mark"] = fill_of(rpr), "shading"
        elif tag == W + "bdr" and value not in (None, "nil", "none"):
            new["mark"] = "border"
    return replace(look, **new) if new else look


_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "black": "000000", "white": "FFFFFF", "darkBlue": "000080", "darkRed": "800000", "lightGray": "C0C0C0",
}  # fmt: skip


def _rgb(colour: str) -> tuple[int, int, int]:
    try:
        return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)
    except ValueError:
        return 0, 0, 0


def _near(a: str, b: str) -> bool:
    return max(abs(x - y) for x, y in zip(_rgb(a), _rgb(b), strict=True)) <= 24


def _pale(colour: str) -> bool:
    return min(_rgb(colour)) >= 0xD0
