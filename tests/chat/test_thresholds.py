"""Which side of a threshold a question is on, and which texts rule that side."""

import math

import pytest

from copilot.chat.thresholds import Range, asked, ruled, rules

ASSESSED = "累计提供100万人以上个人信息（不含敏感个人信息）或者1万人以上敏感个人信息的，应当申报。"
CONTRACT = "累计提供10万人以上、不满100万人个人信息（不含敏感个人信息）或者不满1万人敏感个人信息的，应当订立合同。"


@pytest.mark.parametrize(
    ("question", "range_"),
    [
        ("敏感1万人以上", Range(10_000, math.inf, True)),
        ("不满1万人敏感", Range(0, 10_000, True)),
        ("1万人以下的敏感个人信息", Range(0, 10_000, True)),
        ("敏感个人信息刚好一万人", Range(10_000, 10_001, True)),
        ("超过1万人敏感信息", Range(10_001, math.inf, True)),
        ("50万人普通个人信息", Range(500_000, 500_001, False)),
        ("20万会员的姓名（不含敏感个人信息）20万人", Range(200_000, 200_001, False)),
        ("10万人以上、不满100万人普通个人信息", Range(100_000, 1_000_000, False)),
        ("50万人的数据", None),
        ("普通3万人、敏感2000人", None),
        ("敏感个人信息怎么出境", None),
    ],
)
def test_range_asked(question: str, range_: Range | None) -> None:
    assert asked(question) == range_


def test_ranges_of_a_text() -> None:
    assert set(ruled(ASSESSED)) == {Range(1_000_000, math.inf, False), Range(10_000, math.inf, True)}
    assert set(ruled(CONTRACT)) == {Range(100_000, 1_000_000, False), Range(0, 10_000, True)}


def test_a_superseded_threshold_rules_nothing() -> None:
    assert not list(ruled("“累计提供1万人以上敏感个人信息的要评估”是已被取代的旧口径。"))


@pytest.mark.parametrize(
    ("question", "assessed", "contract"),
    [
        ("敏感9999人", False, True),
        ("敏感1万人", True, False),
        ("普通99.9万人", False, True),
        ("普通100万人", True, False),
        ("普通9万人", False, False),
    ],
)
def test_both_sides_of_each_threshold(question: str, assessed: bool, contract: bool) -> None:
    wanted = asked(question)
    assert wanted and (rules(ASSESSED, wanted), rules(CONTRACT, wanted)) == (assessed, contract)
