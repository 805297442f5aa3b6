"""Kept verdicts: list, open, export, make again, delete; and drafts of facts that the page saves on every change."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from copilot.accounts.roles import Permission
from copilot.errors import Refused
from copilot.export.export import export_verdict
from copilot.rules.questions import Language
from copilot.rules.replay import replay
from copilot.rules.result import PathCode
from copilot.store.store import Store
from copilot.store.verdicts import DraftView, VerdictsFound, VerdictView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.routes.path import book_of
from serving.shapes import DraftRequest, ReplayReply, VerdictsDeleted
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1/path", tags=["path"], route_class=StrictRoute, dependencies=[allow(Permission.PATH)])
Behind = Annotated[Backend, Depends(backend)]


def store(behind: Behind) -> Store:
    """What is kept."""
    return behind.parts.store


Kept = Annotated[Store, Depends(store)]
DraftId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="由页面自己取（chosen by the page）")]


@router.get("/determinations", response_model=VerdictsFound)
def listed(
    kept: Kept,
    q: Annotated[str, Query(max_length=200, description="标题、描述、结论、事实中的文字")] = "",
    path: PathCode | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> VerdictsFound:
    """保存的判定，最近的在前（kept verdicts, the newest first）。"""
    return kept.verdicts.find(query=q, path=path or "", limit=limit, offset=offset)


@router.delete("/determinations", response_model=VerdictsDeleted, dependencies=[allow(Permission.PEOPLE)])
def delete_all(kept: Kept, behind: Behind) -> VerdictsDeleted:
    """删除全部判定和草稿（delete every verdict and draft）。"""
    if not behind.parts.settings.allow_delete_all:
        raise Refused(
            "设置不允许一次删除全部判定", hint="请逐个删除，或者联系管理员", en="deleting everything is switched off"
        )
    return VerdictsDeleted(deleted=kept.verdicts.delete_all(), drafts=kept.drafts.delete_all())


@router.get("/determinations/{determination_id}", response_model=VerdictView)
def opened(kept: Kept, determination_id: str) -> VerdictView:
    """打开一个判定：事实、日期、完整结果、规则数据与代码版本（a verdict as it was given）。"""
    return kept.verdicts.get(determination_id)


@router.delete("/determinations/{determination_id}", status_code=204)
def delete(kept: Kept, determination_id: str) -> None:
    """删除一个判定（delete）。"""
    kept.verdicts.delete(determination_id)


@router.get("/determinations/{determination_id}/export", response_class=Response)
async def export(
    kept: Kept, behind: Behind, determination_id: str, format: str = "docx", language: Language = "zh"
) -> Response:
    """导出：docx、pdf 或 json，带依据；language=en 时为英文（export with citations, in English on request）。"""
    book = await book_of(behind)

    def write() -> Response:
        parts = behind.parts
        view, producer = kept.verdicts.get(determination_id), parts.settings.provider
        file = export_verdict(view, format, book=book, producer=producer, language=language)
        return download(file.content, name=file.name, media_type=file.media_type)

    return await asyncio.to_thread(write)


@router.post("/determinations/{determination_id}/replay", response_model=ReplayReply)
async def again(kept: Kept, behind: Behind, determination_id: str) -> ReplayReply:
    """用现在的规则数据与代码重做一次，说明是否相同（make the verdict again and say what differs）。"""
    book = await book_of(behind)

    def work() -> ReplayReply:
        view = kept.verdicts.get(determination_id)
        made = replay(
            view.facts,
            view.result,
            as_of=view.as_of,
            book=book,
            start=view.start,
        )
        return ReplayReply(**dict(made), determination_id=view.id)

    return await asyncio.to_thread(work)


@router.get("/drafts", response_model=list[DraftView])
def drafts(kept: Kept, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[DraftView]:
    """未完成的草稿，最近的在前（drafts, the last changed first）。"""
    return kept.drafts.find(limit=limit)


@router.put("/drafts/{draft_id}", response_model=DraftView)
def save(kept: Kept, draft_id: DraftId, asked: DraftRequest) -> DraftView:
    """保存草稿，代替先前的状态；内容不作检查（keep a draft as it is, whatever its state）。"""
    return kept.drafts.save(draft_id, asked.content)


@router.get("/drafts/{draft_id}", response_model=DraftView)
def draft(kept: Kept, draft_id: DraftId) -> DraftView:
    """取回草稿（a draft as it was saved）。"""
    return kept.drafts.get(draft_id)


@router.delete("/drafts/{draft_id}", status_code=204)
def discard(kept: Kept, draft_id: DraftId) -> None:
    """删除草稿（delete a draft）。"""
    kept.drafts.delete(draft_id)
