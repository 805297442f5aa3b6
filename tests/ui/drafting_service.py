"""The page of drafting over the real routes, questionnaire, sheets and knowledge base; no model, no statutes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from fastapi import FastAPI

from copilot.settings import Settings
from copilot.wiring import Parts
from serving import errors
from serving.metrics import Metrics
from serving.routes import drafts, intake, interview, law, questionnaires, sections, templates
from serving.security import Guard
from tests.ui.conftest import serving
from ui.app import mount


@contextmanager
def drafting_service(folder: Path, **settings: object) -> Iterator[tuple[str, Parts]]:
    """The service on a free port; gives its address and parts."""
    own = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder / "data",
        cache_dir=folder / "cache",
        laws_db=folder / "none.db",
        backend="extractive",
        **settings,
    )
    parts, app = Parts(own), FastAPI()
    errors.install(app)
    app.state.backend = SimpleNamespace(parts=parts, kb=parts.kb)
    for module in (drafts, intake, interview, questionnaires, sections, templates, law):
        app.include_router(module.router)
    app.add_api_route("/v1/status", lambda: {"mode": "extractive", "model": {"state": "extractive"}})
    mount(app)
    app.add_middleware(Guard, settings=own, metrics=Metrics())
    try:
        with serving(app) as address:
            yield address, parts
    finally:
        parts.draft_jobs.close()
        parts.precheck.close()
        parts.store.close()
