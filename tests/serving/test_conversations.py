"""Kept conversations over HTTP."""

from __future__ import annotations

import httpx
import pytest

from copilot.settings import Settings
from tests.serving.conftest import FakeParts, connected


async def _asked(client: httpx.AsyncClient, question: str) -> dict:
    return (await client.post("/v1/ask", json={"question": question})).json()


async def test_conversations_are_listed_found_renamed_and_deleted(client: httpx.AsyncClient) -> None:
    first, second = await _asked(client, "重要数据要评估吗"), await _asked(client, "要单独同意吗")
    rows = (await client.get("/v1/conversations")).json()
    assert [(r["title"], r["questions"]) for r in rows["items"]] == [("要单独同意吗", 1), ("重要数据要评估吗", 1)]
    found = (await client.get("/v1/conversations", params={"q": "单独"})).json()
    assert (found["total"], found["items"][0]["id"]) == (1, second["conversation_id"])
    path = f"/v1/conversations/{first['conversation_id']}"
    assert (await client.patch(path, json={"title": "评估"})).json()["title"] == "评估"
    assert (await client.patch(path, json={"title": ""})).status_code == 422
    assert (await client.delete(path)).status_code == 204
    for reply in (await client.get(path), await client.delete(path), await client.get(f"{path}/export")):
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "unknown_record")
    assert (await client.delete("/v1/conversations")).json() == {"deleted": 1}


async def test_deleting_everything_can_be_switched_off(settings: Settings) -> None:
    parts = FakeParts(settings.model_copy(update={"allow_delete_all": False}))
    async with connected(parts) as client:
        await _asked(client, "问")
        reply = await client.delete("/v1/conversations")
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "refused")
        assert (await client.get("/v1/conversations")).json()["total"] == 1


@pytest.mark.parametrize(("form", "begin"), [("md", b"---\nAIGC:"), ("docx", b"PK"), ("pdf", b"%PDF")])
async def test_exports_are_files(client: httpx.AsyncClient, form: str, begin: bytes) -> None:
    answer = await _asked(client, "重要数据要评估吗")
    for path in (f"conversations/{answer['conversation_id']}", f"messages/{answer['message_id']}"):
        reply = await client.get(f"/v1/{path}/export", params={"format": form})
        assert reply.status_code == 200 and reply.content.startswith(begin)
        assert f'.{form}"' in reply.headers["content-disposition"]
    bad = await client.get(f"/v1/conversations/{answer['conversation_id']}/export", params={"format": "exe"})
    assert bad.status_code == 422


async def test_old_conversations_are_purged_at_start(settings: Settings) -> None:
    import datetime as dt

    old = FakeParts(settings)
    old.store._now = lambda: dt.datetime.now(dt.UTC) - dt.timedelta(days=40)
    old.store.start("旧问题")
    old.store.close()
    async with connected(FakeParts(settings.model_copy(update={"retention_days": 30}))) as client:
        for _ in range(50):
            if not (found := (await client.get("/v1/conversations")).json())["total"]:
                break
        assert found["total"] == 0
