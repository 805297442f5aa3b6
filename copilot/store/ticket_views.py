"""What is shown of tickets; a list shows callers masked, the ticket itself shows them whole."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Answer
from copilot.store.tables_tickets import TicketRow, TicketTurn

Status = Literal["open", "escalated", "replied", "closed"]
Outcome = Literal["", "answered", "needs_facts", "escalated", "referred", "no_answer"]
TurnKind = Literal["question", "answer", "escalation", "reply", "close", "reopen"]
Rating = Literal["", "good", "bad"]


class Caller(BaseModel):
    """Who calls; every field is optional."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=100)
    organisation: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=40)


class TurnView(BaseModel):
    """One step of a call. `spoken`: what was read aloud; `answer`: the whole answer with its passages."""

    id: str
    kind: TurnKind
    author: str
    author_name: str
    text: str
    spoken: str = ""
    answer: Answer | None = None
    abstained: bool = False
    rating: Rating = ""
    created_at: dt.datetime


class TicketSummary(BaseModel):
    """A ticket in a list; `caller` is masked."""

    id: str
    number: int
    status: Status
    topic: str
    title: str
    caller: Caller
    outcome: Outcome
    agent: str
    agent_name: str
    escalated: bool
    created_at: dt.datetime
    updated_at: dt.datetime
    closed_at: dt.datetime | None = None


class TicketView(TicketSummary):
    """A ticket with everything in it."""

    note: str
    turns: list[TurnView]


class TicketsFound(BaseModel):
    """A part of the list; `total` counts all of it."""

    items: list[TicketSummary]
    total: int


class AskedQuestion(BaseModel):
    """A question of a ticket with what came of it, for comparing; nothing of the caller."""

    ticket: str
    number: int
    topic: str
    text: str
    terms: list[str]
    asked_at: dt.datetime
    spoken: str = ""
    abstained: bool = False
    answered: bool = False
    rating: Rating = ""
    escalated: bool = False
    outcome: Outcome = ""
    status: Status = "open"
    cited: list[str] = Field(default_factory=list, description="places that the answer cites")


def masked(caller: Caller) -> Caller:
    """A caller as lists and logs show them: the family name, the first signs of the organisation, four digits."""
    return Caller(name=_name(caller.name), organisation=_first(caller.organisation), phone=_phone(caller.phone))


def _name(name: str) -> str:
    return f"{name[0]}{'*' * min(len(name) - 1, 2)}" if name else ""


def _first(words: str) -> str:
    return f"{words[:2]}***" if words else ""


def _phone(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return f"{'*' * max(len(digits) - 4, 3)}{digits[-4:] if len(digits) > 6 else ''}" if phone else ""


def summary_of(row: TicketRow) -> TicketSummary:
    """A row for a list."""
    return TicketSummary.model_validate({**_fields(row), "caller": masked(_caller(row))})


def view_of(row: TicketRow) -> TicketView:
    """A row with its turns."""
    turns = [_turn(turn) for turn in row.turns]
    return TicketView.model_validate({**_fields(row), "caller": _caller(row), "note": row.note, "turns": turns})


def _fields(row: TicketRow) -> dict:
    return {name: getattr(row, name) for name in TicketSummary.model_fields if name != "caller"}


def _caller(row: TicketRow) -> Caller:
    return Caller.model_construct(name=row.caller_name, organisation=row.caller_organisation, phone=row.caller_phone)


def _turn(row: TicketTurn) -> TurnView:
    answer = Answer.model_validate(row.content) if row.content else None
    return TurnView.model_validate(
        {**{n: getattr(row, n) for n in TurnView.model_fields if n != "answer"}, "answer": answer}
    )
