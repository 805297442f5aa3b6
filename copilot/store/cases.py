"""Keeping cases that real use has grown. A case has no link to the conversation that it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select

from copilot.errors import UnknownRecord
from copilot.store.database import Database, delete_counted
from copilot.store.tables import GrownCaseRow
from copilot.store.text import MAX_PAGE, clean, clean_json


class CaseView(BaseModel):
    """A kept case: its content as it was given (the shape is the caller's)."""

    id: str
    created_at: dt.datetime
    content: dict[str, Any]


class CasesFound(BaseModel):
    """A part of the list; `total` counts all of it."""

    items: list[CaseView]
    total: int


class Cases:
    """Cases of the evaluation; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def add(self, content: dict[str, Any]) -> CaseView:
        """Keep a case."""
        row = GrownCaseRow(content=clean_json(content), created_at=self._now())
        with self._database.writing() as session:
            session.add(row)
        return _view(row)

    def find(self, *, limit: int = 50, offset: int = 0) -> CasesFound:
        """Cases, the newest first."""
        rows = select(GrownCaseRow).order_by(GrownCaseRow.created_at.desc(), GrownCaseRow.id)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(GrownCaseRow)) or 0
            page = session.scalars(rows.limit(min(limit, MAX_PAGE)).offset(offset))
            return CasesFound(items=[_view(row) for row in page], total=total)

    def all(self) -> list[CaseView]:
        """Every case, the oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(GrownCaseRow).order_by(GrownCaseRow.created_at, GrownCaseRow.id))
            return [_view(row) for row in rows]

    def drop(self, case_id: str) -> None:
        """Delete a case.

        Raises:
            UnknownRecord: no such case.
        """
        with self._database.writing() as session:
            if not delete_counted(session, GrownCaseRow, GrownCaseRow.id == clean(case_id)):
                raise UnknownRecord("没有这道题", hint="编号见 eval cases list", en="no such case")

    def drop_all(self) -> int:
        """Delete every case; returns how many there were."""
        with self._database.writing() as session:
            return delete_counted(session, GrownCaseRow)


def _view(row: GrownCaseRow) -> CaseView:
    return CaseView(id=row.id, created_at=row.created_at, content=row.content)
