"""`audit`: check the chain of the log, show entries. For auditors and for whoever has the machine."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copilot.audit.entry import Entry
    from copilot.audit.log import Audit

app = typer.Typer(help="审计：核对记录链，查看记录（verify and show the audit log）", no_args_is_help=True)
BROKEN = 1


@contextmanager
def _log(as_of: str | None, *, as_json: bool) -> Iterator[Audit]:
    """The log of the configured database; errors leave as every command's do."""
    from copilot.audit.log import Audit
    from copilot.store.database import Database

    try:
        day(as_of)
        database = Database(settings_with().database)
        try:
            yield Audit(database)
        finally:
            database.close()
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def verify(
    head: Annotated[
        str, typer.Option("--head", help="以前记下的末尾；链中没有它，说明后面的被整段删过（a head noted earlier)")
    ] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """核对整条链；断了则指出第一处，退出状态 1（check the whole chain; exit 1 names the first break）。"""
    with _log(as_of, as_json=as_json) as audit:
        found = audit.verify(noted=head)
    if as_json:
        emit(found.model_dump(mode="json"))
    elif found.ok:
        typer.echo(f"完整：{found.entries} 条，前后相接，没有改动。\n末尾：{found.head or '（还没有记录）'}")
        note("把末尾记在别处，以后用 --head 核对，可以证明没有整段删除。")
    else:
        typer.echo(f"不完整：{found.why}。此前 {found.entries} 条相接，末尾 {found.head or '（无）'}")
    if not found.ok:
        raise typer.Exit(BROKEN)


@app.command()
def show(
    user: Annotated[str, typer.Option("--user", help="用户编号或者登录名（who acted）")] = "",
    subject: Annotated[str, typer.Option("--subject", help="对象的编号，例如工单、会话（an id）")] = "",
    kind: Annotated[str, typer.Option("--kind", help="对象的种类，例如 ticket、filing（its kind）")] = "",
    tenant: Annotated[str | None, typer.Option("--tenant", help="单位编号；默认全部（organisation）")] = None,
    since: Annotated[str, typer.Option("--since", metavar="YYYY-MM-DD[THH:MM]", help="从这时起，UTC（from）")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多几条（at most）")] = 100,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """最近的记录，新的在前（entries, the newest first）。"""
    with _log(as_of, as_json=as_json) as audit:
        who, begin = _user(audit, user), _time(since)
        found = audit.find(tenant=tenant, user=who, subject=subject, kind=kind, since=begin, limit=limit)
        total = audit.count(tenant=tenant)
    if as_json:
        emit({"items": [entry.model_dump(mode="json") for entry in found], "total": total})
        return
    for entry in found:
        typer.echo(_line(entry))
    note(f"{len(found)} 条，共有 {total} 条。" if found else f"没有符合的记录，共有 {total} 条。")


def _line(entry: Entry) -> str:
    who = f"{entry.user or '—'}@{entry.tenant or '—'}({entry.via or '—'})"
    about = f"{entry.kind} {entry.subject}".rstrip()
    return f"{entry.seq}  {entry.at:%Y-%m-%d %H:%M:%S}Z  {who}  {entry.action}  {about}  {entry.outcome}"


def _user(audit: Audit, named: str) -> str:
    """The id of somebody named by id or by sign-in name; people who were removed are known by id alone."""
    if not named:
        return ""
    from copilot.accounts.service import Accounts
    from copilot.errors import UnknownRecord

    try:
        return Accounts(audit.database).people.get(named).id
    except UnknownRecord:
        return named


def _time(said: str) -> dt.datetime | None:
    if not said:
        return None
    try:
        time = dt.datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(f"“{said}”不是时间", hint="例如 2026-11-24 或 2026-11-24T08:30", en="not a time") from None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
