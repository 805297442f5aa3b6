"""Which later questions of a conversation lean on the turn before."""

from __future__ import annotations

import pytest

from copilot.domain import Hit
from copilot.retrieval.follow_up import finds_little, leans, leant_on
from tests.retrieval.conftest import passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那要是12万呢？", True),
        ("他要是转包给客服公司替他处理呢，也这套？", True),
        ("依据是第几条？", True),
        ("And how early must we apply if we want to keep using it?", True),
        ("渔船捕捞许可证由哪个渔业主管部门核发", False),
        ("换个话题，那标准合同备案要几天？", False),
        ("个人信息出境标准合同备案要提交哪些材料，向谁提交？", False),
    ],
)
def test_leaning(text: str, expected: bool) -> None:
    assert leans(text) is expected
    assert leant_on(text, ["更早的问题", "评估结果有效期几年？"]) == ("评估结果有效期几年？" if expected else "")
    assert leant_on(text, []) == ""


def test_a_turn_takes_along_what_the_turn_before_points_back_to() -> None:
    turns = ["标准合同备案要交哪些材料，向谁交？", "那认证呢？"]
    assert leant_on("多久能办好？", turns) == " ".join(turns)
    assert leant_on("多久能办好？", ["评估结果有效期几年？", turns[0]]) == turns[0]


def test_a_short_question_that_finds_little_goes_on_from_the_turn_before() -> None:
    found = passage("评估办法", "第四条", "应当申报评估的情形。")
    weak, strong = [Hit(found, 0.4, {})], [Hit(found, 1.2, {})]
    asked = "只做了告知、没有拿到同意行吗"
    assert finds_little(asked, weak) and finds_little(asked, []) and not finds_little(asked, strong)
    assert not finds_little("换个话题，那标准合同备案要几天？", weak)
    assert not finds_little("个人信息出境标准合同备案要提交哪些材料，向谁提交，多久查验完？", weak)
