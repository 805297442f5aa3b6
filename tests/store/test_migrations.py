"""From every earlier version with data in it to the newest, and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from copilot.store.database import Database


def config() -> Config:
    """Where the migrations are."""
    made = Config()
    made.set_main_option("script_location", "copilot/store/migrations")
    return made


REVISIONS = [script.revision for script in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]


def moved(database: Database, to: str) -> None:
    """Bring the database to an earlier version."""
    with database.engine.execution_options(copilot_write=True).begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, to)


def value(column: sa.Column[Any]) -> Any:
    """Something of a column's kind."""
    kind = column.type
    if column.name == "tenant":
        return "local"
    for wanted, given in (
        (sa.JSON, {"回答": [1, None]}),
        (sa.DateTime, dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)),
        (sa.Date, dt.date(2026, 3, 1)),
        (sa.Boolean, True),
        (sa.Integer, 1),
        (sa.LargeBinary, b"\x00\xff"),
    ):
        if isinstance(kind, wanted):
            return given
    return f"{column.table.name}-1"[: getattr(kind, "length", None) or 40]


def filled(database: Database) -> dict[str, dict[str, Any]]:
    """A row in every table that there is; the rows by table."""
    found: dict[str, dict[str, Any]] = {}
    with database.engine.execution_options(copilot_write=True).begin() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        for table in metadata.sorted_tables:
            if table.name in ("alembic_version", "tenant"):
                continue
            row = {c.name: value(c) for c in table.columns}
            for key in table.foreign_keys:
                parent = found.get(key.column.table.name)
                row[key.parent.name] = parent[key.column.name] if parent else "local"
            connection.execute(table.insert().values(row))
            found[table.name] = row
    return found


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    with database.engine.connect() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        return {t.name: [dict(r._mapping) for r in connection.execute(t.select())] for t in metadata.sorted_tables}


def plain(given: Any) -> Any:
    """A value as both databases give it back (SQLite keeps no zone)."""
    return given.replace(tzinfo=None) if isinstance(given, dt.datetime) else given


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_data_of_an_earlier_version_is_kept_and_is_local(url: str, revision: str) -> None:
    database = Database(url)
    moved(database, revision)
    before = filled(database)
    database.close()
    database = Database(url)  # opening brings it up to date
    after = rows(database)
    for table, row in before.items():
        (kept,) = after[table]
        assert {k: plain(v) for k, v in kept.items() if k in row} == {k: plain(v) for k, v in row.items()}
        if "tenant" in kept:
            assert kept["tenant"] == "local"
    database.close()


def test_going_back_keeps_what_the_earlier_version_knows(url: str) -> None:
    database = Database(url)
    before = filled(database)
    moved(database, "0006")
    after = rows(database)
    assert "tenant" not in after and after["conversation"] and "tenant" not in after["conversation"][0]
    for table in set(after) - {"alembic_version"}:
        (kept,) = after[table]
        assert {k: plain(v) for k, v in kept.items()} == {k: plain(v) for k, v in before[table].items() if k in kept}
    database.close()


def test_going_back_is_refused_while_it_would_mix_organisations(url: str) -> None:
    database = Database(url)
    filled(database)
    with database.engine.begin() as connection:
        connection.execute(sa.text("update conversation set tenant = 'acme'"))
    with pytest.raises(RuntimeError, match="other organisations"):
        moved(database, "0006")
    assert rows(database)["conversation"][0]["tenant"] == "acme"
    database.close()
