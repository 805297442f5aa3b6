"""YAML with the traps taken out: line numbers, no duplicate keys, no unquoted words, dates or odd numbers.

PyYAML alone turns `no` into False, `010` into 8, and keeps the last of two equal keys in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from copilot.law.faults import Fault

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {"true": True, "false": False, "null": None}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,8}")
Path = tuple[str | int, ...]


@dataclass
class Parsed:
    """A file's value, and the line on which each place in it starts."""

    file: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """Line of the place, or of its nearest ancestor that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, code: str, message: str, *, level: Any = "error") -> None:
        """Note a fault at a place in this file."""
        self.faults.append(Fault(self.file, self.line(*path), code, message, level))


def parse(file: str, raw: bytes) -> Parsed:
    """Parse one file; syntax errors, duplicate keys and unquoted scalars land in `faults`."""
    parsed = Parsed(file)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as err:
        line = raw[: err.start].count(b"\n") + 1
        parsed.faults.append(Fault(file, line, "encoding", "文件不是 UTF-8 编码"))
        return parsed
    for number, line_text in enumerate(text.splitlines(), 1):
        if "\t" in line_text:
            parsed.faults.append(Fault(file, number, "tab", "含有制表符，请改用空格"))
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as err:
        mark = err.problem_mark or err.context_mark
        parsed.faults.append(Fault(file, mark.line + 1 if mark else 0, "yaml", f"YAML 语法错误：{err.problem}"))
        return parsed
    except yaml.YAMLError as err:
        parsed.faults.append(Fault(file, 0, "yaml", f"YAML 语法错误：{err}"))
        return parsed
    if node is None:
        parsed.faults.append(Fault(file, 0, "empty", "文件是空的"))
        return parsed
    parsed.value = _build(node, (), parsed, set())
    return parsed


def _build(node: yaml.Node, path: Path, parsed: Parsed, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    parsed.lines.setdefault(path, line)
    if id(node) in seen:
        parsed.fault(path, "anchor", "不允许使用 YAML 锚点与引用")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, parsed)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), parsed, seen) for i, child in enumerate(node.value)]
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        place = (*path, key)
        if key in out:
            parsed.faults.append(Fault(parsed.file, key_node.start_mark.line + 1, "duplicate_key", f"键“{key}”重复"))
            continue
        parsed.lines[place] = key_node.start_mark.line + 1
        out[key] = _build(value_node, place, parsed, seen)
    return out


def _scalar(node: yaml.ScalarNode, path: Path, parsed: Parsed) -> Any:
    if node.style in ('"', "'"):
        return node.value
    if node.style in ("|", ">"):
        parsed.fault(path, "block", "不使用块字符串（| 或 >），请写成一行带双引号的字符串")
        return node.value
    if node.value in _PLAIN:
        return _PLAIN[node.value]
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    parsed.fault(path, "unquoted", f"“{node.value[:30]}”没有加双引号")
    return node.value
