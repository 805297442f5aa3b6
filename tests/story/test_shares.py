"""A stock of which only a share goes, and shares that are no such thing."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "我们是长沙的健身品牌，会员总数260万。仅其中3%的人，今年把昵称和邮箱给墨尔本的合作方做测试，不含敏感信息。",
            78000,
        ),
        ("注册用户有80万，其中只有5%参加了海外活动，这部分人的邮箱今年给悉尼的公司，没有敏感信息。", 40000),
    ],
)
def test_of_a_stock_only_the_share_counts(text: str, count: int) -> None:
    assert facts(text)["pi_count"] == count


@pytest.mark.parametrize(
    "text",
    [
        "我们今年把会员100万人的邮箱传给新加坡，其中只有10%含身份证号。",
        "会员100万，其中只有10%含身份证号，今年全部同步给新加坡总部。",
        "今年给新加坡总部的会员100万，其中只有一成是老会员。",
    ],
)
def test_a_share_of_what_goes_does_not_lessen_it(text: str) -> None:
    assert path(text) in ("security_assessment", "need_facts")
