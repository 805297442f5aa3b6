"""Questions as people type them: dirty, long, in other scripts, about other days, leaning on earlier turns."""

import datetime as dt

import pytest

from copilot.chat.reading import clean, day_asked, language_of, read
from copilot.errors import BadInput, TooLarge

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("question", ["", "   ", "\u200b\u0007", "？？！", "😀😀", "\n\n"])
def test_nothing_readable_is_bad_input(question: str) -> None:
    with pytest.raises(BadInput):
        clean(question, max_chars=4000)


def test_too_long_names_the_limit() -> None:
    with pytest.raises(TooLarge, match="4000"):
        clean("数" * 20_000, max_chars=4000)


def test_control_characters_go_and_emoji_stay_harmless() -> None:
    assert clean("数据\x00出境\u200b😀怎么办", max_chars=100) == "数据 出境 😀怎么办"


def test_traditional_characters_are_read() -> None:
    assert "个人资料" in read("個人資料傳到境外要做什麼", as_of=TODAY).text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("按2023年8月的规定，多少人要评估？", dt.date(2023, 8, 31)),
        ("依据2022年9月1日的规定怎么走", dt.date(2022, 9, 1)),
        ("适用2023年的门槛是多少", dt.date(2023, 12, 31)),
        ("截至2025年3月完成了多少项评估？", TODAY),
        ("2024年我们通过了评估，有效期几年？", TODAY),
        ("按2027年的规定呢", TODAY),
    ],
)
def test_day_asked(question: str, day: dt.date) -> None:
    assert day_asked(question, default=TODAY)[0] == day


def test_impossible_date_is_named() -> None:
    with pytest.raises(BadInput, match="2023年2月31日"):
        day_asked("按2023年2月31日的规定", default=TODAY)


@pytest.mark.parametrize(
    ("text", "language"), [("How long is it valid?", "en"), ("SCC 备案要多久", "zh"), ("评估多久", "zh")]
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_follow_up_carries_the_turn_before() -> None:
    reading = read("那敏感的呢？", as_of=TODAY, history=["普通个人信息多少人要评估？"])
    assert reading.follow_up and "普通个人信息多少人要评估" in reading.query


def test_a_complete_question_stands_alone() -> None:
    assert not read("标准合同备案需要提交哪些材料？", as_of=TODAY, history=["普通个人信息多少人要评估？"]).follow_up
