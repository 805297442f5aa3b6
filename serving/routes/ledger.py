"""The ledger of exports: record, import, see a day, take it all out."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.domain import LedgerEntry
from copilot.ledger import ImportReport, LedgerEntries, add_entry, import_table, ledger_report, table_of
from copilot.rules.ledger import Cell, GroupFiling, LedgerReport, Level
from copilot.store.ledger import Ledger
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.downloads import download
from serving.routes.path import book_of
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1/ledger", tags=["ledger"], route_class=StrictRoute, dependencies=[allow(Permission.PATH)])
Behind = Annotated[Backend, Depends(backend)]
Day = Annotated[dt.date, Depends(day)]
Entity = Annotated[str | None, Query(max_length=200, description="只看这一家境内主体（one entity）")]


class EntryBody(BaseModel):
    """An export to record. `ids`: one for each person; only salted hashes are kept, the ids never."""

    model_config = ConfigDict(extra="forbid")

    row: dict[str, Any] = Field(
        description="see `compliance-copilot schema ledger_row`; with ids, persons may be absent"
    )
    ids: list[str] | None = Field(default=None, max_length=100_000)


class VoidBody(BaseModel):
    """Why an entry is wrong."""

    reason: str = Field(max_length=500)


class Matrix(BaseModel):
    """Entities by recipients by scenes; the cells do not add up to persons."""

    as_of: dt.date
    matrix: list[Cell]
    groups: list[GroupFiling]
    notes: list[str]
    notes_en: list[str]


class Alerts(BaseModel):
    """Thresholds that are near or reached."""

    as_of: dt.date
    alerts: list[Level]


async def _ledger(behind: Backend) -> Ledger:
    return (await asyncio.to_thread(lambda: behind.parts.store)).ledger


async def _report(behind: Backend, as_of: dt.date, entity: str | None) -> LedgerReport:
    ledger, book = await _ledger(behind), await book_of(behind)
    return await asyncio.to_thread(ledger_report, ledger, as_of=as_of, book=book, entity=entity)


@router.get("", response_model=LedgerReport)
async def show(behind: Behind, as_of: Day, entity: Entity = None) -> LedgerReport:
    """自1月1日起各主体、各路径的人数，门槛、预警和推算（the year so far）。"""
    return await _report(behind, as_of, entity)


@router.get("/matrix", response_model=Matrix)
async def matrix(behind: Behind, as_of: Day, entity: Entity = None) -> Matrix:
    """主体 × 接收方 × 场景，以及集团可以合并办理的（entities by recipients by scenes）。"""
    found = await _report(behind, as_of, entity)
    return Matrix(
        as_of=found.as_of, matrix=found.matrix, groups=found.groups, notes=found.notes, notes_en=found.notes_en
    )


@router.get("/alerts", response_model=Alerts)
async def alerts(behind: Behind, as_of: Day, entity: Entity = None) -> Alerts:
    """到了门槛80%或者已达到的（80 % of a threshold, or reached）。"""
    found = await _report(behind, as_of, entity)
    return Alerts(as_of=found.as_of, alerts=found.alerts)


@router.get("/entries", response_model=LedgerEntries)
async def entries(
    behind: Behind,
    since: dt.date | None = None,
    until: dt.date | None = None,
    entity: Entity = None,
    voided: bool = False,
) -> LedgerEntries:
    """各条记录（the entries）。"""
    ledger = await _ledger(behind)
    found = await asyncio.to_thread(ledger.entries, since=since, until=until, entity=entity, voided=voided)
    return LedgerEntries(entries=found)


@router.post("/entries", response_model=LedgerEntry, status_code=201)
async def add(behind: Behind, body: EntryBody) -> LedgerEntry:
    """记一次出境（record an export）。"""
    ledger = await _ledger(behind)
    return await asyncio.to_thread(add_entry, ledger, body.row, today=dt.date.today(), ids=body.ids)


@router.post("/entries/{entry_id}/void", response_model=LedgerEntry)
async def void(behind: Behind, entry_id: str, body: VoidBody) -> LedgerEntry:
    """作废一条；记录仍在，不再计入（void an entry）。"""
    ledger = await _ledger(behind)
    return await asyncio.to_thread(ledger.void, entry_id, body.reason)


@router.post("/import", response_model=ImportReport)
async def import_(
    behind: Behind,
    file: Annotated[
        UploadFile, File(description="CSV：主体、场景、接收方、日期、人数、敏感，可加 免办、路径、集团、备注")
    ],
    again: Annotated[bool, Form(description="以前导入过的行也再记一次")] = False,
) -> ImportReport:
    """导入表格；有错的行报告出来，其余照收（import a table）。"""
    ledger, content = await _ledger(behind), await file.read()
    name, today = file.filename or "upload.csv", dt.date.today()
    return await asyncio.to_thread(import_table, ledger, content, name=name, today=today, again=again)


@router.get("/export")
async def export(behind: Behind) -> Response:
    """全部记录，含作废的，CSV（all entries as CSV）。"""
    ledger = await _ledger(behind)
    found = await asyncio.to_thread(ledger.entries, voided=True)
    return download(table_of(found).encode("utf-8-sig"), name="ledger.csv", media_type="text/csv; charset=utf-8")
