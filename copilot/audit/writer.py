"""Entries from many requests at once: one thread adds all that wait together, in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from copilot.audit.entry import Entry, Event
from copilot.audit.log import Audit


class Writer:
    """A line before the log. A hundred requests at once cost a few commits instead of a hundred.

    Args:
        audit: gives the log, in the writing thread.
    """

    def __init__(self, audit: Callable[[], Audit]) -> None:
        self._audit = audit
        self._lock = threading.Lock()
        self._waiting: list[tuple[Event, Future[Entry]]] = []
        self._thread = ThreadPoolExecutor(1, "audit")

    def put(self, event: Event) -> Future[Entry]:
        """Add an entry; the future is done when it is on the disk, or holds the error why it is not."""
        made: Future[Entry] = Future()
        made.set_running_or_notify_cancel()  # a reader who leaves takes no entry with them
        with self._lock:
            self._waiting.append((event, made))
        self._thread.submit(self._add)
        return made

    def _add(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            entries = self._audit().add([event for event, _ in batch])
        except Exception as error:  # told to everyone who waits for it
            for _, made in batch:
                made.set_exception(error)
            return
        for (_, made), entry in zip(batch, entries, strict=True):
            made.set_result(entry)

    def close(self) -> None:
        """Write what waits and end."""
        self._thread.shutdown(wait=True)
