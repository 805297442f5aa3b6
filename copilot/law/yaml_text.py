"""Write a value as the YAML that `yaml_file` reads: all strings quoted, short groups on one line."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 116


def dump(value: dict[str, Any]) -> str:
    """The file's text, ending in a line feed."""
    return "\n".join(_lines(value, 0)) + "\n"


def _lines(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    out: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            short = _flow(item)
            if len(pad) + len(key) + 2 + len(short) <= WIDTH or not isinstance(item, (dict, list)) or not item:
                out.append(f"{pad}{key}: {short}")
            else:
                out += [f"{pad}{key}:", *_lines(item, indent + 2)]
        return out
    for item in value:
        short = _flow(item)
        if len(pad) + 2 + len(short) <= WIDTH or not isinstance(item, (dict, list)) or not item:
            out.append(f"{pad}- {short}")
        else:
            first, *rest = _lines(item, indent + 2)
            out += [f"{pad}- {first.lstrip()}", *rest]
    return out


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
