"""Search, passages, citations over HTTP."""

from __future__ import annotations

import httpx
import pytest

from tests.serving.conftest import PASSAGES


async def test_search_gives_every_part_of_the_scores(client: httpx.AsyncClient) -> None:
    for reply in (
        await client.get("/v1/search", params={"q": "重要数据出境", "k": 2}),
        await client.post("/v1/search", json={"query": "重要数据出境", "k": 2}),
    ):
        body = reply.json()
        assert body["query"] == "重要数据出境" and len(body["results"]) == 2
        for row in body["results"]:
            assert {"instrument", "article", "text", "score", "kind", "scores"} <= set(row)
            assert row["score"] == pytest.approx(sum(row["scores"].values()), abs=0.02)


async def test_search_is_of_the_day_asked_about(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/search", params={"q": "示例规定第二条", "as_of": "2021-01-01"})).json()
    assert [r["id"] for r in body["results"]] == ["old-rules#第二条"]


@pytest.mark.parametrize(
    "params", [{"q": ""}, {"q": "问", "k": 0}, {"q": "问", "k": 201}, {"q": "问", "kind": "poem"}, {}]
)
async def test_a_search_that_cannot_be_made_is_said(client: httpx.AsyncClient, params: dict) -> None:
    reply = await client.get("/v1/search", params=params)
    assert reply.status_code == 422 and reply.json()["error"]["code"] == "bad_input"


async def test_the_test_page_keeps_its_history_and_exports_it(client: httpx.AsyncClient) -> None:
    await client.get("/v1/search", params={"q": "没有保存"})
    for q in ("=重要数据", "单独同意"):
        await client.get("/v1/search", params={"q": q, "keep": True})
    runs = (await client.get("/v1/search/history")).json()
    assert [r["results"]["query"] for r in runs] == ["单独同意", "=重要数据"]
    table = (await client.get("/v1/search/history/export")).content.decode("utf-8-sig")
    assert table.startswith("time,query,as_of,rank") and ",'=重要数据," in table and ",=重" not in table
    lines = (await client.get("/v1/search/history/export", params={"format": "jsonl"})).text.splitlines()
    assert len(lines) == 2
    assert (await client.get("/v1/search/history/export", params={"format": "xls"})).status_code == 422
    assert (await client.delete("/v1/search/history")).status_code == 204
    assert (await client.get("/v1/search/history")).json() == []


async def test_a_passage_opens_with_its_surroundings(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/passages/rules%23第二条")).json()
    assert body["passage"]["text"] == PASSAGES[1].text and body["passage"]["in_force"] is True
    assert [p["article"] for p in body["before"]] == ["第一条"]
    assert [p["article"] for p in body["after"]] == ["第三条"]
    assert [p["id"] for p in body["versions"]] == ["old-rules#第二条"]
    assert (body["document_number"], body["issuer"]) == ("令第1号", "示例机关")
    assert body["highlight"] is None
    old = (await client.get("/v1/passages/old-rules%23第二条")).json()
    assert old["passage"]["in_force"] is False
    assert (await client.get("/v1/passages/old-rules%23第二条", params={"as_of": "2021-01-01"})).json()["passage"][
        "in_force"
    ]


@pytest.mark.parametrize(
    ("params", "marked"),
    [
        ({"locator": "第一条第一款"}, "第一款讲甲事项。"),
        ({"locator": "第一条第二款第（二）项"}, "（二）大量个人信息出境。"),
        ({"quote": "甲事项"}, "甲事项"),
        ({"locator": "第一条第九款", "quote": "重要数据"}, "重要数据"),
        ({"quote": "没有这几个字"}, None),
    ],
)
async def test_a_passage_is_highlighted_where_asked(
    client: httpx.AsyncClient, params: dict, marked: str | None
) -> None:
    body = (await client.get("/v1/passages/rules%23第一条", params=params)).json()
    place = body["highlight"]
    assert (body["passage"]["text"][slice(*place)] if place else None) == marked


async def test_an_unknown_passage_is_404(client: httpx.AsyncClient) -> None:
    reply = await client.get("/v1/passages/none%23第一条")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "unknown_record")


async def test_citations_of_a_text_are_checked(client: httpx.AsyncClient) -> None:
    text = "依据《示例规定》第2条、第九条，以及《没有的办法》第一条。"
    body = (await client.post("/v1/citations/resolve", json={"text": text})).json()
    assert [(r["article"], r["status"]) for r in body["references"]] == [
        ("第二条", "ok"),
        ("第九条", "no_such_article"),
        ("第一条", "no_such_instrument"),
    ]
    assert body["ok"] is False
    first = body["references"][0]
    assert first["passages"][0]["id"] == "rules#第二条" and text[slice(*first["span"])] == first["text"]
    assert (await client.post("/v1/citations/resolve", json={"text": "没有引用"})).json()["ok"] is False
    assert (await client.post("/v1/citations/resolve", json={"text": "长" * 20_001})).status_code == 422
