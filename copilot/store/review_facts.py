"""Keeping the record of enterprises for the reviewer's bench: facts with their day and source, never a score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select

from copilot.errors import BadInput, Stale, UnknownRecord
from copilot.store.database import Database, delete_counted
from copilot.store.review_views import FactView
from copilot.store.reviews import Author
from copilot.store.tables import new_id
from copilot.store.tables_review import ReviewFact
from copilot.store.text import clean


class ReviewFacts:
    """Recorded facts of enterprises, as the office of the database sees them; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def record(self, uscc: str, item: str, *, day: dt.date, source: str, author: Author) -> FactView:
        """Keep a fact of an enterprise's record."""
        row = ReviewFact(
            id=new_id(),
            uscc=clean(uscc),
            item=clean(item),
            day=day,
            source=clean(source),
            author=author.id,
            author_name=clean(author.name),
            recorded_at=self._now(),
            voided_at=None,
            void_reason="",
        )
        with self._database.writing() as session:
            session.add(row)
        return FactView.model_validate(row)

    def void(self, fact_id: str, reason: str) -> FactView:
        """Let a fact count no more; it stays, with the reason.

        Raises:
            UnknownRecord: there is none.
            BadInput: no reason.
            Stale: it is voided already.
        """
        if not (why := clean(reason).strip()):
            raise BadInput("没有写作废的理由", hint="写明为什么这条记录不对", en="a reason is needed")
        with self._database.writing() as session:
            row = session.get(ReviewFact, clean(fact_id), with_for_update=True)
            if row is None:
                raise UnknownRecord("没有这条记录", hint="刷新后再看", en="no such recorded fact")
            if row.voided_at is not None:
                raise Stale("这条记录已经作废", hint="刷新后再看", en="already voided")
            row.voided_at, row.void_reason = self._now(), why
        return FactView.model_validate(row)

    def of(self, uscc: str) -> list[FactView]:
        """The recorded facts of an enterprise, oldest first, voided ones too."""
        rows = select(ReviewFact).where(ReviewFact.uscc == clean(uscc)).order_by(ReviewFact.day, ReviewFact.recorded_at)
        with self._database.reading() as session:
            return [FactView.model_validate(row) for row in session.scalars(rows)] if uscc else []

    def delete_all(self) -> int:
        """Delete every fact; returns how many there were."""
        with self._database.writing() as session:
            return delete_counted(session, ReviewFact)
