"""Plain words of a question that holds HTML, Markdown links or addresses: what is read and searched for.

What the reader typed is kept elsewhere as typed.
"""

from __future__ import annotations

import html
import re

_TAGS = (
    "a abbr article aside b blockquote body br button center code dd del details div dl dt em embed fieldset figure "
    "font footer form h[1-6] head header hr html i iframe img input ins kbd label li link main mark meta nav object ol "
    "option p pre s samp script section select small source span strike strong style sub summary sup svg table tbody "
    "td textarea tfoot th thead title tr tt u ul var video"
).replace(" ", "|")
_WITH_CONTENT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|<!doctype[^<>]*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*=[^<>]*)?\s*/?>", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[([^\[\]]*)\]\(\s*(?:https?://|www\.|/|data:|javascript:)[^()\s]*(?:\s+[^()]*)?\)", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-;=?-~]+|\bwww\.[!-;=?-~]+", re.IGNORECASE)


def plain(text: str) -> str:
    """`text` without tags, comments, scripts and addresses; the words of a link stay. `<` as less-than is no tag."""
    text = html.unescape(text) if "&" in text else text
    text = _COMMENT.sub(" ", _WITH_CONTENT.sub(" ", text))
    text = _LINK.sub(r"\1", _TAG.sub(" ", text))
    return re.sub(r"[ \t]+", " ", _ADDRESS.sub(" ", text)).strip()
