"""The papers that a verdict calls for, by id, as the guides of that day list them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from copilot.law.knowledge_base import Material
from copilot.law.rule_parts import Papers
from copilot.law.rulebook import RuleBook, Span
from copilot.rules.conditions import Case, case_of, holds, parts_of


def materials(
    path: str, reasons: Collection[str], known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook
) -> list[str]:
    """Ids of the papers in force that day: those always needed, and the conditional ones whose condition holds.

    Papers for a later occasion (supplement, change, renewal, joint filing) are left out; with an exemption, those to
    keep, not to submit. Contract and certification are alternatives: both groups are given.

    Args:
        path: code of the verdict.
        reasons: why, as codes.
        known: the facts as read, presumed ones filled in; unknown: None or missing.
        as_of: the day whose guides apply.
        book: the rule data, with the lists of papers.
    """
    case = case_of(path, reasons, known, as_of=as_of, book=book)
    return [i for papers in _called_for(case) for i in _due(papers, case)]


def submitted(path: str, reasons: Collection[str], known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook) -> int:
    """How many papers must be handed to an authority; of alternatives only the first group counts."""
    case = case_of(path, reasons, known, as_of=as_of, book=book)
    counted = [p for p in _called_for(case) if p.submitted and p.alternative_to is None]
    return sum(len(_due(papers, case)) for papers in counted)


def _called_for(case: Case) -> Iterable[Papers]:
    return (papers for papers in parts_of(case.book).papers if holds(papers.when, case))


def _due(papers: Papers, case: Case) -> list[str]:
    found = []
    lists = parts_of(case.book).lists
    for paper in (e for one in lists if one.kind == papers.kind for e in one.entries):
        if not _in_force(paper, case.as_of):
            continue
        when = papers.conditional.get(paper.id)
        if paper.required == "always" or (paper.required == "conditional" and when is not None and holds(when, case)):
            found.append(paper.id)
    return found


def names_of(book: RuleBook, as_of: dt.date) -> dict[str, str]:
    """Names of all papers by id, as they are called on a day; one that is not in force then, as it once was called."""
    return {number: paper.name for number, paper in papers_of(book, as_of).items()}


def papers_of(book: RuleBook, as_of: dt.date) -> dict[str, Material]:
    """All papers by id, as they are on a day; one that is not in force then, as it once was."""
    found: dict[str, Material] = {}
    for paper in (paper for one in parts_of(book).lists for paper in one.entries):
        if _in_force(paper, as_of) or paper.id not in found:
            found[paper.id] = paper
    return found


def _in_force(paper: Material, as_of: dt.date) -> bool:
    return Span(paper.in_force_from, paper.repealed_from).holds(as_of)
