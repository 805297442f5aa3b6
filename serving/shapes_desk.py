"""Bodies of requests of the call-centre desk, and answers that no other module has a shape for."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.desk.hot import Gap
from copilot.store.ticket_views import Caller, Rating, TicketsFound

Ended = Literal["answered", "needs_facts", "escalated", "referred", "no_answer"]


class Body(BaseModel):
    """Base of the bodies: no unknown keys."""

    model_config = ConfigDict(extra="forbid")


class DeskQuestion(Body):
    """One line of a caller. `ticket`: the call it belongs to; without it a new one is opened."""

    question: str
    ticket: str | None = Field(default=None, max_length=64)
    about: str = Field(default="", max_length=60, description="the fact that the caller was asked for, if any")
    as_of: dt.date | None = Field(default=None, description="the law of that day; default today")
    language: Literal["zh", "en"] | None = Field(default=None, description="default: as the question is written")
    store: bool = Field(default=True, description="keep it in a ticket; false: nothing is kept")
    history: list[str] = Field(
        default_factory=list, max_length=50, description="earlier questions, oldest first; only with store=false"
    )


class NewTicket(Body):
    """A call that is noted before anything was asked."""

    topic: str = Field(default="", max_length=40, description="id of a topic; empty: by the first question")
    title: str = Field(default="", max_length=200)
    caller: Caller = Field(default_factory=Caller)


class TicketChange(Body):
    """What changes; what is absent stays."""

    topic: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=4000)
    caller: Caller | None = None


class EndOfCall(Body):
    """What came of a call."""

    outcome: Ended
    note: str = Field(default="", max_length=4000)


class Escalation(Body):
    """Why an expert is asked."""

    reason: str = Field(min_length=1, max_length=4000)


class ExpertReply(Body):
    """An expert's answer; `spoken`: what the agent reads aloud of it."""

    text: str = Field(min_length=1, max_length=8000)
    spoken: str = Field(default="", max_length=120)


class AnswerRating(Body):
    """Whether an answer was any good; empty takes it back."""

    turn: str = Field(max_length=64)
    rating: Rating


class TopicView(BaseModel):
    """What calls are about."""

    id: str
    zh: str
    en: str


class DeskState(BaseModel):
    """What the desk begins with. `user`: who sits here; `counts`: tickets by status."""

    user: str
    name: str
    topics: list[TopicView]
    counts: dict[str, int]
    max_spoken_chars: int
    mode: Literal["model", "extractive"]


class TicketList(TicketsFound):
    """Tickets, with how many stand where."""

    counts: dict[str, int]


class Gaps(BaseModel):
    """What is asked often and answered badly or not at all."""

    days: int
    min_asked: int
    gaps: list[Gap]
