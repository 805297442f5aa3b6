"""Signing in and out, sessions, keys: from what a request carries to who is acting."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from copilot.accounts.passwords import matches
from copilot.accounts.people import People, login_of
from copilot.accounts.principal import Principal
from copilot.accounts.roles import Permission, Role, permissions_of
from copilot.accounts.shapes import KeyView, NewKey, SessionView, SignedIn
from copilot.accounts.tries import Tries
from copilot.errors import BadInput, Refused, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables_accounts import AccountRow, KeyRow, SignInRow, TenantRow
from copilot.store.text import clean

IDLE = dt.timedelta(hours=2)
LONGEST = dt.timedelta(hours=12)
SEEN_EVERY = dt.timedelta(minutes=1)  # a session is not written at every request
KEY_START = "cck_"
KEY_DAYS, MAX_KEY_DAYS = 90, 366


class WrongSignIn(Refused):
    """Name or password are wrong; which of them is never said."""

    code, http_status = "wrong_sign_in", 401


@dataclass(frozen=True)
class Acting:
    """Who acts, in which session (empty: by a key), and whether the password has to be changed first."""

    principal: Principal
    session: str = ""
    must_change: bool = False


class SignIns:
    """Sessions and keys; errors as for `Store`.

    Args:
        database: opened, migrated.
        people: the accounts.
        tries: failed sign-ins.
        now: the clock.
        idle: a session ends when unused for so long.
        longest: a session ends after so long in any case.
    """

    def __init__(
        self,
        database: Database,
        *,
        people: People,
        tries: Tries,
        now: Callable[[], dt.datetime],
        idle: dt.timedelta = IDLE,
        longest: dt.timedelta = LONGEST,
    ) -> None:
        self._database, self._people, self._tries, self._now = database, people, tries, now
        self.idle, self.longest = idle, longest

    def sign_in(self, login: str, password: str, *, agent: str = "") -> SignedIn:
        """A new session.

        Raises:
            WrongSignIn: name or password are wrong, or the account or its organisation is closed.
            TooManyTries: too many failed under this name.
        """
        login = login_of(login)
        self._tries.begin(login)
        with self._database.reading() as session:
            row = session.scalars(select(AccountRow).filter_by(login=login)).first()
            kept = row.password if row and _open(session, row) else None
        if not matches(password, kept):
            raise WrongSignIn(
                "登录名或者密码不对", hint="请再输一次；忘了密码请管理员重设", en="wrong name or password"
            )
        assert row is not None
        self._tries.forget(login)
        self._people.rehash(row.id, password)
        token, now = secrets.token_urlsafe(32), self._now()
        new = SignInRow(account_id=row.id, token=_hash(token), agent=clean(agent)[:200], created_at=now, seen_at=now)
        with self._database.writing() as session:
            session.execute(delete(SignInRow).where(self._over(now)))
            session.add(new)
        return SignedIn(token=token, user=self._people.get(row.id))

    def of_token(self, token: str) -> Acting | None:
        """Who signed in and got this token; None: nobody, or it is over."""
        now, wanted = self._now(), select(SignInRow).where(SignInRow.token == _hash(token))
        with self._database.reading() as session:
            row = session.scalars(wanted).first()
            if row is None or row.seen_at < now - self.idle or row.created_at < now - self.longest:
                return None
            account = session.get(AccountRow, row.account_id)
            if account is None or not _open(session, account):
                return None
            found = Acting(_principal(account), row.id, account.must_change)
            late = row.seen_at < now - SEEN_EVERY
        if late:
            with self._database.writing() as session:
                if kept := session.get(SignInRow, found.session):
                    kept.seen_at = now
        return found

    def sessions(self, *, user: str | None = None, tenant: str | None = None, mine: str = "") -> list[SessionView]:
        """Sessions that still hold, the last used first."""
        wanted = select(SignInRow, AccountRow.login).join(AccountRow).where(~self._over(self._now()))
        if user is not None:
            wanted = wanted.where(SignInRow.account_id == user)
        if tenant is not None:
            wanted = wanted.where(AccountRow.tenant == tenant)
        with self._database.reading() as session:
            return [
                SessionView(
                    id=row.id,
                    user=login,
                    agent=row.agent,
                    created_at=row.created_at,
                    seen_at=row.seen_at,
                    mine=row.id == mine,
                )
                for row, login in session.execute(wanted.order_by(SignInRow.seen_at.desc(), SignInRow.id))
            ]

    def end(self, session_id: str, *, user: str | None = None, tenant: str | None = None) -> None:
        """End one session; with `user` or `tenant`, only one of theirs.

        Raises:
            UnknownRecord: there is none.
        """
        with self._database.writing() as session:
            row = session.get(SignInRow, clean(session_id))
            account = session.get(AccountRow, row.account_id) if row else None
            if row is None or account is None or user not in (None, account.id) or tenant not in (None, account.tenant):
                raise UnknownRecord("没有这个登录", hint="它可能已经结束", en="no such session")
            session.delete(row)

    def end_all(self, user: str) -> int:
        """End all sessions of somebody; returns how many there were."""
        with self._database.writing() as session:
            rows = list(session.scalars(select(SignInRow).where(SignInRow.account_id == user)))
            for row in rows:
                session.delete(row)
            return len(rows)

    def make_key(self, user: str, name: str, *, scopes: Collection[Permission], days: int = KEY_DAYS) -> NewKey:
        """A key for a program that acts for somebody; shown once.

        Args:
            user: id.
            name: what it is for.
            scopes: what it may do, at most what its owner may.
            days: until it ends.

        Raises:
            BadInput: no scopes, more than the owner may do, no such time.
            UnknownRecord: no such user.
        """
        view = self._people.get(user)
        beyond = sorted(set(scopes) - permissions_of(frozenset(view.roles)))
        if not scopes or beyond:
            raise BadInput(
                f"密钥的权限超出本人的权限：{'、'.join(beyond)}" if beyond else "没有给密钥权限",
                hint="只选本人能做的事",
                en="scopes beyond those of its owner" if beyond else "no scopes",
            )
        if not 1 <= days <= MAX_KEY_DAYS:
            raise BadInput(f"密钥的期限是 1 至 {MAX_KEY_DAYS} 天", en=f"1 to {MAX_KEY_DAYS} days")
        key, now = KEY_START + secrets.token_urlsafe(32), self._now()
        row = KeyRow(
            account_id=view.id,
            name=clean(name).strip()[:100] or "未命名",
            key=_hash(key),
            hint=key[:8],
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=now + dt.timedelta(days=days),
        )
        with self._database.writing() as session:
            session.add(row)
        return NewKey(**dict(_key(row, view.login)), key=key)

    def of_key(self, key: str) -> Principal | None:
        """Whom this key acts for; None: it is none, over, or its owner is shut out."""
        if not key.startswith(KEY_START):
            return None
        now = self._now()
        with self._database.reading() as session:
            row = session.scalars(select(KeyRow).where(KeyRow.key == _hash(key))).first()
            account = session.get(AccountRow, row.account_id) if row else None
            if row is None or account is None or row.expires_at <= now or not _open(session, account):
                return None
            if account.must_change:
                return None
            found, late = _principal(account, row), row.used_at is None or row.used_at < now - SEEN_EVERY
        if late:
            with self._database.writing() as session:
                if kept := session.get(KeyRow, row.id):
                    kept.used_at = now
        return found

    def keys(self, *, user: str | None = None, tenant: str | None = None) -> list[KeyView]:
        """Keys, the newest first; those that are over too."""
        wanted = select(KeyRow, AccountRow.login).join(AccountRow).order_by(KeyRow.created_at.desc(), KeyRow.id)
        if user is not None:
            wanted = wanted.where(KeyRow.account_id == user)
        if tenant is not None:
            wanted = wanted.where(AccountRow.tenant == tenant)
        with self._database.reading() as session:
            return [_key(row, login) for row, login in session.execute(wanted)]

    def revoke_key(self, key_id: str, *, user: str | None = None, tenant: str | None = None) -> None:
        """Revoke a key; with `user` or `tenant`, only one of theirs.

        Raises:
            UnknownRecord: there is none.
        """
        with self._database.writing() as session:
            row = session.get(KeyRow, clean(key_id))
            account = session.get(AccountRow, row.account_id) if row else None
            if row is None or account is None or user not in (None, account.id) or tenant not in (None, account.tenant):
                raise UnknownRecord("没有这个密钥", hint="它可能已经撤销", en="no such key")
            session.delete(row)

    def _over(self, now: dt.datetime):  # type: ignore[no-untyped-def]
        return (SignInRow.seen_at < now - self.idle) | (SignInRow.created_at < now - self.longest)


def _open(session: Session, account: AccountRow) -> bool:
    """Whether an account and its organisation are open."""
    tenant = session.get(TenantRow, account.tenant)
    return account.disabled_at is None and tenant is not None and tenant.disabled_at is None


def _principal(account: AccountRow, key: KeyRow | None = None) -> Principal:
    roles = frozenset(Role(role) for role in account.roles)
    scopes = permissions_of(roles)
    if key is not None:
        scopes &= frozenset(Permission(scope) for scope in key.scopes)
    return Principal(account.id, account.name, account.tenant, roles, scopes, "key" if key else "session")


def _key(row: KeyRow, login: str) -> KeyView:
    return KeyView(
        id=row.id,
        user=login,
        name=row.name,
        hint=row.hint,
        scopes=[Permission(scope) for scope in row.scopes],
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def _hash(token: str) -> str:
    """Tokens have 256 bits of chance in them: a plain hash is enough, no salt, no slowness."""
    return hashlib.sha256(token.encode()).hexdigest()
