"""The chapters of a filing's reports as a person works on them: what each says, by whom, whether it still fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from copilot.errors import UnknownRecord
from copilot.filing.chapters import headed
from copilot.filing.derived import DERIVED
from copilot.filing.drafting import Sources
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.facts import Section as Kept
from copilot.filing.papers import Paper, load_papers
from copilot.filing.paths import general
from copilot.filing.prose import Prose, keep, release, write
from copilot.filing.sections import Report, Section, load_sections
from copilot.filing.view import View, values

MAX_CHARS = 20_000


@dataclass(frozen=True)
class Chapter:
    """A chapter of a paper. `heading` with its number, empty where it goes on under the one before; `kept`: what a
    person or a model wrote for it."""

    paper: Paper
    section: Section
    heading: str
    prose: Prose
    kept: Kept | None

    @property
    def locked(self) -> bool:
        """Whether a person holds it fast."""
        return bool(self.kept and self.kept.locked)


def chapters_of(filing: Filing, kind: FilingKind, *, as_of: dt.date, sources: Sources) -> tuple[Chapter, ...]:
    """Every chapter of every report that the filing needs, in order."""
    view = _view(filing, kind, as_of, sources)
    return tuple(_chapters(view, sources))


def _chapters(view: View, sources: Sources) -> Iterator[Chapter]:
    filing, sections = view.filing, load_sections(sources.kb_dir)
    for paper in load_papers(sources.kb_dir).needed(filing, view.kind, as_of=view.as_of):
        own = sections.of(cast(Report, paper.sections), view.kind, as_of=view.as_of) if paper.sections else ()
        for section, heading in headed(own):
            prose = write(section, filing, as_of=view.as_of, view=view)
            yield Chapter(paper, section, heading or "", prose, filing.sections.get(section.id))


def fact_name(path: str, label: Callable[[str], str]) -> str:
    """What a fact is called: as its question says, or what it is worked out to be."""
    derived = DERIVED.get(general(path))
    return derived.label if derived else label(path)


def edited(
    filing: Filing, kind: FilingKind, section_id: str, text: str, *, as_of: dt.date, sources: Sources, locked: bool
) -> Filing:
    """The filing with a person's words in a chapter; they stand whatever facts change elsewhere.

    Raises:
        UnknownRecord: the filing has no such chapter.
    """
    section = _section(filing, kind, section_id, as_of=as_of, sources=sources)
    return keep(section, text.strip()[:MAX_CHARS], filing, view=_view(filing, kind, as_of, sources), locked=locked)


def released(filing: Filing, kind: FilingKind, section_id: str, *, as_of: dt.date, sources: Sources) -> Filing:
    """The filing with a chapter written from the facts again.

    Raises:
        UnknownRecord: the filing has no such chapter.
    """
    return release(_section(filing, kind, section_id, as_of=as_of, sources=sources), filing)


def _section(filing: Filing, kind: FilingKind, section_id: str, *, as_of: dt.date, sources: Sources) -> Section:
    sections = load_sections(sources.kb_dir)
    for paper in load_papers(sources.kb_dir).needed(filing, kind, as_of=as_of):
        for one in sections.of(cast(Report, paper.sections), kind, as_of=as_of) if paper.sections else ():
            if one.id == section_id:
                return one
    raise UnknownRecord("这份申报没有这一章节", hint="章节见列表；手续或者日期改过的请刷新", en="no such section")


def _view(filing: Filing, kind: FilingKind, as_of: dt.date, sources: Sources) -> View:
    return values(filing, kind, as_of=as_of, label=sources.label)
