"""What pydantic found wrong with the values a caller gave, in words; for HTTP, MCP tools and settings alike."""

from __future__ import annotations

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
    "string_too_short": "太短，至少 {min_length} 个字",
    "string_too_long": "太长，至多 {max_length} 个字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
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
        bounds = _Bounds({key: _AND.sub("、", str(value)).strip("'") for key, value in fault.get("ctx", {}).items()})
        zh.append(f"{place or whole}：{_FAULTS.get(fault['type'], '不能使用').format_map(bounds)}")
        en.append(f"{place or 'body'}: {fault['msg']}")
    return "；".join(zh), "; ".join(en)


class _Bounds(dict[str, str]):
    """Bounds of a fault; one that pydantic does not tell stays an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
