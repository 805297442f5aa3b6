"""Cases under review: kept against the revision that was read, histories whole, never another office's."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from copilot.errors import BadInput, Stale, UnknownRecord
from copilot.store.review_views import CaseView
from copilot.store.reviews import Author, Change, Handed
from copilot.store.store import Store
from tests.store.conftest import Clock

LI, WANG = Author("u1", "小李"), Author("u2", "老王")
MONDAY = dt.date(2026, 11, 16)


def received(store: Store, enterprise: str = "云帆科技", uscc: str = "91110105MA01N2XY6P") -> CaseView:
    handed = Handed("材料.zip", MONDAY, {"offline": False}, b"zip")
    return store.reviews.receive(
        "standard_contract", enterprise, uscc=uscc, province="11", handed=handed, author=LI, note="窗口收"
    )


def moved(store: Store, case: CaseView, act: str, state: str, **more: object) -> CaseView:
    change = Change(act, state, MONDAY + dt.timedelta(days=1), LI, **more)  # type: ignore[arg-type]
    return store.reviews.change(case.id, change, revision=case.revision)


def test_a_case_with_two_rounds_keeps_both_and_its_history(store: Store) -> None:
    case = received(store)
    assert (case.number, case.state, case.round, case.revision) == (1, "received", 1, 1)
    case = moved(store, case, "start", "checking")
    store.reviews.checked(
        case.id, 1, content="k" * 64, verdict="supplement", result={"result": {"findings": []}}, papers=b"p"
    )
    kept = store.reviews.content(case.id, 1)
    assert (kept.files, kept.papers, kept.asked) == (None, b"p", {"offline": False})  # the files go once they are read
    case = store.reviews.get(case.id)
    assert (case.state, case.verdict, case.revision) == ("completeness", "supplement", 3)
    case = moved(store, case, "supplement", "supplement", text="缺授权书", values={"due_on": MONDAY})
    assert case.due_on == MONDAY and case.state_on == MONDAY + dt.timedelta(days=1)
    again = Handed("补正.zip", dt.date(2026, 11, 20), {}, b"zip2")
    change = Change("resubmit", "received", again.received_on, LI)
    case = store.reviews.change(case.id, change, revision=case.revision, handed=again)
    assert (case.round, case.round_received_on, case.verdict) == (2, again.received_on, "")
    assert [e.act for e in case.events] == ["receive", "start", "checked", "supplement", "resubmit"]
    assert case.events[3].text == "缺授权书" and case.events[0].author_name == "小李"
    assert store.reviews.results() == [(case.id, "standard_contract", "k" * 64, {"result": {"findings": []}})]


def test_a_pre_check_that_failed_or_came_late_does_not_hold_the_case(store: Store) -> None:
    case = moved(store, received(store), "start", "checking")
    store.reviews.checked(case.id, 1, error="读不出来")
    store.reviews.checked(case.id, 1, verdict="pass")  # kept once
    failed = store.reviews.get(case.id)
    assert (failed.state, failed.rounds[0].error, failed.verdict) == ("completeness", "读不出来", "")
    other = moved(store, received(store), "withdraw", "withdrawn")
    store.reviews.checked(other.id, 1, verdict="pass")
    assert store.reviews.get(other.id).state == "withdrawn"


def test_the_second_of_two_writers_is_told_and_writes_nothing(store: Store) -> None:
    case = received(store)
    moved(store, case, "start", "checking")
    with pytest.raises(Stale, match="已由别人改过") as told:
        moved(store, case, "withdraw", "withdrawn", text="我撤")
    assert told.value.http_status == 409
    now = store.reviews.get(case.id)
    assert (now.state, len(now.events)) == ("checking", 2)


def test_of_many_writers_at_once_one_wins(store: Store) -> None:
    case, won, lost = received(store), [], []

    def write(n: int) -> None:
        try:
            won.append(moved(store, case, "assign", "received", text=str(n)))
        except Stale:
            lost.append(n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 5)
    assert len(store.reviews.get(case.id).events) == 2


def test_departments_write_at_once_and_each_its_own(store: Store) -> None:
    case = received(store)
    give = store.reviews.give_opinion
    first = give(case.id, department="法规处", stance="agree", words="同意", author=LI, revision=0)
    give(case.id, department="技术处", stance="object", words="方案不清", author=WANG, revision=0)
    again = give(case.id, department="法规处", stance="supplement", words="缺合同", author=LI, revision=1)
    assert again.id == first.id and again.revision == 2
    with pytest.raises(Stale):
        give(case.id, department="法规处", stance="agree", words="旧的", author=LI, revision=1)
    now = store.reviews.get(case.id)
    assert [(o.department, o.stance) for o in now.opinions] == [("法规处", "supplement"), ("技术处", "object")]
    assert now.revision == 1  # opinions do not stand in each other's way


def test_cases_are_found_by_name_code_and_number(store: Store) -> None:
    first, second = received(store), received(store, "海晏制药", "")
    assert [c.id for c in store.reviews.find(query="制药")] == [second.id]
    assert [c.id for c in store.reviews.find(query="#1 云帆")] == [first.id]
    assert [c.id for c in store.reviews.find(uscc=first.uscc)] == [first.id]
    moved(store, first, "withdraw", "withdrawn")
    assert [c.id for c in store.reviews.find(open_only=True)] == [second.id]


def test_a_voided_fact_stays_with_its_reason(store: Store) -> None:
    facts = store.review_facts
    kept = facts.record("X" * 18, "penalty", day=MONDAY, source="京网罚〔2026〕1号", author=LI)
    with pytest.raises(BadInput, match="理由"):
        facts.void(kept.id, " ")
    facts.void(kept.id, "不是这一家")
    with pytest.raises(Stale):
        facts.void(kept.id, "再作废")
    (row,) = facts.of("X" * 18)
    assert row.voided_at and row.void_reason == "不是这一家"
    with pytest.raises(UnknownRecord):
        facts.void("none", "错")


def test_only_ended_cases_go_with_the_retention(store: Store, clock: Clock) -> None:
    ended, opened = moved(store, received(store), "withdraw", "withdrawn"), received(store)
    clock.time += dt.timedelta(days=400)
    store.purge(older_than_days=365)
    assert store.reviews.get(opened.id).state == "received"
    with pytest.raises(UnknownRecord):
        store.reviews.get(ended.id)


def test_a_decision_is_not_written_over_unseen(store: Store) -> None:
    decide = store.decisions.decide
    first = decide("c", "f", rule_id="R1", decision="accepted", seen=None)
    with pytest.raises(Stale, match="已由别人处理"):
        decide("c", "f", rule_id="R1", decision="dismissed", reason="误报", seen=None)
    with pytest.raises(Stale):
        store.decisions.take_back("c", "f", seen=None)
    after = decide("c", "f", rule_id="R1", decision="dismissed", reason="误报", seen=first.decided_at)
    assert store.decisions.of("c") == {"f": after}
    store.decisions.take_back("c", "f", seen=after.decided_at)
    assert store.decisions.of("c") == {}
