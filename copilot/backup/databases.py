"""The database into files and back. SQLite by its own online backup; PostgreSQL by COPY, all tables as of one moment.

COPY rather than `pg_dump`: that refuses servers newer than itself and has to be installed beside; COPY goes over the
connection that the service uses, with every version of the server.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

from copilot.audit.entry import Verified, verified
from copilot.audit.log import Audit, kept
from copilot.errors import CheckFailed, Refused
from copilot.store import database as opened
from copilot.store.database import Database, mapped_errors

SQLITE_FILE, TABLES = "database.sqlite3", "tables"
_MARK = "alembic_version"
_SEEDED = "tenant"  # the migrations put a row into it themselves


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None: another kind."""
    parsed = sa.engine.make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def save_sqlite(source: Path, folder: Path) -> tuple[str, Verified]:
    """Copy a database in use; its revision and what its audit log is worth."""
    target = folder / SQLITE_FILE
    with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(target)) as made:
        given.backup(made)
    return checked_sqlite(target)


def checked_sqlite(file: Path, *, noted: str = "") -> tuple[str, Verified]:
    """Revision and audit log of a copy, which is brought up to date."""
    database = Database(f"sqlite:///{file}")
    try:
        with database.engine.connect() as connection:
            revision = connection.scalar(sa.text(f"select version_num from {_MARK}"))
        return revision, Audit(database).verify(noted=noted)
    finally:
        database.close()


def save_tables(database: Database, folder: Path) -> tuple[str, Verified]:
    """Copy every table of PostgreSQL as of one moment; revision and audit log of that moment."""
    (folder / TABLES).mkdir()
    frozen = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with mapped_errors(), frozen.connect() as connection, connection.begin():
        revision = connection.scalar(sa.text(f"select version_num from {_MARK}"))
        for table in _tables(connection):
            order = ", ".join(_quoted(c.name) for c in table.primary_key.columns) or "1"
            query = f"copy (select {_names(table)} from {_quoted(table.name)} order by {order}) to stdout"
            with (folder / TABLES / f"{table.name}.copy").open("wb") as file, _raw(connection).copy(query) as copy:
                for block in copy:
                    file.write(block)
        with Session(connection) as session:
            found = verified(kept(session))
    return revision, found


def load_tables(url: str, folder: Path, *, revision: str, noted: str, force: bool, broken_too: bool) -> None:
    """Put the tables of a backup in place of what is there, all or nothing.

    Raises:
        Refused: there is data, and no `force`.
        CheckFailed: the audit log does not hold.
    """
    engine = opened._engine(url)
    try:
        with mapped_errors(), engine.begin() as connection:
            there = _tables(connection)
            if not force and any(_filled(connection, table) for table in there):
                raise not_empty("数据库")
            for name in [*(table.name for table in reversed(there)), _MARK]:
                connection.execute(sa.text(f"drop table if exists {_quoted(name)} cascade"))
            for name in ("audit_entry_kept", "audit_entry_last"):
                connection.execute(sa.text(f"drop function if exists {name}()"))
            _upgrade(connection, revision)
            tables = _tables(connection)
            for table in reversed(tables):
                connection.execute(table.delete())
            for table in tables:
                _load(connection, table, folder / TABLES / f"{table.name}.copy")
            with Session(connection) as session:
                require_whole(verified(kept(session), noted=noted), broken_too=broken_too)
    finally:
        engine.dispose()


def require_whole(found: Verified, *, broken_too: bool) -> None:
    """Return when the audit log of a backup holds, or need not."""
    if not found.ok and not broken_too:
        raise CheckFailed(
            f"备份里的审计记录不完整：{found.why}",
            hint="换一份备份；确实只有这一份时加 --accept-broken-audit，并写明原因存档",
            en=f"the audit log in the backup does not hold: {found.en}",
        )


def not_empty(what: str) -> Refused:
    """There is something already where a backup should go."""
    return Refused(
        f"{what}里已经有内容，没有恢复", hint="确认后加 --force；先停止服务", en="there is data already; use --force"
    )


def _tables(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != _MARK]


def _filled(connection: sa.Connection, table: sa.Table) -> bool:
    count = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    return count > (1 if table.name == _SEEDED else 0)


def _load(connection: sa.Connection, table: sa.Table, file: Path) -> None:
    if not file.is_file():
        raise CheckFailed(f"备份里没有表 {table.name}", hint="换一份备份", en=f"table {table.name} is missing")
    with (
        file.open("rb") as rows,
        _raw(connection).copy(f"copy {_quoted(table.name)} ({_names(table)}) from stdin") as to,
    ):
        while block := rows.read(1 << 20):
            to.write(block)


def _upgrade(connection: sa.Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opened.__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _raw(connection: sa.Connection) -> Any:
    """The driver's cursor, in the same transaction."""
    return connection.connection.cursor()


def _names(table: sa.Table) -> str:
    return _joined(column.name for column in table.columns)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
