"""A number belongs to its bound, to what it counts, to its clause and to its event."""

import pytest

from copilot.chat.amounts import amounts, foreign_dates, miscounted, outdated, reversed_at, unsupported
from copilot.chat.wording import canonical

LINE = "累计10万人以上、不满100万人个人信息（不含敏感个人信息），或者累计敏感个人信息不满1万人的，应当备案"


@pytest.mark.parametrize(
    ("said", "source", "fault"),
    [
        ("敏感个人信息不满1万人", LINE, ""),
        ("敏感个人信息5000人", LINE, ""),
        ("普通个人信息30万人", LINE, ""),
        ("普通个人信息100万人", LINE, "bound:1e+06人"),
        ("普通个人信息恰好10万人", LINE, ""),
        ("敏感个人信息10万人以上", LINE, "object:100000人"),
        ("敏感个人信息1万人以上", LINE, "bound:10000人"),
        ("普通个人信息20万人以上", LINE, "number:200000人"),
        ("收到结果后15个工作日内申请", "在收到评估结果后15个工作日以内申请复评", ""),
        ("受理后15个工作日内申请", "在收到评估结果后15个工作日以内申请复评", "event:15工作日"),
        ("收到结果后30个工作日内申请", "在收到评估结果后15个工作日以内申请复评", "conflict:30工作日"),
        ("届满后60个工作日内提出", "届满前60个工作日内提出", "event:60工作日"),
        ("现在有效期是2年", "本条的2年有效期让位于第九条：有效期是3年", "superseded:2年"),
        ("存重要数据的日志留存3年", "存重要数据的日志留存1年，存核心数据的日志留存3年", "place:3年"),
    ],
)
def test_unsupported(said: str, source: str, fault: str) -> None:
    assert unsupported(canonical(said), canonical(source)) == fault


def test_what_is_counted() -> None:
    assert [a.counted for a in amounts(canonical(LINE))] == ["plain", "plain", "sensitive"]


def test_dates() -> None:
    assert foreign_dates("自当年1月1日起", "从当年1月1日起算") == []
    assert foreign_dates("自上年1月1日起", "从当年1月1日起算") == ["date:上年"]
    assert foreign_dates("12月15日前", "应当在十二月十五日前") == []
    assert foreign_dates("2023年7月1日施行", "自2023年6月1日起施行") == ["date:2023-7-1"]


def test_counts() -> None:
    assert miscounted("备案要交七项材料", "应当提交七项材料") == []
    assert miscounted("备案要交八项材料", "应当提交七项材料") == ["number:8项"]


def test_a_number_that_has_lapsed_or_is_decided_the_other_way() -> None:
    assert outdated("有效期为2年", "有效期为2年", "上述2年的口径失效") == ["superseded:2年"]
    assert outdated("旧的有效期为2年", "旧的有效期为2年", "上述2年的口径失效") == []
    assert reversed_at("恰好10万人不能认证", "恰好10万人可以认证；恰好100万人不能认证。") == ["bound:100000人"]
    assert reversed_at("恰好10万人可以认证", "恰好10万人可以认证；恰好100万人不能认证。") == []
