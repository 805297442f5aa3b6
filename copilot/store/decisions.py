"""Keeping what a reviewer decided on the findings of a pre-check: by the content of the papers, not by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from copilot.errors import BadInput, Stale, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables import FindingDecision
from copilot.store.text import clean

Decided = Literal["accepted", "dismissed"]
MAX_REASON = 2000
ANY: Literal["any"] = "any"
Seen = dt.datetime | None | Literal["any"]


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

    def decide(
        self,
        content: str,
        finding: str,
        *,
        rule_id: str,
        decision: Decided,
        reason: str = "",
        seen: Seen = ANY,
    ) -> DecisionView:
        """Keep a decision in place of an earlier one.

        Args:
            content: key of the papers' content.
            finding: key of the finding in it.
            rule_id: its criterion.
            decision: what was decided.
            reason: why.
            seen: when the decision was made that the writer saw, None where they saw none; `ANY`: whatever stands.

        Raises:
            BadInput: a dismissal without a reason.
            Stale: another decision stands than the one the writer saw.
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
            return self._put(row, seen)
        except IntegrityError:  # another writer decided in the same moment: now it is there
            return self._put(row, seen)

    def _put(self, row: FindingDecision, seen: Seen) -> DecisionView:
        with self._database.writing() as session:
            if not isinstance(seen, str):
                key = (row.tenant, row.content, row.finding)
                _as_seen(session.get(FindingDecision, key, with_for_update=True), seen)
            return _view(session.merge(row))

    def of(self, content: str) -> dict[str, DecisionView]:
        """The decisions on the findings in a content, by the finding's key."""
        rows = select(FindingDecision).where(FindingDecision.content == content)
        with self._database.reading() as session:
            return {row.finding: _view(row) for row in session.scalars(rows)}

    def take_back(self, content: str, finding: str, *, seen: Seen = ANY) -> None:
        """Forget a decision; `seen` as for `decide`.

        Raises:
            UnknownRecord: there is none.
            Stale: another decision stands than the one the writer saw.
        """
        with self._database.writing() as session:
            row = session.get(FindingDecision, (self._database.tenant, content, finding))
            if row is None:
                raise UnknownRecord("这条还没有处理过", hint="刷新页面后再看", en="nothing was decided on it")
            if not isinstance(seen, str):
                _as_seen(row, seen)
            session.delete(row)

    def purge(self, before: dt.datetime) -> None:
        """Delete what was decided before a moment."""
        with self._database.writing() as session:
            session.execute(delete(FindingDecision).where(FindingDecision.decided_at < before))


def _as_seen(row: FindingDecision | None, seen: dt.datetime | None) -> None:
    if (row.decided_at if row else None) != seen:
        raise Stale(
            "这一条在您看的时候已由别人处理，您的处理没有保存",
            hint="刷新后看过别人的处理再定",
            en="decided by somebody else meanwhile",
        )


def _view(row: FindingDecision) -> DecisionView:
    return DecisionView.model_validate(row, from_attributes=True)
