"""Dialect is put into written words; ordinary sentences stay as they are."""

import pytest

from copilot.retrieval.dialect import written


@pytest.mark.parametrize(
    ("spoken", "plain"),
    [
        ("呢份合同使唔使备案㗎", "这份合同需不需要备案的"),
        ("边个负责签字，几耐交一次嘅", "谁负责签字，多久交一次的"),
        ("阿拉勿晓得材料啥辰光交", "我们不知道材料什么时候交"),
        ("合同好先签伐", "合同能先签吗"),
        ("这材料咋整，搁哪疙瘩备案", "这材料怎么办，在哪里备案"),
        ("归网信办管不？", "归网信办管吗？"),
    ],
)
def test_spoken(spoken: str, plain: str) -> None:
    assert written(spoken) == plain


@pytest.mark.parametrize(
    "text",
    [
        "请勿拨打境外电话，勿视为同意",
        "边境地区的数据点位，系统如何划定边界",
        "资金拨付讲解，伊朗的接收方",
        "讨伐",
        "Must we file?",
    ],
)
def test_written_stays(text: str) -> None:
    assert written(text) == text


def test_twice_is_once() -> None:
    once = written("境外公司喺国内嘅代表畀边个报")
    assert written(once) == once
