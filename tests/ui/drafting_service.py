"""The page of drafting over the real routes, questionnaire, sheets, knowledge base; no statutes, a model if told."""

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
from serving.routes import differences, drafts, intake, interview, law, questionnaires, sections, templates
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
        **{"backend": "extractive", **settings},
    )
    parts, app = Parts(own), FastAPI()
    errors.install(app)
    app.state.backend = behind = SimpleNamespace(parts=parts, kb=parts.kb)
    behind.of = lambda tenant: behind
    app.add_api_route("/v1/status", lambda: status_of(parts))
    for module in (drafts, differences, intake, interview, questionnaires, sections, templates, law):
        app.include_router(module.router)
    mount(app)
    app.add_middleware(Guard, settings=own, metrics=Metrics())
    try:
        with serving(app) as address:
            yield address, parts
    finally:
        parts.draft_jobs.close()
        parts.precheck.close()
        parts.store.close()


def status_of(parts: Parts) -> dict[str, object]:
    """What the page asks of the whole service: whether a model is up."""
    state = parts.model_state
    return {"mode": "extractive" if state == "extractive" else "model", "model": {"state": state, "ready": True}}
