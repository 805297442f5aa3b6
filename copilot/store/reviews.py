"""Keeping cases under review: each change against the revision that was read, so that nobody writes over another.

Which change is allowed in which state is decided above (`copilot.reviewing.states`); here it is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload, undefer

from copilot.errors import Stale, UnknownRecord
from copilot.store.database import Database, delete_counted
from copilot.store.review_views import (
    OPEN,
    CaseSummary,
    CaseView,
    OpinionView,
    Stance,
    State,
    summary_of,
    view_of,
)
from copilot.store.tables import new_id
from copilot.store.tables_review import ReviewCase, ReviewEvent, ReviewOpinion, ReviewRound
from copilot.store.text import clean, clean_json, holds

_NUMBER_LOCK = 0x72657669  # any constant: PostgreSQL advisory lock, so that two cases get two numbers
MAX_CASES = 5000  # looked at in one list


@dataclass(frozen=True)
class Author:
    """Who does something."""

    id: str
    name: str = ""


SYSTEM = Author("", "系统")


@dataclass(frozen=True)
class Change:
    """A change of a case and its entry in the history. `values`: columns of the case that change with it."""

    act: str
    state: State
    day: dt.date
    author: Author
    text: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Handed:
    """Papers that were handed in. `files`: packed, kept until they are read; `asked`: what is said beside them."""

    name: str
    received_on: dt.date
    asked: Mapping[str, Any]
    files: bytes


@dataclass(frozen=True)
class RoundContent:
    """A round with all that was read; `files` None once the papers are read."""

    position: int
    name: str
    asked: dict[str, Any]
    content: str
    result: dict[str, Any] | None
    papers: bytes | None
    files: bytes | None


class Reviews:
    """Cases of the office as which the database is seen; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def receive(
        self, kind: str, enterprise: str, *, uscc: str, province: str, handed: Handed, author: Author, note: str = ""
    ) -> CaseView:
        """A new case with the next number of its office and its first papers."""
        now = self._now()
        row = ReviewCase(
            id=new_id(),
            kind=kind,
            enterprise=clean(enterprise),
            uscc=clean(uscc),
            province=clean(province),
            received_on=handed.received_on,
            state="received",
            state_on=handed.received_on,
            due_on=None,
            reviewer="",
            reviewer_name="",
            outcome_number="",
            revision=1,
            created_at=now,
            updated_at=now,
            opinions=[],
        )
        with self._database.writing() as session:
            if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _NUMBER_LOCK})
            row.number = (session.scalar(select(func.max(ReviewCase.number))) or 0) + 1
            session.add(row)
            row.rounds.append(_round(1, handed))
            self._note(row, Change("receive", "received", handed.received_on, author, note), now)
            session.flush()
            return view_of(row)

    def change(self, case_id: str, change: Change, *, revision: int, handed: Handed | None = None) -> CaseView:
        """Keep a change of the case as it was at `revision`, with new papers where there are any.

        Raises:
            UnknownRecord: no such case.
            Stale: somebody changed it in between; nothing is written.
        """
        now = self._now()
        with self._database.writing() as session:
            row = _row(session, case_id, lock=True)
            _unchanged(row, revision)
            for name, value in change.values.items():
                setattr(row, name, clean(value) if isinstance(value, str) else value)
            if row.state != change.state:
                row.state_on = change.day
            row.state, row.revision, row.updated_at = change.state, revision + 1, now
            if handed is not None:
                row.rounds.append(_round(len(row.rounds) + 1, handed))
            self._note(row, change, now)
            session.flush()
            return view_of(row)

    @staticmethod
    def expect(case: CaseSummary, revision: int) -> None:
        """Return when a case is as it was read.

        Raises:
            Stale: it is not.
        """
        if case.revision != revision:
            raise _stale(f"第 {case.number} 号件", case.revision)

    def note(self, case_id: str, change: Change) -> None:
        """Keep an entry of the history that changes nothing of the case.

        Raises:
            UnknownRecord: no such case.
        """
        with self._database.writing() as session:
            row = _row(session, case_id, lock=True)
            self._note(row, change, self._now())

    def checked(
        self,
        case_id: str,
        position: int,
        *,
        content: str = "",
        verdict: str = "",
        result: dict[str, Any] | None = None,
        papers: bytes | None = None,
        error: str = "",
    ) -> None:
        """Keep what a pre-check found, or why it found nothing, and forget the files; once for each round.

        Raises:
            UnknownRecord: no such case, or no such round.
        """
        now = self._now()
        with self._database.writing() as session:
            row = _row(session, case_id, lock=True)
            own = _position(row, position)
            if own.checked_at is not None:
                return
            own.content, own.verdict, own.error, own.checked_at = content, verdict, clean(error), now
            own.result, own.papers, own.files = clean_json(result), papers, None
            if row.state not in ("received", "checking") or position != len(row.rounds):
                return  # it was withdrawn meanwhile
            row.state, row.revision, row.updated_at = "completeness", row.revision + 1, now
            said = f"预检完成：{verdict}" if not error else f"预检未完成：{error}"
            detail = {"round": position, "verdict": verdict}
            act = "check_failed" if error else "checked"
            self._note(row, Change(act, "completeness", row.state_on, SYSTEM, said, detail), now)

    def content(self, case_id: str, position: int) -> RoundContent:
        """A round with what was read in its papers.

        Raises:
            UnknownRecord: no such case, or no such round.
        """
        deep = [undefer(c) for c in (ReviewRound.result, ReviewRound.papers, ReviewRound.files)]
        wanted = select(ReviewRound).where(ReviewRound.case_id == clean(case_id), ReviewRound.position == position)
        with self._database.reading() as session:
            _row(session, case_id)
            own = session.scalar(wanted.options(*deep))
            if own is None:
                raise _no_round(position)
            return RoundContent(own.position, own.name, own.asked, own.content, own.result, own.papers, own.files)

    def results(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Of every round that was pre-checked: case, kind, key of its papers, result."""
        wanted = (
            select(ReviewCase.id, ReviewCase.kind, ReviewRound.content, ReviewRound.result)
            .join(ReviewRound, ReviewRound.case_id == ReviewCase.id)
            .where(ReviewRound.verdict != "")
            .order_by(ReviewCase.number, ReviewRound.position)
        )
        with self._database.reading() as session:
            return [(case, kind, content, result) for case, kind, content, result in session.execute(wanted) if result]

    def get(self, case_id: str) -> CaseView:
        """A case with everything in it.

        Raises:
            UnknownRecord: no such case.
        """
        with self._database.reading() as session:
            return view_of(_row(session, case_id))

    def find(
        self,
        *,
        query: str = "",
        open_only: bool = False,
        uscc: str = "",
        reviewer: str = "",
        state: State | None = None,
    ) -> list[CaseSummary]:
        """Cases by number; each word of `query` stands in the enterprise, its code or the number."""
        where = [_holds(word) for word in clean(query).split()]
        if open_only:
            where.append(ReviewCase.state.in_(OPEN))
        for column, value in ((ReviewCase.uscc, uscc), (ReviewCase.reviewer, reviewer), (ReviewCase.state, state)):
            if value:
                where.append(column == clean(value))
        rows = select(ReviewCase).options(selectinload(ReviewCase.rounds)).where(*where).order_by(ReviewCase.number)
        with self._database.reading() as session:
            return [summary_of(row) for row in session.scalars(rows.limit(MAX_CASES))]

    def all(self) -> list[CaseView]:
        """All cases with their histories, for counting."""
        deep = [selectinload(getattr(ReviewCase, name)) for name in ("rounds", "events", "opinions")]
        rows = select(ReviewCase).options(*deep).order_by(ReviewCase.number).limit(MAX_CASES)
        with self._database.reading() as session:
            return [view_of(row) for row in session.scalars(rows)]

    def give_opinion(
        self, case_id: str, *, department: str, stance: Stance, words: str, author: Author, revision: int
    ) -> OpinionView:
        """Keep an author's opinion of the present round in place of their earlier one.

        Args:
            revision: of the author's earlier opinion; 0: there is none.

        Raises:
            UnknownRecord: no such case.
            Stale: the author wrote it elsewhere in between.
        """
        now = self._now()
        try:
            with self._database.writing() as session:
                row = _row(session, case_id, lock=True)
                turn = row.rounds[-1].position
                own = next((o for o in row.opinions if (o.round, o.author) == (turn, author.id)), None)
                if (own.revision if own else 0) != revision:
                    raise _stale("这条意见", own.revision if own else 0)
                if own is None:
                    own = ReviewOpinion(id=new_id(), round=turn, author=author.id, revision=0, written_at=now)
                    row.opinions.append(own)
                own.department, own.stance, own.text = clean(department), stance, clean(words)
                own.author_name, own.revision, own.updated_at = clean(author.name), revision + 1, now
                detail = {"department": own.department, "stance": stance, "round": turn}
                self._note(row, Change("opinion", row.state, row.state_on, author, own.text, detail), now)  # type: ignore[arg-type]
                session.flush()
                return OpinionView.model_validate(own)
        except IntegrityError:  # written twice in the same moment
            raise _stale("这条意见", 1) from None

    def delete_all(self) -> int:
        """Delete every case; returns how many there were."""
        with self._database.writing() as session:
            for table in (ReviewOpinion, ReviewEvent, ReviewRound):
                session.execute(delete(table))
            return delete_counted(session, ReviewCase)

    def purge(self, before: dt.datetime) -> None:
        """Delete cases that ended and were last changed before a moment; open ones stay."""
        old = select(ReviewCase.id).where(ReviewCase.updated_at < before, ReviewCase.state.not_in(OPEN))
        with self._database.writing() as session:
            ids = list(session.scalars(old))
            for table in (ReviewOpinion, ReviewEvent, ReviewRound):
                session.execute(delete(table).where(table.case_id.in_(ids)))
            session.execute(delete(ReviewCase).where(ReviewCase.id.in_(ids)))

    def _note(self, row: ReviewCase, change: Change, now: dt.datetime) -> None:
        row.events.append(
            ReviewEvent(
                id=new_id(),
                position=len(row.events),
                act=change.act,
                state=change.state,
                day=change.day,
                text=clean(change.text),
                detail=clean_json(dict(change.detail)),
                author=change.author.id,
                author_name=clean(change.author.name),
                created_at=now,
            )
        )


def _round(position: int, handed: Handed) -> ReviewRound:
    return ReviewRound(
        id=new_id(),
        position=position,
        received_on=handed.received_on,
        name=clean(handed.name),
        asked=clean_json(dict(handed.asked)),
        content="",
        verdict="",
        error="",
        result=None,
        papers=None,
        files=handed.files,
        checked_at=None,
    )


def _row(session: Session, case_id: str, *, lock: bool = False) -> ReviewCase:
    row = session.get(ReviewCase, clean(case_id), with_for_update=lock or None)
    if row is None:
        raise UnknownRecord("没有这件", hint="从队列中选择", en="no such case")
    return row


def _position(row: ReviewCase, position: int) -> ReviewRound:
    own = next((r for r in row.rounds if r.position == position), None)
    if own is None:
        raise _no_round(position)
    return own


def _no_round(position: int) -> UnknownRecord:
    return UnknownRecord(f"没有第 {position} 次提交", hint="次数见该件的经过", en=f"there was no round {position}")


def _unchanged(row: ReviewCase, revision: int) -> None:
    if row.revision != revision:
        raise _stale(f"第 {row.number} 号件", row.revision)


def _stale(what: str, revision: int) -> Stale:
    return Stale(
        f"{what}在您看的时候已由别人改过（现为第 {revision} 版），您的操作没有保存",
        hint="重新打开，看过别人的改动后再做",
        en=f"changed by somebody else meanwhile (now revision {revision}); nothing was saved",
    )


def _holds(word: str) -> Any:
    number = word.lstrip("#")
    named = [ReviewCase.number == int(number)] if number.isdecimal() and len(number) < 10 else []
    return or_(holds(ReviewCase.enterprise, word), holds(ReviewCase.uscc, word), *named)
