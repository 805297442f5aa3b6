"""The desk over HTTP, on the real knowledge base without a model: a call from question to end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from copilot.desk.events import DeskEvent
from copilot.settings import Settings
from copilot.wiring import Parts
from serving.app import create_app

pytestmark = pytest.mark.thorough

CLOSING = "以网信部门答复为准"


@pytest.fixture(scope="module")
def whole() -> Parts:
    """The real parts; the knowledge base is loaded once."""
    return Parts(Settings(_env_file=None, backend="extractive"))  # type: ignore[call-arg]


@pytest.fixture
async def desk(whole: Parts, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service with an empty database."""
    whole.settings = Settings(_env_file=None, backend="extractive", data_dir=tmp_path)  # type: ignore[call-arg]
    whole.__dict__.pop("store", None)
    app = create_app(whole)
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(app.state.backend.searchable.wait(), 60)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=60) as client:
            yield client
    whole.store.close()


def events(text: str) -> list[DeskEvent]:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.startswith("data:")]
    return [DeskEvent.model_validate_json(line[5:]) for line in lines]


async def asked(desk: httpx.AsyncClient, question: str, **more: object) -> list[DeskEvent]:
    reply = await desk.post("/v1/desk/ask/stream", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    return events(reply.text)


async def test_a_call_streams_passages_then_what_to_say_then_the_answer(desk: httpx.AsyncClient) -> None:
    found = await asked(desk, "个人信息出境认证的证书管几年？")
    kinds = [e.type for e in found]
    assert kinds[:4] == ["ticket", "sources", "similar", "spoken"] and kinds[-1] == "answer"
    spoken, last = found[3].spoken, found[-1]
    assert spoken is not None and spoken.final and spoken.text.endswith(CLOSING) and len(spoken.text) <= 120
    assert "3年" in spoken.text and last.answer is not None and last.answer.citations
    kept = (await desk.get(f"/v1/desk/tickets/{last.ticket}")).json()
    assert [t["kind"] for t in kept["turns"]] == ["question", "answer"]
    assert kept["turns"][1]["spoken"] == spoken.text and kept["topic"] == "certification"


async def test_an_open_case_asks_and_the_answers_of_the_caller_decide_it(desk: httpx.AsyncClient) -> None:
    first = await asked(desk, "我们有些客户资料要传给新加坡的公司，要不要备案？")
    spoken = first[-1].spoken
    assert spoken is not None and spoken.kind == "ask" and spoken.asked
    assert not any(word in spoken.text for word in ("安全评估", "标准合同", "认证", "免予", "备案"))
    again = await asked(
        desk,
        "一共8万人，没有敏感信息，我们不是关基，也没有重要数据，都是姓名电话，就今年这些",
        ticket=first[0].ticket,
    )
    said = again[-1].spoken
    assert said is not None and said.kind == "path" and "免予" in said.text and said.text.endswith(CLOSING)
    assert again[0].ticket == first[0].ticket


async def test_similar_calls_of_the_past_come_with_what_they_share(desk: httpx.AsyncClient) -> None:
    (before, *_) = await asked(desk, "标准合同备案要在几个工作日内办？")
    now = await asked(desk, "标准合同备案几个工作日内要办完")
    (found,) = next(e for e in now if e.type == "similar").similar
    assert found.ticket == before.ticket and "备案" in found.shared and found.spoken.endswith(CLOSING)
    listed = (await desk.get("/v1/desk/similar", params={"q": "标准合同备案几个工作日"})).json()
    assert {one["ticket"] for one in listed} == {before.ticket, now[0].ticket}


async def test_escalated_answered_closed_and_opened_again(desk: httpx.AsyncClient) -> None:
    caller = {"name": "王小明", "organisation": "云帆科技", "phone": "13812345678"}
    made = (await desk.post("/v1/desk/tickets", json={"caller": caller, "topic": "path"})).json()
    at = f"/v1/desk/tickets/{made['id']}"
    await asked(desk, "系统里备案编号查不到怎么办", ticket=made["id"])
    sent = await desk.post(f"{at}/escalate", json={"reason": "系统问题，规定里没有"})
    assert sent.json()["status"] == "escalated" and len(sent.json()["turns"]) == 3
    assert (await desk.post(f"{at}/escalate", json={"reason": "再转"})).status_code == 409
    back = await desk.post(f"{at}/reply", json={"text": "请联系系统客服，编号下一工作日生成。", "spoken": "请明天再查"})
    assert (back.json()["status"], back.json()["turns"][-1]["kind"]) == ("replied", "reply")
    closed = (await desk.post(f"{at}/close", json={"outcome": "answered"})).json()
    assert (closed["status"], closed["outcome"]) == ("closed", "answered")
    assert (await desk.post("/v1/desk/ask/stream", json={"question": "还有", "ticket": made["id"]})).status_code == 409
    assert (await desk.post(f"{at}/reopen")).json()["status"] == "open"
    (shown,) = (await desk.get("/v1/desk/tickets", params={"q": "云帆"})).json()["items"]
    assert shown["caller"] == {"name": "王**", "organisation": "云帆***", "phone": "*******5678"}
    assert (await desk.request("DELETE", f"{at}/caller")).json()["caller"]["phone"] == ""
    assert (await desk.request("DELETE", at)).status_code == 204
    assert (await desk.get(at)).status_code == 404


async def test_hot_questions_and_gaps(desk: httpx.AsyncClient) -> None:
    for question in ("备案系统登录不上怎么办", "备案系统登录不上了怎么办呀", "认证证书管几年"):
        last = (await asked(desk, question))[-1]
        rating = "bad" if "系统" in question else "good"
        rated = await desk.post(f"/v1/desk/tickets/{last.ticket}/rating", json={"turn": last.turn, "rating": rating})
        assert rated.status_code == 204
    hot = (await desk.get("/v1/desk/hot", params={"weeks": 2})).json()
    assert [w["questions"] for w in hot["weeks"]] == [0, 3] and hot["groups"][0]["asked"] == 2
    (gap,) = (await desk.get("/v1/desk/gaps")).json()["gaps"]
    assert (gap["topic"], gap["asked"], gap["rated_bad"], len(gap["ticket_ids"])) == ("progress", 2, 2, 2)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/desk/ask", {"question": "  "}, 422),
        ("POST", "/v1/desk/ask", {"question": "问", "ticket": "none"}, 404),
        ("POST", "/v1/desk/tickets", {"topic": "nothing"}, 422),
        ("POST", "/v1/desk/tickets", {"caller": {"age": "3"}}, 422),
        ("PATCH", "/v1/desk/tickets/none", {"note": "x"}, 404),
        ("POST", "/v1/desk/tickets/none/close", {"outcome": "answered"}, 404),
        ("POST", "/v1/desk/tickets/none/close", {"outcome": "won"}, 422),
        ("GET", "/v1/desk/hot?weeks=0", None, 422),
    ],
)
async def test_what_cannot_be_done_is_said(
    desk: httpx.AsyncClient, method: str, path: str, body: dict | None, status: int
) -> None:
    reply = await desk.request(method, path, json=body)
    assert reply.status_code == status and reply.json()["error"]["message"]


async def test_nothing_is_kept_when_told_so(desk: httpx.AsyncClient) -> None:
    reply = await desk.post("/v1/desk/ask", json={"question": "认证证书管几年", "store": False})
    assert reply.status_code == 200 and reply.json()["ticket"] is None
    assert (await desk.get("/v1/desk")).json()["counts"] == {"open": 0, "escalated": 0, "replied": 0, "closed": 0}
    assert reply.json()["timings_ms"]["sources"] <= reply.json()["timings_ms"]["final"]
