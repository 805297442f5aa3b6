"""Changes, renewals and the ledger over HTTP: the same shapes as on the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.ledger import LedgerReport
from copilot.rules.refiling import ChangeResult
from copilot.rules.renewal import RenewalResult
from copilot.settings import Settings
from tests import shipped
from tests.serving.conftest import FakeParts, connected

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-23"
ROW = {"entity": "甲公司", "scene": "会员", "recipient": "乙公司", "exported_on": "2026-03-01", "nature": "general"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return shipped.rulebook()


@pytest.fixture
async def client(settings: Settings, book: RuleBook) -> AsyncIterator[httpx.AsyncClient]:
    parts: Any = FakeParts(settings)
    parts.rulebook = book
    async with connected(parts) as made:
        yield made


async def test_a_change_is_judged(client: httpx.AsyncClient) -> None:
    asked = {"filing": {"kind": "standard_contract"}, "changes": [{"kind": "recipient"}], "as_of": DAY}
    reply = await client.post("/v1/path/change", json=asked)
    assert reply.status_code == 200, reply.text
    result = ChangeResult.model_validate(reply.json())
    assert result.verdict == "re_file" and result.obligations and result.stop


async def test_a_form_gets_kinds_facts_and_conditions_in_either_language(client: httpx.AsyncClient) -> None:
    chinese, english = [
        (await client.get("/v1/path/change/questions", params={"as_of": DAY, "language": language})).json()
        for language in ("zh", "en")
    ]
    assert [k["id"] for k in chinese["kinds"]] == [k["id"] for k in english["kinds"]]
    assert next(k for k in chinese["kinds"] if k["id"] == "field")["label"] == "增加字段或者种类"
    assert all(one["question"].isascii() for one in english["questions"] + english["conditions"])
    growth = next(c for c in chinese["conditions"] if c["id"] == "pi_growth")
    assert (growth["granted"], growth["next"], growth["applies"]) == ("pi_granted", "pi_next", "contains_pi")
    earlier = await client.get("/v1/path/change/questions", params={"as_of": "2023-12-01"})
    assert earlier.json()["conditions"] == [] and "extension" in {k["id"] for k in earlier.json()["kinds"]}


async def test_a_renewal_is_judged(client: httpx.AsyncClient) -> None:
    asked = {"filing": {"kind": "security_assessment", "expires": "2027-03-01"}, "as_of": "2026-12-07"}
    reply = await client.post("/v1/path/renewal", json=asked)
    assert reply.status_code == 200, reply.text
    result = RenewalResult.model_validate(reply.json())
    assert (result.state, str(result.window_opens)) == ("open", "2026-12-07")


async def test_the_ledger_counts_what_is_recorded(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/ledger/entries", json={"row": ROW, "ids": ["E1", "E2", "e2"]})
    assert reply.status_code == 201 and reply.json()["persons"] == 2 and "E1" not in reply.text
    table = "主体,场景,接收方,日期,人数,敏感\n甲公司,售后,乙公司,2026-04-01,90000,否\n甲公司,售后,乙公司,x,1,否\n"
    files = {"file": ("台账.csv", table.encode("gb18030"), "text/csv")}
    found = (await client.post("/v1/ledger/import", files=files)).json()
    assert (len(found["added"]), [bad["line"] for bad in found["bad"]]) == (1, [3])
    report = LedgerReport.model_validate((await client.get("/v1/ledger", params={"as_of": DAY})).json())
    assert (report.entities[0].general.least, report.entities[0].general.most) == (90_000, 90_002)
    alerts = (await client.get("/v1/ledger/alerts", params={"as_of": DAY})).json()["alerts"]
    assert [(a["id"], a["status"]) for a in alerts] == [("pi_contract", "near")]
    cells = (await client.get("/v1/ledger/matrix", params={"as_of": DAY})).json()["matrix"]
    assert [cell["scene"] for cell in cells] == ["会员", "售后"]
    voided = await client.post(f"/v1/ledger/entries/{found['added'][0]['id']}/void", json={"reason": "记重了"})
    assert voided.status_code == 200
    assert len((await client.get("/v1/ledger/entries")).json()["entries"]) == 1
    assert len((await client.get("/v1/ledger/entries", params={"voided": True})).json()["entries"]) == 2
    exported = await client.get("/v1/ledger/export")
    assert exported.headers["content-type"].startswith("text/csv") and "记重了" in exported.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("place", "body", "named"),
    [
        ("/v1/path/change", {"filing": {"kind": "x"}, "changes": [{"kind": "field"}]}, "filing.kind"),
        ("/v1/path/change", {"filing": {"kind": "certification"}, "changes": []}, "changes"),
        ("/v1/path/renewal", {"filing": {"kind": "standard_contract"}}, "到期日"),
        ("/v1/ledger/entries", {"row": {**ROW, "persons": "2万"}}, "persons"),
        ("/v1/ledger/entries", {"row": ROW}, "persons"),
    ],
)
async def test_mistakes_are_named(client: httpx.AsyncClient, place: str, body: dict[str, Any], named: str) -> None:
    reply = await client.post(place, json=body)
    assert reply.status_code == 422 and named in reply.json()["error"]["message"]


async def test_an_unknown_entry_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/ledger/entries/none/void", json={"reason": "x"})).status_code == 404


@pytest.mark.parametrize("ids", [[], [" ", ""]])
async def test_a_list_without_ids_is_told_as_such(client: httpx.AsyncClient, ids: list[str]) -> None:
    row = {"entity": "甲", "scene": "会员", "recipient": "乙", "exported_on": "2026-03-01", "nature": "general"}
    reply = await client.post("/v1/ledger/entries", json={"row": row, "ids": ids})
    assert reply.status_code == 422 and "名单里没有可用的编号" in reply.json()["error"]["message"]
