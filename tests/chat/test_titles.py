"""Instruments named without 《》: drafts, names that nobody knows, and what only sounds like a name."""

import pytest

from copilot.chat.named import unknown_edition
from copilot.chat.titles import draft_named, name_nobody_knows, nearest, status_of_draft
from copilot.wiring import Parts


@pytest.mark.parametrize(
    "question",
    [
        "大型个人信息处理者规定什么时候生效",
        "大型处理者个人信息保护规定征求意见稿第十一条",
        "大型个人信息处理者草案要求什么",
    ],
)
def test_a_draft_is_known_by_its_short_names(parts: Parts, question: str) -> None:
    draft = draft_named(question, parts.kb)
    assert draft and draft.authority == "draft" and "2026年8月7日" in status_of_draft(draft, parts.kb)


@pytest.mark.parametrize("question", ["个人信息保护规定什么时候生效", "个人信息处理者要做什么", "规定草案是什么意思"])
def test_no_draft_is_named(parts: Parts, question: str) -> None:
    assert draft_named(question, parts.kb) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("跨境数据流动促进条例什么时候施行", "跨境数据流动促进条例"),
        ("数据出境白名单管理办法对我们有什么要求", "数据出境白名单管理办法"),
        ("请问数据跨境信托指南什么时候发布的", "数据跨境信托指南"),
        ("智能网联汽车数据跨境标准生效了吗", "智能网联汽车数据跨境标准"),
        ("网络数据安全管理条例什么时候施行", ""),
        ("个人信息出境安全评估办法生效了吗", ""),
        ("生成式AI管理办法什么时候施行", ""),
        ("数据出境管理规定有哪些", ""),
        ("违反个人信息出境规定最高罚多少", ""),
        ("有什么办法缩短评估时间", ""),
        ("个人信息的匿名化标准是什么", ""),
    ],
)
def test_names_that_nobody_knows(parts: Parts, question: str, name: str) -> None:
    assert name_nobody_knows(question, parts.kb.names) == name


def test_no_everyday_question_names_an_unknown_instrument(parts: Parts) -> None:
    asks = {a for p in parts.kb.passages for a in p.asks}
    flagged = [a for a in asks if name_nobody_knows(a, parts.kb.names)]
    assert len(asks) > 5000 and not flagged


def test_nearest_titles(parts: Parts) -> None:
    assert nearest("数据出境安全评估管理办法", parts.kb)[0] == "数据出境安全评估办法"
    assert nearest("渔业捕捞许可证", parts.kb) == []


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("申报指南第五版的附件9要填哪些栏目", "申报指南第五版"),
        ("备案指南（第7版）改了什么", "备案指南（第7版"),
        ("申报指南第三版的附件4怎么写", ""),
        ("安全评估申报指南第3版有什么变化", ""),
        ("我们内部制度的第四版要备案吗", ""),
    ],
)
def test_editions_that_there_are_not(parts: Parts, question: str, edition: str) -> None:
    assert unknown_edition(question, parts.kb.names) == edition
