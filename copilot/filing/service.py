"""Drafts with everything beside: the cover list, the pre-check of what is handed in, and what is left for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast, get_args

from copilot.errors import BadInput
from copilot.filing import materials
from copilot.filing.chapters import Writer, count_sections
from copilot.filing.drafted import ConflictShown, Drafted, Left, PaperMade, PlaceholderShown
from copilot.filing.drafting import Draft, Sources, draft, with_cover
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.prose import Prose
from copilot.filing.remaining import WORDS, Remaining, remaining
from copilot.filing.sections import Section
from copilot.filing.view import View
from copilot.law.rulebook import RuleBook
from copilot.precheck.criteria import load_criteria
from copilot.precheck.finding import Result
from copilot.precheck.paper import FilingKind as CheckedKind
from copilot.precheck.service import Asked, Precheck

Progress = Callable[[int, int, str], None]
NONE_THEN = "这一天还没有这种手续的文书（或者没有取得当时的要求），没有起草"
UNCHECKED = "这些文书由企业留存，不提交，没有预检"


@dataclass(frozen=True)
class Made:
    """A draft, its pre-check (None where `not_checked` says why) and what is left to do."""

    draft: Draft
    precheck: Result | None
    left: Remaining
    not_checked: str = ""

    def shown(self) -> Drafted:
        """The published shape."""
        made = self.draft
        return Drafted(
            kind=made.kind,
            as_of=made.as_of,
            files=list(made.files),
            placeholders=[
                PlaceholderShown(path=p.path, label=p.label, papers=list(p.papers)) for p in made.placeholders
            ],
            precheck=self.precheck,
            papers=[
                PaperMade(
                    id=one.paper.id,
                    title=one.paper.title,
                    material=one.paper.materials[made.kind],
                    file=one.name,
                    official=one.official,
                    marked=one.marked,
                    kept=one.paper.keep,
                    missing=list(one.missing),
                    notes=list(one.notes),
                )
                for one in made.papers
            ],
            conflicts=[
                ConflictShown(
                    paths=list(c.paths),
                    message=c.message,
                    message_en=c.message_en,
                    severity=c.severity,
                    basis=list(c.basis),
                )
                for c in made.conflicts
            ],
            left=[
                Left(why=why, words=WORDS[why], rules=[f.rule_id for f in found]) for why, found in self.left.by.items()
            ],
            stale=[prose.section for one in made.papers for prose in one.prose if prose.stale],
            not_checked=self.not_checked,
            model="、".join(made.models),
            by_model=list(made.by_model),
        )


class Drafter:
    """Drafts filings.

    Args:
        sources: what papers are made from beside the facts.
        book: gives the dated data of the rules as they are now.
        precheck: gives the pre-check.
    """

    def __init__(self, sources: Sources, book: Callable[[], RuleBook], precheck: Callable[[], Precheck]) -> None:
        self.sources, self.book, self.precheck = sources, book, precheck

    def make(
        self,
        filing: Filing,
        kind: FilingKind,
        *,
        as_of: dt.date,
        check: bool = True,
        writer: Writer | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The draft by the law of that day, checked as if filed then.

        Args:
            writer: writes the sections of the reports; None: from the facts alone.
            progress: told the sections written, how many there are, and the one at work; may raise to stop.

        Raises:
            BadTemplate: a sheet is broken.
            KnowledgeBaseFault: a data file has faults.
        """
        sources = self.sources if writer is None else replace(self.sources, writer=writer)
        if progress is not None:
            total = count_sections(filing, kind, as_of=as_of, kb_dir=sources.kb_dir)
            sources = replace(sources, writer=_telling(sources.writer, progress, total))
        made = draft(filing, kind, as_of=as_of, sources=sources)
        made = with_cover(made, materials.rows(made, self.book()), self.sources)
        if not check or kind not in get_args(CheckedKind) or not made.submission:
            why = UNCHECKED if len(made.papers) > 1 else NONE_THEN
            return Made(made, None, Remaining({}), why if check else "")
        asked = Asked(cast(CheckedKind, kind), as_of)
        try:
            result = self.precheck().check_files("起草稿", made.submission, asked).result
        except BadInput as error:  # no list of materials for that day
            return Made(made, None, Remaining({}), str(error))
        drafted = [one.paper.materials[kind] for one in made.papers if not one.paper.keep]
        return Made(made, result, remaining(result.findings, load_criteria(self.sources.kb_dir), drafted=drafted))


def _telling(writer: Writer, progress: Progress, total: int) -> Writer:
    """The writer, which tells each section before it writes it."""
    done = 0

    def write(section: Section, filing: Filing, as_of: dt.date, view: View) -> Prose:
        nonlocal done
        progress(done, total, section.name)
        made = writer(section, filing, as_of, view)
        done += 1
        progress(done, total, section.name)
        return made

    return write
