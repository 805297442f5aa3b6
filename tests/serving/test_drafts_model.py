"""Prose by a model over HTTP: kept section by section, stopped, gone on with, never over a person's words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copilot.llm.local import LocalServer
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from tests.filing.stub_model import NAME, StubModel, stub_model
from tests.filing.travel import SAID
from tests.ui.real_service import free_port, wait

KIND, SECTION = "security_assessment", "sa.2.2.2"
WAIT_S = 60


@pytest.fixture(scope="module")
def stub() -> Iterator[StubModel]:
    with stub_model() as model:
        yield model


@contextmanager
def unstarted(parts: Parts) -> Iterator[TestClient]:
    """The service in one event loop, without its start."""

    @asynccontextmanager
    async def nothing(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = create_app(parts)
    app.router.lifespan_context = nothing
    with TestClient(app, base_url="http://127.0.0.1:8000") as made:
        yield made


@pytest.fixture(scope="module")
def client(stub: StubModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service over the real knowledge base with the stub as its model, without its start."""
    folder = tmp_path_factory.mktemp("drafts-model")
    settings = Settings(backend="openai", model_url=stub.url, model=NAME, data_dir=folder, _env_file=None)
    parts = Parts(settings)
    with unstarted(parts) as made:
        yield made
    parts.draft_jobs.close()
    parts.precheck.close()
    parts.store.close()


@pytest.fixture
def filing(client: TestClient, stub: StubModel) -> Iterator[str]:
    """The id of a questionnaire that nobody has written anything for; the model answers at the end."""
    stub.asked.clear()
    reply = client.post("/v1/filings", json={"kind": KIND, "content": SAID})
    assert reply.status_code == 201, reply.text
    yield reply.json()["id"]
    stub.open.set()


def begin(client: TestClient, filing: str) -> dict[str, Any]:
    reply = client.post(f"/v1/filings/{filing}/drafts", json={"model": True})
    assert reply.status_code == 202, reply.text
    return reply.json()


def until(client: TestClient, job: dict[str, Any], true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The progress as soon as it is as wished."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        now = client.get(f"/v1/drafts/{job['id']}").json()
        if true(now):
            return now
        assert now["state"] != "failed", now
        time.sleep(0.05)
    raise AssertionError(now)


def ended(now: dict[str, Any]) -> bool:
    return now["state"] == "done"


def section(client: TestClient, filing: str, key: str = SECTION) -> dict[str, Any]:
    return next(one for one in client.get(f"/v1/filings/{filing}/sections").json() if one["id"] == key)


@pytest.mark.thorough
def test_the_model_argues_and_the_papers_say_so(client: TestClient, filing: str, stub: StubModel) -> None:
    stub.open.clear()
    job = begin(client, filing)
    assert (job["stage"], job["model"]) == ("model", NAME)
    now = until(client, job, lambda now: now["section"] != "")
    assert (now["done"], now["total"]) == (0, 12) and now["section"].startswith("处理数据的目的、范围、方式")
    assert [one["id"] for one in client.get(f"/v1/filings/{filing}/drafts/writing").json()] == [job["id"]]
    queue = client.app.state.backend.parts.queue  # type: ignore[attr-defined]
    assert queue.active == 1, "a reader's question waits its turn"
    stub.open.set()
    last = until(client, job, ended)
    assert last["steps"][0]["section"] == SECTION and len(last["steps"]) == 12
    assert last["steps"][0]["sentences"] == 1 and last["steps"][1]["sentences"] == 0
    kept = client.get(f"/v1/filings/{filing}").json()
    assert last["revision"] == kept["revision"] == 1 + 12
    assert kept["content"]["sections"][SECTION]["model"] == NAME
    assert queue.active == 0
    made = client.get(f"/v1/drafts/{job['id']}/result").json()
    assert made["model"] == NAME and made["by_model"][0] == SECTION
    one = section(client, filing)
    assert (one["by"], one["written_by"], one["model"], one["tried"]) == ("model", NAME, True, True)
    (argued,) = one["argued"]
    assert "150,000人提交境外酒店订单的旅客" in one["text"][argued]
    claim = next(c for c in one["claims"] if c["by"] == "model")
    assert {"path": "scenes[0].persons_year", "label": claim["facts"][0]["label"]} in claim["facts"]
    assert claim["facts"][0]["label"] not in ("", claim["facts"][0]["path"])


@pytest.mark.thorough
def test_a_stop_ends_the_request_and_what_is_finished_is_not_asked_again(
    client: TestClient, filing: str, stub: StubModel
) -> None:
    job = begin(client, filing)
    until(client, job, lambda now: now["done"] >= 1)
    left, held = stub.left, stub.held
    stub.open.clear()
    until(client, job, lambda now: stub.held > held)
    assert client.delete(f"/v1/drafts/{job['id']}").status_code == 204
    deadline = time.monotonic() + 5
    while stub.left == left and time.monotonic() < deadline:
        time.sleep(0.05)
    assert stub.left > left, "the model went on writing"
    finished = set(client.get(f"/v1/filings/{filing}").json()["content"]["sections"])
    asked = len(stub.asked)
    assert SECTION in finished and len(finished) == asked - 1
    stub.open.set()
    last = until(client, begin(client, filing), ended)
    assert {one["section"] for one in last["steps"] if one["kept"]} == finished
    assert len(stub.asked) - asked == 12 - len(finished)


@pytest.mark.thorough
def test_what_people_save_meanwhile_stays(client: TestClient, filing: str, stub: StubModel) -> None:
    stub.open.clear()
    job = begin(client, filing)
    until(client, job, lambda now: now["section"] != "")
    at = f"/v1/filings/{filing}"
    changed = SAID | {"kind": KIND, "other": "另有一件事", "exporter": SAID["exporter"] | {"staff": 321}}
    assert client.put(at, json={"revision": 1, "content": changed}).status_code == 200
    own = {"revision": 2, "text": "我们自己写的技术能力。"}
    assert client.put(f"{at}/sections/sa.2.3.2", json=own).status_code == 200
    stub.open.set()
    until(client, job, ended)
    kept = client.get(at).json()["content"]
    assert (kept["other"], kept["exporter"]["staff"]) == ("另有一件事", 321)
    assert kept["sections"]["sa.2.3.2"]["text"] == "我们自己写的技术能力。" and kept["sections"]["sa.2.3.2"]["locked"]
    assert kept["sections"][SECTION]["by"] == "model"


@pytest.mark.thorough
def test_one_section_is_written_on_demand_and_again_in_other_words(
    client: TestClient, filing: str, stub: StubModel
) -> None:
    at = f"/v1/filings/{filing}/sections"
    job = client.post(f"{at}/{SECTION}/write", json={}).json()
    last = until(client, job, ended)
    assert (last["only"], last["total"], len(last["steps"]), last["revision"]) == (SECTION, 1, 1, 2)
    assert client.get(f"/v1/filings/{filing}/drafts/latest").json() is None
    assert client.get(f"/v1/drafts/{job['id']}/result").status_code == 422
    until(client, client.post(f"{at}/{SECTION}/write", json={}).json(), ended)
    until(client, client.post(f"{at}/{SECTION}/write", json={"again": False}).json(), ended)
    assert [one["temperature"] > 0 for one in stub.asked] == [True, True]
    edited = client.put(f"{at}/{SECTION}", json={"revision": 3, "text": "我们自己写的。"})
    assert edited.status_code == 200, edited.text
    for key, words in ((SECTION, "人工"), ("sa.1", "不由模型写"), ("sa.99", "不由模型写")):
        refused = client.post(f"{at}/{key}/write", json={})
        assert refused.status_code == 422 and words in refused.json()["error"]["message"]


@pytest.mark.thorough
def test_a_persons_words_say_when_the_facts_leave_them(client: TestClient, filing: str) -> None:
    at = f"/v1/filings/{filing}"
    text = "当年共有150,000人的信息出境，都已单独同意。"
    assert client.put(f"{at}/sections/{SECTION}", json={"revision": 1, "text": text}).status_code == 200
    scene = SAID["scenes"][0] | {"persons_year": 160_000}
    moved = client.get(at).json()["content"] | {"scenes": [scene, *SAID["scenes"][1:]]}
    assert client.put(at, json={"revision": 2, "content": moved}).status_code == 200
    one = section(client, filing)
    assert (one["by"], one["locked"], one["stale"], one["text"]) == ("person", True, True, [text])
    odd = next(d for d in one["disagrees"] if d["path"] == "scenes[0].persons_year")
    assert (odd["written"], odd["now"]) == ("150,000人", "160,000人") and odd["label"] != odd["path"]


@pytest.mark.thorough
def test_facts_that_change_put_the_models_words_aside(client: TestClient, filing: str) -> None:
    at = f"/v1/filings/{filing}"
    until(client, client.post(f"{at}/sections/{SECTION}/write", json={}).json(), ended)
    now = client.get(at).json()
    scene = now["content"]["scenes"][0] | {"persons_year": 160_000}
    moved = now["content"] | {"scenes": [scene, *now["content"]["scenes"][1:]]}
    assert client.put(at, json={"revision": now["revision"], "content": moved}).status_code == 200
    one = section(client, filing)
    assert (one["by"], one["outdated"], one["tried"], one["argued"]) == ("facts", True, False, [])


@pytest.mark.thorough
def test_without_a_model_it_is_said_at_once(tmp_path: Path) -> None:
    parts = Parts(Settings(backend="extractive", data_dir=tmp_path, _env_file=None))
    try:
        with unstarted(parts) as client:
            filing = client.post("/v1/filings", json={"kind": KIND, "content": SAID}).json()["id"]
            for path, body in (("drafts", {"model": True}), (f"sections/{SECTION}/write", {})):
                refused = client.post(f"/v1/filings/{filing}/{path}", json=body)
                assert refused.status_code == 503, refused.text
                assert "没有可用的语言模型" in refused.json()["error"]["message"]
    finally:
        parts.draft_jobs.close()
        parts.store.close()


@pytest.mark.thorough
def test_a_service_that_is_killed_goes_on_where_it_stopped(stub: StubModel, tmp_path: Path) -> None:
    stub.asked.clear()
    address, process = start(tmp_path, stub)
    try:
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            filing = client.post("/v1/filings", json={"kind": KIND, "content": SAID}).json()["id"]
            job = begin(client, filing)  # type: ignore[arg-type]
            until(client, job, lambda now: now["done"] >= 1)  # type: ignore[arg-type]
            stub.open.clear()
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
    stub.open.set()
    address, process = start(tmp_path, stub)
    try:
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            finished = set(client.get(f"/v1/filings/{filing}").json()["content"]["sections"])
            asked = len(stub.asked)
            last = until(client, begin(client, filing), ended)  # type: ignore[arg-type]
    finally:
        process.terminate()
        process.wait(30)
    assert SECTION in finished
    assert {one["section"] for one in last["steps"] if one["kept"]} == finished
    assert len(stub.asked) - asked == 12 - len(finished)


def start(folder: Path, stub: StubModel) -> tuple[str, subprocess.Popen[bytes]]:
    """The installed service with its data in a folder."""
    port, log = free_port(), folder / "serve.log"
    command = [str(Path(sys.executable).parent / "compliance-copilot"), "serve", "--port", str(port)]
    own = {"COPILOT_DATA_DIR": str(folder), "COPILOT_MODEL_URL": stub.url, "COPILOT_MODEL": NAME}
    with log.open("ab") as out:
        environment = {**os.environ, **own, "COPILOT_BACKEND": "openai"}
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    wait(address, process, log)
    return address, process


@pytest.mark.model
def test_the_local_model_writes_a_section_over_http(model_server: LocalServer, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    parts = Parts(settings)
    parts.server = model_server
    try:
        with unstarted(parts) as client:
            filing = client.post("/v1/filings", json={"kind": KIND, "content": SAID}).json()["id"]
            job = client.post(f"/v1/filings/{filing}/sections/{SECTION}/write", json={"again": False}).json()
            assert job["model"] == model_server.name
            lines = client.get(f"/v1/drafts/{job['id']}/events").text.splitlines()
            last = json.loads([line for line in lines if line.startswith("data:")][-1][5:])
            assert last["state"] == "done", last
            assert last["steps"][0]["sentences"] + last["steps"][0]["dropped"] > 0
            one = section(client, filing)
            assert one["tried"] and len(one["argued"]) == bool(last["steps"][0]["sentences"])
            print(last["steps"], [one["text"][n] for n in one["argued"]])
    finally:
        parts.server = None
        parts.draft_jobs.close()
        parts.store.close()
