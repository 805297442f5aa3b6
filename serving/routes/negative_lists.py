"""The zones' negative lists: the index, one list, a search, fields matched with a list."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, File, Query, UploadFile
from pydantic import BaseModel

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, TooLarge
from copilot.negative_lists import views
from copilot.negative_lists.field_table import fields_of
from copilot.negative_lists.report import match_report
from copilot.negative_lists.shapes import (
    ListDiff,
    ListIndex,
    ListSearch,
    ListView,
    MatchReport,
    MatchRequest,
    OwnFieldShape,
)
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.strict_json import StrictRoute

router = APIRouter(
    prefix="/v1/negative-lists", tags=["negative lists"], route_class=StrictRoute, dependencies=[allow(Permission.READ)]
)
Behind = Annotated[Backend, Depends(backend)]
Day = Annotated[dt.date, Depends(day)]


MAX_TABLE_BYTES = 2_000_000


class FieldTable(BaseModel):
    """The fields of a table that an enterprise brought; nothing of it is kept. `notes`: what of it was not used."""

    fields: list[OwnFieldShape]
    notes: list[str]


@router.get("", response_model=ListIndex)
async def index(behind: Behind, as_of: Day) -> ListIndex:
    """各地清单，写明取得了多少（the lists, and how much of each was obtained）。"""
    return views.index(behind.kb.negative_lists, as_of)


@router.get("/search", response_model=ListSearch)
async def search(
    behind: Behind,
    as_of: Day,
    q: Annotated[str, Query(max_length=200, description="领域、场景、字段或要求里的词")],
    k: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ListSearch:
    """在各地清单里查（search the lists）。"""
    if not q.strip():
        raise BadInput("没有写要查的词", en="nothing to search for")
    return await asyncio.to_thread(views.search, behind.kb.negative_lists, q, as_of, k=k)


@router.get("/diff", response_model=ListDiff)
async def diff(behind: Behind, left: str, right: str) -> ListDiff:
    """比较两份清单（compare two lists）。"""
    return await asyncio.to_thread(views.diff, behind.kb.negative_lists, left, right)


@router.post("/fields", response_model=FieldTable)
async def fields(
    file: Annotated[UploadFile, File(description=".xlsx、.csv 或 .json：字段名、含义、类别、示例")],
) -> FieldTable:
    """读出字段表，不保存（read a table of fields; nothing is kept）。"""
    name, content = file.filename or "upload", await file.read(MAX_TABLE_BYTES + 1)
    if len(content) > MAX_TABLE_BYTES:
        raise TooLarge("字段表超过 2 MB", hint="只保留字段名和含义", en="larger than 2 MB")
    table = await asyncio.to_thread(fields_of, name, content)
    return FieldTable(fields=table.fields, notes=table.remarks)


@router.post("/match", response_model=MatchReport)
async def match(behind: Behind, asked: MatchRequest) -> MatchReport:
    """把企业自己的字段对到清单上；示例值只看格式，不保存、不返回（match fields with a list）。"""
    lists = behind.kb.negative_lists
    return await asyncio.to_thread(match_report, asked, lists, today=dt.date.today())


@router.get("/{list_id}", response_model=ListView)
async def show(behind: Behind, as_of: Day, list_id: str) -> ListView:
    """看一份清单（one list whole）。"""
    return views.view(behind.kb.negative_lists, list_id, as_of)
