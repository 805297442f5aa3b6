"""Opening the database: engine, migrations, transactions, and database errors turned into ours."""

from __future__ import annotations

import copy
import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, Engine, create_engine, delete, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from copilot.domain import LOCAL_TENANT
from copilot.errors import BadInput, CopilotError, StorageFull, Unavailable
from copilot.store.tenancy import TenantSession

log = structlog.get_logger(__name__)

BUSY_TIMEOUT_S = 15.0
_MIGRATION_LOCK = 0x636F7069  # any constant: PostgreSQL advisory lock shared by all processes that migrate
_FULL = re.compile(r"disk is full|no space left|disk full|disk quota", re.I)


class Database:
    """An engine whose schema is current, as the organisation `tenant` sees it: at first `local`, another by `of`.

    Args:
        url: SQLAlchemy URL; `postgresql://` means psycopg 3.

    Raises:
        BadInput: the URL can't be understood, or its driver is not installed.
        Unavailable: the database can't be reached, is damaged, or was made by a newer release.
        StorageFull: no room on the disk.
    """

    def __init__(self, url: str) -> None:
        self.tenant: str | None = LOCAL_TENANT
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(copilot_write=True)
        with mapped_errors():
            _migrate(self.engine)

    def of(self, tenant: str | None) -> Database:
        """The same database as another organisation sees it; None: all of it, for what concerns the whole service."""
        other = copy.copy(self)
        other.tenant = tenant
        return other

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read in."""
        with mapped_errors(), TenantSession(self.engine, tenant=self.tenant) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are committed together at the end; writers wait for one another."""
        made = TenantSession(self._writer, tenant=self.tenant, expire_on_commit=False)
        with mapped_errors(), made as session, session.begin():
            yield session

    def check(self) -> None:
        """Return when the database answers.

        Raises:
            Unavailable: it doesn't.
        """
        with mapped_errors(), self.engine.connect() as connection:
            connection.execute(text("select 1"))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def delete_counted(session: Session, table: type[DeclarativeBase], *where: ColumnElement[bool]) -> int:
    """Delete the rows of a table that meet the conditions; returns how many there were, without what hangs on them."""
    count = session.scalar(select(func.count()).select_from(table).where(*where)) or 0
    session.execute(delete(table).where(*where))
    return count


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise BadInput(
            f"数据库地址不能使用：{type(error).__name__}",
            hint="COPILOT_DATABASE_URL 形如 postgresql://用户:密码@主机/库，PostgreSQL 另需安装 psycopg",
            en="the database URL cannot be used",
        ) from None
    if parsed.database and parsed.database != ":memory:":
        with mapped_errors():
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """WAL so that readers never wait; FULL so that what was confirmed survives; deleted text is overwritten."""
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: a read that turns into a write would fail instead of waiting."""
    write = connection.get_execution_options().get("copilot_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision, in one transaction; several processes may start at once."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current and current not in {script.revision for script in scripts.walk_revisions()}:
        raise Unavailable(
            f"数据库由更新的版本建立（{current}），当前程序不认识",
            hint="请升级程序，或者用 COPILOT_DATABASE_URL 指向另一个数据库",
            en="the database was made by a newer release",
        )
    with engine.execution_options(copilot_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    log.info("database_migrated", from_revision=current, to_revision=scripts.get_current_head())


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Errors of the driver and the disk as errors of the tree; their text (which may hold values) stays out."""
    try:
        yield
    except CopilotError:
        raise
    except IntegrityError:
        raise
    except (DBAPIError, OSError) as error:
        raise _mapped(error) from error


def _mapped(error: DBAPIError | OSError) -> CopilotError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or getattr(cause, "sqlstate", None) == "53100" or _FULL.search(str(cause)):
        return StorageFull(
            "磁盘已满，没有保存",
            hint="清理磁盘空间后重试；已保存的内容不受影响",
            en="The disk is full; nothing was saved.",
        )
    if "locked" in str(cause):
        return Unavailable("数据库正忙，没有保存", hint="请稍后重试", en="The database is busy; please try again.")
    if "malformed" in str(cause) or "not a database" in str(cause):
        return Unavailable(
            "数据库文件已损坏", hint="请从备份恢复，或者移走该文件后重新启动", en="The database file is damaged."
        )
    log.error("database_failed", kind=type(cause).__name__)
    return Unavailable(
        f"数据库不可用（{type(cause).__name__}）",
        hint="请检查数据库地址、权限和服务状态",
        en="The database is not available.",
    )
