"""Operations of the store, the same on both databases."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from copilot.domain import Answer, SearchResponse, SearchResult
from copilot.errors import UnknownRecord
from copilot.store.database import Database
from copilot.store.store import FeedbackView, Store
from tests.store.conftest import Clock


def test_a_conversation_reads_back_as_it_was(store: Store, answer: Answer) -> None:
    conversation, earlier = store.start("出境要单独同意吗？")
    kept = store.answer(conversation, answer)
    view = store.get(conversation)
    assert earlier == []
    assert [(m.role, m.text) for m in view.messages] == [("user", "出境要单独同意吗？"), ("assistant", answer.answer)]
    assert view.messages[1].answer == kept
    assert kept.citations == answer.citations
    assert (kept.conversation_id, kept.message_id) == (conversation, view.messages[1].id)
    assert view.title == "出境要单独同意吗？"
    assert view.created_at.tzinfo is not None and view.updated_at > view.created_at


def test_the_question_is_kept_before_it_is_answered(store: Store) -> None:
    conversation, _ = store.start("第一问")
    assert [m.text for m in store.get(conversation).messages] == ["第一问"]
    _, earlier = store.start("第二问", conversation)
    assert earlier == ["第一问"]


def test_a_retry_replaces_the_answer_and_keeps_the_question_once(store: Store, answer: Answer) -> None:
    conversation, _ = store.start("第一问")
    store.answer(conversation, answer)
    store.start("第二问", conversation)
    kept = store.answer(conversation, answer)
    store.rate(kept.message_id or "", FeedbackView(thumb="down"))
    assert store.start("第二问", conversation, retry=True) == (conversation, ["第一问"])
    assert [m.text for m in store.get(conversation).messages] == ["第一问", answer.answer, "第二问"]
    assert store.start("另一问", conversation, retry=True)[1] == ["第一问", "第二问"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("单独同意", ["b", "a"]),
        ("重要数据", ["c"]),
        ("保险公司 同意", ["b"]),
        ("pia", ["b"]),
        ("100%", ["c"]),
        ("1000", []),
        ("_", []),
        ("", ["c", "b", "a"]),
    ],
)
def test_search_finds_substrings_of_titles_and_messages(store: Store, query: str, found: list[str]) -> None:
    store.rename(store.start("出境要单独同意吗")[0], "a")
    second = store.start("保险公司做PIA要什么")[0]
    store.start("还要单独同意吗", second)
    renamed = store.rename(second, "b")
    assert (renamed.title, renamed.questions) == ("b", 2)
    store.rename(store.start("重要数据占100%")[0], "c")
    assert [s.title for s in store.find(query=query).items] == found


def test_titles_are_searched_too_and_lists_are_paged(store: Store) -> None:
    for n in range(5):
        store.create(f"会话{n}")
    assert [s.title for s in store.find(query="会话3").items] == ["会话3"]
    part = store.find(limit=2, offset=1)
    assert [s.title for s in part.items] == ["会话3", "会话2"] and part.total == 5
    store.start("一问", part.items[0].id)
    assert [(s.title, s.questions) for s in store.find(limit=2).items] == [("会话3", 1), ("会话4", 0)]


def test_feedback_is_kept_once_per_answer_and_only_for_answers(store: Store, answer: Answer) -> None:
    conversation, _ = store.start("问")
    kept = store.answer(conversation, answer)
    question = store.get(conversation).messages[0]
    store.rate(kept.message_id or "", FeedbackView(thumb="up"))
    store.rate(kept.message_id or "", FeedbackView(thumb="down", reason="引用不对", comment="应为第三十八条"))
    said = store.get(conversation).messages[1].feedback
    assert said == FeedbackView(thumb="down", reason="引用不对", comment="应为第三十八条")
    for wrong in (question.id, "nothing"):
        with pytest.raises(UnknownRecord):
            store.rate(wrong, FeedbackView(thumb="up"))
        with pytest.raises(UnknownRecord):
            store.message(wrong)
    assert store.message(kept.message_id or "")[0].text == "问"


def test_deleting_takes_everything_along(store: Store, answer: Answer) -> None:
    conversation, _ = store.start("问")
    kept = store.answer(conversation, answer)
    store.rate(kept.message_id or "", FeedbackView(thumb="up"))
    other = store.create("另一个").id
    store.delete(conversation)
    for call in (
        lambda: store.get(conversation),
        lambda: store.delete(conversation),
        lambda: store.start("x", conversation),
    ):
        with pytest.raises(UnknownRecord):
            call()
    with pytest.raises(UnknownRecord):
        store.rate(kept.message_id or "", FeedbackView(thumb="up"))
    with pytest.raises(UnknownRecord):
        store.answer(conversation, answer)
    assert [s.id for s in store.find().items] == [other]
    assert store.delete_all() == 1
    assert store.find().items == []


def test_purge_deletes_only_what_was_not_used_for_so_long(store: Store, clock: Clock) -> None:
    old, used = store.start("旧")[0], store.start("旧但又用过")[0]
    clock.time += dt.timedelta(days=29)
    store.start("再问", used)
    clock.time += dt.timedelta(days=2)
    assert store.purge(older_than_days=0) == 0
    assert store.purge(older_than_days=31) == 1
    assert store.purge(older_than_days=31) == 0
    assert [s.id for s in store.find().items] == [used] != [old]


def test_search_runs_are_kept_newest_first(store: Store) -> None:
    row = SearchResult(instrument="x", article=None, text="t", score=1.5, kind="case", scores={"words": 1.5}, id="x#1")
    day = dt.date(2026, 11, 23)
    for query in ("一", "二"):
        store.keep_search(SearchResponse(query=query, as_of=day, results=[row]))
    assert [r.results.query for r in store.searches()] == ["二", "一"]
    assert store.searches(limit=1)[0].results.results == [row]
    store.forget_searches()
    assert store.searches() == []


def test_text_that_databases_refuse_is_cleaned_not_lost(store: Store) -> None:
    conversation, _ = store.start("问\0题\ud800😀")
    assert store.get(conversation).messages[0].text == "问题?😀"
    with pytest.raises(UnknownRecord):
        store.get("\0\ud800")
    assert store.find(query="\0").items != []


def test_two_writers_at_once_lose_nothing(url: str, store: Store) -> None:
    conversation, _ = store.start("0")
    stores = [store, Store(Database(url))]
    faults: list[Exception] = []

    def write(which: Store, name: str) -> None:
        try:
            for n in range(15):
                which.start(f"{name}{n}", conversation)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(s, name)) for s, name in zip(stores, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stores[1].close()
    asked = [m.text for m in store.get(conversation).messages]
    assert faults == []
    assert sorted(asked) == sorted(["0", *(f"{w}{n}" for w in "ab" for n in range(15))])
    assert [t for t in asked if t[0] == "a"] == [f"a{n}" for n in range(15)]
