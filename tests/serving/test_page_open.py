"""What strangers reach of the page's framework: its files, and nothing that takes, runs or fetches anything."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.websockets import WebSocketDisconnect

from copilot.settings import Settings
from serving.page import Page, gradio_page
from tests.serving.conftest import FakeParts, connected

pytestmark = pytest.mark.thorough

KEY = "kJ3vP0zqX8mWn5Rt"
API = "/gradio_api"
POSTS = [
    "/upload", "/queue/join", "/run/predict", "/api/predict", "/call/predict", "/call/v2/predict", "/cancel", "/reset",
    "/component_server", "/stream/x", "/stream/x/close", "/process_recording", "/vibe-edit", "/vibe-code",
    "/run-history/connect", "/profiling/clear",
]  # fmt: skip
READS = [
    "/proxy=http://127.0.0.1:9/x", "/proxy=https://x.hf.space/y", "/file=/etc/passwd", "/file=http://127.0.0.1:9/x",
    "/file/etc/passwd", "/file=..%2f..%2fetc%2fpasswd", "/queue/data", "/upload_progress", "/heartbeat/x", "/info",
    "/app_id", "/token", "/user", "/startup-events", "/openapi.json", "/deep_link", "/custom_component/a/b/c/d.js",
]  # fmt: skip
FILES = ["/assets/..%2f..%2fapp.py", "/static/..%2f..%2f..%2fetc%2fpasswd", "/ui-assets/..%2fapp.py"]


@pytest.fixture(scope="module")
def page() -> FastAPI:
    """The page, which takes seconds to build."""
    made = gradio_page()
    assert isinstance(made, FastAPI)
    return made


@pytest.fixture(params=["nobody", "key"])
async def client(settings: Settings, page: FastAPI, request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    """A stranger before a service with a key, and its holder: the page takes nothing of either."""
    parts = FakeParts(settings.model_copy(update={"api_key": SecretStr(KEY), "host": "0.0.0.0"}))
    held = Page(lambda: page)
    async with connected(parts, page=held) as made:
        while held._page is None:
            await asyncio.sleep(0.01)
        made.headers.update({"X-API-Key": KEY} if request.param == "key" else {})
        yield made


async def test_nothing_is_taken_and_nothing_runs(client: httpx.AsyncClient) -> None:
    kept = Path(tempfile.gettempdir()) / "gradio"
    before = sorted(kept.rglob("*")) if kept.exists() else []
    for path in (*POSTS, *READS):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            reply = await client.request(method, API + path, files={"files": ("偷放.txt", b"x" * 500)})
            assert (reply.status_code, reply.json()["error"]["code"]) == (405, "method_not_allowed"), path
    for path in ("/login", "/login/", "/", "/account", "/ui-assets/main.js", "/none"):
        assert (await client.post(path, data={"username": "a", "password": "b"})).status_code == 405, path
    assert (sorted(kept.rglob("*")) if kept.exists() else []) == before


async def test_nothing_is_fetched_and_no_file_of_the_machine_is_read(client: httpx.AsyncClient) -> None:
    for path in (*(API + one for one in READS), "/config", "/logout", "/monitoring", "/monitoring/summary", *FILES):
        reply = await client.get(path)
        assert reply.status_code in ((403, 404) if path in FILES else (404,)) and "root:" not in reply.text, path


async def test_the_page_and_its_files_are_open(client: httpx.AsyncClient) -> None:
    for path in ("/", "/account", "/precheck", "/ui-assets/main.js", "/theme.css", "/manifest.json", "/favicon.ico"):
        assert (await client.get(path)).status_code == 200, path


async def test_a_body_that_nothing_takes_is_short(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{API}/upload", content=b"x" * (2 << 20))).status_code == 413


def test_no_websocket_is_answered(page: FastAPI, settings: Settings) -> None:
    from fastapi.testclient import TestClient

    from serving.app import create_app

    held = Page(lambda: page)
    held._page = page
    client = TestClient(create_app(FakeParts(settings), page=held), base_url="http://127.0.0.1:8000")  # type: ignore[arg-type]
    for path in ("/", "/queue/join", f"{API}/queue/join", "/v1/ask"):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
            pass
