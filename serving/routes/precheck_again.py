"""Received notices as checklists, and what became of a submission handed in again. Nothing is kept."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, TooLarge
from copilot.export.report import Report
from copilot.precheck import received_service, resubmission, resubmission_report, written
from copilot.precheck.criteria import load_criteria
from copilot.precheck.finding import Result
from copilot.precheck.paper import FilingKind
from copilot.precheck.received import Checklist
from copilot.precheck.resubmission import Comparison
from copilot.precheck.service import Checked
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download

router = APIRouter(prefix="/v1", tags=["precheck"], dependencies=[allow(Permission.PRECHECK)])
Behind = Annotated[Backend, Depends(backend)]
Ending = Annotated[Literal["docx", "html", "json"], Query(alias="format")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": DOCX, "html": "text/html; charset=utf-8", "json": "application/json"}


class ComparisonRequest(BaseModel):
    """Two pre-checks: each a result as it was given, or the id of one that is done and still kept."""

    model_config = ConfigDict(extra="forbid")

    earlier: Result | str = Field(description="the one that was sent back")
    later: Result | str


@router.post("/precheck-notices", response_model=Checklist)
async def notice(
    behind: Behind,
    file: Annotated[UploadFile | None, File(description="收到的通知：.docx、.pdf 或扫描件；不保存")] = None,
    text: Annotated[str | None, Form(max_length=100_000, description="或者粘贴的文字")] = None,
    kind: Annotated[FilingKind | None, Form(description="默认按通知的文字认")] = None,
    received_on: Annotated[dt.date | None, Form(description="收到的日期，用来算期限")] = None,
    filed_on: Annotated[dt.date | None, Form(description="按这一天的标准对应，默认今天")] = None,
    precheck: Annotated[str | None, Form(description="补正后材料的预检编号：逐项看办妥没有")] = None,
) -> Checklist:
    """读收到的补正通知，列成清单（a received notice as a checklist）。"""
    name, raw = await _content(behind, file, text)
    service = behind.parts.precheck
    checked = _done(behind, precheck) if precheck else None
    on = filed_on or (checked.result.filed_on if checked else dt.date.today())
    told = kind or (checked.result.kind if checked else None)
    found = await asyncio.to_thread(
        received_service.read, service, name, raw, on=on, kind=told, received_on=received_on
    )  # fmt: skip
    return received_service.checked_again(service, found, checked) if checked else found


@router.post("/precheck-notices/report", response_class=Response)
def notice_report(behind: Behind, checklist: Checklist, as_format: Ending = "docx") -> Response:
    """清单存成文件（a checklist as a file）。"""
    return _file(behind, checklist, as_format, received_service.report_of, name="checklist")


@router.post("/precheck-comparisons", response_model=Comparison)
def compared(behind: Behind, asked: ComparisonRequest) -> Comparison:
    """比较补正前后的两次预检（what a re-submission changed）。"""
    return _compared(behind, asked)


@router.post("/precheck-comparisons/report", response_class=Response)
def comparison_report(behind: Behind, asked: ComparisonRequest, as_format: Ending = "docx") -> Response:
    """比较的结果存成文件（a comparison as a file）。"""
    return _file(behind, _compared(behind, asked), as_format, resubmission_report.report_of, name="comparison")


def _compared(behind: Backend, asked: ComparisonRequest) -> Comparison:
    sides = [_side(behind, one) for one in (asked.earlier, asked.later)]
    criteria = load_criteria(behind.parts.settings.knowledge_base_dir)
    return resubmission.compare(sides[0][0], sides[1][0], criteria, names=(sides[0][1], sides[1][1]))


def _side(behind: Backend, given: Result | str) -> tuple[Result, str]:
    if isinstance(given, Result):
        return given, ""
    checked = _done(behind, given)
    return checked.result, checked.submission.name


def _done(behind: Backend, job_id: str) -> Checked:
    """The pre-check of an id.

    Raises:
        UnknownRecord: there is none.
        BadInput: it is not done.
    """
    checked = behind.parts.precheck_jobs.get(job_id).checked
    if checked is None:
        raise BadInput("这次预检还没有结果", hint="等它做完再比较", en="this pre-check has no result yet")
    return checked


async def _content(behind: Backend, file: UploadFile | None, text: str | None) -> tuple[str, bytes]:
    if (file is None) == (not text):
        raise BadInput("请给出通知的文件或者文字，只要一种", hint="file 或 text", en="either a file or text")
    if file is None:
        return received_service.PASTED, (text or "").encode()
    most = behind.parts.settings.max_upload_mib << 20
    raw = await file.read(most + 1)
    if len(raw) > most:
        raise TooLarge(f"超过 {most >> 20} MB", hint="请只上传通知本身", en=f"larger than {most >> 20} MB")
    return file.filename or "通知", raw


def _file(
    behind: Backend, shape: BaseModel, as_format: str, report_of: Callable[..., Report], *, name: str
) -> Response:
    content = written.content_of(shape, f".{as_format}", report_of, producer=behind.parts.settings.provider)
    return download(content, name=f"{name}.{as_format}", media_type=TYPES[as_format])
