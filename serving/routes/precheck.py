"""Pre-checks: upload a zip or files, poll the progress, take the result."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile, status

from copilot.accounts.roles import Permission
from copilot.precheck.finding import Result
from copilot.precheck.jobs import Job
from copilot.precheck.paper import FilingKind
from copilot.precheck.service import Asked
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.routes.precheck_review import progress_of
from serving.shapes_precheck import PrecheckLimits, PrecheckProgress
from serving.strict_json import StrictRoute
from serving.uploads import MAX_FILES, taken

router = APIRouter(
    prefix="/v1/precheck", tags=["precheck"], route_class=StrictRoute, dependencies=[allow(Permission.PRECHECK)]
)
Behind = Annotated[Backend, Depends(backend)]


class PrecheckJob(PrecheckProgress):
    """A pre-check on its way; `result` when done, `error` when failed."""

    result: Result | None = None


def _shown(behind: Backend, job: Job) -> PrecheckJob:
    result = job.checked.result if job.checked else None
    return PrecheckJob(**progress_of(behind, job).model_dump(), result=result)


@router.post("", response_model=PrecheckJob, status_code=status.HTTP_202_ACCEPTED)
async def start(
    behind: Behind,
    files: Annotated[list[UploadFile], File(description="一个 zip，或者若干文件；不保存到磁盘")],
    kind: Annotated[FilingKind, Form()],
    filed_on: Annotated[dt.date | None, Form(description="申报日，默认今天（day of filing）")] = None,
    province: Annotated[str | None, Form(pattern=r"^\d{2}$", description="申报地区划代码前两位")] = None,
    offline: Annotated[bool | None, Form(description="是否线下提交")] = None,
    expires: Annotated[dt.date | None, Form(description="延期：评估结果有效期届满日（end of validity）")] = None,
    number: Annotated[str | None, Form(max_length=100, description="延期、变更：原来的编号（earlier case）")] = None,
    model: Annotated[bool, Form(description="实质内容再请模型复核，只作提示（also ask a model）")] = False,
) -> PrecheckJob:
    """交一份材料预检（hand in a submission）。"""
    got = await taken(files, most=behind.parts.settings.max_upload_mib << 20)
    given = {name: value for name, value in (("expires", expires), ("number", number)) if value}
    asked = Asked(kind, filed_on or dt.date.today(), province, offline, given, model)
    name, content = named(got)
    return _shown(behind, await asyncio.to_thread(behind.parts.precheck_jobs.start, name, content, asked))


def named(files: dict[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """What the submission is called, and its files; a folder that holds them all gives its name and is left out."""
    top = {name.partition("/")[0] for name in files}
    if len(top) == 1 and all("/" in name for name in files):
        return top.pop(), {name.partition("/")[2]: raw for name, raw in files.items()}
    return next(iter(files)) if len(files) == 1 else f"{len(files)} 个文件", files


@router.get("/limits", response_model=PrecheckLimits)
async def limits(behind: Behind) -> PrecheckLimits:
    """一次最多上传多少、有没有模型可以复核（limits of an upload, and whether there is a model to ask）。"""
    parts = behind.parts
    return PrecheckLimits(
        max_files=MAX_FILES, max_mib=parts.settings.max_upload_mib, model=parts.model_state != "extractive"
    )


@router.get("/{job_id}", response_model=PrecheckJob)
async def state(behind: Behind, job_id: str) -> PrecheckJob:
    """进度；完成后带结果（progress, and the result when done）。"""
    return _shown(behind, behind.parts.precheck_jobs.get(job_id))


@router.delete("/{job_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove(behind: Behind, job_id: str) -> None:
    """清除一次预检（forget a pre-check）。"""
    behind.parts.precheck_jobs.remove(job_id)
