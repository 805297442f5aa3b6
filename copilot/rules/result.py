"""What a path determination returns: the published contract, with a few additions that tools may ignore."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis, CheckedStatus
from copilot.law.rule_records import PathName

PathCode = PathName
# Burden, light to heavy; need_facts stands apart.
BURDEN: dict[str, int] = {
    "not_export": 0,
    "no_procedure_then": 0,
    "exempt": 0,
    "contract_or_certification": 1,
    "security_assessment": 2,
    "approval_required": 2,
}


class Shape(BaseModel):
    """Base of the parts of a result."""

    model_config = ConfigDict(frozen=True)


class Step(Shape):
    """One step of the decision: what was compared with what, and where it stands."""

    id: str
    title: str
    title_en: str = ""
    outcome: Literal["yes", "no", "unknown"]
    facts: dict[str, Any] = Field(default_factory=dict, description="the facts that the step looked at, null: unknown")
    compare: str = Field(default="", description="the comparison made, e.g. 99999 < 100000")
    basis: list[Basis]
    checked: CheckedStatus = "verified"
    note: str = ""
    note_en: str = ""
    activity: int | None = Field(default=None, description="index in `activities` of the facts")


class Obligation(Shape):
    """A duty that stands beside the path."""

    id: str
    text: str
    text_en: str = ""
    basis: list[Basis]
    checked: CheckedStatus = "verified"
    note: str = ""
    note_en: str = ""


class Milestone(Shape):
    """One stretch of the way: statutory time as an upper limit, in the unit of the law.

    `start` and `end` are given where a starting day is known; `estimated` marks dates beyond the published calendar.
    """

    id: str
    title: str
    title_en: str = ""
    days: int | None
    unit: Literal["working_days", "days", "months", "years"] | None
    basis: list[Basis]
    start: dt.date | None = None
    end: dt.date | None = None
    estimated: bool = False
    note: str = ""
    note_en: str = ""


class WhatIf(Shape):
    """A change that lawfully leads to a lighter path; gains against the present path (negative: none known)."""

    change: str
    change_en: str = ""
    path: PathCode
    id: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, description="the facts that change, with their new values")
    conditions: list[str] = Field(default_factory=list)
    conditions_en: list[str] = Field(default_factory=list)
    basis: list[Basis] = Field(default_factory=list)
    working_days_saved: int | None = None
    materials_saved: int | None = None


class Assumption(Shape):
    """A fact that was not said and is presumed."""

    fact: str
    value: bool | str | int | None
    basis: list[Basis]
    label: str = ""
    label_en: str = ""


class Blocker(Shape):
    """A permit or prohibition that runs beside the path."""

    id: str
    status: Literal["prohibited", "permit_required", "unknown"]
    basis: list[Basis]
    text: str = ""
    text_en: str = ""
    checked: CheckedStatus = "verified"
    note: str = ""
    note_en: str = ""


class Option(Shape):
    """A lawful way that may be used instead, e.g. the Greater Bay Area contract."""

    id: str
    text: str
    text_en: str = ""
    basis: list[Basis]
    checked: CheckedStatus = "verified"
    note: str = ""
    note_en: str = ""


class Question(Shape):
    """A missing fact, asked in the user's words."""

    fact: str
    text: str
    text_en: str = ""
    help: str = ""
    help_en: str = ""


class PathResult(Shape):
    """The verdict: `path`, why (`reasons`, `basis`, `trace`), what must be done, by when, and what would lighten it.

    Here and in its parts, `x_en` says in English what `x` says; the Chinese is authoritative.
    """

    path: PathCode
    reasons: list[str]
    basis: list[Basis]
    trace: list[Step]
    missing: list[str] = Field(default_factory=list, description="facts still needed, the most decisive first")
    obligations: list[Obligation] = Field(default_factory=list)
    materials: list[str] = Field(default_factory=list)
    timeline: list[Milestone] = Field(default_factory=list)
    what_if: list[WhatIf] = Field(default_factory=list)
    assumptions: list[Assumption] = Field(default_factory=list)
    per_activity: list[PathResult] = Field(default_factory=list)
    blockers: list[Blocker] = Field(default_factory=list)
    scope: Literal["as_of", "planned_year"] = "planned_year"
    headline: str
    headline_en: str = ""
    as_of: dt.date
    possible: list[PathCode] = Field(default_factory=list, description="with need_facts: the paths still possible")
    options: list[Option] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list, description="as many as `notes`; empty: only said in Chinese")
    facts: dict[str, Any] | None = Field(default=None, description="with a story: the facts read from it")
    story: dict[str, Any] | None = Field(
        default=None, description="with a story: the words that each fact came from, contradictions, the model asked"
    )
    rules: dict[str, str] = Field(default_factory=dict, description="digest of the rule data and version of the code")
