"""The tables of the reviewer's bench: cases, their rounds of papers, what happened, opinions, recorded facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from copilot.store.tables import Base, UtcDateTime, new_id
from copilot.store.tenancy import Owned


class ReviewCase(Owned, Base):
    """A procedure of an enterprise under review. `number` counts within its office; empty text: not known.

    `state_on`: the day from which it is in its state; `due_on`: the day that a notice names; `outcome_number`: of the
    filing; `revision` counts its changes, so that nobody writes over another.
    """

    __tablename__ = "review_case"
    __table_args__ = (UniqueConstraint("tenant", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    enterprise: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str] = mapped_column(String(18), index=True)
    province: Mapped[str] = mapped_column(String(2))
    received_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(20), index=True)
    state_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    reviewer: Mapped[str] = mapped_column(String(40))
    reviewer_name: Mapped[str] = mapped_column(Text)
    outcome_number: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    rounds: Mapped[list[ReviewRound]] = relationship(
        order_by="ReviewRound.position", cascade="all, delete-orphan", passive_deletes=True
    )
    events: Mapped[list[ReviewEvent]] = relationship(
        order_by="ReviewEvent.position", cascade="all, delete-orphan", passive_deletes=True
    )
    opinions: Mapped[list[ReviewOpinion]] = relationship(
        order_by="ReviewOpinion.written_at", cascade="all, delete-orphan", passive_deletes=True
    )


class ReviewRound(Owned, Base):
    """Papers as they were handed in once. `files` is kept only until they were read, `papers` is what was read.

    `result` is the pre-check with what it was asked; `content` the key of the papers, to which decisions are bound.
    """

    __tablename__ = "review_round"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("review_case.id", ondelete="CASCADE"))
    position: Mapped[int]
    received_on: Mapped[dt.date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(Text)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(20))
    error: Mapped[str] = mapped_column(Text)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    papers: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    files: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ReviewEvent(Owned, Base):
    """Something that happened in a case; `state` is the one after it, `day` the one it counts from."""

    __tablename__ = "review_event"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("review_case.id", ondelete="CASCADE"))
    position: Mapped[int]
    act: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    day: Mapped[dt.date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(40))
    author_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ReviewOpinion(Owned, Base):
    """What a department thinks of a round; each author has one, which nobody else changes."""

    __tablename__ = "review_opinion"
    __table_args__ = (UniqueConstraint("case_id", "round", "author"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("review_case.id", ondelete="CASCADE"))
    round: Mapped[int]
    department: Mapped[str] = mapped_column(Text)
    stance: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(40))
    author_name: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ReviewFact(Owned, Base):
    """A recorded fact of an enterprise's record, by its credit code; a voided one stays and counts no more."""

    __tablename__ = "review_fact"
    __table_args__ = (Index("ix_review_fact_tenant_uscc", "tenant", "uscc"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    uscc: Mapped[str] = mapped_column(String(18))
    item: Mapped[str] = mapped_column(String(40))
    day: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(40))
    author_name: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    voided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    void_reason: Mapped[str] = mapped_column(Text)
