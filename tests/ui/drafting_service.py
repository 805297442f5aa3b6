"""The page of drafting over the whole service, the real rules and knowledge base; no statutes, a model if told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from fastapi import FastAPI

from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from tests.ui.conftest import serving
from ui.app import mount


@asynccontextmanager
async def _unstarted(app: FastAPI) -> AsyncIterator[None]:
    """No start: nothing of drafting waits for the search."""
    yield


@contextmanager
def drafting_service(folder: Path, **settings: object) -> Iterator[tuple[str, Parts]]:
    """The service on a free port; gives its address and parts."""
    own = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder / "data",
        cache_dir=folder / "cache",
        laws_db=folder / "none.db",
        **{"backend": "extractive", **settings},
    )
    parts = Parts(own)
    app = create_app(parts)
    app.router.lifespan_context = _unstarted
    mount(app)
    try:
        with serving(app) as address:
            yield address, parts
    finally:
        parts.draft_jobs.close()
        parts.precheck.close()
        parts.store.close()
