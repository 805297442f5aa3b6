"""A place in the line before the model for work on another thread: readers' questions and long writing take turns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from copilot.errors import QueueFull
from copilot.llm.queue import Queue

AGAIN_S = 1.0


class Turns:
    """Turns in a queue of the service's loop, to be taken on any other.

    Args:
        queue: the line; it belongs to `loop`.
        loop: of the service, which outlives the work.
    """

    def __init__(self, queue: Queue, loop: asyncio.AbstractEventLoop) -> None:
        self._queue, self._loop = queue, loop

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Holds a place while the body runs; waits as long as it takes."""
        own, entered = asyncio.get_running_loop(), asyncio.Event()
        held = asyncio.run_coroutine_threadsafe(self._hold(lambda: own.call_soon_threadsafe(entered.set)), self._loop)
        try:
            await entered.wait()
            yield
        finally:
            held.cancel()

    async def _hold(self, tell: Callable[[], object]) -> None:
        while True:
            try:
                async with self._queue.place():
                    tell()
                    await asyncio.Event().wait()  # until it is cancelled
            except QueueFull:
                await asyncio.sleep(AGAIN_S)
