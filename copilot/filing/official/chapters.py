"""Where the prose of a report goes: the headings and guiding lines of an official report, leaf by leaf."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from copilot.filing.official.known import SECTION
from copilot.filing.official.lines import Found
from copilot.filing.official.tables import Place
from copilot.filing.official.text import Line
from copilot.numerals import number as number_of

_LEVELS = (
    re.compile(r"\s*(?P<n>[一二三四五六七八九十]{1,3})、"),
    re.compile(r"\s*[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"\s*(?P<n>\d{1,2})[.．、]"),
    re.compile(r"\s*[（(](?P<n>\d{1,2})[）)]"),
)
_NOTE = re.compile(r"\s*[（(].*[）)]\s*$")
Heading = tuple[int, ...]


@dataclass
class Chapter:
    """A heading with its number (2, 2, 1), and the paragraphs up to the next one."""

    number: Heading
    level: int
    lines: list[tuple[int, Line]] = field(default_factory=list)


def chapters(lines: list[tuple[int, str, Line]]) -> list[Chapter]:
    """The chapters of a report from its first `一、`; `lines`: number of a paragraph, automatic number, characters."""
    found: list[Chapter] = []
    for at, label, line in lines:
        text = label + line.text
        level, n = next(((k, m["n"]) for k, rx in enumerate(_LEVELS) if (m := rx.match(text))), (None, ""))
        if level is not None and (found or level == 0):
            above: Heading = next((c.number for c in reversed(found) if c.level < level), ())
            value = number_of(n) or 0
            found.append(Chapter((*above, value), level, [(at, line)]))
        elif found and line.text.strip():
            found[-1].lines.append((at, line))
    return found


def prose_places(lines: list[tuple[int, str, Line]], prefix: str) -> list[tuple[Place, str, bool]]:
    """A place below each chapter, with the value that asks for its text; the last is false where others are in it."""
    found = chapters(lines)
    places = []
    for n, one in enumerate(found):
        leaf = n + 1 == len(found) or found[n + 1].level <= one.level
        at, line = one.lines[-1]
        guides = [x.text.strip() for _, x in one.lines[1:] if not _NOTE.match(x.text)]
        key = ".".join(map(str, one.number))
        head = one.lines[0][1].text.strip()
        above = tuple(
            c.lines[0][1].text.strip() for c in found[:n] if c.number == one.number[: len(c.number)] and c is not one
        )
        place = Found("below", (len(line.text), len(line.text)), head[:60], hint="\n".join(guides))
        places.append((Place(at, place, above), f"{SECTION}{prefix}.{key}", leaf))
    return places
