"""Which path: from facts or a story, what to ask next, two days compared, whole files."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from itertools import islice
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response, StreamingResponse

from copilot.accounts.roles import Permission
from copilot.batch import Identity, Row, encoding_note, facts_of, identity_of, line_of, row_day, rows_in, says_story
from copilot.domain import Basis
from copilot.errors import BadInput, CopilotError
from copilot.law.rulebook import RuleBook
from copilot.rules.comparison import Comparison, compare
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.law import FIRST_DAY
from copilot.rules.materials import papers_of
from copilot.rules.questions import FactQuestion, Language, questions, still_needed
from copilot.rules.result import PathResult
from copilot.store.verdicts import VerdictView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.disconnect import ReaderLeft, while_connected
from serving.shapes import CompareRequest, NextReply, NextRequest, Paper, PathReply, PathRequest
from serving.strict_json import StrictRoute

LATEST_START = dt.timedelta(days=3 * 366)  # beyond it no timeline of working days is worth anything
router = APIRouter(prefix="/v1/path", tags=["path"], route_class=StrictRoute, dependencies=[allow(Permission.PATH)])
Behind = Annotated[Backend, Depends(backend)]
Day = Annotated[dt.date, Depends(day)]
CHUNK = 100  # rows judged before the reader hears of them


class Reads(Protocol):
    """Judges a transfer told in words."""

    async def determine(self, text: str, *, as_of: dt.date, start: dt.date | None = None) -> PathResult:
        """The verdict, with the facts that were read."""


async def book_of(behind: Backend) -> RuleBook:
    """The dated data of the rules, loaded in a thread the first time; doesn't wait for the search."""
    return await asyncio.to_thread(lambda: behind.parts.rulebook)


async def reader_of(behind: Backend, wanted: str | None) -> Reads:
    """Who reads stories: the service's model, or rules alone when asked for (or where there is no model).

    Raises:
        BadInput: another model than the one this service has.
        ModelUnavailable: it does not come up.
    """
    configured = behind.parts.settings.backend
    if wanted == "extractive":
        from copilot.story.verdict import StoryReader

        return StoryReader(await book_of(behind), None)
    if wanted not in (None, configured):
        raise BadInput(
            f"本服务没有启用 {wanted}，现在用的是 {configured}",
            hint=f"不写 backend，或者写 {configured}、extractive",
            en=f"this service runs {configured}",
        )
    return await behind.parts.story()


@router.post("", response_model=PathReply)
async def path(asked: PathRequest, request: Request, behind: Behind) -> PathReply | Response:
    """判定路径：按事实，或者按描述（the path of a transfer, with reasons, duties, papers, times）。"""
    as_of = asked.as_of or dt.date.today()
    if asked.facts is None and asked.text is None:
        raise BadInput("请给出 facts 或者 text", hint="facts 是事实，text 是描述", en="give facts or text")
    if asked.start and not FIRST_DAY <= asked.start <= as_of + LATEST_START:
        raise BadInput(
            f"start（{asked.start}）应在 {FIRST_DAY} 与判定日之后三年之间",
            hint="start 是准备开始办理的日子",
            en="start lies out of range",
        )
    if asked.facts is not None:
        book, given = await book_of(behind), asked.facts
        result = await asyncio.to_thread(
            lambda: determine(parse_facts(given), as_of=as_of, book=book, start=asked.start)
        )
    else:
        reader = await reader_of(behind, asked.backend)
        try:
            result = await while_connected(request, reader.determine(asked.text or "", as_of=as_of, start=asked.start))
        except ReaderLeft:
            return Response(status_code=499)
    return await _kept(behind, asked, result) if asked.store else PathReply(**dict(result))


async def _kept(behind: Backend, asked: PathRequest, result: PathResult) -> PathReply:
    """The verdict with its number; where it cannot be kept, with the reason why."""

    def keep() -> VerdictView:
        facts = asked.facts if asked.facts is not None else result.facts or {}
        model = (result.story or {}).get("model", "")
        return behind.parts.store.verdicts.keep(
            facts,
            result.model_dump(mode="json"),
            story=asked.text,
            story_model=model,
            start=asked.start,
            title=asked.title,
        )

    try:
        view = await asyncio.to_thread(keep)
    except CopilotError as error:
        notes = [*result.notes, f"判定未能保存：{error}"]
        return PathReply(**{**dict(result), "notes": notes})
    return PathReply(**dict(result), determination_id=view.id)


@router.get("/facts", response_model=list[FactQuestion])
async def facts(behind: Behind, as_of: Day, language: Language = "zh") -> list[FactQuestion]:
    """全部事实与问法，按询问的顺序（every fact as a question, in the order of asking）。"""
    return questions(await book_of(behind), as_of=as_of, language=language)


@router.get("/materials", response_model=list[Paper])
async def materials(behind: Behind, as_of: Day) -> list[Paper]:
    """材料的编号、名称、依据和用什么模板（the papers in `materials`, as they are on that day）。"""
    return papers(await book_of(behind), as_of)


def papers(book: RuleBook, as_of: dt.date) -> list[Paper]:
    """All papers as they are on a day."""
    return [
        Paper(
            id=number,
            name=paper.name,
            name_en=paper.name_en,
            template=paper.template,
            condition=paper.condition or "",
            basis=[Basis(instrument=ref.instrument, article=ref.article) for ref in paper.basis],
        )
        for number, paper in papers_of(book, as_of).items()
    ]


@router.post("/next", response_model=NextReply)
async def following(asked: NextRequest, behind: Behind) -> NextReply:
    """已知这些事实，还要问什么（what is still needed; light: no duties, papers or times）。"""
    as_of, book = asked.as_of or dt.date.today(), await book_of(behind)
    result = await asyncio.to_thread(lambda: determine(parse_facts(asked.facts), as_of=as_of, book=book, details=False))
    return NextReply(
        result=result,
        questions=still_needed(result.missing, book, as_of=as_of, given=asked.facts, language=asked.language),
    )


@router.post("/compare", response_model=Comparison)
async def compared(asked: CompareRequest, behind: Behind) -> Comparison:
    """同样的事实在两个日期的结论，以及其间的变化（the same facts on two days, and every change between）。"""
    book, later = await book_of(behind), asked.later or dt.date.today()
    return await asyncio.to_thread(lambda: compare(parse_facts(asked.facts), asked.earlier, later, book=book))


@router.post(
    "/batch",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}}},
)
async def batch(
    behind: Behind,
    file: Annotated[UploadFile, File(description=".jsonl 或 .csv，每行 id 与 facts（或 text）")],
    as_of: Annotated[dt.date | None, Form(description="默认今天；行里的 as_of 优先")] = None,
) -> StreamingResponse:
    """整个文件：每行一个 JSON 结果，其间有进度行（NDJSON; `{"progress": {"done", "total"}}` between results）。

    不是 UTF-8 的表格，先有一行 `{"progress": ..., "note": 按什么编码读取}`。
    """
    content, name = await file.read(), file.filename or ""
    rows = await asyncio.to_thread(lambda: list(rows_in(content, name)))
    said = encoding_note(content, name)
    book = await book_of(behind)
    stories = any(isinstance(row, dict) and says_story(row) for _, row in rows)
    reader = await reader_of(behind, None) if stories else None
    lines = _lines(rows, book, reader, default=as_of or dt.date.today(), said=said)
    return StreamingResponse(lines, media_type="application/x-ndjson")


async def _lines(
    rows: list[tuple[int, Row]], book: RuleBook, reader: Reads | None, *, default: dt.date, said: str
) -> AsyncIterator[str]:
    if said:
        yield json.dumps({"progress": {"done": 0, "total": len(rows)}, "note": said}, ensure_ascii=False) + "\n"
    done, remaining = 0, iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        judged = await asyncio.to_thread(_all_judged, chunk, book, default)
        for line in judged:
            if isinstance(line, str):
                yield line
            else:
                yield await _told(line, reader, default)
        done += len(chunk)
        yield json.dumps({"progress": {"done": done, "total": len(rows)}}) + "\n"


def _all_judged(
    rows: list[tuple[int, Row]], book: RuleBook, default: dt.date
) -> list[str | tuple[Identity, dict[str, Any]]]:
    return [_judged(row, number, book, default) for number, row in rows]


def _judged(row: Row, number: int, book: RuleBook, default: dt.date) -> str | tuple[Identity, dict[str, Any]]:
    """The line of a row of facts; a row that tells a story comes back with its id."""
    identity: Identity = f"line-{number}"
    try:
        if isinstance(row, CopilotError):
            raise row
        identity = identity_of(row, identity)
        if says_story(row):
            return identity, row
        return line_of(identity, determine(parse_facts(facts_of(row)), as_of=row_day(row, default), book=book))
    except CopilotError as error:
        return line_of(identity, error)


async def _told(story: tuple[Identity, dict[str, Any]], reader: Reads | None, default: dt.date) -> str:
    identity, row = story
    assert reader is not None  # opened when any row tells a story
    try:
        return line_of(identity, await reader.determine(row["text"], as_of=row_day(row, default)))
    except CopilotError as error:
        return line_of(identity, error)
