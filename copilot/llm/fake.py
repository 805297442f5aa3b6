"""A model server in memory, for tests and demonstrations: the real client talks to it through a fake transport.

model = FakeModel(["第一段。", "第二段。"])
client = model.client()
assert await client.complete(messages, max_tokens=10) == "第一段。"
assert model.requests[0]["messages"] == messages
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any

import httpx

from copilot.llm.client import ChatClient

Reply = str | int | Exception | Mapping[str, Any] | Callable[[dict[str, Any]], "Reply"]
"""Text to say; an HTTP status to fail with; an exception to raise; an object to say as JSON;
or a function of the request that gives one of these."""


class FakeModel:
    """Answers each chat request with the next of `replies` (the last one again when they run out).

    Args:
        chunk_chars: length of the pieces that are streamed.
        delay_s: pause before each piece.
        break_after: pieces after which the connection breaks, None for never.

    `requests` holds the bodies received; `closed_early` counts streams that the client left before their end.
    """

    def __init__(
        self,
        replies: Iterable[Reply],
        *,
        chunk_chars: int = 4,
        delay_s: float = 0.0,
        break_after: int | None = None,
    ) -> None:
        self._replies = list(replies)
        self._chunk_chars, self._delay_s, self._break_after = chunk_chars, delay_s, break_after
        self.requests: list[dict[str, Any]] = []
        self.closed_early = 0

    def client(self, **options: Any) -> ChatClient:
        """A real `ChatClient` wired to this model."""
        defaults: dict[str, Any] = {"model": "fake", "backoff_s": 0.001, "timeout_s": 5.0}
        return ChatClient("http://fake.invalid/v1", transport=httpx.MockTransport(self._handle), **(defaults | options))

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/models"):
            return httpx.Response(200, json={"object": "list", "data": [{"id": "fake", "object": "model"}]})
        if not request.url.path.endswith("/chat/completions"):
            return httpx.Response(404, json={"error": {"message": "not here"}})
        body = json.loads(request.content)
        self.requests.append(body)
        reply: Any = self._replies[min(len(self.requests), len(self._replies)) - 1]
        if callable(reply):
            reply = reply(body)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, int):
            return httpx.Response(reply, json={"error": {"message": f"status {reply}"}})
        text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=_Events(self, text))

    async def _events(self, text: str) -> AsyncIterator[bytes]:
        pieces = [text[i : i + self._chunk_chars] for i in range(0, len(text), self._chunk_chars)]
        ended = False
        try:
            for n, piece in enumerate(pieces):
                if n == self._break_after:
                    ended = True
                    raise httpx.ReadError("the connection broke")
                await asyncio.sleep(self._delay_s)
                yield _event([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
            yield _event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
            counts = {"prompt_tokens": 10, "completion_tokens": len(pieces), "total_tokens": 10 + len(pieces)}
            yield _event([], usage=counts)
            ended = True
            yield b"data: [DONE]\n\n"
        finally:
            self.closed_early += not ended


class _Events(httpx.AsyncByteStream):
    def __init__(self, model: FakeModel, text: str) -> None:
        self._events = model._events(text)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._events

    async def aclose(self) -> None:
        await self._events.aclose()  # type: ignore[attr-defined]


def _event(choices: list[dict[str, Any]], **extra: Any) -> bytes:
    chunk = {"id": "fake", "object": "chat.completion.chunk", "created": 0, "model": "fake", "choices": choices}
    return b"data: " + json.dumps(chunk | extra, ensure_ascii=False).encode() + b"\n\n"
