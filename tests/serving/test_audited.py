"""What requests leave in the audit log, and which routes leave nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from copilot.accounts.roles import Role
from copilot.accounts.service import Accounts
from copilot.audit.entry import Entry, Event
from copilot.audit.log import Audit
from copilot.errors import StorageFull
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from serving.audited import LEFT_OUT, outcome, rule
from serving.rights import rights
from tests.serving.conftest import FakeParts, connected

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "海关大楼前的三棵银杏"
ORIGIN = {"Origin": "http://127.0.0.1:8000"}
DATA = ("conversation", "ticket", "filing", "draft", "precheck", "case", "file", "verdict", "answer", "user")


def entries(parts: FakeParts) -> list[Entry]:
    """The log, the oldest first."""
    return list(reversed(Audit(parts.store.database).find()))


def routes(tmp_path: Path) -> list[tuple[str, str]]:
    """Method and address of every route."""
    settings = Settings(_env_file=None, data_dir=tmp_path, cache_dir=tmp_path)  # type: ignore[call-arg]
    return [(one.method, one.path) for one in rights(create_app(Parts(settings)))]


def test_every_route_is_audited_or_says_why_not(tmp_path: Path) -> None:
    found = {route: rule(*route) for route in routes(tmp_path)}
    silent = {route: one.why_not for route, one in found.items() if one.why_not}
    assert all(one.why_not or (one.action and one.kind) for one in found.values())
    assert len(found) - len(silent) > 100
    documented = (ROOT / "docs" / "audit.md").read_text("utf-8")
    for methods, address in LEFT_OUT:
        assert any(
            method in methods.split() and (path == address or path.startswith(address.rstrip("*")))
            for method, path in silent
        ), f"{methods} {address} fits no route"
        assert f"`{methods} {address}`" in documented, f"docs/audit.md does not say why {address} is left out"
    # nothing that writes what is kept, or reads one of it, goes without an entry
    writes = {route for route in silent if route[0] in ("PUT", "PATCH", "DELETE")}
    assert writes == set()
    assert {kind for _, kind in ((one.action, one.kind) for one in found.values())} >= set(DATA)


@pytest.mark.parametrize(
    ("route", "action", "kind"),
    [
        ("GET /v1/conversations", "list", "conversation"),
        ("GET /v1/conversations/{id}", "read", "conversation"),
        ("GET /v1/conversations/{id}/export", "read.export", "conversation"),
        ("PUT /v1/precheck/{job_id}/findings/{key}/decision", "change.findings.decision", "precheck"),
        ("POST /v1/desk/tickets/{ticket_id}/close", "close", "ticket"),
        ("POST /v1/filings", "add", "filing"),
        ("DELETE /v1/filings/{filing_id}/sections/{s}", "delete.sections", "filing"),
        ("POST /v1/something-new/{id}/start", "start", "something_new"),
        ("GET /v1/something-new", "list", "something_new"),
    ],
)
def test_a_route_says_by_its_address_what_is_done(route: str, action: str, kind: str) -> None:
    found = rule(*route.split(" "))
    assert (found.action, found.kind, found.why_not) == (action, kind, "")


def test_what_came_of_it() -> None:
    said = {code: outcome(code) for code in (200, 204, 302, 401, 403, 404, 409, 422, 429, 499, 500, 503, 507)}
    assert list(said.values()) == ["done"] * 3 + ["refused"] * 2 + ["missing"] + ["invalid"] * 2 + [
        "failed",
        "left",
        "failed",
        "failed",
        "failed",
    ]


async def test_reading_and_writing_leaves_one_entry_each(client: httpx.AsyncClient, parts: FakeParts) -> None:
    made = await client.post("/v1/conversations", json={"title": "张三的秘密"})
    number = made.json()["id"]
    read = await client.get(f"/v1/conversations/{number}")
    await client.get("/v1/conversations/13800138000")
    await client.patch(f"/v1/conversations/{number}", json={"title": ""})
    await client.delete(f"/v1/conversations/{number}")
    await client.get("/v1/status")
    await client.get("/v1/search", params={"q": "重要数据"})
    found = entries(parts)
    assert [(e.action, e.kind, e.subject, e.outcome) for e in found] == [
        ("add", "conversation", number, "done"),
        ("read", "conversation", number, "done"),
        ("read", "conversation", "?", "missing"),
        ("change", "conversation", number, "invalid"),
        ("delete", "conversation", number, "done"),
    ]
    assert [e.request_id for e in found[:2]] == [made.headers["x-request-id"], read.headers["x-request-id"]]
    assert {(e.user, e.tenant, e.via) for e in found} == {("local", "local", "local")}
    kept = json.dumps([e.model_dump(mode="json") for e in found], ensure_ascii=False)
    assert "张三" not in kept and "13800138000" not in kept
    assert Audit(parts.store.database).verify().ok


async def test_an_answer_names_its_conversation_even_when_it_streams(
    client: httpx.AsyncClient, parts: FakeParts
) -> None:
    streamed = await client.post("/v1/ask/stream", json={"question": "重要数据出境要做什么？"})
    plain = await client.post("/v1/ask", json={"question": "个人信息出境要做什么？", "store": False})
    assert streamed.status_code == plain.status_code == 200
    first, second = entries(parts)
    assert (first.action, first.kind, second.action, second.subject) == ("ask", "answer", "ask", "")
    kept = await client.get("/v1/conversations")
    assert first.subject == kept.json()["items"][0]["id"]


async def test_a_fault_of_ours_leaves_an_entry(client: httpx.AsyncClient, parts: FakeParts) -> None:
    assert (await client.post("/v1/ask", json={"question": "炸"})).status_code == 500
    assert [(e.action, e.outcome) for e in entries(parts)] == [("ask", "failed")]


@pytest.fixture
async def people(parts: FakeParts) -> AsyncIterator[httpx.AsyncClient]:
    """The small copilot with somebody of two organisations."""
    accounts = Accounts(parts.store.database)
    accounts.begin("root", password=PASSWORD)
    for tenant in ("acme", "other"):
        accounts.people.add_tenant(tenant, tenant)
        accounts.people.add(
            f"li@{tenant}.cn", tenant=tenant, roles=[Role.ENTERPRISE_USER], password=PASSWORD, must_change=False
        )
    async with connected(parts) as made:
        yield made


async def test_who_is_the_one_who_signed_in(people: httpx.AsyncClient, parts: FakeParts) -> None:
    async def sign_in(login: str, password: str) -> httpx.Response:
        return await people.post("/v1/session", json={"login": login, "password": password}, headers=ORIGIN)

    await sign_in("li@acme.cn", "wrong")
    await people.get("/v1/conversations")  # nobody: refused by the gate, nothing was reached
    assert (await sign_in("li@acme.cn", PASSWORD)).status_code == 200
    made = await people.post("/v1/conversations", json={"title": "甲"}, headers=ORIGIN)
    await people.get("/v1/desk/tickets")  # not of this role
    assert (await sign_in("li@other.cn", PASSWORD)).status_code == 200
    await people.get(f"/v1/conversations/{made.json()['id']}")
    accounts = Accounts(parts.store.database).people
    acme, other = (accounts.get(login).id for login in ("li@acme.cn", "li@other.cn"))
    assert [(e.user, e.tenant, e.via, e.action, e.outcome) for e in entries(parts)] == [
        ("", "", "", "sign_in", "refused"),
        (acme, "acme", "session", "sign_in", "done"),
        (acme, "acme", "session", "add", "done"),
        (acme, "acme", "session", "list", "refused"),
        (other, "other", "session", "sign_in", "done"),
        (other, "other", "session", "read", "missing"),
    ]


async def test_an_auditor_reads_what_their_organisation_did_and_checks_the_chain(
    people: httpx.AsyncClient, parts: FakeParts
) -> None:
    async def sign_in(login: str) -> None:
        reply = await people.post("/v1/session", json={"login": login, "password": PASSWORD}, headers=ORIGIN)
        assert reply.status_code == 200

    accounts = Accounts(parts.store.database).people
    accounts.add("audit@acme.cn", tenant="acme", roles=[Role.AUDITOR], password=PASSWORD, must_change=False)
    for login in ("li@acme.cn", "li@other.cn"):
        await sign_in(login)
        made = await people.post("/v1/conversations", json={"title": "甲"}, headers=ORIGIN)
    assert (await people.get("/v1/audit")).status_code == 403
    await sign_in("audit@acme.cn")
    found = (await people.get("/v1/audit")).json()
    assert {e["tenant"] for e in found["items"]} == {"acme"} and found["total"] == 3 and found["before"] is None
    li = accounts.get("li@acme.cn").id
    mine = (await people.get("/v1/audit", params={"user": li, "kind": "conversation"})).json()["items"]
    assert [(e["action"], e["outcome"]) for e in mine] == [("add", "done")]
    assert (await people.get("/v1/audit", params={"subject": made.json()["id"]})).json()["items"] == []  # the other's
    page = (await people.get("/v1/audit", params={"limit": 1})).json()
    later = (await people.get("/v1/audit", params={"limit": 1, "before": page["before"]})).json()
    assert later["items"][0]["seq"] < page["items"][0]["seq"]
    assert (await people.get("/v1/audit", params={"tenant": "other"})).status_code == 403
    assert (await people.get("/v1/audit", params={"since": "2999-01-01T00:00:00Z"})).json()["items"] == []
    assert (await people.get("/v1/audit", params={"since": "yesterday"})).status_code == 422
    whole = (await people.get("/v1/audit/verify")).json()
    assert whole["ok"] and whole["entries"] > found["total"] and len(whole["head"]) == 64
    assert not (await people.get("/v1/audit/verify", params={"head": "f" * 64})).json()["ok"]
    assert (await people.get("/v1/audit", params={"kind": "audit"})).json()["items"]  # auditors are seen too


async def test_what_cannot_be_recorded_is_not_told(
    client: httpx.AsyncClient, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await client.post("/v1/conversations", json={"title": "内容"})
    add = Audit.add

    def full(self: Audit, events: Sequence[Event]) -> list[Entry]:
        raise StorageFull("磁盘已满", en="full")

    monkeypatch.setattr(Audit, "add", full)
    reply = await client.get(f"/v1/conversations/{made.json()['id']}")
    assert (reply.status_code, reply.json()["error"]["code"]) == (507, "storage_full") and "内容" not in reply.text
    assert (await client.get("/v1/status")).status_code == 200  # what is not audited goes on
    monkeypatch.setattr(Audit, "add", add)
    assert (await client.get("/v1/conversations")).status_code == 200


async def test_many_at_once_keep_one_chain(client: httpx.AsyncClient, parts: FakeParts) -> None:
    replies = await asyncio.gather(*(client.get("/v1/conversations") for _ in range(60)))
    assert {reply.status_code for reply in replies} == {200}
    found = Audit(parts.store.database)
    assert found.verify().ok and found.count() == 60
    assert {e.request_id for e in entries(parts)} == {reply.headers["x-request-id"] for reply in replies}
