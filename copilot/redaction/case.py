"""A case for the evaluation out of a conversation or a reviewer's dismissal: anonymised, corrected by a person, kept.

`case_from` anonymises and proposes; a person looks at the proposal and corrects it; `checked` refuses what may not be
kept; `row` gives the form of `eval/datasets/*.jsonl`. What is kept has no link to where it came from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.errors import BadInput
from copilot.redaction.found import LABELS
from copilot.redaction.redact import Redactor, Replaced, certain

Source = Literal["feedback", "conversation", "dismissal"]
QuestionType = Literal[
    "factual", "false_premise", "needs_info", "refuse", "unanswerable", "out_of_scope", "conflict", "smalltalk"
]
Path = Literal[
    "not_export",
    "no_procedure_then",
    "exempt",
    "contract_or_certification",
    "security_assessment",
    "approval_required",
    "need_facts",
]
ABSTAINING = frozenset(("refuse", "unanswerable", "out_of_scope", "smalltalk"))
MAX_TEXT, MAX_LINE, MAX_ITEMS = 8000, 500, 20


class Turn(BaseModel):
    """A turn before the question."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    text: str = Field(max_length=MAX_TEXT)


class Reference(BaseModel):
    """An article, or a whole instrument."""

    model_config = ConfigDict(extra="forbid")

    instrument: str = Field(min_length=1, max_length=MAX_LINE)
    article: str | None = Field(default=None, max_length=MAX_LINE)


class KeyFact(BaseModel):
    """A fact that a right answer states, in one of its wordings."""

    model_config = ConfigDict(extra="forbid")

    any: list[str] = Field(min_length=1, max_length=MAX_ITEMS)


class GrownCase(BaseModel):
    """A case of the evaluation. `observed` is what was answered then; `answer` what would have been right."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_TEXT)
    history: list[Turn] = Field(default_factory=list, max_length=50)
    as_of: dt.date | None = None
    type: QuestionType = "factual"
    topic: str = Field(default="", max_length=60)
    must_cite: list[Reference] = Field(default_factory=list, max_length=MAX_ITEMS)
    must_not_say: list[str] = Field(default_factory=list, max_length=MAX_ITEMS)
    key: list[KeyFact] = Field(default_factory=list, max_length=MAX_ITEMS)
    path: Path | None = None
    answer: str = Field(default="", max_length=MAX_TEXT)
    observed: str = Field(default="", max_length=MAX_TEXT)
    fault: str = Field(default="", max_length=40, description="what the reader found wrong")
    note: str = Field(default="", max_length=MAX_TEXT)
    source: Source = "conversation"


class Proposal(BaseModel):
    """A case as it would be kept, and what was replaced in it, for a person to check."""

    case: GrownCase
    replaced: list[Replaced]


def case_from(
    question: str,
    *,
    observed: str = "",
    history: Sequence[tuple[Literal["user", "assistant"], str]] = (),
    as_of: dt.date | None = None,
    cited: Sequence[tuple[str, str | None]] = (),
    fault: str = "",
    note: str = "",
    kind: QuestionType = "factual",
    path: Path | None = None,
    source: Source = "conversation",
) -> Proposal:
    """The anonymised proposal of a case; nothing is kept by this.

    Args:
        question: what was asked; for a dismissal, what the finding said.
        observed: what was answered.
        history: earlier turns, oldest first.
        as_of: the day whose law was applied.
        cited: (instrument, article) that the answer cites, proposed as what must be cited unless a fault was named.
        fault: code of what was wrong.
        note: the person's own words on it.
        kind: the proposed type of the question.
        path: the path that was decided.
        source: where it comes from.
    """
    redactor = Redactor()
    turns = list(history)[-50:]
    words = redactor.redact(*(w[:MAX_TEXT] for w in (question, observed, note, *(text for _, text in turns))))
    case = GrownCase(
        question=words[0][:MAX_TEXT],
        observed=words[1][:MAX_TEXT],
        note=words[2][:MAX_TEXT],
        history=[Turn(role=role, text=text[:MAX_TEXT]) for (role, _), text in zip(turns, words[3:], strict=True)],
        as_of=as_of,
        type=kind,
        must_cite=[] if fault else [Reference(instrument=i, article=a) for i, a in dict.fromkeys(cited)],
        fault=fault,
        path=None if fault or kind in ABSTAINING else path,
        source=source,
    )
    return Proposal(case=case, replaced=redactor.replaced)


def checked(case: GrownCase) -> GrownCase:
    """The case, fit to be kept.

    Raises:
        BadInput: a text still holds a number or address that tells who somebody is, or the expectation contradicts
            itself.
    """
    if found := certain(_texts(case)):
        kinds = "、".join(dict.fromkeys(LABELS[f.kind] for f in found))
        raise BadInput(
            f"内容里还有{kinds}，没有保存",
            hint="请换成占位（如〔电话1〕）或者删去后再保存",
            en="the case still holds numbers or addresses that tell who somebody is",
        )
    if case.type in ABSTAINING and case.path not in (None, "need_facts"):
        raise BadInput(
            "不应作答的题不能另有应得的路径", hint="改题型，或者清空路径", en="an abstention has no expected path"
        )
    return case


def row(case: GrownCase, *, case_id: str) -> dict[str, Any]:
    """The case in the form of the datasets; what is empty is left out."""
    kept = {k: v for k, v in case.model_dump(mode="json").items() if v not in (None, "", [])}
    return {"id": case_id, **kept, "split": "dev", "verified": False}


def _texts(case: GrownCase) -> list[str]:
    facts = [wording for key in case.key for wording in key.any]
    named = [words for cited in case.must_cite for words in (cited.instrument, cited.article or "")]
    said = [case.question, case.topic, case.answer, case.observed, case.note, case.fault]
    return [*said, *(turn.text for turn in case.history), *case.must_not_say, *facts, *named]
