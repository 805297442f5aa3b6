"""The routes of changes, renewals and the ledger for the page's tests: the real ones, on the real rules and a store."""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from copilot.law.rulebook import RuleBook
from copilot.store.store import Store, open_store
from serving.routes import filings, ledger
from tests.ui.fake_path import book
from tests.ui.local_caller import behind


class Ledgers:
    """What stands behind the routes; `down` makes each of them answer 503."""

    def __init__(self) -> None:
        self.down = False

    @cached_property
    def store(self) -> Store:
        """A store of its own, gone with the process."""
        self._folder = tempfile.TemporaryDirectory(prefix="fake-ledger-")
        return open_store(f"sqlite:///{Path(self._folder.name) / 'ledger.db'}")

    @property
    def rulebook(self) -> RuleBook:
        """The shipped rules."""
        return book()


def filing_routes(app: FastAPI, kept: Ledgers) -> None:
    """Add `/v1/path/change`, `/v1/path/renewal` and `/v1/ledger...`."""
    app.state.backend = behind(kept)

    @app.middleware("http")
    async def state(request: Any, call_next: Any) -> Any:
        if kept.down and request.url.path.startswith(("/v1/ledger", "/v1/path/change", "/v1/path/renewal")):
            words = {"code": "unavailable", "message": "台账暂时不可用。", "hint": "请稍后重试", "en": "unavailable"}
            return JSONResponse({"error": words}, status_code=503)
        return await call_next(request)

    app.include_router(filings.router)
    app.include_router(ledger.router)
