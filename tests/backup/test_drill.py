"""The drill: write, back up while writing, destroy, restore, compare."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from copilot.accounts.principal import LOCAL
from copilot.audit.log import Audit
from copilot.backup.manifest import NAME
from copilot.backup.service import backup, restore
from copilot.errors import BadInput, CheckFailed, Refused
from copilot.store.database import Database
from copilot.store.store import Store, open_store
from tests.store.conftest import postgres_url, url

__all__ = ["postgres_url", "url"]
FILES = {
    "added/a.json": b"{}",
    "added/originals/" + "a" * 64: b"\x00\xff" * 9,
    "templates/t.json": b"t",
    "tenants/acme/templates/t.json": b"other",
    "eval/run/report.json": b"r",
}


def filled(data: Path) -> None:
    """Files of every kind, and some that belong into no backup."""
    for name, content in {**FILES, "logs/model.log": b"x", "added/.lock": b"", ".tmp-1": b"half"}.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)


def destroy(url: str, data: Path) -> None:
    """The machine is gone."""
    if url.startswith("postgresql"):
        database = Database(url)
        with database.engine.begin() as connection:
            connection.execute(sa.text("drop schema public cascade"))
            connection.execute(sa.text("create schema public"))
        database.close()
    else:
        Path(url.removeprefix("sqlite:///")).unlink()
    shutil.rmtree(data)


@pytest.mark.parametrize("name", ["copy", "copy.tar.gz"])
def test_what_was_written_before_the_backup_is_back_after_it(url: str, tmp_path: Path, name: str) -> None:
    data, target, stop = tmp_path / "data", tmp_path / "safe" / name, threading.Event()
    filled(data)
    store = open_store(url)
    audit, acknowledged, faults = Audit(store.database), [], []

    def work(kept: Store) -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                made = kept.cases.add({"题": number})
                audit.write(LOCAL, "add", kind="case", subject=made.id)
                acknowledged.append(made.id)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in (store, store.of("acme"))]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 10 and not faults:
        stop.wait(0.01)
    before = list(acknowledged)
    made = backup(target, data_dir=data, url=url)
    stop.set()
    for thread in threads:
        thread.join()
    store.close()
    assert not faults and made.audit_ok and made.audit_entries >= len(before)

    destroy(url, data)
    _, aside = restore(target, data_dir=data, url=url)
    back = open_store(url)
    ids = {case.id for tenant in ("local", "acme") for case in back.of(tenant).cases.all()}
    found, log = Audit(back.database).verify(noted=made.audit_head), Audit(back.database).find(limit=1000)
    assert aside is None and set(before) <= ids <= set(acknowledged)
    assert found.ok and found.entries == made.audit_entries
    assert {entry.subject for entry in log} <= ids, "an entry without what it tells of"
    assert {name: (data / name).read_bytes() for name in FILES} == FILES
    assert not (data / "logs").exists() and not (data / "added" / ".lock").exists()
    back.cases.add({"又": 1})
    Audit(back.database).write(LOCAL, "add", kind="case")  # it grows on
    assert Audit(back.database).verify().ok
    back.close()

    with pytest.raises(Refused, match="已经有内容"):
        restore(target, data_dir=data, url=url)
    _, aside = restore(target, data_dir=data, url=url, force=True)
    assert aside is not None and (aside / "templates" / "t.json").read_bytes() == b"t"
    back = open_store(url)
    assert Audit(back.database).count() == made.audit_entries
    back.close()


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path, str]:
    """A backup of a small SQLite service: target, data folder, address."""
    data = tmp_path / "data"
    filled(data)
    url = f"sqlite:///{data / 'copilot.sqlite3'}"
    database = Database(url)
    for _ in range(3):
        Audit(database).write(LOCAL, "read", kind="ticket")
    database.close()
    backup(tmp_path / "copy", data_dir=data, url=url)
    return tmp_path / "copy", data, url


def test_a_changed_or_missing_file_stops_it_before_anything_is_touched(small: tuple[Path, Path, str]) -> None:
    target, data, url = small
    (target / "files" / "templates" / "t.json").write_bytes(b"T")
    (target / "files" / "added" / "a.json").unlink()
    with pytest.raises(CheckFailed, match=r"2 个文件与清单不符.*缺失.*被改过"):
        restore(target, data_dir=data, url=url, force=True)
    assert (data / "templates" / "t.json").read_bytes() == b"t" and not list(data.glob("before-*"))


def test_a_broken_audit_log_stops_it_unless_it_is_accepted(small: tuple[Path, Path, str], tmp_path: Path) -> None:
    _, data, url = small
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(sa.text("drop trigger audit_entry_no_update"))
        connection.execute(sa.text("update audit_entry set actor = 'x' where seq = 2"))
    database.close()
    assert not backup(tmp_path / "broken", data_dir=data, url=url).audit_ok
    with pytest.raises(CheckFailed, match="第 2 条"):
        restore(tmp_path / "broken", data_dir=tmp_path / "new", url=f"sqlite:///{tmp_path / 'new' / 'db'}")
    assert not (tmp_path / "new" / "db").exists()
    there = {"data_dir": tmp_path / "new", "url": f"sqlite:///{tmp_path / 'new' / 'db'}"}
    restore(tmp_path / "broken", **there, accept_broken_audit=True)  # type: ignore[arg-type]
    assert (tmp_path / "new" / "db").exists()


def test_what_is_no_backup_or_exists_is_refused(small: tuple[Path, Path, str], tmp_path: Path) -> None:
    target, data, url = small
    with pytest.raises(BadInput, match="已经存在"):
        backup(target, data_dir=data, url=url)
    (tmp_path / "x.tar").write_bytes(b"no archive")
    for source in (tmp_path / "x.tar", tmp_path / "none", tmp_path / "data"):
        with pytest.raises(BadInput, match="不是备份"):
            restore(source, data_dir=tmp_path / "new", url=url)
    with pytest.raises(BadInput, match="不是同一种数据库"):
        restore(target, data_dir=tmp_path / "new", url="postgresql://nobody@127.0.0.1:1/x")
    assert (target / NAME).is_file()
