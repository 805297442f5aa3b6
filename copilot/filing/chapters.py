"""The chapters of a report for a sheet: prose numbered as the official outline numbers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

from copilot.filing.facts import Filing, FilingKind
from copilot.filing.papers import load_papers
from copilot.filing.prose import Prose, write
from copilot.filing.render import Chapter
from copilot.filing.sections import Report, Section, load_sections
from copilot.filing.view import View
from copilot.numerals import chinese

Writer = Callable[[Section, Filing, dt.date, View], Prose]


def from_facts(section: Section, filing: Filing, as_of: dt.date, view: View) -> Prose:
    """The text that a person kept, else the one from the facts alone."""
    return write(section, filing, as_of=as_of, view=view)


def chapters(
    report: str, view: View, *, kb_dir: Path, writer: Writer = from_facts
) -> tuple[tuple[Chapter, ...], tuple[Prose, ...]]:
    """The chapters of a report in order, with the prose that each was made of."""
    made, said = [], []
    for section, heading in headed(load_sections(kb_dir).of(cast(Report, report), view.kind, as_of=view.as_of)):
        prose = writer(section, view.filing, view.as_of, view)
        made.append(Chapter(heading, section.level, prose.text, section.insert))
        said.append(prose)
    return tuple(made), tuple(said)


def headed(sections: Iterable[Section]) -> Iterator[tuple[Section, str | None]]:
    """Sections in order, each with its numbered heading; None where it goes on under the one before."""
    numbers = [0] * 5
    for section in sections:
        if section.heading is None:
            yield section, None
            continue
        numbers[section.level] += 1
        numbers[section.level + 1 :] = [0] * (4 - section.level)
        yield section, numbered(section.level, numbers[section.level]) + section.heading


def count_sections(filing: Filing, kind: FilingKind, *, as_of: dt.date, kb_dir: Path) -> int:
    """How many sections the reports of a filing have together."""
    outlines = load_sections(kb_dir)
    reports = [one.sections for one in load_papers(kb_dir).needed(filing, kind, as_of=as_of) if one.sections]
    return sum(len(outlines.of(cast(Report, one), kind, as_of=as_of)) for one in reports)


def numbered(level: int, count: int) -> str:
    """What stands before a heading: 一、 （一） 1. （1）."""
    return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.", f"（{count}）")[level - 1]
