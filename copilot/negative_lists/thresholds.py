"""Numbers of persons in a row's words: 100万人以上且不满500万人 of sensitive or other personal information."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from copilot.numerals import number

_UNITS = {"": 1, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_N = r"([\d,，.]+|[一二三四五六七八九十百千两]+)\s*(千万|百万|十万|千|万|亿)?\s*(?:人|名|个)?"
_FROM = re.compile(_N + r"(?:\s*(?:（含）|\(含\)))?\s*(?:及)?以上|(?:≥|>=|达到|满)\s*" + _N)
_BELOW = re.compile(r"(?:不满|未满|少于|小于|不足|<|＜)\s*" + _N + r"|" + _N + r"\s*以下(?:（不含）)?")
_CLAUSE = re.compile(r"[，,]?或者|[，,]?或|；|;")


@dataclass(frozen=True, slots=True)
class Bound:
    """As a list's threshold: `min` or more, fewer than `max`."""

    kind: Literal["pi", "sensitive_pi"]
    min: int | None
    max: int | None


def thresholds_of(words: str, category: str = "") -> tuple[Bound, ...]:
    """The bounds in a row's words; alternatives joined by 或 are separate."""
    out: list[Bound] = []
    for clause in _CLAUSE.split(words):
        low = _first(_FROM, re.sub(r"(?:不满|未满)\s*" + _N, "", clause))
        high = _first(_BELOW, clause)
        if low is None and high is None:
            continue
        out.append(Bound(_kind(clause, category), low, high))
    return tuple(dict.fromkeys(out))


def _kind(clause: str, category: str) -> Literal["pi", "sensitive_pi"]:
    bare = re.sub(r"[（(]不含敏感[^）)]*[）)]|不含敏感(?:个人)?信息|非敏感(?:个人)?信息", "", clause)
    if "敏感" in bare:
        return "sensitive_pi"
    if bare == clause and "个人信息" not in clause and "敏感" in re.sub(r"不含敏感|非敏感", "", category):
        return "sensitive_pi"
    return "pi"


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    if found is None:
        return None
    digits, unit = next((found[i], found[i + 1]) for i in (1, 3) if found[i])
    plain = digits.replace(",", "").replace("，", "")
    value = float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else float(number(plain) or 0)
    total = round(value * _UNITS[unit or ""])
    return total or None
