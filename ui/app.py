"""The page as a Gradio Blocks application, and how a service puts it at its root.

Gradio carries the page (document, theme, mounting); conversation, passages, history, search test and status are plain
modules under `assets/`, served from the same origin, that call `/v1` themselves. The browser therefore reads the
answer stream at first hand: no second queue between reader and service, and leaving the page ends the generation.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

ASSETS = Path(__file__).resolve().parent / "assets"
ASSETS_PATH = "/ui-assets"
TITLE = "数据出境合规助手"


def build() -> gr.Blocks:
    """The page; it calls `/v1` of whatever origin serves it."""
    gr = _gradio()
    with gr.Blocks(title=TITLE, fill_width=True, fill_height=True, analytics_enabled=False) as blocks:
        gr.Column(elem_id="cc-host")  # gr.HTML would need a policy that allows eval
    return blocks


def mount(app: FastAPI) -> FastAPI:
    """`app` with the page at `/`, its files at `/ui-assets` and a manifest. Call it last: `/` takes what is left."""
    gr = _gradio()
    app.mount(ASSETS_PATH, _Fresh(directory=ASSETS), name="ui-assets")
    app.add_api_route("/manifest.json", _manifest, include_in_schema=False)
    for name in ("evaluation", "precheck", "drafting", "desk", "review", "account", "audit"):
        app.add_api_route(f"/{name}", _page(name), include_in_schema=False)
    app.add_api_route("/favicon.ico", _favicon, include_in_schema=False)
    fonts = ["system-ui", "sans-serif"]
    return gr.mount_gradio_app(
        app,
        build(),
        path="/",
        theme=gr.themes.Default(font=fonts, font_mono=["ui-monospace", "monospace"]),
        head=_head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",  # the page uploads nothing
        ssr_mode=False,
        mcp_server=False,
    )


def _gradio():
    """Gradio, imported late (seconds) and told to stay silent before it is."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import gradio

    return gradio


def _head() -> str:
    """Links to the page's own files; the mark of their content keeps a browser from using older ones."""
    digest = hashlib.sha256()
    for path in sorted(ASSETS.iterdir()):
        digest.update(path.read_bytes())
    mark = digest.hexdigest()[:12]
    styles = "".join(
        f'<link rel="stylesheet" href="{ASSETS_PATH}/{name}?v={mark}">'
        for name in ("page.css", "parts.css", "path.css", "filings.css")
    )
    return f'{styles}<script type="module" src="{ASSETS_PATH}/main.js?v={mark}"></script>'


async def _manifest() -> JSONResponse:
    icon = {"src": f"{ASSETS_PATH}/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    return JSONResponse(
        {
            "name": TITLE,
            "short_name": "合规助手",
            "lang": "zh-CN",
            "start_url": "./",
            "display": "standalone",
            "icons": [icon],
        },
        media_type="application/manifest+json",
    )


def _page(name: str) -> Callable[[], Awaitable[FileResponse]]:
    """A page of its own beside the Gradio one."""

    async def page() -> FileResponse:
        return FileResponse(ASSETS / f"{name}.html", media_type="text/html", headers={"Cache-Control": "no-cache"})

    return page


async def _favicon() -> FileResponse:
    return FileResponse(ASSETS / "icon.svg", media_type="image/svg+xml")


class _Fresh(StaticFiles):
    """Static files that the browser asks about each time (modules import each other without a mark)."""

    def file_response(self, *args, **kwargs):
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response
