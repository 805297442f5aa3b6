"""The page at `/`, loaded after everything else: its framework takes seconds to import, the service must not wait."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from copilot.errors import CopilotError, Unavailable
from serving import errors
from serving.security import is_api

log = structlog.get_logger(__name__)

TRIES = 4
METHODS = ("GET", "HEAD")
# All that the page needs of its framework, whose own API (uploads, queue, proxy, files of the machine) nobody reaches.
_FRAMEWORK = re.compile(r"/|/theme\.css|/robots\.txt|/(?:assets|static)/.+")
_WAIT = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>数据出境合规助手</title></head><body><p>正在打开页面……（loading the page）</p></body></html>"""
_FAILED = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>数据出境合规助手</title></head>
<body><p>页面未能打开，请查看服务日志。
接口仍可使用，说明见 <a href="/docs">/docs</a>。（the page failed to load）</p></body></html>"""


def gradio_page() -> ASGIApp:
    """The page as an application of its own, its errors in our shape."""
    from ui.app import mount

    page = mount(FastAPI(openapi_url=None, docs_url=None, redoc_url=None))
    mounted = (route.app for route in page.routes if isinstance(route, Mount))
    for app in (page, *(inner for inner in mounted if isinstance(inner, FastAPI))):
        errors.install(app)
    return page


def shows(page: ASGIApp, path: str) -> bool:
    """Whether a page shows this address: its own files and pages, and what its framework needs to be drawn."""
    if not isinstance(page, FastAPI) or _FRAMEWORK.fullmatch(path):
        return True
    own = [route for route in page.routes if isinstance(route, (Route, Mount)) and route.path]
    return any(path == r.path if isinstance(r, Route) else path.startswith(f"{r.path}/") for r in own)


class Page:
    """Answers `/` with a waiting page until the real one is there. It is open to strangers, so it is only read.

    Args:
        make: builds the page; called in a thread.
    """

    def __init__(self, make: Callable[[], ASGIApp] = gradio_page) -> None:
        self._make, self._failed = make, False
        self._page: ASGIApp | None = None
        self._stack = AsyncExitStack()

    async def load(self) -> None:
        """Build the page and start it; a failure is logged and said on the page."""
        try:
            page = await asyncio.to_thread(self._built)
            if isinstance(page, FastAPI):
                await self._stack.enter_async_context(page.router.lifespan_context(page))
            self._page = page
        except Exception as error:
            self._failed = True
            log.error("page_failed", kind=type(error).__name__, exc_info=True)

    def _built(self) -> ASGIApp:
        for _ in range(TRIES - 1):
            try:
                return self._make()
            except SystemError as error:  # CPython 3.11 may fail to parse code in two threads at once; later it can
                log.warning("page_tried_again", error=str(error))
        return self._make()

    async def close(self) -> None:
        """End the page."""
        await self._stack.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on to the page what no route has taken.

        Raises:
            HTTPException: no such address, or the request is to do more than read.
        """
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        if is_api(scope["path"]):
            raise HTTPException(404)
        if scope["method"] not in METHODS:
            raise HTTPException(405, headers={"Allow": ", ".join(METHODS)})
        if self._page is not None:
            if not shows(self._page, scope["path"]):
                raise HTTPException(404)
            # Mounted at the root: the page's own state and no trace of the outer router.
            inner = {k: v for k, v in scope.items() if k not in ("app", "router", "endpoint", "route", "path_params")}
            await self._page({**inner, "app_root_path": "", "root_path": ""}, receive, send)
        elif scope["path"] == "/":
            status = 500 if self._failed else 200
            await HTMLResponse(_FAILED if self._failed else _WAIT, status_code=status)(scope, receive, send)
        else:
            raise self._missing()

    def _missing(self) -> CopilotError:
        if self._failed:
            return CopilotError("页面未能打开", hint="接口仍可使用，说明见 /docs", en="the page failed to load")
        return Unavailable("页面正在载入", hint="几秒后重试", en="the page is being loaded")
