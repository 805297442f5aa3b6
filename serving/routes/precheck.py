"""Pre-checks: upload a zip or files, poll the progress, take the result."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, UploadFile, status
from pydantic import BaseModel, Field

from copilot.errors import BadInput, TooLarge
from copilot.precheck.finding import Result
from copilot.precheck.jobs import Job
from copilot.precheck.paper import FilingKind
from copilot.precheck.service import Asked
from serving.backend import Backend
from serving.depends import backend

router = APIRouter(prefix="/v1/precheck", tags=["precheck"])
Behind = Annotated[Backend, Depends(backend)]
MAX_FILES = 200


class PrecheckJob(BaseModel):
    """A pre-check on its way; `result` when done, `error` when failed."""

    id: str
    name: str
    state: Literal["waiting", "running", "done", "failed"]
    read: int = Field(description="files read")
    total: int = Field(description="files in all; 0 until they are unpacked")
    file: str = Field(description="the file last read")
    result: Result | None = None
    error: dict[str, Any] | None = None


def _shown(job: Job) -> PrecheckJob:
    return PrecheckJob(
        id=job.id,
        name=job.name,
        state=job.state,
        read=job.read,
        total=job.total,
        file=job.file,
        result=job.checked.result if job.checked else None,
        error=job.error.as_dict() if job.error else None,
    )


@router.post("", response_model=PrecheckJob, status_code=status.HTTP_202_ACCEPTED)
async def start(
    behind: Behind,
    files: Annotated[list[UploadFile], File(description="一个 zip，或者若干文件；不保存到磁盘")],
    kind: Annotated[FilingKind, Form()],
    filed_on: Annotated[dt.date | None, Form(description="申报日，默认今天（day of filing）")] = None,
    province: Annotated[str | None, Form(pattern=r"^\d{2}$", description="申报地区划代码前两位")] = None,
    offline: Annotated[bool | None, Form(description="是否线下提交")] = None,
) -> PrecheckJob:
    """交一份材料预检（hand in a submission）。"""
    if len(files) > MAX_FILES:
        raise TooLarge(f"一次最多上传 {MAX_FILES} 个文件", hint="请打成 zip", en="too many files; send a zip")
    most = behind.parts.settings.max_upload_mib << 20
    taken: dict[str, bytes] = {}
    for n, one in enumerate(files, 1):
        name = one.filename or f"文件{n}"
        if name in taken:
            raise BadInput(f"有两个文件都叫 {name}", hint="请改名，或者打成 zip", en="two files of one name")
        taken[name] = await one.read(most + 1)
        if sum(map(len, taken.values())) > most:
            raise TooLarge(
                f"合计超过 {most >> 20} MiB", hint="请拆分，或者用命令行检查", en="larger than the upload limit"
            )
    asked = Asked(kind, filed_on or dt.date.today(), province, offline)
    name = next(iter(taken)) if len(taken) == 1 else f"{len(taken)} 个文件"
    return _shown(await asyncio.to_thread(behind.parts.precheck_jobs.start, name, taken, asked))


@router.get("/{job_id}", response_model=PrecheckJob)
async def state(behind: Behind, job_id: str) -> PrecheckJob:
    """进度；完成后带结果（progress, and the result when done）。"""
    return _shown(behind.parts.precheck_jobs.get(job_id))


@router.delete("/{job_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove(behind: Behind, job_id: str) -> None:
    """清除一次预检（forget a pre-check）。"""
    behind.parts.precheck_jobs.remove(job_id)
