"""Notices and comparisons over HTTP: from files, from pasted words, against a pre-check that is done."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from fastapi.testclient import TestClient

from tests.serving.test_precheck import client, ended, packed, sent

__all__ = ["client"]  # the fixture
TEXT = "安全评估补正通知\n1. 未提交数据出境风险自评估报告。\n2. 申报表未加盖公章。\n请自收到之日起5个工作日内提交。"


def done(client: TestClient, content: bytes) -> dict[str, Any]:
    return ended(client, sent(client, [("files", ("某公司.zip", content))]).json()["id"])


def test_a_pasted_notice_and_one_as_a_file(client: TestClient) -> None:
    told = client.post("/v1/precheck-notices", data={"text": TEXT, "received_on": "2026-11-23"})
    assert told.status_code == 200, told.text
    assert told.json()["due"] == "2026-11-30" and [i["material"] for i in told.json()["items"]] == ["SA-07", "SA-05"]
    file = client.post("/v1/precheck-notices", files={"file": ("通知.txt", TEXT.encode())}).json()
    assert [i["text"] for i in file["items"]] == [i["text"] for i in told.json()["items"]]
    report = client.post("/v1/precheck-notices/report", params={"format": "html"}, json=file)
    assert report.status_code == 200 and "补正事项清单" in report.text
    assert client.post("/v1/precheck-notices").status_code == 422
    assert client.post("/v1/precheck-notices", data={"text": "没有事项"}).json()["error"]["code"] == "bad_input"
    assert client.post("/v1/precheck-notices", files={"file": ("a", b"x" * (2 << 20))}).status_code == 413


def test_a_notice_against_the_papers(client: TestClient) -> None:
    job = done(client, packed())
    told = client.post("/v1/precheck-notices", data={"text": TEXT, "precheck": job["id"]}).json()
    assert [i["status"] for i in told["items"]] == ["met", "cannot_tell"]
    assert told["rechecked"]["name"] == "某公司.zip"
    assert client.post("/v1/precheck-notices", data={"text": TEXT, "precheck": "none"}).status_code == 404


def test_two_prechecks(client: TestClient) -> None:
    first = done(client, packed())
    with zipfile.ZipFile(more := io.BytesIO(packed()), "a") as archive:
        archive.writestr("说明.txt", "补充说明")
    last = done(client, more.getvalue())
    asked = {"earlier": first["result"], "later": last["id"]}
    told = client.post("/v1/precheck-comparisons", json=asked)
    assert told.status_code == 200, told.text
    assert [f["file"] for f in told.json()["files"] if f["change"] == "added"] == ["说明.txt"]
    assert told.json()["later"]["name"] == "某公司.zip" and told.json()["fixed"] == []
    report = client.post("/v1/precheck-comparisons/report", json=asked)
    assert report.headers["content-disposition"] == 'attachment; filename="comparison.docx"'
    assert report.content.startswith(b"PK")
    assert client.post("/v1/precheck-comparisons", json={"earlier": "none", "later": last["id"]}).status_code == 404
    assert client.post("/v1/precheck-comparisons", json={"earlier": {}, "later": last["id"]}).status_code == 422
