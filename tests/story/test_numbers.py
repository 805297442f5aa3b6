"""Every form of a number, and what is no number of a story."""

from __future__ import annotations

import pytest

from copilot.story.numbers import fold, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二万人", 120_000),
        ("12万人", 120_000),
        ("120,000人", 120_000),
        ("120，000人", 120_000),
        ("１２万人", 120_000),
        ("１２，０００名", 12_000),
        ("一百八十万", 1_800_000),
        ("九万九千九百九十九名", 99_999),
        ("一万零一名", 10_001),
        ("两万三千人", 23_000),
        ("两万三", 23_000),
        ("3万5千人", 35_000),
        ("10.1万名", 101_000),
        ("1.5万名", 15_000),
        ("5w用户", 50_000),
        ("500k users", 500_000),
        ("1.2 million users", 1_200_000),
        ("two million users", 2_000_000),
        ("half a million people", 500_000),
        ("forty people", 40),
        ("百万用户", 1_000_000),
        ("2亿人", 200_000_000),
    ],
)
def test_a_plain_number_has_one_value(text: str, value: int) -> None:
    (number,) = numbers(fold(text))
    assert (number.value, number.exact) == (value, True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("约10万人", 90_000, 110_000),
        ("10万人左右", 90_000, 110_000),
        ("近20万人", 180_000, 200_000),
        ("十万余人", 100_001, 199_999),
        ("12万多人", 120_001, 129_999),
        ("9万多人", 90_001, 99_999),
        ("十几万人", 110_000, 190_000),
        ("数万人", 20_000, 90_000),
        ("8-12万人", 80_000, 120_000),
        ("八到十二万人", 80_000, 120_000),
        ("8万至12万人", 80_000, 120_000),
        ("10万人以上", 100_000, 120_000),
    ],
)
def test_an_inexact_number_keeps_its_bounds(text: str, low: int, high: int) -> None:
    (number,) = numbers(text)
    assert (number.low, number.high) == (low, high)


def test_equality_falls_on_the_right_side() -> None:
    assert numbers("不到10万名")[0].value == 99_999
    assert numbers("不满10万名")[0].high == 99_999
    assert numbers("超过100万人")[0].low == 1_000_001
    assert numbers("至少100万人")[0].low == 1_000_000
    assert numbers("恰好100万人")[0].exact


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日",
        "第八条",
        "令11",
        "GB/T 45574",
        "附件4",
        "1月到10月",
        "百分之一",
        "20%",
        "一旦",
        "第三方",
        "双十一",
        "9" * 500,
    ],
)
def test_dates_articles_and_the_like_are_no_numbers(text: str) -> None:
    assert numbers(text) == []


def test_the_words_and_the_place_are_kept() -> None:
    text = fold("今年传了１２万名用户")
    (number,) = numbers(text)
    assert text[number.start : number.end] == number.text == "12万"
