"""Asking over HTTP: contract, stream, conversation, failures, leaving."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import httpx
import pytest

from copilot.domain import Answer
from copilot.errors import StorageFull
from tests.serving.conftest import CITED, CLOSING, SENTENCES, TODAY, FakeParts, connected, events_of

# DESIGN: the shape that other tools rely on.
CONTRACT = {
    "answer", "abstained", "abstain_reason", "citations", "path", "questions", "as_of", "model", "prompt", "timings_ms",
}  # fmt: skip
CITATION = {"instrument", "article", "kind", "text", "url", "in_force_from"}


async def test_ask_keeps_the_contract(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/ask", json={"question": "重要数据出境要评估吗？", "as_of": "2025-05-01"})
    assert reply.status_code == 200
    body = reply.json()
    assert set(body) >= CONTRACT
    assert set(body) == set(Answer.model_fields)
    assert set(body["citations"][0]) >= CITATION
    assert body["as_of"] == "2025-05-01" and body["path"] is None


async def test_the_stream_begins_with_the_conversation_and_ends_with_the_kept_answer(
    client: httpx.AsyncClient, parts: FakeParts
) -> None:
    reply = await client.post("/v1/ask/stream", json={"question": "重要数据出境要评估吗？"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = events_of(reply.text)
    assert [e.type for e in events] == ["status", "queued", "sources", "sentence", "sentence", "answer"]
    assert [e.text for e in events if e.type == "sentence"] == SENTENCES
    conversation = events[0].conversation_id
    assert conversation == reply.headers["x-conversation-id"]
    answer = events[-1].answer
    assert answer is not None and answer.conversation_id == conversation
    kept = (await client.get(f"/v1/conversations/{conversation}")).json()
    assert Answer.model_validate(kept["messages"][1]["answer"]) == answer
    assert kept["messages"][1]["id"] == answer.message_id
    assert kept["messages"][1]["answer"]["citations"] == [CITED.model_dump(mode="json")]


async def test_a_conversation_gives_its_earlier_questions_as_history(
    client: httpx.AsyncClient, parts: FakeParts
) -> None:
    first = (await client.post("/v1/ask", json={"question": "第一问"})).json()
    more = {"question": "第二问", "conversation_id": first["conversation_id"], "language": "en"}
    await client.post("/v1/ask", json=more)
    await client.post("/v1/ask", json={**more, "retry": True})
    assert [(q, h, lang) for q, h, _, lang in parts.talk.asked] == [
        ("第一问", (), None),
        ("第二问", ("第一问",), "en"),
        ("第二问", ("第一问",), "en"),
    ]
    kept = (await client.get(f"/v1/conversations/{first['conversation_id']}")).json()
    assert [m["role"] for m in kept["messages"]] == ["user", "assistant", "user", "assistant"]


async def test_nothing_is_kept_when_asked_not_to(client: httpx.AsyncClient, parts: FakeParts) -> None:
    reply = await client.post("/v1/ask", json={"question": "问", "store": False, "history": ["前一问"]})
    assert reply.json()["conversation_id"] is None
    assert parts.talk.asked == [("问", ("前一问",), TODAY, None)]
    assert (await client.get("/v1/conversations")).json() == {"items": [], "total": 0}


@pytest.mark.parametrize(
    ("body", "status", "code", "part"),
    [
        ({"question": ""}, 422, "bad_input", "空"),
        ({"question": " \n\u3000"}, 422, "bad_input", "空"),
        ({"question": "问" * 20_000}, 413, "too_large", "4000"),
        ({"question": "问", "conversation_id": "nothing"}, 404, "unknown_record", "会话"),
        ({"question": "问", "as_of": "昨天"}, 422, "bad_input", "日期"),
        ({"question": "问", "colour": 1}, 422, "bad_input", "不认识"),
        ({}, 422, "bad_input", "question：缺少"),
        ({"question": 7}, 422, "bad_input", "应为文字"),
        ({"question": "问", "language": "fr"}, 422, "bad_input", "可用"),
        ({"question": "满"}, 429, "queue_full", "排队"),
        ({"question": "坏"}, 503, "model_unavailable", "断开"),
    ],
)
async def test_what_cannot_be_answered_is_said_with_its_status(
    client: httpx.AsyncClient, body: dict, status: int, code: str, part: str
) -> None:
    reply = await client.post("/v1/ask", json=body)
    assert reply.status_code == status
    error = reply.json()["error"]
    assert error["code"] == code and part in error["message"]
    if status in (404, 413) or code == "bad_input":
        streamed = await client.post("/v1/ask/stream", json=body)
        assert (streamed.status_code, streamed.json()["error"]["code"]) == (status, code)


async def test_english_readers_get_english_errors(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/ask", json={"question": ""}, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert reply.json()["error"]["message"] == "The question is empty."
    reply = await client.post(
        "/v1/ask", content="{", headers={"Accept-Language": "en", "Content-Type": "application/json"}
    )
    assert reply.json()["error"]["message"].startswith("body: ")


async def test_a_fault_of_ours_tells_nothing_but_a_number(client: httpx.AsyncClient, parts: FakeParts) -> None:
    reply = await client.post("/v1/ask", json={"question": "炸"})
    assert reply.status_code == 500
    assert "secret detail" not in reply.text and "Traceback" not in reply.text
    assert reply.headers["x-request-id"] in reply.json()["error"]["message"]
    # What was typed is still there.
    assert (await client.get("/v1/conversations", params={"q": "炸"})).json()["total"] == 1


async def test_a_failure_midway_ends_the_stream_with_an_error_and_keeps_the_question(client: httpx.AsyncClient) -> None:
    events = events_of((await client.post("/v1/ask/stream", json={"question": "坏"})).text)
    assert [e.type for e in events][-1] == "error"
    kept = (await client.get(f"/v1/conversations/{events[0].conversation_id}")).json()
    assert [m["text"] for m in kept["messages"]] == ["坏"]


async def test_a_full_disk_is_said_before_and_after_the_answer(
    client: httpx.AsyncClient, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise StorageFull("磁盘已满，没有保存", hint="清理", en="disk full")

    monkeypatch.setattr(parts.store, "answer", full)
    body = (await client.post("/v1/ask", json={"question": "问"})).json()
    assert body["answer"].endswith(CLOSING) and any("未能保存" in n for n in body["notices"])
    monkeypatch.setattr(parts.store, "start", full)
    reply = await client.post("/v1/ask/stream", json={"question": "问"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (507, "storage_full")


async def test_before_the_index_is_there_questions_are_told_to_wait(parts: FakeParts) -> None:
    parts.gate.clear()
    async with connected(parts) as client:
        reply = await client.post("/v1/ask", json={"question": "问"})
        assert (reply.status_code, reply.json()["error"]["code"]) == (503, "index_not_ready")
        assert reply.headers["retry-after"] == "10"
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 503
        status = (await client.get("/v1/status")).json()
        assert status["searchable"] is False
        parts.gate.set()
        while not (await client.get("/v1/status")).json()["searchable"]:
            await asyncio.sleep(0.02)
        assert (await client.get("/readyz")).json() == {"ready": True, "waits_for": {}}
        assert (await client.post("/v1/ask", json={"question": "问"})).status_code == 200


async def test_sentences_arrive_while_the_rest_is_being_made(base_url: str, parts: FakeParts) -> None:
    async with (
        httpx.AsyncClient(trust_env=False) as client,
        client.stream("POST", f"{base_url}/v1/ask/stream", json={"question": "慢慢说"}) as reply,
    ):
        async for line in reply.aiter_lines():
            if line.startswith("data:") and json.loads(line[5:])["type"] == "sentence":
                break
        assert parts.talk.sentences_sent < len(SENTENCES)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream", "/v1/chat/completions"])
async def test_leaving_cancels_the_generation(base_url: str, parts: FakeParts, path: str) -> None:
    body = {"question": "慢慢说"} if "ask" in path else {"messages": [{"role": "user", "content": "慢慢说"}]}
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ReadTimeout):
            async with client.stream("POST", base_url + path, json=body, timeout=0.25) as reply:
                await reply.aread()
    for _ in range(100):
        if parts.talk.cancelled:
            break
        await asyncio.sleep(0.02)
    assert parts.talk.cancelled == 1
    assert parts.talk.sentences_sent < len(SENTENCES)
    metrics = httpx.get(f"{base_url}/metrics", trust_env=False).text
    assert "copilot_cancelled_total 1.0" in metrics


async def test_the_day_asked_about_is_handed_on(client: httpx.AsyncClient, parts: FakeParts) -> None:
    await client.post("/v1/ask", json={"question": "问", "as_of": "2023-01-01"})
    await client.post("/v1/ask", json={"question": "问"})
    assert [day for _, _, day, _ in parts.talk.asked] == [dt.date(2023, 1, 1), TODAY]
    assert parts.talk.pinned == [True, False]
