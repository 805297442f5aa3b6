"""Every route with every role, without a sign-in and with the ids of another organisation; from docs/rights.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from copilot.accounts.roles import Permission, Role
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.access import allow
from serving.app import create_app
from serving.gate import COOKIE
from serving.rights import Undeclared, rights, table

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://127.0.0.1"
PASSWORD = "海关大楼前的三棵银杏"
ROW = re.compile(r"^\| (GET|POST|PUT|PATCH|DELETE) \| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", re.M)
Route = tuple[str, str]


def expected() -> dict[Route, tuple[str, set[Role]]]:
    """What the table says: what a route asks for, and the roles that may call it."""
    text = (ROOT / "docs" / "rights.md").read_text("utf-8")
    return {
        (method, path): (
            asks.strip(),
            set(Role) if who.strip() == "全部" else {Role(r) for r in who.strip().split("、")},
        )
        for method, path, asks, who in ROW.findall(text)
    }


EXPECTED = expected()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A copilot with somebody of every role in one organisation."""
    folder = tmp_path_factory.mktemp("rights")
    made = Parts(Settings(_env_file=None, data_dir=folder, cache_dir=folder, backend="extractive"))  # type: ignore[call-arg]
    yield made
    made.draft_jobs.close()
    made.precheck_jobs.close()
    made.precheck.close()
    made.store.close()


@pytest.fixture(scope="module")
def app(parts: Parts) -> FastAPI:
    """The application, with people."""
    made = create_app(parts)
    accounts = made.state.backend.accounts
    accounts.begin("root", password=PASSWORD)
    accounts.people.add_tenant("acme", "甲")
    for role in Role:
        accounts.people.add(role.value, tenant="acme", roles=[role], password=PASSWORD, must_change=False)
    return made


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    """A client that is not entered: no index is needed here."""
    return TestClient(app, base_url=ORIGIN, raise_server_exceptions=False)


def signed_in(app: FastAPI, login: str) -> dict[str, str]:
    """The headers of somebody's browser."""
    token = app.state.backend.accounts.sign_ins.sign_in(login, PASSWORD).token
    return {"Cookie": f"{COOKIE}={token}", "Origin": ORIGIN}


def address(path: str) -> str:
    """A path with ids of nothing."""
    return re.sub(r"\{(?:number|revision)\}", "1", re.sub(r"\{(?!number|revision)[^}]+\}", "0" * 32, path))


def call(client: TestClient, route: Route, headers: dict[str, str]) -> httpx.Response:
    """Call a route with nothing in the body."""
    method, path = route
    body = {"json": {}} if method in ("POST", "PUT", "PATCH") else {}
    return client.request(method, address(path), headers=headers, **body)  # type: ignore[arg-type]


def test_the_table_is_that_of_the_application(app: FastAPI) -> None:
    said = (ROOT / "docs" / "rights.md").read_text("utf-8")
    assert said == table(rights(app)), "run: python -m serving.rights > docs/rights.md, and look at what changed"
    assert len(EXPECTED) == len(rights(app)) > 100


def test_a_route_that_declares_nothing_is_found(app: FastAPI) -> None:
    router = APIRouter()

    @router.get("/v1/forgotten")
    def forgotten() -> None: ...

    other = FastAPI()
    other.include_router(router)
    with pytest.raises(Undeclared, match="/v1/forgotten"):
        rights(other)


def test_the_permissions_of_router_and_route_add_up() -> None:
    router = APIRouter(prefix="/v1", dependencies=[allow(Permission.ASK)])

    @router.get("/both", dependencies=[allow(Permission.EVALUATE)])
    def both() -> None: ...

    other = FastAPI()
    other.include_router(router)
    (found,) = rights(other)
    assert found.permissions == {Permission.ASK, Permission.EVALUATE}
    assert found.allows(Role.EDITOR) and not found.allows(Role.AGENT)


@pytest.mark.thorough
@pytest.mark.parametrize("role", list(Role))
def test_every_route_with_every_role(app: FastAPI, client: TestClient, role: Role) -> None:
    headers, wrong = signed_in(app, role.value), []
    for route, (_, roles) in EXPECTED.items():
        own = signed_in(app, role.value) if route == ("DELETE", "/v1/session") else headers
        reply = call(client, route, own)
        code = reply.json().get("error", {}).get("code", "") if reply.is_error else ""
        denied = (reply.status_code, code) == (403, "not_allowed")
        fault = reply.status_code in (401, 500) or (reply.status_code == 403 and not denied)
        if denied == (role in roles) or fault:
            wrong.append((route, reply.status_code, code))
    assert wrong == []


@pytest.mark.parametrize(
    "headers", [{}, {"Cookie": f"{COOKIE}=nonsense"}, {"Authorization": "Bearer cck_nonsense"}, {"X-API-Key": "local"}]
)
def test_every_route_without_a_sign_in(client: TestClient, headers: dict[str, str]) -> None:
    wrong = []
    for route, (asks, _) in EXPECTED.items():
        reply = call(client, route, headers)
        if (reply.status_code == 401) == (asks == "open"):
            wrong.append((route, reply.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "path", ["/docs", "/docs/start.js", "/openapi.json", "/docs/static/swagger-ui.css", "/v1/none"]
)
def test_what_is_no_route_of_the_table_asks_for_a_sign_in(app: FastAPI, client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get(path, headers=signed_in(app, "auditor")).status_code == (404 if path == "/v1/none" else 200)


def test_an_old_password_of_others_opens_only_its_change(app: FastAPI, client: TestClient) -> None:
    app.state.backend.accounts.people.add("new", tenant="acme", roles=list(Role), password=PASSWORD)
    headers = signed_in(app, "new")
    for route, (asks, _) in EXPECTED.items():
        if route == ("DELETE", "/v1/session"):
            continue
        reply = call(client, route, headers)
        barred = reply.status_code == 403 and reply.json()["error"]["code"] == "password_change_needed"
        assert barred == (asks != "open" and not route[1].startswith("/v1/me/")), route
