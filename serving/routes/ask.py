"""Asking: the whole answer, or its events as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from copilot.accounts.roles import Permission
from copilot.domain import Answer, ChatEvent
from copilot.errors import CopilotError
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.disconnect import ReaderLeft, while_connected
from serving.shapes import AskRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["ask"], route_class=StrictRoute, dependencies=[allow(Permission.ASK)])
PING_S = 10


def options(asked: AskRequest) -> dict:
    """The request as arguments of `Backend.ask`."""
    return {
        "as_of": asked.as_of,
        "language": asked.language,
        "conversation_id": asked.conversation_id,
        "retry": asked.retry,
        "keep": asked.store,
        "history": asked.history,
    }


@router.post("/ask", response_model=Answer)
async def ask(asked: AskRequest, request: Request, behind: Annotated[Backend, Depends(backend)]) -> Answer | Response:
    """提问，返回完整回答（the whole answer; leaving cancels the generation）。"""
    try:
        return await while_connected(request, behind.answer(asked.question, **options(asked)))
    except ReaderLeft:
        return Response(status_code=499)


@router.post(
    "/ask/stream",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {}}, "model": ChatEvent}},
)
async def ask_stream(asked: AskRequest, behind: Annotated[Backend, Depends(backend)]) -> EventSourceResponse:
    """提问，逐步返回事件（server-sent events, each a ChatEvent; the last is `answer` or `error`）。"""
    events = behind.ask(asked.question, **options(asked))
    first = await anext(events)  # what can't be asked at all gets its own HTTP status
    headers = {"X-Conversation-Id": first.conversation_id} if first.conversation_id else {}
    return EventSourceResponse(_sent(first, events), ping=PING_S, sep="\n", headers=headers)


async def _sent(first: ChatEvent, events: AsyncGenerator[ChatEvent]) -> AsyncIterator[ServerSentEvent]:
    yield _event(first)
    try:
        async with aclosing(events) as rest:
            async for event in rest:
                yield _event(event)
    except CopilotError as error:
        yield _event(ChatEvent(type="error", error=error.as_dict()))


def _event(event: ChatEvent) -> ServerSentEvent:
    return ServerSentEvent(event.model_dump_json(), event=event.type, sep="\n")
