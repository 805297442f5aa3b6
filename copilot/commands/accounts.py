"""`accounts`: the first operator, organisations, people, roles, locks, keys. For whoever has the machine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copilot.accounts.roles import Permission, Role
    from copilot.accounts.service import Accounts
    from copilot.accounts.shapes import UserView

app = typer.Typer(
    help="账户：运维管理员、单位、用户、角色、解锁、密钥（organisations, people, keys）", no_args_is_help=True
)
Login = Annotated[str, typer.Argument(metavar="登录名", help="例如工作邮箱")]
Tenant = Annotated[str, typer.Argument(metavar="单位编号", help="小写字母、数字和连字符")]
Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        help="角色，可重复：enterprise_user、enterprise_admin、reviewer、review_lead、agent、editor、auditor、operator",
    ),
]
Typed = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码；没有则生成一个，只显示一次")]


@contextmanager
def _accounts(as_of: str | None, *, as_json: bool) -> Iterator[Accounts]:
    """The accounts of the configured database; errors leave as every command's do."""
    from copilot.accounts.service import Accounts
    from copilot.store.database import Database

    try:
        day(as_of)
        database = Database(settings_with().database)
        try:
            yield Accounts(database)
        finally:
            database.close()
    except CopilotError as error:
        fail(error, as_json=as_json)


def _password(typed: bool) -> str:
    """The first line of standard input.

    Raises:
        BadInput: it is empty.
    """
    if not typed:
        return ""
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise BadInput("标准输入里没有密码", hint="例如 echo '…' | … --password-stdin", en="no password on stdin")
    return given


def _roles(names: list[str]) -> list[Role]:
    from copilot.accounts.people import roles_said
    from copilot.accounts.roles import Role

    unknown = [name for name in names if name not in set(Role)]
    if unknown:
        raise BadInput(f"没有角色“{unknown[0]}”", hint=f"可用：{roles_said(Role)}", en=f"no role {unknown[0]!r}")
    return [Role(name) for name in names]


def _show(user: UserView) -> None:
    from copilot.accounts.people import roles_said

    states = [word for word, is_so in (("停用", user.disabled), ("须改密码", user.must_change)) if is_so]
    if user.locked_until:
        states.append(f"锁定至 {user.locked_until:%Y-%m-%d %H:%M} UTC")
    state = f"  [{'、'.join(states)}]" if states else ""
    typer.echo(f"{user.login}  {user.name}  单位 {user.tenant}  {roles_said(user.roles)}{state}")


def _told(value: Any, as_json: bool, words: str) -> None:
    if as_json:
        emit(value if isinstance(value, dict) else value.model_dump(mode="json"))
    else:
        typer.echo(words)


def _secret(login: str, password: str, words: str) -> str:
    return f"{words}{f'密码（只显示这一次，首次登录须改）：{password}' if password else '首次登录须改密码。'}"


@app.command()
def init(
    login: Annotated[str, typer.Option("--login", help="运维管理员的登录名")] = "operator",
    name: Annotated[str, typer.Option("--name", help="姓名")] = "",
    typed: Typed = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """建立第一个账户：运维管理员；此后使用服务都要登录（the first account, the operator）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        made = accounts.begin(login, name=name, password=_password(typed))
        said = f"已建立运维管理员 {made.login}。" + (
            f"密码（只显示这一次，首次登录须改）：{made.password}" if made.password else ""
        )
        _told(
            made,
            as_json,
            said + "\n从现在起使用服务都要登录；给别人建账户用 accounts add，新增单位用 accounts add-tenant。",
        )


@app.command("tenants")
def tenants(as_of: AsOf = None, as_json: Json = False) -> None:
    """列出单位（organisations）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        found = accounts.people.tenants()
        if as_json:
            emit({"tenants": [one.model_dump(mode="json") for one in found]})
            return
        for one in found:
            typer.echo(f"{one.id}  {one.name}  {one.users} 人{'  [停用]' if one.disabled else ''}")


@app.command("add-tenant")
def add_tenant(
    tenant: Tenant,
    name: Annotated[str, typer.Argument(metavar="名称")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """新增单位（add an organisation）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        _told(accounts.people.add_tenant(tenant, name), as_json, f"已新增单位 {tenant}（{name}）。")


@app.command("switch-tenant")
def switch_tenant(
    tenant: Tenant,
    on: Annotated[bool, typer.Option("--on/--off", help="恢复或者停用；停用后该单位的人都不能登录")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """停用或者恢复一个单位（close or open one）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        found = accounts.people.switch_tenant(tenant, on=on)
        _told(found, as_json, f"单位 {tenant} 已{'恢复' if on else '停用'}。")


@app.command("list")
def listed(
    tenant: Annotated[str | None, typer.Option("--tenant", help="只看这个单位")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """列出用户（people）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        found = accounts.people.users(tenant=tenant)
        if as_json:
            emit({"users": [one.model_dump(mode="json") for one in found]})
            return
        for one in found:
            _show(one)
        typer.echo(f"共 {len(found)} 人。" if found else "还没有账户；用 accounts init 建立运维管理员。")


@app.command()
def add(
    login: Login,
    roles: Roles,
    tenant: Annotated[str, typer.Option("--tenant", help="单位编号")] = "local",
    name: Annotated[str, typer.Option("--name", help="姓名")] = "",
    typed: Typed = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """新增用户（add somebody）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        if not accounts.people.any():
            raise BadInput("还没有运维管理员", hint="先运行 accounts init", en="run accounts init first")
        made = accounts.people.add(login, tenant=tenant, roles=_roles(roles), name=name, password=_password(typed))
        _told(made, as_json, _secret(made.login, made.password, f"已新增 {made.login}。"))


@app.command("set-roles")
def set_roles(login: Login, roles: Roles, as_of: AsOf = None, as_json: Json = False) -> None:
    """改角色，以这次给的为准；立即生效（these roles instead, at once）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        found = accounts.people.change(login, roles=_roles(roles))
        _told(found, as_json, f"{found.login} 现在是：{'、'.join(found.roles)}")


@app.command()
def reset(login: Login, typed: Typed = False, as_of: AsOf = None, as_json: Json = False) -> None:
    """重设密码：解锁，各处登录结束，下次登录须改（reset a password）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        made = accounts.people.set_password(login, _password(typed))
        _told({"login": login, "password": made}, as_json, _secret(login, made, "已重设。"))


@app.command()
def lock(login: Login, as_of: AsOf = None, as_json: Json = False) -> None:
    """停用账户：各处登录立即结束，密钥失效（shut somebody out）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        _told(accounts.people.change(login, disabled=True), as_json, f"{login} 已停用。")


@app.command()
def unlock(login: Login, as_of: AsOf = None, as_json: Json = False) -> None:
    """恢复账户，并解除因连续输错的锁定（let in again, lift a lock）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        accounts.people.change(login, disabled=False)
        _told(accounts.people.unlock(login), as_json, f"{login} 可以登录了。")


@app.command()
def remove(login: Login, as_of: AsOf = None, as_json: Json = False) -> None:
    """删除用户；其在单位里保存的内容不受影响（remove somebody）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        accounts.people.remove(login)
        _told({"removed": login}, as_json, "已删除。")


@app.command()
def sessions(
    login: Login,
    end: Annotated[bool, typer.Option("--end", help="全部结束")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """列出或者结束某人的登录（somebody's sessions）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        user = accounts.people.get(login)
        if end:
            count = accounts.sign_ins.end_all(user.id)
            _told({"ended": count}, as_json, f"已结束 {count} 处登录。")
            return
        found = accounts.sign_ins.sessions(user=user.id)
        if as_json:
            emit({"sessions": [one.model_dump(mode="json") for one in found]})
            return
        for one in found:
            typer.echo(
                f"{one.id[:8]}  {one.created_at:%Y-%m-%d %H:%M} 起，最近 {one.seen_at:%H:%M} UTC  {one.agent[:60]}"
            )
        typer.echo(f"共 {len(found)} 处。")


@app.command()
def keys(login: Login, as_of: AsOf = None, as_json: Json = False) -> None:
    """列出某人的密钥（somebody's keys）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        found = accounts.sign_ins.keys(user=accounts.people.get(login).id)
        if as_json:
            emit({"keys": [one.model_dump(mode="json") for one in found]})
            return
        for one in found:
            used = f"最近使用 {one.used_at:%Y-%m-%d}" if one.used_at else "没有用过"
            typer.echo(
                f"{one.id}  {one.hint}…  {one.name}  {'、'.join(one.scopes)}  至 {one.expires_at:%Y-%m-%d}  {used}"
            )
        typer.echo(f"共 {len(found)} 个。")


@app.command("add-key")
def add_key(
    login: Login,
    scopes: Annotated[list[str], typer.Option("--scope", help="权限，可重复：read、ask、path、draft、precheck 等")],
    name: Annotated[str, typer.Option("--name", help="用途")] = "",
    days: Annotated[int, typer.Option("--days", help="有效天数")] = 90,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """给程序用的密钥，只显示一次；权限不超过本人的（a key for a program, shown once）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        user = accounts.people.get(login)
        made = accounts.sign_ins.make_key(user.id, name, scopes=_scopes(scopes), days=days)
        _told(made, as_json, f"密钥（只显示这一次，{made.expires_at:%Y-%m-%d} 到期）：{made.key}")


@app.command("revoke-key")
def revoke_key(
    key: Annotated[str, typer.Argument(metavar="编号", help="见 accounts keys")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """撤销密钥（revoke a key）。"""
    with _accounts(as_of, as_json=as_json) as accounts:
        accounts.sign_ins.revoke_key(key)
        if as_json:
            emit({"revoked": key})
        else:
            note("已撤销。")


def _scopes(names: list[str]) -> list[Permission]:
    from copilot.accounts.roles import Permission

    unknown = [name for name in names if name not in set(Permission)]
    if unknown:
        raise BadInput(f"没有权限“{unknown[0]}”", hint="可用：" + "、".join(Permission), en=f"no scope {unknown[0]!r}")
    return [Permission(name) for name in names]
