"""Stories in traditional characters and in Cantonese read as those in simplified characters."""

from __future__ import annotations

import datetime as dt

import opencc
import pytest

from copilot.story import read_by_rules
from copilot.story.script import simplified

AS_OF = dt.date(2026, 11, 23)
STORIES = (
    "我们公司在广州，今年要把两万名客户的姓名、电话给香港那边做客服，没有敏感信息，全年就两万。",
    "今年把三十五万名会员的手机号传给台湾总部，不含敏感信息，不是关基。",
    "苏州的体检中心把六千名客人的体检报告传给新加坡的诊所做质量比较。",
    "员工1700人，人事系统放在昆山机房，台北总公司没有账号，数据没有传出去。",
    "主管部门书面告知我们这批数据属于重要数据，要给德国，不含个人信息。",
    "今年给日本总部传了十二万余名顾客的邮箱，没有敏感信息。",
)


@pytest.mark.parametrize("text", STORIES)
def test_the_same_facts_in_traditional_characters(text: str) -> None:
    traditional = opencc.OpenCC("s2t").convert(text)
    assert traditional != text
    plain, other = (read_by_rules(t, as_of=AS_OF) for t in (text, traditional))
    assert other.facts == plain.facts
    assert all(w.text == traditional[w.start : w.end] for found in other.found for w in found.words)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("今年將八千名客人嘅病歷傳去澳門間診所，我哋喺珠海。", "sensitive_pi_count", 8000),
        ("我哋喺深圳，今年畀香港母公司三萬個會員嘅電郵，冇敏感資料。", "sensitive_pi_count", 0),
        ("我哋喺深圳，今年畀香港母公司三萬個會員嘅電郵，冇敏感資料。", "pi_count", 30_000),
        ("佢哋係香港公司，我哋今年傳咗十五萬個客嘅姓名畀佢哋，唔含敏感資料。", "pi_count", 150_000),
        ("啲資料全部喺東莞，香港嗰邊冇人睇到，都冇傳過出去。", "is_export", False),
        ("我哋唔係關鍵信息基礎設施，今年畀新加坡公司九萬名用戶嘅暱稱。", "is_ciio", False),
    ],
)
def test_cantonese(text: str, fact: str, value: int | bool) -> None:
    assert read_by_rules(text, as_of=AS_OF).facts[fact] == value


@pytest.mark.parametrize(
    "text", ["今年传了5万人", "乾隆年间的著作", "We send 5,000 names 😀 abroad", "髮型、伺服器、暱稱"]
)
def test_every_character_stays_where_it_was(text: str) -> None:
    assert len(simplified(text)) == len(text)
    assert simplified("今年传了5万人") == "今年传了5万人"
