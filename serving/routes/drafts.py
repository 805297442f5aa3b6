"""Drafts: the papers of a questionnaire, made in the background; progress, result, files. And one draft at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, CopilotError, ModelUnavailable, UnknownRecord
from copilot.filing.argument import Task, argue
from copilot.filing.benefit import measure
from copilot.filing.bundle import zip_name, zipped
from copilot.filing.drafted import Drafted
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.jobs import DraftJob, Telling
from copilot.filing.kept_prose import InQuestionnaire
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.risks import risks
from copilot.filing.sections import load_sections
from copilot.filing.service import Made
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.routes.precheck_review import DOCX, LOOK_EVERY_S, PING_S
from serving.routes.questionnaires import FilingId, Kept
from serving.shapes_filing import DraftProgress, DraftResult, WrittenView, benefit_view, risk_view
from serving.strict_json import StrictRoute
from serving.turns import Turns

router = APIRouter(prefix="/v1", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)])
Behind = Annotated[Backend, Depends(backend)]
ZIP = "application/zip"


class DraftAsked(BaseModel):
    """How to draft."""

    model_config = ConfigDict(extra="forbid")

    model: bool = Field(
        default=False, description="the language model argues the prose sections first; 503 where there is none"
    )
    as_of: dt.date | None = Field(
        default=None, description="the law of that day; default: the day of filing, else today"
    )


class DraftBody(BaseModel):
    """A questionnaire to draft from at once."""

    model_config = ConfigDict(extra="forbid")

    filing: dict[str, Any] = Field(description="see `compliance-copilot schema filing`")
    kind: FilingKind | None = Field(default=None, description="default: the kind that the filing names")
    as_of: dt.date | None = Field(
        default=None, description="the law of that day; default: the day of filing, else today"
    )


def job_of(behind: Behind, job_id: str) -> DraftJob:
    """A draft by its id."""
    return behind.parts.draft_jobs.get(job_id)


JobOf = Annotated[DraftJob, Depends(job_of)]


def done(job: JobOf) -> tuple[DraftJob, Made]:
    """A draft that is done.

    Raises:
        BadInput: it is not.
    """
    if job.made is None:
        raise BadInput("这次起草还没有结果", hint="等它做完，或者看它失败的原因", en="this draft has no result yet")
    return job, job.made


Done = Annotated[tuple[DraftJob, Made], Depends(done)]


def progress_of(job: DraftJob) -> DraftProgress:
    """How far a draft is."""
    return DraftProgress(
        id=job.id,
        revision=job.revision,
        state=job.state,
        done=job.done,
        total=job.total,
        section=job.section,
        error=job.error.as_dict() if job.error else None,
        stage=job.stage,
        only=job.only,
        model=job.model,
        left_s=job.left_s,
        steps=[WrittenView.model_validate(one, from_attributes=True) for one in job.steps],
    )


@router.post("/filings/{filing_id}/drafts", response_model=DraftProgress, status_code=202)
async def start(kept: Kept, behind: Behind, filing_id: FilingId, asked: DraftAsked) -> DraftProgress:
    """按保存的问卷起草全部材料并预检；model 为真时先由模型逐章写论证，写好的章节随写随存，停了再来接着写
    （draft every paper and pre-check them; with `model` it argues the prose first, each finished section is kept）。"""
    view = await asyncio.to_thread(kept.get, filing_id)
    filing, parts = Filing.parse(view.content), behind.parts
    kind, as_of = settled(filing, filing.kind, asked.as_of)
    name = model_of(behind) if asked.model else ""
    await asyncio.to_thread(kept.keep_state, filing_id)  # a later draft is compared with it

    turns = Turns(parts.queue, asyncio.get_running_loop())

    def work(tell: Telling) -> Made:
        now = filing
        if asked.model:
            keeping, task = InQuestionnaire(kept, filing_id), Task(kind, as_of)
            now = argue(
                parts.prose_writer,
                keeping,
                task,
                kb_dir=parts.settings.knowledge_base_dir,
                tell=tell.model,
                turn=turns.take,
            )
            kept.keep_state(filing_id)
            tell.at(keeping.revision)
        return parts.drafter.make(now, kind, as_of=as_of, progress=tell.papers)

    return progress_of(parts.draft_jobs.start(filing_id, view.revision, work, model=name))


def model_of(behind: Backend) -> str:
    """The model's name.

    Raises:
        ModelUnavailable: there is none.
    """
    if not (name := behind.parts.model_name):
        raise ModelUnavailable(
            "没有可用的语言模型，章节只能由事实写成",
            hint="不选“由模型写”照样可以起草；要用模型请运行 make models 后重启服务，或设置 COPILOT_BACKEND",
            en="there is no language model; draft without one",
        )
    return name


def settled(filing: Filing, kind: FilingKind | None, as_of: dt.date | None) -> tuple[FilingKind, dt.date]:
    """The kind and the day of a draft.

    Raises:
        BadInput: nobody says of which kind it is.
    """
    kind = kind or filing.kind
    if kind is None:
        raise BadInput("没有说是哪种手续", hint="先选手续（kind）", en="the filing names no kind")
    return kind, as_of or filing.filed_on or dt.date.today()


@router.get("/filings/{filing_id}/drafts/latest", response_model=DraftProgress | None)
def latest(kept: Kept, behind: Behind, filing_id: FilingId) -> DraftProgress | None:
    """这份问卷最近的一次起草，没有则为 null（its last draft, or null）。"""
    kept.get(filing_id)
    job = behind.parts.draft_jobs.latest(filing_id)
    return progress_of(job) if job else None


@router.get("/filings/{filing_id}/drafts/writing", response_model=list[DraftProgress])
def writing(kept: Kept, behind: Behind, filing_id: FilingId) -> list[DraftProgress]:
    """模型正在为这份问卷写的（where the model writes for it now, or waits to）。"""
    kept.get(filing_id)
    return [progress_of(one) for one in behind.parts.draft_jobs.writing(filing_id)]


@router.get("/drafts/{job_id}", response_model=DraftProgress)
def state(job: JobOf) -> DraftProgress:
    """进度（how far it is）。"""
    return progress_of(job)


@router.get(
    "/drafts/{job_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {}}, "model": DraftProgress}},
)
async def events(behind: Behind, job: JobOf) -> EventSourceResponse:
    """进度，一有变化就发，直到结束（progress as it changes, until the end）。"""
    return EventSourceResponse(_changes(behind, job.id), ping=PING_S, sep="\n")


async def _changes(behind: Backend, job_id: str) -> AsyncIterator[ServerSentEvent]:
    last = None
    while True:
        try:
            now = progress_of(behind.parts.draft_jobs.get(job_id))
        except CopilotError as error:  # removed meanwhile
            gone = DraftProgress(id=job_id, revision=0, state="stopped", done=0, total=0, error=error.as_dict())
            yield ServerSentEvent(gone.model_dump_json(), event="progress", sep="\n")
            return
        if now != last:
            yield ServerSentEvent(now.model_dump_json(), event="progress", sep="\n")
        if now.state not in ("waiting", "running"):
            return
        last = now
        await asyncio.sleep(LOOK_EVERY_S)


@router.get("/drafts/{job_id}/result", response_model=DraftResult)
async def result(behind: Behind, made: Done) -> DraftResult:
    """材料、待补充、矛盾、风险、预检结果、省下多少（papers, conflicts, risks, pre-check, benefit）。"""
    job, what = made
    return await asyncio.to_thread(_result, behind, job, what)


def _result(behind: Backend, job: DraftJob, what: Made) -> DraftResult:
    made, kb_dir = what.draft, behind.parts.settings.knowledge_base_dir
    saved = measure(
        Questionnaire.load(kb_dir), made.filing, made.kind, as_of=made.as_of, sections=load_sections(kb_dir)
    )
    return DraftResult(
        **dict(what.shown()),
        id=job.id,
        revision=job.revision,
        zip=zip_name(made),
        risks=[risk_view(one) for one in risks(made.filing, as_of=made.as_of, kind=made.kind, kb_dir=kb_dir)],
        benefit=benefit_view(saved),
    )


@router.get("/drafts/{job_id}/zip", response_class=Response)
async def archive(made: Done) -> Response:
    """全部文件，打成一个 zip（all files in one archive）。"""
    job, what = made
    content = await asyncio.to_thread(zipped, what.draft)
    return download(content, name=f"draft-{what.draft.kind}-{job.revision}.zip", media_type=ZIP)


@router.get("/drafts/{job_id}/files/{name:path}", response_class=Response)
def file(made: Done, name: str) -> Response:
    """一份文件（one file）。"""
    job, what = made
    found = what.draft.files.get(name)
    if found is None:
        raise UnknownRecord("没有这份文件", hint="文件名见结果中的列表", en="no such file")
    paper = next(one.paper.id for one in what.draft.papers if one.name == name)
    return download(found, name=f"{paper}-{job.revision}.docx", media_type=DOCX)


@router.delete("/drafts/{job_id}", status_code=204)
def remove(behind: Behind, job: JobOf) -> None:
    """停止并清除；问卷不受影响（stop and forget it; the questionnaire stays）。"""
    behind.parts.draft_jobs.remove(job.id)


@router.post("/draft", response_model=Drafted)
async def once(behind: Behind, asked: DraftBody) -> Drafted:
    """按给出的事实起草并预检，不保存；同 `draft --json`（draft and pre-check at once, nothing is kept）。"""
    what = await _once(behind, asked)
    return what.shown()


@router.post("/draft/zip", response_class=Response)
async def once_archive(behind: Behind, asked: DraftBody) -> Response:
    """同上，得到全部文件的 zip（the same, as an archive of the files）。"""
    what = await _once(behind, asked)
    content = await asyncio.to_thread(zipped, what.draft)
    return download(content, name=f"draft-{what.draft.kind}.zip", media_type=ZIP)


async def _once(behind: Backend, asked: DraftBody) -> Made:
    filing = Filing.parse(asked.filing)
    kind, as_of = settled(filing, asked.kind, asked.as_of)
    return await asyncio.to_thread(behind.parts.drafter.make, filing, kind, as_of=as_of)
