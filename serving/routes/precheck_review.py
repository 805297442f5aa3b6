"""A pre-check that is done, as a reviewer works on it: findings beside the papers, decisions, files to take away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, CopilotError, UnknownRecord
from copilot.precheck.decided import as_observed, as_question, content_key, finding_keys, without
from copilot.precheck.finding import Finding
from copilot.precheck.jobs import Job
from copilot.precheck.notice import notice_docx
from copilot.precheck.report import Dismissed, content_of
from copilot.precheck.service import Checked
from copilot.redaction.case import Proposal, case_from
from copilot.store.decisions import DecisionView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.routes.conversations import Kept
from serving.shapes_precheck import (
    DecisionRequest,
    DecisionsView,
    PrecheckProgress,
    PrecheckView,
    SheetView,
    decisions_of,
    sheet_of,
    view_of,
)
from serving.strict_json import StrictRoute

router = APIRouter(
    prefix="/v1/precheck", tags=["precheck"], route_class=StrictRoute, dependencies=[allow(Permission.PRECHECK)]
)
LOOK_EVERY_S, PING_S = 0.2, 10
MAX_SHEETS = 40
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": DOCX, "html": "text/html; charset=utf-8", "json": "application/json"}


def job_of(behind: Annotated[Backend, Depends(backend)], job_id: str) -> Job:
    """A pre-check by its id."""
    return behind.parts.precheck_jobs.get(job_id)


def done(job: Annotated[Job, Depends(job_of)]) -> Job:
    """A pre-check that is done.

    Raises:
        BadInput: it is not.
    """
    if job.checked is None:
        raise BadInput("这次预检还没有结果", hint="等它做完，或者看它失败的原因", en="this pre-check has no result yet")
    return job


Done = Annotated[Job, Depends(done)]
Behind = Annotated[Backend, Depends(backend)]


def progress_of(behind: Backend, job: Job) -> PrecheckProgress:
    """How far a job is."""
    return PrecheckProgress(
        id=job.id,
        name=job.name,
        state=job.state,
        read=job.read,
        total=job.total,
        file=job.file,
        ahead=behind.parts.precheck_jobs.ahead(job),
        error=job.error.as_dict() if job.error else None,
    )


@router.get(
    "/{job_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {}}, "model": PrecheckProgress}},
)
async def events(behind: Behind, job: Annotated[Job, Depends(job_of)]) -> EventSourceResponse:
    """进度，一有变化就发，直到完成或者失败（progress as it changes, until done or failed）。"""
    return EventSourceResponse(_changes(behind, job.id), ping=PING_S, sep="\n")


async def _changes(behind: Backend, job_id: str) -> AsyncIterator[ServerSentEvent]:
    last = None
    while True:
        try:
            now = progress_of(behind, behind.parts.precheck_jobs.get(job_id))
        except CopilotError as error:  # removed meanwhile
            gone = PrecheckProgress(id=job_id, name="", state="failed", read=0, total=0, file="", error=error.as_dict())
            yield ServerSentEvent(gone.model_dump_json(), event="progress", sep="\n")
            return
        if now != last:
            yield ServerSentEvent(now.model_dump_json(), event="progress", sep="\n")
        if now.state in ("done", "failed"):
            return
        last = now
        await asyncio.sleep(LOOK_EVERY_S)


@router.get("/{job_id}/view", response_model=PrecheckView)
def view(kept: Kept, job: Done) -> PrecheckView:
    """结果连同每条的位置和处理、各文件的页（the result with places and decisions, and the papers' sheets）。"""
    return view_of(job, kept.decisions.of(_content(job)))


@router.get("/{job_id}/decisions", response_model=DecisionsView)
def decisions(kept: Kept, job: Done) -> DecisionsView:
    """对各条的处理，以及不计驳回的还剩什么；别处处理了也在（decisions made here or elsewhere, and what is left）。"""
    assert job.checked is not None
    return decisions_of(job.checked, kept.decisions.of(_content(job)))


@router.get("/{job_id}/papers/{number}", response_model=list[SheetView])
def sheets(
    job: Done,
    number: int,
    first: Annotated[int, Query(ge=0, description="从第几页起，0 起（first sheet）")] = 0,
    count: Annotated[int, Query(ge=1, le=MAX_SHEETS)] = 10,
) -> list[SheetView]:
    """一个文件读出的文字、表格、章和签名，逐页（a paper as it was read, sheet by sheet）。"""
    if not 0 <= number < len(job.sheets.papers):
        raise UnknownRecord("没有这个文件", hint="文件见结果中的列表", en="no such paper")
    paper, found = job.sheets.papers[number], job.sheets.of_paper[number]
    return [sheet_of(paper, n, found[n]) for n in range(first, min(first + count, len(found)))]


@router.put("/{job_id}/findings/{key}/decision", response_model=DecisionView)
def decide(kept: Kept, job: Done, key: str, said: DecisionRequest) -> DecisionView:
    """采纳或者驳回一条；驳回须写理由，同样的文件再交时仍在（accept, or dismiss with a reason; kept）。"""
    finding = _finding(job, key)
    return kept.decisions.decide(
        _content(job), key, rule_id=finding.rule_id, decision=said.decision, reason=said.reason
    )


@router.delete("/{job_id}/findings/{key}/decision", status_code=204)
def undecide(kept: Kept, job: Done, key: str) -> None:
    """收回处理（take a decision back）。"""
    _finding(job, key)
    kept.decisions.take_back(_content(job), key)


@router.post("/{job_id}/findings/{key}/case", response_model=Proposal)
def proposed(kept: Kept, job: Done, key: str) -> Proposal:
    """把驳回的一条去掉个人信息，作为评测题的草稿；什么也不保存（a dismissed finding as an anonymised draft case）。"""
    finding = _finding(job, key)
    said = kept.decisions.of(_content(job)).get(key)
    if said is None or said.decision != "dismissed":
        raise BadInput("这条没有驳回", hint="先写明理由驳回，再做成评测题", en="the finding was not dismissed")
    return case_from(
        as_question(finding),
        observed=as_observed(finding),
        as_of=job.checked.result.filed_on if job.checked else None,
        fault="other",
        note=said.reason,
        source="dismissal",
    )


@router.get("/{job_id}/report", response_class=Response)
def report(
    kept: Kept,
    behind: Behind,
    job: Done,
    as_format: Annotated[Literal["docx", "html", "json"], Query(alias="format")] = "docx",
) -> Response:
    """报告；驳回的另列在后，JSON 是结果本身，不含处理（the report; dismissed findings stand apart, not in JSON）。"""
    checked, dismissed = _as_decided(kept, job) if as_format != "json" else (job.checked, ())
    assert checked is not None
    content = content_of(checked, f".{as_format}", producer=behind.parts.settings.provider, dismissed=dismissed)
    return download(content, name=f"precheck-{job.id[:8]}.{as_format}", media_type=TYPES[as_format])


@router.get("/{job_id}/notice", response_class=Response)
def notice(kept: Kept, behind: Behind, job: Done) -> Response:
    """补正通知书草稿，不含驳回的（the draft notice without dismissed findings）。"""
    checked, _ = _as_decided(kept, job)
    if not checked.result.notice():
        raise BadInput(
            "没有可以写入补正通知书的事项",
            hint="通知书只列确定的、形式的、依据已核实、没有驳回的事项；其余见报告",
            en="nothing that a draft notice may carry",
        )
    content = notice_docx(checked, producer=behind.parts.settings.provider)
    return download(content, name=f"notice-{job.id[:8]}.docx", media_type=DOCX)


def _content(job: Job) -> str:
    assert job.checked is not None
    return content_key(job.checked.result.kind, job.checked.submission.papers)


def _finding(job: Job, key: str) -> Finding:
    """The finding of a key.

    Raises:
        UnknownRecord: there is none.
    """
    assert job.checked is not None
    result = job.checked.result
    for own, finding in zip(finding_keys(result, job.checked.submission.papers), result.findings, strict=True):
        if own == key:
            return finding
    raise UnknownRecord("没有这一条", hint="刷新页面后再试", en="no such finding")


def _as_decided(kept: Kept, job: Job) -> tuple[Checked, tuple[Dismissed, ...]]:
    assert job.checked is not None
    decided = kept.decisions.of(_content(job))
    return without(job.checked, {k: d.reason for k, d in decided.items() if d.decision == "dismissed"})
