"""Times and papers of a verdict: asked for with the path, or by a short turn after it."""

from __future__ import annotations

import pytest

from copilot.chat.particulars import wanted_after
from copilot.chat.service import Chat
from tests.chat.conftest import TODAY

ASSESSED = "我们公司今年要把120万普通用户的手机号传到新加坡，非关基，走哪条路径？"
CONTRACT = "我们不是关基，把12万会员的手机号传到新加坡做营销，没有敏感信息，要走什么程序？"
EXEMPT = "我们不是关基，把3万会员的手机号传到新加坡做营销，没有敏感信息，要走什么程序？"
TIMES = {
    ASSESSED: ("security_assessment", ("5个工作日", "7个工作日", "45个工作日")),
    CONTRACT: ("contract_or_certification", ("10个工作日", "15个工作日")),
    EXEMPT: ("exempt", ("没有要等的申报、备案时限",)),
}
PAPERS = {
    ASSESSED: ("数据出境风险自评估报告", "授权委托书"),
    CONTRACT: ("承诺书", "个人信息保护影响评估报告"),
    EXEMPT: ("影响评估报告", "不需提交"),
}


@pytest.mark.parametrize("turn", ["时间要多久？", "那要多长时间呢", "大概几天", "什么时候能办下来", "周期多长"])
@pytest.mark.parametrize("case", TIMES)
async def test_a_short_turn_gets_the_times_of_that_verdict(extractive: Chat, case: str, turn: str) -> None:
    answer = await extractive.ask(turn, as_of=TODAY, history=[case])
    path, told = TIMES[case]
    assert answer.path and answer.path["path"] == path and not answer.abstained
    assert all(words in answer.answer for words in told)


@pytest.mark.parametrize("turn", ["要哪些材料", "材料呢", "需要准备什么", "要交什么", "材料清单给我"])
@pytest.mark.parametrize("case", PAPERS)
async def test_a_short_turn_gets_the_papers_of_that_verdict(extractive: Chat, case: str, turn: str) -> None:
    answer = await extractive.ask(turn, as_of=TODAY, history=[case])
    assert answer.path and answer.path["path"] == TIMES[case][0]
    assert all(words in answer.answer for words in PAPERS[case])


@pytest.mark.parametrize("turn", ["多少钱", "费用呢", "手续费多少", "要花多少钱？"])
async def test_no_price_is_named_but_times_and_papers_are(extractive: Chat, turn: str) -> None:
    answer = await extractive.ask(turn, as_of=TODAY, history=[CONTRACT])
    assert answer.answer.startswith("申报、备案要不要交费，所收的规定里没有写") and "承诺书" in answer.answer
    assert "10个工作日" in answer.answer and not answer.abstained


async def test_path_papers_and_times_asked_at_once_are_all_told(extractive: Chat) -> None:
    answer = await extractive.ask("普通个人信息120万人，非关基，走哪条路径、要什么材料、多少时限", as_of=TODAY)
    assert answer.path and answer.path["path"] == "security_assessment" and len(answer.citations) <= 6
    assert all(words in answer.answer for words in (*TIMES[ASSESSED][1], *PAPERS[ASSESSED]))


async def test_english_turns_get_times_and_papers_in_english(extractive: Chat) -> None:
    case = "We will send phone numbers of 1.2 million users to Singapore. We are no CIIO. Which procedure do we need?"
    times = await extractive.ask("How long does it take?", as_of=TODAY, history=[case])
    papers = await extractive.ask("What documents do we need?", as_of=TODAY, history=[case])
    assert "45 working days" in times.answer and "self-assessment" in papers.answer.lower()


@pytest.mark.parametrize(
    "turn",
    [
        "评估有效期多久？",
        "那标准合同备案要什么材料？",
        "报告要保存多久",
        "不办会罚多少钱",
        "日志要存几个月",
        "材料要盖章吗",
        "谢谢",
    ],
)
def test_turns_on_other_matters_ask_nothing_of_the_verdict(turn: str) -> None:
    assert not wanted_after(turn, "contract_or_certification")


async def test_without_a_case_before_nothing_is_presumed(extractive: Chat) -> None:
    answer = await extractive.ask("评估要多少个工作日？", as_of=TODAY, history=["什么是关键信息基础设施？"])
    assert answer.path is None and not answer.abstained
