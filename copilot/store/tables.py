"""The tables. Times are UTC; ids are uuid4 hex strings, since they appear in addresses."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from copilot.store.tenancy import MAX_TENANT_CHARS, Owned


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware datetimes in UTC on every database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """To UTC."""
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """As UTC, whether the database kept the zone or not."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


def new_id() -> str:
    """A fresh record id."""
    return uuid.uuid4().hex


class Base(DeclarativeBase):
    """Base of all tables."""


class Conversation(Owned, Base):
    """Questions and answers that belong together. `owner` is empty while the service has one user."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="zh")
    owner: Mapped[str | None] = mapped_column(String(200), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    messages: Mapped[list[Message]] = relationship(
        back_populates="conversation",
        order_by="Message.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class Message(Owned, Base):
    """One turn. `answer` is the whole `Answer` as JSON, so that citations stay aligned after a reload."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    conversation: Mapped[Conversation] = relationship(back_populates="messages")
    feedback: Mapped[Feedback | None] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="selectin"
    )


class Feedback(Owned, Base):
    """Thumb up or down on one answer, the latest counts. `fault`: what was wrong, empty where nothing was named."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    thumb: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    fault: Mapped[str] = mapped_column(String(20), default="", server_default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class GrownCaseRow(Owned, Base):
    """An anonymised case of the evaluation. No key leads from it to a conversation."""

    __tablename__ = "grown_case"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class FindingDecision(Owned, Base):
    """What a reviewer decided on a finding. `content` and `finding` are digests; no word of the papers is kept here."""

    __tablename__ = "finding_decision"

    tenant: Mapped[str] = mapped_column(String(MAX_TENANT_CHARS), primary_key=True)
    content: Mapped[str] = mapped_column(String(64), primary_key=True)
    finding: Mapped[str] = mapped_column(String(40), primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(20))
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class SearchRun(Owned, Base):
    """One run of the retrieval test page. `results` is the whole `SearchResponse` as JSON."""

    __tablename__ = "search_run"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    query: Mapped[str] = mapped_column(Text)
    as_of: Mapped[dt.date] = mapped_column(Date)
    results: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class Determination(Owned, Base):
    """A kept verdict: facts, day, the whole `PathResult` as JSON, and what it was made with. Never changed.

    `story` is the description that the facts were read from, `story_model` the model that helped to read it (empty:
    none); `start` is the day from which the timeline has dates; `words` is what a search looks through.
    """

    __tablename__ = "determination"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(40))
    headline: Mapped[str] = mapped_column(Text)
    as_of: Mapped[dt.date] = mapped_column(Date)
    start: Mapped[dt.date | None] = mapped_column(Date)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    story: Mapped[str | None] = mapped_column(Text)
    story_model: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    data_digest: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class Draft(Owned, Base):
    """An unfinished set of facts as the page left it. `content` is the page's own, whatever its state."""

    __tablename__ = "draft"

    tenant: Mapped[str] = mapped_column(String(MAX_TENANT_CHARS), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class FilingRow(Owned, Base):
    """The questionnaire of a filing. `content` is the JSON of its facts; `revision` counts its savings."""

    __tablename__ = "filing"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(30))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class FilingState(Owned, Base):
    """An earlier state of a questionnaire."""

    __tablename__ = "filing_state"

    filing_id: Mapped[str] = mapped_column(ForeignKey("filing.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class LedgerLine(Owned, Base):
    """An export in the ledger. `keys`: the salted hashes of its persons, 16 bytes each, in order; never the ids.

    `fingerprint` tells an imported line that comes again; a voided line has none.
    """

    __tablename__ = "ledger_line"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    entity: Mapped[str] = mapped_column(Text, index=True)
    scene: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(Text)
    exported_on: Mapped[dt.date] = mapped_column(Date, index=True)
    persons: Mapped[int] = mapped_column(BigInteger)
    nature: Mapped[str] = mapped_column(String(16))
    exempt: Mapped[str | None] = mapped_column(String(16))
    path: Mapped[str | None] = mapped_column(String(32))
    group: Mapped[str | None] = mapped_column("group_name", Text)
    note: Mapped[str] = mapped_column(Text)
    id_kind: Mapped[str | None] = mapped_column(Text)
    keyed: Mapped[bool]
    keys: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    source: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    voided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    void_reason: Mapped[str] = mapped_column(Text)


class LedgerSalt(Owned, Base):
    """The secret with which the ids of an organisation's ledger are hashed; one row each."""

    __tablename__ = "ledger_salt"

    tenant: Mapped[str] = mapped_column(String(MAX_TENANT_CHARS), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
