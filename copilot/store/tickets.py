"""Keeping the calls of the desk: opened, answered, escalated, closed; one organisation never sees another's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text
from sqlalchemy.orm import Session, selectinload

from copilot.domain import Answer
from copilot.errors import Stale, UnknownRecord
from copilot.store.callers import without_caller
from copilot.store.database import Database, delete_counted
from copilot.store.tables import new_id
from copilot.store.tables_tickets import TicketRow, TicketTurn
from copilot.store.text import MAX_PAGE, clean, holds, title_of
from copilot.store.ticket_views import (
    AskedQuestion,
    Caller,
    Outcome,
    Rating,
    Status,
    TicketsFound,
    TicketSummary,
    TicketView,
    TurnKind,
    summary_of,
    view_of,
)

_NUMBER_LOCK = 0x7469636B  # any constant: PostgreSQL advisory lock, so that two calls get two numbers
_SAYS: dict[str, str] = {"open": "在办", "escalated": "等专家回复", "replied": "专家已回复", "closed": "已办结"}


class Tickets:
    """Tickets of the organisation as which the database is seen; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def open(
        self,
        *,
        agent: str,
        agent_name: str = "",
        topic: str = "other",
        title: str = "",
        caller: Caller | None = None,
    ) -> TicketView:
        """A new call with the next number of its organisation."""
        now, who = self._now(), caller or Caller()
        row = TicketRow(
            id=new_id(),
            status="open",
            topic=clean(topic),
            title=title_of(title),
            caller_name=clean(who.name),
            caller_organisation=clean(who.organisation),
            caller_phone=clean(who.phone),
            outcome="",
            note="",
            agent=agent,
            agent_name=clean(agent_name),
            escalated=False,
            created_at=now,
            updated_at=now,
            turns=[],
        )
        with self._database.writing() as session:
            if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
                session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _NUMBER_LOCK})
            row.number = (session.scalar(select(func.max(TicketRow.number))) or 0) + 1
            session.add(row)
        return view_of(row)

    def ask(
        self, ticket_id: str, question: str, *, terms: Sequence[str], author: str, author_name: str = ""
    ) -> list[str]:
        """Keep a question; returns the earlier ones of this call, oldest first. The first one names the ticket.

        Raises:
            UnknownRecord: no such ticket.
            Stale: the call is closed.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            if row.status == "closed":
                raise _wrong_state(row, "继续提问")
            earlier = [turn.text for turn in row.turns if turn.kind == "question"]
            self._add(session, row, "question", question, author, author_name, terms=" ".join(dict.fromkeys(terms)))
            if not row.title:
                row.title = title_of(question)
            return earlier

    def answer(self, ticket_id: str, answer: Answer, *, spoken: str) -> str:
        """Keep an answer and what was spoken of it; returns its id.

        Raises:
            UnknownRecord: the ticket was deleted meanwhile.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            places = dict.fromkeys(f"《{c.instrument}》{c.article or ''}" for c in answer.citations)
            kept = {"spoken": spoken, "abstained": answer.abstained, "cited": "\n".join(places)}
            turn = self._add(session, row, "answer", answer.answer, "", "", **kept)
            turn.content = answer.model_dump(mode="json")
            return turn.id

    def rate(self, ticket_id: str, turn_id: str, rating: Rating) -> None:
        """Keep whether an answer was any good; empty takes it back.

        Raises:
            UnknownRecord: no such ticket, or no such answer in it.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            turn = next((t for t in row.turns if t.id == clean(turn_id) and t.kind == "answer"), None)
            if turn is None:
                raise UnknownRecord("这张工单里没有这条回答", hint="刷新后再试", en="no such answer in this ticket")
            turn.rating = rating
            row.updated_at = self._now()

    def update(
        self,
        ticket_id: str,
        *,
        topic: str | None = None,
        note: str | None = None,
        caller: Caller | None = None,
    ) -> TicketView:
        """Change what was noted of a call; None leaves it as it is.

        Raises:
            UnknownRecord: no such ticket.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            row.topic = row.topic if topic is None else clean(topic)
            row.note = row.note if note is None else clean(note)
            if caller is not None:
                row.caller_name, row.caller_phone = clean(caller.name), clean(caller.phone)
                row.caller_organisation = clean(caller.organisation)
            row.updated_at = self._now()
            return view_of(row)

    def escalate(self, ticket_id: str, reason: str, *, author: str, author_name: str = "") -> TicketView:
        """Hand a call with its whole context to an expert.

        Raises:
            UnknownRecord: no such ticket.
            Stale: it waits for an expert already, or is closed.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            if row.status not in ("open", "replied"):
                raise _wrong_state(row, "转专家")
            self._add(session, row, "escalation", reason, author, author_name)
            row.status, row.escalated = "escalated", True
            return view_of(row)

    def reply(self, ticket_id: str, words: str, *, spoken: str = "", author: str, author_name: str = "") -> TicketView:
        """An expert's answer; the call returns to its agent.

        Raises:
            UnknownRecord: no such ticket.
            Stale: nobody asked an expert.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            if row.status != "escalated":
                raise _wrong_state(row, "由专家回复")
            self._add(session, row, "reply", words, author, author_name, spoken=spoken)
            row.status = "replied"
            return view_of(row)

    def close(
        self, ticket_id: str, outcome: Outcome, *, note: str = "", author: str, author_name: str = ""
    ) -> TicketView:
        """End a call with what came of it.

        Raises:
            UnknownRecord: no such ticket.
            Stale: it is closed already.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            if row.status == "closed":
                raise _wrong_state(row, "办结")
            self._add(session, row, "close", note, author, author_name)
            row.status, row.outcome, row.closed_at = "closed", outcome, row.updated_at
            return view_of(row)

    def reopen(self, ticket_id: str, *, author: str, author_name: str = "") -> TicketView:
        """Take up a closed call again.

        Raises:
            UnknownRecord: no such ticket.
            Stale: it is not closed.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            if row.status != "closed":
                raise _wrong_state(row, "重新打开")
            self._add(session, row, "reopen", "", author, author_name)
            row.status, row.outcome, row.closed_at = "open", "", None
            return view_of(row)

    def number(self, ticket_id: str) -> int:
        """The number of a ticket.

        Raises:
            UnknownRecord: no such ticket.
        """
        with self._database.reading() as session:
            return _row(session, ticket_id).number

    def get(self, ticket_id: str) -> TicketView:
        """A ticket with everything in it.

        Raises:
            UnknownRecord: no such ticket.
        """
        with self._database.reading() as session:
            return view_of(_row(session, ticket_id))

    def find(
        self,
        *,
        query: str = "",
        status: Status | None = None,
        topic: str = "",
        agent: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> TicketsFound:
        """Tickets, the last changed first; each word of `query` stands in the questions, answers, caller or number."""
        where = [_holds(word) for word in clean(query).split()]
        for column, value in ((TicketRow.status, status), (TicketRow.topic, topic), (TicketRow.agent, agent)):
            if value:
                where.append(column == value)
        rows = select(TicketRow).where(*where).order_by(TicketRow.updated_at.desc(), TicketRow.id)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(TicketRow).where(*where)) or 0
            page = session.scalars(rows.limit(min(limit, MAX_PAGE)).offset(offset))
            return TicketsFound(items=[summary_of(row) for row in page], total=total)

    def counts(self) -> dict[str, int]:
        """How many tickets stand where."""
        counted = select(TicketRow.status, func.count()).group_by(TicketRow.status)
        with self._database.reading() as session:
            return dict.fromkeys(_SAYS, 0) | {status: count for status, count in session.execute(counted)}

    def ids(self) -> frozenset[str]:
        """Of every ticket that is kept."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(TicketRow.id)))

    def questions(
        self, *, since: dt.datetime | None = None, changed_since: dt.datetime | None = None
    ) -> list[AskedQuestion]:
        """The questions asked from a moment on with what came of them, oldest first.

        Args:
            since: asked at or after this moment.
            changed_since: of tickets changed at or after this moment.
        """
        where: list[ColumnElement[bool]] = []
        if changed_since is not None:
            where.append(TicketRow.updated_at >= changed_since)
        asked = select(TicketTurn.ticket_id).where(TicketTurn.kind == "question")
        if since is not None:
            where.append(TicketRow.id.in_(asked.where(TicketTurn.created_at >= since)))
        rows = select(TicketRow).options(selectinload(TicketRow.turns)).where(*where)
        rows = rows.order_by(TicketRow.created_at, TicketRow.id)
        with self._database.reading() as session:
            found = [q for row in session.scalars(rows) for q in _questions(row)]
        return [q for q in found if since is None or q.asked_at >= since]

    def forget_caller(self, ticket_id: str) -> TicketSummary:
        """Delete what is known of who called; the questions stay.

        Raises:
            UnknownRecord: no such ticket.
        """
        with self._database.writing() as session:
            row = _row(session, ticket_id, lock=True)
            row.title, row.note = without_caller(row, row.title), without_caller(row, row.note)
            for turn in row.turns:
                turn.text, turn.spoken = without_caller(row, turn.text), without_caller(row, turn.spoken)
                turn.content = without_caller(row, turn.content)
            row.caller_name = row.caller_organisation = row.caller_phone = ""
            row.updated_at = self._now()
            return summary_of(row)

    def delete(self, ticket_id: str) -> None:
        """Delete a ticket with everything in it.

        Raises:
            UnknownRecord: no such ticket.
        """
        with self._database.writing() as session:
            session.delete(_row(session, ticket_id))

    def delete_all(self) -> int:
        """Delete every ticket; returns how many there were."""
        with self._database.writing() as session:
            session.execute(delete(TicketTurn))
            return delete_counted(session, TicketRow)

    def purge(self, before: dt.datetime) -> int:
        """Delete what was last changed before a moment; returns how many."""
        with self._database.writing() as session:
            old = select(TicketRow.id).where(TicketRow.updated_at < before)
            session.execute(delete(TicketTurn).where(TicketTurn.ticket_id.in_(old)))
            return delete_counted(session, TicketRow, TicketRow.updated_at < before)

    def _add(
        self, session: Session, row: TicketRow, kind: TurnKind, words: str, author: str, author_name: str, **more: Any
    ) -> TicketTurn:
        now = self._now()
        texts = {name: clean(more.get(name, "")) for name in ("spoken", "terms", "cited")}
        turn = TicketTurn(
            id=new_id(),
            position=max((t.position for t in row.turns), default=-1) + 1,
            kind=kind,
            author=author,
            author_name=clean(author_name),
            text=clean(words),
            content=None,
            abstained=more.get("abstained", False),
            rating="",
            created_at=now,
            **texts,
        )
        row.turns.append(turn)
        row.updated_at = now
        session.flush()
        return turn


def _holds(word: str) -> ColumnElement[bool]:
    said = select(TicketTurn.ticket_id).where(or_(holds(TicketTurn.text, word), holds(TicketTurn.spoken, word)))
    columns = (TicketRow.title, TicketRow.note, TicketRow.caller_name, TicketRow.caller_organisation)
    number = word.lstrip("#")
    named = [TicketRow.number == int(number)] if number.isdecimal() and len(number) < 10 else []
    phone = and_(TicketRow.caller_phone != "", holds(TicketRow.caller_phone, word))
    return or_(*(holds(c, word) for c in columns), phone, TicketRow.id.in_(said), *named)


def _row(session: Session, ticket_id: str, *, lock: bool = False) -> TicketRow:
    row = session.get(TicketRow, clean(ticket_id), with_for_update=lock or None)
    if row is None:
        raise UnknownRecord("没有这张工单", hint="它可能已被删除，请从工单列表中选择", en="no such ticket")
    return row


def _wrong_state(row: TicketRow, act: str) -> Stale:
    return Stale(
        f"工单 #{row.number} {_SAYS[row.status]}，不能{act}",
        hint="刷新后看看别人是否已经处理",
        en=f"ticket #{row.number} is {row.status}",
    )


def _questions(row: TicketRow) -> list[AskedQuestion]:
    """The questions of a ticket, each with the answer that follows it and what came of the call."""
    found: list[AskedQuestion] = []
    for turn in row.turns:
        if turn.kind == "question":
            found.append(
                AskedQuestion(
                    ticket=row.id,
                    number=row.number,
                    topic=row.topic,
                    text=without_caller(row, turn.text),
                    terms=turn.terms.split(),
                    asked_at=turn.created_at,
                    outcome=row.outcome,  # type: ignore[arg-type]
                    status=row.status,  # type: ignore[arg-type]
                )
            )
        elif turn.kind == "answer" and found:
            last = found[-1]
            last.spoken, last.abstained, last.rating = turn.spoken, turn.abstained, turn.rating  # type: ignore[assignment]
            last.answered = not turn.abstained
            last.cited = turn.cited.splitlines()
        elif turn.kind == "escalation" and found:
            found[-1].escalated = True
        elif turn.kind == "reply" and found and turn.spoken:
            found[-1].spoken = turn.spoken
    return found
