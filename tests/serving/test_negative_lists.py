"""The zones' lists over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import shipped
from tests.serving.conftest import KB, FakeParts, connected

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(name="api")
async def _api(parts: FakeParts) -> AsyncIterator[httpx.AsyncClient]:
    parts.kb = replace(KB, negative_lists=shipped.negative_lists())
    async with connected(parts) as client:
        yield client


async def test_index_says_how_much_was_obtained(api: httpx.AsyncClient) -> None:
    body = (await api.get("/v1/negative-lists", params={"as_of": "2025-06-01"})).json()
    found = {item["id"]: item for item in body["lists"]}
    assert found["shanghai-2024"]["completeness"] == "complete" and found["shanghai-2024"]["state"] == "in_force"
    assert found["hainan-2024"]["completeness"] == "metadata_only" and found["hainan-2024"]["page"].startswith("https")


async def test_one_list_whole(api: httpx.AsyncClient) -> None:
    body = (await api.get("/v1/negative-lists/zhejiang-2024")).json()
    rows = body["list"]["domains"][1]["items"]
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 9)] and body["brief"]["id"] == "zhejiang-2024"
    assert (await api.get("/v1/negative-lists/mars-2024")).status_code == 404


async def test_search(api: httpx.AsyncClient) -> None:
    body = (await api.get("/v1/negative-lists/search", params={"q": "海员证", "k": 3})).json()
    assert 1 <= len(body["results"]) <= 3 and body["results"][0]["list_id"] == "shanghai-2024"
    for params in ({"q": " "}, {}, {"q": "x", "k": 0}):
        reply = await api.get("/v1/negative-lists/search", params=params)
        assert reply.status_code == 422 and reply.json()["error"]["code"] == "bad_input"


async def test_diff(api: httpx.AsyncClient) -> None:
    params = {"left": "shanghai-2024", "right": "shanghai-2025"}
    body = (await api.get("/v1/negative-lists/diff", params=params)).json()
    assert body["limited"] and any(d["place"] == "领域 气象" for d in body["differences"])


ASKED: dict[str, Any] = {
    "list_id": "zhejiang-2024",
    "domain": "b2b-ecommerce",
    "scene": "returns",
    "fields": [{"name": "buyer_phone", "samples": ["13912345678"]}],
    "pi_count": 999_999,
    "registered_in_zone": True,
    "is_ciio": False,
    "as_of": "2026-01-05",
}


async def test_match(api: httpx.AsyncClient) -> None:
    reply = await api.post("/v1/negative-lists/match", json=ASKED)
    body = reply.json()
    assert body["hit"] == "off_list" and body["fields"][0]["candidates"][0]["field"] == "个人电话号码"
    assert "13912345678" not in reply.text
    heavier = await api.post("/v1/negative-lists/match", json=ASKED | {"pi_count": 1_000_000})
    assert (heavier.json()["hit"], heavier.json()["rows"]) == ("must_contract", ["4"])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"pi_count": -1}, 422),
        ({"pi_count": "5"}, 422),
        ({"fields": []}, 422),
        ({"colour": "red"}, 422),
        ({"domain": "钢铁"}, 422),
        ({"list_id": "mars-2024"}, 404),
    ],
)
async def test_what_cannot_be_matched_is_said(api: httpx.AsyncClient, changed: dict[str, Any], status: int) -> None:
    reply = await api.post("/v1/negative-lists/match", json=ASKED | changed)
    assert reply.status_code == status and reply.json()["error"]["message"]
