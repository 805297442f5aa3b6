"""What can be asked of a filing that exists: kinds of change, their open facts, the conditions of an extension."""

from __future__ import annotations

import datetime as dt

from copilot.domain import Basis
from copilot.law.filing_parts import Condition, FilingParts
from copilot.law.filing_records import ChangeFact, ChangeName, FilingName, RenewalFact
from copilot.law.rulebook import RuleBook
from copilot.rules.questions import Language
from copilot.rules.result import Shape


class ChangeKind(Shape):
    """A kind of change; `filings`: those that have a rule for it on the day."""

    id: ChangeName
    label: str
    filings: list[FilingName]


class ChangeQuestion(Shape):
    """A fact of a change, asked; `{conditions}` in the question stands for those of the decision."""

    id: ChangeFact
    question: str
    help: str
    basis: list[Basis]


class ExtensionCondition(Shape):
    """A condition of an extension: what each fact must be, or the two numbers compared; `applies` as in the rule."""

    id: str
    title: str
    question: str
    help: str
    facts: dict[RenewalFact, bool]
    granted: str | None = None
    next: str | None = None
    applies: str | None = None
    basis: list[Basis]


class FilingQuestions(Shape):
    """Everything that a form about filings needs."""

    kinds: list[ChangeKind]
    questions: list[ChangeQuestion]
    conditions: list[ExtensionCondition]


def filing_questions(book: RuleBook, *, as_of: dt.date, language: Language = "zh") -> FilingQuestions:
    """Kinds, facts and conditions that stand on a day, in the order of the rules' files."""
    parts: FilingParts = book.parts["filings"]
    standing = [t for t in parts.triage if t.span.holds(as_of)]
    names = parts.kinds if language == "zh" else parts.kinds_en
    of: dict[str, set[str]] = {kind: {f for t in standing if kind in t.changes for f in t.filings} for kind in names}
    kinds = [
        ChangeKind(id=kind, label=label, filings=sorted(of[kind]))  # type: ignore[arg-type]  # checked by the loader
        for kind, label in names.items()
    ]
    asked = [
        ChangeQuestion(
            id=name,  # type: ignore[arg-type]  # checked by the loader
            question=one.question[language],
            help=one.help if language == "zh" else one.help_en,
            basis=list(one.rests_on.basis(as_of)),
        )
        for name, one in parts.questions.items()
    ]
    conditions = [_condition(c, as_of, language) for c in parts.conditions if c.span.holds(as_of)]
    return FilingQuestions(kinds=[k for k in kinds if k.filings], questions=asked, conditions=conditions)


def _condition(one: Condition, as_of: dt.date, language: Language) -> ExtensionCondition:
    return ExtensionCondition(
        id=one.id,
        title=one.title if language == "zh" else one.title_en,
        question=one.question if language == "zh" else one.question_en,
        help=one.help if language == "zh" else one.help_en,
        facts=dict(one.facts),  # type: ignore[arg-type]
        granted=one.growth.granted if one.growth else None,
        next=one.growth.next if one.growth else None,
        applies=one.applies,
        basis=list(one.basis(as_of)),
    )
