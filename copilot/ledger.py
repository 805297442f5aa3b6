"""The ledger at work: record exports, import tables, report a day, write the whole out again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, Field

from copilot.domain import LedgerEntry
from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.ledger import LedgerReport, first_day, report
from copilot.rules.ledger_rows import parse_row, parse_table
from copilot.store.ledger import Incoming, Ledger

MAX_IDS = 5_000_000
_COLUMNS = {
    "id": "编号",
    "entity": "主体",
    "scene": "场景",
    "recipient": "接收方",
    "exported_on": "日期",
    "persons": "人数",
    "nature": "敏感",
    "exempt": "免办",
    "path": "路径",
    "group": "集团",
    "note": "备注",
    "id_kind": "名单编号种类",
    "keyed": "有名单",
    "source": "来源",
    "created_at": "录入时间",
    "voided_at": "作废时间",
    "void_reason": "作废原因",
}
_WORDS: dict[str, Mapping[Any, str]] = {
    "nature": {"general": "否", "sensitive": "是", "both": "都有"},
    "keyed": {True: "是", False: "否"},
}


class BadLine(BaseModel):
    """A line that was not taken, and why."""

    line: int
    error: dict[str, str]


class ImportReport(BaseModel):
    """What became of a table: every line is recorded, known already, or reported."""

    added: list[LedgerEntry]
    duplicates: list[int] = Field(description="lines that were imported before")
    bad: list[BadLine]
    lines: int = Field(description="lines with content")


class LedgerEntries(BaseModel):
    """Recorded exports, voided ones included when asked for."""

    entries: list[LedgerEntry]


def add_entry(
    ledger: Ledger, data: Mapping[str, Any], *, today: dt.date, ids: Iterable[str] | None = None, source: str = ""
) -> LedgerEntry:
    """Record one export; with ids the number of persons may be left out, and is counted.

    Args:
        ledger: where.
        data: the fields of `LedgerRow`.
        today: no export may lie after it.
        ids: one id for each person; only salted hashes of them are kept.
        source: where it came from.

    Raises:
        BadInput: a field that can't be used, or ids that do not fit the number of persons.
    """
    if ids is None:
        return ledger.add(parse_row(data, today=today), source=source)
    listed = list(ids)
    if len(listed) > MAX_IDS:
        raise BadInput(f"名单超过 {MAX_IDS} 人", hint="分成几条记录", en="too many ids")
    persons = ledger.distinct(listed)
    if not persons:
        raise BadInput("名单里没有可用的编号", hint="每行一个编号，例如员工号或者会员号", en="the list holds no ids")
    row = parse_row({"persons": persons, "id_kind": "编号", **data}, today=today)
    return ledger.add(row, ids=listed, source=source)


def import_table(ledger: Ledger, content: bytes, *, name: str, today: dt.date, again: bool = False) -> ImportReport:
    """Record the lines of a CSV table; a bad line is reported and stops nothing, one imported before is not doubled.

    Args:
        ledger: where.
        content: the file.
        name: of the file, kept with each line.
        today: no export may lie after it.
        again: record also the lines that were imported before.

    Raises:
        BadInput: the table as a whole can't be read.
    """
    rows = list(parse_table(content, today=today))
    good = [row for row in rows if row.row is not None]
    incoming = [Incoming(row.row, f"{name}:{row.line}", None if again else row.fingerprint) for row in good if row.row]
    kept = ledger.add_all(incoming)
    return ImportReport(
        added=[entry for entry in kept if entry],
        duplicates=[row.line for row, entry in zip(good, kept, strict=True) if entry is None],
        bad=[BadLine(line=row.line, error=row.fault.as_dict()) for row in rows if row.fault],
        lines=len(rows),
    )


def ledger_report(ledger: Ledger, *, as_of: dt.date, book: RuleBook, entity: str | None = None) -> LedgerReport:
    """The ledger as of a day, of one entity or of all."""
    entries = ledger.entries(since=first_day(as_of), until=as_of, entity=entity.strip() if entity else None)
    keys = ledger.keys([entry.id for entry in entries if entry.keyed])
    return report(entries, keys, as_of=as_of, book=book)


def table_of(entries: Iterable[LedgerEntry]) -> str:
    """The entries as CSV with a Chinese header; no formula, whatever a cell begins with."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS.values())
    for entry in entries:
        values = entry.model_dump(mode="json")
        writer.writerow([_cell(name, values[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(name: str, value: Any) -> str:
    text = _WORDS[name][value] if name in _WORDS else "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
