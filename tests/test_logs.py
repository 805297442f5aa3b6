"""No personal data in the log, whatever gets into a line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError

from copilot import logs
from copilot.settings import Settings
from copilot.store.database import Database
from copilot.store.store import Store
from copilot.store.tables import LedgerSalt
from copilot.wiring import Parts
from serving.app import create_app

NAME, PHONE, IDENTITY, MAIL = "王小明", "13800138000", "11010119900307451X", "li.ming@example.com"
SAID = f"我叫{NAME}，电话{PHONE}，身份证{IDENTITY}，邮箱 {MAIL}，想办数据出境"


@pytest.fixture(autouse=True)
def as_served() -> Iterator[None]:
    """Logs as the service sets them."""
    logs.configure(as_json=True)
    yield
    structlog.reset_defaults()


def clean(text: str) -> None:
    """Nothing of the person is left."""
    assert text and [one for one in (NAME, PHONE, IDENTITY, MAIL) if one in text] == []


def test_values_are_masked_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger("test")
    log.info("question", text=SAID, extra={"of": [SAID]}, caller_name="任何", number=int(PHONE), error=ValueError(SAID))
    log.warning(f"来电 {PHONE}")
    said = capsys.readouterr().err
    clean(said)
    first = json.loads(said.splitlines()[0])
    assert first["caller_name"] == logs.MASKED and "想办数据出境" in first["text"] and "〔电话〕" in first["text"]
    assert first["level"] == "info" and first["timestamp"].endswith("Z")


def test_tracebacks_and_lines_of_libraries_are_masked(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True)  # onto the stream that is captured now
    try:
        raise RuntimeError(SAID)
    except RuntimeError:
        structlog.get_logger("test").error("failed", exc_info=True)
        logging.getLogger("some.library").exception("cannot use %s", MAIL)
    said = capsys.readouterr().err
    clean(said)
    assert "test_logs.py" in said and "RuntimeError" in said and said.count("〔邮箱〕") == 3


@pytest.mark.parametrize(
    "text",
    [
        "model_server_ready",
        "listening on 127.0.0.1:8000",
        "2026-11-24T04:00:00Z",
        "0123456789abcdef0123456789abcdef",
        "/v1/desk/tickets/{ticket_id}",
        "没有这个会话",
    ],
)
def test_what_tells_nothing_of_a_person_stays(text: str) -> None:
    assert logs.mask(text) == text


def test_a_fault_of_the_database_does_not_tell_the_values(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'db'}")

    def keep() -> None:
        with database.of("a").writing() as session:
            session.add(LedgerSalt(id=1, salt=PHONE.encode()))

    keep()
    with pytest.raises(IntegrityError, match="parameters hidden") as raised:
        keep()
    database.close()
    assert PHONE not in str(raised.value)


def test_requests_with_personal_data_leave_none_of_it(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real requests: something is kept, changed, looked for and missed; one fails in our hands."""
    parts = Parts(settings.model_copy(update={"backend": "extractive"}))
    client = TestClient(create_app(parts), base_url="http://127.0.0.1", raise_server_exceptions=False)

    def call(method: str, path: str, **given: object) -> httpx.Response:
        return client.request(method, f"/v1/conversations{path}", **given)  # type: ignore[arg-type]

    made = call("POST", "", json={"title": SAID})
    assert made.status_code == 201, made.text
    assert call("PATCH", f"/{made.json()['id']}", json={"title": f"{NAME} {MAIL}"}).status_code == 200
    assert call("GET", "", params={"q": PHONE}).status_code == 200
    assert call("GET", f"/{PHONE}").status_code == 404
    assert call("POST", "", json={"title": [SAID]}).status_code == 422

    def fails(self: Store, *given: object, **options: object) -> None:
        raise RuntimeError(f"cannot read {SAID}")

    monkeypatch.setattr(Store, "get", fails)
    assert call("GET", f"/{made.json()['id']}").status_code == 500
    said = capsys.readouterr().err
    parts.store.close()
    clean(said)
    assert '"route": "/v1/conversations/{conversation_id}"' in said
    assert "request_failed" in said and "cannot read" in said and "〔电话〕" in said
