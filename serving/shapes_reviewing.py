"""Bodies of requests of the reviewer's bench, and answers that no other module has a shape for."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from copilot.store.decisions import MAX_REASON, Decided
from copilot.store.review_views import Stance


class Body(BaseModel):
    """Base of the bodies: no unknown keys."""

    model_config = ConfigDict(extra="forbid")


class Revision(Body):
    """The case as it was read; another revision now: 409, and nothing is written."""

    revision: int = Field(ge=1)


class MoveRequest(Revision):
    """What is done to a case. `on`: the day from which it counts, default today."""

    act: str = Field(max_length=40)
    on: dt.date | None = None
    text: str = Field(default="", max_length=8000)
    number: str = Field(default="", max_length=100)
    due_on: dt.date | None = Field(default=None, description="last day of a supplement whose length no law names")


class AssignRequest(Revision):
    """Who reviews a case; empty: nobody."""

    user: str = Field(default="", max_length=64)


class NationalRequest(Revision):
    """A step of the national authority as its notice says it."""

    step: str = Field(max_length=40)
    outcome: str = Field(max_length=40)
    on: dt.date
    text: str = Field(default="", max_length=8000)


class OpinionRequest(Body):
    """What a department thinks of the present round. `revision`: of one's own earlier opinion, 0 without one."""

    department: str = Field(min_length=1, max_length=60)
    stance: Stance
    text: str = Field(default="", max_length=8000)
    revision: int = Field(default=0, ge=0)


class ReviewDecision(Body):
    """A decision on a finding. `seen`: when the one was made that the writer saw; null: none was seen."""

    decision: Decided
    reason: str = Field(default="", max_length=MAX_REASON)
    seen: dt.datetime | None = None


class FactRequest(Body):
    """A fact of an enterprise's record; `source`: the paper it stands in."""

    uscc: str = Field(max_length=40)
    item: str = Field(max_length=40)
    day: dt.date
    source: str = Field(max_length=2000)


class VoidRequest(Body):
    """Why a fact counts no more."""

    reason: str = Field(max_length=2000)


class ReviewerView(BaseModel):
    """Somebody a case may be given to."""

    id: str
    name: str


class NamedView(BaseModel):
    """Something with a name for people."""

    id: str
    zh: str
    en: str


class BenchState(BaseModel):
    """What the bench begins with. `leads`: may assign, take up again and see the counts."""

    user: str
    name: str
    leads: bool
    today: dt.date
    kinds: list[NamedView]
    states: list[NamedView]
    items: list[NamedView] = Field(description="facts of an enterprise's record that a person may record")
    max_mib: int
