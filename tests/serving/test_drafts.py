"""Drafting over HTTP: the interview of a kept questionnaire, a draft in the background, a draft at once."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app

pytestmark = pytest.mark.thorough
RETAILER = json.loads(Path("eval/datasets/filings/retailer.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole service over the real knowledge base, without its start: nothing here needs the index."""
    folder = tmp_path_factory.mktemp("drafts")
    parts = Parts(Settings(backend="extractive", data_dir=folder, _env_file=None))
    yield TestClient(create_app(parts), base_url="http://127.0.0.1:8000")
    parts.draft_jobs.close()
    parts.precheck.close()
    parts.store.close()


@pytest.fixture(scope="module")
def kept(client: TestClient) -> str:
    """The id of a complete questionnaire."""
    reply = client.post("/v1/filings", json={"kind": "standard_contract", "content": RETAILER})
    assert reply.status_code == 201, reply.text
    return reply.json()["id"]


@pytest.fixture(scope="module")
def made(client: TestClient, kept: str) -> dict[str, Any]:
    """The result of its draft."""
    job = client.post(f"/v1/filings/{kept}/drafts", json={}).json()
    told = [
        json.loads(line[5:])
        for line in client.get(f"/v1/drafts/{job['id']}/events").text.splitlines()
        if line.startswith("data:")
    ]
    assert told[-1]["state"] == "done" and told[-1]["done"] == told[-1]["total"] > 20, told[-1]
    return client.get(f"/v1/drafts/{job['id']}/result").json()


def test_the_questionnaire_names_reason_article_and_values(client: TestClient) -> None:
    asked = client.get("/v1/filings/questions").json()
    method = next(one for one in asked["questions"] if one["path"] == "scenes[].method")
    assert method["type"] == "choice" and method["why"] and method["basis"] and len(method["options"]) == 5
    assert {one["group"] for one in asked["questions"]} == {one["id"] for one in asked["groups"]}


def test_the_interview_follows_what_was_said(client: TestClient, kept: str) -> None:
    full = client.get(f"/v1/filings/{kept}/interview").json()
    assert (
        all(one["said"] for one in full["needs"] if not one["optional"])
        and full["next"]
        == [one["path"] for one in full["needs"] if one["optional"] and not one["said"]][: len(full["next"])]
    )
    assert all(one["said"] == one["needed"] for one in full["progress"])
    empty = client.post("/v1/filings", json={"kind": "extension"}).json()
    asked = client.get(f"/v1/filings/{empty['id']}/interview").json()
    assert not any(one["said"] for one in asked["needs"]) and asked["conflicts"] == []
    assert any(one["path"] == "extension.case_number" for one in asked["needs"])


def test_a_draft_is_followed_and_its_papers_taken(client: TestClient, kept: str, made: dict[str, Any]) -> None:
    assert made["placeholders"] == [] and made["conflicts"] == [] and made["precheck"]["kind"] == "standard_contract"
    assert {one["id"] for one in made["papers"]} >= {"standard_contract", "pipia", "commitment"}
    assert made["benefit"]["separately"]["fields"] > made["benefit"]["once"]["fields"] and made["risks"]
    assert client.get(f"/v1/filings/{kept}/drafts/latest").json()["id"] == made["id"]
    pipia = next(one["file"] for one in made["papers"] if one["id"] == "pipia")
    paper = client.get(f"/v1/drafts/{made['id']}/files/{pipia}")
    assert paper.status_code == 200 and paper.content[:2] == b"PK"
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/v1/drafts/{made['id']}/zip").content))
    assert set(made["files"]) <= set(archive.namelist())
    assert client.get(f"/v1/drafts/{made['id']}/files/nothing.docx").status_code == 404


def test_a_draft_at_once_is_the_same_and_keeps_nothing(client: TestClient, made: dict[str, Any]) -> None:
    before = client.get("/v1/filings").json()["total"]
    once = client.post("/v1/draft", json={"filing": RETAILER}).json()
    found = once.pop("precheck")
    assert once == {key: made[key] for key in once}
    assert [one["rule_id"] for one in found["findings"]] == [one["rule_id"] for one in made["precheck"]["findings"]]
    assert client.get("/v1/filings").json()["total"] == before
    refused: httpx.Response = client.post("/v1/draft", json={"filing": {}})
    assert refused.status_code == 422 and "手续" in refused.json()["error"]["message"]


def test_a_draft_that_goes_is_gone(client: TestClient, kept: str) -> None:
    job = client.post(f"/v1/filings/{kept}/drafts", json={}).json()
    assert client.delete(f"/v1/drafts/{job['id']}").status_code == 204
    assert client.get(f"/v1/drafts/{job['id']}").status_code == 404
    assert client.get(f"/v1/drafts/{job['id']}/result").status_code == 404


def test_a_table_and_a_paper_propose_values_that_nobody_filled_in(client: TestClient, made: dict[str, Any]) -> None:
    fresh = client.post("/v1/filings", json={"kind": "standard_contract"}).json()
    at = f"/v1/filings/{fresh['id']}"
    rows = "数据项名称,内容描述,出境必要性,是否敏感\n手机号码,登记手机号,回访需要,否\n护照号码,证件号码,核验身份,是\n"
    table = client.post(f"{at}/table", files={"file": ("数据项.csv", rows.encode("gb18030"))}).json()
    assert [one["name"] for one in table["items"]] == ["手机号码", "护照号码"] and table["items"][1][
        "sensitive"
    ] is True
    pipia = next(one["file"] for one in made["papers"] if one["id"] == "pipia")
    paper = client.get(f"/v1/drafts/{made['id']}/files/{pipia}").content
    found = client.post(f"{at}/papers", files=[("files", ("评估报告.docx", paper))]).json()
    proposed = {one["path"]: one for one in found["proposals"]}
    assert proposed["exporter.name"]["value"] == RETAILER["exporter"]["name"]
    assert "评估报告.docx" in proposed["exporter.name"]["place"] and proposed["exporter.name"]["now"] is None
    assert client.get(at).json()["content"] == fresh["content"]
    refused = client.post(f"{at}/table", files={"file": ("空.csv", b"")})
    assert refused.status_code == 422 and "空.csv" in refused.json()["error"]["message"]


def test_a_persons_words_stay_when_facts_change_and_are_told_when_they_disagree(client: TestClient, kept: str) -> None:
    at = f"/v1/filings/{kept}"
    before = {one["id"]: one for one in client.get(f"{at}/sections").json()}
    section = next(one for one in before.values() if "262,000" in "".join(one["text"]))
    assert section["by"] == "facts" and not section["stale"] and section["basis"]
    view = client.get(at).json()
    words = "本年度向境外提供262,000人的个人信息，已由法务逐条核对。"
    edit = {"revision": view["revision"], "text": words}
    view = client.put(f"{at}/sections/{section['id']}", json=edit).json()
    assert client.put(f"{at}/sections/{section['id']}", json=edit).status_code == 409
    view["content"]["scenes"][0]["persons_year"] = 270_000
    view = client.put(at, json={"revision": view["revision"], "content": view["content"]}).json()
    after = next(one for one in client.get(f"{at}/sections").json() if one["id"] == section["id"])
    assert after["text"] == [words] and after["by"] == "person" and after["locked"] and after["stale"]
    assert any("270,000" in one["now"] for one in after["disagrees"]), after["disagrees"]
    back = client.delete(f"{at}/sections/{section['id']}", params={"revision": view["revision"]}).json()
    again = next(one for one in client.get(f"{at}/sections").json() if one["id"] == section["id"])
    assert again["by"] == "facts" and "270,000" in "".join(again["text"]) and back["content"]["scenes"]
    assert client.put(f"{at}/sections/sa.9", json=edit | {"revision": back["revision"]}).status_code == 404
