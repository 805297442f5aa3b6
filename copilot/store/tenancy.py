"""Rows that belong to an organisation, and sessions that see only those of one.

A session of an organisation adds the condition to every statement on such a table by itself, and marks every new row:
no query can forget it. A session of nobody in particular (`tenant` None) sees all and adds nothing; it is for what
concerns the whole service, such as deleting what is too old.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

MAX_TENANT_CHARS = 40


class Owned:
    """A table whose rows belong to an organisation each; put it before `Base`."""

    tenant: Mapped[str] = mapped_column(String(MAX_TENANT_CHARS), index=True)


class TenantSession(Session):
    """A session of one organisation.

    Args:
        tenant: its id; None: of all.
    """

    def __init__(self, bind: Any, *, tenant: str | None, **options: Any) -> None:
        super().__init__(bind, **options)
        self.tenant = tenant


@event.listens_for(TenantSession, "do_orm_execute")
def _only_theirs(state: ORMExecuteState) -> None:
    tenant = state.session.tenant  # type: ignore[attr-defined]
    if tenant is not None and (state.is_select or state.is_update or state.is_delete):
        theirs = with_loader_criteria(Owned, lambda table: table.tenant == tenant, include_aliases=True)
        state.statement = state.statement.options(theirs)


@event.listens_for(TenantSession, "before_flush")
def _marked(session: TenantSession, context: Any, instances: Any) -> None:
    for row in session.new:
        if isinstance(row, Owned):
            if row.tenant is None:
                row.tenant = session.tenant  # type: ignore[assignment]
            if row.tenant is None or session.tenant not in (None, row.tenant):
                raise RuntimeError(f"a row of {type(row).__name__} for another organisation, or for none")
