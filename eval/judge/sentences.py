"""Chinese text as sentences and as quotations, where ragas goes by blanks, full stops and ASCII quotes."""

from __future__ import annotations

import re
import unicodedata

_CLOSING = "”’」』）)】》\"'"
_END = re.compile(rf"(?:[。！？!?；;…]+|\.(?=\s|$))[{_CLOSING}]*|\n+")
_OPEN = {"“": "”", "「": "」", "『": "』", "‘": "’", "（": "）", "(": ")"}
_MARKER = re.compile(
    r"^(?:[-*•·]\s*|\d{1,2}(?:\.(?!\d)|[、)）])\s*|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}、\s*)"
)
_CITED = re.compile(r"\s*\[\d+\]")
_QUOTED = re.compile(r"“([^“”]*)”|「([^「」]*)」|『([^『』]*)』|‘([^‘’]*)’|＂([^＂]*)＂|\"([^\"]*)\"")


def sentences(text: str) -> list[str]:
    """The statements of a text: cut at 。；！？ and line ends, never inside a quotation or bracket.

    Marks of lists (`1.`, `（一）`) and of citations (`[2]`) are taken off; what has no letter or digit is left out.
    """
    pieces, start = [], 0
    for end in _END.finditer(text):
        inside = text[start : end.end()]
        if "\n" not in end[0] and _unclosed(inside):
            continue
        pieces.append(inside)
        start = end.end()
    pieces.append(text[start:])
    found = (_MARKER.sub("", _CITED.sub("", piece).strip()).strip() for piece in pieces)
    return [piece for piece in found if any(char.isalnum() for char in piece)]


def _unclosed(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in _OPEN.items())


def quotations(text: str, *, min_chars: int = 8) -> list[str]:
    """What stands between quotation marks of any form, at least `min_chars` letters or digits long."""
    inner = (next(part for part in match.groups() if part is not None) for match in _QUOTED.finditer(text))
    return [part for part in inner if len(bare(part)) >= min_chars]


def bare(text: str) -> str:
    """Letters and digits alone, full width as half width, so that layout and punctuation do not matter."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
