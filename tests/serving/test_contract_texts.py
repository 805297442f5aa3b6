"""Model contracts over HTTP: load, list, remove; what is no model contract is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from copilot.settings import Settings
from copilot.wiring import Parts
from eval.precheck.contracts import model_text
from serving.app import create_app


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    parts = Parts(settings.model_copy(update={"backend": "extractive", "max_upload_mib": 1}))
    yield TestClient(create_app(parts), base_url="http://127.0.0.1")
    parts.precheck.close()


def text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def test_load_list_replace_remove(client: TestClient) -> None:
    sent = client.post("/v1/contract-texts", files={"file": ("范本.txt", text(model_text()))})
    assert sent.status_code == 201, sent.text
    assert sent.json()["text"]["id"] == "standard_contract-2023-06-01" and not sent.json()["replaced"]
    again = client.post(
        "/v1/contract-texts", files={"file": ("范本.txt", text(model_text(True)))}, data={"in_force_from": "2024-01-01"}
    )
    assert again.json()["text"]["id"] == "gba_hk-2024-01-01"
    assert [t["contract"] for t in client.get("/v1/contract-texts").json()["texts"]] == ["gba_hk", "standard_contract"]
    assert client.delete("/v1/contract-texts/gba_hk-2024-01-01").status_code == 200
    assert client.delete("/v1/contract-texts/gba_hk-2024-01-01").status_code == 404


def test_refused(client: TestClient) -> None:
    for content, status in ((text(["会议纪要"]), 422), (b"x" * (2 << 20), 413), (text(model_text()[:9]), 422)):
        answer = client.post("/v1/contract-texts", files={"file": ("a.txt", content)})
        assert answer.status_code == status and answer.json()["error"]["hint"]
    assert client.get("/v1/contract-texts").json() == {"texts": []}
