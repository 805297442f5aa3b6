"""A service of a few routes, called as on a local run without accounts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from copilot.accounts.principal import LOCAL
from copilot.accounts.sign_in import Acting
from serving.shapes_accounts import SessionState


class _AsLocal:
    """What the gate finds out on a local run."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["acting"] = Acting(LOCAL)
        await self._app(scope, receive, send)


def called_locally(app: FastAPI) -> None:
    """Every call comes from whoever sits at the machine; `/v1/session` says so."""

    @app.get("/v1/session")
    def session() -> SessionState:
        may = sorted(LOCAL.scopes)
        return SessionState(via="local", accounts=False, name=LOCAL.name, tenant=LOCAL.tenant, permissions=may)

    app.add_middleware(_AsLocal)


def behind(parts: Any, **more: Any) -> SimpleNamespace:
    """What stands behind the routes, the same for every organisation."""
    made = SimpleNamespace(parts=parts, **more)
    made.of = lambda tenant: made
    return made
