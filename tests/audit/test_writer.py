"""Entries of many requests at once go into few transactions, and none is lost."""

from __future__ import annotations

import threading

import pytest

from copilot.audit.log import Audit
from copilot.audit.writer import Writer
from copilot.errors import StorageFull
from tests.audit.conftest import event


class Counted(Audit):
    """Counts the transactions."""

    times = 0

    def add(self, events):  # type: ignore[no-untyped-def]
        """As ever."""
        self.times += 1
        return super().add(events)


def test_all_are_written_together(database) -> None:  # type: ignore[no-untyped-def]
    audit, gate = Counted(database), threading.Event()
    writer = Writer(lambda: (gate.wait(10), audit)[1])
    made = [writer.put(event(n)) for n in range(50)]
    gate.set()
    assert sorted(one.result(20).seq for one in made) == list(range(1, 51))
    writer.close()
    assert audit.verify().entries == 50 and audit.times <= 3


def test_what_cannot_be_written_is_said_to_all_who_wait() -> None:
    class Full:
        def add(self, events):  # type: ignore[no-untyped-def]
            raise StorageFull("满", en="full")

    writer = Writer(Full)  # type: ignore[arg-type]
    made = [writer.put(event(n)) for n in range(3)]
    for one in made:
        with pytest.raises(StorageFull):
            one.result(10)
    writer.close()


def test_who_leaves_takes_no_entry_with_them(audit: Audit) -> None:
    writer = Writer(lambda: audit)
    made = [writer.put(event(n)) for n in range(5)]
    assert not any(one.cancel() for one in made)
    writer.close()
    assert audit.count() == 5
