"""The day whose law a question is about: said, told in passing, or not meant at all."""

import datetime as dt

import pytest

from copilot.chat.days import day_asked
from copilot.errors import BadInput

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("question", "day", "words"),
    [
        ("按2023年8月的规定，多少人要评估？", dt.date(2023, 8, 31), "2023年8月"),
        ("依据2022年9月1日的规定怎么走", dt.date(2022, 9, 1), "2022年9月1日"),
        ("适用2023年的门槛是多少", dt.date(2023, 12, 31), "2023年"),
        ("2023年的门槛是多少", dt.date(2023, 12, 31), "2023年"),
        ("2023年时把用户数据传到国外要怎么办？", dt.date(2023, 12, 31), "2023年"),
        ("2022年10月向境外提供10万人信息要申报吗", dt.date(2022, 10, 31), "2022年10月"),
        ("我们2023年的时候传过8万人的数据，当时要备案吗", dt.date(2023, 12, 31), "2023年"),
        ("2023年8月15日那天出境要评估吗", dt.date(2023, 8, 15), "2023年8月15日"),
        ("2021年能直接把员工信息传给总部吗", dt.date(2021, 12, 31), "2021年"),
        ("2024年2月需要安全评估吗", dt.date(2024, 2, 29), "2024年2月"),
        ("What did an exporter have to do in October 2022?", dt.date(2022, 10, 31), "2022年10月"),
    ],
)
def test_a_day_is_meant(question: str, day: dt.date, words: str) -> None:
    assert day_asked(question, default=TODAY) == (day, words)


@pytest.mark.parametrize(
    "question",
    [
        "2024年的规定第七条怎么说",
        "2024年3月的规定要求什么",
        "2025年版指南要交哪些材料",
        "2024年3月新规改了什么",
        "2023年6月1日施行的办法要求什么",
        "2025年1月1日起要做什么",
        "北京2024年负面清单需要什么条件",
        "按2027年的规定呢",
        "2027年我们要传到国外怎么办",
        "我们计划2025年12月向境外提供数据，要办什么",
        "截至2025年3月完成了多少项评估？",
        "2024年我们通过了评估，有效期几年？",
        "2023年签的标准合同现在还有效吗",
        "我们2023年已经备案，需要重新备案吗",
        "2022年的评估办法和2024年的规定有什么不同",
        "2025年网信系统一共罚了多少钱",
        "Is a contract signed in 2023 still valid?",
    ],
)
def test_no_day_is_meant(question: str) -> None:
    assert day_asked(question, default=TODAY) == (TODAY, "")


def test_impossible_date_is_named() -> None:
    with pytest.raises(BadInput, match="2023年2月31日"):
        day_asked("按2023年2月31日的规定", default=TODAY)
