"""Callers' words without fillers: numbers, negations and content stay; bare replies become statements."""

from __future__ import annotations

import pytest

from copilot.desk.heard import asks, in_full, meant
from copilot.desk.words import Words


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("哎你好，我想问下那个认证的证，就是拿到了以后能用几年的", "认证的证，拿到了以后能用几年的"),
        ("喂，呃我们有八万多个人吧，要不要备案啊", "我们有八万多个人吧，要不要备案"),
        ("那个公司不是关基，没有敏感的", "公司不是关基，没有敏感的"),
        ("这个要不要签合同嘛", "这个要不要签合同吗"),
        ("标准合同备案要几个工作日？", "标准合同备案要几个工作日？"),
        ("你好", "你好"),
        ("喂，就是说不用办", "不用办"),
        ("How long is it valid?", "How long is it valid?"),
    ],
)
def test_fillers_go_and_nothing_else(said: str, heard: str) -> None:
    assert meant(said) == heard


@pytest.mark.parametrize(
    ("fact", "reply", "full"),
    [
        ("sensitive_pi_count", "没有", "不含敏感个人信息"),
        ("sensitive_pi_count", "有500来个", "其中敏感个人信息500人"),
        ("pi_count", "大概八万多人吧", "今年已传加年底前要传的一共八万人，不含敏感个人信息的"),
        ("is_ciio", "不是的", "我们不是关键信息基础设施运营者"),
        ("is_ciio", "我们是做物流的", "我们是做物流的"),
        ("", "没有", "没有"),
        ("nothing", "8万", "8万"),
    ],
)
def test_a_bare_reply_is_put_in_full(words: Words, fact: str, reply: str, full: str) -> None:
    assert in_full(reply, fact, words.replies) == full


def test_what_adds_to_a_case_is_no_question() -> None:
    assert asks("要不要备案") and asks("几个工作日？") and not asks("一共8万人，没有敏感信息")


def test_every_short_question_is_about_a_fact_of_the_rules(words: Words) -> None:
    from copilot.settings import Settings
    from copilot.wiring import Parts

    facts = Parts(Settings(_env_file=None)).rulebook.facts  # type: ignore[call-arg]
    assert set(words.asks) <= set(facts) and set(words.replies) <= set(words.asks)
    assert {fact for fact, _, _ in words.assumed} <= set(facts)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("认证证书管几年", "certification"),
        ("申报系统登录不上", "progress"),
        ("孩子的信息", "minors"),
        ("你好", "other"),
    ],
)
def test_topics_by_words(words: Words, question: str, topic: str) -> None:
    assert words.topic_of(question) == topic and words.topic(topic).id == topic
