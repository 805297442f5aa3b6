"""How the service is: status, probes, metrics."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from importlib import metadata
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from copilot.accounts.roles import Permission
from copilot.errors import CopilotError
from copilot.export import label
from serving import metrics
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.shapes import IndexStatus, KnowledgeBaseStatus, ModelStatus, QueueStatus, Status
from serving.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute)
Behind = Annotated[Backend, Depends(backend)]


@router.get("/v1/status", response_model=Status, tags=["service"], dependencies=[allow(Permission.READ)])
async def status(behind: Behind) -> Status:
    """服务状态：模式、模型、索引进度、知识库（mode, model, progress of the index, knowledge base）。"""
    parts, settings = behind.parts, behind.parts.settings
    return Status(
        version=metadata.version("compliance-copilot"),
        mode=behind.mode,  # type: ignore[arg-type]
        model=_model(behind),
        searchable=behind.searchable.is_set(),
        index=index(behind),
        knowledge_base=_knowledge_base(behind),
        queue=QueueStatus(active=parts.queue.active, waiting=parts.queue.depth),
        notices=list(dict.fromkeys(parts.notices)),
        label=label.VISIBLE,
        allow_delete_all=settings.allow_delete_all,
        retention_days=settings.retention_days,
        max_question_chars=settings.max_question_chars,
        today=dt.date.today(),
    )


@router.get("/healthz", tags=["service"], dependencies=[allow(None)])
async def healthz() -> dict[str, str]:
    """进程存活（the process is alive）。"""
    return {"status": "ok"}


@router.get("/readyz", tags=["service"], dependencies=[allow(None)])
async def readyz(behind: Behind) -> JSONResponse:
    """可以回答问题（questions can be answered and kept）。"""
    waits: dict[str, str] = {}
    try:
        _ = behind.chat
    except CopilotError as error:
        waits["search"] = error.message
    try:
        await asyncio.to_thread(behind.parts.store.check)
    except CopilotError as error:
        waits["database"] = error.message
    return JSONResponse({"ready": not waits, "waits_for": waits}, status_code=503 if waits else 200)


@router.get("/metrics", tags=["service"], response_class=Response, dependencies=[allow(Permission.OPERATE)])
async def prometheus(behind: Behind) -> Response:
    """Prometheus 指标（metrics）。"""
    return Response(behind.metrics.text(), headers={"Content-Type": metrics.CONTENT_TYPE})


def index(behind: Backend) -> IndexStatus:
    """How far the index is."""
    if not behind.searchable.is_set():
        return IndexStatus()
    found = behind.parts.retriever.status()
    return IndexStatus(
        ready=found.ready, lexical=found.lexical, dense=found.dense, total=found.total, notes=list(found.notes)
    )


def _model(behind: Backend) -> ModelStatus | None:
    state = behind.model_state
    if state == "extractive":
        return None
    settings = behind.parts.settings
    name = behind.parts.server.name if behind.parts.server else (settings.model or settings.model_url)
    return ModelStatus(name=name, licence=_licence(behind), ready=state in ("ready", "remote"), state=state)


def _licence(behind: Backend) -> str | None:
    if behind.parts.server is None:
        return None
    from copilot.llm.models import held_all

    path = behind.parts.server.model
    known: list[Any] = [held.spec for held in held_all(behind.parts.settings)]
    return next(
        (spec.licence for spec in known if spec.name == path.parent.name or path.stem.startswith(spec.name)), None
    )


def _knowledge_base(behind: Backend) -> KnowledgeBaseStatus:
    if not behind.searchable.is_set():
        return KnowledgeBaseStatus()
    kb = behind.parts.kb
    if behind.counted.get("kb") is not kb:
        found = KnowledgeBaseStatus(
            passages=len(kb.passages),
            instruments=len({i.title for i in kb.instruments}),
            by_kind=dict(Counter(p.kind for p in kb.passages)),
            glossary=len(kb.glossary),
            checked_on=max((p.checked.on for p in kb.passages if p.core), default=None),
        )
        behind.counted.update(kb=kb, found=found)
    return behind.counted["found"]
