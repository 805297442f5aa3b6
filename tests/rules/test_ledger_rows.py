"""Tables of exports: Chinese and English headers, encodings of spreadsheets, each bad line told with its reason."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.errors import BadInput
from copilot.rules.facts import BadFacts
from copilot.rules.ledger_rows import parse_row, parse_table

TODAY = dt.date(2026, 11, 23)
HEADER = "主体,场景,接收方,日期,人数,敏感,免办,路径,集团,备注\n"
GOOD = '甲公司,会员,乙公司,2026-03-01,"20,000",否,,标准合同,大集团,首批\n'


def table(content: str, encoding: str = "utf-8") -> list[str]:
    """Of each line its number and either its persons or why it is bad."""
    rows = parse_table(content.encode(encoding), today=TODAY)
    return [f"{r.line} {r.row.persons if r.row else r.fault}" for r in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_a_spreadsheet(encoding: str) -> None:
    (row,) = parse_table((HEADER + GOOD).encode(encoding), today=TODAY)
    assert row.row is not None and row.line == 2
    assert row.row.model_dump(exclude={"note", "id_kind"}) == {
        "entity": "甲公司",
        "scene": "会员",
        "recipient": "乙公司",
        "exported_on": dt.date(2026, 3, 1),
        "persons": 20_000,
        "nature": "general",
        "exempt": None,
        "path": "standard_contract",
        "group": "大集团",
    }


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (",会员,乙,2026-03-01,1,否,,,,", "entity"),
        ("甲,会员,乙,2026-02-30,1,否,,,,", "日期"),
        ("甲,会员,乙,三月一日,1,否,,,,", "日期"),
        ("甲,会员,乙,2026-11-24,1,否,,,,", "日期"),
        ("甲,会员,乙,2016-12-31,1,否,,,,", "日期"),
        ("甲,会员,乙,2026-03-01,2万,否,,,,", "人数"),
        ("甲,会员,乙,2026-03-01,-1,否,,,,", "人数"),
        ("甲,会员,乙,2026-03-01,1.5,否,,,,", "人数"),
        ("甲,会员,乙,2026-03-01,,否,,,,", "人数"),
        ("甲,会员,乙,2026-03-01,1,,,,,", "敏感"),
        ("甲,会员,乙,2026-03-01,1,不清楚,,,,", "敏感"),
        ("甲,会员,乙,2026-03-01,1,否,art9,,,", "exempt"),
        ("甲,会员,乙,2026-03-01,1,否,,快递,,", "path"),
        ("甲,会员,乙,2026-03-01,1,否", "列"),
    ],
)
def test_bad_lines_are_told_and_the_others_taken(cells: str, named: str) -> None:
    bad, good = table(f"{HEADER}{cells}\n{GOOD}")
    assert bad.startswith("2 ") and named in bad and good == "3 20000"


@pytest.mark.parametrize("text", ["2026/3/1", "2026年3月1日", "2026.03.01", "2026-3-1"])
def test_dates_as_people_write_them(text: str) -> None:
    (row,) = parse_table(
        f"entity,scene,recipient,date,persons,sensitive\n甲,会员,乙,{text},1,both\n".encode(), today=TODAY
    )
    assert row.row is not None and row.row.exported_on == dt.date(2026, 3, 1) and row.row.nature == "both"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "缺少"),
        ("主体,场景,接收方,日期,人数\n", "敏感"),
        ("主体,场景,接收方,日期,人数,敏感,电话\n", "电话"),
        ("主体,entity,场景,接收方,日期,人数,敏感\n", "重复"),
    ],
)
def test_a_bad_header_stops_the_table(content: str, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        table(content)


def test_the_same_line_twice_in_a_file_is_two_exports() -> None:
    rows = list(parse_table((HEADER + GOOD + GOOD).encode(), today=TODAY))
    again = list(parse_table((HEADER + GOOD + GOOD).encode(), today=TODAY))
    assert rows[0].fingerprint != rows[1].fingerprint
    assert [r.fingerprint for r in rows] == [r.fingerprint for r in again]


def test_json_values_are_strict() -> None:
    row = {
        "entity": "甲",
        "scene": "会员",
        "recipient": "乙",
        "exported_on": "2026-03-01",
        "persons": 3,
        "nature": "both",
    }
    assert parse_row(row, today=TODAY).persons == 3
    for key, value in (("persons", "3"), ("nature", "yes"), ("exported_on", "昨天"), ("phone", "1"), ("persons", -1)):
        with pytest.raises(BadFacts, match=key):
            parse_row({**row, key: value}, today=TODAY)
    with pytest.raises(BadInput, match="2026-11-24"):
        parse_row({**row, "exported_on": "2026-11-24"}, today=TODAY)


def test_blanks_around_a_name_do_not_make_another_entity_and_a_blank_one_is_none() -> None:
    row = {"entity": " 甲\u3000", "scene": "会员 ", "recipient": "乙", "exported_on": "2026-03-01", "nature": "both"}
    read = parse_row({**row, "persons": 3, "group": " 丙", "id_kind": "员工号 "}, today=TODAY)
    assert (read.entity, read.scene, read.group, read.id_kind) == ("甲", "会员", "丙", "员工号")
    for name in ("entity", "scene", "recipient", "group"):
        with pytest.raises(BadFacts, match=f"“{name}”不能是空的"):
            parse_row({**row, "persons": 3, name: " \u3000"}, today=TODAY)
