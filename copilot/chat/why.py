"""Why the rules came to their verdict, in a sentence: the comparison or the fact that decided."""

from __future__ import annotations

import re

from copilot.domain import Basis
from copilot.rules.result import PathResult, Step

_COMPARE = re.compile(r"^(\d+) *(<|≥|≤|>) *(\d+)$")
_NUMBER = re.compile(r"\d+")
_SMALL = Basis(instrument="促进和规范数据跨境流动规定", article="第五条第一款第（四）项")
# Verdicts that a fact decides, not a count.
_FACTS = {
    "ciio": "按您所说，是关键信息基础设施运营者：提供个人信息或者重要数据，不看人数，都要申报安全评估。",
    "important_data": "按您所说，含有被告知或者公开发布的重要数据：提供重要数据，不看数量，都要申报安全评估。",
    "contract": "按您所说，是为订立、履行个人作为一方当事人的合同所确需：这样的提供不计人数。",
    "hr": "按您所说，是依规章制度和集体合同实施跨境人力资源管理所确需：这样的提供不计人数。",
    "emergency": "按您所说，是紧急情况下为保护生命健康和财产安全所确需。",
    "transit": "按您所说，是境外收集、境内处理后再提供，没有引入境内数据。",
    "no_personal_data": "按您所说，不含个人信息，也不含须申报的重要数据。",
}


def persons(number: int) -> str:
    """A number of persons as people write it: 12万人, 1500人."""
    return f"{number // 10_000}万人" if number >= 10_000 and number % 10_000 == 0 else f"{number}人"


def compared(comparison: str) -> str:
    """A comparison of the trace with the unit that it counts: 120000人 ≥ 100000人."""
    return _NUMBER.sub(lambda number: f"{number.group()}人", comparison)


def amounts(result: PathResult) -> str:
    """The comparisons of the trace, with the unit that they count."""
    return "；".join(f"{s.title}：{compared(s.compare)}" for s in result.trace if s.compare)


def reason(result: PathResult) -> tuple[str, list[Basis]]:
    """The deciding comparison or fact in words, with its places; empty where the verdict says it itself."""
    decided = [s for s in result.trace if s.outcome == "yes" and s.id != "export"]
    if not decided:
        return "", []
    step = decided[-1]
    if parts := _parts(step):
        return _by_count(result, step, *parts)
    return _FACTS.get(step.id, ""), step.basis[:2]


def _parts(step: Step) -> tuple[int, str, int] | None:
    match = _COMPARE.match(step.compare)
    return (int(match[1]), match[2], int(match[3])) if match else None


def _by_count(result: PathResult, step: Step, value: int, sign: str, limit: int) -> tuple[str, list[Basis]]:
    sensitive = "sensitive_pi_count" in step.facts and "pi_count" not in step.facts
    said = f"按您说的{'敏感个人信息' if sensitive else ''}{persons(value)}，"
    below = [s for s in result.trace if s.outcome == "no" and (p := _parts(s)) and p[:2] == (value, "<")]
    upper = next((p[2] for s in below if (p := _parts(s)) and p[2] > limit), None)
    places = [b for s in [step, *(below[:1] if upper and sign != "<" else [])] for b in s.basis[:1]]
    if sign == "<":
        return f"{said}不到{persons(limit)}，也没有敏感个人信息。", places
    under = f"不到{persons(upper)}" if upper else ""
    if sensitive and limit == 1:
        return f"{said}{under and under + '，'}但含有敏感个人信息就不在小规模免办之列。", [*places[:1], _SMALL]
    return f"{said}已达到{persons(limit)}{under and '、' + under}。", places
