"""Who may speak to the service, how much, and what browsers are told."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from copilot.errors import Refused
from copilot.settings import Settings
from serving.app import create_app
from serving.security import is_loopback
from tests.serving.conftest import FakeParts, connected

KEY = "钥匙-key-1"


@pytest.fixture
async def locked(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service with a key that others may reach."""
    parts = FakeParts(settings.model_copy(update={"api_key": SecretStr(KEY), "host": "0.0.0.0"}))
    async with connected(parts) as client:
        yield client


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_an_address_that_others_reach_needs_a_key(settings: Settings, host: str) -> None:
    with pytest.raises(Refused, match="COPILOT_API_KEY"):
        create_app(FakeParts(settings.model_copy(update={"host": host})))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "inside"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("x", False)]
)
def test_loopback_is_known(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-API-Key": "wrong"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Basic !!!"}, 401),
        ({"X-API-Key": KEY.encode()}, 200),
        ({"Authorization": b"Bearer " + KEY.encode()}, 200),
        ({"Authorization": "Basic " + base64.b64encode(f"anyone:{KEY}".encode()).decode()}, 200),
    ],
)
async def test_the_key_opens_the_api(locked: httpx.AsyncClient, headers: dict, status: int) -> None:
    for path in ("/v1/status", "/metrics", "/openapi.json", "/docs", "/v1/conversations"):
        reply = await locked.get(path, headers=headers)
        assert reply.status_code == status, path
        if status == 401:
            assert reply.json()["error"]["code"] == "refused" and "WWW-Authenticate" in reply.headers
    assert (await locked.get("/healthz", headers=headers)).status_code == 200


async def test_a_foreign_host_name_is_refused(client: httpx.AsyncClient) -> None:
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example"):
        reply = await client.get("/v1/status", headers={"Host": host})
        error = reply.json()["error"]
        assert (reply.status_code, error["code"]) == (421, "wrong_host")
        assert host in error["message"] and "COPILOT_ALLOWED_HOSTS" in error["hint"]
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"):
        assert (await client.get("/v1/status", headers={"Host": host})).status_code == 200


async def test_named_hosts_are_accepted(settings: Settings) -> None:
    parts = FakeParts(settings.model_copy(update={"allowed_hosts": "copilot.lan, Other.lan"}))
    async with connected(parts) as client:
        for host, status in (("copilot.lan:80", 200), ("other.lan", 200), ("third.lan", 421)):
            assert (await client.get("/v1/status", headers={"Host": host})).status_code == status


async def test_other_sites_cannot_change_anything(client: httpx.AsyncClient) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        reply = await client.request("DELETE", "/v1/conversations", headers=headers)
        assert reply.status_code == 403
    for headers in ({"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}, {}):
        assert (await client.request("DELETE", "/v1/conversations", headers=headers)).status_code == 200
    reply = await client.get("/v1/status", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in reply.headers


async def test_large_bodies_are_refused_whether_announced_or_not(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/ask", json={"question": "x" * (1 << 20)})
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (64 << 10)

    reply = await client.post("/v1/ask", content=endless(), headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")


async def test_every_answer_carries_the_headers(client: httpx.AsyncClient) -> None:
    for path in ("/v1/status", "/docs", "/nowhere", "/v1/passages/none"):
        reply = await client.get(path)
        policy = reply.headers["content-security-policy"]
        assert "default-src" in policy and "http" not in policy and "*" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"


async def test_questions_stay_out_of_the_log(client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]) -> None:
    from copilot import logs

    logs.configure(as_json=True)
    await client.post("/v1/ask", json={"question": "绝密的问题"})
    await client.get("/v1/search", params={"q": "绝密的检索"})
    await client.post("/v1/ask", json={"question": "炸，绝密"})
    out, err = capfd.readouterr()
    assert out == "" and "绝密" not in err
    assert '"route": "/v1/search"' in err
