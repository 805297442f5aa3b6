"""Operators of critical infrastructure and all others: which of the two a text speaks of, and what is quoted then."""

import pytest

from copilot.chat.operators import speaks_of_operators
from copilot.chat.service import Chat
from tests.chat.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "operators"),
    [
        ("关基只传了几十人，要申报吗", True),
        ("关键信息基础设施运营者把个人信息提供给境外", True),
        ("我们不是关基", False),
        ("非关基", False),
        ("没有被认定为关基", False),
        ("关键信息基础设施运营者以外的数据处理者", False),
        ("是不是关基由谁说了算", True),
        ("我们算不算关基", True),
        ("关键信息基础设施运营者必须申报；不是关键信息基础设施运营者的看数量", None),
        ("标准合同要备案吗", None),
    ],
)
def test_of_whom_a_text_speaks(text: str, operators: bool | None) -> None:
    assert speaks_of_operators(text) is operators


async def test_an_operator_is_shown_the_item_on_operators(extractive: Chat) -> None:
    answer = await extractive.ask("关基向境外提供个人信息，什么情形要申报安全评估", as_of=TODAY)
    line = next(x for x in answer.answer.splitlines() if x.startswith("《促进和规范数据跨境流动规定》第七条"))
    assert "（一）关键信息基础设施运营者" in line and "（二）" not in line
    assert not any(c.article == "第八条" for c in answer.citations)
