"""A filing begun from a verdict, its earlier states and drafts held against each other, over HTTP."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app

pytestmark = pytest.mark.thorough
RETAILER = json.loads(Path("eval/datasets/filings/retailer.json").read_text("utf-8"))
FACTS = {
    "is_export": True, "contains_pi": True, "contains_important_data": False, "important_data_notified": False,
    "is_ciio": False, "contract_necessary": False, "hr_necessary": False, "emergency": False, "overseas_origin": False,
    "foreign_judicial_request": False, "pi_count": 200_000, "sensitive_pi_count": 0, "under14": False,
    "recipient_region": "新加坡",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole service over the real knowledge base, without its start: nothing here needs the index."""
    parts = Parts(Settings(backend="extractive", data_dir=tmp_path_factory.mktemp("data"), _env_file=None))
    yield TestClient(create_app(parts), base_url="http://127.0.0.1:8000")
    parts.draft_jobs.close()
    parts.precheck.close()
    parts.store.close()


def begun(client: TestClient, content: dict[str, Any]) -> str:
    reply = client.post("/v1/filings", json={"kind": "standard_contract", "content": content})
    assert reply.status_code == 201, reply.text
    return f"/v1/filings/{reply.json()['id']}"


def drafted(client: TestClient, filing: str, **asked: Any) -> str:
    """A draft that is done: its address."""
    job = client.post(f"{filing}/drafts", json=asked).json()
    for _ in range(600):
        if client.get(f"/v1/drafts/{job['id']}").json()["state"] == "done":
            return f"/v1/drafts/{job['id']}"
        time.sleep(0.1)
    raise AssertionError("the draft does not get done")


def test_a_kept_verdict_begins_the_filing_that_it_calls_for(client: TestClient) -> None:
    verdict = client.post("/v1/path", json={"facts": FACTS, "as_of": "2026-11-23"}).json()
    reply = client.post("/v1/filings", json={"from_verdict": verdict["determination_id"]})
    assert reply.status_code == 201, reply.text
    one = reply.json()
    origin = one["content"]["origin"]
    assert one["kind"] == one["content"]["kind"] == "standard_contract"
    assert origin["verdict"] == verdict["determination_id"] and origin["headline"] == verdict["headline"]
    assert origin["taken"]["scenes[0].persons_year"] == one["content"]["scenes"][0]["persons_year"] == 200_000
    other = client.post("/v1/filings", json={"from_verdict": verdict["determination_id"], "kind": "certification"})
    assert other.json()["kind"] == "certification"
    saved = client.put(f"/v1/filings/{one['id']}", json={"revision": 1, "content": one["content"]})
    assert saved.json()["content"]["origin"] == origin


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"from_facts": FACTS | {"pi_count": None}}, "还差事实"),
        ({"from_facts": {"pi_count": "很多"}}, "pi_count"),
        ({"from_facts": FACTS, "content": {}}, "只能给一个"),
        ({"content": {}}, "没有说是哪种手续"),
        ({"from_verdict": "0" * 32}, "没有"),
    ],
)
def test_what_no_filing_begins_from_is_said(client: TestClient, body: dict[str, Any], said: str) -> None:
    reply = client.post("/v1/filings", json=body)
    assert reply.status_code in (404, 422) and said in reply.json()["error"]["message"], reply.text


def test_facts_begin_a_filing_by_the_law_of_their_day(client: TestClient) -> None:
    before = {"pi_processed_total": 20_000, "pi_count_since_prev_year": 5000, "sensitive_pi_count_since_prev_year": 0}
    mine = FACTS | before | {"pi_count": 5000}
    assert client.post("/v1/filings", json={"from_facts": mine, "as_of": "2026-11-23"}).json()["kind"] == "exempt"
    then = client.post("/v1/filings", json={"from_facts": mine, "as_of": "2024-01-05"}).json()
    assert then["kind"] == "standard_contract" and then["content"]["origin"]["as_of"] == "2024-01-05"


def test_drafts_are_held_against_each_other_fact_by_fact_and_paper_by_paper(client: TestClient) -> None:
    filing = begun(client, RETAILER)
    first = drafted(client, filing)
    assert client.get(f"{first}/difference").status_code == 422, "there is none before it"
    content = copy.deepcopy(RETAILER)
    content["recipients"][0]["contact"] = "Nadia Obermeier"
    gone = content["scenes"][0]["items"].pop(0)["name"]
    assert client.put(filing, json={"revision": 1, "content": content}).json()["revision"] == 2
    second = drafted(client, filing)
    found = client.get(f"{second}/difference").json()
    assert (found["before"]["revision"], found["after"]["revision"]) == (1, 2)
    contact, row = found["facts"]
    assert contact["path"] == "recipients[0].contact" and contact["after"] == "Nadia Obermeier" and contact["before"]
    assert "个人信息出境标准合同" in contact["papers"] and contact["label"].endswith("联系人")
    assert row["path"] == "scenes[0].items[0]" and row["before"] == gone and row["after"] == "", "one row, one change"
    contract = next(one for one in found["papers"] if "标准合同" in one["title"])
    assert contact["label"] in contract["fields"]
    assert any(not line["gone"] and "Nadia Obermeier" in line["text"] for line in contract["lines"])
    assert [one["revision"] for one in client.get(f"{filing}/drafts").json()] == [2, 1]
    assert client.get(f"{first}/difference", params={"before": second.split("/")[-1]}).json()["facts"][0]["before"]


def test_the_same_facts_under_the_law_of_another_day(client: TestClient) -> None:
    filing = begun(client, RETAILER)
    sides = {"before": {"as_of": "2025-12-01"}, "after": {"as_of": "2022-10-01"}}
    found = client.post(f"{filing}/difference", json=sides).json()
    assert found["facts"] == [] and found["before"]["as_of"] == "2025-12-01"
    assert any(one["what"] == "removed" for one in found["papers"]), "no contract was filed then"
    same = client.post(f"{filing}/difference", json={}).json()
    assert same["facts"] == same["papers"] == []


def test_an_earlier_state_is_compared_and_taken_up_again(client: TestClient) -> None:
    filing = begun(client, RETAILER)
    drafted(client, filing)
    changed = RETAILER | {"other": "改过的说明"}
    client.put(filing, json={"revision": 1, "content": changed})
    assert [one["revision"] for one in client.get(f"{filing}/states").json()] == [1], "a draft was made from it"
    found = client.post(f"{filing}/difference", json={"before": {"revision": 1}, "papers": False}).json()
    assert found["papers"] is None and [one["path"] for one in found["facts"]] == ["other"]
    assert client.post(f"{filing}/states/1/restore", json={"revision": 1}).status_code == 409
    back = client.post(f"{filing}/states/1/restore", json={"revision": 2}).json()
    assert back["revision"] == 3 and back["content"].get("other") == RETAILER.get("other")
    assert [one["revision"] for one in client.get(f"{filing}/states").json()] == [2, 1], "what stood is kept too"
    assert client.post(f"{filing}/states/9/restore", json={"revision": 3}).status_code == 404
