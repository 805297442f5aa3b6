"""Tickets: numbers, states, what is remembered, what is forgotten, and never another organisation's."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from copilot.domain import Answer
from copilot.errors import Stale, UnknownRecord
from copilot.store.store import Store
from copilot.store.ticket_views import Caller, masked
from tests.store.conftest import Clock

AGENT = {"author": "u1", "author_name": "小李"}
CALLER = Caller(name="王小明", organisation="云帆科技", phone="138-1234-5678")


def opened(store: Store, question: str = "标准合同几天内备案", **more: object) -> str:
    ticket = store.tickets.open(agent="u1", agent_name="小李", topic="standard_contract", **more)  # type: ignore[arg-type]
    store.tickets.ask(ticket.id, question, terms=["标准合同", "备案"], **AGENT)
    return ticket.id


def test_a_call_from_question_to_end_and_again(store: Store, answer: Answer) -> None:
    ticket = opened(store, caller=CALLER)
    turn = store.tickets.answer(ticket, answer, spoken="念这一句。以网信部门答复为准")
    assert store.tickets.ask(ticket, "那要交什么", terms=["材料"], **AGENT) == ["标准合同几天内备案"]
    store.tickets.rate(ticket, turn, "bad")
    done = store.tickets.close(ticket, "no_answer", note="改天再打", **AGENT)
    assert (done.status, done.outcome, done.number, done.title) == ("closed", "no_answer", 1, "标准合同几天内备案")
    assert done.closed_at == done.updated_at
    with pytest.raises(Stale, match="已办结"):
        store.tickets.ask(ticket, "还有一个问题", terms=[], **AGENT)
    with pytest.raises(Stale):
        store.tickets.close(ticket, "answered", **AGENT)
    again = store.tickets.reopen(ticket, **AGENT)
    assert (again.status, again.outcome, again.closed_at) == ("open", "", None)
    kinds = [t.kind for t in store.tickets.get(ticket).turns]
    assert kinds == ["question", "answer", "question", "close", "reopen"]
    kept = store.tickets.get(ticket).turns[1]
    assert (kept.answer, kept.spoken, kept.rating) == (answer, "念这一句。以网信部门答复为准", "bad")


def test_an_expert_gets_the_call_and_it_comes_back(store: Store, answer: Answer) -> None:
    ticket = opened(store)
    store.tickets.answer(ticket, answer, spoken="一")
    with pytest.raises(Stale, match="不能由专家回复"):
        store.tickets.reply(ticket, "不该有", **AGENT)
    sent = store.tickets.escalate(ticket, "答案没有说到补正", **AGENT)
    assert (sent.status, sent.escalated, sent.turns[1].answer) == ("escalated", True, answer)
    with pytest.raises(Stale):
        store.tickets.escalate(ticket, "再转一次", **AGENT)
    assert [t.id for t in store.tickets.find(status="escalated").items] == [ticket]
    back = store.tickets.reply(ticket, "补正期限十个工作日", spoken="补正", author="u9", author_name="老张")
    assert (back.status, back.turns[-1].author_name) == ("replied", "老张")
    (asked,) = store.tickets.questions()
    assert (asked.escalated, asked.spoken, asked.cited) == (
        True,
        "补正",
        ["《个人信息保护法》第三十九条", "《个人信息保护法》第五十五条"],
    )


def test_tickets_are_found_by_words_caller_and_number(store: Store, answer: Answer) -> None:
    first, second = opened(store, caller=CALLER), opened(store, "认证证书管几年")
    store.tickets.answer(second, answer.model_copy(update={"answer": "有效期三年"}), spoken="")
    for query, wanted in (
        ("认证 三年", [second]),
        ("1234", [first]),
        ("云帆", [first]),
        ("#2", [second]),
        ("没有", []),
    ):
        assert [t.id for t in store.tickets.find(query=query).items] == wanted
    assert store.tickets.find(topic="standard_contract").total == 2
    assert store.tickets.find(agent="someone").total == 0
    (shown,) = store.tickets.find(query="#1").items
    assert shown.caller == Caller(name="王**", organisation="云帆***", phone="*******5678")
    assert store.tickets.get(first).caller == CALLER


def test_the_caller_can_be_forgotten_and_is_in_no_comparison(store: Store) -> None:
    ticket = opened(store, "我是云帆科技的王小明，几天备案", caller=CALLER)
    assert store.tickets.questions()[0].text == "我是〔来电人〕的〔来电人〕，几天备案"
    assert store.tickets.forget_caller(ticket).caller == Caller()
    assert store.tickets.get(ticket).caller == Caller()
    store.tickets.delete(ticket)
    with pytest.raises(UnknownRecord):
        store.tickets.get(ticket)
    assert store.tickets.questions() == []


def test_old_tickets_go_with_the_retention(store: Store, clock: Clock) -> None:
    old = opened(store)
    clock.time += dt.timedelta(days=40)
    new = opened(store)
    store.purge(older_than_days=30)
    assert [t.id for t in store.tickets.find().items] == [new]
    with pytest.raises(UnknownRecord):
        store.tickets.get(old)


def test_another_organisation_sees_nothing_and_counts_for_itself(store: Store, answer: Answer) -> None:
    mine, other = opened(store), store.of("other")
    theirs = opened(other)
    assert other.tickets.get(theirs).number == 1
    turn = store.tickets.answer(mine, answer, spoken="")
    acts = (
        lambda: other.tickets.get(mine),
        lambda: other.tickets.ask(mine, "?", terms=[], **AGENT),
        lambda: other.tickets.answer(mine, answer, spoken=""),
        lambda: other.tickets.rate(mine, turn, "good"),
        lambda: other.tickets.update(mine, note="x"),
        lambda: other.tickets.escalate(mine, "x", **AGENT),
        lambda: other.tickets.reply(mine, "x", **AGENT),
        lambda: other.tickets.close(mine, "answered", **AGENT),
        lambda: other.tickets.reopen(mine, **AGENT),
        lambda: other.tickets.forget_caller(mine),
        lambda: other.tickets.delete(mine),
    )
    for act in acts:
        with pytest.raises(UnknownRecord):
            act()
    assert [t.id for t in other.tickets.find().items] == [theirs]
    assert [q.ticket for q in other.tickets.questions()] == [theirs]
    assert other.tickets.counts() == {"open": 1, "escalated": 0, "replied": 0, "closed": 0}


def test_calls_opened_at_once_get_numbers_of_their_own(store: Store) -> None:
    numbers: list[int] = []
    threads = [threading.Thread(target=lambda: numbers.append(store.tickets.open(agent="u1").number)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 9))


@pytest.mark.parametrize(
    ("caller", "shown"),
    [
        (Caller(), Caller()),
        (Caller(name="李"), Caller(name="李")),
        (Caller(name="Elizabeth"), Caller(name="E**")),
        (Caller(phone="12345"), Caller(phone="***")),
        (Caller(organisation="A"), Caller(organisation="A***")),
    ],
)
def test_callers_are_masked_in_lists(caller: Caller, shown: Caller) -> None:
    assert masked(caller) == shown
