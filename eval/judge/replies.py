"""What a judge replied, as JSON. Servers that ignore the schema send fences, prose and full-width marks."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_WIDE = str.maketrans("｛｝［］：，", "{}[]:,")
# A mark closes a string where what follows can only be structure: a comma before the next string, a colon, an end.
_CLOSES = re.compile(r"[”“\"＂]\s*(?=[,，]\s*[“\"＂{｛\[［]|[:：]\s*[“\"＂\d{｛\[［tfn]|[}｝\]］]|$)")


class Unreadable(ValueError):
    """The reply holds no JSON object that fits."""


def read_json(text: str) -> Any:
    """The JSON object in a reply, also between fences, after prose, or written with full-width marks.

    Raises:
        Unreadable: there is none; nothing is guessed.
    """
    body = fenced[1] if (fenced := _FENCED.search(text)) else text
    for candidate in (body, plain(body)):
        start = candidate.find("{")
        while start >= 0:
            try:
                return json.JSONDecoder(strict=False).raw_decode(candidate, start)[0]
            except ValueError:
                start = candidate.find("{", start + 1)
    raise Unreadable(f"不是 JSON：{text[:80]}")


def plain(text: str) -> str:
    """Full-width structure made ASCII outside of strings; inside, quotation marks stay what they are."""
    out, at = [], 0
    while at < len(text):
        char = text[at]
        if char not in '“”＂"':
            out.append(char.translate(_WIDE))
            at += 1
            continue
        if (end := _closing(text, at + 1)) is None:
            return "".join(out) + text[at:]
        out.append(json.dumps(_unescaped(text[at + 1 : end]), ensure_ascii=False))
        at = end + 1
    return "".join(out)


def _closing(text: str, start: int) -> int | None:
    for match in _CLOSES.finditer(text, start):
        if text[match.start() - 1] != "\\":
            return match.start()
    return None


def _unescaped(inner: str) -> str:
    return inner.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
