"""Every form of a number, and what is no number of a story."""

from __future__ import annotations

from decimal import Decimal

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


def chinese(n: int) -> str:
    """`n` in Chinese numerals as people write them, 100010 as 十万零一十."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if n >= unit:
            head, rest = divmod(n, unit)
            gap = "零" if 0 < rest < unit // 10 else ""
            return chinese(head) + name + (gap + chinese(rest) if rest else "")
    out, open_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            out += ("零" if open_gap else "") + "零一二三四五六七八九"[digit] + name
            open_gap = False
        elif out:
            open_gap = bool(n)
    return out


ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(n: int) -> str:
    """`n` in English words."""
    for unit, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= unit:
            head, rest = divmod(n, unit)
            return f"{english(head)} {name}" + (f" {english(rest)}" if rest else "")
    return ONES[n] if n < 20 else TENS[n // 10 - 2] + (f"-{ONES[n % 10]}" if n % 10 else "")


def mixed(n: int) -> str:
    """`n` with 万 and digits: 30万5678, 10万零1."""
    head, rest = divmod(n, 10_000)
    return f"{head}万" + (f"{'零' if rest < 1000 else ''}{rest}" if rest else "")


FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")
NOTATIONS = {
    "digits": str,
    "wide": lambda n: str(n).translate(WIDE),
    "commas": lambda n: f"{n:,}",
    "wide commas": lambda n: f"{n:,}".translate(WIDE),
    "spaces": lambda n: f"{n:,}".replace(",", " "),
    "thin spaces": lambda n: f"{n:,}".replace(",", "\u202f"),
    "points": lambda n: f"{n:,}".replace(",", "."),
    "apostrophes": lambda n: f"{n:,}".replace(",", "’"),
    "straight apostrophes": lambda n: f"{n:,}".replace(",", "'"),
    "chinese": chinese,
    "formal": lambda n: chinese(n).translate(FORMAL),
    "mixed": mixed,
    "mixed, spaced": lambda n: mixed(n).replace("万", " 万 ").strip(),
    "wan": lambda n: f"{Decimal(n) / 10_000}万",
    "w": lambda n: f"{Decimal(n) / 10_000}w",
    "k": lambda n: f"{Decimal(n) / 1000}k",
    "million": lambda n: f"{Decimal(n) / 1_000_000} million",
    "M": lambda n: f"{Decimal(n) / 1_000_000}M",
    "m": lambda n: f"{Decimal(n) / 1_000_000}m",
    "mn": lambda n: f"{Decimal(n) / 1_000_000}mn",
    "bai wan": lambda n: f"{Decimal(n) / 1_000_000}百万",
    "qian wan": lambda n: f"{Decimal(n) / 10_000_000}千万",
    "english": english,
}
EDGES = [10_000, 10_001, 99_999, 100_000, 100_001, 100_010, 100_500, 305_678, 999_999, 1_000_000, 1_000_001]
DRAWN = [*EDGES, 1_200_000, 9_876_543, 120_000_000, *(int(1.37**k) + 10_000 for k in range(20, 60))]


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_number_is_the_same_in_every_way_to_write_it(notation: str) -> None:
    wrong = {}
    for value in DRAWN:
        for around in ("今年传了{}人，", "已有{}名用户", "为{}个客户"):
            text = fold(around.format(NOTATIONS[notation](value)))
            got = [n.value for n in numbers(text)]
            if got != [value]:
                wrong[text] = got
    assert not wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1亿2千万人", 120_000_000),
        ("10万零5百人", 100_500),
        ("3万5", 35_000),
        ("10万又1人", 100_001),
        ("2千5百万人", 25_000_000),
        ("廿一万人", 210_000),
    ],
)
def test_shortened_tails_of_numbers(text: str, value: int) -> None:
    assert [n.value for n in numbers(text)] == [value]


def test_a_thing_behind_a_number_is_no_tail_of_it() -> None:
    assert numbers("向10万3家")[0].value == 100_000
    assert [n.text for n in numbers("合同号20240322，15万名会员")] == ["15万"]


def test_two_numbers_side_by_side_stay_two() -> None:
    assert [n.value for n in numbers("88万加12.8万一百万出头")] == [880_000, 128_000, 1_000_000]


@pytest.mark.parametrize("text", ["between 80,000 and 130,000 people", "8万或者13万人", "在8万和13万之间"])
def test_either_of_two_numbers_is_a_range(text: str) -> None:
    assert [(n.low, n.high) for n in numbers(text)] == [(80_000, 130_000)]


def test_at_least_and_at_most_are_one_range() -> None:
    (number,) = numbers("不少于10万、不超过20万人")
    assert (number.low, number.high, number.wording) == (100_000, 200_000, "range")
