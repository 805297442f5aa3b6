"""Keeping verdicts as they were given, and drafts of facts as the page left them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from copilot.errors import UnknownRecord
from copilot.store.database import Database, delete_counted
from copilot.store.tables import Determination, Draft
from copilot.store.text import MAX_PAGE, clean, clean_json, holds, title_of

Now = Callable[[], dt.datetime]


class VerdictSummary(BaseModel):
    """A kept verdict in a list."""

    id: str
    title: str
    path: str
    headline: str
    as_of: dt.date
    created_at: dt.datetime
    data_digest: str = Field(description="digest of the rule data it was made with")
    code_version: str


class VerdictsFound(BaseModel):
    """A part of a list, the newest first; `total` counts all of it."""

    items: list[VerdictSummary]
    total: int


class VerdictView(VerdictSummary):
    """A kept verdict: the facts it rests on and the whole result, as they were."""

    facts: dict[str, Any]
    start: dt.date | None = Field(default=None, description="the day from which the timeline has dates")
    story: str | None = None
    story_model: str = Field(default="", description="the model that helped to read the story; empty: none")
    result: dict[str, Any]


class DraftView(BaseModel):
    """An unfinished set of facts, as the page saved it."""

    id: str
    content: dict[str, Any]
    created_at: dt.datetime
    updated_at: dt.datetime


class Verdicts:
    """Kept verdicts; errors as for `Store`."""

    def __init__(self, database: Database, *, now: Now) -> None:
        self._database, self._now = database, now

    def keep(
        self,
        facts: dict[str, Any],
        result: dict[str, Any],
        *,
        story: str | None = None,
        story_model: str = "",
        start: dt.date | None = None,
        title: str = "",
    ) -> VerdictView:
        """Keep a verdict; returned as kept.

        Args:
            facts: as given, or as read from the story.
            result: a `PathResult` as JSON.
            story: the description that the facts came from.
            story_model: the model that helped to read it.
            start: the day from which the timeline has dates.
            title: default: the purpose, the story's or the headline's beginning.
        """
        facts, rules = clean_json(facts), result.get("rules", {})
        purpose = facts.get("purpose")
        named = title or (purpose if isinstance(purpose, str) else "") or story or result["headline"] or result["path"]
        row = Determination(
            title=title_of(named),
            path=result["path"],
            headline=clean(result["headline"]),
            as_of=dt.date.fromisoformat(result["as_of"]),
            start=start,
            facts=facts,
            story=clean(story) if story is not None else None,
            story_model=clean(story_model),
            result=clean_json(result),
            data_digest=rules.get("data", ""),
            code_version=rules.get("code", ""),
            words="\n".join([clean(title), clean(story or ""), clean(result["headline"]), *_texts(facts)]),
            created_at=self._now(),
        )
        with self._database.writing() as session:
            session.add(row)
        return _view(row)

    def find(self, *, query: str = "", path: str = "", limit: int = 50, offset: int = 0) -> VerdictsFound:
        """Kept verdicts, the newest first; with `query`, those whose title, story, headline or facts hold its words."""
        wanted = [holds(Determination.words, word) for word in clean(query).split()]
        if path:
            wanted.append(Determination.path == path)
        rows = (
            select(Determination)
            .where(*wanted)
            .order_by(Determination.created_at.desc(), Determination.id)
            .limit(min(limit, MAX_PAGE))
            .offset(offset)
        )
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(Determination).where(*wanted)) or 0
            return VerdictsFound(items=[_summary(row) for row in session.scalars(rows)], total=total)

    def get(self, verdict_id: str) -> VerdictView:
        """A kept verdict; the beginning of its id is enough where only one begins so.

        Raises:
            UnknownRecord: no such verdict, or several begin so.
        """
        with self._database.reading() as session:
            return _view(_row(session, verdict_id))

    def delete(self, verdict_id: str) -> None:
        """Delete a verdict; its whole id is needed.

        Raises:
            UnknownRecord: no such verdict.
        """
        with self._database.writing() as session:
            row = session.get(Determination, clean(verdict_id))
            if row is None:
                raise _no_verdict()
            session.delete(row)

    def delete_all(self) -> int:
        """Delete every verdict; returns how many there were."""
        with self._database.writing() as session:
            return delete_counted(session, Determination)

    def purge(self, before: dt.datetime) -> None:
        """Delete what was kept before a moment."""
        with self._database.writing() as session:
            session.execute(delete(Determination).where(Determination.created_at < before))


class Drafts:
    """Unfinished sets of facts; errors as for `Store`."""

    def __init__(self, database: Database, *, now: Now) -> None:
        self._database, self._now = database, now

    def save(self, draft_id: str, content: dict[str, Any]) -> DraftView:
        """Keep a draft in place of its earlier state."""
        try:
            return self._save(draft_id, content)
        except IntegrityError:  # another writer made it in the same moment: now it is there
            return self._save(draft_id, content)

    def _save(self, draft_id: str, content: dict[str, Any]) -> DraftView:
        now = self._now()
        with self._database.writing() as session:
            row = session.get(Draft, (self._database.tenant, draft_id), with_for_update=True)
            if row is None:
                row = Draft(id=draft_id, created_at=now)
                session.add(row)
            row.content, row.updated_at = clean_json(content), now
        return _draft(row)

    def find(self, *, limit: int = 50) -> list[DraftView]:
        """Drafts, the last changed first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(Draft).order_by(Draft.updated_at.desc(), Draft.id).limit(min(limit, MAX_PAGE))
            )
            return [_draft(row) for row in rows]

    def get(self, draft_id: str) -> DraftView:
        """A draft.

        Raises:
            UnknownRecord: no such draft.
        """
        with self._database.reading() as session:
            return _draft(_draft_row(session, draft_id))

    def delete(self, draft_id: str) -> None:
        """Delete a draft.

        Raises:
            UnknownRecord: no such draft.
        """
        with self._database.writing() as session:
            session.delete(_draft_row(session, draft_id))

    def delete_all(self) -> int:
        """Delete every draft; returns how many there were."""
        with self._database.writing() as session:
            return delete_counted(session, Draft)

    def purge(self, before: dt.datetime) -> None:
        """Delete what was last changed before a moment."""
        with self._database.writing() as session:
            session.execute(delete(Draft).where(Draft.updated_at < before))


def _row(session: Session, verdict_id: str) -> Determination:
    wanted = clean(verdict_id)
    if (row := session.get(Determination, wanted)) is not None:
        return row
    begin = Determination.id.startswith(wanted, autoescape=True)
    rows = list(session.scalars(select(Determination).where(begin).limit(2))) if wanted else []
    if len(rows) == 1:
        return rows[0]
    raise _no_verdict(several=len(rows) > 1)


def _no_verdict(*, several: bool = False) -> UnknownRecord:
    if several:
        return UnknownRecord("有几个判定的编号都这样开头", hint="请多给几位", en="several verdicts begin so")
    return UnknownRecord("没有这个判定", hint="它可能已被删除，请从判定列表中选择", en="no such verdict")


def _draft_row(session: Session, draft_id: str) -> Draft:
    row = session.scalars(select(Draft).filter_by(id=clean(draft_id))).first()
    if row is None:
        raise UnknownRecord("没有这份草稿", hint="它可能已被删除", en="no such draft")
    return row


def _texts(value: Any) -> Iterator[str]:
    """The texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _summary(row: Determination) -> VerdictSummary:
    return VerdictSummary.model_validate(row, from_attributes=True)


def _view(row: Determination) -> VerdictView:
    return VerdictView.model_validate(row, from_attributes=True)


def _draft(row: Draft) -> DraftView:
    return DraftView.model_validate(row, from_attributes=True)
