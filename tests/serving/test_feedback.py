"""Feedback and cases over HTTP."""

from __future__ import annotations

import json

import httpx
import pytest

QUESTION = "我叫王小明，电话13812345678，重要数据要评估吗？"


async def asked(client: httpx.AsyncClient, question: str, **more: str) -> tuple[str, str]:
    """Address of the answer to a question, and the conversation."""
    answer = (await client.post("/v1/ask", json={"question": question, **more})).json()
    conversation = answer["conversation_id"]
    return f"/v1/conversations/{conversation}/messages/{answer['message_id']}", conversation


async def test_answers_are_rated_and_unrated(client: httpx.AsyncClient) -> None:
    message, conversation = await asked(client, "问")
    said = {"thumb": "down", "fault": "wrong_law", "comment": "应为第五条"}
    kept = {"thumb": "down", "reason": "", "comment": "应为第五条", "fault": "wrong_law"}
    assert (await client.post(f"{message}/feedback", json=said)).json() == kept
    shown = (await client.get(f"/v1/conversations/{conversation}")).json()["messages"][1]
    assert shown["feedback"] == kept
    assert (await client.delete(f"{message}/feedback")).status_code == 204
    shown = (await client.get(f"/v1/conversations/{conversation}")).json()["messages"][1]
    assert shown["feedback"] is None
    for wrong in ({"thumb": "sideways"}, {"thumb": "up", "fault": "nonsense"}, {}):
        assert (await client.post(f"{message}/feedback", json=wrong)).status_code == 422


async def test_the_short_address_of_the_first_release_still_rates(client: httpx.AsyncClient) -> None:
    message, _ = await asked(client, "问")
    short = f"/v1/messages/{message.rsplit('/', 1)[1]}/feedback"
    said = {"thumb": "down", "reason": "引用不对", "comment": None}
    assert (await client.post(short, json=said)).json()["reason"] == "引用不对"
    assert (await client.post("/v1/messages/nothing/feedback", json={"thumb": "up"})).status_code == 404


async def test_an_answer_is_found_in_its_own_conversation_only(client: httpx.AsyncClient) -> None:
    message, conversation = await asked(client, "问")
    _, other = await asked(client, "另一问")
    elsewhere = message.replace(conversation, other)
    assert (await client.post(f"{elsewhere}/feedback", json={"thumb": "up"})).status_code == 404
    assert (await client.delete(f"{elsewhere}/feedback")).status_code == 404
    assert (await client.post(f"{elsewhere}/case")).status_code == 404


async def test_a_case_is_proposed_without_what_tells_who_asked(client: httpx.AsyncClient) -> None:
    _, conversation = await asked(client, "先说一句，我是王小明")
    message, _ = await asked(client, QUESTION, conversation_id=conversation)
    made = (await client.post(f"{message}/case")).json()
    case = made["case"]
    assert case["question"] == "我叫〔姓名1〕，电话〔电话1〕，重要数据要评估吗？"
    assert case["history"][0] == {"role": "user", "text": "先说一句，我是〔姓名1〕"}
    assert case["must_cite"] == [{"instrument": "示例规定", "article": "第二条"}] and case["source"] == "conversation"
    assert {r["original"] for r in made["replaced"]} == {"王小明", "13812345678"}
    assert (await client.get("/v1/evaluation-cases")).json() == {"items": [], "total": 0}


async def test_what_was_found_wrong_goes_into_the_case(client: httpx.AsyncClient) -> None:
    message, _ = await asked(client, QUESTION)
    said = {"thumb": "down", "fault": "out_of_date", "comment": "王小明说条文旧了"}
    await client.post(f"{message}/feedback", json=said)
    case = (await client.post(f"{message}/case")).json()["case"]
    assert (case["fault"], case["note"], case["source"]) == ("out_of_date", "〔姓名1〕说条文旧了", "feedback")
    assert case["must_cite"] == []


async def test_an_abstention_is_proposed_as_one(client: httpx.AsyncClient) -> None:
    message, _ = await asked(client, "拒")
    assert (await client.post(f"{message}/case")).json()["case"]["type"] == "unanswerable"


async def test_a_corrected_case_is_kept_listed_exported_and_dropped(client: httpx.AsyncClient) -> None:
    case = {"question": "重要数据要评估吗？", "type": "factual", "answer": "要", "fault": "wrong_law"}
    kept = await client.post("/v1/evaluation-cases", json={"case": case, "cite": ["《示例规定》第二条", " "]})
    assert kept.status_code == 201
    assert kept.json()["content"]["must_cite"] == [{"instrument": "示例规定", "article": "第二条"}]
    found = (await client.get("/v1/evaluation-cases")).json()
    assert (found["total"], found["items"][0]["id"]) == (1, kept.json()["id"])
    file = await client.get("/v1/evaluation-cases/export")
    row = json.loads(file.text)
    assert row["id"] == f"grown-{kept.json()['id'][:12]}" and row["verified"] is False
    assert 'filename="grown.jsonl"' in file.headers["content-disposition"]
    address = f"/v1/evaluation-cases/{kept.json()['id']}"
    assert [(await client.delete(address)).status_code for _ in range(2)] == [204, 404]


@pytest.mark.parametrize(
    ("asked_for", "says"),
    [
        ({"case": {"question": "打13812345678"}}, "电话"),
        ({"case": {"question": "问", "note": "a.b@example.com"}}, "邮箱"),
        ({"case": {"question": "问"}, "cite": ["《没有的规定》第一条"]}, "找不到"),
        ({"case": {"question": "问"}, "cite": ["《示例规定》第九百条"]}, "找不到"),
        ({"case": {"question": "问"}, "cite": ["随便一句"]}, "没有认出"),
        ({"case": {"question": ""}}, ""),
        ({"case": {"question": "问", "unknown": 1}}, ""),
        ({"case": {"question": "问", "type": "refuse", "path": "exempt"}}, "路径"),
    ],
)
async def test_what_may_not_be_kept_is_refused(client: httpx.AsyncClient, asked_for: dict, says: str) -> None:
    reply = await client.post("/v1/evaluation-cases", json=asked_for)
    assert reply.status_code == 422 and says in reply.json()["error"]["message"]
    assert (await client.get("/v1/evaluation-cases")).json()["total"] == 0


async def test_deleting_conversations_takes_feedback_along_and_leaves_cases(client: httpx.AsyncClient) -> None:
    message, conversation = await asked(client, "问")
    await client.post(f"{message}/feedback", json={"thumb": "up"})
    await client.post("/v1/evaluation-cases", json={"case": {"question": "问"}})
    assert (await client.delete("/v1/conversations")).json() == {"deleted": 1}
    assert (await client.post(f"{message}/feedback", json={"thumb": "up"})).status_code == 404
    kept = (await client.get("/v1/evaluation-cases")).json()
    assert kept["total"] == 1 and conversation not in json.dumps(kept)
