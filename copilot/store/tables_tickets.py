"""The tables of the call-centre desk. A caller's name, organisation and number stand in the ticket and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from copilot.store.tables import Base, UtcDateTime, new_id
from copilot.store.tenancy import Owned


class TicketRow(Owned, Base):
    """A call. `number` counts within its organisation; `agent`, `expert`: ids of people; empty text: not known."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("tenant", "number"),
        Index("ix_ticket_tenant_updated_at", "tenant", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    caller_name: Mapped[str] = mapped_column(Text)
    caller_organisation: Mapped[str] = mapped_column(Text)
    caller_phone: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    agent: Mapped[str] = mapped_column(String(40))
    agent_name: Mapped[str] = mapped_column(Text)
    escalated: Mapped[bool]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    turns: Mapped[list[TicketTurn]] = relationship(
        order_by="TicketTurn.position", cascade="all, delete-orphan", passive_deletes=True
    )


class TicketTurn(Owned, Base):
    """Something that happened in a call: a question, an answer, an escalation, an expert's reply, its end.

    `terms`: the content words of a question, by which tickets are compared. `cited`: the places that an answer cites,
    one a line. `content`: the whole `Answer` of an answer.
    """

    __tablename__ = "ticket_turn"
    __table_args__ = (UniqueConstraint("ticket_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(40))
    author_name: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    spoken: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    cited: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    abstained: Mapped[bool]
    rating: Mapped[str] = mapped_column(String(4))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
