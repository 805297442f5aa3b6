"""Pre-checks over HTTP: upload, progress, result, limits; nothing is kept on disk."""

from __future__ import annotations

import io
import os
import re
import signal
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from copilot.precheck.jobs import MAX_WAITING, Jobs
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app

pytestmark = pytest.mark.thorough


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    parts = Parts(settings.model_copy(update={"backend": "extractive", "max_upload_mib": 1}))
    client = TestClient(create_app(parts), base_url="http://127.0.0.1")  # not entered: no index is needed here
    yield client
    if "precheck_jobs" in vars(parts):
        parts.precheck_jobs.close()
        parts.precheck.close()


def packed() -> bytes:
    import docx

    document, out, whole = docx.Document(), io.BytesIO(), io.BytesIO()
    document.add_paragraph("数据出境风险自评估报告")
    document.save(out)
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("自评估报告.docx", out.getvalue())
    return whole.getvalue()


def sent(client: TestClient, files: list[Any], **fields: str) -> Any:
    data = {"kind": "security_assessment", "filed_on": "2026-11-23", **fields}
    return client.post("/v1/precheck", files=files, data=data)


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        told = client.get(f"/v1/precheck/{job_id}").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.1)
    raise AssertionError("not done in time")


def test_upload_progress_result_and_removal(client: TestClient, settings: Settings) -> None:
    answer = sent(client, [("files", ("某公司.zip", packed()))])
    assert answer.status_code == 202, answer.text
    told = ended(client, answer.json()["id"])
    assert told["state"] == "done" and (told["read"], told["total"], told["file"]) == (1, 1, "自评估报告.docx")
    assert told["result"]["kind"] == "security_assessment" and told["result"]["verdict"] == "supplement"
    assert not list(Path(settings.data_dir).rglob("*.docx")) and not list(Path(settings.data_dir).rglob("*.zip"))
    assert client.delete(f"/v1/precheck/{told['id']}").status_code == 204
    assert client.get(f"/v1/precheck/{told['id']}").status_code == 404


def test_several_files_and_one_that_cannot_be_read(client: TestClient) -> None:
    files = [("files", ("a.txt", "数据出境风险自评估报告".encode())), ("files", ("b.pdf", b"%PDF-1.4 cut"))]
    told = ended(client, sent(client, files).json()["id"])
    assert told["state"] == "done" and {f["file"] for f in told["result"]["findings"]} >= {"b.pdf"}


def test_an_empty_zip_fails_with_its_reason(client: TestClient) -> None:
    with zipfile.ZipFile(whole := io.BytesIO(), "w") as archive:
        archive.writestr("__MACOSX/._a", b"x")
    told = ended(client, sent(client, [("files", ("a.zip", whole.getvalue()))]).json()["id"])
    assert told["state"] == "failed" and told["error"]["code"] == "bad_input"


def test_limits(client: TestClient) -> None:
    assert sent(client, [("files", ("a.bin", b"x" * (2 << 20)))]).status_code == 413
    assert sent(client, [("files", ("a.txt", b"x"))], kind="other").status_code == 422
    assert sent(client, [("files", ("a.txt", b"x"))], province="北京").status_code == 422
    assert "99" in sent(client, [("files", ("a.txt", b"x"))], province="99").json()["error"]["message"]
    same = [("files", ("a.txt", b"x")), ("files", ("a.txt", b"y"))]
    assert sent(client, same).json()["error"]["code"] == "bad_input"


def test_the_line_is_no_longer_than_it_may_be(client: TestClient) -> None:
    parts, gate = client.app.state.backend.parts, threading.Event()
    parts.precheck_jobs = Jobs(lambda: parts.precheck if gate.wait(60) else None)  # the first job waits at the gate
    try:
        answers = [sent(client, [("files", ("某公司.zip", packed()))]) for _ in range(MAX_WAITING + 3)]
        codes = [answer.status_code for answer in answers]
        assert codes[:MAX_WAITING] == [202] * MAX_WAITING and codes[-1] == 429
        assert answers[-1].json()["error"]["hint"]
    finally:
        gate.set()
    assert ended(client, answers[0].json()["id"])["state"] == "done"


def test_clearing_a_running_job_frees_the_reader(client: TestClient) -> None:
    parts = client.app.state.backend.parts
    with parts.precheck.sandbox as sandbox:
        sandbox.read("a.txt", b"x")
        worker = sandbox.small.idle.get()
        sandbox.small.idle.put(worker)
        os.kill(worker.process.pid, signal.SIGSTOP)  # the first file would take for ever
        first = sent(client, [("files", ("某公司.zip", packed()))]).json()["id"]
        while client.get(f"/v1/precheck/{first}").json()["state"] == "waiting":
            time.sleep(0.05)
        second = sent(client, [("files", ("某公司.zip", packed()))]).json()["id"]
        assert client.delete(f"/v1/precheck/{first}").status_code == 204
        assert ended(client, second)["state"] == "done" and worker.process.poll() is not None


def test_an_upload_that_is_too_large_says_how_much_and_what_to_do(client: TestClient) -> None:
    error = sent(client, [("files", ("a.bin", b"x" * (2 << 20)))]).json()["error"]
    assert "1 MB" in error["message"] and "1 MB" in error["en"] and not re.search("[KM]iB", error["message"])
    assert "缩短" not in error["hint"] and "分" in error["hint"]


@pytest.mark.thorough
def test_a_scanned_notice_may_be_as_large_as_an_upload(settings: Settings) -> None:
    parts = Parts(settings.model_copy(update={"backend": "extractive", "max_upload_mib": 4}))
    client = TestClient(create_app(parts), base_url="http://127.0.0.1")
    large = "一、补充授权委托书。\n".encode() * 50_000  # over the limit of words, under that of files
    try:
        assert client.post("/v1/precheck-notices", files={"file": ("通知.txt", large)}).status_code != 413
    finally:
        parts.precheck.close()
