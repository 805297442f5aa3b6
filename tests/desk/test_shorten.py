"""Shortenings keep numbers, negations, force and doer; what limits a sentence is never cut off."""

from __future__ import annotations

import pytest

from copilot.chat.verify import Source
from copilot.desk.shorten import keeps, limits, shortenings

NAMES = (("个人信息保护影响评估", "影响评估"), ("中华人民共和国境外", "境外"))
LAW = "个人信息处理者向中华人民共和国境外提供个人信息的，应当事前进行个人信息保护影响评估，报告至少保存三年。"


def test_longer_names_become_shorter_and_asides_go() -> None:
    forms = list(shortenings("（一）应当做个人信息保护影响评估（即事前的评估）；并保存。", shorter=NAMES))
    assert forms[0] == "应当做个人信息保护影响评估（即事前的评估）；并保存"
    assert forms[-1] == "应当做影响评估"


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("应当申报；但是已经免予的除外。", "应当申报；但是已经免予的除外"),
        ("应当申报；法律另有规定的，从其规定。", "应当申报；法律另有规定的，从其规定"),
        ("应当申报；材料由省级部门报送。", "应当申报"),
        ("（不含敏感个人信息）满10万人的，应当备案。", "（不含敏感个人信息）满10万人的，应当备案"),
    ],
)
def test_what_limits_stays(sentence: str, last: str) -> None:
    assert list(shortenings(sentence, shorter=()))[-1] == last


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("个人信息处理者向境外提供个人信息的，应当事前进行影响评估", True),
        ("个人信息处理者向境外提供个人信息的，应当事前进行影响评估，报告至少保存五年", False),
        ("个人信息处理者向境外提供个人信息的，不得进行影响评估", False),
        ("境外接收方应当事前进行影响评估", False),
    ],
)
def test_a_shortening_is_held_against_its_passage(said: str, kept: bool) -> None:
    assert keeps(said, LAW, Source("《示例法》第五十五条", LAW)) is kept


def test_a_sentence_that_limits_is_known() -> None:
    assert limits("但是，已经备案的除外。") and not limits("数据处理者应当申报。")
