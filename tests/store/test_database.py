"""Opening, migrating and failing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from copilot.errors import BadInput, StorageFull, Unavailable
from copilot.store.database import Database
from copilot.store.store import Store
from copilot.store.tables import Base


def test_the_migrations_make_the_tables_of_the_models(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = Database(url)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert {"conversation", "message", "feedback", "search_run"} <= set(inspect(connection).get_table_names())
    database.close()


def test_opening_again_changes_nothing_and_several_may_open_at_once(url: str) -> None:
    opened: list[Database | Exception] = []

    def run() -> None:
        try:
            opened.append(Database(url))
        except Exception as error:
            opened.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(o) for o in opened] == [Database] * 4
    for database in opened:
        assert isinstance(database, Database)
        database.check()
        database.close()


def test_a_database_of_a_newer_release_is_left_alone(url: str) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    database.close()
    with pytest.raises(Unavailable, match="更新的版本"):
        Database(url)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    store = Store(database)
    kept, _ = store.start("先前的问题")
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    database.engine.dispose()

    from sqlalchemy import event

    event.listen(database.engine, "connect", lambda c, r: c.execute(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StorageFull, match="磁盘已满"):
        store.start("很长的问题" * 5000)
    assert [s.id for s in store.find().items] == [kept]
    assert [m.text for m in store.get(kept).messages] == ["先前的问题"]


@pytest.mark.parametrize(("content", "kind"), [(b"this is no database, not at all" * 200, Unavailable), (b"", None)])
def test_a_damaged_file_is_said(tmp_path: Path, content: bytes, kind: type[Exception] | None) -> None:
    file = tmp_path / "a.sqlite3"
    file.write_bytes(content)
    if kind is None:
        Database(f"sqlite:///{file}").close()
        return
    with pytest.raises(kind, match="损坏"):
        Database(f"sqlite:///{file}")


@pytest.mark.parametrize(("url", "kind"), [("nonsense", BadInput), ("sqlite:////proc/nowhere/a.sqlite3", Unavailable)])
def test_an_address_that_cannot_serve_is_said(url: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        Database(url)


def test_an_unreachable_server_is_said_without_its_password() -> None:
    with pytest.raises(Unavailable) as caught:
        Database("postgresql://user:secret-word@127.0.0.1:9/none")
    assert "secret-word" not in str(caught.value)


def test_what_was_confirmed_survives_kill_9(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    code = (
        "import sys\nfrom copilot import logs\nfrom copilot.store.store import open_store\nlogs.configure()\n"
        "store = open_store(sys.argv[1])\nconversation = None\n"
        "for n in range(100000):\n"
        "    conversation, _ = store.start(f'q{n}', conversation)\n    print(n, flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    confirmed = -1
    while confirmed < 25:
        confirmed = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    confirmed = max(confirmed, *(int(line) for line in child.stdout.read().split()), -1)
    child.wait()
    store = Store(Database(f"sqlite:///{file}"))
    asked = [m.text for m in store.get(store.find().items[0].id).messages]
    assert asked[: confirmed + 1] == [f"q{n}" for n in range(confirmed + 1)]
    assert len(asked) <= confirmed + 2
    assert sqlite3.connect(file).execute("pragma integrity_check").fetchone() == ("ok",)
