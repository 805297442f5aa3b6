"""Decisions on the findings of a pre-check, on both databases."""

from __future__ import annotations

import pytest

from copilot.errors import BadInput, UnknownRecord
from copilot.store.store import Store
from tests.store.conftest import Clock

ONE, OTHER = "a" * 64, "b" * 64


def test_a_decision_is_kept_changed_and_taken_back(store: Store) -> None:
    kept = store.decisions
    first = kept.decide(ONE, "f1", rule_id="PC-001", decision="dismissed", reason=" 章在背面\0 ")
    assert (first.reason, first.decision) == ("章在背面", "dismissed")
    assert kept.of(ONE) == {"f1": first} and kept.of(OTHER) == {}
    second = kept.decide(ONE, "f1", rule_id="PC-001", decision="accepted")
    assert kept.of(ONE) == {"f1": second} and second.decided_at > first.decided_at and second.reason == ""
    kept.take_back(ONE, "f1")
    assert kept.of(ONE) == {}
    with pytest.raises(UnknownRecord):
        kept.take_back(ONE, "f1")


@pytest.mark.parametrize("reason", [" \0 ", "\u200b\u2060", "……", "\u202e"])
def test_a_dismissal_needs_a_reason(store: Store, reason: str) -> None:
    with pytest.raises(BadInput):
        store.decisions.decide(ONE, "f1", rule_id="PC-001", decision="dismissed", reason=reason)
    assert store.decisions.of(ONE) == {}


def test_old_decisions_are_purged_with_the_rest(store: Store, clock: Clock) -> None:
    store.decisions.decide(ONE, "old", rule_id="PC-001", decision="accepted")
    clock.time = clock.time.replace(year=2027)
    store.decisions.decide(ONE, "new", rule_id="PC-001", decision="accepted")
    store.purge(older_than_days=0)
    assert set(store.decisions.of(ONE)) == {"old", "new"}
    store.purge(older_than_days=30)
    assert set(store.decisions.of(ONE)) == {"new"}
