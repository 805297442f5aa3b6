"""Official templates over HTTP: loaded, shown, corrected, confirmed, drafted on, removed; what cannot serve is not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copilot.settings import Settings
from copilot.wiring import Parts
from eval.precheck.contracts import model_text
from serving.app import create_app
from tests.filing.official import layouts

pytestmark = pytest.mark.thorough

AT = "/v1/templates"
DAY = {"as_of": "2026-11-23"}
RETAILER = json.loads(Path("eval/datasets/filings/retailer.json").read_text("utf-8"))


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    parts = Parts(settings.model_copy(update={"backend": "extractive", "max_upload_mib": 1}))
    yield TestClient(create_app(parts), base_url="http://127.0.0.1")
    parts.precheck.close()
    parts.draft_jobs.close()
    parts.store.close()


def word(name: str) -> bytes:
    return layouts.word(layouts.parsed(getattr(layouts, name)))


def load(client: TestClient, raw: bytes, name: str = "官方.docx", **data: str) -> Any:
    reply = client.post(AT, files={"file": (name, raw)}, data=data)
    assert reply.status_code == 201, reply.text
    return reply.json()


def states(client: TestClient, kind: str = "security_assessment") -> dict[str, str]:
    papers = client.get(AT, params={"kind": kind, **DAY}).json()["papers"]
    return {one["paper"]: one["state"] for one in papers}


def test_what_a_filing_needs_and_where_it_is_fetched(client: TestClient) -> None:
    assert client.get(AT).json() == {"templates": [], "papers": []}
    assert states(client) == dict.fromkeys(("power_of_attorney", "application_form", "self_assessment"), "missing")
    form = client.get(AT, params={"kind": "negative_list", **DAY}).json()["papers"][0]
    assert not form["obtained"] and form["url"].startswith("https://") and form["template"] is None
    assert client.get(AT, params={"kind": "nothing"}).status_code == 422


def test_from_loading_to_confirming_and_removing(client: TestClient) -> None:
    (one,) = load(client, word("ATTORNEY"))["templates"]
    assert (one["paper"], one["confirmed"], one["counts"]["open"]) == ("power_of_attorney", False, 10)
    assert states(client)["power_of_attorney"] == "unconfirmed"
    at, shown = f"{AT}/{one['id']}", client.get(f"{AT}/{one['id'][:20]}").json()
    assert shown == one and shown["blanks"][1]["asks_for"] == "法定代表人姓名（legal_rep.name）"
    assert shown["blanks"][1]["around"] and shown["blanks"][1]["sure"] == "sure"
    changed = client.put(f"{at}/blanks/b02", json={"value": "{agent.name}（{agent.post}）"}).json()
    assert changed["blanks"][1]["by"] == "person" and changed["blanks"][1]["asks_for"] == "{经办人姓名}（{经办人职务}）"
    assert changed["digest"] != one["digest"] and not changed["confirmed"]
    stale = client.post(f"{at}/confirm", json={"digest": one["digest"]})
    assert stale.status_code == 409 and stale.json()["error"]["hint"]
    assert not client.get(at).json()["confirmed"], "what somebody else changed is not confirmed in passing"
    done = client.post(f"{at}/confirm", json={"digest": changed["digest"], "drop_hints": True}).json()
    assert done["confirmed"] and done["counts"]["open"] == 0
    assert states(client)["power_of_attorney"] == "confirmed"
    assert client.delete(at).json()["id"] == one["id"]
    assert client.get(at).status_code == client.delete(at).status_code == 404
    assert states(client)["power_of_attorney"] == "missing"


def test_a_preview_shows_each_proposal_in_the_official_file(client: TestClient) -> None:
    (one,) = load(client, word("ATTORNEY"))["templates"]
    reply = client.get(f"{AT}/{one['id']}/preview")
    assert reply.headers["content-disposition"] == f'attachment; filename="{one["id"]}-preview.docx"'
    assert "【待补充：法定代表人姓名】" in "\n".join(layouts.lines_of(reply.content))
    assert client.get(f"{AT}/nothing/preview").status_code == 404


def test_uncertain_blanks_are_named_and_repeated_parts_shown(client: TestClient) -> None:
    raw = layouts.word(["单位名称：____", "企业名称：____", "宠物数量：____"])
    (one,) = load(client, raw, paper="negative_list_form")["templates"]
    assert [b["sure"] for b in one["blanks"]] == ["likely", "sure", "unknown"]
    at = f"{AT}/{one['id']}"
    assert client.post(f"{at}/confirm", json={}).json()["counts"]["open"] == 2
    assert client.post(f"{at}/confirm", json={"blanks": ["b01"]}).json()["counts"]["open"] == 1
    refused = client.post(f"{at}/confirm", json={"blanks": ["b03"]})
    assert refused.status_code == 422 and "没有可以确认" in refused.json()["error"]["message"]
    (form,) = load(client, word("APPLICATION"))["templates"]
    assert [b["over"] for b in form["blocks"]] == ["scenes", "scenes[].recipients"]
    assert any(b["kind"] == "choice" and len(b["options"]) > 3 and b["block"] is None for b in form["blanks"])


def test_the_same_json_as_the_command(client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from copilot.commands.templates import app

    (one,) = load(client, word("REPORT"))["templates"]
    monkeypatch.setenv("COPILOT_DATA_DIR", str(settings.data_dir))
    run = CliRunner().invoke(app, ["show", one["id"], "--json"])
    assert json.loads(run.stdout) == one
    run = CliRunner().invoke(app, ["list", "--kind", "security_assessment", "--as-of", DAY["as_of"], "--json"])
    assert json.loads(run.stdout) == client.get(AT, params={"kind": "security_assessment", **DAY}).json()


def test_every_field_that_is_offered_can_be_mapped(client: TestClient) -> None:
    offered = client.get(f"{AT}/fields").json()
    values = [one["value"] for one in offered]
    assert len(set(values)) == len(values) and all(one["label"] and one["group"] for one in offered)
    assert {"exporter.name", "scenes[].items[].name", "scenes[].categories", "section:sa.1"} <= set(values)
    (one,) = load(client, word("ATTORNEY"))["templates"]
    proposed = {b["value"] for b in one["blanks"]} - {"@hand", "@remove"}
    assert proposed <= set(values)
    for value in (values[0], values[len(values) // 2], values[-1]):
        assert client.put(f"{AT}/{one['id']}/blanks/b02", json={"value": value}).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"value": "exporter.pets"}, "问卷里没有"),
        ({"value": "section:xyz"}, "没有编号为"),
        ({}, "没有说要改什么"),
        ({"valu": "exporter.name"}, "valu"),
    ],
)
def test_a_mapping_that_cannot_be(client: TestClient, body: dict[str, str], words: str) -> None:
    (one,) = load(client, word("ATTORNEY"))["templates"]
    reply = client.put(f"{AT}/{one['id']}/blanks/b02", json=body)
    assert reply.status_code == 422 and words in json.dumps(reply.json(), ensure_ascii=False)
    assert client.get(f"{AT}/{one['id']}").json() == one
    assert client.put(f"{AT}/{one['id']}/blanks/b99", json={"value": "exporter.name"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "raw", "status", "words"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 422, "另存为"),
        ("扫描.pdf", b"%PDF-1.7 ...", 422, "docx"),
        ("空.docx", b"", 422, ""),
        ("乱.docx", b"PK\x03\x04 broken", 422, ""),
        ("纪要.docx", layouts.word(["会议纪要"]), 422, "看不出"),
        ("大.docx", b"x" * ((1 << 20) + 1), 413, "MB"),
    ],
)
def test_what_cannot_serve_is_refused_with_what_to_do(
    client: TestClient, name: str, raw: bytes, status: int, words: str
) -> None:
    reply = client.post(AT, files={"file": (name, raw)})
    error = reply.json()["error"]
    assert reply.status_code == status and error["hint"], error
    assert words in error["message"] + error["hint"]
    assert client.get(AT).json()["templates"] == []


def test_a_paper_that_there_is_not_and_a_file_in_the_wrong_place(client: TestClient) -> None:
    assert client.post(AT, files={"file": ("a.docx", word("ATTORNEY"))}, data={"paper": "nothing"}).status_code == 404
    (one,) = load(client, word("ATTORNEY"), paper="application_form")["templates"]
    assert any("像是《经办人授权委托书" in note for note in one["notes"])


def test_a_template_without_known_dates_serves_when_its_paper_is_drafted(client: TestClient) -> None:
    raw = layouts.word(["企业名称：____"])
    (one,) = load(client, raw, paper="negative_list_form")["templates"]
    assert one["in_force_from"] < "2026-01-01"
    (dated,) = load(client, raw, paper="commitment_before", in_force_from="2023-01-01")["templates"]
    assert dated["in_force_from"] == "2023-01-01"


def test_the_contract_serves_the_comparison_too(client: TestClient) -> None:
    added = load(client, layouts.word(["附件4", *model_text()]), "范本.docx")
    assert [t["paper"] for t in added["templates"]] == ["standard_contract"]
    assert [t["contract"] for t in added["contract_texts"]] == ["standard_contract"] and added["notes"] == []
    assert client.get("/v1/contract-texts").json()["texts"][0]["contract"] == "standard_contract"


@pytest.mark.thorough
def test_a_draft_stands_on_the_confirmed_template(client: TestClient) -> None:
    asked = {"filing": RETAILER, "kind": "standard_contract"}
    (one,) = load(client, word("CONTRACT"), "合同.docx")["templates"]
    before = client.post("/v1/draft", json=asked).json()["papers"]
    client.post(f"{AT}/{one['id']}/confirm", json={"everything": True})
    after = client.post("/v1/draft", json=asked).json()["papers"]
    assert [p["official"] for p in before if p["id"] == "standard_contract"] == [False]
    (contract,) = [p for p in after if p["id"] == "standard_contract"]
    assert contract["official"] and not contract["marked"]
    archive = zipfile.ZipFile(io.BytesIO(client.post("/v1/draft/zip", json=asked).content))
    name = next(n for n in archive.namelist() if n.endswith(contract["file"]))
    text = "\n".join(layouts.lines_of(archive.read(name)))
    assert RETAILER["exporter"]["name"] in text and "非官方文本" not in text
