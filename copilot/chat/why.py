"""Why the rules came to their verdict, in a sentence, Chinese and English: the comparison or fact that decided."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.domain import Basis
from copilot.rules.result import PathResult, Step

_COMPARE = re.compile(r"^(\d+) *(<|≥|≤|>) *(\d+)$")
_NUMBER = re.compile(r"\d+")
_SMALL = Basis(instrument="促进和规范数据跨境流动规定", article="第五条第一款第（四）项")
# Verdicts that a fact decides, not a count.
_FACTS = {
    "ciio": (
        "按您所说，是关键信息基础设施运营者：提供个人信息或者重要数据，不看数量，都要申报安全评估。",
        "As you say, a critical information infrastructure operator: providing personal information or "
        "important data needs a security assessment whatever the number of persons.",
    ),
    "important_data": (
        "按您所说，含有被告知或者公开发布的重要数据：提供重要数据，不看数量，都要申报安全评估。",
        "As you say, there is important data, notified or published as such: providing it needs a security "
        "assessment whatever the amount.",
    ),
    "contract": (
        "按您所说，是为订立、履行个人作为一方当事人的合同所确需：这样的提供不计人数。",
        "As you say, it is needed to conclude or perform a contract to which the individual is a party: "
        "such persons are not counted.",
    ),
    "hr": (
        "按您所说，是依规章制度和集体合同实施跨境人力资源管理所确需：这样的提供不计人数。",
        "As you say, it is needed for cross-border HR management under workplace rules and a collective "
        "contract: such persons are not counted.",
    ),
    "emergency": (
        "按您所说，是紧急情况下为保护生命健康和财产安全所确需。",
        "As you say, it is needed in an emergency to protect life, health and property.",
    ),
    "transit": (
        "按您所说，是境外收集、境内处理后再提供，没有引入境内数据。",
        "As you say, it was collected abroad and is processed in China and provided again, without domestic data.",
    ),
    "no_personal_data": (
        "按您所说，不含个人信息，也不含须申报的重要数据。",
        "As you say, there is no personal information and no important data that must be declared.",
    ),
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


@dataclass(frozen=True, slots=True)
class Why:
    """The reason in Chinese and in English, and the places it rests on; all empty where the verdict says it itself."""

    text: str = ""
    english: str = ""
    basis: tuple[Basis, ...] = ()


MINORS = Why(
    "不满十四周岁未成年人的个人信息是敏感个人信息。",
    "Personal information of children under fourteen is sensitive personal information.",
    (Basis(instrument="个人信息保护法", article="第二十八条"),),
)


def reason(result: PathResult) -> Why:
    """The deciding comparison or fact in words, with its places."""
    decided = [s for s in result.trace if s.outcome == "yes" and s.id != "export"]
    if not decided:
        return Why()
    step = decided[-1]
    if parts := _parts(step):
        return _by_count(result, step, *parts)
    return Why(*_FACTS.get(step.id, ("", "")), tuple(step.basis[:2]))


def _parts(step: Step) -> tuple[int, str, int] | None:
    match = _COMPARE.match(step.compare)
    return (int(match[1]), match[2], int(match[3])) if match else None


def _by_count(result: PathResult, step: Step, value: int, sign: str, limit: int) -> Why:
    sensitive = "sensitive_pi_count" in step.facts and "pi_count" not in step.facts
    said = f"按您说的{'敏感个人信息' if sensitive else ''}{persons(value)}，"
    english = f"The {value:,} persons {'with sensitive personal information ' if sensitive else ''}that you name "
    below = [s for s in result.trace if s.outcome == "no" and (p := _parts(s)) and p[:2] == (value, "<")]
    upper = next((p[2] for s in below if (p := _parts(s)) and p[2] > limit), None)
    places = [b for s in [step, *(below[:1] if upper and sign != "<" else [])] for b in s.basis[:1]]
    if sign == "<":
        return Why(
            f"{said}不满{persons(limit)}，也没有敏感个人信息。",
            f"{english}are fewer than {limit:,}, and there is no sensitive personal information.",
            tuple(places),
        )
    under, under_en = (f"不满{persons(upper)}", f"fewer than {upper:,}") if upper else ("", "")
    if sensitive and limit == 1:
        return Why(
            f"{said}{under and under + '，'}但含有敏感个人信息就不在小规模免办之列。",
            f"{english}are {under_en and under_en + ', but '}outside the small-volume exemption, which covers no "
            "sensitive personal information.",
            (*places[:1], _SMALL),
        )
    return Why(
        f"{said}属于{persons(limit)}以上{under and '、' + under}。",
        f"{english}reach {limit:,}{under_en and ' and are ' + under_en}.",
        tuple(places),
    )
