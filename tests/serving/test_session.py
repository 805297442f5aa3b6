"""Signing in over HTTP: cookies, other sites, locks, keys, people; who may start the service where."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from copilot.accounts.roles import Role
from copilot.accounts.service import Accounts
from copilot.errors import BadInput, Refused
from copilot.settings import Settings
from serving.app import create_app
from serving.first_run import how_to_sign_in
from serving.gate import COOKIE
from tests.serving.conftest import FakeParts

pytestmark = pytest.mark.thorough

GOOD, OTHER = "海关大楼前的三棵银杏", "另一个很长的密码词句"
ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def app(parts: FakeParts) -> FastAPI:
    """A local run without accounts."""
    return create_app(parts)  # type: ignore[arg-type]


@pytest.fixture
def accounts(app: FastAPI) -> Accounts:
    """An operator, and an admin and a user of acme."""
    made: Accounts = app.state.backend.accounts
    made.begin("root", password=GOOD)
    made.people.add_tenant("acme", "甲公司")
    made.people.add_tenant("other", "乙公司")
    for login, role in (("boss", Role.ENTERPRISE_ADMIN), ("li", Role.ENTERPRISE_USER)):
        made.people.add(login, tenant="acme", roles=[role], password=GOOD, must_change=False)
    made.people.add("else", tenant="other", roles=[Role.ENTERPRISE_USER], password=GOOD, must_change=False)
    return made


def browser(app: FastAPI, login: str = "") -> TestClient:
    """A browser on our page, signed in where a name is given."""
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    if login:
        reply = client.post("/v1/session", json={"login": login, "password": GOOD})
        assert reply.status_code == 200, reply.text
    return client


def test_a_local_run_without_accounts_asks_for_nothing_and_ends_with_the_first_account(app: FastAPI) -> None:
    client = browser(app)
    state = client.get("/v1/session").json()
    assert (state["via"], state["accounts"], state["tenant"]) == ("local", False, "local")
    assert client.get("/v1/conversations").status_code == 200
    assert "不需要登录" in how_to_sign_in(app.state.backend.parts.settings, app.state.backend.accounts)
    asked = {"login": "li", "roles": ["agent"]}
    assert "第一个账户" in client.post("/v1/users", json=asked).json()["error"]["message"]
    made = client.post("/v1/users", json={"login": "root", "roles": ["operator"]})
    assert made.status_code == 201 and made.json()["password"]
    assert client.get("/v1/conversations").status_code == 401
    assert client.get("/v1/session").json() == {
        "via": "none", "accounts": True, "name": "", "tenant": "", "tenant_name": "", "roles": [], "permissions": [],
        "user": None,
    }  # fmt: skip
    assert "登录：" in how_to_sign_in(app.state.backend.parts.settings, app.state.backend.accounts)


def test_signing_in_sets_a_cookie_that_no_script_reads_and_signing_out_ends_it(
    app: FastAPI, accounts: Accounts
) -> None:
    client = browser(app)
    reply = client.post("/v1/session", json={"login": "LI", "password": GOOD})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie and "secure" not in cookie
    state = reply.json()
    assert (state["via"], state["tenant_name"], state["roles"]) == ("session", "甲公司", ["enterprise_user"])
    assert "draft" in state["permissions"] and "people" not in state["permissions"]
    assert client.get("/v1/conversations").status_code == 200
    token = client.cookies[COOKIE]
    assert client.delete("/v1/session").status_code == 204
    assert client.get("/v1/conversations").status_code == 401
    assert accounts.sign_ins.of_token(token) is None


def test_behind_tls_the_cookie_is_sent_over_tls_alone(app: FastAPI, accounts: Accounts) -> None:
    reply = browser(app).post(
        "/v1/session", json={"login": "li", "password": GOOD}, headers={"X-Forwarded-Proto": "https"}
    )
    assert "secure" in reply.headers["set-cookie"].lower()


def test_a_new_sign_in_has_a_new_token_and_ends_the_old_one(app: FastAPI, accounts: Accounts) -> None:
    client = browser(app, "li")
    first = client.cookies[COOKIE]
    client.post("/v1/session", json={"login": "boss", "password": GOOD})
    assert client.cookies[COOKIE] != first and accounts.sign_ins.of_token(first) is None


def test_wrong_sign_ins_are_told_and_counted(app: FastAPI, accounts: Accounts) -> None:
    client = browser(app)
    for login in ("li", "nobody"):
        codes = [
            client.post("/v1/session", json={"login": login, "password": "guess"}).json()["error"]["code"]
            for _ in range(6)
        ]
        assert codes == ["wrong_sign_in"] * 5 + ["too_many_tries"]
    late = client.post("/v1/session", json={"login": "li", "password": GOOD})
    assert late.status_code == 429 and "分钟" in late.json()["error"]["message"]
    english = client.post(
        "/v1/session", json={"login": "li", "password": GOOD}, headers={"Accept-Language": "en-GB"}
    ).json()["error"]
    assert "try again" in english["message"]


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, None]
)
def test_other_sites_cannot_use_the_cookie(app: FastAPI, accounts: Accounts, headers: dict[str, str] | None) -> None:
    signed_in = browser(app, "li")
    client = TestClient(app, base_url=ORIGIN, cookies={COOKIE: signed_in.cookies[COOKIE]})
    assert client.get("/v1/conversations").status_code == 200
    for method, path in (("POST", "/v1/conversations"), ("DELETE", "/v1/conversations"), ("DELETE", "/v1/session")):
        assert client.request(method, path, headers=headers or {}).status_code == 403
    assert client.post("/v1/conversations", json={"title": "x"}, headers={"Sec-Fetch-Site": "same-origin"}).is_success


def test_a_key_opens_what_it_says_without_a_cookie(app: FastAPI, accounts: Accounts) -> None:
    client = browser(app, "li")
    made = client.post("/v1/me/keys", json={"name": "批处理", "scopes": ["ask"], "days": 7}).json()
    program = TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {made['key']}"})
    assert program.get("/v1/conversations").status_code == 200
    assert program.post("/v1/conversations", json={"title": "题"}).status_code == 201
    assert program.get("/v1/filings").status_code == 403
    assert program.get("/v1/session").json()["via"] == "key"
    with_read = accounts.sign_ins.make_key(accounts.people.get("li").id, "k", scopes=["ask", "read"]).key  # type: ignore[list-item]
    for method, path in (("GET", "/v1/me/keys"), ("POST", "/v1/me/keys"), ("PUT", "/v1/me/password")):
        reply = program.request(method, path, headers={"Authorization": f"Bearer {with_read}"}, json={})
        assert reply.status_code == 422
    assert client.post("/v1/me/keys", json={"name": "x", "scopes": ["operate"]}).status_code == 422
    assert [k["id"] for k in client.get("/v1/me/keys").json() if k["name"] == "批处理"] == [made["id"]]
    assert client.delete(f"/v1/me/keys/{made['id']}").status_code == 204
    assert program.get("/v1/conversations").status_code == 401


def test_a_wrong_key_is_not_rescued_by_a_cookie(app: FastAPI, accounts: Accounts) -> None:
    assert browser(app, "li").get("/v1/conversations", headers={"X-API-Key": "cck_wrong"}).status_code == 401


def test_the_service_key_is_the_operator(settings: Settings) -> None:
    key = "kJ3vP0zqX8mWn5Rt"
    app = create_app(FakeParts(settings.model_copy(update={"api_key": SecretStr(key)})))  # type: ignore[arg-type]
    client = TestClient(app, base_url=ORIGIN, headers={"X-API-Key": key})
    assert client.get("/v1/session").json()["permissions"].count("operate") == 1
    assert client.get("/v1/tenants").status_code == 200
    assert TestClient(app, base_url=ORIGIN).get("/v1/conversations").status_code == 401


def test_changing_the_password_ends_other_sessions_and_lifts_the_duty(app: FastAPI, accounts: Accounts) -> None:
    here, there = browser(app, "li"), browser(app, "li")
    weak = here.put("/v1/me/password", json={"old": GOOD, "new": "password123"})
    assert weak.status_code == 422 and "最常见" in weak.json()["error"]["message"]
    assert here.put("/v1/me/password", json={"old": GOOD, "new": OTHER}).status_code == 204
    assert here.get("/v1/me/sessions").status_code == 200 and there.get("/v1/me/sessions").status_code == 401
    accounts.people.set_password("li", GOOD)
    client = browser(app, "li")
    assert client.get("/v1/conversations").json()["error"]["code"] == "password_change_needed"
    assert client.put("/v1/me/password", json={"old": GOOD, "new": OTHER}).status_code == 204
    assert client.get("/v1/conversations").status_code == 200


def test_one_sees_and_ends_ones_own_sessions(app: FastAPI, accounts: Accounts) -> None:
    here, there, foreign = browser(app, "li"), browser(app, "li"), browser(app, "boss")
    found = here.get("/v1/me/sessions").json()
    assert sorted(s["mine"] for s in found) == [False, True]
    other = next(s["id"] for s in found if not s["mine"])
    assert foreign.delete(f"/v1/me/sessions/{other}").status_code == 404
    assert here.delete(f"/v1/me/sessions/{other}").status_code == 204
    assert there.get("/v1/me/sessions").status_code == 401


def test_an_admin_manages_the_people_of_the_own_organisation_and_no_more(app: FastAPI, accounts: Accounts) -> None:
    boss, root = browser(app, "boss"), browser(app, "root")
    assert [u["login"] for u in boss.get("/v1/users").json()] == ["boss", "li"]
    assert boss.get("/v1/users", params={"tenant": "other"}).status_code == 403
    assert {r["role"] for r in boss.get("/v1/roles").json()} == {"enterprise_user", "enterprise_admin"}
    made = boss.post("/v1/users", json={"login": "new", "roles": ["enterprise_user"], "name": "新"}).json()
    assert made["tenant"] == "acme" and made["must_change"] and made["password"]
    for wrong in ({"roles": ["operator"]}, {"roles": ["reviewer"]}, {"roles": ["enterprise_user"], "tenant": "other"}):
        assert boss.post("/v1/users", json={"login": "evil", **wrong}).status_code == 403
    at = f"/v1/users/{made['id']}"
    assert boss.patch(at, json={"roles": ["auditor"]}).status_code == 403
    assert boss.patch(at, json={"disabled": True}).json()["disabled"]
    assert boss.patch(at, json={"disabled": False, "roles": ["enterprise_admin"]}).json()["roles"] == [
        "enterprise_admin"
    ]
    assert boss.post(f"{at}/password", json={}).json()["password"]
    assert boss.post(f"{at}/unlock").status_code == 200 and boss.get(f"{at}/sessions").json() == []
    assert boss.delete(f"{at}/sessions").status_code == 204 and boss.delete(at).status_code == 204
    foreign = accounts.people.get("else").id
    assert boss.post(f"/v1/users/{foreign}/password", json={}).status_code == 404
    assert root.post(f"/v1/users/{foreign}/password", json={}).status_code == 200
    assert len(root.get("/v1/users").json()) == 4 and len(root.get("/v1/users?tenant=other").json()) == 1
    assert [t["id"] for t in root.get("/v1/tenants").json()] == ["acme", "local", "other"]


def test_an_admin_cannot_lay_hands_on_who_may_do_more(app: FastAPI, accounts: Accounts) -> None:
    made = accounts.people.add("sup", tenant="acme", roles=[Role.OPERATOR], password=GOOD, must_change=False)
    boss = browser(app, "boss")
    for method, path, body in (
        ("POST", "password", {}),
        ("DELETE", "sessions", None),
        ("POST", "unlock", None),
        ("GET", "keys", None),
    ):
        assert boss.request(method, f"/v1/users/{made.id}/{path}", json=body).status_code == 403
    assert boss.patch(f"/v1/users/{made.id}", json={"disabled": True}).status_code == 403


def test_organisations_are_made_and_closed_by_the_operator(app: FastAPI, accounts: Accounts) -> None:
    root, li = browser(app, "root"), browser(app, "li")
    assert root.post("/v1/tenants", json={"id": "new-one", "name": "新单位"}).status_code == 201
    assert root.post("/v1/tenants", json={"id": "../x", "name": "坏"}).status_code == 422
    assert root.patch("/v1/tenants/acme", json={"disabled": True}).json()["disabled"]
    assert li.get("/v1/conversations").status_code == 401


@pytest.mark.parametrize("secret", ["changeme", "secret", "1234567890", "aaaaaaaaaaaaaaaa", "short"])
def test_default_and_weak_secrets_are_refused_where_others_reach_the_service(settings: Settings, secret: str) -> None:
    key = {"api_key": SecretStr(secret)}
    with pytest.raises(Refused, match="COPILOT_API_KEY"):
        create_app(FakeParts(settings.model_copy(update={**key, "host": "0.0.0.0"})))  # type: ignore[arg-type]
    create_app(FakeParts(settings.model_copy(update=key)))  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        create_app(FakeParts(settings.model_copy(update={"operator_password": SecretStr(secret)})))  # type: ignore[arg-type]


def test_a_default_password_of_the_database_is_refused_where_others_reach_the_service(settings: Settings) -> None:
    from serving.security import require_safe_address

    url = "postgresql://postgres:postgres@db/copilot"
    with pytest.raises(Refused, match="COPILOT_DATABASE_URL"):
        require_safe_address(settings.model_copy(update={"host": "0.0.0.0", "database_url": url}), accounts=True)
    require_safe_address(settings.model_copy(update={"database_url": url}))


def test_with_accounts_the_service_may_be_reached_by_others(settings: Settings) -> None:
    change = {"host": "0.0.0.0", "operator_password": SecretStr(GOOD)}
    app = create_app(FakeParts(settings.model_copy(update=change)))  # type: ignore[arg-type]
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert client.get("/v1/conversations").status_code == 401
    reply = client.post("/v1/session", json={"login": "operator", "password": GOOD})
    assert reply.json()["user"]["must_change"]
    again = create_app(FakeParts(settings.model_copy(update={"host": "0.0.0.0"})))  # type: ignore[arg-type]
    assert TestClient(again, base_url=ORIGIN).get("/v1/session").json()["accounts"]
