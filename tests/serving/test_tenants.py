"""What one organisation keeps is answered to another as if it were not there: on every route that takes an id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from copilot.accounts.roles import Permission, Role
from copilot.domain import Answer
from copilot.errors import CopilotError
from copilot.precheck.service import Asked
from copilot.settings import Settings
from copilot.store.reviews import Author, Handed
from copilot.wiring import Parts
from eval.precheck.contracts import model_text
from serving.app import create_app
from tests.filing.official import layouts
from tests.serving.conftest import CITED, TODAY, FakeChat
from tests.serving.test_rights import EXPECTED, ORIGIN, PASSWORD, Route, signed_in

# Routes whose ids are nobody's data: law, lists, reports of the evaluation.
PUBLIC = re.compile(r"/v1/(passages|negative-lists|evaluations)/")
# Ids that the page chooses itself: another organisation's draft of the same name is another draft.
CHOSEN = {("PUT", "/v1/path/drafts/{draft_id}")}
# Only the operator, who manages all organisations, reaches these.
OPERATORS = {("PATCH", "/v1/tenants/{tenant_id}")}
WITH_ID = sorted(
    route for route in EXPECTED if "{" in route[1] and not PUBLIC.match(route[1]) and route not in CHOSEN | OPERATORS
)
FILE = ("a.csv", b"a,b\n1,2\n", "text/csv")
# What a route wants besides the id, to be heard at all.
SENT: dict[Route, dict[str, Any]] = {
    ("PATCH", "/v1/conversations/{conversation_id}"): {"json": {"title": "题"}},
    ("POST", "/v1/messages/{message_id}/feedback"): {"json": {"thumb": "up"}},
    ("POST", "/v1/conversations/{conversation_id}/messages/{message_id}/feedback"): {"json": {"thumb": "up"}},
    ("POST", "/v1/ledger/entries/{entry_id}/void"): {"json": {"reason": "重复"}},
    ("PUT", "/v1/filings/{filing_id}"): {"json": {"revision": 1, "content": {}}},
    ("POST", "/v1/filings/{filing_id}/difference"): {"json": {"papers": False}},
    ("POST", "/v1/filings/{filing_id}/drafts"): {"json": {}},
    ("POST", "/v1/filings/{filing_id}/papers"): {"files": {"files": FILE}},
    ("POST", "/v1/filings/{filing_id}/table"): {"files": {"file": FILE}},
    ("PUT", "/v1/filings/{filing_id}/sections/{section_id}"): {"json": {"revision": 1, "text": "写"}},
    ("DELETE", "/v1/filings/{filing_id}/sections/{section_id}"): {"params": {"revision": 1}},
    ("POST", "/v1/filings/{filing_id}/sections/{section_id}/write"): {"json": {}},
    ("POST", "/v1/filings/{filing_id}/states/{revision}/restore"): {"json": {"revision": 1}},
    ("PUT", "/v1/precheck/{job_id}/findings/{key}/decision"): {"json": {"decision": "accepted"}},
    ("PUT", "/v1/templates/{key}/blanks/{blank}"): {"json": {"value": "agent.name"}},
    ("POST", "/v1/templates/{key}/confirm"): {"json": {}},
    ("PATCH", "/v1/users/{user_id}"): {"json": {"name": "名"}},
    ("POST", "/v1/users/{user_id}/password"): {"json": {}},
    ("PATCH", "/v1/desk/tickets/{ticket_id}"): {"json": {"note": "记"}},
    ("POST", "/v1/desk/tickets/{ticket_id}/close"): {"json": {"outcome": "answered"}},
    ("POST", "/v1/desk/tickets/{ticket_id}/escalate"): {"json": {"reason": "请看"}},
    ("POST", "/v1/desk/tickets/{ticket_id}/reply"): {"json": {"text": "答"}},
    ("POST", "/v1/desk/tickets/{ticket_id}/rating"): {"json": {"turn": "x", "rating": "good"}},
    ("POST", "/v1/review/cases/{case_id}/moves"): {"json": {"revision": 1, "act": "withdraw", "text": "撤"}},
    ("POST", "/v1/review/cases/{case_id}/rounds"): {"data": {"revision": "1"}, "files": {"files": FILE}},
    ("POST", "/v1/review/cases/{case_id}/take"): {"json": {"revision": 1}},
    ("PUT", "/v1/review/cases/{case_id}/reviewer"): {"json": {"revision": 1}},
    ("POST", "/v1/review/cases/{case_id}/national"): {
        "json": {"revision": 1, "step": "acceptance", "outcome": "accepted", "on": "2026-01-05"}
    },
    ("PUT", "/v1/review/cases/{case_id}/opinion"): {"json": {"department": "处", "stance": "agree"}},
    ("PUT", "/v1/review/cases/{case_id}/rounds/{number}/findings/{key}/decision"): {"json": {"decision": "accepted"}},
    ("DELETE", "/v1/review/cases/{case_id}/rounds/{number}/findings/{key}/decision"): {
        "params": {"seen": "2026-01-05T00:00:00Z"}
    },
    ("POST", "/v1/review/facts/{fact_id}/void"): {"json": {"reason": "错"}},
}


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    """A copilot without a model."""
    made = Parts(settings.model_copy(update={"backend": "extractive"}))
    yield made
    made.draft_jobs.close()
    made.precheck_jobs.close()
    made.precheck.close()
    made.store.close()


@pytest.fixture
def app(parts: Parts) -> FastAPI:
    """Two organisations, with somebody in each who may do everything but operate the service."""
    made = create_app(parts)
    backend, chat = made.state.backend, FakeChat()
    backend._chat, made.state.desks._made = chat, (chat, None)  # calls are kept; nobody speaks here
    people = backend.accounts.people
    backend.accounts.begin("root", password=PASSWORD)
    for tenant in ("a", "b"):
        people.add_tenant(tenant, tenant)
        roles = [role for role in Role if role is not Role.OPERATOR]
        people.add(f"user-{tenant}", tenant=tenant, roles=roles, password=PASSWORD, must_change=False)
    return made


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A client that is not entered: no index is needed here."""
    return TestClient(app, base_url=ORIGIN, raise_server_exceptions=False)


def never(*_: Any) -> Any:
    """A piece of work that fails."""
    raise CopilotError("不做")


def everything(app: FastAPI, client: TestClient, headers: dict[str, str]) -> dict[str, str]:
    """Something of every kind in organisation a; ids by the name of the parameter (`prefix:name` where it differs)."""
    mine, accounts = app.state.backend.of("a").parts, app.state.backend.accounts

    def made(path: str, **sent: Any) -> Any:
        reply = client.post(path, headers=headers, **sent)
        assert reply.is_success, reply.text
        return reply.json()

    conversation, _ = mine.store.start("问")
    answer = Answer(
        answer="答。[1]", abstained=False, citations=[CITED], as_of=TODAY, model="extractive", prompt="answer/v1"
    )
    verdict = made("/v1/path", json={"facts": {"is_export": False}, "store": True})
    client.put("/v1/path/drafts/mine", json={"content": {"of": "a"}}, headers=headers)
    filing = made("/v1/filings", json={"kind": "security_assessment", "title": "甲"})["id"]
    entry = {
        "entity": "甲", "scene": "人事", "recipient": "总部", "exported_on": "2026-03-01", "persons": 1,
        "nature": "general",
    }  # fmt: skip
    template = made("/v1/templates", files={"file": ("官方.docx", layouts.word(layouts.parsed(layouts.ATTORNEY)))})
    text = made("/v1/contract-texts", files={"file": ("范本.txt", "\n".join(model_text()).encode())})
    user = accounts.people.get("user-a").id
    accounts.sign_ins.sign_in("user-a", PASSWORD)
    sessions = [s.id for s in accounts.sign_ins.sessions(user=user)]
    return {
        "conversation_id": conversation,
        "message_id": mine.store.answer(conversation, answer).message_id,
        "determination_id": verdict["determination_id"],
        "draft_id": "mine",
        "filing_id": filing,
        "section_id": "sa.2.2.1",
        "revision": "1",
        "drafts:job_id": mine.draft_jobs.start(filing, 1, never).id,
        "precheck:job_id": mine.precheck_jobs.seen_by("a", never)
        .start("a", {}, Asked("security_assessment", TODAY))
        .id,
        "precheck:key": "x",
        "number": "1",
        "name": "x.docx",
        "entry_id": made("/v1/ledger/entries", json={"row": entry})["id"],
        "case_id": mine.store.cases.add({"question": "问"}).id,
        "key": template["templates"][0]["id"],
        "blank": "b02",
        "text_id": text["text"]["id"],
        "review:case_id": mine.store.reviews.receive(
            "extension", "甲", uscc="", province="", handed=Handed("甲", TODAY, {}, b""), author=Author(user)
        ).id,
        "review:number": "1",
        "review:key": "x",
        "paper": "0",
        "fact_id": mine.store.review_facts.record("X", "penalty", day=TODAY, source="书", author=Author(user)).id,
        "ticket_id": mine.store.tickets.open(agent=user, title="来电").id,
        "user_id": user,
        "session_id": sessions[0],
        "me:key_id": accounts.sign_ins.make_key(user, "k", scopes=[Permission.ASK]).id,
        "users:key_id": accounts.sign_ins.make_key(user, "k", scopes=[Permission.ASK]).id,
    }


def call(client: TestClient, route: Route, headers: dict[str, str], ids: dict[str, str]) -> httpx.Response:
    """Call a route with these ids and what it wants besides."""
    method, path = route
    kind = path.split("/")[2]

    def one(found: re.Match[str]) -> str:
        return ids.get(f"{kind}:{found[1]}") or ids[found[1]]

    url = re.sub(r"\{(\w+)(?::\w+)?\}", one, path)
    return client.request(method, url, headers=headers, **SENT.get(route, {}))


@pytest.mark.thorough
def test_ids_of_another_organisation_are_not_there(app: FastAPI, client: TestClient) -> None:
    a, b = signed_in(app, "user-a"), signed_in(app, "user-b")
    ids = everything(app, client, a)
    replies = {route: call(client, route, b, ids) for route in WITH_ID}
    wrong = {
        route: (reply.status_code, reply.text[:200])
        for route, reply in replies.items()
        if reply.status_code != 404 or reply.json()["error"]["code"] != "unknown_record"
    }
    assert wrong == {}
    assert len(WITH_ID) > 60
    lists = ("conversations", "path/determinations", "path/drafts", "filings", "ledger/entries", "evaluation-cases")
    for at in (*lists, "templates", "contract-texts", "desk/tickets", "review/queue", "search/history", "me/keys"):
        assert "甲" not in client.get(f"/v1/{at}", headers=b).text
        for known in ids.values():
            assert len(known) < 20 or known not in client.get(f"/v1/{at}", headers=b).text, at
    assert client.put("/v1/path/drafts/mine", json={"content": {"of": "b"}}, headers=b).status_code == 200
    assert client.get("/v1/path/drafts/mine", headers=a).json()["content"] == {"of": "a"}
    # and it was all there: its owner finds it, what removes it last and from the inside out
    order = sorted(WITH_ID, key=lambda route: (route[0] == "DELETE", "/users" in route[1], -route[1].count("/")))
    lost = {}
    for route in order:
        if route == ("DELETE", "/v1/users/{user_id}"):
            continue
        headers = signed_in(app, "user-a") if "/v1/users" in route[1] or "/v1/me" in route[1] else a
        if route == ("POST", "/v1/users/{user_id}/password"):
            continue  # it ends the sessions; see the tests of people
        reply = call(client, route, headers, ids)
        code = reply.json().get("error", {}).get("code", "") if reply.is_error else ""
        if reply.status_code in (401, 403, 500) or (code == "unknown_record" and route not in MISSING_INSIDE):
            lost[route] = (reply.status_code, reply.text[:300])
    assert not lost, "\n".join(map(str, lost.items()))


# The owner is told that something within is not there: no such finding, turn or state.
MISSING_INSIDE: set[Route] = {
    ("POST", "/v1/desk/tickets/{ticket_id}/rating"),
}


@pytest.mark.thorough
def test_ids_in_bodies_and_queries_are_not_there_either(app: FastAPI, client: TestClient) -> None:
    a, b = signed_in(app, "user-a"), signed_in(app, "user-b")
    ids = everything(app, client, a)
    sent: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/v1/ask", {"json": {"question": "再问", "conversation_id": ids["conversation_id"]}}),
        ("POST", "/v1/ask/stream", {"json": {"question": "再问", "conversation_id": ids["conversation_id"]}}),
        ("POST", "/v1/filings", {"json": {"kind": "security_assessment", "from_verdict": ids["determination_id"]}}),
        ("POST", "/v1/precheck-comparisons", {"json": {"earlier": ids["precheck:job_id"], "later": "x"}}),
        ("POST", "/v1/precheck-notices", {"data": {"text": "补正", "precheck": ids["precheck:job_id"]}}),
    ]
    for method, path, given in sent:
        mine, theirs = (client.request(method, path, headers=headers, **given) for headers in (a, b))
        told = theirs.json()["error"]["code"] if theirs.is_error else ""
        assert (theirs.status_code, told) == (404, "unknown_record"), (path, theirs.text)
        assert mine.text != theirs.text, path
