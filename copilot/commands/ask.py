"""`ask`: one question, or a file of them, answered with sources."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import (
    AsOf,
    Batch,
    Json,
    day,
    emit,
    fail,
    note,
    row_day,
    row_text,
    run_batch,
    settings_with,
    text_at,
    typed,
)
from copilot.errors import BadInput, CopilotError
from copilot.export.document import KINDS, KINDS_EN
from copilot.export.label import VISIBLE

if TYPE_CHECKING:
    from copilot.chat.service import Chat
    from copilot.domain import Answer


def ask(
    question: Annotated[str | None, typer.Argument(help="要问的问题；- 从标准输入读")] = None,
    batch: Batch = None,
    as_of: AsOf = None,
    as_json: Json = False,
    backend: Annotated[str | None, typer.Option(help="local、openai 或 extractive（默认按设置）")] = None,
) -> None:
    """回答数据出境合规问题，每句都有出处（answer a question with sources）。"""
    try:
        date = day(as_of)
        if (question is None) == (batch is None):
            raise BadInput("请给出一个问题，或者用 --batch 给出文件", en="give a question or --batch FILE")
        asyncio.run(_run(question, batch, date, pinned=as_of is not None, as_json=as_json, backend=backend))
    except CopilotError as error:
        fail(error, as_json=as_json)


async def _run(
    question: str | None, batch: Any, date: dt.date, *, pinned: bool, as_json: bool, backend: str | None
) -> None:
    from copilot.wiring import build

    settings = settings_with(**({"backend": backend} if backend else {}))
    async with build(settings) as parts:
        chat = await parts.chat(note=note)
        if batch is not None:
            await _batch(chat, batch, date, pinned=pinned)
            return
        text = text_at("-") if question == "-" else typed(question or "")
        if as_json:
            emit((await chat.ask(text, as_of=date, pinned=pinned)).model_dump(mode="json"))
        else:
            await _show(chat, text, date, pinned=pinned)


async def _batch(chat: Chat, path: Any, date: dt.date, *, pinned: bool) -> None:
    loop = asyncio.get_running_loop()

    def one(row: dict[str, Any]) -> dict[str, Any]:
        fixed = pinned or row.get("as_of") not in (None, "")
        asking = chat.ask(row_text(row, "question"), as_of=row_day(row, date), pinned=fixed)
        return asyncio.run_coroutine_threadsafe(asking, loop).result().model_dump(mode="json")

    await asyncio.to_thread(run_batch, path, one, needs=("question",))


async def _show(chat: Chat, question: str, date: dt.date, *, pinned: bool) -> None:
    """Print passages found, then each sentence as it is verified, then the sources."""
    from copilot.chat.service import revive

    answer: Answer | None = None
    async for event in chat.stream(question, as_of=date, pinned=pinned):
        if event.type == "queued" and event.position:
            note(f"前面还有 {event.position} 个问题……")
        elif event.type == "sources":
            note("找到：" + "；".join(f"《{c.instrument}》{c.article or c.title}" for c in event.citations[:6]))
        elif event.type == "sentence":
            typer.echo(event.text)
        elif event.type == "error" and event.error:
            raise revive(event.error)
        answer = event.answer or answer
    if answer is None:
        return
    if not answer.abstained:
        typer.echo(answer.answer.rsplit("\n\n", 1)[-1])
    en = answer.language == "en"
    for text in (*answer.notices, *(f"{'Please add: ' if en else '请补充：'}{q}" for q in answer.questions)):
        typer.echo(text)
    for number, source in enumerate(answer.citations, 1):
        place = f"《{source.instrument}》{source.article or source.title}"
        if en:
            since = f"in force from {source.in_force_from}" if source.in_force_from else "date unknown"
            typer.echo(f"[{number}] {place}  {KINDS_EN[source.kind]}, {since}  {source.url or ''}")
        else:
            since = f"{source.in_force_from} 起" if source.in_force_from else "日期不详"
            typer.echo(f"[{number}] {place}  {KINDS[source.kind]}，{since}  {source.url or ''}")
    if answer.mode == "model":
        typer.echo(
            f"({VISIBLE['en']}, model {answer.model}, law as of {answer.as_of})"
            if en
            else f"（{VISIBLE['zh']}，模型 {answer.model}，依据 {answer.as_of} 有效的规定）"
        )
