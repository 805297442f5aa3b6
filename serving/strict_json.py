"""Bodies of requests read strictly: a key written twice or a number of no sensible length is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from copilot.json_values import read_json


class StrictRequest(Request):
    """A request whose JSON is read by `read_json`; FastAPI makes a 400 of its `BadInput` and names it as the cause."""

    async def json(self) -> Any:
        """The value of the body."""
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body(), encodable=True)
        return self._json


class StrictRoute(APIRoute):
    """The class of every route, so that no body is read otherwise; the documentation stays as it is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a strict request."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive, request._send))

        return strictly
