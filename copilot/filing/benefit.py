"""What answering once saves against filling in each paper on its own: fields, pages of forms, minutes.

Fields are counted from the questionnaire for the filing at hand; minutes and fields a page are an assumption, kept as
data with its note. Source of the line: 北京市数据跨境流动便利化综合配套改革实施方案, a third less.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from copilot.filing import paths
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.needs import Need, needed
from copilot.filing.papers import Paper
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.questionnaire_records import Class, EffortRecord
from copilot.filing.sections import Report, Sections


@dataclass(frozen=True)
class Work:
    """Fields to fill in, the pages of forms that they take, and the minutes."""

    fields: int
    pages: float
    minutes: int


@dataclass(frozen=True)
class Benefit:
    """`once`: the questionnaire; `separately`: every paper by itself, also one by one (`papers`, by id).

    `saved`: share by measure, 0 to 1; `line`: the share to be saved; `note`: what is assumed.
    """

    once: Work
    separately: Work
    papers: Mapping[str, Work]
    saved: Mapping[str, float]
    line: float
    note: str

    @property
    def reached(self) -> bool:
        """Whether every measure saves as much as the line asks."""
        return all(share >= self.line for share in self.saved.values())

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "once": vars_of(self.once),
            "separately": vars_of(self.separately),
            "papers": {key: vars_of(work) for key, work in self.papers.items()},
            "saved": dict(self.saved),
            "line": self.line,
            "reached": self.reached,
            "note": self.note,
        }


def vars_of(work: Work) -> dict[str, float]:
    """Fields, pages and minutes by name."""
    return {"fields": work.fields, "pages": work.pages, "minutes": work.minutes}


def measure(
    questionnaire: Questionnaire, filing: Filing, kind: FilingKind, *, as_of: dt.date, sections: Sections | None = None
) -> Benefit:
    """The work of the questionnaire against that of its papers; what may stay empty counts only where it was said.

    Args:
        questionnaire: the questions, with what is assumed.
        filing: what was said; its rows and recipients are counted.
        kind: of filing.
        as_of: the day whose papers count.
        sections: the chapters of the reports: those that argue are written by hand, or read once they are drafted;
            None: not counted.
    """
    wanted = [
        need
        for need in needed(filing, kind, as_of=as_of, questionnaire=questionnaire)
        if not need.question.optional or paths.said(filing, need.path)
    ]
    once = Counter[Class](need.question.effort for need in wanted)
    by_paper: dict[str, Counter[Class]] = {}
    due = {one.id: one for one in questionnaire.papers.needed(filing, kind, as_of=as_of)}
    for need in wanted:
        for key in need.papers:
            by_paper.setdefault(key, Counter())[need.question.effort] += _copies(filing, due[key], need)
    effort = questionnaire.effort
    repeated = sum(sum(counts.values()) for counts in by_paper.values()) - len(wanted)
    chapters = {key: _chapters(one, kind, as_of, sections) for key, one in due.items() if key in by_paper}
    for key, count in chapters.items():
        by_paper[key]["chapter"] += count
    papers = {key: _work(by_paper[key], effort) for key in due if key in by_paper}
    total = _work(sum(by_paper.values(), Counter()), effort, more=repeated * effort.compare_minutes)
    mine = _work(once, effort, more=sum(chapters.values()) * effort.read_minutes)
    saved = {
        name: round(1 - vars_of(mine)[name] / vars_of(total)[name], 3) if vars_of(total)[name] else 0.0
        for name in ("fields", "pages", "minutes")
    }
    return Benefit(mine, total, papers, saved, round(float(Fraction(*effort.line)), 3), effort.note)


def _chapters(paper: Paper, kind: FilingKind, as_of: dt.date, sections: Sections | None) -> int:
    """The chapters of a report that argue: legality, necessity, risks, the conclusion."""
    if sections is None or paper.sections is None:
        return 0
    mine = sections.of(cast("Report", paper.sections), kind, as_of=as_of)
    return sum(one.by_model or one.whole or one.insert == "risks" for one in mine)


def _copies(filing: Filing, paper: Paper, need: Need) -> int:
    """How often a fact is typed into a paper that each recipient gets."""
    if paper.per is None or need.path.startswith("recipients["):
        return 1
    if need.path.startswith("scenes["):
        number = paths.indices(need.path)[0]
        scene = filing.scenes[number] if number < len(filing.scenes) else None
        return max(1, len(filing.recipients_of(scene))) if scene else 1
    return max(1, len(filing.recipients))


def _work(counts: Mapping[Class, int], effort: EffortRecord, *, more: int = 0) -> Work:
    """`more`: minutes beside those of the fields."""
    pages = sum(count / effort.fields_per_page[name] for name, count in counts.items())
    minutes = sum(count * effort.minutes[name] for name, count in counts.items())
    return Work(sum(counts.values()), round(pages, 1), minutes + more)
