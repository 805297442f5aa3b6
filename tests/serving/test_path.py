"""Paths over HTTP: verdicts, questions, two days, files; kept ones, made again, exported; drafts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from copilot.errors import ModelUnavailable
from copilot.law.rulebook import RuleBook
from copilot.rules.facts import Facts
from copilot.rules.result import PathResult
from copilot.settings import Settings
from copilot.story.verdict import StoryReader
from tests import shipped
from tests.serving.conftest import FakeParts, connected

ROOT = Path(__file__).resolve().parents[2]
FACTS: dict[str, Any] = {
    **{n: False for n in ("is_ciio", "important_data_notified", "foreign_judicial_request", "overseas_origin")},
    **{n: False for n in ("contract_necessary", "hr_necessary", "emergency", "under14")},
    "is_export": True,
    "contains_pi": True,
    "pi_count": 100_000,
    "sensitive_pi_count": 0,
    "purpose": "总部统计",
}
DAY = "2026-11-23"
STORY = "我们公司把12万名客户的姓名和电话传到新加坡的母公司做统计分析。"


class PathParts(FakeParts):
    """The small copilot with the real rules; `down` is what the reader of stories fails with."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.rulebook, self.down = shipped.rulebook(), None

    async def story(self) -> StoryReader:
        """The real reader, by rules alone."""
        if self.down:
            raise self.down
        return StoryReader(self.rulebook, None)


@pytest.fixture
def parts(settings: Settings) -> PathParts:
    return PathParts(settings)


@pytest.fixture
async def client(parts: PathParts) -> AsyncIterator[httpx.AsyncClient]:
    async with connected(parts) as made:
        yield made


async def decided(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    reply = await client.post("/v1/path", json={"as_of": DAY, **asked})
    assert reply.status_code == 200, reply.text
    return reply.json()


async def test_facts_are_judged_and_the_verdict_is_kept(client: httpx.AsyncClient) -> None:
    result = await decided(client, facts=FACTS)
    assert (result["path"], result["as_of"]) == ("contract_or_certification", DAY)
    assert result["obligations"] and result["timeline"] and result["materials"]
    kept = (await client.get(f"/v1/path/determinations/{result['determination_id']}")).json()
    assert kept["facts"] == FACTS
    assert PathResult.model_validate(kept["result"]) == PathResult.model_validate(result)
    assert (kept["data_digest"], kept["title"]) == (shipped.rulebook().digest, "总部统计")


async def test_nothing_is_kept_when_not_wanted(client: httpx.AsyncClient) -> None:
    assert (await decided(client, facts=FACTS, store=False))["determination_id"] is None
    assert (await client.get("/v1/path/determinations")).json() == {"items": [], "total": 0}


async def test_verdicts_answer_before_the_search_is_ready(settings: Settings) -> None:
    parts = PathParts(settings)
    parts.gate.clear()
    try:
        async with connected(parts) as client:
            assert (await client.post("/v1/ask", json={"question": "问"})).status_code == 503
            assert (await decided(client, facts=FACTS))["path"] == "contract_or_certification"
            parts.gate.set()
    finally:
        parts.gate.set()


@pytest.mark.parametrize(
    ("body", "status", "code", "named"),
    [
        ({"facts": {"pi_count": -1}}, 422, "bad_facts", "pi_count"),
        ({"facts": {"pi_count": "12万"}}, 422, "bad_facts", "pi_count"),
        ({"facts": {"colour": True}}, 422, "bad_facts", "colour"),
        ({"facts": {"contains_pi": False, "pi_count": 3}}, 422, "bad_facts", "contains_pi"),
        ({"facts": {}, "as_of": "2016-12-31"}, 422, "bad_input", ""),
        ({"facts": [1]}, 422, "bad_input", "facts"),
        ({}, 422, "bad_input", "facts"),
        ({"text": "  "}, 422, "bad_input", ""),
        ({"text": "长" * 20_001}, 413, "too_large", ""),
        ({"text": STORY, "backend": "openai"}, 422, "bad_input", "openai"),
        ({"facts": {}, "colour": 1}, 422, "bad_input", "colour"),
    ],
)
async def test_what_cannot_be_judged_is_said(
    client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str, named: str
) -> None:
    reply = await client.post("/v1/path", json=body)
    error = reply.json()["error"]
    assert (reply.status_code, error["code"]) == (status, code)
    assert named in error["message"]
    assert (await client.get("/v1/path/determinations")).json()["total"] == 0


@pytest.mark.parametrize("start", ["9999-12-31", "1000-01-01", "2017-05-31"])
async def test_a_beginning_out_of_range_is_refused(start: str, client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/path", json={"facts": FACTS, "as_of": DAY, "start": start})
    assert answer.status_code == 422 and "start" in answer.json()["error"]["message"]


async def test_a_story_is_read_and_its_facts_are_kept_with_it(client: httpx.AsyncClient) -> None:
    result = await decided(client, text=STORY, backend="extractive")
    assert result["facts"]["pi_count"] == 120_000 and result["story"]["found"]
    kept = (await client.get(f"/v1/path/determinations/{result['determination_id']}")).json()
    assert (kept["story"], kept["story_model"], kept["facts"]) == (STORY, "", result["facts"])
    again = (await client.post(f"/v1/path/determinations/{kept['id']}/replay")).json()
    assert (again["equal"], again["same_rules"]) == (True, True), again["differences"]


async def test_confirmed_facts_decide_over_their_story(client: httpx.AsyncClient) -> None:
    result = await decided(client, facts={**FACTS, "pi_count": 99_999}, text=STORY)
    assert result["path"] == "exempt"
    kept = (await client.get(f"/v1/path/determinations/{result['determination_id']}")).json()
    assert (kept["story"], kept["facts"]["pi_count"]) == (STORY, 99_999)


async def test_a_model_that_is_down_is_said(parts: PathParts, client: httpx.AsyncClient) -> None:
    parts.down = ModelUnavailable("本地模型没有启动", hint="稍后重试", en="no model")
    reply = await client.post("/v1/path", json={"text": STORY})
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "model_unavailable")
    assert (await decided(client, text=STORY, backend="extractive"))["facts"]["pi_count"] == 120_000


async def test_facts_are_asked_in_order_with_their_choices(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/v1/path/facts")).json()
    assert {r["fact"] for r in rows} == set(Facts.model_fields) - {"activities"}
    assert rows[0]["fact"] == "is_export" and rows[0]["kind"] == "boolean" and not rows[0]["presumed"]
    assert all(r["question"] and r["label"] for r in rows)
    hit = next(r for r in rows if r["fact"] == "negative_list_hit")
    assert [c["value"] for c in hit["choices"]] == ["not_covered", "must_assess", "must_contract", "off_list"]
    english = (await client.get("/v1/path/facts", params={"language": "en"})).json()
    assert [r["fact"] for r in english] == [r["fact"] for r in rows]
    assert "".join(r["question"] + r["help"] for r in english).isascii()


async def test_the_wizard_asks_only_what_is_still_needed(client: httpx.AsyncClient) -> None:
    given: dict[str, Any] = {}
    for _ in range(20):
        reply = (await client.post("/v1/path/next", json={"facts": given, "as_of": DAY})).json()
        assert not reply["result"]["obligations"]
        if not reply["questions"]:
            break
        first = reply["questions"][0]
        assert first["fact"] not in given and first["question"]
        given[first["fact"]] = FACTS[first["fact"]]
    assert reply["result"]["path"] == "contract_or_certification"
    assert len(given) < len(FACTS)


async def test_the_question_of_an_activity_says_which(client: httpx.AsyncClient) -> None:
    facts = {**FACTS, "activities": [FACTS, {**FACTS, "contract_necessary": None}]}
    asked = {"facts": facts, "as_of": DAY, "language": "en"}
    questions = (await client.post("/v1/path/next", json=asked)).json()["questions"]
    inner = [q for q in questions if q["activity"] is not None]
    assert all(q["fact"] == f"activities.{q['activity']}.{q['id']}" for q in inner)
    assert all(q["question"].isascii() for q in questions)


async def test_papers_have_names(client: httpx.AsyncClient) -> None:
    named = {p["id"]: p["name"] for p in (await client.get("/v1/path/materials", params={"as_of": DAY})).json()}
    wanted = (await decided(client, facts=FACTS))["materials"]
    assert wanted and all(named[number] for number in wanted)


async def test_two_days_are_compared(client: httpx.AsyncClient) -> None:
    asked = {"facts": FACTS, "earlier": "2023-07-01", "later": DAY}
    found = (await client.post("/v1/path/compare", json=asked)).json()
    assert found["later"]["path"] == "contract_or_certification"
    assert "2024-03-22" in [c["since"] for c in found["changes"]]
    same = await client.post("/v1/path/compare", json={**asked, "later": "2023-07-01"})
    assert same.status_code == 422


def lines_of(reply: httpx.Response) -> tuple[list[dict[str, Any]], list[dict[str, int]]]:
    assert reply.headers["content-type"].startswith("application/x-ndjson")
    rows = [json.loads(line) for line in reply.text.splitlines()]
    return [r for r in rows if "progress" not in r], [r["progress"] for r in rows if "progress" in r]


async def upload(client: httpx.AsyncClient, name: str, content: str, **form: str) -> httpx.Response:
    return await client.post("/v1/path/batch", files={"file": (name, content.encode())}, data={"as_of": DAY, **form})


async def test_a_file_is_judged_line_by_line(client: httpx.AsyncClient) -> None:
    rows = [
        json.dumps({"id": "a", "facts": FACTS}),
        "{broken",
        json.dumps({"id": "b", "facts": {"pi_count": -1}}),
        json.dumps({"id": "c", "facts": {**FACTS, "pi_count": 99_999}}),
        json.dumps({"id": "d", "text": STORY}),
        json.dumps({"facts": FACTS, "as_of": "2021-01-01"}),
        json.dumps({"id": "f", "facts": FACTS, "as_of": "gestern"}),
    ]
    results, progress = lines_of(await upload(client, "rows.jsonl", "\n".join(rows)))
    assert [r["id"] for r in results] == ["a", "line-2", "b", "c", "d", "line-6", "f"]
    assert [r.get("path") or r["error"]["code"] for r in results] == [
        "contract_or_certification", "bad_input", "bad_facts", "exempt", results[4]["path"], "no_procedure_then",
        "bad_input",
    ]  # fmt: skip
    assert results[4]["facts"]["pi_count"] == 120_000
    assert progress == [{"done": 7, "total": 7}]


async def test_a_big_table_is_taken_and_progress_is_told(client: httpx.AsyncClient) -> None:
    cell = json.dumps({**FACTS, "purpose": "统计" * 900}).replace('"', '""')
    table = "id,facts\n" + "".join(f'r{n},"{cell}"\n' for n in range(250))
    assert len(table.encode()) > 1 << 20
    results, progress = lines_of(await upload(client, "rows.csv", table))
    assert [r["id"] for r in results] == [f"r{n}" for n in range(250)]
    assert {r["path"] for r in results} == {"contract_or_certification"}
    assert progress == [{"done": n, "total": 250} for n in (100, 200, 250)]


async def test_a_table_in_gbk_is_read_and_said_to_be(client: httpx.AsyncClient) -> None:
    table = '编号,描述\n甲,"我们把12万会员的姓名和手机号传给日本总部，没有敏感信息"\n'
    for encoding, said in (("gbk", "按 GBK 读取"), ("utf-16", "按 UTF-16 读取"), ("utf-8", ""), ("utf-8-sig", "")):
        file = {"file": ("行.csv", table.encode(encoding))}
        reply = await client.post("/v1/path/batch", files=file, data={"as_of": DAY})
        lines = [json.loads(line) for line in reply.text.splitlines()]
        assert [line["id"] for line in lines if "progress" not in line] == ["甲"]
        notes = [line["note"] for line in lines if "progress" in line and "note" in line]
        assert (len(notes) == 1 and said in notes[0] and lines[0]["progress"]["done"] == 0) if said else notes == []


async def test_a_file_of_another_kind_is_refused(client: httpx.AsyncClient) -> None:
    reply = await upload(client, "rows.xlsx", "x")
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "bad_input")


async def test_other_bodies_keep_their_limit(client: httpx.AsyncClient) -> None:
    reply = await client.post("/v1/path", json={"facts": {"purpose": "长" * 400_000}})
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")


async def test_kept_verdicts_are_listed_found_and_deleted(client: httpx.AsyncClient) -> None:
    first = (await decided(client, facts=FACTS))["determination_id"]
    second = (await decided(client, facts={**FACTS, "pi_count": 1}, title="小批量"))["determination_id"]
    rows = (await client.get("/v1/path/determinations")).json()
    assert [(r["id"], r["title"], r["path"]) for r in rows["items"]] == [
        (second, "小批量", "exempt"),
        (first, "总部统计", "contract_or_certification"),
    ]
    for asked in ({"q": "小批量"}, {"path": "exempt"}):
        assert [r["id"] for r in (await client.get("/v1/path/determinations", params=asked)).json()["items"]] == [
            second
        ]
    place = f"/v1/path/determinations/{first}"
    assert (await client.delete(place)).status_code == 204
    for reply in (
        await client.get(place),
        await client.delete(place),
        await client.get(f"{place}/export"),
        await client.post(f"{place}/replay"),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "unknown_record")
    await client.put("/v1/path/drafts/d", json={"content": {}})
    assert (await client.delete("/v1/path/determinations")).json() == {"deleted": 1, "drafts": 1}


async def test_deleting_all_verdicts_can_be_switched_off(settings: Settings) -> None:
    parts = PathParts(settings.model_copy(update={"allow_delete_all": False}))
    async with connected(parts) as client:
        await decided(client, facts=FACTS)
        assert (await client.delete("/v1/path/determinations")).status_code == 403
        assert (await client.get("/v1/path/determinations")).json()["total"] == 1


@pytest.mark.parametrize(("form", "begin"), [("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")])
async def test_a_verdict_is_exported(client: httpx.AsyncClient, form: str, begin: bytes) -> None:
    number = (await decided(client, facts=FACTS))["determination_id"]
    place = f"/v1/path/determinations/{number}/export"
    reply = await client.get(place, params={"format": form})
    assert reply.status_code == 200 and reply.content.startswith(begin)
    assert f'.{form}"' in reply.headers["content-disposition"]
    assert (await client.get(place, params={"format": "exe"})).status_code == 422


async def test_a_verdict_is_made_again_and_what_differs_is_said(parts: PathParts, client: httpx.AsyncClient) -> None:
    number = (await decided(client, facts=FACTS, start="2026-11-23"))["determination_id"]
    place = f"/v1/path/determinations/{number}/replay"
    again = (await client.post(place)).json()
    assert (again["equal"], again["same_rules"], again["differences"]) == (True, True, [])
    assert again["rules_then"] == again["rules_now"] and again["result"]["timeline"][0]["start"]
    parts.rulebook = _with_threshold(shipped.rulebook(), 200_000)
    changed = (await client.post(place)).json()
    assert (changed["equal"], changed["same_rules"]) == (False, False)
    assert changed["rules_now"]["data"] == "changed"
    parts_of = {d["part"]: d for d in changed["differences"]}
    assert (parts_of["path"]["before"], parts_of["path"]["after"]) == ("contract_or_certification", "exempt")
    kept = (await client.get(f"/v1/path/determinations/{number}")).json()
    assert kept["path"] == "contract_or_certification"


def _with_threshold(book: RuleBook, value: int) -> RuleBook:
    """The rules as if contract and certification began at another number of persons."""
    from dataclasses import replace

    name = next(n for n, p in book.parameters.items() if (v := p.on(dt.date(2026, 11, 23))) and v.value == 100_000)
    parameter = book.parameters[name]
    values = tuple(replace(v, value=value) if v.value == 100_000 else v for v in parameter.values)
    return replace(book, parameters={**book.parameters, name: replace(parameter, values=values)}, digest="changed")


async def test_drafts_survive_the_service(settings: Settings) -> None:
    content = {"facts": {"pi_count": "十二万吧", "unknown": [None]}, "step": 3}
    async with connected(PathParts(settings)) as client:
        for step in (1, 2, 3):
            reply = await client.put("/v1/path/drafts/wizard-1", json={"content": {**content, "step": step}})
            assert reply.status_code == 200
    async with connected(PathParts(settings)) as client:
        assert (await client.get("/v1/path/drafts/wizard-1")).json()["content"] == content
        assert [d["id"] for d in (await client.get("/v1/path/drafts")).json()] == ["wizard-1"]
        assert (await client.delete("/v1/path/drafts/wizard-1")).status_code == 204
        assert (await client.get("/v1/path/drafts/wizard-1")).status_code == 404
        bad = await client.put("/v1/path/drafts/with%20blank", json={"content": {}})
        assert bad.status_code == 422


async def test_a_verdict_that_cannot_be_kept_is_given_all_the_same(
    parts: PathParts, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot.errors import StorageFull

    def full(*args: Any, **kwargs: Any) -> None:
        raise StorageFull("磁盘已满，没有保存", hint="清理磁盘", en="full")

    monkeypatch.setattr(parts.store.verdicts, "keep", full)
    result = await decided(client, facts=FACTS)
    assert (result["path"], result["determination_id"]) == ("contract_or_certification", None)
    assert "磁盘已满" in result["notes"][-1]


async def test_an_export_is_english_on_request(client: httpx.AsyncClient) -> None:
    number = (await decided(client, facts=FACTS))["determination_id"]
    place = f"/v1/path/determinations/{number}/export"
    english = await client.get(place, params={"format": "docx", "language": "en"})
    chinese = await client.get(place, params={"format": "docx"})
    assert english.status_code == chinese.status_code == 200 and english.content != chinese.content
    refused = await client.get(place, params={"language": "fr"})
    assert refused.status_code == 422 and "language" in refused.json()["error"]["message"]
