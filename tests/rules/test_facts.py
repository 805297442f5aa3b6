"""Facts that cannot be used: the field is named, in whole Chinese and in whole English."""

from __future__ import annotations

import re
from typing import Any

import pytest

from copilot.rules.facts import BadFacts, parse_facts
from copilot.rules.filings import parse_filing

ENGLISH = re.compile(r"Input|should|valid|at most|, or | or '")
CHINESE_WORDS = re.compile(r"应|不能|太长|超出|只能")


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"purpose": ["统计"]}, "purpose", "应为文字"),
        ({"purpose": "x" * 3000}, "purpose", "太长，至多 2000 个字"),
        ({"purpose": "\ud800"}, "purpose", "含有不能编码的字符"),
        ({"legal_basis": "13"}, "legal_basis", "只能是 13(一)、13(二)"),
        ({"negative_list_hit": 3}, "negative_list_hit", "只能是 not_covered、must_assess"),
        ({"pi_count": "3万"}, "pi_count", "应为整数（人数），不要加引号"),
        ({"pi_count": float("nan")}, "pi_count", "应为整数"),
        ({"is_ciio": "是"}, "is_ciio", '应为 true、false 或 null（现为 "是"）'),
        ({"activities": {}}, "activities", "应为列表"),
        ({"activities": [3]}, "activities.0", "应为对象"),
    ],
)
def test_a_refusal_is_whole_in_each_language(given: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(BadFacts) as caught:
        parse_facts(given)
    assert field in caught.value.message and said in caught.value.message
    assert not ENGLISH.search(caught.value.message)
    assert field in caught.value.en and not CHINESE_WORDS.search(caught.value.en)
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"kind": "x"}, "kind", "只能是 security_assessment、standard_contract"),
        ({"kind": "certification", "expires": "明年"}, "expires", "应为日期"),
        ({"kind": "certification", "expires": "2200-01-01"}, "expires", "应在 2017 年到 2099 年之间"),
        ({"kind": "certification", "scenes": [{}]}, "scenes.0.name", "没有写"),
        ({"kind": "certification", "number": "x" * 300}, "number", "太长，至多 200 个字"),
    ],
)
def test_a_refusal_of_a_filing_is_whole_in_each_language(given: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(BadFacts) as caught:
        parse_filing(given)
    assert field in caught.value.message and said in caught.value.message
    assert not ENGLISH.search(caught.value.message)
    assert field in caught.value.en and not CHINESE_WORDS.search(caught.value.en)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"is_export": True, "recipient_region": "CN"}, ("is_export", "recipient_region")),
        ({"is_export": True, "recipient_region": "中国大陆"}, ("is_export", "recipient_region")),
        ({"gba": True, "recipient_region": "US"}, ("gba", "recipient_region")),
        ({"gba": True, "recipient_region": "新加坡、日本"}, ("gba", "recipient_region")),
        ({"gba": True, "recipient_region": "TW"}, ("gba", "recipient_region")),
        ({"gba": True, "activities": [{"recipient_region": "SG"}]}, ("activities[0]", "gba", "recipient_region")),
        ({"recipient_region": "SG", "activities": [{"gba": True}]}, ("activities[0]", "gba", "recipient_region")),
        ({"contains_pi": False, "pi_count": 5}, ("contains_pi", "pi_count")),
        ({"contains_important_data": False, "important_data_notified": True}, ("important_data_notified",)),
        ({"ftz": "不在", "negative_list_hit": "off_list"}, ("ftz", "negative_list_hit")),
        ({"pi_count": 5, "pi_count_to_date": 6}, ("pi_count", "pi_count_to_date")),
        ({"pi_count": 5, "activities": [{"pi_count": 6}]}, ("pi_count", "activities[0]")),
        ({"activities": [{"is_ciio": True}, {"is_ciio": False}]}, ("is_ciio",)),
    ],
)
def test_facts_against_each_other_are_refused_with_both_names(given: dict[str, Any], fields: tuple[str, ...]) -> None:
    with pytest.raises(BadFacts) as caught:
        parse_facts(given)
    for field in fields:
        assert field in caught.value.message and field in caught.value.en
    assert not CHINESE_WORDS.search(caught.value.en)


@pytest.mark.parametrize(
    "given",
    [
        {"is_export": False, "recipient_region": "CN"},
        {"is_export": None, "recipient_region": "CN"},
        {"is_export": True, "recipient_region": "澳大利亚"},
        {"is_export": True, "gba": True, "recipient_region": "香港"},
        {"gba": True, "recipient_region": "CN-MO"},
        {"gba": True, "recipient_region": "HK、SG"},
        {"gba": False, "recipient_region": "US"},
        {"gba": True},
        {"gba": True, "activities": [{"gba": False, "recipient_region": "SG"}, {"recipient_region": "HK"}]},
    ],
)
def test_facts_that_fit_are_taken(given: dict[str, Any]) -> None:
    assert parse_facts(given) is not None
