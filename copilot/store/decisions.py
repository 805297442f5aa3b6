"""Keeping what a reviewer decided on the findings of a pre-check: by the content of the papers, not by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from copilot.errors import BadInput, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables import FindingDecision
from copilot.store.text import clean

Decided = Literal["accepted", "dismissed"]
MAX_REASON = 2000


class DecisionView(BaseModel):
    """A decision on one finding; a dismissal has a reason."""

    finding: str
    rule_id: str
    decision: Decided
    reason: str
    decided_at: dt.datetime


class Decisions:
    """Decisions on findings; errors as for `Store`.

    `content` is the key of the papers' content, `finding` of the finding in it: the same papers handed in again meet
    their decisions, changed papers meet none.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def decide(self, content: str, finding: str, *, rule_id: str, decision: Decided, reason: str = "") -> DecisionView:
        """Keep a decision in place of an earlier one.

        Raises:
            BadInput: a dismissal without a reason.
        """
        words = clean(reason).strip()[:MAX_REASON]
        if decision == "dismissed" and not any(mark.isalnum() for mark in words):  # nor signs and invisible marks alone
            raise BadInput("没有写驳回的理由", hint="写明为什么不是问题，便于以后核对", en="a reason is needed")
        row = FindingDecision(
            tenant=self._database.tenant,
            content=content,
            finding=finding,
            rule_id=rule_id,
            decision=decision,
            reason=words,
            decided_at=self._now(),
        )
        try:
            return self._put(row)
        except IntegrityError:  # another writer decided in the same moment: now it is there
            return self._put(row)

    def _put(self, row: FindingDecision) -> DecisionView:
        with self._database.writing() as session:
            return _view(session.merge(row))

    def of(self, content: str) -> dict[str, DecisionView]:
        """The decisions on the findings in a content, by the finding's key."""
        rows = select(FindingDecision).where(FindingDecision.content == content)
        with self._database.reading() as session:
            return {row.finding: _view(row) for row in session.scalars(rows)}

    def take_back(self, content: str, finding: str) -> None:
        """Forget a decision.

        Raises:
            UnknownRecord: there is none.
        """
        with self._database.writing() as session:
            row = session.get(FindingDecision, (self._database.tenant, content, finding))
            if row is None:
                raise UnknownRecord("这条还没有处理过", hint="刷新页面后再看", en="nothing was decided on it")
            session.delete(row)

    def purge(self, before: dt.datetime) -> None:
        """Delete what was decided before a moment."""
        with self._database.writing() as session:
            session.execute(delete(FindingDecision).where(FindingDecision.decided_at < before))


def _view(row: FindingDecision) -> DecisionView:
    return DecisionView.model_validate(row, from_attributes=True)
