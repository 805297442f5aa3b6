"""Questionnaires of filings: begin, list, open, save, earlier states, delete."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, Refused
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.origin import begun_from_facts, begun_from_verdict
from copilot.law.rulebook import RuleBook
from copilot.store.filings import Filings, FilingsFound, FilingView, StateSummary, StateView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.routes.path import book_of
from serving.shapes import Deleted
from serving.strict_json import StrictRoute

router = APIRouter(
    prefix="/v1/filings", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)]
)
Behind = Annotated[Backend, Depends(backend)]
NO_TITLE = "未命名的申报"


def filings(behind: Behind) -> Filings:
    """What is kept."""
    return behind.parts.store.filings


Kept = Annotated[Filings, Depends(filings)]
FilingId = Annotated[str, Path(max_length=64)]


class NewFiling(BaseModel):
    """A questionnaire to begin with: empty, from what was said before, or from a verdict on a path."""

    model_config = ConfigDict(extra="forbid")

    kind: FilingKind | None = Field(default=None, description="with a verdict or facts: default, the one called for")
    title: str = Field(default="", max_length=200)
    content: dict[str, Any] | None = Field(default=None, description="see `compliance-copilot schema filing`")
    from_verdict: str | None = Field(default=None, max_length=64, description="number of a kept verdict")
    from_facts: dict[str, Any] | None = Field(default=None, description="see `compliance-copilot schema facts`")
    as_of: dt.date | None = Field(default=None, description="with `from_facts`: the law of that day; default: today")


class SavedFiling(BaseModel):
    """What was said so far, in place of the state `revision` that the writer had read."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1)
    content: dict[str, Any] = Field(description="see `compliance-copilot schema filing`")
    kind: FilingKind | None = None
    title: str = Field(default="", max_length=200)


def named(title: str, filing: Filing) -> str:
    """The title given, else the exporter with its first transfer."""
    scene = filing.scenes[0].name if filing.scenes else None
    return title.strip() or " · ".join(word for word in (filing.exporter.name, scene) if word) or NO_TITLE


@router.get("", response_model=FilingsFound)
def listed(
    kept: Kept,
    q: Annotated[str, Query(max_length=200, description="标题中的文字")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> FilingsFound:
    """保存的申报问卷，最近改过的在前（kept questionnaires, the last changed first）。"""
    return kept.find(query=q, limit=limit, offset=offset)


@router.post("", response_model=FilingView, status_code=201)
async def begin(kept: Kept, behind: Behind, asked: NewFiling) -> FilingView:
    """新建申报问卷：空白的，或者从路径判定、事实开始（begin a questionnaire, empty or from a verdict or facts）。"""
    if sum(one is not None for one in (asked.content, asked.from_verdict, asked.from_facts)) > 1:
        raise BadInput(
            "content、from_verdict、from_facts 只能给一个",
            hint="去掉其余的",
            en="give one of content and the two others",
        )
    book = await book_of(behind) if asked.from_facts is not None else None

    def work() -> FilingView:
        filing = _begun(behind, asked, book)
        kind = asked.kind or filing.kind
        if kind is None:
            raise BadInput("没有说是哪种手续", hint="先选手续（kind）", en="the filing names no kind")
        return kept.create(named(asked.title, filing), kind, filing.dump() | {"kind": kind})

    return await asyncio.to_thread(work)


def _begun(behind: Backend, asked: NewFiling, book: RuleBook | None) -> Filing:
    kb_dir = behind.parts.settings.knowledge_base_dir
    if asked.from_verdict is not None:
        verdict = behind.parts.store.verdicts.get(asked.from_verdict)
        return begun_from_verdict(verdict.id, verdict.facts, verdict.result, kb_dir=kb_dir, kind=asked.kind)
    if book is not None:
        day = asked.as_of or dt.date.today()
        return begun_from_facts(asked.from_facts, as_of=day, book=book, kb_dir=kb_dir, kind=asked.kind)
    return Filing.parse(asked.content or {})


@router.delete("", response_model=Deleted, dependencies=[allow(Permission.PEOPLE)])
def delete_all(kept: Kept, behind: Behind) -> Deleted:
    """删除全部申报问卷（delete every questionnaire）。"""
    if not behind.parts.settings.allow_delete_all:
        raise Refused(
            "设置不允许一次删除全部问卷", hint="请逐个删除，或者联系管理员", en="deleting everything is switched off"
        )
    return Deleted(deleted=kept.delete_all())


@router.get("/{filing_id}", response_model=FilingView)
def opened(kept: Kept, filing_id: FilingId) -> FilingView:
    """打开申报问卷（a questionnaire as it was last saved）。"""
    return kept.get(filing_id)


@router.put("/{filing_id}", response_model=FilingView)
def save(kept: Kept, filing_id: FilingId, asked: SavedFiling) -> FilingView:
    """保存；别处先改过时拒绝，答 409，什么也不写（keep it, unless somebody saved in between: 409）。"""
    filing = Filing.parse(asked.content)
    kind = asked.kind or filing.kind or ""
    content = filing.dump() | ({"kind": kind} if kind else {})
    title = asked.title or (named("", filing) if kept.get(filing_id).title == NO_TITLE else "")
    return kept.save(filing_id, content, revision=asked.revision, title=title, kind=kind)


@router.delete("/{filing_id}", status_code=204)
def delete(kept: Kept, filing_id: FilingId) -> None:
    """删除申报问卷及其各版（delete it with its earlier states）。"""
    kept.delete(filing_id)


@router.get("/{filing_id}/states", response_model=list[StateSummary])
def states(kept: Kept, filing_id: FilingId) -> list[StateSummary]:
    """保留的先前各版，新的在前（earlier states that were kept）。"""
    return kept.states(filing_id)


@router.get("/{filing_id}/states/{revision}", response_model=StateView)
def state(kept: Kept, filing_id: FilingId, revision: Annotated[int, Path(ge=1)]) -> StateView:
    """先前的一版（an earlier state）。"""
    return kept.state(filing_id, revision)
