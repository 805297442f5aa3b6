"""What a filing says against itself, against the law of the day, or against its kind; each with the fields it is about.

Half-filled input is no conflict: a comparison is made only where both sides were said. Nothing is changed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from copilot.filing import answers, conflicts_contract, conflicts_counts, conflicts_dates, conflicts_kind, paths
from copilot.filing.conflict import Asked, Conflict
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.needs import concrete
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook

__all__ = ["Conflict", "conflicts"]


def conflicts(
    filing: Filing, kind: FilingKind, *, as_of: dt.date, book: RuleBook, questionnaire: Questionnaire
) -> tuple[Conflict, ...]:
    """Every conflict, errors first, in the order of the interview; empty where there is none.

    Args:
        filing: what was said so far, however little.
        kind: of filing.
        as_of: the day of asking; where no day of handing in was said, it stands for it.
        book: the dated figures of the law.
        questionnaire: the questions, with the checks of single values.
    """
    asked = Asked(filing, kind, as_of, book, questionnaire)
    checks = (
        _values,
        *conflicts_counts.CHECKS,
        *conflicts_dates.CHECKS,
        *conflicts_kind.CHECKS,
        *conflicts_contract.CHECKS,
    )
    found = list(dict.fromkeys(one for check in checks for one in check(asked)))
    order = {question.path: place for place, question in enumerate(questionnaire.questions)}
    return tuple(sorted(found, key=lambda c: (c.severity, order.get(paths.general(c.paths[0]), len(order)))))


def _values(asked: Asked) -> Iterator[Conflict]:
    """Values that their own check refuses: codes, numbers of documents, lengths, days still to come."""
    for question in asked.questionnaire.questions:
        for path in concrete(asked.filing, question.path) if question.check else ():
            if problem := answers.fault(question, asked.filing, path, as_of=asked.as_of):
                said, english = problem
                yield asked.about(f"{asked.label(path)}{said}", path, en=f"{asked.english(path)} {english}")
