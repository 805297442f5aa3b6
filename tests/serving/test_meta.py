"""Status, probes, metrics, documentation, unknown addresses, the page."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from starlette.responses import PlainTextResponse

from copilot.errors import KnowledgeBaseFault
from serving.page import Page, gradio_page
from tests.serving.conftest import FakeParts, connected

pytestmark = pytest.mark.thorough


async def test_status_says_what_serves(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/status")).json()
    assert (body["mode"], body["model"], body["searchable"]) == ("extractive", None, True)
    assert body["index"] == {"ready": True, "lexical": 4, "dense": 0, "total": 4, "notes": []}
    assert body["knowledge_base"]["passages"] == 4 and body["knowledge_base"]["instruments"] == 1
    assert body["notices"] == ["知识库提示"] and body["label"]["zh"] == "本内容由人工智能生成"


async def test_metrics_count_answers_abstentions_and_waiting(client: httpx.AsyncClient) -> None:
    for question in ("问", "拒", "满"):
        await client.post("/v1/ask", json={"question": question})
    text = (await client.get("/metrics")).text
    for line in (
        'copilot_answers_total{mode="model"} 2.0',
        'copilot_abstentions_total{reason="unsupported"} 1.0',
        'copilot_failures_total{code="queue_full"} 1.0',
        "copilot_first_sentence_seconds_count 2.0",
        "copilot_queue_length 0.0",
        'copilot_requests_total{method="POST",route="/v1/ask",status="200"} 2.0',
        'copilot_request_seconds_count{route="/v1/ask"} 3.0',
    ):
        assert line in text, line


async def test_the_documentation_needs_no_internet(client: httpx.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert wanted and all(address.startswith("/docs/") for address in wanted)
    for address in wanted:
        assert (await client.get(address)).status_code == 200
    assert "script-src 'self';" in (await client.get("/docs")).headers["content-security-policy"]
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert {
        "/v1/ask", "/v1/ask/stream", "/v1/search", "/v1/citations/resolve", "/v1/passages/{passage_id}",
        "/v1/conversations", "/v1/conversations/{conversation_id}", "/v1/conversations/{conversation_id}/export",
        "/v1/messages/{message_id}/feedback", "/v1/status", "/v1/models", "/v1/chat/completions", "/healthz", "/readyz",
        "/metrics",
    } <= set(paths)  # fmt: skip


WRONG = [
    ("GET", "/v1/nothing", 404),
    ("GET", "/nothing", 404),
    ("GET", "/docs/static/none.js", 404),
    ("PUT", "/v1/ask", 405),
    ("POST", "/v1/status", 405),
    ("DELETE", "/docs", 405),
]


async def test_unknown_addresses_and_methods_are_said(client: httpx.AsyncClient) -> None:
    for method, path, status in WRONG:
        reply = await client.request(method, path)
        assert reply.status_code == status
        assert reply.json()["error"]["hint"] == "接口说明见 /docs"


async def test_they_are_said_in_the_same_way_behind_the_page(parts: FakeParts) -> None:
    page = Page(gradio_page)
    async with connected(parts, page=page) as client:
        for _ in range(600):
            if "cc-host" in (await client.get("/")).text:
                break
            assert (early := await client.get("/nothing")).status_code in (404, 503)
            assert early.json()["error"]["hint"]
            await asyncio.sleep(0.05)
        more = [("GET", "/ui-assets/none.js", 404), ("GET", "/runs", 404), ("DELETE", "/", 405)]
        for method, path, status in (*WRONG, *more):
            reply = await client.request(method, path)
            error = reply.json()["error"]
            assert (reply.status_code, path) == (status, path)
            assert error["code"] == {404: "not_found", 405: "method_not_allowed"}[status] and error["hint"]
            assert status == 404 or reply.headers["allow"]
        english = await client.get("/nothing", headers={"Accept-Language": "en"})
        assert english.json()["error"]["message"] == "no such address"
        assert (await client.get("/assets/none.js")).json()["error"]["code"] == "not_found"


async def test_a_body_that_cannot_be_read_is_said(client: httpx.AsyncClient) -> None:
    for content in (b"{", b"\xff\xfe", b"[1]", b'"text"'):
        reply = await client.post("/v1/ask", content=content, headers={"Content-Type": "application/json"})
        assert reply.status_code in (400, 422) and set(reply.json()) == {"error"}, content
        assert "\n" not in reply.json()["error"]["message"] and reply.json()["error"]["hint"]
    reply = await client.post("/v1/search", json={"query": "问", "k": 500, "wish": 1})
    assert reply.json()["error"]["message"] == "请求不能使用。k：至多为 200；wish：不认识这个字段"


async def test_the_documentation_names_the_shape_of_errors(client: httpx.AsyncClient) -> None:
    api = (await client.get("/openapi.json")).json()
    assert "HTTPValidationError" not in str(api)
    for path, methods in api["paths"].items():
        for method, told in methods.items():
            shape = told["responses"]["4XX"]["content"]["application/json"]["schema"]
            assert shape["$ref"].endswith("/ErrorBody"), (path, method)


async def test_a_knowledge_base_that_cannot_load_is_said(parts: FakeParts) -> None:
    parts.failure = KnowledgeBaseFault(("a.yaml:3: 缺少 title",))
    async with connected(parts) as client:
        reply = await client.post("/v1/ask", json={"question": "问"})
        assert (reply.status_code, reply.json()["error"]["code"]) == (500, "knowledge_base_fault")
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200


async def test_the_page_comes_after_the_api(parts: FakeParts) -> None:
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def make() -> PlainTextResponse:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
        return PlainTextResponse("真正的页面")

    async with connected(parts, page=Page(make)) as client:
        assert "正在打开页面" in (await client.get("/")).text
        assert (await client.get("/v1/status")).status_code == 200
        release.set()
        for _ in range(100):
            await asyncio.sleep(0.01)
            if (text := (await client.get("/")).text) == "真正的页面":
                break
        assert text == "真正的页面"
        assert "unsafe-inline" in (await client.get("/")).headers["content-security-policy"]


async def test_a_page_that_fails_leaves_the_api_alone(parts: FakeParts, capfd: pytest.CaptureFixture[str]) -> None:
    def make() -> PlainTextResponse:
        raise RuntimeError("secret detail")

    async with connected(parts, page=Page(make)) as client:
        for _ in range(100):
            await asyncio.sleep(0.01)
            if (reply := await client.get("/")).status_code == 500:
                break
        assert reply.status_code == 500 and "secret detail" not in reply.text
        assert (await client.get("/v1/status")).status_code == 200
