"""A turn that would split the persons of a case gets the prohibition and the verdict on the whole."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.chat.service import Chat
from copilot.chat.splitting import splits, ways_of_splitting
from tests.chat.conftest import TODAY

CASE = "我们公司今年要把120万普通用户的手机号传到新加坡，非关基，走哪条路径？"
FORBIDDEN = ("个人信息出境标准合同办法", "第四条")

SPLITTING = {
    "companies": [
        "如果拆成两家公司各传60万呢？",
        "换个子公司传一半呢？",
        "要是分别由两个子公司各自跟境外签合同呢，各60万",
        "把用户分到两个主体，每个主体不到100万，是不是就不用评估了？",
        "能不能一半用A公司，一半用B公司的名义",
        "我们注册个新公司传另外60万可以吗",
        "60万走A公司，60万走B公司呢？",
        "把60万挂到关联公司名下呢",
        "我们有三家子公司，每家传40万不就没事了",
        "what about splitting the users between two entities?",
    ],
    "transfers": [
        "拆单行不行？",
        "那我分批传，每批50万可以吗",
        "化整为零可以不",
        "那分成三个合同签呢？",
        "分两次申报可以吗",
        "一次传不到100万，多传几次行不行",
        "把客户按省份拆开报可以吗",
        "分成两个项目各算各的呢？",
        "what if we transfer in two batches of 600,000?",
    ],
    "years": [
        "分几年传，每年60万呢",
        "如果今年传60万明年再传60万呢？",
        "剩下60万等到明年再传呢？",
        "拖到明年1月再传剩下的行吗",
        "can we send 600k this year and the rest next year?",
    ],
}
WORDINGS = [(way, text) for way, texts in SPLITTING.items() for text in texts]


@pytest.mark.parametrize(("way", "text"), WORDINGS)
def test_splitting_is_seen_in_what_a_turn_supposes(way: str, text: str) -> None:
    assert way in ways_of_splitting(text) and splits(text, [CASE]) and not splits(text, [])


@pytest.mark.parametrize(
    "text",
    [
        "分别传给新加坡和美国两家，各60万呢？",
        "那敏感的呢？",
        "如果是分公司传呢？",
        "更正：一共60万人",
        "那换成8万人呢？",
        "如果接收方换成香港公司呢？",
        "我们换了境外接收公司还要重新备案吗",
        "要分别告知个人吗",
        "几家子公司能合并申报吗",
        "可以委托子公司一并申报吗",
        "材料分几份装订？",
        "分类分级要做吗？",
        "那要是只传9万人呢",
        "每年都要重新申报吗",
    ],
)
def test_other_changes_of_a_case_are_no_splitting(text: str) -> None:
    assert not splits(text, [CASE])


@pytest.mark.parametrize(("way", "text"), [(way, texts[0]) for way, texts in SPLITTING.items()])
async def test_splitting_is_forbidden_and_the_verdict_on_the_whole_stands(
    extractive: Chat, way: str, text: str
) -> None:
    answer = await extractive.ask(text, as_of=TODAY, history=[CASE])
    first, *rest = answer.answer.splitlines()
    assert "不得用数量拆分等手段" in first and FORBIDDEN in {(c.instrument, c.article) for c in answer.citations}
    assert any(line.startswith("什么算拆分") for line in rest)
    assert answer.path and answer.path["path"] == "security_assessment"
    assert answer.path["facts"]["pi_count"] == 1_200_000


@pytest.mark.parametrize(
    ("question", "forbidden"),
    [
        ("我们120万普通用户要传到新加坡，非关基，拆成两家公司各传60万，走标准合同行吗？", True),
        ("非关基，今年120万用户手机号传到美国，分两批每批60万，能不能走标准合同备案？", True),
        ("三家独立子公司各传40万普通用户到新加坡，都不是关基，各走标准合同可以吗", False),
        ("我们不是关基，今年分三批把15万会员的手机号传到新加坡，走标准合同可以吗", False),
    ],
)
async def test_a_single_question_is_told_so_where_splitting_would_avoid_the_assessment(
    extractive: Chat, question: str, forbidden: bool
) -> None:
    answer = await extractive.ask(question, as_of=TODAY)
    assert answer.path and answer.answer.startswith("拆开改变不了结论") is forbidden


async def test_a_turn_after_a_split_goes_on_from_the_whole_case(extractive: Chat) -> None:
    turns = [CASE, "如果拆成两家公司各传60万呢？"]
    answer = await extractive.ask("那如果一共只有50万人呢？", as_of=TODAY, history=turns)
    assert answer.path and answer.path["path"] == "contract_or_certification"


async def test_splitting_is_told_in_english(extractive: Chat) -> None:
    case = "We will send phone numbers of 1.2 million users to Singapore. We are no CIIO. Which procedure do we need?"
    answer = await extractive.ask("What if we split it over two companies, 600k each?", as_of=TODAY, history=[case])
    assert "by splitting the numbers" in answer.answer and "security assessment" in answer.answer


async def test_on_a_day_before_the_measures_only_the_law_of_that_day_is_told(extractive: Chat) -> None:
    answer = await extractive.ask("如果拆成两家公司各传60万呢？", as_of=dt.date(2023, 8, 1), history=[CASE])
    assert FORBIDDEN in {(c.instrument, c.article) for c in answer.citations}
    assert "个人信息出境认证办法" not in {c.instrument for c in answer.citations}
