"""Find a paragraph (款) or item (项) inside the text of an article."""

from __future__ import annotations

import re

from copilot.law.references import parse_locator

_MARK = re.compile(r"（([一二三四五六七八九十]{1,3})）|\(([一二三四五六七八九十]{1,3})\)")
_SUB = re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}\s*[.．、)）])")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: a line that is no item starts a new one; items belong to the paragraph before.

    Items that count on after such a line (（七） … a line … （八）) show that it stands within an item.
    """
    from copilot.numerals import number

    spans: list[tuple[int, int]] = []
    last: list[int] = []  # number of the last item of each paragraph
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line.rstrip())
        if line.strip():
            if spans and _SUB.match(line):
                mark = _MARK.match(line.lstrip())
                value = number(mark[1] or mark[2]) if mark else None
                if value and not last[-1] and len(last) > 1 and value == last[-2] + 1 > 1:
                    spans[-2:], last = [(spans[-2][0], end)], last[:-1]
                spans[-1], last[-1] = (spans[-1][0], end), value or last[-1]
            else:
                spans.append((at, end))
                last.append(0)
        at += len(line)
    return spans


def paragraph_count(text: str) -> int:
    """Number of paragraphs (款)."""
    return len(paragraphs(text))


def items(text: str, span: tuple[int, int]) -> dict[int, tuple[int, int]]:
    """Spans of the items （一）（二）… inside a paragraph, by number; only marks that count up from one."""
    from copilot.numerals import number

    marks: list[tuple[int, int]] = []
    for match in _MARK.finditer(text, *span):
        value = number(match[1] or match[2])
        starts = match.start() == span[0] or text[match.start() - 1] in "\n：；。;:,，、 \u3000"
        if value == len(marks) + 1 and (starts or not marks):
            marks.append((value, match.start()))
    out = {}
    for n, (value, start) in enumerate(marks):
        end = marks[n + 1][1] if n + 1 < len(marks) else span[1]
        out[value] = (start, start + len(text[start:end].rstrip()))
    return out


def locate(text: str, locator: str) -> tuple[int, int] | None:
    """Span of the 款 or 项 that `locator` names; the whole text for an article alone; None when it is not there.

    An item without a paragraph (第十三条第（二）项) is looked for in the first paragraph that has items.
    """
    ref = parse_locator(locator)
    spans = paragraphs(text)
    if ref is None or not spans:
        return None
    if not ref.paragraph and not ref.item:
        return spans[0][0], spans[-1][1]
    if ref.paragraph:
        if ref.paragraph > len(spans):
            return None
        chosen = spans[ref.paragraph - 1]
        return items(text, chosen).get(ref.item) if ref.item else chosen
    found = (items(text, span).get(ref.item or 0) for span in spans)
    return next((f for f in found if f), None)
