"""Keeping conversations: create, append, find, rename, rate, export from, delete; search runs, verdicts, drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from copilot.domain import Answer, SearchResponse
from copilot.errors import UnknownRecord
from copilot.store.cases import Cases
from copilot.store.database import Database, delete_counted
from copilot.store.decisions import Decisions
from copilot.store.filings import Filings
from copilot.store.ledger import Ledger
from copilot.store.review_facts import ReviewFacts
from copilot.store.reviews import Reviews
from copilot.store.tables import Conversation, Feedback, Message, SearchRun
from copilot.store.text import MAX_PAGE, clean, holds, title_of
from copilot.store.tickets import Tickets
from copilot.store.verdicts import Drafts, Verdicts

Fault = Literal["", "wrong_law", "wrong_path", "not_answered", "out_of_date", "other"]


class FeedbackView(BaseModel):
    """What a reader thought of an answer; `fault` is what was wrong, empty where nothing was named."""

    thumb: Literal["up", "down"]
    reason: str = ""
    comment: str = ""
    fault: Fault = ""


class MessageView(BaseModel):
    """One turn: `role` user (the question in `text`) or assistant (also the whole `answer`)."""

    id: str
    role: Literal["user", "assistant"]
    text: str
    created_at: dt.datetime
    answer: Answer | None = None
    feedback: FeedbackView | None = None


class Summary(BaseModel):
    """A conversation in a list."""

    id: str
    title: str
    language: str
    created_at: dt.datetime
    updated_at: dt.datetime
    questions: int = 0


class Found(BaseModel):
    """A part of a list; `total` counts all of it."""

    items: list[Summary]
    total: int


class ConversationView(Summary):
    """A conversation with its turns, oldest first."""

    messages: list[MessageView]


class SearchRunView(BaseModel):
    """One kept run of the retrieval test page."""

    id: str
    created_at: dt.datetime
    results: SearchResponse


class Store:
    """All operations on what an organisation keeps; `of` gives the store of another one.

    More in `verdicts`, `drafts`, `ledger`, `cases`, `decisions`, `filings`. Safe in threads and processes. Every method
    raises `StorageFull` without room on the disk and `Unavailable` when the database can't serve.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self.database, self._now = database, now
        self.verdicts = Verdicts(database, now=lambda: self._now())
        self.drafts = Drafts(database, now=lambda: self._now())
        self.ledger = Ledger(database, now=lambda: self._now())
        self.cases = Cases(database, now=lambda: self._now())
        self.decisions = Decisions(database, now=lambda: self._now())
        self.filings = Filings(database, now=lambda: self._now())
        self.tickets = Tickets(database, now=lambda: self._now())
        self.reviews = Reviews(database, now=lambda: self._now())
        self.review_facts = ReviewFacts(database, now=lambda: self._now())

    def of(self, tenant: str | None) -> Store:
        """What an organisation keeps; None: all of it, for what concerns the whole service."""
        return Store(self.database.of(tenant), now=self._now)

    def create(self, title: str = "", *, language: str = "zh", owner: str | None = None) -> Summary:
        """A new, empty conversation."""
        now = self._now()
        row = Conversation(title=title_of(title), language=language, owner=owner, created_at=now, updated_at=now)
        with self.database.writing() as session:
            session.add(row)
        return _summary(row)

    def start(
        self, question: str, conversation_id: str | None = None, *, language: str = "zh", retry: bool = False
    ) -> tuple[str, list[str]]:
        """Keep a question; returns the conversation's id and its earlier questions, oldest first.

        Args:
            retry: answer the last question again: when it is this one, it is kept once and its answer is dropped.

        Raises:
            UnknownRecord: no such conversation.
        """
        with self.database.writing() as session:
            conversation = self._locked(session, conversation_id, question, language)
            turns = list(
                session.scalars(select(Message).filter_by(conversation_id=conversation.id).order_by(Message.position))
            )
            asked = [m for m in turns if m.role == "user"]
            if retry and asked and asked[-1].text == clean(question):
                for turn in turns[turns.index(asked[-1]) + 1 :]:
                    session.delete(turn)
                return conversation.id, [m.text for m in asked[:-1]]
            self._add(session, conversation, "user", question, None)
            return conversation.id, [m.text for m in asked]

    def answer(self, conversation_id: str, answer: Answer) -> Answer:
        """Keep an answer; returned with its `conversation_id` and `message_id`.

        Raises:
            UnknownRecord: the conversation was deleted meanwhile.
        """
        with self.database.writing() as session:
            conversation = _conversation(session, conversation_id, lock=True)
            row = self._add(session, conversation, "assistant", answer.answer, answer)
            return Answer.model_validate(row.answer)

    def find(self, *, query: str = "", limit: int = 50, offset: int = 0) -> Found:
        """Conversations, last used first; with `query`, those whose title or messages hold each of its words."""
        wanted = [_holds(word) for word in clean(query).split()]
        asked = select(func.count()).where(Message.conversation_id == Conversation.id, Message.role == "user")
        rows = (
            select(Conversation, asked.scalar_subquery())
            .where(*wanted)
            .order_by(Conversation.updated_at.desc(), Conversation.id)
            .limit(min(limit, MAX_PAGE))
            .offset(offset)
        )
        with self.database.reading() as session:
            total = session.scalar(select(func.count()).select_from(Conversation).where(*wanted)) or 0
            return Found(items=[_summary(row, count) for row, count in session.execute(rows)], total=total)

    def get(self, conversation_id: str) -> ConversationView:
        """A conversation with its turns.

        Raises:
            UnknownRecord: no such conversation.
        """
        with self.database.reading() as session:
            row = _conversation(session, conversation_id)
            turns = [_message(m) for m in row.messages]
            summary = _summary(row, sum(turn.role == "user" for turn in turns))
            return ConversationView(**summary.model_dump(), messages=turns)

    def message(self, message_id: str) -> tuple[MessageView, MessageView]:
        """A question and the answer with this id.

        Raises:
            UnknownRecord: no such answer.
        """
        with self.database.reading() as session:
            row = session.get(Message, message_id)
            if row is None or row.role != "assistant":
                raise UnknownRecord("没有这条回答", hint="它可能已被删除", en="no such answer")
            asked = session.scalars(
                select(Message)
                .where(Message.conversation_id == row.conversation_id, Message.position < row.position)
                .where(Message.role == "user")
                .order_by(Message.position.desc())
                .limit(1)
            ).first()
            return _message(asked or row), _message(row)

    def rename(self, conversation_id: str, title: str) -> Summary:
        """Give a conversation another title.

        Raises:
            UnknownRecord: no such conversation.
        """
        with self.database.writing() as session:
            row = _conversation(session, conversation_id)
            row.title = title_of(title)
            asked = select(func.count()).where(Message.conversation_id == row.id, Message.role == "user")
            return _summary(row, session.scalar(asked) or 0)

    def rate(self, message_id: str, feedback: FeedbackView, *, conversation_id: str | None = None) -> FeedbackView:
        """Keep what a reader thought of an answer, in place of what was said before.

        Raises:
            UnknownRecord: no such answer, or not in the conversation that was named.
        """
        with self.database.writing() as session:
            _answer_row(session, message_id, conversation_id)
            values = {name: clean(text) for name, text in feedback.model_dump().items()}
            session.merge(Feedback(message_id=message_id, created_at=self._now(), **values))
        return feedback

    def unrate(self, message_id: str, *, conversation_id: str | None = None) -> None:
        """Forget what a reader thought of an answer, if anything.

        Raises:
            UnknownRecord: as for `rate`.
        """
        with self.database.writing() as session:
            _answer_row(session, message_id, conversation_id)
            session.execute(delete(Feedback).where(Feedback.message_id == message_id))

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with everything in it.

        Raises:
            UnknownRecord: no such conversation.
        """
        with self.database.writing() as session:
            session.delete(_conversation(session, conversation_id))

    def delete_all(self) -> int:
        """Delete every conversation and search run; returns how many conversations there were."""
        with self.database.writing() as session:
            session.execute(delete(SearchRun))
            return delete_counted(session, Conversation)

    def purge(self, *, older_than_days: int) -> int:
        """Delete what was last used before that many days, of all organisations; 0 keeps everything.

        Returns how many conversations.
        """
        if older_than_days <= 0:
            return 0
        limit = self._now() - dt.timedelta(days=older_than_days)
        every = self.of(None)
        with every.database.writing() as session:
            session.execute(delete(SearchRun).where(SearchRun.created_at < limit))
            count = delete_counted(session, Conversation, Conversation.updated_at < limit)
        every.verdicts.purge(limit)
        every.drafts.purge(limit)
        every.decisions.purge(limit)
        every.filings.purge(limit)
        every.tickets.purge(limit)
        every.reviews.purge(limit)
        return count

    def keep_search(self, results: SearchResponse) -> SearchRunView:
        """Keep a run of the retrieval test page."""
        row = SearchRun(
            query=clean(results.query),
            as_of=results.as_of,
            results=results.model_dump(mode="json"),
            created_at=self._now(),
        )
        with self.database.writing() as session:
            session.add(row)
        return _run(row)

    def searches(self, *, limit: int = 50) -> list[SearchRunView]:
        """Kept runs, newest first."""
        with self.database.reading() as session:
            rows = session.scalars(select(SearchRun).order_by(SearchRun.created_at.desc()).limit(min(limit, MAX_PAGE)))
            return [_run(row) for row in rows]

    def forget_searches(self) -> None:
        """Delete all kept runs."""
        with self.database.writing() as session:
            session.execute(delete(SearchRun))

    def check(self) -> None:
        """Return when the database answers; `Unavailable` otherwise."""
        self.database.check()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def _locked(self, session: Session, conversation_id: str | None, words: str, language: str) -> Conversation:
        """The conversation, locked so that two writers number their messages one after the other."""
        if conversation_id is not None:
            return _conversation(session, conversation_id, lock=True)
        now = self._now()
        row = Conversation(title=title_of(words), language=language, created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        return row

    def _add(
        self, session: Session, conversation: Conversation, role: str, words: str, answer: Answer | None
    ) -> Message:
        last = session.scalar(select(func.max(Message.position)).filter_by(conversation_id=conversation.id))
        now = self._now()
        row = Message(
            conversation_id=conversation.id,
            position=0 if last is None else last + 1,
            role=role,
            text=clean(words),
            created_at=now,
            feedback=None,
        )
        session.add(row)
        session.flush()
        if answer is not None:
            kept = answer.model_copy(update={"conversation_id": conversation.id, "message_id": row.id})
            row.answer = kept.model_dump(mode="json")
        conversation.updated_at = now
        if not conversation.title and role == "user":
            conversation.title = title_of(words)
        return row


def _holds(word: str) -> ColumnElement[bool]:
    said = select(Message.conversation_id).where(holds(Message.text, word))
    return or_(holds(Conversation.title, word), Conversation.id.in_(said))


def _conversation(session: Session, conversation_id: str, *, lock: bool = False) -> Conversation:
    row = session.get(Conversation, clean(conversation_id), with_for_update=lock or None)
    if row is None:
        raise UnknownRecord("没有这个会话", hint="它可能已被删除，请从会话列表中选择", en="no such conversation")
    return row


def _answer_row(session: Session, message_id: str, conversation_id: str | None) -> Message:
    row = session.get(Message, clean(message_id), with_for_update=True)
    if row is None or row.role != "assistant" or conversation_id not in (None, row.conversation_id):
        raise UnknownRecord("没有这条回答", hint="它可能已被删除", en="no such answer")
    return row


def _summary(row: Conversation, questions: int = 0) -> Summary:
    return Summary(
        id=row.id,
        title=row.title,
        language=row.language,
        created_at=row.created_at,
        updated_at=row.updated_at,
        questions=questions,
    )


def _feedback(row: Feedback) -> FeedbackView:
    return FeedbackView(thumb=row.thumb, reason=row.reason, comment=row.comment, fault=row.fault)  # type: ignore[arg-type]


def _message(row: Message) -> MessageView:
    return MessageView(
        id=row.id,
        role=row.role,  # type: ignore[arg-type]
        text=row.text,
        created_at=row.created_at,
        answer=Answer.model_validate(row.answer) if row.answer else None,
        feedback=_feedback(row.feedback) if row.feedback else None,
    )


def _run(row: SearchRun) -> SearchRunView:
    return SearchRunView(id=row.id, created_at=row.created_at, results=SearchResponse.model_validate(row.results))


def open_store(url: str) -> Store:
    """The store at `url`, with its schema brought up to date."""
    return Store(Database(url))
