"""The desk behind the routes: what speaks, made anew when the knowledge base changes, and each organisation's calls."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from serving.access import Who
from serving.backend import Backend

if TYPE_CHECKING:
    from copilot.chat.service import Chat
    from copilot.desk.service import Calls, Desk
    from copilot.desk.similar import SimilarTickets

MAX_ORGANISATIONS = 64  # whose past questions are held in memory


class Desks:
    """Makes the calls of an organisation.

    Args:
        behind: the copilot.
    """

    def __init__(self, behind: Backend) -> None:
        self._behind = behind
        self._lock = threading.Lock()
        self._made: tuple[Chat, Desk] | None = None
        self._similar: dict[str, SimilarTickets] = {}

    def calls(self, tenant: str) -> Calls:
        """The calls of an organisation.

        Raises:
            IndexNotReady: the knowledge base is still loading.
        """
        from copilot.desk.service import Calls
        from copilot.desk.similar import SimilarTickets

        store = self._behind.parts.store.of(tenant)
        with self._lock:
            desk = self._desk()
            if tenant not in self._similar and len(self._similar) >= MAX_ORGANISATIONS:
                self._similar.pop(next(iter(self._similar)))
            similar = self._similar.setdefault(tenant, SimilarTickets(store.tickets))
        return Calls(desk, store, similar)

    async def warm(self) -> None:
        """Load what the first call would wait for, once questions can be answered."""
        await self._behind.searchable.wait()
        with self._lock:
            desk = self._desk()
        await asyncio.to_thread(lambda: asyncio.run(desk.warm(dt.date.today())))  # seconds: not on the service's loop

    def _desk(self) -> Desk:
        chat = self._behind.chat
        if self._made is None or self._made[0] is not chat:
            self._made = (chat, self._behind.parts.make_desk(chat))
        return self._made[1]


def desk_calls(request: Request, who: Who) -> Calls:
    """The calls of the organisation of whoever asks."""
    return request.app.state.desks.calls(who.tenant)


MyCalls = Annotated["Calls", Depends(desk_calls)]
