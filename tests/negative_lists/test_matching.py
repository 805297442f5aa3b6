"""Field names in every spelling; sure matches only where they are; samples never leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.errors import BadInput, UnknownRecord
from copilot.law.negative_lists import NegativeLists
from copilot.negative_lists.matching import FieldMatch, Matcher, OwnField
from copilot.negative_lists.report import match_report
from copilot.negative_lists.shapes import MatchReport, MatchRequest
from copilot.negative_lists.views import diff, search
from copilot.negative_lists.vocabulary import Vocabulary
from copilot.settings import Settings
from copilot.wiring import Parts
from eval.system import System
from eval.task import load
from eval.tasks import field_names

DAY = dt.date(2025, 6, 1)
INSIDE = {"registered_in_zone": True, "exporting_in_zone": True, "is_ciio": False}


def one(lists: NegativeLists, scene: str, field: OwnField, list_id: str = "shanghai-2024") -> FieldMatch:
    item = lists.get(list_id)
    domain = next(d for d in item.domains if any(s.id == scene for s in d.scenes))
    found = next(s for s in domain.scenes if s.id == scene)
    return Matcher(item, Vocabulary(lists.synonyms), domain=domain, scene=found).match([field])[0]


@pytest.mark.parametrize(("split", "least"), [("dev", 0.95), ("test", 0.95), ("fresh", 0.95), ("fresh2", 0.9)])
async def test_labelled_names(settings: Settings, split: str, least: float) -> None:
    system = System(Parts(settings))
    cases = load("field_names.jsonl", split=split)
    values = [field_names.score(c, await field_names.solve(c, system, 0), system).values for c in cases]
    assert sum(v["right"] for v in values) / len(values) >= least
    assert [c.data["name"] for c, v in zip(cases, values, strict=True) if v["wrong_but_sure"]] == []


SPELLINGS = [
    "policy_no",
    "policyNo",
    "PolicyNumber",
    "POLICY_NBR",
    "policyno",
    "保单号",
    "保险单编号",
    "baodanhao",
    "bdh",
]


@pytest.mark.parametrize("name", SPELLINGS)
def test_spellings(lists: NegativeLists, name: str) -> None:
    found = one(lists, "life-reinsurance", OwnField(name))
    assert found.best is not None and found.best.label.name == "保单号" and found.best.score >= 0.8
    assert found.best.reason


def test_a_condition_of_the_list_is_left_to_a_person(lists: NegativeLists) -> None:
    found = one(lists, "membership", OwnField("card_last4"))
    assert found.status == "needs_person" and "后四位" in found.reason


@pytest.mark.parametrize(
    ("field", "status", "kind"),
    [
        (OwnField("face_embedding"), "unmatched", "sensitive_pi"),
        (OwnField("firmware_version"), "unmatched", "other"),
        (OwnField("qx_77"), "unmatched", None),
        (OwnField("qx_77", samples=("110101199003070012",)), "unmatched", "sensitive_pi"),
        (OwnField("qx_77", samples=("13800000000",)), "unmatched", "pi"),
        (OwnField("mobile"), "matched", "pi"),
        (OwnField("mobile", kind="sensitive_pi"), "needs_person", "sensitive_pi"),
        (OwnField("mobile", samples=("110101199003070012",)), "needs_person", None),
    ],
)
def test_places_and_kinds(lists: NegativeLists, field: OwnField, status: str, kind: str | None) -> None:
    found = one(lists, "membership", field)
    assert (found.status, found.kind) == (status, kind)


def report(lists: NegativeLists, *fields: Any, **given: Any) -> MatchReport:
    asked = {"list_id": "zhejiang-2024", "domain": "电商", "scene": "境外买家退货", **INSIDE, **given}
    named = [f if isinstance(f, dict) else {"name": f} for f in fields]
    return match_report(MatchRequest(fields=named, **asked), lists, today=DAY)


def test_listed_fields_alone(lists: NegativeLists) -> None:
    found = report(lists, "buyer_name", "return_address", pi_count=999_999)
    assert (found.hit, found.counts) == ("off_list", {"matched": 2})
    assert found.fields[0].items == ["电子商务（企业对企业） 第1项", "电子商务（企业对企业） 第4项"]
    assert any("三项手续" in n for n in found.notes) and found.procedure[1]["working_days"] == 5
    assert report(lists, "buyer_name", pi_count=1_000_000).rows == ["4"]


def test_a_field_off_the_rows_meets_the_residual_rows_first(lists: NegativeLists) -> None:
    plain = {"name": "coupon_code", "kind": "pi"}
    assert report(lists, "buyer_name", plain, pi_count=99_999).hit == "off_list"
    caught = report(lists, "buyer_name", plain, pi_count=100_000)
    assert (caught.hit, caught.rows) == ("must_contract", ["6"])
    assert [f.hit for f in caught.fields] == ["off_list", "must_contract"]
    sensitive = report(lists, "buyer_name", "face_image", pi_count=5, sensitive_pi_count=1)
    assert (sensitive.hit, sensitive.rows) == ("must_contract", ["6"])


def test_an_unsure_field_keeps_the_verdict_open(lists: NegativeLists) -> None:
    found = report(lists, "buyer_name", "qx_77", pi_count=500_000, sensitive_pi_count=0)
    assert found.hit == "need_facts" and found.missing[0] == "fields" and len(found.questions) == len(found.missing)
    assert found.fields[1].hit == "need_facts"


@pytest.mark.parametrize(
    ("given", "hit"),
    [
        ({"registered_in_zone": False}, "not_covered"),
        ({"registered_in_zone": None}, "need_facts"),
        ({"is_ciio": True}, "must_assess"),
        ({"is_ciio": None}, "need_facts"),
        ({"pi_count": None}, "need_facts"),
        ({"domain": "none", "scene": None}, "not_covered"),
        ({"as_of": dt.date(2025, 4, 9)}, "need_facts"),
    ],
)
def test_conditions_come_before_off_list(lists: NegativeLists, given: dict[str, Any], hit: str) -> None:
    assert report(lists, "buyer_name", **{"pi_count": 10} | given).hit == hit


def test_an_edition_that_was_replaced_is_never_off_list(lists: NegativeLists) -> None:
    asked = {"list_id": "shanghai-2024", "domain": "零售", "scene": "会员管理", "pi_count": 5}
    assert report(lists, "mobile", **asked).hit == "off_list"
    later = report(lists, "mobile", **asked, as_of=dt.date(2026, 11, 23))
    assert (later.hit, later.missing, later.state) == ("need_facts", ["current_list"], "superseded")


def test_samples_never_come_back(lists: NegativeLists) -> None:
    found = report(lists, {"name": "buyer_phone", "samples": ["13912345678"]}, pi_count=1)
    assert "13912345678" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"list_id": "mars-2024"}, UnknownRecord, "mars-2024"),
        ({"domain": "钢铁"}, BadInput, "b2b-ecommerce"),
        ({"scene": "采矿"}, BadInput, "returns"),
        ({"list_id": "lingang-general-2024", "domain": None, "scene": None}, BadInput, "正面清单"),
    ],
)
def test_what_cannot_be_matched_is_said(
    lists: NegativeLists, given: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        report(lists, "buyer_name", **given)


@pytest.mark.parametrize(
    ("query", "place"), [("持股比例", "持股比例"), ("tracking_no", "快递单号"), ("再保险", "再保险"), ("港口", "港口")]
)
def test_search(lists: NegativeLists, query: str, place: str) -> None:
    found = search(lists, query, DAY)
    assert found.results and place in found.results[0].text
    assert [h.score for h in found.results] == sorted((h.score for h in found.results), reverse=True)


def test_search_finds_nothing_for_nonsense(lists: NegativeLists) -> None:
    assert search(lists, "qqzz", DAY).results == []


def test_diff(lists: NegativeLists) -> None:
    same = diff(lists, "zhejiang-2024", "zhejiang-2024")
    assert same.differences == [] and same.limited == ""
    found = diff(lists, "shanghai-2024", "shanghai-2025")
    assert "正文没有取得" in found.limited
    changes = {(d.place, d.change) for d in found.differences}
    assert ("全市适用", "changed") in changes and ("领域 气象", "added") in changes
    assert not any("商贸" in d.place for d in found.differences)
