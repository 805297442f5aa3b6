"""Searching, opening a passage, checking citations."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from copilot.accounts.roles import Permission
from copilot.domain import Kind, SearchResponse
from copilot.errors import BadInput
from copilot.law import views
from copilot.retrieval.response import response
from copilot.store.store import SearchRunView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.shapes import ResolveRequest, SearchRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["law"], route_class=StrictRoute, dependencies=[allow(Permission.READ)])
Behind = Annotated[Backend, Depends(backend)]
Day = Annotated[dt.date, Depends(day)]


async def _search(behind: Backend, asked: SearchRequest, as_of: dt.date) -> SearchResponse:
    retriever = behind.retriever
    found = await asyncio.to_thread(retriever.find, asked.query, as_of=as_of, k=asked.k, kinds=asked.kinds or None)
    shown = response(asked.query, as_of, found)
    if asked.keep:
        await asyncio.to_thread(behind.parts.store.keep_search, shown)
    return shown


@router.get("/search", response_model=SearchResponse)
async def search(
    behind: Behind,
    as_of: Day,
    q: Annotated[str, Query(description="问题或条号（a question or a citation）")],
    k: Annotated[int, Query(ge=1, le=200)] = 10,
    kind: Annotated[list[Kind] | None, Query()] = None,
    keep: bool = False,
) -> SearchResponse:
    """检索条文、问答与案例，给出每项得分（search, with every part of the scores）。"""
    return await _search(behind, SearchRequest(query=q, k=k, kinds=kind, keep=keep), as_of)


@router.post("/search", response_model=SearchResponse)
async def search_posted(behind: Behind, asked: SearchRequest) -> SearchResponse:
    """同上，问题不进入地址（the same; the question stays out of the address）。"""
    return await _search(behind, asked, asked.as_of or dt.date.today())


@router.get("/search/history", response_model=list[SearchRunView])
async def history(behind: Behind, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[SearchRunView]:
    """检索测试的历史（kept runs, newest first）。"""
    return await asyncio.to_thread(behind.parts.store.searches, limit=limit)


@router.delete("/search/history", status_code=204)
async def forget(behind: Behind) -> None:
    """清空检索测试的历史（delete kept runs）。"""
    await asyncio.to_thread(behind.parts.store.forget_searches)


@router.get("/search/history/export", response_class=Response)
async def exported(behind: Behind, format: str = "csv") -> Response:
    """导出检索测试的历史：csv 或 jsonl（export kept runs）。"""
    runs = await asyncio.to_thread(behind.parts.store.searches, limit=200)
    if format == "jsonl":
        lines = "".join(run.model_dump_json() + "\n" for run in runs)
        return Response(lines, media_type="application/x-ndjson", headers=_attached("searches.jsonl"))
    if format != "csv":
        raise BadInput(f"不能导出为“{format}”", hint="可用 csv、jsonl", en="export as csv or jsonl")
    return Response(_table(runs), media_type="text/csv; charset=utf-8", headers=_attached("searches.csv"))


@router.post("/citations/resolve", response_model=views.CitationCheck)
async def resolve(behind: Behind, asked: ResolveRequest) -> views.CitationCheck:
    """核对一段文字中的引用：是否存在、当日是否有效（check the citations of a text）。"""
    return await asyncio.to_thread(views.check, behind.kb, asked.text, asked.as_of or dt.date.today())


@router.get("/passages/{passage_id:path}", response_model=views.PassageView)
async def passage(
    behind: Behind,
    passage_id: str,
    as_of: Day,
    locator: Annotated[str | None, Query(description="要标亮的款项，如 第七条第一款第（二）项")] = None,
    quote: Annotated[str, Query(max_length=2000, description="要标亮的文字（words to highlight）")] = "",
    span: Annotated[int, Query(ge=0, le=20, description="前后各几条（neighbours on either side）")] = 1,
) -> views.PassageView:
    """打开一条：前后文、日期、官方链接、其他时间的文本、标亮位置（编号中的 # 须写作 %23）。"""
    return views.view(behind.kb, passage_id, as_of, locator=locator, quote=quote, span=span)


def _table(runs: list[SearchRunView]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["time", "query", "as_of", "rank", "instrument", "article", "score", "scores", "id"])
    for run in runs:
        for rank, row in enumerate(run.results.results, 1):
            cells = [
                run.created_at.isoformat(),
                run.results.query,
                run.results.as_of,
                rank,
                row.instrument,
                row.article or "",
            ]
            table.writerow(
                [*map(_inert, cells), f"{row.score:.4f}", json.dumps(row.scores, ensure_ascii=False), row.id]
            )
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
