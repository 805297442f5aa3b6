"""A model client that waits: for the server to come up, then for its turn, telling the reader the place in the line."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from langgraph.config import get_stream_writer

from copilot.chat.phrase import Client
from copilot.domain import ChatEvent
from copilot.llm.client import Usage
from copilot.llm.queue import Queue


class WaitingClient:
    """`client`, once it serves and a place in `queue` is free.

    Args:
        client: the model client.
        queue: the line in front of the model.
        is_ready: whether the model serves now.
        wait_ready: returns when it does.
    """

    def __init__(
        self, client: Client, queue: Queue, *, is_ready: Callable[[], bool], wait_ready: Callable[[], Awaitable[None]]
    ) -> None:
        self._client, self._queue, self._is_ready, self._wait_ready = client, queue, is_ready, wait_ready

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._client.model

    async def stream(
        self, messages: list[dict[str, str]], *, max_tokens: int, usage: Usage | None = None
    ) -> AsyncGenerator[str]:
        """Pieces of the answer, when it is this request's turn.

        Raises:
            ModelUnavailable: the model does not come up, or fails.
            QueueFull: too many wait already.
        """
        write = get_stream_writer()
        if not self._is_ready():
            write(ChatEvent(type="status", text="模型正在启动，请稍候。"))
            await self._wait_ready()
        async with (
            self._queue.place(on_position=lambda n: write(ChatEvent(type="queued", position=n))),
            aclosing(self._client.stream(messages, max_tokens=max_tokens, usage=usage)) as pieces,
        ):
            async for piece in pieces:
                yield piece
