"""What the bench tells: the queue, a case with all that belongs to it."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from copilot.reviewing.clocks import Clock
from copilot.reviewing.credit import Credit, Sample
from copilot.store.review_views import CaseSummary, CaseView, FactView


class QueueItem(BaseModel):
    """A case in the queue with the clock that runs in it."""

    case: CaseSummary
    state_title: str
    state_title_en: str
    clock: Clock | None


class MoveView(BaseModel):
    """Something that may be done now; `needs`: what must be said with it."""

    act: str
    title: str
    title_en: str
    needs: list[str]


class StepView(BaseModel):
    """A step of the national authority that may be recorded, and what may come of it."""

    step: str
    title: str
    outcomes: dict[str, str]


class Running(BaseModel):
    """How far the pre-check of the present round is; files read of all, and how many submissions stand before it."""

    read: int
    total: int
    ahead: int


class CaseDetail(BaseModel):
    """A case with its clocks, what may be done, the enterprise's record, other cases of it.

    `linked`: the other procedures of the same enterprise, by its credit code; `running`: while it is pre-checked.
    """

    today: dt.date
    item: QueueItem
    case: CaseView
    moves: list[MoveView]
    national: list[StepView]
    references: list[Clock]
    credit: Credit | None
    facts: list[FactView]
    sample: Sample | None
    linked: list[QueueItem]
    running: Running | None
