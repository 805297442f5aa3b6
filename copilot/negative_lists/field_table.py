"""An enterprise's table of fields from .csv, .xlsx or .json: names, meanings, kinds, sample values."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from copilot.documents.read import contents, decode
from copilot.errors import BadDocument, BadInput, TooLarge
from copilot.json_values import read_json, why_no_json
from copilot.negative_lists.shapes import OwnFieldShape
from copilot.validation import explain

MAX_FIELDS = 5000
# How a column may be called, in small letters, without blanks, underscores and colons.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("字段名", "字段名称", "字段", "列名", "数据项", "数据项名称", "name", "field", "fieldname", "column",
             "columnname"),
    "meaning": ("含义", "字段含义", "说明", "字段说明", "中文名", "中文名称", "描述", "备注", "meaning", "description",
                "comment", "label"),
    "kind": ("类别", "数据类别", "敏感级别", "是否敏感", "kind", "category", "sensitivity", "sensitive"),
    "samples": ("示例", "示例值", "示例数据", "样例", "样例值", "样例数据", "样本", "样本值", "举例", "取值示例",
                "sample", "samples", "samplevalue", "samplevalues", "sampledata", "example", "examples",
                "examplevalue", "examplevalues"),
}  # fmt: skip
SEPARATORS = ",;\t"
_SENSITIVE = ("敏感个人信息", "敏感", "是", "sensitive_pi", "sensitive", "y", "yes")
_PLAIN = ("一般个人信息", "个人信息", "一般", "非敏感", "否", "pi", "n", "no")
_MAX_TOLD = 10
_OTHER = ("非个人信息", "不是个人信息", "业务数据", "other", "non-personal")
Kind = Literal["pi", "sensitive_pi", "other"]
Records = tuple[list[dict[str, Any]], list[str]]  # the fields, and the remarks


class OwnTable(NamedTuple):
    """The fields of a table, and what of the table was not used: `remarks`, in Chinese, to be shown to the reader."""

    fields: list[OwnFieldShape]
    remarks: list[str]


def read_fields(path: Path) -> OwnTable:
    """The fields of a file.

    Raises:
        BadDocument: missing, empty, corrupt or password-protected.
        BadInput: of another kind, without a column of names, or with values that can't be used.
        TooLarge: more than 5,000 fields or 64 MiB.
    """
    raw = contents(path, hint="只保留字段名和含义")
    return fields_of(path.name, raw)


def fields_of(name: str, raw: bytes) -> OwnTable:
    """The fields of a file's content, its kind told by `name`; raises as `read_fields`."""
    if not raw.strip():
        raise BadDocument(f"{name} 是空文件", hint="每行一个字段", en="empty file")
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
    reader = readers.get(Path(name).suffix.lower())
    if reader is None:
        raise BadInput(f"{name} 的格式不支持", hint="请用 .csv、.xlsx 或 .json", en="use .csv, .xlsx or .json")
    records, remarks = reader(name, raw)
    if len(records) > MAX_FIELDS:
        raise TooLarge(f"{name} 有 {len(records)} 个字段，超过 {MAX_FIELDS} 个", hint="请分批", en="too many")
    if not records:
        raise BadInput(f"{name} 里没有字段", hint="每行一个字段", en="no fields in the file")
    try:
        return OwnTable([OwnFieldShape.model_validate(r) for r in records], remarks)
    except ValidationError as err:
        raise BadInput(f"{name} 不能使用。{explain(err.errors(include_input=False))[0]}", en="bad fields") from None


def _json(name: str, raw: bytes) -> Records:
    try:
        value = read_json(decode(name, raw))
    except (ValueError, RecursionError) as err:
        raise BadInput(
            f"{name} 不是合法的 JSON：{why_no_json(err)}", hint="写成字段名的列表", en=f"{name} is not JSON: {err}"
        ) from None
    if isinstance(value, dict):
        value = value.get("fields")
    if not isinstance(value, list) or not all(isinstance(v, (str, dict)) for v in value):
        raise BadInput(f"{name} 应是字段名或字段对象的列表", hint='例如 ["mobile"]', en="a list of names is needed")
    return [{"name": v} if isinstance(v, str) else v for v in value], []


def _csv(name: str, raw: bytes) -> Records:
    text = decode(name, raw)
    first = "".join(text.lstrip().partition("\n")[0].split('"')[::2])
    try:
        return _rows(name, list(csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count))))
    except csv.Error as err:
        raise BadInput(f"{name} 读不出：{err}", hint="检查引号与分隔符", en="unreadable csv") from None


def _xlsx(name: str, raw: bytes) -> Records:
    from copilot.negative_lists.tables import sheet_rows

    return _rows(name, sheet_rows(name, raw))


def _rows(name: str, rows: Sequence[Sequence[str]]) -> Records:
    filled = [[str(c or "").strip() for c in row] for row in rows if any(str(c or "").strip() for c in row)]
    if not filled:
        return [], []
    head = [re.sub(r"[\s_*：:]", "", unicodedata.normalize("NFKC", c)).lower() for c in filled[0]]
    places = {key: i for key, words in COLUMNS.items() for i, c in reversed(list(enumerate(head))) if c in words}
    if "name" not in places:
        if max(len(row) for row in filled) > 1:
            raise BadInput(
                f"{name} 没有“字段名”一列", hint="第一行写列名：字段名、含义、类别、示例", en="no column of field names"
            )
        return [{"name": row[0]} for row in filled], []
    kept = [row for row in filled[1:] if len(row) > places["name"] and row[places["name"]]]
    return [_record(row, places) for row in kept], _remarks(filled, kept, places)


def _remarks(filled: Sequence[Sequence[str]], kept: Sequence[Sequence[str]], places: dict[str, int]) -> list[str]:
    """What of the table is not used, so that nothing is left aside in silence."""
    found = []
    if unused := [cell or "（空）" for i, cell in enumerate(filled[0]) if i not in places.values()]:
        found.append(f"没有用到的列：{_some(unused)}（用到的是 字段名、含义、类别、示例）")
    if nameless := len(filled) - 1 - len(kept):
        found.append(f"有 {nameless} 行没有字段名，没有读")
    if beyond := [row[places["name"]] for row in kept if any(row[len(filled[0]) :])]:
        found.append(f"这些字段的行比表头多出内容，多出的没有读：{_some(beyond)}；内容里有逗号的，用引号括起来")
    column = places.get("kind")
    said = {row[column] for row in kept if column is not None and len(row) > column and row[column]}
    if unknown := sorted(word for word in said if _kind(word) is None):
        found.append(f"“类别”一列的这些写法不认识，按没有写处理：{_some(unknown)}（写 敏感、非敏感 或者 非个人信息）")
    return found


def _some(words: Sequence[str]) -> str:
    rest = f" 等 {len(words)} 个" if len(words) > _MAX_TOLD else ""
    return "、".join(word[:40] for word in words[:_MAX_TOLD]) + rest


def _record(row: Sequence[str], places: dict[str, int]) -> dict[str, Any]:
    said = {key: row[i] for key, i in places.items() if i < len(row)}
    record: dict[str, Any] = {"name": said["name"], "meaning": said.get("meaning", "")}
    if kind := _kind(said.get("kind", "")):
        record["kind"] = kind
    if said.get("samples"):
        record["samples"] = re.split(r"[;；|\n]", said["samples"])[:20]
    return record


def _kind(words: str) -> Kind | None:
    said = words.strip().lower()
    if said in _OTHER:
        return "other"
    if said in _SENSITIVE:
        return "sensitive_pi"
    return "pi" if said in _PLAIN else None
