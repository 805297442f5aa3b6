"""The ledger kept, the same on both databases: hashes and never ids, nothing lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from copilot.domain import LedgerRow
from copilot.errors import BadInput, UnknownRecord
from copilot.ledger import add_entry, import_table, ledger_report, table_of
from copilot.store.database import Database
from copilot.store.store import Store
from tests import shipped

TODAY = dt.date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]
TABLE = """主体,场景,接收方,日期,人数,敏感,备注
甲公司,会员,乙公司,2026-03-01,60000,否,
甲公司,会员,乙公司,2026-13-01,1,否,
甲公司,售后,乙公司,2026-04-01,50000,否,"=1+1"
"""


def row(**given: object) -> LedgerRow:
    plain = {"entity": "甲公司", "scene": "会员", "recipient": "乙公司", "nature": "general", "persons": 3}
    return LedgerRow.model_validate({**plain, "exported_on": dt.date(2026, 3, 1), **given})


def test_an_entry_reads_back_as_it_was(store: Store) -> None:
    kept = store.ledger.add(row(note="首批 \x00 数据", path="standard_contract", group="大集团"), source="手工")
    (read,) = store.ledger.entries()
    assert read == kept and read.note == "首批  数据" and read.created_at.tzinfo is not None
    assert (read.path, read.group, read.keyed, read.voided_at) == ("standard_contract", "大集团", False, None)


def test_ids_are_kept_only_as_salted_hashes(store: Store, url: str) -> None:
    """The same persons in other spellings count once; the ids stand nowhere, and another database hashes otherwise."""
    ids = ["E1001", " e1001 ", "Ｅ1001", "E1002", ""]
    kept = store.ledger.add(row(persons=2, id_kind="员工号"), ids=ids)
    keys = store.ledger.keys([kept.id])[kept.id]
    assert len(keys) == 2 and all(len(key) == 16 for key in keys)
    database = Database(url)
    with database.reading() as session:
        stored = repr(session.execute(text("select * from ledger_line")).all()).lower()
        (salt,) = session.execute(text("select salt from ledger_salt")).one()
    database.close()
    assert "e1001" not in stored and len(bytes(salt)) == 32
    again = store.ledger.add(row(persons=1), ids=["E1002"])
    assert store.ledger.keys([again.id])[again.id] < keys


def test_another_ledger_has_another_salt(store: Store, tmp_path: Path) -> None:
    other = Store(Database(f"sqlite:///{tmp_path / 'other.sqlite3'}"))
    found = []
    for one in (store, other):
        kept = one.ledger.add(row(persons=1), ids=["E1001"])
        found.append(one.ledger.keys([kept.id])[kept.id])
    other.close()
    assert found[0] != found[1]


def test_persons_and_ids_must_agree(store: Store) -> None:
    with pytest.raises(BadInput, match="不一致"):
        store.ledger.add(row(persons=5), ids=["a", "b"])
    with pytest.raises(BadInput, match="没有可用"):
        store.ledger.add(row(persons=0), ids=["", "  "])
    assert store.ledger.entries() == []


def test_an_import_takes_the_good_lines_and_reports_the_bad(store: Store) -> None:
    found = import_table(store.ledger, TABLE.encode(), name="台账.csv", today=TODAY)
    assert (len(found.added), found.lines, found.duplicates) == (2, 3, [])
    assert [(bad.line, "日期" in bad.error["message"]) for bad in found.bad] == [(3, True)]
    assert [entry.source for entry in store.ledger.entries()] == ["台账.csv:2", "台账.csv:4"]


def test_the_same_table_again_adds_nothing_and_a_longer_one_only_the_new(store: Store) -> None:
    import_table(store.ledger, TABLE.encode(), name="a.csv", today=TODAY)
    assert import_table(store.ledger, TABLE.encode(), name="b.csv", today=TODAY).duplicates == [2, 4]
    longer = TABLE + "甲公司,会员,乙公司,2026-05-01,7,是,\n"
    more = import_table(store.ledger, longer.encode(), name="c.csv", today=TODAY)
    assert [entry.persons for entry in more.added] == [7] and len(store.ledger.entries()) == 3
    doubled = import_table(store.ledger, TABLE.encode(), name="a.csv", today=TODAY, again=True)
    assert len(doubled.added) == 2 and len(store.ledger.entries()) == 5


def test_a_voided_entry_stays_counts_no_more_and_may_be_imported_anew(store: Store) -> None:
    first = import_table(store.ledger, TABLE.encode(), name="a.csv", today=TODAY).added[0]
    with pytest.raises(BadInput):
        store.ledger.void(first.id, "  ")
    voided = store.ledger.void(first.id, "记重了")
    assert voided.voided_at is not None and voided.void_reason == "记重了"
    assert [e.persons for e in store.ledger.entries()] == [50_000]
    assert {e.id for e in store.ledger.entries(voided=True)} >= {first.id}
    with pytest.raises(UnknownRecord):
        store.ledger.void(first.id, "再来一次")
    with pytest.raises(UnknownRecord):
        store.ledger.void("没有这条\x00", "原因")
    assert len(import_table(store.ledger, TABLE.encode(), name="a.csv", today=TODAY).added) == 1


def test_days_and_entities_are_told_apart(store: Store) -> None:
    for number, date in enumerate((dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 6, 1))):
        store.ledger.add(row(exported_on=date, entity="甲公司" if number else "丙公司"))
    ledger = store.ledger
    assert len(ledger.entries(since=dt.date(2026, 1, 1))) == 2
    assert len(ledger.entries(until=dt.date(2026, 1, 1))) == 2
    assert [e.entity for e in ledger.entries(entity="丙公司")] == ["丙公司"]


def test_a_report_counts_the_persons_of_the_ids_once(store: Store) -> None:
    plain = {
        "entity": "甲公司",
        "scene": "会员",
        "recipient": "乙公司",
        "nature": "general",
        "exported_on": "2026-03-01",
    }
    add_entry(store.ledger, plain, today=TODAY, ids=[f"E{n}" for n in range(600)])
    add_entry(store.ledger, {**plain, "scene": "售后"}, today=TODAY, ids=[f"e{n}" for n in range(300, 1200)])
    found = ledger_report(store.ledger, as_of=TODAY, book=shipped.rulebook())
    (one,) = found.entities
    assert (one.general.least, one.general.most) == (1200, 1200)
    assert one.facts == {"pi_count_to_date": 1200, "sensitive_pi_count_to_date": 0}
    assert [cell.general.most for cell in found.matrix] == [600, 900]


def test_everything_comes_out_again_and_no_cell_is_a_formula(store: Store) -> None:
    import_table(store.ledger, TABLE.encode(), name="a.csv", today=TODAY)
    store.ledger.void(store.ledger.entries()[0].id, "=错")
    lines = table_of(store.ledger.entries(voided=True)).splitlines()
    assert len(lines) == 3 and lines[0].startswith("编号,主体,场景")
    assert "'=1+1" in lines[2] and "'=错" in lines[1] and "a.csv:4" in lines[2]


def test_two_imports_at_once_lose_and_double_nothing(store: Store, url: str) -> None:
    body = "主体,场景,接收方,日期,人数,敏感\n" + "".join(
        f"甲公司,会员{n},乙公司,2026-03-01,{n},否\n" for n in range(1, 40)
    )
    other, faults = Store(Database(url)), []

    def work(one: Store) -> None:
        try:
            import_table(one.ledger, body.encode(), name="a.csv", today=TODAY)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert faults == [] and sorted(e.persons for e in store.ledger.entries()) == list(range(1, 40))


def test_conversations_may_go_and_the_ledger_stays(store: Store) -> None:
    store.ledger.add(row())
    store.create("一段会话")
    store.delete_all()
    store.purge(older_than_days=1)
    assert len(store.ledger.entries()) == 1
