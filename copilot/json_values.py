"""JSON values from text, strictly: what no reader could mean is refused by the name of its key."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from copilot.errors import BadInput

MAX_DIGITS = 100  # Python refuses beyond 4,300 without saying where; no count, date or amount comes near either
_FAULTS = (
    ("Expecting property name", "这里应是双引号括起来的键名，最后一项后面不要逗号"),
    ("Expecting ',' delimiter", "前面缺逗号，或者引号没有配对"),
    ("Expecting ':' delimiter", "键名后面缺冒号"),
    ("Expecting value", "这里应有一个值（文字加双引号，或者数、true、false、null）"),
    ("Extra data", "后面还有多余的内容"),
    ("Unterminated string", "引号没有配对"),
    ("Invalid control character", "引号里有直接写的换行或者控制字符"),
    ("Invalid \\", "反斜线的写法不对"),
)


class _TooLong:
    """Stands for a number that is refused as soon as the key it belongs to is known."""


def read_json(text: str | bytes, *, encodable: bool = False) -> Any:
    """The value that `text` writes.

    Args:
        text: the JSON.
        encodable: refuse half characters (lone surrogates) as well, which nothing can store or send on.

    Raises:
        BadInput: a key occurs twice in one object (json alone would keep the last in silence), a number has more
            than `MAX_DIGITS` digits, or a text cannot be encoded; names the key.
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    value = json.loads(text, object_pairs_hook=_object, parse_int=_number)
    if _holds_too_long(value):
        raise _too_long("")
    if encodable and (b"\\u" in text if isinstance(text, bytes) else "\\u" in text):
        _refuse_half_characters(value, "")
    return value


def _refuse_half_characters(value: Any, key: str) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            _refuse_half_characters(name, name)
            _refuse_half_characters(item, name)
    elif isinstance(value, list):
        for item in value:
            _refuse_half_characters(item, key)
    elif isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            named = _shown(key)
            raise BadInput(
                f"{f'“{named}”里' if named else '内容里'}有不能编码的半个字符",
                hint="多半是表情符号被截断了；请删去或者重写这几个字",
                en=f"{f'the text under {named}' if named else 'a text'} holds a lone surrogate",
            ) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = _shown(next(key for key in times if times[key] > 1))
        raise BadInput(f"JSON 里的“{twice}”写了不止一次", hint="每个键只写一次", en=f"duplicate key: {twice}")
    for key, value in pairs:
        if type(value) in (_TooLong, list) and _holds_too_long(value):
            raise _too_long(_shown(key))
    return found


def _number(digits: str) -> int | _TooLong:
    return int(digits) if len(digits) <= MAX_DIGITS else _TooLong()


def _holds_too_long(value: Any) -> bool:
    if type(value) is list:
        return any(_holds_too_long(item) for item in value)
    return type(value) is _TooLong


def _too_long(key: str) -> BadInput:
    return BadInput(
        f"JSON 里{f'“{key}”的' if key else '有一个'}整数超过 {MAX_DIGITS} 位，不能使用",
        hint="请核对这个数",
        en=f"{f'the integer under {key}' if key else 'an integer'} has more than {MAX_DIGITS} digits",
    )


def _shown(key: str) -> str:
    """A key as it may stand in a message: not too long, nothing that no encoder takes."""
    return key[:100].encode("utf-8", "replace").decode("utf-8")


def why_no_json(error: ValueError | RecursionError) -> str:
    """Where and why a text is no JSON, in Chinese."""
    if isinstance(error, RecursionError):
        return "层次太深"
    if not isinstance(error, json.JSONDecodeError):
        return "编码读不出，请用 UTF-8"
    said = next((chinese for english, chinese in _FAULTS if error.msg.startswith(english)), "写法不对")
    return f"第{error.lineno}行第{error.colno}个字符处，{said}"
