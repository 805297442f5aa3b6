"""Questionnaires of filings over HTTP."""

from __future__ import annotations

from typing import Any

import httpx

PATH = "/v1/filings"
UNUSABLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"exporter": {"nam": "甲"}}, "exporter.nam"),
    ({"filed_on": "2026-13-01"}, "filed_on"),
    ({"scenes": [{"id": "1", "persons_year": -5}]}, "scenes.0.persons_year"),
    ({"exporter": {"business": "长" * 20_001}}, "exporter.business"),
)


async def begin(client: httpx.AsyncClient, **content: Any) -> dict[str, Any]:
    reply = await client.post(PATH, json={"kind": "standard_contract", "content": content})
    assert reply.status_code == 201, reply.text
    return reply.json()


async def test_a_questionnaire_is_begun_saved_on_another_machine_and_deleted(client: httpx.AsyncClient) -> None:
    first = await begin(client, exporter={"name": "云岚科技有限公司"}, scenes=[{"id": "s1", "name": "订单履约"}])
    one = f"{PATH}/{first['id']}"
    assert (first["title"], first["revision"]) == ("云岚科技有限公司 · 订单履约", 1)
    content = first["content"] | {"filed_on": "2026-11-23"}
    saved = (await client.put(one, json={"revision": 1, "content": content})).json()
    assert saved["revision"] == 2 and saved["content"]["filed_on"] == "2026-11-23" and saved["kind"] == first["kind"]
    late = await client.put(one, json={"revision": 1, "content": {}})
    assert late.status_code == 409 and "第 2 版" in late.json()["error"]["message"]
    assert (await client.get(one)).json() == saved
    assert [row["id"] for row in (await client.get(PATH, params={"q": "云岚"})).json()["items"]] == [first["id"]]
    assert (await client.get(f"{one}/states/2")).json()["content"] == saved["content"]
    assert (await client.get(f"{one}/states")).json() == []
    assert (await client.delete(one)).status_code == 204
    assert (await client.get(one)).status_code == 404


async def test_a_long_table_is_kept_and_one_huge_field_is_named(client: httpx.AsyncClient) -> None:
    rows = [
        {"name": f"字段{n}", "description": "收件人在订单里填写的内容，用于海外仓发货和售后" * 10} for n in range(2000)
    ]
    one = await begin(client, scenes=[{"id": "s1", "items": rows}])
    assert len((await client.get(f"{PATH}/{one['id']}")).json()["content"]["scenes"][0]["items"]) == 2000
    huge = {"kind": "exempt", "content": {"exporter": {"name": "长" * 1_000_000}}}
    reply = await client.post(PATH, json=huge)
    assert reply.status_code == 422 and "exporter.name" in reply.json()["error"]["message"]
    assert (await client.post(PATH, content=b" " * (17 << 20))).status_code == 413


async def test_what_cannot_be_kept_is_named_and_all_can_go_at_once(client: httpx.AsyncClient) -> None:
    for content, named in UNUSABLE:
        reply = await client.post(PATH, json={"kind": "exempt", "content": content})
        assert reply.status_code == 422 and named in reply.json()["error"]["message"], reply.text
    await begin(client)
    await begin(client)
    assert (await client.delete(PATH)).json() == {"deleted": 2}
