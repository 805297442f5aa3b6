"""The audit log over one database: entries are added, found and checked; nothing here changes or deletes one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, text
from sqlalchemy.orm import Session

from copilot.accounts.principal import Principal
from copilot.audit.entry import FIRST, Entry, Event, Kept, Outcome, Verified, digest, verified
from copilot.store.database import Database
from copilot.store.tables_audit import AuditRow
from copilot.store.text import clean

_LOCK = 0x61756469  # any constant: the advisory lock that PostgreSQL's writers of the chain share
_AT_ONCE = 10_000  # entries read together
MAX_FOUND = 1000
COLUMNS = (
    AuditRow.seq,
    AuditRow.at,
    AuditRow.tenant,
    AuditRow.actor,
    AuditRow.via,
    AuditRow.action,
    AuditRow.kind,
    AuditRow.subject,
    AuditRow.outcome,
    AuditRow.request_id,
    AuditRow.previous,
    AuditRow.hash,
)


class Audit:
    """The log; errors as for `Store`. There is one chain in a database, whatever the organisation.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._database, self._now = database.of(None), now

    @property
    def database(self) -> Database:
        """Where it is kept, as it is seen by who sees all."""
        return self._database

    def write(
        self,
        who: Principal,
        action: str,
        *,
        kind: str,
        subject: str = "",
        outcome: Outcome = "done",
        request_id: str = "",
        via: str = "",
    ) -> Entry:
        """Add an entry; see `Event` for what the words are."""
        event = Event(who.user, who.tenant, via or who.via, action, kind, subject, outcome, request_id)
        return self.add([event])[0]

    def add(self, events: Sequence[Event]) -> list[Entry]:
        """Add entries in one transaction, in their order; they are on the disk when this returns.

        Writers of all threads and processes stand in one line, so that no two entries follow the same one: SQLite's
        write lock is taken before the last entry is read, on PostgreSQL an advisory lock.
        """
        made: list[Entry] = []
        with self._database.writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            seq, last = _head(session)
            for event in map(_cut, events):
                seq, at = seq + 1, self._now()
                hashed = digest(last, seq, at, event)
                made.append(Entry(seq=seq, at=at, **vars(event), previous=last, hash=hashed))
                last = hashed
            if made:
                session.execute(insert(AuditRow), [_row(one) for one in made])
        return made

    def find(
        self,
        *,
        tenant: str | None = None,
        user: str = "",
        subject: str = "",
        kind: str = "",
        outcome: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[Entry]:
        """Entries, the newest first.

        Args:
            tenant: of whom; None: all.
            user: id of who acted.
            subject: an id: alone, or one of those of the subject.
            kind, outcome: of the entry.
            since, until: from when, to before when.
            before: only those with a lower number, to read on.
            limit: at most so many.
        """
        wanted: list[ColumnElement[bool]] = []
        if tenant is not None:
            wanted.append(AuditRow.tenant == tenant)
        for column, value in ((AuditRow.actor, user), (AuditRow.kind, kind), (AuditRow.outcome, outcome)):
            if value:
                wanted.append(column == clean(value))
        if subject:
            wanted.append(("/" + AuditRow.subject + "/").contains(f"/{clean(subject)}/", autoescape=True))
        if since is not None:
            wanted.append(AuditRow.at >= since)
        if until is not None:
            wanted.append(AuditRow.at < until)
        if before is not None:
            wanted.append(AuditRow.seq < before)
        rows = select(AuditRow).where(*wanted).order_by(AuditRow.seq.desc()).limit(min(limit, MAX_FOUND))
        with self._database.reading() as session:
            return [_entry(row) for row in session.scalars(rows)]

    def count(self, *, tenant: str | None = None) -> int:
        """How many entries there are, of an organisation or in all."""
        rows = select(func.count()).select_from(AuditRow)
        with self._database.reading() as session:
            return session.scalar(rows if tenant is None else rows.where(AuditRow.tenant == tenant)) or 0

    def verify(self, *, noted: str = "") -> Verified:
        """Whether the whole chain holds; `noted`: a head that was written down earlier and must be in it."""
        with self._database.reading() as session:
            return verified(kept(session), noted=noted.strip().lower())


def kept(session: Session) -> Iterator[Kept]:
    """The whole chain in order, as one reader sees it."""
    columns: Any = select(*COLUMNS).order_by(AuditRow.seq)
    last = -(1 << 62)
    while rows := session.execute(columns.where(AuditRow.seq > last).limit(_AT_ONCE)).all():
        yield from rows  # type: ignore[misc]
        last = rows[-1][0]  # type: ignore[assignment]


def _head(session: Session) -> tuple[int, str]:
    row = session.execute(select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, FIRST)


def _cut(event: Event) -> Event:
    """The event within the widths of the columns: what is hashed is what is kept."""
    widths = {"user": 40, "tenant": 40, "via": 10, "action": 60, "kind": 40, "subject": 200, "request_id": 32}
    return replace(event, **{name: clean(getattr(event, name))[:width] for name, width in widths.items()})  # type: ignore[arg-type]


def _row(entry: Entry) -> dict[str, object]:
    row = entry.model_dump()
    return {"actor": row.pop("user"), **row}


def _entry(row: AuditRow) -> Entry:
    named = {name: getattr(row, name) for name in Entry.model_fields if name != "user"}
    return Entry(user=row.actor, **named)
