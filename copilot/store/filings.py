"""Keeping the questionnaires of filings: what was said so far, its earlier states, never one writer over another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from copilot.errors import Stale, UnknownRecord
from copilot.store.database import Database, delete_counted
from copilot.store.tables import FilingRow, FilingState, new_id
from copilot.store.text import MAX_PAGE, clean, clean_json, title_of

STATE_EVERY = dt.timedelta(minutes=10)  # a state older than this is kept when it is written over
MAX_STATES = 50


class FilingSummary(BaseModel):
    """A kept questionnaire without what was said; `revision` counts its savings from 1."""

    id: str
    title: str
    kind: str
    revision: int
    created_at: dt.datetime
    updated_at: dt.datetime


class FilingView(FilingSummary):
    """A kept questionnaire; `content` is the JSON of its facts, as the caller gave it."""

    content: dict[str, Any]


class StateSummary(BaseModel):
    """An earlier state of a questionnaire."""

    revision: int
    saved_at: dt.datetime


class StateView(StateSummary):
    """An earlier state with what was said then."""

    content: dict[str, Any]


class FilingsFound(BaseModel):
    """A part of the list; `total` counts all of it."""

    items: list[FilingSummary]
    total: int


class Filings:
    """Questionnaires of filings; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def create(self, title: str, kind: str, content: dict[str, Any]) -> FilingView:
        """Keep a new questionnaire."""
        now = self._now()
        row = FilingRow(
            id=new_id(),
            title=title_of(title),
            kind=clean(kind),
            content=clean_json(content),
            revision=1,
            created_at=now,
            updated_at=now,
        )
        with self._database.writing() as session:
            session.add(row)
        return _view(row)

    def save(
        self,
        filing_id: str,
        content: dict[str, Any],
        *,
        revision: int,
        title: str = "",
        kind: str = "",
        keep: bool = False,
    ) -> FilingView:
        """Keep what was said in place of `revision`, the state that the writer had read.

        A state that stood for ten minutes is kept beside it, the last fifty of them; with `keep` it is kept anyway.

        Raises:
            Stale: somebody else saved in between; nothing is written.
            UnknownRecord: no such questionnaire.
        """
        now = self._now()
        with self._database.writing() as session:
            row = _row(session, filing_id, lock=True)
            if row.revision != revision:
                raise Stale(
                    f"这份问卷在别处已改到第 {row.revision} 版，您改的是第 {revision} 版，未保存",
                    hint="重新打开后合并您的改动，再保存",
                    en=f"changed elsewhere: revision {row.revision}, not {revision}; nothing was saved",
                )
            if keep or now - row.updated_at >= STATE_EVERY:
                _keep_state(session, row)
            row.content, row.updated_at, row.revision = clean_json(content), now, revision + 1
            row.title = title_of(title) or row.title
            row.kind = clean(kind) or row.kind
        return _view(row)

    def find(self, *, query: str = "", limit: int = 50, offset: int = 0) -> FilingsFound:
        """Questionnaires, the last changed first; `query` is looked for in their titles."""
        where = FilingRow.title.icontains(clean(query), autoescape=True)
        rows = select(FilingRow).where(where).order_by(FilingRow.updated_at.desc(), FilingRow.id)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(FilingRow).where(where)) or 0
            page = session.scalars(rows.limit(min(limit, MAX_PAGE)).offset(offset))
            return FilingsFound(
                items=[FilingSummary.model_validate(row, from_attributes=True) for row in page], total=total
            )

    def get(self, filing_id: str) -> FilingView:
        """A questionnaire.

        Raises:
            UnknownRecord: no such questionnaire.
        """
        with self._database.reading() as session:
            return _view(_row(session, filing_id))

    def keep_state(self, filing_id: str) -> None:
        """Keep the present state, whatever follows it: papers were made from it.

        Raises:
            UnknownRecord: no such questionnaire.
        """
        with self._database.writing() as session:
            _keep_state(session, _row(session, filing_id, lock=True))

    def states(self, filing_id: str) -> list[StateSummary]:
        """The earlier states that were kept, the newest first.

        Raises:
            UnknownRecord: no such questionnaire.
        """
        with self._database.reading() as session:
            _row(session, filing_id)
            rows = session.scalars(_states(filing_id))
            return [StateSummary.model_validate(row, from_attributes=True) for row in rows]

    def state(self, filing_id: str, revision: int) -> StateView:
        """An earlier state, or the present one.

        Raises:
            UnknownRecord: no such questionnaire, or this state was not kept.
        """
        with self._database.reading() as session:
            row = _row(session, filing_id)
            if row.revision == revision:
                return StateView(revision=revision, saved_at=row.updated_at, content=row.content)
            kept = session.get(FilingState, (row.id, revision))
            if kept is None:
                raise UnknownRecord(f"没有保留第 {revision} 版", hint="从版本列表中选择", en="this state was not kept")
            return StateView.model_validate(kept, from_attributes=True)

    def delete(self, filing_id: str) -> None:
        """Delete a questionnaire with its states.

        Raises:
            UnknownRecord: no such questionnaire.
        """
        with self._database.writing() as session:
            row = _row(session, filing_id)
            session.execute(delete(FilingState).where(FilingState.filing_id == row.id))
            session.delete(row)

    def delete_all(self) -> int:
        """Delete every questionnaire; returns how many there were."""
        with self._database.writing() as session:
            session.execute(delete(FilingState))
            return delete_counted(session, FilingRow)

    def purge(self, before: dt.datetime) -> None:
        """Delete what was last changed before a moment."""
        old = select(FilingRow.id).where(FilingRow.updated_at < before)
        with self._database.writing() as session:
            session.execute(delete(FilingState).where(FilingState.filing_id.in_(old)))
            session.execute(delete(FilingRow).where(FilingRow.updated_at < before))


def _keep_state(session: Session, row: FilingRow) -> None:
    """Keep what stands, once, and drop the oldest states beyond the limit."""
    if session.get(FilingState, (row.id, row.revision)) is not None:
        return
    state = FilingState(filing_id=row.id, revision=row.revision, content=row.content, saved_at=row.updated_at)
    session.add(state)
    session.flush()
    for surplus in session.scalars(_states(row.id).offset(MAX_STATES)):
        session.delete(surplus)


def _states(filing_id: str) -> Any:
    return select(FilingState).where(FilingState.filing_id == clean(filing_id)).order_by(FilingState.revision.desc())


def _row(session: Session, filing_id: str, *, lock: bool = False) -> FilingRow:
    row = session.get(FilingRow, clean(filing_id), with_for_update=lock or None)
    if row is None:
        raise UnknownRecord("没有这份申报问卷", hint="它可能已被删除，请从列表中选择", en="no such questionnaire")
    return row


def _view(row: FilingRow) -> FilingView:
    return FilingView.model_validate(row, from_attributes=True)
