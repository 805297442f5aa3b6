"""An entry of the audit log, and the chain that entries form.

The hash of an entry is SHA-256 over the hash of the one before it, a line feed, and the entry as canonical JSON (keys
in order, no spaces, UTF-8). Whoever changes, removes or inserts an entry breaks every hash after it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

Outcome = Literal["done", "refused", "missing", "invalid", "failed", "left"]
FIRST = ""  # what the first entry follows


@dataclass(frozen=True)
class Event:
    """Something that was read or written, before it has a place in the chain. Ids only: no content, no personal data.

    Attributes:
        user, tenant: ids of who acted and of their organisation; empty: nobody had signed in.
        via: local, session, key or cli.
        action: a verb, with what it was done to inside the subject: `read.export`, `close`.
        kind: of the subject: `ticket`, `filing`.
        subject: its ids, joined by `/`; empty: a whole list, or nothing that has an id.
        outcome: what came of it.
        request_id: as in the log and in the answer's `X-Request-Id`.
    """

    user: str
    tenant: str
    via: str
    action: str
    kind: str
    subject: str
    outcome: Outcome
    request_id: str = ""


class Entry(BaseModel):
    """An entry as kept."""

    seq: int = Field(description="counts from 1 without a gap")
    at: dt.datetime = Field(description="UTC")
    user: str
    tenant: str
    via: str
    action: str
    kind: str
    subject: str
    outcome: str
    request_id: str
    previous: str = Field(description="hash of the entry before; empty: the first")
    hash: str


class Verified(BaseModel):
    """What a check of the chain found."""

    ok: bool
    entries: int = Field(description="how many stand, as far as the chain holds")
    head: str = Field(description="hash of the last of them: note it elsewhere to prove later that none was cut off")
    broken: int | None = Field(default=None, description="the first place that does not hold")
    why: str = ""
    en: str = ""


def digest(previous: str, seq: int, at: dt.datetime, event: Event) -> str:
    """The hash of an entry."""
    return _hash(
        previous,
        seq,
        at,
        event.tenant,
        event.user,
        event.via,
        event.action,
        event.kind,
        event.subject,
        event.outcome,
        event.request_id,
    )


def _hash(previous: str, seq: int, at: dt.datetime, *words: str) -> str:
    tenant, user, via, action, kind, subject, outcome, request_id = words
    said = {
        "action": action,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "outcome": outcome,
        "request_id": request_id,
        "seq": seq,
        "subject": subject,
        "tenant": tenant,
        "user": user,
        "via": via,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


# (seq, at, tenant, user, via, action, kind, subject, outcome, request_id, previous, hash)
Kept = tuple[int, dt.datetime, str, str, str, str, str, str, str, str, str, str]


def verified(rows: Iterable[Kept], *, noted: str = "") -> Verified:
    """Whether a chain holds.

    Args:
        rows: all of it, in order.
        noted: the head as somebody wrote it down earlier; it must be in the chain, or entries were cut off.
    """
    last, seq, seen = FIRST, 0, not noted
    for row in rows:
        if why := _fault(row, seq + 1, last):
            return Verified(ok=False, entries=seq, head=last, broken=seq + 1, why=why[0], en=why[1])
        seq, last = row[0], row[-1]
        seen = seen or last == noted
    if not seen:
        zh, en = "记下的末尾不在链中：后面的记录被整段删除，或者记的不是这个库", "the noted head is not in the chain"
        return Verified(ok=False, entries=seq, head=last, broken=seq + 1, why=zh, en=en)
    return Verified(ok=True, entries=seq, head=last)


def _fault(row: Kept, seq: int, last: str) -> tuple[str, str] | None:
    if row[0] != seq:
        return f"缺少第 {seq} 条", f"entry {seq} is missing"
    if row[10] != last:
        return f"第 {seq} 条不接在前一条之后", f"entry {seq} does not follow the one before"
    if row[11] != _hash(last, seq, row[1], *row[2:10]):
        return f"第 {seq} 条的内容被改过", f"entry {seq} was changed"
    return None
