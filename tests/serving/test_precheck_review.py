"""A pre-check as a reviewer works on it: events, places, papers, decisions, report, notice, case; over real routes."""

from __future__ import annotations

import io
import json
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document as open_docx
from fastapi.testclient import TestClient

from copilot.precheck.finding import Result
from copilot.precheck.jobs import Jobs
from copilot.redaction.case import GrownCase
from copilot.redaction.case import checked as fit
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app
from tests.serving.test_precheck import ended

PHONE = "13800138000"
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("review")
    settings = Settings(_env_file=None, data_dir=folder / "data", cache_dir=folder / "cache", backend="extractive")  # type: ignore[call-arg]
    made = Parts(settings)
    yield made
    made.precheck_jobs.close()
    made.precheck.close()
    made.store.close()


@pytest.fixture(scope="module")
def client(parts: Parts) -> TestClient:
    return TestClient(create_app(parts), base_url="http://127.0.0.1")  # not entered: no index is needed here


def word(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document, out = open_docx(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for r, cells in enumerate(table):
            for c, text in enumerate(cells):
                grid.cell(r, c).text = text
    document.save(out)
    return out.getvalue()


FILES = {
    f"某公司/{EVIL[:8]}报告.docx": word("数据出境风险自评估报告", f"联系人张三，电话{PHONE}。{EVIL}"),
    "某公司/附件/授权委托书.docx": word(
        "授权委托书", "委托单位：示例公司", table=(("姓名", "证件号码"), ("李四", "110101199003070012"))
    ),
    "某公司/坏的.pdf": b"%PDF-1.4 cut",
}


@pytest.fixture(scope="module")
def job(client: TestClient) -> str:
    return sent(client)


def sent(client: TestClient, files: dict[str, bytes] = FILES, **fields: str) -> str:
    data = {"kind": "security_assessment", "filed_on": "2026-11-23", **fields}
    answer = client.post("/v1/precheck", files=[("files", item) for item in files.items()], data=data)
    assert answer.status_code == 202, answer.text
    told = ended(client, answer.json()["id"])
    assert told["state"] == "done", told
    return told["id"]


def view(client: TestClient, job: str) -> dict[str, Any]:
    return client.get(f"/v1/precheck/{job}/view").json()


def test_a_folder_gives_the_name_and_every_finding_stands_in_its_paper(client: TestClient, job: str) -> None:
    told = view(client, job)
    assert told["name"] == "某公司" and [p["file"] for p in told["papers"]] == sorted(
        name.removeprefix("某公司/") for name in FILES
    )
    result = Result.model_validate(client.get(f"/v1/precheck/{job}").json()["result"])
    assert [f["finding"]["rule_id"] for f in told["findings"]] == [f.rule_id for f in result.findings]
    assert len({f["key"] for f in told["findings"]}) == len(told["findings"]) > 5
    for one in told["findings"]:
        if one["finding"]["file"]:
            assert told["papers"][one["anchors"][0]["paper"]]["file"] == one["finding"]["file"]
    assert [p["unread"] != "" for p in told["papers"]].count(True) == 1
    assert sum(f["for_notice"] for f in told["findings"]) == len(result.notice())


def test_papers_are_told_sheet_by_sheet_with_their_tables(client: TestClient, job: str) -> None:
    told = view(client, job)
    number = next(n for n, p in enumerate(told["papers"]) if p["file"].endswith("授权委托书.docx"))
    (sheet,) = client.get(f"/v1/precheck/{job}/papers/{number}").json()
    assert len(sheet["blocks"]) == told["papers"][number]["sheets"][0]["blocks"] == 6
    cells = [(b["row"], b["column"], b["text"]) for b in sheet["blocks"] if b["kind"] == "cell"]
    assert (1, 1, "110101199003070012") in cells and (0, 0, "姓名") in cells
    assert client.get(f"/v1/precheck/{job}/papers/{number}?first=5").json() == []
    for wrong in ("99", "-1"):
        assert client.get(f"/v1/precheck/{job}/papers/{wrong}").status_code == 404
    assert client.get(f"/v1/precheck/{job}/papers/0?count=1000").status_code == 422


def test_events_end_with_the_last_state(client: TestClient, job: str) -> None:
    text = client.get(f"/v1/precheck/{job}/events").text
    last = json.loads(next(line[5:] for line in reversed(text.split("\n")) if line.startswith("data:")))
    assert (last["state"], last["read"], last["total"]) == ("done", 3, 3) and "result" not in last
    assert client.get("/v1/precheck/none/events").status_code == 404


def test_a_decision_is_kept_with_the_content_and_meets_the_same_papers_again(client: TestClient, job: str) -> None:
    first = view(client, job)
    one = next(f for f in first["findings"] if f["for_notice"])
    at = f"/v1/precheck/{job}/findings/{one['key']}/decision"
    assert client.put(at, json={"decision": "dismissed", "reason": " "}).json()["error"]["code"] == "bad_input"
    assert client.put(at, json={"decision": "maybe"}).status_code == 422
    assert client.put(at.replace(one["key"], "0" * 32), json={"decision": "accepted"}).status_code == 404
    put = client.put(at, json={"decision": "dismissed", "reason": "已在原件上"}).json()
    assert (put["decision"], put["reason"], put["rule_id"]) == ("dismissed", "已在原件上", one["finding"]["rule_id"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name.removeprefix("某公司/"), content)
    again = view(client, sent(client, {"别的名字.zip": packed.getvalue()}))
    assert again["content"] == first["content"]
    assert next(f for f in again["findings"] if f["key"] == one["key"])["decision"] == put
    changed = view(client, sent(client, {**FILES, "某公司/新.txt": "补充".encode()}))
    assert changed["content"] != first["content"] and not any(f["decision"] for f in changed["findings"])
    assert client.delete(at).status_code == 204 and client.delete(at).status_code == 404
    assert not any(f["decision"] for f in view(client, job)["findings"])


def test_the_headline_counts_what_is_not_dismissed(client: TestClient, job: str) -> None:
    at = f"/v1/precheck/{job}"
    view = client.get(f"{at}/view").json()
    wrong = [f for f in view["findings"] if f["finding"]["severity"] != "advice"]
    try:
        for one in wrong:
            url = f"{at}/findings/{one['key']}/decision"
            assert client.put(url, json={"decision": "dismissed", "reason": "已核对"}).status_code == 200
        now = client.get(f"{at}/decisions").json()
        assert now["dismissed"] == len(wrong) and set(now["decisions"]) == {f["key"] for f in wrong}
        assert now["verdict"] == "pass" and "共" not in now["text"] and now["text_en"].startswith("Nothing found")
        again = client.get(f"{at}/view").json()
        assert {k: again[k] for k in ("verdict", "text", "text_en", "dismissed")} == {
            k: now[k] for k in ("verdict", "text", "text_en", "dismissed")
        }
    finally:
        for one in wrong:
            client.delete(f"{at}/findings/{one['key']}/decision")
    assert client.get(f"{at}/decisions").json() == {
        **{k: view[k] for k in ("verdict", "text", "text_en")}, "dismissed": 0, "decisions": {}
    }  # fmt: skip


def test_english_stands_beside_the_chinese(client: TestClient, job: str) -> None:
    result = client.get(f"/v1/precheck/{job}").json()["result"]
    english = [result["text_en"], *(f["title_en"] for f in result["findings"])]
    english += [m["name_en"] for m in result["materials"] if m["required"]]
    assert all(english) and not any("\u4e00" <= c <= "\u9fff" for text in english for c in text)
    assert len(result["not_checked_en"]) == len(result["not_checked"]) > 0


def test_report_and_notice_follow_the_decisions(client: TestClient, job: str) -> None:
    at = f"/v1/precheck/{job}"
    carried = [f for f in view(client, job)["findings"] if f["for_notice"]]
    for one in carried:
        client.put(f"{at}/findings/{one['key']}/decision", json={"decision": "dismissed", "reason": "核对过<b>原件"})
        told = client.get(f"{at}/notice")
        assert told.status_code == (422 if one is carried[-1] else 200)
    assert told.json()["error"]["hint"]
    report = client.get(f"{at}/report")
    lines = [p.text for p in open_docx(io.BytesIO(report.content)).paragraphs]
    assert f"经查验人员驳回（{len(carried)} 项）" in lines and "attachment" in report.headers["content-disposition"]
    html = client.get(f"{at}/report?format=html")
    assert "核对过&lt;b&gt;原件" in html.text and html.headers["content-type"].startswith("text/html")
    assert EVIL not in html.text and "default-src 'none'" in html.headers["content-security-policy"]
    told = client.get(f"{at}/report?format=json").json()
    assert Result.model_validate(told) and len(told["findings"]) == len(view(client, job)["findings"])
    for one in carried:
        client.delete(f"{at}/findings/{one['key']}/decision")
    notice = [p.text for p in open_docx(io.BytesIO(client.get(f"{at}/notice").content)).paragraphs]
    assert "补正通知书" in notice[0] and sum(line[:2] in {f"{n}." for n in range(1, 10)} for line in notice) > 0
    assert client.get(f"{at}/report?format=pdf").status_code == 422


def test_a_dismissed_finding_becomes_a_case_without_personal_data(client: TestClient, job: str) -> None:
    found = view(client, job)["findings"]
    one = next(f for f in found if f["finding"]["file"])
    at = f"/v1/precheck/{job}/findings/{one['key']}"
    assert client.post(f"{at}/case").json()["error"]["code"] == "bad_input"
    client.put(f"{at}/decision", json={"decision": "dismissed", "reason": f"张三的电话{PHONE}是对的"})
    proposal = client.post(f"{at}/case").json()
    case = proposal["case"]
    assert case["source"] == "dismissal" and one["finding"]["rule_id"] in case["question"]
    assert PHONE not in json.dumps(proposal["case"]) and any(r["original"] == PHONE for r in proposal["replaced"])
    assert fit(GrownCase.model_validate(case)).note.count("〔电话1〕") == 1
    assert client.delete(f"{at}/decision").status_code == 204


def test_what_has_no_result_says_so(client: TestClient) -> None:
    with zipfile.ZipFile(whole := io.BytesIO(), "w") as archive:
        archive.writestr("__MACOSX/._a", b"x")
    answer = client.post(
        "/v1/precheck", files=[("files", ("a.zip", whole.getvalue()))], data={"kind": "security_assessment"}
    )
    failed = ended(client, answer.json()["id"])
    assert failed["state"] == "failed"
    for path in ("view", "report", "notice", "papers/0"):
        refused = client.get(f"/v1/precheck/{failed['id']}/{path}")
        assert refused.status_code == 422 and refused.json()["error"]["hint"]
        assert client.get(f"/v1/precheck/none/{path}").status_code == 404


def test_files_are_forgotten_and_never_spooled_to_disk(
    client: TestClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rolled(self: object) -> None:
        raise AssertionError("an upload was written to disk")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", rolled)
    job = sent(client, {"大.txt": "数据出境".encode() * 200_000})
    checked = parts.precheck_jobs.get(job).checked
    assert checked is not None and checked.taken.files == () and checked.submission.papers[0].blocks


def test_who_waits_is_told_how_many_stand_before_and_what_is_removed_ends_its_events(
    client: TestClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    jobs = Jobs(lambda: parts.precheck if gate.wait(60) else None)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(parts, "precheck_jobs", jobs)
    try:
        post = {"files": [("files", ("一.txt", b"x"))], "data": {"kind": "security_assessment"}}
        told = [client.post("/v1/precheck", **post).json() for _ in range(3)]
        assert [one["ahead"] for one in told] == [0, 1, 2]
        assert client.delete(f"/v1/precheck/{told[1]['id']}").status_code == 204
        assert client.get(f"/v1/precheck/{told[2]['id']}").json()["ahead"] == 1
    finally:
        gate.set()
        jobs.close()
    assert client.get(f"/v1/precheck/{told[1]['id']}/events").status_code == 404


def test_the_dates_that_a_renewal_needs_are_taken(client: TestClient, parts: Parts) -> None:
    job = sent(client, {"申请表.docx": word("申请表")}, kind="extension", expires="2026-12-20", number="SA-1")
    given = parts.precheck_jobs.get(job).asked.given
    assert given["number"] == "SA-1" and given["expires"].isoformat() == "2026-12-20"
