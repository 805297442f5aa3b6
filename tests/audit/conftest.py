"""A database on SQLite and, marked `postgres`, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copilot.audit.entry import Event
from copilot.audit.log import Audit
from copilot.store.database import Database
from tests.store.conftest import Clock, clock, postgres_url, url

__all__ = ["Clock", "clock", "event", "postgres_url", "url"]


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database."""
    made = Database(url)
    yield made
    made.close()


@pytest.fixture
def audit(database: Database, clock: Clock) -> Audit:
    """Its log."""
    return Audit(database, now=clock)


def event(number: int = 1, **given: str) -> Event:
    """Somebody read a ticket."""
    words = {"user": "u1", "tenant": "acme", "via": "session", "action": "read", "kind": "ticket"}
    return Event(**{**words, "subject": f"t{number}", "outcome": "done", "request_id": f"r{number}", **given})  # type: ignore[arg-type]
