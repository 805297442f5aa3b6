"""What is quoted below a verdict: the answer to what else was asked, the law that an undecided question names."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.chat.beside import asked_beside
from copilot.chat.case import asks_path, is_case
from copilot.chat.service import Chat
from copilot.wiring import Parts

TODAY = dt.date(2026, 11, 23)
TWO = "我们不是关基，今年给日本传12万人的姓名邮箱，没有敏感信息，要评估还是备案？另外备案要交哪些材料？"


TIMES = "我们不是关基，今年给日本传12万人的姓名邮箱，没有敏感信息，要评估还是备案？备案几天有结果？"


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (TIMES, "contract_or_certification", "备案几天有结果"),
        (TIMES, "exempt", ""),
        ("今年12万人，要备案吗？", "contract_or_certification", ""),
        ("资料保存期限三年。今年12万人，要备案吗？", "contract_or_certification", ""),
    ],
)
def test_what_else_is_asked(text: str, path: str, expected: str) -> None:
    asked, about = asked_beside(text, {"path": path, "facts": {}})
    assert (expected in asked and about) if expected else (asked, about) == ("", "")


def test_one_sentence_that_asks_for_the_path_is_enough() -> None:
    assert asks_path(TWO)
    assert not asks_path("备案要交哪些材料？多久能办完？")


def test_two_questions_about_the_law_are_no_case(parts: Parts) -> None:
    text = "影响评估报告要留多久才合规？还有把个人信息给境外，是不是一定要做这个评估？"
    assert not is_case(text, as_of=TODAY, book=parts.rulebook)
    assert is_case(TWO, as_of=TODAY, book=parts.rulebook)


async def test_both_parts_are_answered(extractive: Chat) -> None:
    answer = await extractive.ask(TWO, as_of=TODAY)
    assert answer.path and answer.path["path"] == "contract_or_certification"
    assert "标准合同备案材料：" in answer.answer and "个人信息保护影响评估报告" in answer.answer


async def test_times_are_quoted_below_the_verdict(extractive: Chat) -> None:
    answer = await extractive.ask(TIMES, as_of=TODAY)
    assert answer.path and answer.path["path"] == "contract_or_certification"
    assert "工作日" in answer.answer.partition("相关依据：")[2]
    assert len(answer.citations) <= 6


async def test_an_undecided_question_is_shown_the_law_that_it_names(extractive: Chat) -> None:
    answer = await extractive.ask("我们是北京公司，给香港合作方传客户资料，用大湾区那份合同可以吧？", as_of=TODAY)
    assert answer.path and answer.path["path"] == "need_facts" and answer.questions
    assert any("大湾区" in c.instrument and c.article == "第二条" for c in answer.citations)
