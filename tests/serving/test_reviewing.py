"""The reviewer's bench over real routes, criteria and reading processes; two people at once; who may do what."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient

from copilot.accounts.roles import Role
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from tests.serving.test_precheck_review import word
from tests.serving.test_rights import ORIGIN, PASSWORD, signed_in

pytestmark = pytest.mark.thorough

CODE = "91110105MA01N2XY6G"
REPORT = word("数据出境风险自评估报告", "一、自评估工作简述", "本次出境用于订单处理。")


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in files.items():
            archive.writestr(f"{name}.docx", raw)
    return out.getvalue()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("bench")
    settings = Settings(_env_file=None, data_dir=folder / "data", cache_dir=folder / "cache", backend="extractive")  # type: ignore[call-arg]
    made = Parts(settings)
    yield made
    made.precheck_jobs.close()
    made.precheck.close()
    made.store.close()


@pytest.fixture(scope="module")
def app(parts: Parts) -> FastAPI:
    """An office with a reviewer, a lead and an enterprise's user."""
    made = create_app(parts)
    accounts = made.state.backend.accounts
    accounts.begin("root", password=PASSWORD)
    accounts.people.add_tenant("office", "某省网信办")
    for login, role in (("li", Role.REVIEWER), ("lead", Role.REVIEW_LEAD), ("firm", Role.ENTERPRISE_USER)):
        accounts.people.add(login, tenant="office", name=login, roles=[role], password=PASSWORD, must_change=False)
    return made


class Desk:
    """Somebody's browser."""

    def __init__(self, app: FastAPI, login: str) -> None:
        self._client = TestClient(app, base_url=ORIGIN)
        self._headers = signed_in(app, login)

    def __call__(self, method: str, path: str, status: int = 200, **sent: Any) -> Any:
        reply = self._client.request(method, f"/v1/review{path}", headers=self._headers, **sent)
        assert reply.status_code == status, reply.text
        return reply.json() if reply.content and "json" in reply.headers["content-type"] else reply.content

    def arrived(self, kind: str = "security_assessment", **more: str) -> Any:
        """A case that is pre-checked."""
        data = {"kind": kind, "enterprise": "云帆科技", "uscc": CODE, "province": "11", **more}
        made = self("POST", "/cases", 201, data=data, files={"files": ("材料.zip", zipped(自评估报告=REPORT))})
        return self.settled(made["case"]["id"])

    def settled(self, case_id: str) -> Any:
        deadline = time.monotonic() + 90
        while (found := self("GET", f"/cases/{case_id}"))["case"]["state"] in ("received", "checking"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return found


@pytest.fixture(scope="module")
def li(app: FastAPI) -> Desk:
    return Desk(app, "li")


@pytest.fixture(scope="module")
def lead(app: FastAPI) -> Desk:
    return Desk(app, "lead")


def moved(desk: Desk, found: Any, act: str, **more: object) -> Any:
    body = {"act": act, "revision": found["case"]["revision"], **more}
    return desk("POST", f"/cases/{found['case']['id']}/moves", json=body)


def test_a_day_from_receipt_over_supplement_to_passing_on(li: Desk, lead: Desk) -> None:
    found = li.arrived()
    at = f"/cases/{found['case']['id']}"
    assert found["item"]["clock"]["remaining"] == found["item"]["clock"]["days"] == 5
    view = li("GET", f"{at}/rounds/1/view")
    assert view["papers"][0]["file"].endswith("自评估报告.docx") and view["findings"]
    sheet = li("GET", f"{at}/rounds/1/papers/0")[0]
    assert any("订单处理" in block["text"] for block in sheet["blocks"])
    formal = next(f for f in view["findings"] if f["for_notice"])
    put = f"{at}/rounds/1/findings/{formal['key']}/decision"
    made = li("PUT", put, json={"decision": "dismissed", "reason": "窗口已收", "seen": None})
    draft = Document(io.BytesIO(li("GET", f"{at}/notice")))
    text = "\n".join(p.text for p in draft.paragraphs)
    assert "补正通知书" in text and "云帆科技" in text and formal["finding"]["message"] not in text
    lead("PUT", put, 409, json={"decision": "accepted", "seen": None})  # somebody else was first
    lead("DELETE", put, 204, params={"seen": made["decided_at"]})
    li("PUT", f"{at}/opinion", json={"department": "法规处", "stance": "supplement", "text": "缺协议"})
    lead("PUT", f"{at}/opinion", json={"department": "技术处", "stance": "agree"})
    found = moved(li, li("GET", at), "supplement", text="缺申报表等", due_on="2099-01-05")
    again = {"files": ("补正.zip", zipped(自评估报告=REPORT, 申报表=word("数据出境安全评估申报表")))}
    li("POST", f"{at}/rounds", data={"revision": str(found["case"]["revision"])}, files=again)
    found = li.settled(found["case"]["id"])
    assert found["case"]["round"] == 2 and [o["round"] for o in found["case"]["opinions"]] == [1, 1]
    compared = li("GET", f"{at}/rounds/2/comparison")
    assert {f["change"] for f in compared["files"]} == {"same", "added"} and compared["fixed"]
    found = moved(li, found, "pass_on")
    body = {"revision": found["case"]["revision"], "step": "acceptance", "outcome": "accepted", "on": found["today"]}
    found = li("POST", f"{at}/national", json=body)
    assert [c["days"] for c in found["references"]] == [7, 45] and found["case"]["state"] == "passed_on"
    assert li("GET", f"{at}/notice", 422, params={"which": "filing"})["error"]["message"].startswith("安全评估")
    acts = [e["act"] for e in found["case"]["events"]]
    assert acts[:3] == ["receive", "start", "checked"] and acts[-2:] == ["pass_on", "national"]
    assert {"decide", "opinion", "supplement", "resubmit"} <= set(acts)


def test_two_reviewers_never_write_over_each_other(li: Desk, lead: Desk) -> None:
    found = li.arrived("standard_contract")
    at = f"/cases/{found['case']['id']}/moves"
    moved(li, found, "file", number="京备1号")
    body = {"act": "not_pass", "revision": found["case"]["revision"], "text": "不行"}
    error = lead("POST", at, 409, json=body)["error"]
    assert error["code"] == "stale" and "没有保存" in error["message"]
    assert li("GET", at.removesuffix("/moves"))["case"]["outcome_number"] == "京备1号"


def test_certification_is_not_taken_in(li: Desk) -> None:
    data = {"kind": "certification", "enterprise": "甲"}
    error = li("POST", "/cases", 403, data=data, files={"files": ("a.docx", REPORT + b" " * (2 << 20))})["error"]
    assert "认证机构" in error["message"]
    assert all(i["case"]["enterprise"] != "甲" for i in li("GET", "/queue"))
    assert "certification" not in [k["id"] for k in li("GET", "")["kinds"]]


def test_only_a_lead_assigns_and_counts(app: FastAPI, li: Desk, lead: Desk) -> None:
    found = li.arrived("extension")
    at = f"/cases/{found['case']['id']}"
    people = {p["name"]: p["id"] for p in lead("GET", "/reviewers")}
    assert set(people) == {"li", "lead"}
    body = {"revision": found["case"]["revision"], "user": people["lead"]}
    li("PUT", f"{at}/reviewer", 403, json=body)
    given = lead("PUT", f"{at}/reviewer", json=body)
    assert given["case"]["reviewer_name"] == "lead"
    again = {"revision": given["case"]["revision"]}
    assert "审核组长" in li("POST", f"{at}/take", 403, json=again)["error"]["hint"]
    lead("PUT", f"{at}/reviewer", 404, json={**again, "user": "nobody"})
    assert [i["case"]["id"] for i in lead("GET", "/queue", params={"own": True})] == [found["case"]["id"]]
    counted = lead("GET", "/statistics")
    assert counted["cases"] >= 1 and counted["criteria"][0]["found"] >= 1
    li("GET", "/statistics", 403)
    Desk(app, "firm")("GET", "/queue", 403)


def test_points_are_explained_and_a_voided_fact_counts_no_more(li: Desk) -> None:
    today = li("GET", "")["today"]
    body = {"uscc": CODE, "item": "penalty", "day": today, "source": "京网罚〔2026〕1号"}
    before = li("GET", "/credit", params={"uscc": CODE})["points"]
    fact = li("POST", "/facts", 201, json=body)
    found = li("GET", "/credit", params={"uscc": CODE})
    (reason,) = [r for r in found["reasons"] if r["fact"] == fact["id"]]
    assert (reason["points"], found["points"]) == (-30, before - 30) and "抽查" in found["use"]
    li("POST", f"/facts/{fact['id']}/void", json={"reason": "不是这一家"})
    assert li("GET", "/credit", params={"uscc": CODE})["points"] == before


def test_the_queue_has_fewest_days_left_first(li: Desk) -> None:
    left = [i["clock"]["remaining"] for i in li("GET", "/queue") if i["clock"] and i["clock"]["remaining"] is not None]
    assert len(left) > 0 and left == sorted(left)
