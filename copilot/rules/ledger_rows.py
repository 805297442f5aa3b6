"""Rows of the ledger from JSON values and from tables in Chinese or English; a bad row is told apart, not dropped."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from copilot.domain import LedgerRow
from copilot.errors import BadInput, TooLarge
from copilot.rules.filings import FIRST_YEAR, parse_strict

MAX_ROWS = 200_000
_HEADERS = {
    "entity": ("主体", "境内主体", "处理者", "公司", "entity"),
    "scene": ("场景", "出境场景", "scene"),
    "recipient": ("接收方", "境外接收方", "recipient"),
    "exported_on": ("日期", "出境日期", "date", "exported_on"),
    "persons": ("人数", "persons"),
    "nature": ("敏感", "是否敏感", "nature", "sensitive"),
    "exempt": ("免办", "免办理由", "exempt"),
    "path": ("路径", "办理路径", "path"),
    "group": ("集团", "group"),
    "note": ("备注", "note"),
}
_FIELDS = {header: field for field, headers in _HEADERS.items() for header in headers}
_REQUIRED = ("entity", "scene", "recipient", "exported_on", "persons", "nature")
_NATURE = {
    **dict.fromkeys(("是", "敏感", "yes", "true", "sensitive"), "sensitive"),
    **dict.fromkeys(("否", "不敏感", "非敏感", "no", "false", "general"), "general"),
    **dict.fromkeys(("都有", "两者都有", "both"), "both"),
}
_PATH = {
    **dict.fromkeys(("评估", "安全评估", "security_assessment"), "security_assessment"),
    **dict.fromkeys(("合同", "标准合同", "standard_contract"), "standard_contract"),
    **dict.fromkeys(("认证", "certification"), "certification"),
    **dict.fromkeys(("大湾区合同", "gba_contract"), "gba_contract"),
}
_EXEMPT = {"条约": "treaty", "小规模": "art5_4", "负面清单外": "art6", "清单外": "art6"}
_NONE = ("", "无", "否", "不免", "none", "no")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table: its row, or why it can't be used; `fingerprint` is the same when the line comes again."""

    line: int
    row: LedgerRow | None = None
    fault: BadInput | None = None
    fingerprint: str = ""


def parse_row(data: object, *, today: dt.date) -> LedgerRow:
    """A row from JSON values; names without the blanks around them, so that one entity is not counted as two.

    Raises:
        BadFacts: names the field.
        BadInput: the export lies in the future, has no persons, or an exemption that does not cover it.
    """
    plain = {k: v.strip() if isinstance(v, str) else v for k, v in data.items()} if isinstance(data, Mapping) else data
    return _checked(parse_strict(LedgerRow, plain, "台账的一条记录", schema="ledger_row"), today)


def _checked(row: LedgerRow, today: dt.date) -> LedgerRow:
    if row.exported_on.year < FIRST_YEAR or row.exported_on > today:
        raise BadInput(
            f"日期 {row.exported_on} 不能用：台账只记 {FIRST_YEAR} 年以后、已经发生的出境",
            hint="计划中的出境用 path 判断；请核对日期",
            en="exported_on must not lie in the future",
        )
    if row.persons == 0:
        raise BadInput(
            "人数不能是 0：《促进和规范数据跨境流动规定》第七条、第八条按提供了多少人的个人信息累计，没有人的不记",
            hint="写实际的人数；没有提供个人信息的不用记台账",
            en="persons must be at least 1: articles 7 and 8 of the Provisions count persons",
        )
    if row.exempt == "art5_4" and row.nature != "general":
        raise BadInput(
            "含敏感个人信息的不能按小规模免办：《促进和规范数据跨境流动规定》第五条第一款第（四）项只免不含敏感个人信息的",
            hint="去掉 exempt（免办）；确实不含敏感个人信息的，nature（敏感）写 general（否）；两种都有的分开记",
            en="art5_4, article 5(1)(4) of the Provisions, covers no sensitive personal information",
        )
    return row


def parse_table(content: bytes, *, today: dt.date) -> Iterator[TableRow]:
    """The rows of a CSV file in UTF-8 or GB 18030, its header in Chinese or English.

    Raises:
        BadInput: the header lacks a column, or names one that is not known.
        TooLarge: more than `MAX_ROWS` lines.
    """
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    fields = _columns(next(reader, []))
    seen: Counter[str] = Counter()
    for number, cells in enumerate(reader, 1):
        if number > MAX_ROWS:
            raise TooLarge(f"表格超过 {MAX_ROWS} 行", hint="分成几个文件导入", en="too many lines")
        if not any(cell.strip() for cell in cells):
            continue
        line = reader.line_num
        try:
            row = _row(dict(zip(fields, cells, strict=False)), len(cells), len(fields), today)
        except BadInput as fault:
            yield TableRow(line, fault=fault)
            continue
        body = row.model_dump_json()
        seen[body] += 1  # the same line twice in one file is two exports; the same file again is not
        yield TableRow(line, row, fingerprint=hashlib.sha256(f"{body}\0{seen[body]}".encode()).hexdigest())


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")  # what spreadsheets on Chinese Windows write
        except UnicodeDecodeError:
            raise BadInput(
                "文件不是 UTF-8，也不是 GB 18030 编码", hint="请另存为 UTF-8 的 CSV", en="neither UTF-8 nor GB 18030"
            ) from None


def _columns(header: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in header]
    if unknown := [name for name in names if name not in _FIELDS]:
        raise BadInput(
            f"表头里有不认识的列：{'、'.join(unknown) or '（空）'}",
            hint="可用：" + "、".join(headers[0] for headers in _HEADERS.values()),
            en="unknown column",
        )
    fields = [_FIELDS[name] for name in names]
    if missing := [_HEADERS[name][0] for name in _REQUIRED if name not in fields]:
        raise BadInput(f"表头缺少：{'、'.join(missing)}", hint="第一行写列名", en="missing column")
    if len(set(fields)) < len(fields):
        raise BadInput("表头里有重复的列", hint="每一列只写一次", en="a column is given twice")
    return fields


def _row(cells: Mapping[str, str], given: int, wanted: int, today: dt.date) -> LedgerRow:
    if given != wanted:
        raise BadInput(
            f"这一行有 {given} 列，表头有 {wanted} 列",
            hint="内容里有逗号的，用引号括起来",
            en=f"{given} cells under {wanted} columns",
        )
    plain = {field: text.strip() for field, text in cells.items()}
    values: dict[str, Any] = {name: plain[name] for name in ("entity", "scene", "recipient")}
    values |= {"exported_on": _date(plain["exported_on"]), "persons": _count(plain["persons"])}
    values |= {"nature": _nature(plain["nature"]), "note": plain.get("note", "")}
    if plain.get("exempt", "").lower() not in _NONE:
        values["exempt"] = _EXEMPT.get(plain["exempt"], plain["exempt"].lower())
    if plain.get("path", "").lower() not in _NONE:
        values["path"] = _PATH.get(plain["path"].lower(), plain["path"])
    if plain.get("group"):
        values["group"] = plain["group"]
    return _checked(parse_strict(LedgerRow, values, "这一行", schema="ledger_row"), today)


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    try:
        if found:
            return dt.date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:  # no such day, as 2026-02-30: refused like what is no date at all
        pass
    raise BadInput(f"日期“{text[:20]}”读不出", hint="写成 2026-11-23", en="exported_on is not a date")


def _count(text: str) -> int:
    plain = re.sub(r"[,，\s]", "", text)
    if not re.fullmatch(r"[0-9]{1,11}", plain):
        raise BadInput(f"人数“{text[:20]}”不是数字", hint="只写数字，例如 20000", en="persons must be a whole number")
    return int(plain)


def _nature(text: str) -> str:
    if text.lower() not in _NATURE:
        raise BadInput(
            f"“敏感”一列写了“{text[:20]}”",
            hint="写 是、否 或者 都有；不知道的先查清再记",
            en="sensitive must be yes, no or both",
        )
    return _NATURE[text.lower()]
