"""The application: `create_app(parts)` puts guard, errors, routes, documentation and page together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import metadata

from fastapi import FastAPI
from starlette.formparsers import MultiPartParser

from copilot.wiring import Parts
from serving import docs_page, errors
from serving.audited import Recorder
from serving.backend import Backend
from serving.desk import Desks
from serving.first_run import prepare
from serving.gate import Gate
from serving.metrics import Metrics
from serving.page import Page
from serving.routes import (
    ask,
    audit,
    contract_texts,
    conversations,
    desk,
    differences,
    drafts,
    evaluations,
    feedback,
    filings,
    intake,
    interview,
    law,
    ledger,
    meta,
    negative_lists,
    openai,
    path,
    people,
    precheck,
    precheck_again,
    precheck_review,
    questionnaires,
    reviewing,
    sections,
    session,
    templates,
    verdicts,
)
from serving.security import Guard
from serving.shapes import ErrorBody

DESCRIPTION = """中国数据出境合规问答：每句话都有出处，先核对再给出。具体以网信部门答复为准。

Answers on exporting data from China; every sentence is verified against the source it cites.
错误一律为 `{"error": {"code", "message", "hint", "en"}}`；`Accept-Language: en` 时为英文。"""


def create_app(parts: Parts, *, page: Page | None = None) -> FastAPI:
    """The service over `parts`, which whoever made them closes after the application has ended.

    Args:
        parts: nothing of it needs to be opened yet.
        page: what answers `/`; None: no page, the API alone.

    Raises:
        Refused: the settings name an address that others can reach, without accounts or an API key.
    """
    metrics = Metrics()
    backend = Backend(parts, metrics)
    prepare(parts.settings, lambda: backend.accounts)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await backend.start()
        loading = asyncio.create_task(_load(page, backend)) if page else None
        warming = asyncio.create_task(app.state.desks.warm())
        try:
            yield
        finally:
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)
            if loading and page:
                loading.cancel()
                await asyncio.gather(loading, return_exceptions=True)
                await page.close()
            await backend.stop()

    app = FastAPI(
        title="compliance-copilot",
        version=metadata.version("compliance-copilot"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": ErrorBody} for status in ("4XX", "5XX")},
    )
    app.state.backend = backend
    app.state.desks = Desks(backend)
    MultiPartParser.spool_max_size = parts.settings.max_upload_mib << 20  # uploads stay in memory, off the disk
    errors.install(app)
    talk, judge = (ask, conversations, feedback, openai), (path, filings, ledger, verdicts, negative_lists)
    check = (precheck, precheck_review, contract_texts, precheck_again)
    write = (drafts, differences, intake, interview, questionnaires, sections, templates)
    for module in (*talk, *judge, *check, *write, desk, reviewing, law, evaluations, session, people, audit, meta):
        app.include_router(module.router)
    docs_page.install(app)
    if page:
        app.router.default = page  # not a mount: one at the root would hide which methods a route takes
    app.add_middleware(Recorder, put=lambda event: backend.recorder.put(event))
    app.add_middleware(Gate, settings=parts.settings, accounts=lambda: backend.accounts)
    app.add_middleware(Guard, settings=parts.settings, metrics=metrics)
    return app


async def _load(page: Page, backend: Backend) -> None:
    """The page after the search: questions over the API must not wait for it. A broken search doesn't stop it."""
    with suppress(TimeoutError):
        await asyncio.wait_for(backend.searchable.wait(), timeout=20)
    await page.load()
