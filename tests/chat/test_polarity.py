"""What a clause affirms and what it negates."""

import pytest

from copilot.chat.polarity import contradiction, is_condition, pieces, polarity
from copilot.chat.wording import canonical


def _negated(text: str) -> set[str]:
    return {word for piece in pieces(canonical(text)) for word, sign in piece.signs if sign < 0}


@pytest.mark.parametrize(
    ("text", "negated", "affirmed"),
    [
        ("无须申报安全评估", {"申报", "安评"}, set()),
        ("不得转委托", {"转", "委托"}, set()),
        ("不能免予手续", set(), {"手续"}),
        ("没有告知的，应当补充", {"告知"}, {"补充"}),
        ("三项手续都不用办", {"手续"}, set()),
        ("个人信息不满10万人", set(), {"个人信息"}),
        ("是否受理", set(), {"受理"}),
        ("无需申报评估、无需签订标准合同", {"申报", "标准", "合同"}, set()),
        ("最迟不得超过1小时报告", set(), {"报告"}),
    ],
)
def test_signs(text: str, negated: set[str], affirmed: set[str]) -> None:
    found = _negated(text)
    assert negated <= found
    assert not affirmed & found


@pytest.mark.parametrize(
    ("said", "source", "agree"),
    [
        ("告知照旧要做", "但仍要告知", True),
        ("也不用告知个人", "不需取得同意，但仍要告知个人", False),
        ("已经删除的也计入", "已经删除的个人信息不计入", False),
        ("有效期届满后申请延长", "有效期届满前申请延长", False),
        ("未经授权不得转移", "须经授权才能转移", True),
    ],
)
def test_contradictions(said: str, source: str, agree: bool) -> None:
    said, source = canonical(said), canonical(source)
    assert (contradiction(pieces(said), pieces(source), exclusive=said + source) == "") is agree


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("应当申报", {"required"}),
        ("可以申请延长", {"allowed"}),
        ("不得拆分", {"forbidden"}),
        ("免予三项手续", {"spared"}),
        ("不属于数据出境", {"denied"}),
        ("不可抗力", set()),
    ],
)
def test_modalities(text: str, found: set[str]) -> None:
    assert polarity(text) == found


def test_conditions() -> None:
    assert is_condition("材料不齐全的") and is_condition("属于第五条情形")
    assert not is_condition("应当看有没有出现该条情形")
