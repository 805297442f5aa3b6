"""Batch files: one object a line in, one object a line out; a bad line is its own error and stops nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from math import isfinite
from typing import Any

from pydantic import BaseModel

from copilot.batch_table import decoded, table_rows
from copilot.errors import BadInput, CopilotError
from copilot.json_values import read_json, why_no_json

TABLES = (".csv", ".tsv", ".txt")
PATH_COLUMNS = ("facts", "text")
Identity = str | float
Row = dict[str, Any] | CopilotError


def rows_in(content: bytes, name: str, *, needs: Collection[str] = PATH_COLUMNS) -> Iterator[tuple[int, Row]]:
    """Lines of a batch file with their number; a line that cannot be read is its error.

    Args:
        content: the file.
        name: its name, which tells the form.
        needs: columns of which a table must have one.

    Raises:
        BadInput: neither .jsonl nor a table; a table that cannot be decoded or has none of `needs`.
    """
    if not is_table(name) and form_of(name) != ".jsonl":
        raise BadInput(
            f"批量文件 {name} 的格式不支持", hint="请用 .jsonl 或 .csv（也可以 .tsv、.txt）", en="use .jsonl or .csv"
        )
    return table_rows(content, needs=needs) if is_table(name) else _json_rows(content.removeprefix(b"\xef\xbb\xbf"))


def encoding_note(content: bytes, name: str) -> str:
    """What the reader must know of a table that is not in UTF-8; empty where there is nothing to say.

    Raises:
        BadInput: the encoding is not readable.
    """
    if not is_table(name) or (encoding := decoded(content)[1]) == "utf-8":
        return ""
    spoken = "GBK" if encoding == "gb18030" else encoding.upper()
    return f"{name} 不是 UTF-8，按 {spoken} 读取；有乱码请另存为 UTF-8。"


def form_of(name: str) -> str:
    """The ending of a file's name, with its dot, in small letters."""
    return "." + name.rpartition(".")[2].lower()


def is_table(name: str) -> bool:
    """Whether a file of that name is read as a table."""
    return form_of(name) in TABLES


def _json_rows(content: bytes) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            yield number, _json_row(number, line)


def _json_row(number: int, line: bytes) -> Row:
    try:
        value = read_json(line.decode("utf-8"))
    except UnicodeDecodeError:
        return BadInput(f"第{number}行不是 UTF-8 编码", hint="请另存为 UTF-8", en=f"line {number} is not UTF-8")
    except BadInput as error:
        return error
    except (ValueError, RecursionError) as error:
        why = why_no_json(error).removeprefix("第1行")
        en = f"line {number} is not JSON: {error}"
        return BadInput(f"第{number}行不是 JSON：{why}", hint="每行一个 JSON 对象", en=en)
    if not isinstance(value, dict):
        return BadInput(f"第{number}行不是 JSON 对象", en=f"line {number} is not an object")
    return {key: _readable(item) if isinstance(item, str) else item for key, item in value.items()}


def _readable(text: str) -> str:
    """`text` without lone surrogates, which no encoder takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def identity_of(row: dict[str, Any], default: Identity) -> Identity:
    """The id of a row.

    Raises:
        BadInput: it is neither text nor number.
    """
    given = row.get("id", default)
    if isinstance(given, str) and not given.strip():
        return default
    if isinstance(given, str) or (isinstance(given, (int, float)) and type(given) is not bool and isfinite(given)):
        return given
    raise BadInput(
        "这一行的 id 应为文字或数字", hint="改正 id；不写 id 时按行号编号", en="the id must be a string or a number"
    )


def date_of(value: object, name: str) -> dt.date:
    """A date as a person writes it; `name` is the option or field it was given in.

    Raises:
        BadInput: not a date.
    """
    try:
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise BadInput(
            f"{name} “{value}” 不是日期", hint="请写成 YYYY-MM-DD，例如 2026-11-23", en=f"{name} must be YYYY-MM-DD"
        ) from None


def row_day(row: dict[str, Any], default: dt.date) -> dt.date:
    """The day that a row names as `as_of`, else `default`.

    Raises:
        BadInput: not a date.
    """
    return default if row.get("as_of") in (None, "") else date_of(row["as_of"], "这一行的 as_of")


def says_story(row: dict[str, Any]) -> bool:
    """Whether a row of `path` is a description, not facts."""
    return isinstance(row.get("text"), str) and bool(row["text"].strip()) and not row.get("facts")


def facts_of(row: dict[str, Any]) -> Any:
    """The facts of a row of `path`: an object, or its JSON in a cell of a table.

    Raises:
        BadInput: the row has neither facts nor a description, or the cell is no JSON.
    """
    given = row.get("facts")
    if given is None or (isinstance(given, str) and not given.strip()):
        raise BadInput(
            "这一行的 facts 和 text 都是空的",
            hint="facts 写事实的 JSON，或者 text 写一段描述",
            en="the row has neither facts nor text",
        )
    return json_of(given) if isinstance(given, str) else given


def json_of(content: str) -> Any:
    """Facts written as JSON.

    Raises:
        BadInput: it is none.
    """
    try:
        return read_json(content)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"事实不是 JSON：{why_no_json(error)}",
            hint='例如 {"is_export": true, "pi_count": 50000}',
            en=f"the facts are no JSON: {error}",
        ) from None


def line_of(identity: Identity, answer: BaseModel | dict[str, Any] | CopilotError) -> str:
    """One line of the outcome, with the id first."""
    if isinstance(answer, BaseModel):  # some ten times faster than by way of a dict
        return f'{{"id": {json.dumps(identity, ensure_ascii=False)}, {answer.model_dump_json()[1:]}\n'
    body = {"error": answer.as_dict()} if isinstance(answer, CopilotError) else answer
    return json.dumps({"id": identity, **body}, ensure_ascii=False, default=str) + "\n"
