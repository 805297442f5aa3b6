"""Accounts over an empty database, with a clock of the test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.accounts.service import Accounts
from copilot.store.database import Database


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        self.time += dt.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    """The clock of the accounts."""
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    opened = Database(f"sqlite:///{tmp_path / 'accounts.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    """No account yet."""
    return Accounts(database, now=clock)
