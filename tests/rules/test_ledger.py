"""Persons of the year, alerts, forecast, matrix and group filing, from rows that a lawyer can read."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
from pathlib import Path
from typing import Any

import pytest

from copilot.domain import LedgerEntry
from copilot.law import yaml_file
from copilot.law.rulebook import RuleBook
from copilot.rules.ledger import LedgerReport, Persons, persons, report
from tests.rules.test_headline_en import CHINESE, texts

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)


def table() -> list[Any]:
    parsed = yaml_file.parse("ledger.yaml", (Path(__file__).parent / "ledger.yaml").read_bytes())
    assert not parsed.faults, parsed.faults
    return [pytest.param(row, id=row["id"]) for row in parsed.value["rows"]]


def entry(
    number: int, persons: int = 0, *, date: str = "2026-03-01", ids: list[str] | None = None, **given: Any
) -> LedgerEntry:
    return LedgerEntry(
        id=str(number),
        created_at=CREATED,
        keyed=ids is not None,
        exported_on=dt.date.fromisoformat(date),
        persons=len(ids) if ids is not None else persons,
        **{"entity": "甲", "scene": "会员", "recipient": "乙", "nature": "general", "id_kind": "编号", **given},
    )


def keys_of(entries: list[LedgerEntry], ids: dict[str, list[str]]) -> dict[str, frozenset[bytes]]:
    return {e.id: frozenset(hashlib.sha256(i.encode()).digest()[:16] for i in ids[e.id]) for e in entries if e.keyed}


def told(rows: list[dict[str, Any]], as_of: dt.date, book: RuleBook) -> LedgerReport:
    entries = [entry(i, **row) for i, row in enumerate(rows)]
    keys = keys_of(entries, {str(i): row["ids"] for i, row in enumerate(rows) if row.get("ids")})
    return report(entries, keys, as_of=as_of, book=book)


@pytest.mark.parametrize("row", table())
def test_row(row: dict[str, Any], book: RuleBook) -> None:
    found = told(row["entries"], dt.date.fromisoformat(row["as_of"]), book)
    one = found.entities[0]
    assert [one.general.least, one.general.most] == row["general"]
    assert [one.sensitive.least, one.sensitive.most] == row["sensitive"]
    levels = {level.id: level for level in one.levels}
    assert {name: levels[name].status for name in row.get("status", {})} == row.get("status", {})
    assert not set(levels) & set(row.get("levels_lack", ()))
    assert {r: c.most for r, c in one.left_out.items()} == row.get("left_out", {})
    if "facts" in row:
        assert one.facts == row["facts"]
    assert all(level.basis for level in one.levels)
    assert {level.id for level in found.alerts} == {n for n, level in levels.items() if level.status != "below"}


def test_the_union_is_right_whatever_the_overlap() -> None:
    """Against sets of real persons: exact where ids are kept, and inside the bounds where they are not."""
    chance = random.Random(7)
    for _ in range(200):
        groups = [{str(chance.randrange(30)) for _ in range(chance.randrange(1, 20))} for _ in range(4)]
        truth = len(set().union(*groups))
        keyed = [entry(i, ids=sorted(group)) for i, group in enumerate(groups)]
        keys = keys_of(keyed, {str(i): sorted(group) for i, group in enumerate(groups)})
        assert persons(keyed, keys) == Persons(least=truth, most=truth)
        mixed = [e if chance.random() < 0.5 else e.model_copy(update={"keyed": False}) for e in keyed]
        bounds = persons(mixed, keys)
        assert bounds.least <= truth <= bounds.most
    assert persons([], {}) == Persons(least=0, most=0)


def test_another_export_never_counts_less(book: RuleBook) -> None:
    chance, rows = random.Random(3), []
    before = 0
    for _ in range(30):
        rows.append({"persons": chance.randrange(1, 9000), "scene": chance.choice("甲乙丙")})
        one = told(rows, TODAY, book).entities[0]
        assert one.general.most > before and one.general.least <= one.general.most
        before = one.general.most


def test_entities_paths_and_matrix_are_kept_apart(book: RuleBook) -> None:
    rows = [
        {"persons": 70_000, "path": "standard_contract"},
        {"persons": 10, "recipient": "丙", "path": "certification"},
        {"persons": 60_000, "entity": "丁"},
        {"persons": 5, "entity": "丁", "exempt": "art5_3"},
    ]
    found = told(rows, TODAY, book)
    assert [one.entity for one in found.entities] == ["丁", "甲"]
    assert {e.entity: e.levels[0].status for e in found.entities} == {"甲": "below", "丁": "below"}
    by_path = found.entities[1].by_path
    assert by_path["standard_contract"]["general"].most == 70_000 and by_path["certification"]["general"].most == 10
    assert found.entities[0].by_path.keys() == {"unspecified"}
    cells = {(c.entity, c.recipient, c.scene): (c.general.most, c.left_out.most) for c in found.matrix}
    assert cells == {
        ("甲", "乙", "会员"): (70_000, 0),
        ("甲", "丙", "会员"): (10, 0),
        ("丁", "乙", "会员"): (60_000, 5),
    }


def test_what_was_assessed_is_told_apart(book: RuleBook) -> None:
    rows = [{"persons": 900_000, "path": "security_assessment"}, {"persons": 90_000, "path": "standard_contract"}]
    one = told(rows, TODAY, book).entities[0]
    assert one.general.most == 990_000 and any("90000 人" in note for note in one.notes)


def test_the_forecast_follows_the_days_and_is_called_an_estimate(book: RuleBook) -> None:
    half = told([{"persons": 50_000, "date": "2026-01-02"}], dt.date(2026, 7, 2), book).entities[0].levels[0]
    assert half.forecast is not None and half.forecast.most == -(-50_000 * 365 // 183)
    assert "估计" in half.text and "照此会达到" not in half.text
    more = told([{"persons": 50_200, "date": "2026-01-02"}], dt.date(2026, 7, 2), book).entities[0].levels[0]
    assert more.forecast is not None and more.forecast.most >= 100_000 and "照此会达到" in more.text
    early = told([{"persons": 5_000, "date": "2026-01-02"}], dt.date(2026, 1, 10), book).entities[0].levels[0]
    assert "只作参考" in early.text
    last = told([{"persons": 5_000}], dt.date(2026, 12, 31), book).entities[0].levels[0]
    assert last.forecast == Persons(least=5_000, most=5_000)


def test_a_group_may_file_together_but_each_counts_alone(book: RuleBook) -> None:
    rows = [{"persons": 60_000, "entity": name, "group": "大集团"} for name in ("甲", "乙公司", "丙公司")]
    found = told(rows, TODAY, book)
    assert all(level.status == "below" for one in found.entities for level in one.levels)
    (option,) = found.groups
    assert option.entities == ["丙公司", "乙公司", "甲"] and "分别计算" in option.text
    assert option.basis[0].instrument == "数据出境安全管理政策问答（2025年4月）" and option.basis[0].article == "问8"
    assert any("100000" in note and "拆" in note for note in option.notes)
    assert told(rows, dt.date(2026, 2, 1), book).groups == []
    assert told([{**r, "scene": r["entity"]} for r in rows], TODAY, book).groups == []
    assert told(rows[:1], TODAY, book).groups == []


def test_group_filing_is_told_only_since_the_answers(book: RuleBook) -> None:
    rows = [{"persons": 1, "entity": name, "group": "大集团", "date": "2025-01-05"} for name in ("甲", "乙公司")]
    assert told(rows, dt.date(2025, 4, 8), book).groups == []
    assert len(told(rows, dt.date(2025, 4, 9), book).groups) == 1


@pytest.mark.parametrize("row", table())
def test_the_ledger_is_told_in_english_too(row: dict[str, Any], book: RuleBook) -> None:
    assert untold(told(row["entries"], dt.date.fromisoformat(row["as_of"]), book)) == []


def test_groups_and_an_empty_year_are_told_in_english_too(book: RuleBook) -> None:
    own = {"group": "Group A", "scene": "members", "path": "security_assessment"}
    rows = [{"entity": name, "persons": 60_000, **own} for name in ("One", "Two")]
    found = told(rows, TODAY, book)
    assert len(found.groups) == 1 and len(found.groups[0].notes) == 2 and untold(found) == []
    empty = told([], TODAY, book)
    assert len(empty.notes) == 1 and untold(empty) == []


def untold(found: LedgerReport) -> list[str]:
    """The texts without an English one, or with Chinese left in it beside names and places in the law."""
    faults = []
    for path, chinese, english in texts(found.model_dump(mode="json")):
        plain = re.sub(r"《[^》]*》[^,)]*|[甲乙丙丁]|、", "", english)
        if bool(chinese) != bool(english) or CHINESE.search(plain):
            faults.append(f"{path}: {chinese} | {english}")
    assert all(len(one.notes) == len(one.notes_en) for one in (found, *found.entities, *found.groups))
    return faults
