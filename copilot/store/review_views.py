"""What the store tells of cases under review."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from copilot.store.tables_review import ReviewCase

State = Literal[
    "received", "checking", "completeness", "supplement", "passed_on", "filed", "not_passed", "withdrawn", "ended"
]
Stance = Literal["agree", "supplement", "object", "none"]
OPEN: tuple[State, ...] = ("received", "checking", "completeness", "supplement")


class Shape(BaseModel):
    """Base of the shapes: read from rows."""

    model_config = ConfigDict(from_attributes=True)


class RoundView(Shape):
    """Papers as they were handed in once; `verdict` is empty until they are pre-checked, `error` why they are not."""

    position: int
    received_on: dt.date
    name: str
    content: str
    verdict: str
    error: str
    checked_at: dt.datetime | None


class EventView(Shape):
    """Something that happened in a case."""

    act: str
    state: State
    day: dt.date
    text: str
    detail: dict[str, Any]
    author: str
    author_name: str
    created_at: dt.datetime


class OpinionView(Shape):
    """What a department thinks of a round."""

    id: str
    round: int
    department: str
    stance: Stance
    text: str
    author: str
    author_name: str
    revision: int
    written_at: dt.datetime
    updated_at: dt.datetime


class FactView(Shape):
    """A recorded fact of an enterprise's record."""

    id: str
    uscc: str
    item: str
    day: dt.date
    source: str
    author: str
    author_name: str
    recorded_at: dt.datetime
    voided_at: dt.datetime | None
    void_reason: str


class CaseSummary(Shape):
    """A case in a list. `round` counts from 1."""

    id: str
    number: int
    kind: str
    enterprise: str
    uscc: str
    province: str
    received_on: dt.date
    state: State
    state_on: dt.date
    due_on: dt.date | None
    reviewer: str
    reviewer_name: str
    outcome_number: str
    revision: int
    round: int
    round_received_on: dt.date
    verdict: str
    created_at: dt.datetime
    updated_at: dt.datetime


class CaseView(CaseSummary):
    """A case with everything in it but its papers."""

    rounds: list[RoundView]
    events: list[EventView]
    opinions: list[OpinionView]


def summary_of(row: ReviewCase) -> CaseSummary:
    """A row in a list."""
    return CaseSummary.model_validate(_with_round(row), from_attributes=True)


def view_of(row: ReviewCase) -> CaseView:
    """A row with everything in it."""
    return CaseView.model_validate(
        {**_with_round(row), "rounds": list(row.rounds), "events": list(row.events), "opinions": list(row.opinions)}
    )


def _with_round(row: ReviewCase) -> dict[str, Any]:
    last = row.rounds[-1]
    own = {c.key: getattr(row, c.key) for c in row.__table__.columns}
    return {**own, "round": last.position, "round_received_on": last.received_on, "verdict": last.verdict}
