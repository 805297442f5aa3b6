"""Tables of a batch as people save them: any usual encoding, separator and header; what is missing is named once."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from copilot.errors import BadInput, CopilotError

MAX_FIELD = 1 << 20
SEPARATORS = ",;\t"
# How a column may be called, in small letters, without blanks and marks.
COLUMNS = {
    "id": ("id", "编号", "序号", "标识", "no", "行号"),
    "facts": ("facts", "fact", "事实", "事实json", "factsjson"),
    "text": ("text", "story", "描述", "情况", "经过", "情形", "说明", "文字", "故事", "description"),
    "question": ("question", "问题", "提问"),
    "as_of": ("asof", "日期", "依据日期", "基准日", "date"),
}
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a table and its encoding: `utf-8`, `utf-16` (Excel's Unicode text), else `gb18030`.

    Raises:
        BadInput: none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    elif b"\0" in content[:200]:
        tries = ["utf-16-be" if content[:1] == b"\0" else "utf-16-le"]
    else:
        tries = ["utf-8-sig", "gb18030"]
    for encoding in tries:
        try:
            return content.decode(encoding), {"utf-8-sig": "utf-8"}.get(encoding, encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("这个文件的编码读不出", hint="请另存为 UTF-8 的 .csv", en="the encoding of the file is not readable")


def table_rows(content: bytes, *, needs: Collection[str]) -> Iterator[tuple[int, dict[str, Any] | CopilotError]]:
    """Rows of a table with the number of their line, under the names of `COLUMNS`.

    Args:
        content: the file.
        needs: columns of which one must be there.

    Raises:
        BadInput: the encoding is not readable, or the header has none of `needs`.
    """
    text, _ = decoded(content)
    lines = io.StringIO(text, newline="")
    first = lines.readline()
    if first.strip().lower().startswith("sep="):  # a line that Excel reads
        first = lines.readline()
    lines.seek(lines.tell() - len(first))
    csv.field_size_limit(MAX_FIELD)
    skipped = text[: lines.tell()].count("\n")
    reader = csv.reader(lines, delimiter=_separator(first))
    header = _header(next(reader, []))
    if needs and not set(needs) & set(header):
        raise _without(header, needs)
    return _rows(reader, header, skipped)


def _rows(reader: Any, header: list[str], skipped: int) -> Iterator[tuple[int, dict[str, Any] | CopilotError]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number = reader.line_num + skipped
            hint = "检查引号与分隔符"
            yield number, BadInput(f"第{number}行读不出：{error}", hint=hint, en=f"line {number}: {error}")
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            yield reader.line_num + skipped, _surplus(reader.line_num + skipped, len(cells), len(header))
        elif any(cell.strip() for cell in cells):
            row = dict.fromkeys(header) | dict(zip(header, cells, strict=False))
            if not (row.get("id") or "").strip():
                row.pop("id", None)
            yield reader.line_num + skipped, row


def _surplus(number: int, given: int, wanted: int) -> BadInput:
    return BadInput(
        f"第{number}行有 {given} 列，表头只有 {wanted} 列，多出的内容不知道属于哪一列",
        hint="内容里有分隔符的，用双引号括起来",
        en=f"line {number} has {given} cells under {wanted} columns",
    )


def _separator(line: str) -> str:
    """The separator that the header has most of, outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _header(cells: Collection[str]) -> list[str]:
    """The columns as the commands know them, each name once: the first that means it; others as written."""
    plain = [unicodedata.normalize("NFKC", cell).strip().lower() for cell in cells]
    meant = [_NAMES.get("".join(c for c in name if c.isalnum()), name) for name in plain]
    taken: set[str] = set()
    header = []
    for name, column in zip(plain, meant, strict=True):
        header.append(name if column in taken else column)
        taken.add(column)
    return header


def _without(header: Collection[str], needs: Collection[str]) -> BadInput:
    wanted = "、".join(needs)
    there = "、".join(h for h in header if h) or "空的"
    return BadInput(
        f"表头缺少 {wanted}{' 中的一列' if len(needs) > 1 else ' 列'}（现有：{there}）",
        hint="第一行写列名，例如 id,facts 或者 编号,描述；分隔用逗号、分号或者制表符",
        en=f"the header lacks {' or '.join(needs)}; it has: {', '.join(header) or 'nothing'}",
    )
