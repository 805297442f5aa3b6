"""Kept conversations: list, open, rename, export, delete."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from copilot.accounts.roles import Permission
from copilot.errors import Refused
from copilot.export.export import Exported, export_answer, export_conversation
from copilot.store.store import ConversationView, Found, Store, Summary
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.shapes import Deleted, TitleRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["conversations"], route_class=StrictRoute, dependencies=[allow(Permission.ASK)])
Behind = Annotated[Backend, Depends(backend)]


def store(behind: Behind) -> Store:
    """The kept conversations."""
    return behind.parts.store


Kept = Annotated[Store, Depends(store)]


@router.get("/conversations", response_model=Found)
def listed(
    kept: Kept,
    q: Annotated[str, Query(max_length=200, description="标题或内容中的文字（words in title or messages）")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Found:
    """会话列表，最近的在前（conversations, last used first）。"""
    return kept.find(query=q, limit=limit, offset=offset)


@router.post("/conversations", response_model=Summary, status_code=201)
def create(kept: Kept, asked: TitleRequest) -> Summary:
    """新建空会话（a new, empty conversation; asking makes one by itself）。"""
    return kept.create(asked.title)


@router.delete("/conversations", response_model=Deleted, dependencies=[allow(Permission.PEOPLE)])
def delete_all(kept: Kept, behind: Behind) -> Deleted:
    """删除全部会话和检索历史（delete everything kept）。"""
    if not behind.parts.settings.allow_delete_all:
        raise Refused(
            "设置不允许一次删除全部会话", hint="请逐个删除，或者联系管理员", en="deleting everything is switched off"
        )
    return Deleted(deleted=kept.delete_all())


@router.get("/conversations/{conversation_id}", response_model=ConversationView)
def opened(kept: Kept, conversation_id: str) -> ConversationView:
    """打开会话：每条回答连同当时的引用（a conversation with its answers and their citations）。"""
    return kept.get(conversation_id)


@router.patch("/conversations/{conversation_id}", response_model=Summary)
def rename(kept: Kept, conversation_id: str, asked: TitleRequest) -> Summary:
    """改标题（rename）。"""
    return kept.rename(conversation_id, asked.title)


@router.delete("/conversations/{conversation_id}", status_code=204)
def delete(kept: Kept, conversation_id: str) -> None:
    """删除会话（delete）。"""
    kept.delete(conversation_id)


@router.get("/conversations/{conversation_id}/export", response_class=Response)
def export(kept: Kept, behind: Behind, conversation_id: str, format: str = "docx") -> Response:
    """导出会话：md、docx 或 pdf，带生成内容标识（export with the labels of generated content）。"""
    provider = behind.parts.settings.provider
    return _file(export_conversation(kept.get(conversation_id), format, producer=provider, now=_now()))


@router.get("/messages/{message_id}/export", response_class=Response)
def export_one(kept: Kept, behind: Behind, message_id: str, format: str = "docx") -> Response:
    """导出一条回答（export one answer）。"""
    question, answered = kept.message(message_id)
    assert answered.answer is not None
    provider = behind.parts.settings.provider
    return _file(export_answer(question.text, answered.answer, format, producer=provider, now=_now()))


def _file(file: Exported) -> Response:
    return download(file.content, name=file.name, media_type=file.media_type)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
