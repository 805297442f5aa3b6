"""Conflicts: each found where it is and silent where it is not; whatever is half-filled never raises."""

# ruff: noqa: E501 (a case reads better on one line)

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from copilot.filing.conflicts import Conflict, conflicts
from copilot.filing.facts import Filing
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook

HAN = re.compile("[\u4e00-\u9fff]")
AS_OF = dt.date(2026, 11, 23)
KINDS = ("security_assessment", "standard_contract", "certification", "negative_list", "extension", "contract_change",
         "gba_hk", "exempt")  # fmt: skip
SC, SA, EX, HK = "standard_contract", "security_assessment", "extension", "gba_hk"


@pytest.fixture
def find(questionnaire: Questionnaire, book: RuleBook) -> Any:
    def found(kind: Any, data: dict[str, Any]) -> tuple[Conflict, ...]:
        return conflicts(Filing.parse(data), kind, as_of=AS_OF, book=book, questionnaire=questionnaire)

    return found


def _scene(**more: Any) -> dict[str, Any]:
    return {"scenes": [{"id": "a"} | more]}


# kind, what was said, what is found; the same with one answer put right is silent.
CASES: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (SC, {"exporter": {"code": "91110105MA0000015G"}}, "校验位不符", {"exporter": {"code": "91110105MA0000015F"}}),
    (SC, {"exporter": {"code": "91110105MA0000015F", "registered_at": "上海市浦东新区"}}, "登记地是北京",
     {"exporter": {"code": "91110105MA0000015F", "registered_at": "北京市朝阳区"}}),
    (SA, _scene(brief="字" * 101), "不能超过100个字", _scene(brief="字" * 100)),
    (SA, {"exporter": {"scale": 99}} | _scene(persons_sent=100), "多于处理个人信息的规模",
     {"exporter": {"scale": 100}} | _scene(persons_sent=100)),
    (SC, _scene(persons_sent=11, persons_year=10), "多于出境场景1", _scene(persons_sent=10, persons_year=10)),
    (SC, _scene(sensitive_persons_year=11, persons_year=10, sensitive=True), "多于出境场景1",
     _scene(sensitive_persons_year=10, persons_year=10, sensitive=True)),
    (SA, {"totals": {"persons_year": 9}, "scenes": [{"id": "a", "persons_year": 10}, {"id": "b"}]}, "少于其中一个场景",
     {"totals": {"persons_year": 10}, "scenes": [{"id": "a", "persons_year": 10}, {"id": "b"}]}),
    (SA, {"totals": {"persons_year": 9}, "scenes": [{"id": "a", "persons_year": 4}, {"id": "b", "persons_year": 4}]},
     "多于各场景之和",
     {"totals": {"persons_year": 8}, "scenes": [{"id": "a", "persons_year": 4}, {"id": "b", "persons_year": 4}]}),
    (SC, _scene(sensitive=False, items=[{"name": "病历", "sensitive": True}]), "“病历”标为敏感",
     _scene(sensitive=True, items=[{"name": "病历", "sensitive": True}])),
    (SC, _scene(sensitive=False, items=[{"sensitive": True}]), "第1个数据项标为敏感",
     _scene(sensitive=True, items=[{"sensitive": True}])),
    (SC, _scene(sensitive=False, minors=True), "都是敏感个人信息", _scene(sensitive=True, minors=True)),
    (SC, _scene(sensitive=True, items=[{"name": "姓名", "sensitive": False}]), "都标为不敏感",
     _scene(sensitive=True, items=[{"name": "姓名", "sensitive": False}, {"name": "病历"}])),
    (SC, _scene(items=[{"name": "姓名"}, {"name": "姓名"}]), "列了2次", _scene(items=[{"name": "姓名"}, {"name": "工号"}])),
    (SA, _scene(data_types=["重要数据"], persons_year=5), "只选了重要数据",
     _scene(data_types=["重要数据", "个人信息"], persons_year=5)),
    (SA, _scene(data_types=["个人信息"], important_size=5), "没有选重要数据", _scene(important_size=5)),
    (SC, _scene(no_onward=True, onward=[{"name": "C"}]), "却又写了", _scene(no_onward=False, onward=[{"name": "C"}])),
    (SA, {"exporter": {"no_penalties": True, "penalties": [{"matter": "x"}]}}, "却又写了",
     {"exporter": {"penalties": [{"matter": "x"}]}}),
    (SA, {"assessment": {"no_third_party": True, "third_party": "某所"}}, "却又写了",
     {"assessment": {"no_third_party": False, "third_party": "某所"}}),
    (SC, {"no_legal_rep": True, "legal_rep": {"name": "张三"}}, "却又写了", {"legal_rep": {"name": "张三"}}),
    (SC, _scene(recipients=["x"]), "“x”没有填写", _scene(recipients=["x"]) | {"recipients": [{"id": "x"}]}),
    (SC, _scene(recipients=["x"]) | {"recipients": [{"id": "x"}, {"id": "y"}]}, "没有一个场景用到",
     _scene(recipients=["x", "y"]) | {"recipients": [{"id": "x"}, {"id": "y"}]}),
    (SC, {"recipients": [{"id": "x"}, {"id": "x"}]}, "用了2次", {"recipients": [{"id": "x"}, {"id": "y"}]}),
    (SC, {"recipients": [{"id": "x", "country": "中国"}]}, "在境内", {"recipients": [{"id": "x", "country": "德国"}]}),
    (SC, {"exporter": {"shareholders": [{"share": 60}, {"share": 50}]}}, "超过100%",
     {"exporter": {"shareholders": [{"share": 60}, {"share": 40}]}}),
    (SC, {"contract": {"copies": 3, "copies_each": 2}}, "各执2份", {"contract": {"copies": 4, "copies_each": 2}}),
    (SC, {"contract": {"dispute": "court", "seat": "北京"}}, "只能选一种",
     {"contract": {"dispute": "arbitration", "seat": "北京"}}),
    (SC, _scene(legal_basis="13(二)", consent="弹窗"), "不是个人同意", _scene(legal_basis="13(一)", consent="弹窗")),
    (SC, {"authority": {"began": "2026-02-01", "until": "2026-01-01"}}, "早于授权委托期限（起）",
     {"authority": {"began": "2026-01-01", "until": "2026-02-01"}}),
    (SC, _scene(stored_from="2029-01-01", stored_until="2028-01-01"), "早于出境场景1",
     _scene(stored_from="2028-01-01", stored_until="2029-01-01")),
    (SC, _scene(stored_until="2026-11-22"), "早于今天", _scene(stored_until="2026-11-23")),
    (SC, {"filed_on": "2026-12-01", "authority": {"until": "2026-11-30"}}, "早于计划提交日期",
     {"filed_on": "2026-12-01", "authority": {"until": "2026-12-01"}}),
    (SA, {"filed_on": "2026-12-01", "assessment": {"ended": "2026-08-31"}}, "前3个月",
     {"filed_on": "2026-12-01", "assessment": {"ended": "2026-09-01"}}),
    (SC, {"filed_on": "2026-12-01", "pipia": {"ended": "2026-08-31"}}, "前3个月",
     {"filed_on": "2026-12-01", "pipia": {"ended": "2026-09-01"}}),
    (SA, {"filed_on": "2026-12-01", "assessment": {"ended": "2026-12-02"}}, "晚于计划提交日期",
     {"filed_on": "2026-12-01", "assessment": {"ended": "2026-12-01"}}),
    (SC, {"filed_on": "2026-12-01", "contract": {"effective": "2026-12-02"}}, "生效后才能备案",
     {"filed_on": "2026-12-01", "contract": {"effective": "2026-12-01"}}),
    (SC, {"filed_on": "2026-12-02", "contract": {"effective": "2026-11-17"}}, "超过合同生效之日起10个工作日",
     {"filed_on": "2026-12-01", "contract": {"effective": "2026-11-17"}}),
    (EX, {"extension": {"persons_growth": 20.5}}, "超过20%", {"extension": {"persons_growth": 20}}),
    (EX, {"extension": {"important_growth": 21}}, "超过20%", {"extension": {"important_growth": -5}}),
    (EX, {"extension": {"purpose_unchanged": False}}, "应当重新申报", {"extension": {"purpose_unchanged": True}}),
    (EX, {"extension": {"legal_document_fits": False}}, "不能延长", {"extension": {"legal_document_fits": True}}),
    (EX, {"extension": {"links_unchanged": False}}, "写明变化", {"extension": {"links_unchanged": False}, "other": "x"}),
    (EX, {"filed_on": "2027-06-01", "extension": {"result_day": "2024-06-01"}}, "已于2027-05-31届满",
     {"filed_on": "2027-05-31", "extension": {"result_day": "2024-06-01"}}),
    (EX, {"filed_on": "2027-03-01", "extension": {"result_day": "2024-01-16"}}, "已于2027-01-15届满",
     {"filed_on": "2026-12-01", "extension": {"result_day": "2024-01-16"}}),
    (EX, {"filed_on": "2026-12-01", "extension": {"result_day": "2024-06-01"}}, "才能申请延长",
     {"filed_on": "2027-05-01", "extension": {"result_day": "2024-06-01"}}),
    (SC, _scene(data_types=["重要数据", "个人信息"]), "含重要数据", _scene(data_types=["个人信息"])),
    (HK, {"recipients": [{"id": "x", "country": "新加坡"}]}, "不在香港", {"recipients": [{"id": "x", "country": "香港"}]}),
    (HK, {"recipients": [{"id": "x", "country": "澳门"}]}, "不在香港", {"recipients": [{"id": "x", "country": "HK"}]}),
    (HK, _scene(onward=[{"name": "C", "country": "德国"}]), "不得再提供", _scene(onward=[{"name": "C", "country": "香港"}])),
    (SC, {"exporter": {"is_ciio": True}} | _scene(persons_year=500_000, sensitive=False), "申报数据出境安全评估",
     {"exporter": {"is_ciio": False}} | _scene(persons_year=500_000, sensitive=False)),
    (SC, {"exporter": {"is_ciio": False}} | _scene(persons_year=1_000_000, sensitive=False), "申报数据出境安全评估",
     {"exporter": {"is_ciio": False}} | _scene(persons_year=999_999, sensitive=False)),
    (SC, {"exporter": {"is_ciio": False}} | _scene(persons_year=50_000, sensitive=False), "免予办理",
     {"exporter": {"is_ciio": False}} | _scene(persons_year=100_000, sensitive=False)),
    (SA, {"exporter": {"is_ciio": False}} | _scene(data_types=["个人信息"], persons_year=500_000, sensitive=False),
     "订立标准合同", {"exporter": {"is_ciio": False}} | _scene(data_types=["个人信息"], persons_year=1_000_000)),
    ("exempt", {"exporter": {"is_ciio": False}} | _scene(data_types=["个人信息"], persons_year=200_000, sensitive=False),
     "订立标准合同", {"exporter": {"is_ciio": False}, "exemption": {"reason": "art5_2"}}
     | _scene(data_types=["个人信息"], persons_year=200_000, sensitive=False)),
    ("negative_list", {"negative_list": {"hit": "must_assess"}}, "列入清单", {"negative_list": {"hit": "off_list"}}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "wrong", "says", "right"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_found_where_it_is_and_nowhere_else(
    find: Any, kind: str, wrong: dict[str, Any], says: str, right: dict[str, Any]
) -> None:
    hits = [c for c in find(kind, wrong) if says in c.message]
    assert len(hits) == 1, [c.message for c in find(kind, wrong)]
    assert hits[0].basis and all(hits[0].paths)
    typed = json.dumps(wrong, ensure_ascii=False)
    assert hits[0].message_en and all(one in typed for one in HAN.findall(hits[0].message_en)), hits[0].message_en
    assert [c.message for c in find(kind, right) if says in c.message] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_said_is_no_conflict(find: Any, kind: str) -> None:
    assert find(kind, {}) == ()
    assert find(kind, {"scenes": [{"id": "a"}], "recipients": [{"id": "r"}], "unknown": ["exporter.name"]}) == ()


def test_a_lighter_path_is_a_remark_and_a_heavier_one_an_error(find: Any) -> None:
    data = {"exporter": {"is_ciio": False}}
    (light,) = find(SC, data | _scene(persons_year=50_000, sensitive=False))
    (heavy,) = find(SC, data | _scene(persons_year=2_000_000, sensitive=False))
    assert (light.severity, heavy.severity) == ("warning", "error")
    assert ("促进和规范数据跨境流动规定", "第七条") in {(b.instrument, (b.article or "")[:3]) for b in heavy.basis}


def test_the_area_contract_knows_no_number_of_persons(find: Any) -> None:
    data = {"exporter": {"is_ciio": False}, "recipients": [{"id": "r", "country": "香港"}]}
    assert find(HK, data | _scene(persons_year=2_000_000, sensitive=False)) == ()


def test_the_older_law_counts_before_its_end(find: Any) -> None:
    before = {"filed_on": "2024-03-21", "extension": {"result_day": "2022-12-01", "persons_growth": 50}}
    assert [c.message for c in find(EX, before) if "20%" in c.message] == []


def test_errors_come_first(find: Any) -> None:
    data = {"contract": {"copies": 3, "copies_each": 2}} | _scene(items=[{"name": "姓名"}, {"name": "姓名"}])
    assert [c.severity for c in find(SC, data)] == ["error", "warning"]


@pytest.mark.parametrize("kind", KINDS)
def test_odd_values_never_raise(find: Any, kind: str) -> None:
    day = "9999-12-31"
    data = {
        "filed_on": day,
        "exporter": {"code": "\u202e{{x}}", "scale": 0, "founded": "0001-01-01", "registered_at": "="},
        "authority": {"began": day, "until": "0001-01-01"},
        "assessment": {"began": day, "ended": "0001-01-01"},
        "pipia": {"ended": "0001-01-01"},
        "contract": {"effective": "0001-01-01"},
        "extension": {"result_day": day},
        "scenes": [{"id": "a", "recipients": ["x"], "items": [{}], "onward": [{}], "persons_year": 10_000_000_000}],
        "recipients": [{"id": "r", "country": "，、"}],
    }
    assert all(c.message and c.basis for c in find(kind, data))
