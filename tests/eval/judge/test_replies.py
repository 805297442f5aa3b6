"""Replies of servers that keep the schema, and of those that don't."""

from __future__ import annotations

import pytest

from eval.judge.replies import Unreadable, read_json


@pytest.mark.parametrize(
    "reply",
    [
        '{"reason": "一致", "verdict": 1}',
        '```json\n{"reason": "一致", "verdict": 1}\n```',
        '判断如下：\n{"reason": "一致", "verdict": 1}\n以上。',
        "｛“reason”：“一致”，“verdict”：1｝",
        "{“reason”: “一致”, “verdict”: 1}",
        "{＂reason＂:＂一致＂，＂verdict＂:1}",
        '{"verdict": 1, "reason": "一致"}',
    ],
)
def test_read(reply: str) -> None:
    assert read_json(reply) == {"reason": "一致", "verdict": 1}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ('{"reason": "资料写的是“不少于六个月”，说法不同", "verdict": 0}', "资料写的是“不少于六个月”，说法不同"),
        ("｛“reason”：“资料写的是“六个月”，说法不同”，“verdict”：0｝", "资料写的是“六个月”，说法不同"),
        ('{"reason": "资料写的是"六个月"，说法不同", "verdict": 0}', '资料写的是"六个月"，说法不同'),
        ('{"reason": "「六个月」\n与三个月不同", "verdict": 0}', "「六个月」\n与三个月不同"),
        (r'{"reason": "写的是\"六个月\"", "verdict": 0}', '写的是"六个月"'),
    ],
)
def test_quotations_inside_a_reply_survive(reply: str, reason: str) -> None:
    assert read_json(reply) == {"reason": reason, "verdict": 0}


@pytest.mark.parametrize("reply", ["", "是", "支持", '{"reason": "没写完', "1", '["verdict", 1]', '{"verdict" 1}'])
def test_nothing_is_guessed(reply: str) -> None:
    with pytest.raises(Unreadable):
        read_json(reply)
