"""The OpenAI protocol, so that any chat client can use the copilot. Sentences leave only after they are verified."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse

from copilot.accounts.roles import Permission
from copilot.chat.service import revive
from copilot.domain import Answer, ChatEvent
from copilot.errors import BadInput, CopilotError
from copilot.export import label
from copilot.export.document import heading, particulars
from serving import errors
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.disconnect import ReaderLeft, while_connected
from serving.shapes import ChatRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["openai"], route_class=StrictRoute, dependencies=[allow(Permission.ASK)])
MODEL = "compliance-copilot"
PING_S = 10
Behind = Annotated[Backend, Depends(backend)]


@router.get("/models")
async def models(behind: Behind) -> dict[str, Any]:
    """可用的模型（OpenAI model list）。"""
    state = {"mode": behind.mode, "state": behind.model_state}
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL, **state}]}


@router.post("/chat/completions", response_model=None)
async def completions(asked: ChatRequest, request: Request, behind: Behind) -> Response:
    """OpenAI 聊天接口：末条用户消息是问题，之前的用户消息是上文（the last user message is the question）。

    回答后附依据与需要补充的问题，完整结果在扩展字段 `copilot` 中（the whole Answer is in the field `copilot`）。
    """
    questions = [message.text for message in asked.messages if message.role == "user"]
    if asked.messages[-1].role != "user" or not questions:
        raise BadInput(
            "最后一条消息必须是用户的问题",
            hint="messages 的末条 role 应为 user",
            en="the last message must be a user message",
        )
    options: dict[str, Any] = {
        "as_of": asked.as_of,
        "language": asked.language,
        "keep": False,
        "history": questions[:-1],
    }
    if asked.stream:
        events = behind.ask(questions[-1], **options)
        first = await anext(events)
        if first.error:
            await events.aclose()
            raise revive(first.error)
        usage = bool((asked.stream_options or {}).get("include_usage"))
        en = errors.english(request.headers)
        return EventSourceResponse(
            _chunks(first, events, asked.model or MODEL, usage=usage, en=en), ping=PING_S, sep="\n"
        )
    try:
        answer = await while_connected(request, behind.answer(questions[-1], **options))
    except ReaderLeft:
        return Response(status_code=499)
    message = {"role": "assistant", "content": answer.answer + appendix(answer), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    whole = {**_envelope("chat.completion", asked.model or MODEL), "choices": [choice], "usage": _USAGE}
    return JSONResponse({**whole, "copilot": answer.model_dump(mode="json")})


def appendix(answer: Answer) -> str:
    """What a client without our fields must still be able to read: questions, notices, sources, the label."""
    en = answer.language == "en"
    parts: list[str] = []
    if answer.questions:
        parts.append("\n".join(["To be clarified:" if en else "需要补充：", *(f"- {q}" for q in answer.questions)]))
    if answer.notices:
        parts.append("\n".join(f"- {notice}" for notice in answer.notices))
    if answer.citations:
        rows = [
            f"{heading(n, c)}（{particulars(c, answer.language)}）{c.url or ''}"
            for n, c in enumerate(answer.citations, 1)
        ]
        parts.append("\n".join(["Sources:" if en else "依据：", *rows]))
    words = label.VISIBLE if answer.mode == "model" else label.EXCERPT
    parts.append(f"({words['en']})" if en else f"（{words['zh']}）")
    return "".join(f"\n\n{part}" for part in parts)


async def _chunks(
    first: ChatEvent, events: AsyncGenerator[ChatEvent], model: str, *, usage: bool, en: bool
) -> AsyncIterator[str]:
    envelope = _envelope("chat.completion.chunk", model)

    def chunk(delta: dict[str, Any], finish: str | None = None, **extra: Any) -> str:
        return json.dumps(
            {**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **extra},
            ensure_ascii=False,
        )

    yield chunk({"role": "assistant", "content": ""})
    said = ""
    try:
        async with aclosing(_with(first, events)) as rest:
            async for event in rest:
                if event.type == "sentence":
                    piece = f"\n{event.text}" if said else event.text
                    said += piece
                    yield chunk({"content": piece})
                elif event.error:
                    yield json.dumps({"error": {**event.error, "type": event.error["code"]}}, ensure_ascii=False)
                    return
                elif event.answer:
                    yield chunk({"content": _remainder(said, event.answer) + appendix(event.answer)})
                    yield chunk({}, "stop", copilot=event.answer.model_dump(mode="json"))
    except CopilotError as error:
        yield json.dumps(errors.body(error, en=en), ensure_ascii=False)
        return
    if usage:
        yield json.dumps({**envelope, "choices": [], "usage": _USAGE})
    yield "[DONE]"


async def _with(first: ChatEvent, events: AsyncGenerator[ChatEvent]) -> AsyncGenerator[ChatEvent]:
    yield first
    async with aclosing(events) as rest:
        async for event in rest:
            yield event


def _remainder(said: str, answer: Answer) -> str:
    """What the whole answer says beyond the sentences that were sent."""
    if not said:
        return answer.answer
    if answer.answer.startswith(said):
        return answer.answer[len(said) :]
    body, gap, closing = answer.answer.rpartition("\n\n")
    return f"\n\n{closing}" if gap and closing not in said and body else ""


# The protocol wants token counts; those of the model say nothing about an answer that was verified and shortened.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _envelope(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}
