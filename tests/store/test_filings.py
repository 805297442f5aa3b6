"""Questionnaires of filings, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.errors import Stale, UnknownRecord
from copilot.store.filings import MAX_STATES
from copilot.store.store import Store
from tests.store.conftest import Clock


def test_a_questionnaire_is_kept_changed_listed_and_deleted(store: Store) -> None:
    kept = store.filings
    first = kept.create("客服中心\n订单出境\0", "standard_contract", {"exporter": {"name": "甲公司\0"}})
    assert (first.title, first.revision) == ("客服中心 订单出境", 1)
    assert kept.get(first.id).content == {"exporter": {"name": "甲公司"}}
    second = kept.save(first.id, {"exporter": {"name": "乙公司"}}, revision=1, kind="extension")
    assert (second.revision, second.kind, second.title) == (2, "extension", first.title)
    other = kept.create("另一项", "exempt", {})
    assert [one.id for one in kept.find().items] == [other.id, first.id]
    assert [one.id for one in kept.find(query="客服").items] == [first.id] and kept.find(query="客服").total == 1
    assert kept.find(query="%").total == 0
    kept.delete(first.id)
    with pytest.raises(UnknownRecord):
        kept.get(first.id)
    assert kept.delete_all() == 1


def test_nobody_writes_over_what_he_has_not_read(store: Store) -> None:
    made = store.filings.create("一", "exempt", {"other": "甲"})
    store.filings.save(made.id, {"other": "乙"}, revision=1)
    with pytest.raises(Stale) as told:
        store.filings.save(made.id, {"other": "丙"}, revision=1)
    assert "第 2 版" in told.value.message and store.filings.get(made.id).content == {"other": "乙"}
    with pytest.raises(UnknownRecord):
        store.filings.save("0" * 32, {}, revision=1)


def test_states_that_stood_a_while_are_kept_and_the_oldest_go(store: Store, clock: Clock) -> None:
    made = store.filings.create("一", "exempt", {"other": "1"})
    store.filings.save(made.id, {"other": "2"}, revision=1)
    assert store.filings.states(made.id) == []  # written over at once
    for revision in range(2, MAX_STATES + 5):
        clock.time += dt.timedelta(minutes=11)
        store.filings.save(made.id, {"other": str(revision + 1)}, revision=revision)
    kept = [one.revision for one in store.filings.states(made.id)]
    assert len(kept) == MAX_STATES and kept[0] == MAX_STATES + 4 and kept == sorted(kept, reverse=True)
    assert store.filings.state(made.id, kept[0]).content == {"other": str(kept[0])}
    assert store.filings.state(made.id, kept[0] + 1).content == {"other": str(kept[0] + 1)}  # what stands
    with pytest.raises(UnknownRecord):
        store.filings.state(made.id, 1)
    store.filings.delete(made.id)
    with pytest.raises(UnknownRecord):
        store.filings.states(made.id)


def test_a_state_that_papers_were_made_from_is_kept_once(store: Store) -> None:
    made = store.filings.create("一", "exempt", {"other": "1"})
    for _ in range(2):
        store.filings.keep_state(made.id)
    assert [one.revision for one in store.filings.states(made.id)] == [1]
    store.filings.save(made.id, {"other": "2"}, revision=1)
    store.filings.save(made.id, {"other": "3"}, revision=2, keep=True)
    assert [one.revision for one in store.filings.states(made.id)] == [2, 1]
    assert store.filings.state(made.id, 2).content == {"other": "2"}


def test_old_questionnaires_are_purged_with_the_rest(store: Store, clock: Clock) -> None:
    old = store.filings.create("旧", "exempt", {})
    clock.time += dt.timedelta(minutes=11)
    store.filings.save(old.id, {"other": "改过"}, revision=1)
    clock.time = clock.time.replace(year=2027)
    new = store.filings.create("新", "exempt", {})
    store.purge(older_than_days=30)
    assert [one.id for one in store.filings.find().items] == [new.id]
