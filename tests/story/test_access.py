"""Who may look from elsewhere, what a column of a list says, and operators that nobody named, in other words."""

from __future__ import annotations

import pytest

from tests.story.telling import facts, path


@pytest.mark.parametrize(
    "text",
    [
        "系统和备份一直放在无锡机房，没有搬过。不过总部在哥德堡那边的运维有账号，可以查订单，不能导出。订单里有30万客户的电话。",
        "数据都在国内，一份没拷走。只是总部在科克的客服主管有只读账号，能看22万客户的工单，不许下载。",
    ],
)
def test_a_login_elsewhere_is_never_taken_for_no_export(text: str) -> None:
    assert facts(text).get("is_export") is not False
    assert path(text) not in ("not_export", "exempt")


def test_a_login_inside_the_country_is_none() -> None:
    assert (
        path("数据都在国内机房，没有传到境外，国内客服有账号可以查12万客户的工单，境外没有任何人能登录。")
        == "not_export"
    )


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("我们注册在北京自贸区。自查清单后，这几个字段写在“须申报安全评估”的表里，涉及400人，给法国。", "must_assess"),
        ("我们注册在上海自贸区。对照了清单，这一类在“须订立标准合同”那张表里，涉及400人，给法国。", "must_contract"),
    ],
)
def test_a_quoted_column_of_the_list_counts(text: str, hit: str) -> None:
    assert facts(text)["negative_list_hit"] == hit
    assert path(text) != "exempt"


def test_nobody_has_named_us_an_operator() -> None:
    text = "Nobody has designated us a CII operator. We send 2,100 customers' names and emails to Toronto this year."
    assert facts(text)["is_ciio"] is False
