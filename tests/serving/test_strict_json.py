"""Bodies over HTTP are read as strictly as files on the command line, by every route."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi.routing import APIRoute

from copilot.settings import Settings
from serving.routes import (
    ask,
    conversations,
    evaluations,
    feedback,
    filings,
    law,
    ledger,
    meta,
    negative_lists,
    openai,
    path,
    precheck,
    verdicts,
)
from serving.strict_json import StrictRoute
from tests.serving.conftest import connected
from tests.serving.test_path import PathParts

MODULES = (ask, conversations, evaluations, feedback, filings, law, ledger, meta, negative_lists, openai, path)
LONG = "1" * 5000


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with connected(PathParts(settings)) as made:
        yield made


@pytest.mark.parametrize("module", [*MODULES, precheck, verdicts], ids=lambda m: m.__name__.rpartition(".")[2])
def test_every_route_reads_strictly(module: object) -> None:
    routes = [route for route in module.router.routes if isinstance(route, APIRoute)]  # type: ignore[attr-defined]
    assert routes and all(isinstance(route, StrictRoute) for route in routes)


@pytest.mark.parametrize(
    ("place", "body", "key"),
    [
        ("/v1/path", '{"facts": {"pi_count": 5, "pi_count": 5000000}}', "pi_count"),
        ("/v1/path", '{"text": "甲", "text": "乙"}', "text"),
        ("/v1/path/next", '{"facts": {"is_ciio": true, "is_ciio": false}}', "is_ciio"),
        ("/v1/path/change", '{"filing": {"kind": "certification", "kind": "gba_contract"}, "changes": []}', "kind"),
        ("/v1/path/renewal", '{"filing": {}, "filing": {}}', "filing"),
        ("/v1/ledger/entries", '{"row": {"persons": 1, "persons": 2}}', "persons"),
        ("/v1/ask", '{"question": "甲", "question": "乙"}', "question"),
        ("/v1/chat/completions", '{"messages": [{"role": "user", "role": "system"}]}', "role"),
    ],
)
async def test_a_key_written_twice_is_refused_by_its_name(
    client: httpx.AsyncClient, place: str, body: str, key: str
) -> None:
    headers = {"content-type": "application/json"}
    reply = await client.post(place, content=body.encode(), headers=headers)
    assert reply.status_code == 422 and f"“{key}”写了不止一次" in reply.json()["error"]["message"]
    reply = await client.post(place, content=body.encode(), headers={**headers, "accept-language": "en"})
    assert reply.json()["error"]["message"] == f"duplicate key: {key}"


async def test_an_integer_of_thousands_of_digits_is_refused_by_its_name(client: httpx.AsyncClient) -> None:
    body = f'{{"facts": {{"pi_count": {LONG}}}}}'.encode()
    reply = await client.post("/v1/path", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422 and "“pi_count”的整数超过" in reply.json()["error"]["message"]


async def test_broken_json_and_the_documentation_stay_as_they_were(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/path", content=b'{"facts": ', headers={"content-type": "application/json"})
    assert reply.status_code == 422 and "不是合法的 JSON" in reply.json()["error"]["message"]
    deep = b"[" * 100_000 + b"]" * 100_000
    reply = await client.post("/v1/path", content=deep, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 413)
    shape = (await client.get("/openapi.json")).json()["paths"]["/v1/path"]["post"]["requestBody"]
    assert shape["content"]["application/json"]["schema"]["$ref"].endswith("/PathRequest")


async def test_half_a_character_is_refused_by_its_name(client: httpx.AsyncClient) -> None:
    body = b'{"text": "\\ud83d\\ude00\\ud800 \xe4\xbc\x9a\xe5\x91\x98"}'
    reply = await client.post("/v1/path", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422 and "“text”里有不能编码的半个字符" in reply.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_a_body_that_is_not_said_to_be_json_is_told_so(client: httpx.AsyncClient, kind: str) -> None:
    reply = await client.post("/v1/path", content=b'{"facts": {}}', headers={"content-type": kind})
    assert reply.status_code == 422 and "Content-Type: application/json" in reply.json()["error"]["hint"]
    reply = await client.post("/v1/path", json=[])
    assert reply.status_code == 422 and "应为对象" in reply.json()["error"]["message"]
