"""The audit log, for auditors: entries of one's organisation (of all for the operator), and whether the chain holds."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from copilot.accounts.principal import Principal
from copilot.accounts.roles import Permission
from copilot.audit.entry import Entry, Verified
from copilot.audit.log import MAX_FOUND, Audit
from serving.access import NotAllowed, Who, allow
from serving.backend import Backend
from serving.depends import backend

router = APIRouter(prefix="/v1/audit", tags=["audit"], dependencies=[allow(Permission.AUDIT)])
Word = Annotated[str, Query(max_length=200)]


class AuditFound(BaseModel):
    """A part of the log, the newest first; `total` counts all that one may see."""

    items: list[Entry]
    total: int
    before: int | None = Field(default=None, description="give it as `before` to read on; null: that was all")


def log(behind: Annotated[Backend, Depends(backend)]) -> Audit:
    """The log of the service: one for all organisations."""
    return behind.audit


Kept = Annotated[Audit, Depends(log)]


@router.get("", response_model=AuditFound)
def found(
    kept: Kept,
    who: Who,
    user: Word = "",
    subject: Word = "",
    kind: Word = "",
    outcome: Word = "",
    tenant: Annotated[str | None, Query(max_length=40)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_FOUND)] = 100,
) -> AuditFound:
    """审计记录，新的在前；本单位的，运维管理员可以看全部（entries, the newest first）。"""
    whose = _tenant(who, tenant)
    times: dict[str, dt.datetime | None] = {"since": since, "until": until}
    items = kept.find(
        tenant=whose, user=user, subject=subject, kind=kind, outcome=outcome, before=before, limit=limit, **times
    )
    more = items[-1].seq if len(items) == limit else None
    return AuditFound(items=items, total=kept.count(tenant=whose), before=more)


@router.get("/verify", response_model=Verified)
def verify(kept: Kept, head: Annotated[str, Query(max_length=64, description="a head noted earlier")] = "") -> Verified:
    """核对整条链：各单位的记录在同一条链上（whether the whole chain holds; it is one for all）。"""
    return kept.verify(noted=head)


def _tenant(who: Principal, wanted: str | None) -> str | None:
    """The organisation whose entries are asked for; None: all, for the operator."""
    if who.may(Permission.OPERATE):
        return wanted
    if wanted not in (None, who.tenant):
        raise NotAllowed("只能看本单位的记录", en="only the entries of your own organisation")
    return who.tenant
