"""Which later questions of a conversation lean on the turn before."""

from __future__ import annotations

import pytest

from copilot.retrieval.follow_up import leans, leant_on


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
