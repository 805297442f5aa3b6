"""Organisations and the people in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from copilot.accounts.passwords import folded, hashed, made_up, matches, outdated, require_good
from copilot.accounts.roles import ROLE_NAMES, Role
from copilot.accounts.shapes import NewUser, TenantView, UserView
from copilot.accounts.tries import Tries
from copilot.domain import LOCAL_TENANT
from copilot.errors import BadInput, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables_accounts import AccountRow, KeyRow, SignInRow, TenantRow
from copilot.store.text import clean

_TENANT_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_LOGIN = re.compile(r"[\w.@+-]{2,100}")


class People:
    """Organisations and accounts; errors as for `Store`.

    Args:
        database: opened, migrated.
        tries: failed sign-ins.
        now: the clock.
    """

    def __init__(self, database: Database, *, tries: Tries, now: Callable[[], dt.datetime]) -> None:
        self._database, self._tries, self._now = database, tries, now

    def any(self) -> bool:
        """Whether there is any account."""
        with self._database.reading() as session:
            return session.scalar(select(AccountRow.id).limit(1)) is not None

    def add_tenant(self, tenant_id: str, name: str) -> TenantView:
        """A new organisation.

        Raises:
            BadInput: its id is taken or no id.
        """
        if not _TENANT_ID.fullmatch(tenant_id):
            raise BadInput(
                f"单位编号“{tenant_id[:60]}”不能用",
                hint="小写字母、数字和连字符，最多 40 个，例如 shenzhen-trade",
                en="an id of an organisation is made of lower-case letters, digits and hyphens",
            )
        row = TenantRow(id=tenant_id, name=_line(name) or tenant_id, created_at=self._now())
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError:
            raise BadInput(f"已有编号为 {tenant_id} 的单位", hint="换一个编号", en="this id is taken") from None
        return _tenant(row)

    def tenants(self) -> list[TenantView]:
        """All organisations, with how many people."""
        count = select(func.count()).where(AccountRow.tenant == TenantRow.id).scalar_subquery()
        with self._database.reading() as session:
            rows = session.execute(select(TenantRow, count).order_by(TenantRow.id))
            return [_tenant(row, users) for row, users in rows]

    def switch_tenant(self, tenant_id: str, *, on: bool) -> TenantView:
        """Open or close an organisation; closed, nobody of it signs in and its sessions end.

        Raises:
            UnknownRecord: there is none.
            BadInput: it is the operator's own.
        """
        if tenant_id == LOCAL_TENANT and not on:
            raise BadInput("运维管理员自己的单位不能停用", en="the operator's own organisation stays open")
        with self._database.writing() as session:
            row = session.get(TenantRow, tenant_id)
            if row is None:
                raise no_tenant(tenant_id)
            row.disabled_at = None if on else self._now()
            if not on:
                theirs = select(AccountRow.id).where(AccountRow.tenant == tenant_id)
                session.execute(delete(SignInRow).where(SignInRow.account_id.in_(theirs)))
        return _tenant(row)

    def add(
        self,
        login: str,
        *,
        tenant: str,
        roles: Collection[Role],
        name: str = "",
        password: str = "",
        must_change: bool = True,
    ) -> NewUser:
        """Add somebody.

        Args:
            login: the name to sign in with, one in the whole service.
            tenant: id of the organisation.
            roles: at least one.
            name: for people to read.
            password: empty: one is made up and given back.
            must_change: whether it has to be changed at the first sign-in.

        Raises:
            BadInput: the name is taken or none, no role, a weak password.
            UnknownRecord: no such organisation.
        """
        login = login_of(login)
        if not _LOGIN.fullmatch(login):
            raise BadInput(
                "登录名不能用", hint="2 至 100 个字母、数字或 . @ + - _，例如工作邮箱", en="not a sign-in name"
            )
        if not roles:
            raise BadInput("没有给角色", hint=f"可用：{roles_said(Role)}", en="no role given")
        chosen = password or made_up()
        if password:
            require_good(password, names=(login, name, tenant))
        row = AccountRow(
            tenant=tenant,
            login=login,
            name=_line(name) or login,
            roles=sorted(set(roles)),
            password=hashed(chosen),
            must_change=must_change,
            created_at=self._now(),
        )
        try:
            with self._database.writing() as session:
                if session.get(TenantRow, tenant) is None:
                    raise no_tenant(tenant)
                session.add(row)
        except IntegrityError:
            raise BadInput("这个登录名已有人使用", hint="换一个，例如工作邮箱", en="this name is taken") from None
        return NewUser(**dict(_user(row)), password="" if password else chosen)

    def users(self, *, tenant: str | None = None) -> list[UserView]:
        """The people of an organisation, or of all, by sign-in name."""
        rows = select(AccountRow).order_by(AccountRow.tenant, AccountRow.login)
        if tenant is not None:
            rows = rows.where(AccountRow.tenant == tenant)
        with self._database.reading() as session:
            return [self._locked(_user(row)) for row in session.scalars(rows)]

    def get(self, user: str, *, tenant: str | None = None) -> UserView:
        """Somebody by id or sign-in name; with `tenant`, only of that organisation.

        Raises:
            UnknownRecord: there is none.
        """
        with self._database.reading() as session:
            return self._locked(_user(_row(session, user, tenant)))

    def change(
        self,
        user: str,
        *,
        roles: Collection[Role] | None = None,
        name: str | None = None,
        disabled: bool | None = None,
        tenant: str | None = None,
    ) -> UserView:
        """Change roles or name, or shut somebody out (their sessions end) and let in again.

        Raises:
            UnknownRecord: there is none.
            BadInput: no role left, or it is the last operator.
        """
        with self._database.writing() as session:
            row = _row(session, user, tenant)
            if roles is not None and not roles:
                raise BadInput("没有给角色", hint=f"可用：{roles_said(Role)}", en="no role given")
            ends = (roles is not None and Role.OPERATOR not in roles) or disabled
            if ends and _last_operator(session, row):
                raise BadInput("这是最后一位运维管理员", hint="先给另一个人这个角色", en="this is the last operator")
            row.roles = sorted(set(roles)) if roles is not None else row.roles
            row.name = _line(name) or row.name if name is not None else row.name
            if disabled is not None:
                row.disabled_at = self._now() if disabled else None
            if disabled:
                session.execute(delete(SignInRow).where(SignInRow.account_id == row.id))
        return self._locked(_user(row))

    def set_password(self, user: str, password: str = "", *, tenant: str | None = None) -> str:
        """Give somebody another password, to be changed at the next sign-in; returned when it was made up.

        Their sessions end, a lock is lifted.

        Raises:
            UnknownRecord: there is none.
            BadInput: a weak password.
        """
        view = self.get(user, tenant=tenant)
        if password:
            require_good(password, names=(view.login, view.name, view.tenant))
        chosen = password or made_up()
        self._put(view, chosen, must_change=True, keep=None)
        self._tries.forget(view.login)
        return "" if password else chosen

    def change_password(self, user: str, old: str, new: str, *, keep: str | None = None) -> None:
        """Change one's own password; all sessions but `keep` end.

        Raises:
            BadInput: the old one is not right, or the new one is weak or the same.
            TooManyTries: as for signing in.
        """
        with self._database.reading() as session:
            row = _row(session, user, None)
            view, kept = _user(row), row.password
        self._tries.begin(view.login)
        if not matches(old, kept):
            raise BadInput("现在的密码不对", hint="请再输一次；忘了请管理员重设", en="the present password is wrong")
        self._tries.forget(view.login)
        if folded(old) == folded(new):
            raise BadInput("新密码与现在的相同", en="the new password is the present one")
        require_good(new, names=(view.login, view.name, view.tenant))
        self._put(view, new, must_change=False, keep=keep)

    def rehash(self, user: str, password: str) -> None:
        """Hash a password that was just found right anew, where its hash is out of date."""
        with self._database.writing() as session:
            row = _row(session, user, None)
            if outdated(row.password):
                row.password = hashed(password)

    def unlock(self, user: str, *, tenant: str | None = None) -> UserView:
        """Forget somebody's failed sign-ins."""
        view = self.get(user, tenant=tenant)
        self._tries.forget(view.login)
        return self._locked(view)

    def remove(self, user: str, *, tenant: str | None = None) -> None:
        """Remove somebody with sessions and keys; what they kept stays with the organisation.

        Raises:
            UnknownRecord: there is none.
            BadInput: it is the last operator.
        """
        with self._database.writing() as session:
            row = _row(session, user, tenant)
            if _last_operator(session, row):
                raise BadInput("这是最后一位运维管理员", hint="先给另一个人这个角色", en="this is the last operator")
            for table in (SignInRow, KeyRow):
                session.execute(delete(table).where(table.account_id == row.id))
            session.delete(row)

    def _put(self, view: UserView, password: str, *, must_change: bool, keep: str | None) -> None:
        made = hashed(password)
        with self._database.writing() as session:
            row = _row(session, view.id, None)
            row.password, row.must_change = made, must_change
            ended = delete(SignInRow).where(SignInRow.account_id == row.id)
            session.execute(ended if keep is None else ended.where(SignInRow.id != keep))
            if must_change:  # somebody else set it: whatever the old password made is gone
                session.execute(delete(KeyRow).where(KeyRow.account_id == row.id))

    def _locked(self, view: UserView) -> UserView:
        return view.model_copy(update={"locked_until": self._tries.locked_until(view.login)})


def login_of(words: str) -> str:
    """A sign-in name as it is kept."""
    return folded(clean(words)).strip().casefold()


def roles_said(roles: Collection[Role] | type[Role]) -> str:
    """Roles as a person reads them."""
    return "、".join(f"{role.value}（{ROLE_NAMES[role]}）" for role in roles)


def no_tenant(tenant_id: str) -> UnknownRecord:
    """There is no such organisation."""
    return UnknownRecord(
        f"没有编号为“{tenant_id[:60]}”的单位",
        hint="编号见 accounts list，新增用 accounts add-tenant",
        en="no such tenant",
    )


def _row(session: Session, user: str, tenant: str | None) -> AccountRow:
    wanted = clean(user)
    row = session.get(AccountRow, wanted) or session.scalars(select(AccountRow).filter_by(login=login_of(user))).first()
    if row is None or tenant not in (None, row.tenant):
        raise UnknownRecord("没有这个用户", hint="用户见 accounts list", en="no such user")
    return row


def _last_operator(session: Session, row: AccountRow) -> bool:
    if Role.OPERATOR not in row.roles or row.disabled_at is not None:
        return False
    others = session.scalars(select(AccountRow).where(AccountRow.id != row.id, AccountRow.disabled_at.is_(None)))
    return not any(Role.OPERATOR in one.roles for one in others)


def _line(words: str) -> str:
    return " ".join(clean(words).split())[:100]


def _tenant(row: TenantRow, users: int = 0) -> TenantView:
    return TenantView(
        id=row.id, name=row.name, created_at=row.created_at, disabled=row.disabled_at is not None, users=users
    )


def _user(row: AccountRow) -> UserView:
    return UserView(
        id=row.id,
        tenant=row.tenant,
        login=row.login,
        name=row.name,
        roles=[Role(role) for role in row.roles],
        must_change=row.must_change,
        created_at=row.created_at,
        disabled=row.disabled_at is not None,
    )
