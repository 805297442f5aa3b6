"""A waiting line with a visible place: first come, first served, a limit on how many may wait."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from copilot.errors import QueueFull

OnPosition = Callable[[int], None]
"""Called with the number of requests ahead, at each change; 0 when it is one's turn."""


@dataclass(eq=False)
class _Waiter:
    on_position: OnPosition | None
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Queue:
    """Lets `concurrency` requests through at once; at most `size` more wait. For one event loop.

    `depth` and `active` are for metrics and the page.
    """

    def __init__(self, size: int, *, concurrency: int = 1) -> None:
        self._size, self._concurrency = size, concurrency
        self._waiting: deque[_Waiter] = deque()
        self.active = 0

    @property
    def depth(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    @asynccontextmanager
    async def place(self, *, on_position: OnPosition | None = None) -> AsyncIterator[None]:
        """Holds a place while the body runs; leaving early (an error, a cancelled reader) frees it at once.

        Raises:
            QueueFull: `size` requests wait already.
        """
        await self._enter(on_position)
        try:
            yield
        finally:
            self.active -= 1
            self._advance()

    async def _enter(self, on_position: OnPosition | None) -> None:
        if self.active < self._concurrency and not self._waiting:
            self.active += 1
            if on_position:
                on_position(0)
            return
        if len(self._waiting) >= self._size:
            raise QueueFull(
                f"当前排队人数已满（{self._size} 人）", hint="请过一会儿再问", en="the queue is full, try again shortly"
            )
        waiter = _Waiter(on_position)
        self._waiting.append(waiter)
        self._tell()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            else:  # let through in the same moment as it was cancelled
                self.active -= 1
                self._advance()
            self._tell()
            raise

    def _advance(self) -> None:
        while self._waiting and self.active < self._concurrency:
            waiter = self._waiting.popleft()
            self.active += 1
            if waiter.on_position:
                waiter.on_position(0)
            waiter.turn.set_result(None)
        self._tell()

    def _tell(self) -> None:
        for ahead, waiter in enumerate(self._waiting):
            if waiter.on_position:
                waiter.on_position(ahead + self.active)
