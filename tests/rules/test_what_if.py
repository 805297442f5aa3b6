"""Lawful changes that lighten the path: the exact numbers, what they save, and what is never offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import parts_of
from copilot.rules.determination import determine, read, verdict
from copilot.rules.facts import parse_facts
from copilot.rules.result import BURDEN, WhatIf
from copilot.rules.what_if import what_if

TODAY = dt.date(2026, 11, 23)
PLAIN = {
    "is_export": True,
    "contains_pi": True,
    "contains_important_data": False,
    "important_data_notified": False,
    "is_ciio": False,
    "foreign_judicial_request": False,
    "overseas_origin": False,
    "domestic_data_introduced": False,
    "contract_necessary": False,
    "hr_necessary": False,
    "emergency": False,
    "under14": False,
    "pi_count": 0,
    "sensitive_pi_count": 0,
}
Try = Callable[..., list[WhatIf]]


@pytest.fixture
def attempt(book: RuleBook) -> Try:
    """What would lighten the path of the plain facts with some changed."""

    def run(as_of: dt.date = TODAY, **changed: Any) -> list[WhatIf]:
        facts = parse_facts({**PLAIN, **changed})
        result = determine(facts, as_of=as_of, book=book, details=False)
        known = read(facts, book).known
        found = what_if(
            facts, result, known, as_of=as_of, book=book, judge=lambda f: verdict(f, as_of=as_of, book=book)
        )
        for one in found:
            assert BURDEN[one.path] < BURDEN[result.path]
            assert one.basis and one.conditions and "{" not in one.change
        return found

    return run


def told(found: list[WhatIf]) -> dict[str, str]:
    return {
        f"{one.id}:{one.facts.get('pi_count', '')}:{one.facts.get('sensitive_pi_count', '')}": one.path for one in found
    }


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((99_999, 0), {}),
        ((100_000, 0), {"fewer_pi:99999:": "exempt"}),
        ((999_999, 0), {"fewer_pi:99999:": "exempt"}),
        (
            (1_000_000, 0),
            {"fewer_pi:99999:": "exempt", "fewer_pi:999999:": "contract_or_certification"},
        ),
        ((0, 1), {"drop_sensitive::0": "exempt"}),
        ((0, 9_999), {"drop_sensitive::0": "exempt"}),
        ((0, 10_000), {"drop_sensitive::0": "exempt", "fewer_sensitive::9999": "contract_or_certification"}),
        (
            (1_000_000, 10_000),
            {
                "fewer_pi+drop_sensitive:99999:0": "exempt",
                "fewer_pi+fewer_sensitive:999999:9999": "contract_or_certification",
            },
        ),
        ((100_000, 5), {"fewer_pi+drop_sensitive:99999:0": "exempt"}),
    ],
)
def test_the_exact_numbers(counts: tuple[int, int], expected: dict[str, str], attempt: Try) -> None:
    found = attempt(pi_count=counts[0], sensitive_pi_count=counts[1])
    by_count = {key: path for key, path in told(found).items() if not key.startswith("anonymise")}
    assert by_count == expected


def test_what_is_saved(attempt: Try) -> None:
    found = {one.facts["pi_count"]: one for one in attempt(pi_count=1_000_000) if one.id == "fewer_pi"}
    assert (found[99_999].working_days_saved, found[99_999].materials_saved) == (57, 7)
    assert (found[999_999].working_days_saved, found[999_999].materials_saved) == (32, 0)
    assert "99,999" in found[99_999].change and found[99_999] is not found[999_999]


def test_what_was_exported_already_counts(attempt: Try) -> None:
    assert "fewer_pi" not in {one.id for one in attempt(pi_count=200_000, pi_count_to_date=100_000)}
    assert "fewer_pi" in {one.id for one in attempt(pi_count=200_000, pi_count_to_date=99_999)}
    assert "drop_sensitive" not in {one.id for one in attempt(sensitive_pi_count=500, sensitive_pi_count_to_date=1)}
    assert "anonymise" not in {one.id for one in attempt(sensitive_pi_count=500, sensitive_pi_count_to_date=1)}
    assert "anonymise" in {one.id for one in attempt(sensitive_pi_count=500, sensitive_pi_count_to_date=0)}


def test_anonymising_is_not_de_identifying(attempt: Try) -> None:
    (found,) = [one for one in attempt(is_ciio=True, pi_count=5) if one.id == "anonymise"]
    assert found.path == "exempt" and "不能复原" in found.change
    assert any("去标识化" in condition for condition in found.conditions)
    assert {"个人信息保护法第四条第一款", "个人信息保护法第七十三条第（四）项"} <= {
        f"{b.instrument}{b.article}" for b in found.basis
    }


def test_children_are_dropped_with_the_sensitive_data(attempt: Try) -> None:
    (found,) = [one for one in attempt(sensitive_pi_count=50, under14=True) if one.id == "drop_sensitive"]
    assert found.facts == {"sensitive_pi_count": 0, "under14": False}
    assert any("不满十四周岁" in condition for condition in found.conditions)


def test_hr_needs_rules_and_contract(attempt: Try) -> None:
    need = {"hr_necessary": True, "sensitive_pi_count": 300}
    (found,) = [one for one in attempt(**need, hr_rules=True) if one.id == "hr_collective_contract"]
    assert found.facts == {"hr_rules": True, "hr_collective_contract": True} and found.path == "exempt"
    assert "hr_collective_contract" not in {one.id for one in attempt(sensitive_pi_count=300)}
    assert attempt(**need, hr_rules=True, hr_collective_contract=True) == []


def test_transit_kept_apart(attempt: Try) -> None:
    mixed = {"overseas_origin": True, "domestic_data_introduced": True, "sensitive_pi_count": 300}
    (found,) = [one for one in attempt(**mixed) if one.id == "transit"]
    assert found.facts == {"domestic_data_introduced": False} and found.path == "exempt"
    assert "transit" not in {one.id for one in attempt(sensitive_pi_count=300)}


BEIJING, LINGANG = "北京自贸试验区", "上海临港新片区"


@pytest.mark.parametrize(
    ("as_of", "place", "expected", "lists"),
    [
        (TODAY, {"ftz": BEIJING, "sector": "再保险"}, "zone_reference", ["上海"]),
        (TODAY, {"ftz": BEIJING, "sector": "种业"}, "zone_reference", ["海南"]),
        (TODAY, {"ftz": BEIJING, "sector": "医药"}, None, []),  # the home list covers it
        (TODAY, {"ftz": BEIJING, "sector": "钢铁"}, None, []),  # no zone's list covers it
        (TODAY, {"ftz": BEIJING, "sector": "工业"}, None, []),  # Tianjin's classes of data are no lines of business
        (TODAY, {"ftz": BEIJING}, None, []),  # the line of business is not known
        (TODAY, {"ftz": LINGANG, "sector": "医药"}, "zone_reference", ["北京", "江苏", "福建"]),
        (TODAY, {"ftz": "浙江自贸试验区", "sector": "再保险"}, "zone_reference", ["上海"]),
        (TODAY, {"ftz": "上海市（自贸试验区外）", "sector": "医药"}, None, []),  # its rule speaks of the zone
        (TODAY, {"ftz": "广西自贸试验区", "sector": "再保险"}, None, []),  # no rule of reference is known
        (TODAY, {"ftz": "火星自贸试验区", "sector": "再保险"}, None, []),
        (dt.date(2025, 4, 8), {"ftz": BEIJING, "sector": "再保险"}, None, []),
        (dt.date(2025, 4, 9), {"ftz": BEIJING, "sector": "再保险"}, "zone_reference", ["上海"]),
        (dt.date(2025, 2, 7), {"ftz": LINGANG, "sector": "医药"}, None, []),
        (dt.date(2025, 2, 8), {"ftz": LINGANG, "sector": "医药"}, "zone_reference", ["北京"]),
        (dt.date(2025, 4, 9), {"ftz": "浙江自贸试验区", "sector": "再保险"}, None, []),
        (dt.date(2025, 4, 10), {"ftz": "浙江自贸试验区", "sector": "再保险"}, "zone_reference", ["上海"]),
    ],
)
def test_another_zones_list_only_where_the_local_rule_and_a_list_are_there(
    as_of: dt.date, place: dict[str, str], expected: str | None, lists: list[str], attempt: Try
) -> None:
    found = attempt(as_of, pi_count=200_000, negative_list_hit="not_covered", **place)
    zones = [one for one in found if one.id.startswith(("zone", "city"))]
    assert [one.id for one in zones] == ([expected] if expected else [])
    for one in zones:
        assert one.path == "exempt" and one.facts == {"negative_list_hit": "off_list"}
        assert one.working_days_saved is not None and one.materials_saved is not None
        assert any("不是自动适用" in condition for condition in one.conditions)
        assert all(any(name in b.instrument for b in one.basis) and name in one.change for name in lists)
        assert sum("《" in condition for condition in one.conditions) == len(lists)


@pytest.mark.parametrize(
    ("as_of", "place", "expected"),
    [
        (TODAY, {"region": "北京", "sector": "汽车"}, "zone_list"),
        (TODAY, {"region": "北京"}, "zone_list"),
        (TODAY, {"region": "北京", "sector": "再保险"}, "city_reference"),
        (TODAY, {"region": "北京", "sector": "钢铁"}, None),
        (TODAY, {"region": "上海", "sector": "航运"}, "zone_list"),
        (TODAY, {"region": "上海", "sector": "医药"}, None),  # the rule of reference speaks of the zone
        (TODAY, {"region": "浙江杭州", "sector": "跨境电商"}, None),  # its list demands registration in the zone
        (TODAY, {"region": "天津", "sector": "航运"}, None),
        (TODAY, {"region": "湖南长沙", "sector": "汽车"}, None),
        (TODAY, {"sector": "汽车"}, None),
        (dt.date(2026, 5, 10), {"region": "北京", "sector": "汽车"}, None),
        (dt.date(2026, 5, 11), {"region": "北京", "sector": "汽车"}, "zone_list"),
        (dt.date(2026, 4, 28), {"region": "上海", "sector": "航运"}, None),
        (dt.date(2026, 4, 29), {"region": "上海", "sector": "航运"}, "zone_list"),
    ],
)
def test_the_list_of_the_whole_city_only_where_it_may_cover_the_scene(
    as_of: dt.date, place: dict[str, str], expected: str | None, attempt: Try
) -> None:
    zones = [one for one in attempt(as_of, pi_count=200_000, **place) if one.id.startswith(("zone", "city"))]
    assert [one.id for one in zones] == ([expected] if expected else [])
    for one in zones:
        assert one.facts == {"ftz": place["region"], "negative_list_hit": "off_list"}
        assert any("官方页面" in c and "不要当作免办" in c for c in one.conditions)  # rests on a list not obtained
        assert any("不是迁册" in c for c in one.conditions)


@pytest.mark.parametrize(
    "facts",
    [
        {"is_ciio": True},
        {"is_ciio": None},
        {"important_data_notified": True, "contains_important_data": True},
        {"negative_list_hit": "must_assess"},
        {"negative_list_hit": "must_contract"},
    ],
)
def test_no_list_for_whom_it_is_not_open(facts: dict[str, Any], attempt: Try) -> None:
    base = {"ftz": BEIJING, "sector": "再保险", "negative_list_hit": "not_covered", "pi_count": 200_000}
    assert [one.id for one in attempt(**base) if one.id == "zone_reference"]
    assert not [one.id for one in attempt(**{**base, **facts}) if one.id.startswith(("zone", "city"))]


@pytest.mark.parametrize(
    "facts",
    [
        {"important_data_notified": True, "contains_important_data": True, "pi_count": 2_000_000},
        {"foreign_judicial_request": True, "pi_count": 2_000_000},
        {"contains_state_secret_or_core_data": True, "pi_count": 2_000_000},
        {"pi_count": 99_999},
        {"is_export": False, "pi_count": 2_000_000},
        {"is_ciio": None, "pi_count": 200_000},
    ],
)
def test_nothing_is_offered(facts: dict[str, Any], attempt: Try) -> None:
    assert attempt(**facts) == []


def test_nothing_before_the_provisions(attempt: Try) -> None:
    old = {"pi_processed_total": 5_000_000, "pi_count": 200_000}
    assert attempt(dt.date(2024, 3, 21), **old) == []
    assert attempt(dt.date(2024, 3, 22), **old) != []


def test_a_list_that_demands_assessment_is_not_escaped_by_anonymising(attempt: Try) -> None:
    hit = {"ftz": "天津自贸试验区", "negative_list_hit": "must_assess", "pi_count": 10, "contains_important_data": None}
    assert "anonymise" not in {one.id for one in attempt(**hit)}


def test_never_a_split_or_a_disguise(book: RuleBook) -> None:
    for change in parts_of(book).changes:
        for word in ("拆分", "分批", "分几次", "换主体", "迁册", "化整为零"):
            assert word not in change.text
        if change.id.startswith("fewer"):
            assert any("禁止的数量拆分" in condition for condition in change.conditions)


def test_activities_change_one_by_one(book: RuleBook) -> None:
    own = {"contains_pi": True, "hr_necessary": True, "pi_count": 0, "sensitive_pi_count": 300}
    other = {"contains_pi": True, "pi_count": 10, "sensitive_pi_count": 0}
    shared = {k: v for k, v in PLAIN.items() if not k.endswith("count")}
    facts = parse_facts({**shared, "activities": [{**shared, **own}, {**shared, **other}]})
    result = determine(facts, as_of=TODAY, book=book, details=False)
    assert result.path == "contract_or_certification"
    known = read(facts, book).known
    found = what_if(facts, result, known, as_of=TODAY, book=book, judge=lambda f: verdict(f, as_of=TODAY, book=book))
    ids = {one.id: one for one in found}
    assert {"drop_sensitive", "anonymise", "hr_collective_contract"} <= set(ids)
    assert ids["hr_collective_contract"].change.startswith("第 1 项活动：")
    assert list(ids["hr_collective_contract"].facts) == ["activities.0"]


def test_activities_counted_together(book: RuleBook) -> None:
    """Each below the threshold, together above: the fewer persons are those of the exporter as a whole."""
    shared = {k: v for k, v in PLAIN.items() if not k.endswith("count")}
    one = {**shared, "pi_count": 80_000, "sensitive_pi_count": 0}
    facts = parse_facts({**shared, "pi_count": 160_000, "sensitive_pi_count": 0, "activities": [one, one]})
    result = determine(facts, as_of=TODAY, book=book, details=False)
    assert result.path == "contract_or_certification"
    known = read(facts, book).known
    found = what_if(facts, result, known, as_of=TODAY, book=book, judge=lambda f: verdict(f, as_of=TODAY, book=book))
    assert {"pi_count": 99_999} in [one.facts for one in found]


def test_a_transfer_that_has_begun_is_not_changed_in_kind(book: RuleBook) -> None:
    shared = {k: v for k, v in PLAIN.items() if not k.endswith("count")}
    begun = {**shared, "pi_count": 0, "sensitive_pi_count": 300, "sensitive_pi_count_to_date": 5}
    facts = parse_facts({**shared, "activities": [begun]})
    result = determine(facts, as_of=TODAY, book=book, details=False)
    known = read(facts, book).known
    found = what_if(facts, result, known, as_of=TODAY, book=book, judge=lambda f: verdict(f, as_of=TODAY, book=book))
    assert result.path == "contract_or_certification" and found == []


def test_few_verdicts_are_asked_for_with_many_transfers(book: RuleBook) -> None:
    """What it costs is verdicts over all transfers; the time itself is measured by `make bench`."""
    shared = {k: v for k, v in PLAIN.items() if not k.endswith("count")}
    many = [{**shared, "pi_count": 30_000 + n, "sensitive_pi_count": n, "hr_necessary": True} for n in range(50)]
    facts = parse_facts({**shared, "activities": many, "pi_count": 1_500_000, "sensitive_pi_count": 1_000})
    result = determine(facts, as_of=TODAY, book=book, details=False)
    known = read(facts, book).known
    asked = []

    def judge(changed):
        asked.append(changed)
        return verdict(changed, as_of=TODAY, book=book)

    what_if(facts, result, known, as_of=TODAY, book=book, judge=judge)
    assert result.path == "security_assessment" and 0 < len(asked) <= 60, len(asked)
