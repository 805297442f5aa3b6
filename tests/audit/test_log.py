"""The log grows, never changes, and shows every break of its chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
import sqlalchemy as sa

from copilot.accounts.principal import LOCAL
from copilot.audit.entry import Event
from copilot.audit.log import Audit
from copilot.store.database import Database
from tests.audit.conftest import event

REFUSED = (sa.exc.IntegrityError, sa.exc.DBAPIError)


def test_an_entry_says_who_did_what_and_follows_the_one_before(audit: Audit) -> None:
    first = audit.write(LOCAL, "read.export", kind="filing", subject="f1", request_id="r1")
    (second,) = audit.add([event(2, outcome="refused")])
    assert (first.seq, first.user, first.tenant, first.via, first.previous) == (1, "local", "local", "local", "")
    assert (second.seq, second.previous, second.outcome) == (2, first.hash, "refused")
    said = second.model_dump(exclude={"hash", "previous"}) | {"at": second.at.isoformat(timespec="microseconds")}
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert second.hash == hashlib.sha256(f"{first.hash}\n{canonical}".encode()).hexdigest()
    assert audit.find() == [second, first]


def test_what_is_too_long_is_cut_before_it_is_hashed(audit: Audit) -> None:
    audit.add([event(subject="x" * 500, user="u" * 99, action="a\0b")])
    (kept,) = audit.find()
    assert (len(kept.subject), len(kept.user), kept.action) == (200, 40, "ab")
    assert audit.verify().ok


def test_entries_are_found_by_user_subject_time_and_organisation(audit: Audit) -> None:
    audit.add([event(1), event(2, user="u2"), event(3, tenant="other"), event(4, subject="t1/m9"), event(5, kind="x")])
    found = audit.find(limit=10)
    assert [e.seq for e in found] == [5, 4, 3, 2, 1]
    assert [e.seq for e in audit.find(user="u2")] == [2]
    assert [e.seq for e in audit.find(subject="t1")] == [4, 1]
    assert [e.seq for e in audit.find(subject="m9")] == [4]
    assert audit.find(subject="%") == [] and audit.find(subject="t") == []
    assert [e.seq for e in audit.find(tenant="acme", kind="ticket", before=4)] == [2, 1]
    assert [e.seq for e in audit.find(since=found[1].at, until=found[0].at)] == [4]
    assert (audit.count(), audit.count(tenant="other")) == (5, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set actor = 'nobody' where seq = 2",
        "delete from audit_entry where seq = 2",
        "delete from audit_entry",
        "insert into audit_entry select seq + 5, tenant, at, actor, via, action, kind, subject, outcome, request_id, "
        "previous, hash from audit_entry where seq = 2",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(database: Database, audit: Audit, statement: str) -> None:
    audit.add([event(1), event(2), event(3)])
    with pytest.raises(REFUSED, match="audit entries are"), database.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert audit.verify().entries == 3 and audit.verify().ok


def test_nor_can_an_entry_be_replaced_or_the_table_emptied(database: Database, audit: Audit) -> None:
    audit.add([event(1), event(2)])
    columns = "tenant, at, actor, via, action, kind, subject, outcome, request_id, previous, hash"
    sqlite = database.engine.dialect.name == "sqlite"
    statement = (
        f"insert or replace into audit_entry (seq, {columns}) select 1, {columns} from audit_entry where seq = 2"
        if sqlite
        else "truncate audit_entry"
    )
    with pytest.raises(REFUSED, match="audit entries are"), database.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert audit.verify().ok and audit.count() == 2


BREAKS = {
    "update audit_entry set actor = 'nobody' where seq = 3": (3, "改过"),
    "update audit_entry set outcome = 'refused' where seq = 1": (1, "改过"),
    "delete from audit_entry where seq = 4": (4, "缺少"),
    "delete from audit_entry where seq = 1": (1, "缺少"),
    "update audit_entry set previous = hash where seq = 2": (2, "不接"),
}


@pytest.mark.parametrize("statement", BREAKS)
def test_a_break_made_past_the_triggers_is_found_where_it_is(database: Database, audit: Audit, statement: str) -> None:
    audit.add([event(n) for n in range(1, 6)])
    assert audit.verify().ok
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(sa.text("drop trigger audit_entry_no_update"))
            connection.execute(sa.text("drop trigger audit_entry_no_delete"))
        else:
            connection.execute(sa.text("alter table audit_entry disable trigger user"))
        connection.execute(sa.text(statement))
    found, (place, why) = audit.verify(), BREAKS[statement]
    assert (found.ok, found.broken, found.entries) == (False, place, place - 1) and why in found.why and found.en


def test_entries_cut_off_at_the_end_are_found_with_a_noted_head(database: Database, audit: Audit) -> None:
    audit.add([event(n) for n in range(1, 6)])
    noted = audit.verify().head
    audit.add([event(6)])
    assert audit.verify(noted=noted.upper()).ok
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(sa.text("drop trigger audit_entry_no_delete"))
        else:
            connection.execute(sa.text("alter table audit_entry disable trigger user"))
        connection.execute(sa.text("delete from audit_entry where seq > 4"))
    assert audit.verify().ok  # the chain alone cannot know
    found = audit.verify(noted=noted)
    assert not found.ok and found.broken == 5


def test_threads_never_fork_the_chain(database: Database) -> None:
    audit, faults = Audit(database), []

    def work(thread: int) -> None:
        try:
            for number in range(20):
                audit.add([event(number, user=f"u{thread}")])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = audit.verify()
    assert not faults and found.ok and found.entries == 120
    mine = [e.request_id for e in reversed(audit.find(user="u3", limit=1000))]
    assert mine == [f"r{n}" for n in range(20)]  # each writer's own order is kept


_OTHER = """
import sys, time
from copilot.audit.log import Audit
from copilot.store.database import Database
from tests.audit.conftest import event
audit = Audit(Database(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for n in range(60):
    audit.add([event(n, user=sys.argv[2])])
    time.sleep(0.005)
"""


def test_two_processes_never_fork_the_chain(url: str) -> None:
    Database(url).close()
    pipe = subprocess.PIPE
    running = [
        subprocess.Popen([sys.executable, "-c", _OTHER, url, user], stdin=pipe, stdout=pipe, text=True)
        for user in ("a", "b")
    ]
    for process in running:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running:  # both are there: now they write at the same time
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    database = Database(url)
    audit = Audit(database)
    found, order = audit.verify(), [e.user for e in audit.find(limit=1000)]
    database.close()
    assert found.ok and found.entries == 120 and order.count("a") == 60
    assert sum(x != y for x, y in pairwise(order)) > 5, "they wrote at the same time"


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_checked_in_seconds(database: Database) -> None:
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    audit = Audit(database, now=lambda: at)
    for start in range(0, 100_000, 20_000):
        audit.add([event(start + n) for n in range(20_000)])
    began = time.perf_counter()
    found = audit.verify()
    took = time.perf_counter() - began
    assert found.ok and found.entries == 100_000
    assert took < 15, took


def test_no_entry_is_written_where_one_of_them_cannot_be(audit: Audit) -> None:
    broken = Event("u", "t", "session", "read", "ticket", "t1", "done", None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        audit.add([event(1), broken])
    assert audit.count() == 0 and audit.add([]) == []
