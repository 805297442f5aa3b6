"""The table of the audit log. The database itself refuses to change or delete a row (triggers of the migration)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from copilot.store.tables import Base, UtcDateTime
from copilot.store.tenancy import MAX_TENANT_CHARS


class AuditRow(Base):
    """An entry; one chain for all organisations, so that no session adds a condition by itself.

    `seq` counts from 1 without a gap; `previous` is the hash of the entry before, empty at the first. `actor` is an
    id, empty where nobody had signed in; `subject` holds ids joined by `/`, never names or content.
    """

    __tablename__ = "audit_entry"

    tenant: Mapped[str] = mapped_column(String(MAX_TENANT_CHARS), index=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(40), index=True)
    via: Mapped[str] = mapped_column(String(10))
    action: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    request_id: Mapped[str] = mapped_column(String(32))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
