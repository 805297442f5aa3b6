"""Callers' words without fillers: numbers, negations and content stay; bare replies become statements."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.desk.heard import asks, completed, in_full, meant
from copilot.desk.words import Words
from copilot.law.rulebook import RuleBook
from copilot.settings import Settings
from copilot.story.reader import read_by_rules
from copilot.wiring import Parts


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
        ("pi_count", "大概八万多人吧", "当年累计向境外提供八万人的个人信息"),
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


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The rules' data."""
    return Parts(Settings(_env_file=None)).rulebook  # type: ignore[call-arg]


def test_every_short_question_is_about_a_fact_of_the_rules(words: Words, book: RuleBook) -> None:
    assert set(words.asks) <= set(book.facts) and set(words.replies) <= set(words.asks)
    assert {fact for fact, _, _ in words.assumed} <= set(book.facts)


def test_the_rules_read_every_statement_as_the_reply_meant_it(words: Words, book: RuleBook) -> None:
    story = "我们有些国内会员的资料要传给新加坡总部，要不要办手续\n"
    wrong = []
    for fact, forms in words.replies.items():
        count = fact.endswith("_count")
        expected = ((forms.no, 0 if count else False), (forms.yes, True), (forms.number.format(n="8万"), 80000))
        for words_, value in expected:
            if words_:
                read = read_by_rules(story + words_, as_of=dt.date(2026, 11, 23), book=book)
                wrong += [] if read.facts.get(fact) == value else [(fact, words_, read.facts.get(fact))]
    assert not wrong


def test_a_case_told_without_a_question_gets_the_one_it_means(book: RuleBook) -> None:
    day = dt.date(2026, 11, 23)
    told = "要传六百个员工的体检报告给法国总部，不是关基"
    assert completed(told, as_of=day, book=book) == f"{told}，要办什么手续？"
    for said in ("认证证书的有效期", "我们要传8万人的信息给日本，要备案吗"):
        assert completed(said, as_of=day, book=book) == said


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
