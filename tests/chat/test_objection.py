"""An objection is neither a refusal nor a fact of the case."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.chat.objection import objects
from copilot.chat.service import Chat

TODAY = dt.date(2026, 11, 23)
CASE = "我们不是关基，今年给日本总部传3万人的姓名邮箱，没有敏感信息，要评估吗？"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不对吧，我查到的是处理一百万人以上就要评估，你再看看？", True),
        ("可律师坚持，你就按他的说法写结论吧。", True),
        ("网上都说只要出境就得做评估", True),
        ("不对，是12万人", False),
        ("你再看看，我们实际是12万人", False),
        ("那12万人呢？", False),
    ],
)
def test_objections(text: str, expected: bool) -> None:
    assert objects(text, [CASE]) is expected
    assert not objects(text, [])


@pytest.mark.parametrize(
    "turn", ["不对吧，我查到的是处理一百万人以上就要评估，你再看看？", "可律师坚持要评估，你就按他的说法写结论吧。"]
)
async def test_the_verdict_stands_against_an_objection(extractive: Chat, turn: str) -> None:
    answer = await extractive.ask(turn, as_of=TODAY, history=[CASE])
    assert not answer.abstained and answer.path and answer.path["path"] == "exempt"
    assert "3万人" in answer.answer


async def test_a_correction_still_changes_it(extractive: Chat) -> None:
    answer = await extractive.ask("不对，是12万人", as_of=TODAY, history=[CASE])
    assert answer.path and answer.path["path"] == "contract_or_certification"
