"""Keeping the ledger of exports: add, find, void; persons only as salted hashes. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from copilot.domain import LOCAL_TENANT, LedgerEntry, LedgerRow
from copilot.errors import BadInput, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables import LedgerLine, LedgerSalt
from copilot.store.text import clean

KEY_BYTES = 16  # 128 of the 256 bits: no two persons of a country meet by chance
_SALT_BYTES = 32
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row to be added; `fingerprint` None: added however often it comes."""

    row: LedgerRow
    source: str = ""
    fingerprint: str | None = None


class Ledger:
    """The ledger; errors as for `Store`.

    Args:
        database: opened, migrated.
        now: the clock.
    """

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def add(self, row: LedgerRow, *, ids: Iterable[str] | None = None, source: str = "") -> LedgerEntry:
        """Record an export; with `ids`, their salted hashes are kept and `persons` must be how many there are.

        Raises:
            BadInput: no usable id, or another number of persons than ids.
        """
        keys = None if ids is None else self._hashed(ids)
        if keys is not None and len(keys) != row.persons:
            raise BadInput(
                f"人数（{row.persons}）与名单里去重后的人数（{len(keys)}）不一致",
                hint="去掉人数，由名单计算；或者核对名单",
                en="persons and ids do not agree",
            )
        line = self._line(Incoming(row, source))
        line.keyed, line.keys = keys is not None, b"".join(sorted(keys)) if keys is not None else None
        with self._database.writing() as session:
            session.add(line)
        return _entry(line)

    def distinct(self, ids: Iterable[str]) -> int:
        """How many persons a list of ids names, as the ledger tells them apart."""
        return len({plain for one in ids if (plain := _plain(one))})

    def add_all(self, incoming: Sequence[Incoming]) -> list[LedgerEntry | None]:
        """Record many in one transaction; None where the same line was imported before."""
        incoming = [replace(one, fingerprint=self._own(one.fingerprint)) for one in incoming]
        try:
            return self._add_all(incoming)
        except IntegrityError:  # another import brought the same lines in the same moment: now they are there
            return self._add_all(incoming)

    def _add_all(self, incoming: Sequence[Incoming]) -> list[LedgerEntry | None]:
        wanted = [one.fingerprint for one in incoming if one.fingerprint]
        with self._database.writing() as session:
            known: set[str | None] = set()
            for start in range(0, len(wanted), _CHUNK):
                part = LedgerLine.fingerprint.in_(wanted[start : start + _CHUNK])
                known |= set(session.scalars(select(LedgerLine.fingerprint).where(part)))
            lines: list[LedgerLine | None] = []
            for one in incoming:
                if one.fingerprint is not None and one.fingerprint in known:
                    lines.append(None)
                    continue
                known.add(one.fingerprint)
                lines.append(self._line(one))
            session.add_all([line for line in lines if line])
        return [_entry(line) if line else None for line in lines]

    def entries(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        entity: str | None = None,
        voided: bool = False,
    ) -> list[LedgerEntry]:
        """Recorded exports by day; `since` and `until` are both included; with `voided` also those.

        Args:
            since: the first day; None: from the beginning.
            until: the last day; None: to the end.
            entity: of this entity alone; None: of all.
            voided: also the lines that were voided.
        """
        wanted = select(LedgerLine).order_by(LedgerLine.exported_on, LedgerLine.created_at, LedgerLine.id)
        if since is not None:
            wanted = wanted.where(LedgerLine.exported_on >= since)
        if until is not None:
            wanted = wanted.where(LedgerLine.exported_on <= until)
        if entity is not None:
            wanted = wanted.where(LedgerLine.entity == clean(entity))
        if not voided:
            wanted = wanted.where(LedgerLine.voided_at.is_(None))
        with self._database.reading() as session:
            return [_entry(line) for line in session.scalars(wanted)]

    def keys(self, entry_ids: Collection[str]) -> dict[str, frozenset[bytes]]:
        """The hashed persons of entries that have some."""
        wanted, found = list(entry_ids), dict[str, frozenset[bytes]]()
        with self._database.reading() as session:
            for start in range(0, len(wanted), _CHUNK):
                part = LedgerLine.id.in_(wanted[start : start + _CHUNK])
                for name, keys in session.execute(
                    select(LedgerLine.id, LedgerLine.keys).where(part, LedgerLine.keys.is_not(None))
                ):
                    found[name] = _apart(keys or b"")
        return found

    def void(self, entry_id: str, reason: str) -> LedgerEntry:
        """Mark an entry as wrong; it stays, and counts no more.

        Raises:
            BadInput: no reason.
            UnknownRecord: no such entry, or it is void already.
        """
        if not reason.strip():
            raise BadInput("没有写作废的原因", hint="写明为什么作废，便于以后核对", en="a reason is needed")
        with self._database.writing() as session:
            line = session.get(LedgerLine, clean(entry_id), with_for_update=True)
            if line is None or line.voided_at is not None:
                raise UnknownRecord(
                    "没有这条记录，或者已经作废", hint="编号见 ledger export", en="no such entry, or void already"
                )
            line.voided_at, line.void_reason, line.fingerprint = self._now(), clean(reason), None
            return _entry(line)

    def _line(self, one: Incoming) -> LedgerLine:
        values = {k: clean(v) if isinstance(v, str) else v for k, v in one.row.model_dump(mode="python").items()}
        return LedgerLine(
            **values,
            keyed=False,
            source=clean(one.source),
            fingerprint=one.fingerprint,
            created_at=self._now(),
            void_reason="",
        )

    def _hashed(self, ids: Iterable[str]) -> set[bytes]:
        salt = self._salt()
        found = {
            hmac.new(salt, plain.encode(), hashlib.sha256).digest()[:KEY_BYTES] for one in ids if (plain := _plain(one))
        }
        if not found:
            raise BadInput("名单里没有可用的编号", hint="每行一个编号，例如员工号或者会员号", en="no ids")
        return found

    def _salt(self) -> bytes:
        try:
            return self._make_salt()
        except IntegrityError:  # another writer made it in the same moment
            return self._make_salt()

    def _make_salt(self) -> bytes:
        with self._database.writing() as session:
            row = session.get(LedgerSalt, (self._database.tenant, 1))
            if row is None:
                row = LedgerSalt(id=1, salt=secrets.token_bytes(_SALT_BYTES))
                session.add(row)
                session.flush()
            return row.salt

    def _own(self, fingerprint: str | None) -> str | None:
        """A fingerprint that no other organisation's line shares; the column is unique in the whole table."""
        tenant = self._database.tenant
        if fingerprint is None or tenant == LOCAL_TENANT:
            return fingerprint
        return hashlib.sha256(f"{tenant} {fingerprint}".encode()).hexdigest()


def _apart(keys: bytes) -> frozenset[bytes]:
    return frozenset(keys[i : i + KEY_BYTES] for i in range(0, len(keys), KEY_BYTES))


def _plain(one: str) -> str:
    """An id without what differs between two spellings of it."""
    return unicodedata.normalize("NFKC", one).strip().casefold()


def _entry(line: LedgerLine) -> LedgerEntry:
    values = {name: getattr(line, name) for name in LedgerEntry.model_fields}
    return LedgerEntry.model_construct(**values)
