"""The headings of a paper and the text under each, told from its numbering; labels in one form for matching."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from copilot.precheck.paper import Block

_CN = "一二三四五六七八九十"
_LEVELS = (
    (-1, re.compile(rf"第\s*[{_CN}\d]{{1,3}}\s*(?:章|部分|篇|编)")),
    (0, re.compile(rf"第\s*[{_CN}\d]{{1,3}}\s*节")),
    (1, re.compile(rf"[{_CN}]{{1,3}}\s*[、.．]")),
    (2, re.compile(rf"[（(]\s*[{_CN}]{{1,3}}\s*[）)]")),
    (6, re.compile(r"\d{1,2}(?:\.\d{1,2}){3}[.、．\s]?")),
    (6, re.compile(r"\d{1,2}(?:[-－–]\d{1,2}){3}(?=[\s、.．])")),
    (5, re.compile(r"\d{1,2}(?:[-－–]\d{1,2}){2}(?=[\s、.．])")),
    (4, re.compile(r"\d{1,2}[-－–]\d{1,2}(?=[\s、.．]+[\u4e00-\u9fff])")),
    (5, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}[.、．\s]?")),
    (4, re.compile(r"\d{1,2}\.\d{1,2}(?![\d%万亿.])[.、．\s]?")),
    (3, re.compile(r"\d{1,2}\s*[.、．](?!\d)|\d{1,2}\s+(?=[\u4e00-\u9fff][^。；，：:]{2,40}$)")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[）)]")),
)
_TITLE_CHARS = 60
_DEEP, _CHAPTERS = 3, 2
_SENTENCE = 20  # signs from which a line with a comma is taken for running text
_NUMBER = re.compile(
    rf"^(?:第\s*[{_CN}\d]{{1,3}}\s*(?:章|部分|篇|编|条|项|节)|之[{_CN}]{{1,3}}(?=\s)|[{_CN}]{{1,3}}\s*[、.．]"
    rf"|[（(〔【\[]\s*(?:[{_CN}]{{1,3}}|\d{{1,2}})\s*[）)〕】\]]|[①-⑳]|[Nn][Oo]\.\s*\d{{1,2}}|\d{{1,2}}(?:[-－–]\d{{1,2}}){{1,3}}(?=\s+[^\d\s])"
    r"|\d{1,2}(?:\.\d{1,2})*\s*[.、．）)]?(?=\s*[^\d\s.、%万亿人年月日]))"
)
_MARKS = "•●▪◆◇◈○◎▶►▷※★☆▲△◦·–—*＊#§>➢➤✓√ \u3000"  # before an item of a list
_NOISE = re.compile(r"[\s：:＊*“”\"'_＿☑☐☒■□√✓]+")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
# English beside a Chinese label, told from a value by its words.
GLOSS_WORDS = (
    "Name|Company|Address|Number|No|Code|Date|Title|Position|Contact|E-?mail|Phone|Tel|Telephone|Recipient|Country|Region"
    "|Type|Person|Representative|Signature|Purpose|Scope|Period|Term|Storage|Information|Entity|Nature|Agent|ID|Report"
    "|Assessment|Contract|Processor|Exporter|Importer|Provider|Category|Categories|Volume|Scale|Retention|Party|Seal"
    "|Manner|Means|Place|Effective|Legal|Principal|Matter|Undertaking|Individuals|Sensitive|Third|Other|Terms|Processing"
    "|Transfer|Signing|Location|Authorised|Authorized|Licence|License|Business|Sector|Basis|Validity|Valid"
)
_GLOSS = re.compile(
    rf"(?<=[\u3400-\u9fff）)])[\s/／|]*(?=[A-Za-z .,'’/&()-]*\b(?i:{GLOSS_WORDS})\b)"
    r"[A-Z][A-Za-z .,'’/&()-]{2,80}(?=[：:]?\s*$)"
)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """A label or heading in one form: no number before it, no blanks, no colon, no brackets, no English beside."""
    plain = _GLOSS.sub("", _NUMBER.sub("", text.strip().lstrip(_MARKS), count=1))
    return _ASIDE.sub("", _NOISE.sub("", plain)).strip("。；;，,、/")


def numbered(text: str) -> int:
    """How many signs of a label its number takes, with the blanks after it."""
    m = _NUMBER.match(text)
    return len(m[0]) + len(text[m.end() :]) - len(text[m.end() :].lstrip()) if m else 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its depth (0 the highest), its title without number, and the place of its block in the paper."""

    level: int
    title: str
    at: int
    run_in: str = ""


_ENDS = "。；！人况息明论证力容据性"  # the last sign of a sentence, of a count, or of a title
_NEXT = (
    rf"[（(]\s*(?:[{_CN}]{{1,3}}|\d{{1,2}})\s*[）)]|[{_CN}]{{1,3}}、|\d{{1,2}}[.、]\s?(?!\d)"
    r"|\d{1,2} (?=[\u4e00-\u9fff])|\d{1,2}(?:[-－–.]\d{1,2}){1,3}\s+(?=[\u4e00-\u9fff])"
)
_GLUED = re.compile(rf"(?<=[{_ENDS}])\s*(?=(?:{_NEXT})[^。；，,]{{2,60}}$)")


_OPEN_END = re.compile(r"[^。；;！!？?：:…”》）)\]】|]$")
_OPEN_BRACKET = re.compile(r"[（(][^（）()]*$")
_RUNNING = re.compile(r"[，、]|,(?!\d)")


def unglued(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks as they were written: a heading that laid-out text ran onto the end of the paragraph before it set
    apart again, a sentence that a page's end cut in two put together again."""
    found: list[Block] = []
    for block in blocks:
        if found and _goes_on(found[-1], block):
            above = found.pop()
            block = replace(above, text=above.text.rstrip() + block.text.lstrip())
        parts = _GLUED.split(block.text) if block.kind == "paragraph" and block.table is None else [block.text]
        found += [block] if len(parts) < 2 else [replace(block, text=part.strip()) for part in parts if part.strip()]
    return tuple(found)


def _goes_on(above: Block, below: Block) -> bool:
    """Whether a block on the next page goes on with the sentence of the one above it."""
    if above.table is not None or below.table is not None or below.kind != "paragraph":
        return False
    if above.place.box is None or below.place.page != (above.place.page or 0) + 1:
        return False
    text = above.text.strip()
    if _OPEN_BRACKET.search(text[-_SENTENCE:]):
        return True
    sentence = len(text) > _SENTENCE and _RUNNING.search(text) and _OPEN_END.search(text)
    return bool(sentence) and _level(below.text.strip()) is None


def headings(blocks: tuple[Block, ...]) -> list[Heading]:
    """The headings in order; a numbered line counts with its first clause, the rest of it is text under it.

    In a paper with numbered chapters a line is no heading for its looks alone: those are labels and captions. Where the
    headings of a depth are set as headings, running text with such a number is none; nor is a paragraph of items.
    """
    found: list[Heading] = []
    lines = [(i, b) for i, b in enumerate(blocks) if b.kind in ("heading", "paragraph") and b.visible]
    numbered = sum((level := _level(b.text.strip())) is not None and level < _DEEP for _, b in lines) >= _CHAPTERS
    set_so = Counter(_level(b.text.strip()) for _, b in lines if b.kind == "heading")
    for i, block in lines:
        text = block.text.strip()
        level = _level(text)
        if level is not None and block.kind != "heading" and (_items(text) or (set_so[level] > 1 and "。" in text)):
            continue
        if level is None and (numbered or block.kind != "heading"):
            continue
        title = re.split(r"[。：:\n]", text, maxsplit=1)[0]
        if len(title) > _TITLE_CHARS and block.kind != "heading":
            title = re.split(r"[，,；;]", title, maxsplit=1)[0]
        deep = (block.level or 1) if level is None else level
        found.append(Heading(deep, key(title), i, text[len(title) :].lstrip("。：:\n ")))
    return found


_FIRST = re.compile(r"(?P<open>[（(]?)\s*(?P<n>一|1)\s*(?P<close>[）)]|[、.．](?!\d))")


def _items(text: str) -> bool:
    """Whether a paragraph runs through several numbered items: （一）……（二）……"""
    m = _FIRST.match(text)
    if m is None or len(text) <= _SENTENCE:
        return False
    opened = "[（(]" if m["open"] else ""
    second = "二" if m["n"] == "一" else "2"
    return bool(re.search(rf"{opened}\s*{second}\s*{re.escape(m['close'])}", text[m.end() :]))


def _level(text: str) -> int | None:
    return next((level for level, rx in _LEVELS if rx.match(text)), None)


def same_series(one: str, other: str) -> bool:
    """Whether two lines bear numbers of one kind, as an item and the next."""
    level = _level(one.strip())
    return level is not None and level == _level(other.strip())


def under(blocks: tuple[Block, ...], at: int, heads: list[Heading]) -> tuple[str, int]:
    """The text under a heading up to the next one that is as high, and the number of the block where it ends."""
    n = next(i for i, h in enumerate(heads) if h.at == at)
    end = next((h.at for h in heads[n + 1 :] if h.level <= heads[n].level), len(blocks))
    parts = [heads[n].run_in, *(b.text for b in blocks[at + 1 : end] if b.visible and b.kind not in _FURNITURE)]
    return "\n".join(p for p in parts if p), end


_FURNITURE = ("header", "footer", "comment")
_CONTENTS = re.compile(r"目\s*[录次]|contents", re.I)
_LEADER = re.compile(r"[\s.…·．_-]*\d{0,3}\s*$")
_ENTRY_CHARS = 80


def without_contents(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without the list of contents: from its title to where the first entry stands again as a heading."""
    at = next((i for i, b in enumerate(blocks[:60]) if _CONTENTS.fullmatch(b.text.strip())), None)
    if at is None or at + 1 >= len(blocks):
        return blocks
    first = _entry(blocks[at + 1].text)
    for i in range(at + 2, len(blocks)):
        if first and _entry(blocks[i].text) == first:
            return (*blocks[:at], *blocks[i:])
        if len(blocks[i].text) > _ENTRY_CHARS:
            break
    return blocks


def _entry(text: str) -> str:
    return key(_LEADER.sub("", text))
