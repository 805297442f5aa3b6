"""What pydantic found wrong with the values a caller gave, in words; for HTTP, MCP tools and settings alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

MAX_NAMED = 5
_AND = re.compile(r"'?(?:, | or )'?")  # between the values of a Literal
_DAY = "应为日期，形如 2026-11-23"
_FAULTS = {
    "missing": "缺少",
    "json_invalid": "不是合法的 JSON",
    "string_type": "应为文字",
    "string_sub_type": "应为文字",
    "string_unicode": "含有不能编码的字符",
    "string_pattern_mismatch": "格式不对",
    "string_too_short": "太短，至少 {min_length} 个字",
    "string_too_long": "太长，至多 {max_length} 个字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数太大",
    "finite_number": "应为有限的数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "set_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "none_required": "只能是 null",
    "invalid_key": "键应为文字",
    "literal_error": "不在允许的取值之内，可用：{expected}",
    "extra_forbidden": "不认识这个字段",
    "unexpected_keyword_argument": "不认识这个字段",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "至少为 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "至多为 {le}",
    "too_long": "至多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}


def wrong(fault: Mapping[str, Any], own: Mapping[str, str] | None = None) -> tuple[str, str]:
    """What is wrong with one value, in Chinese and in English, without its place; the value is never repeated.

    Args:
        fault: one of what `ValidationError.errors()` lists.
        own: words by the type of fault that go before the general ones.
    """
    bounds = _Bounds({key: _AND.sub("、", str(value)).strip("'") for key, value in fault.get("ctx", {}).items()})
    words = {**_FAULTS, **(own or {})}.get(fault["type"], "不能使用")
    return words.format_map(bounds), str(fault["msg"])


def shown(value: object, *, most: int = 60) -> str:
    """A refused value as JSON writes it, for a message: cut, and with nothing that no encoder takes."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return (text if len(text) <= most else text[:most] + "…").encode("utf-8", "replace").decode("utf-8")


def explain(faults: Iterable[Mapping[str, Any]], *, skip: int = 0, whole: str = "请求体") -> tuple[str, str]:
    """The first faults in Chinese and in English, each with the field it is about; values are never repeated.

    Args:
        faults: what `ValidationError.errors()` lists.
        skip: how many leading parts of a place say nothing to the caller (`body`, `query`).
        whole: what to call a fault of no single field.
    """
    zh, en = [], []
    for fault in list(faults)[:MAX_NAMED]:
        place = "" if fault["type"] == "json_invalid" else ".".join(map(str, fault["loc"][skip:]))
        chinese, english = wrong(fault)
        zh.append(f"{place or whole}：{chinese}")
        en.append(f"{place or 'body'}: {english}")
    return "；".join(zh), "; ".join(en)


class _Bounds(dict[str, str]):
    """Bounds of a fault; one that pydantic does not tell stays an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
