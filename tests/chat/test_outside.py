"""What lies outside: days before and far after the law held, paragraphs and items that do not exist, a lame index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from copilot.chat.service import Chat
from copilot.errors import ModelUnavailable
from copilot.wiring import Parts

TODAY = dt.date(2026, 11, 23)
QUESTION = "数据出境安全评估要什么条件？"


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2010, 6, 1)])
async def test_a_day_before_the_law_held_is_said(extractive: Chat, day: dt.date) -> None:
    answer = await extractive.ask(QUESTION, as_of=day)
    assert answer.abstained and "《网络安全法》，自 2017-06-01 起施行" in answer.answer and str(day) in answer.answer
    assert not any("2017-06-01" in text for text in answer.notices), "said once"


async def test_a_day_far_ahead_is_answered_with_a_notice(extractive: Chat) -> None:
    answer = await extractive.ask(QUESTION, as_of=dt.date.max)
    assert not answer.abstained
    assert ("促进和规范数据跨境流动规定", "第七条") in [(c.instrument, c.article) for c in answer.citations]
    assert any("知识库核对至" in text for text in answer.notices)


@pytest.mark.parametrize(
    "question", [QUESTION, "出境评估怎么申报", "数据出境安全评估结果有效期多久", "什么情形要申报数据出境安全评估"]
)
@pytest.mark.parametrize("day", [dt.date(2022, 7, 6), dt.date(2022, 8, 1), dt.date(2022, 8, 31)])
async def test_nothing_of_a_later_day_is_cited_or_found(
    extractive: Chat, parts: Parts, question: str, day: dt.date
) -> None:
    answer = await extractive.ask(question, as_of=day)
    hits = parts.retriever.search(question, as_of=day, k=50)
    starts = [c.in_force_from for c in answer.citations] + [h.passage.in_force_from for h in hits]
    assert hits and all(start and start <= day for start in starts)
    titles = {c.instrument for c in answer.citations} | {h.passage.instrument for h in hits}
    assert "数据出境安全评估办法" not in titles
    assert ("《数据出境安全评估办法》答记者问" in titles) <= (day >= dt.date(2022, 7, 7))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("个保法第十三条第（八）项是什么", "第十三条共七项，没有第（八）项"),
        ("规定第七条第三款讲什么", "第七条共两款，没有第三款"),
        ("个保法第99999999999999999999条讲什么", "没有第99999999999999999999条"),
        ("个保法第条讲什么", "没有写明条号"),
        ("个保法第八十条讲什么", "最后一条是第七十四条"),
    ],
)
async def test_a_place_that_does_not_exist_is_said(extractive: Chat, question: str, said: str) -> None:
    answer = await extractive.ask(question, as_of=TODAY)
    assert answer.abstained and said in answer.answer and answer.citations == []


@pytest.fixture
def lame(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The embedder does not answer."""

    def fail(*_: object, **__: object) -> None:
        raise ModelUnavailable("向量服务不可用")

    with monkeypatch.context() as patch:
        patch.setattr(parts.retriever._embedder, "query", fail)
        yield


async def test_a_search_without_vectors_is_said_in_the_answer(extractive: Chat, lame: None) -> None:
    answer = await extractive.ask(QUESTION, as_of=TODAY)
    assert not answer.abstained and any("仅用字面检索" in text for text in answer.notices)


async def test_the_notice_goes_when_vectors_are_back(extractive: Chat) -> None:
    answer = await extractive.ask(QUESTION, as_of=TODAY)
    assert not any("仅用字面检索" in text for text in answer.notices)


@pytest.mark.parametrize("question", ["黄金现在适合买入吗", "怎么跟老板提加薪", "红楼梦的作者是谁"])
async def test_a_stray_question_is_not_answered_from_what_happens_to_be_found(extractive: Chat, question: str) -> None:
    answer = await extractive.ask(question, as_of=TODAY)
    assert answer.abstained and answer.abstain_reason == "out_of_scope" and not answer.citations
