"""`desk`: what an agent may say, the tickets, what is asked most, and where the answers fall short."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import CopilotError

if TYPE_CHECKING:
    from copilot.desk.events import DeskAnswer
    from copilot.desk.words import Words
    from copilot.store.store import Store

app = typer.Typer(help="坐席台：能念的回答、工单、热点、缺口（the call-centre desk）", no_args_is_help=True)
Tenant = Annotated[str, typer.Option("--tenant", help="单位编号，默认本机（organisation）")]
LOCAL = "local"
STATUS = {"open": "在办", "escalated": "等专家", "replied": "专家已回复", "closed": "已办结"}
REASONS = {"abstained": "没有答", "rated_bad": "评为不好", "escalated": "转了专家", "unresolved": "办结时仍没有答案"}


@contextmanager
def _store(tenant: str) -> Iterator[Store]:
    from copilot.store.store import open_store

    store = open_store(settings_with().database)
    try:
        yield store.of(tenant)
    finally:
        store.close()


def _words() -> Words:
    from copilot.desk.words import load_words

    return load_words(settings_with().knowledge_base_dir / "desk.yaml")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="来电的一句话（what the caller says）")],
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="记成工单（keep as a ticket）")] = False,
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """来电问什么，就给能念的一句、全文、依据、还要问什么（what to say, at most 120 characters）。"""
    try:
        found = asyncio.run(_ask(question, day(as_of), pinned=as_of is not None, keep=keep, tenant=tenant))
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    typer.echo(f"念：{found.spoken.text}\n\n{found.answer.answer}")
    for question_ in found.answer.questions:
        typer.echo(f"· 接着问：{question_}")
    for one in found.similar:
        typer.echo(f"· 相似工单 #{one.number}：{one.question}（都提到{'、'.join(one.shared)}）")


async def _ask(question: str, as_of: dt.date, *, pinned: bool, keep: bool, tenant: str) -> DeskAnswer:
    from copilot.desk.service import Calls
    from copilot.desk.similar import SimilarTickets
    from copilot.wiring import build

    async with build(settings_with()) as parts:
        desk = parts.make_desk(await parts.chat(note=note))
        store = parts.store.of(tenant)
        calls = Calls(desk, store, SimilarTickets(store.tickets))
        return await calls.answer(question, agent="cli", keep=keep, as_of=as_of, pinned=pinned)


@app.command()
def tickets(
    query: Annotated[str, typer.Argument(help="要找的词，可以是编号（words, or a number）")] = "",
    status: Annotated[str, typer.Option(help="open、escalated、replied、closed；不写是全部（all）")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """工单，最近有变动的在前；来电人打码（tickets, last changed first）。"""
    try:
        day(as_of)
        with _store(tenant) as store:
            found = store.tickets.find(query=query, status=status or None, limit=limit)  # type: ignore[arg-type]
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    for one in found.items:
        typer.echo(f"#{one.number}  {STATUS[one.status]}  {one.updated_at:%Y-%m-%d %H:%M}  {one.title}  {one.id}")
    typer.echo(f"共 {found.total} 张。")


@app.command()
def hot(
    weeks: Annotated[int, typer.Option(min=1, max=53, help="几周（weeks）")] = 4,
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """按周的热点问题（what is asked most, by week）。"""
    from copilot.desk import hot as counting

    try:
        today = day(as_of)
        with _store(tenant) as store:
            since = dt.datetime.combine(today - dt.timedelta(weeks=weeks), dt.time(), dt.UTC)
            found = counting.hot(store.tickets.questions(since=since), weeks=weeks, today=today)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    words = _words()
    for week in found.weeks:
        typer.echo(f"{week.week}（{week.monday} 起）：{week.questions} 问，{week.tickets} 通来电")
        for group in week.groups[:5]:
            typer.echo(f"  {group.asked} 次  [{words.topic(group.topic).zh}] {group.question}")


@app.command()
def gaps(
    days: Annotated[int, typer.Option(min=1, max=3660, help="看最近几天（days back）")] = 90,
    min_asked: Annotated[int, typer.Option("--min-asked", min=1, help="至少问过几次（asked at least）")] = 2,
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """缺口：常被问到、却答得不好或者答不上来的，供编辑补（asked often, answered badly or not at all）。"""
    from copilot.desk import hot as counting

    try:
        until = dt.datetime.combine(day(as_of) + dt.timedelta(days=1), dt.time(), dt.UTC)
        with _store(tenant) as store:
            asked = store.tickets.questions(since=until - dt.timedelta(days=days + 1))
            found = counting.gaps([q for q in asked if q.asked_at < until], min_asked=min_asked)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"days": days, "min_asked": min_asked, "gaps": [g.model_dump(mode="json") for g in found]})
        return
    words = _words()
    for gap in found:
        why = "、".join(REASONS[reason] for reason in gap.reasons)
        typer.echo(f"{gap.asked} 次  [{words.topic(gap.topic).zh}] {gap.question}（{gap.badly:.0%} {why}）")
    if not found:
        typer.echo("没有缺口。")
