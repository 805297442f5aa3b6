"""The verdict in one or two Chinese sentences: what is needed, what stands beside it, what is still open.

Never says that data may go abroad, and promises no result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from copilot.law.rulebook import RuleBook
from copilot.rules.blockers import titles
from copilot.rules.result import Blocker

_EXEMPT = {
    "treaty": "条约、协定对提供条件有规定，须核对文本后由人工确认",
    "art3": "不含个人信息，也不含须申报的重要数据",
    "art4": "境外收集的个人信息在境内处理后再提供，未引入境内数据",
    "art5_1": "为订立、履行个人作为一方的合同所确需",
    "art5_2": "依规章制度和集体合同实施跨境人力资源管理所确需",
    "art5_3": "紧急情况下保护生命健康和财产安全所确需",
    "art5_4": "当年累计在合同门槛以下，且不含敏感个人信息",
    "art6": "在适用的负面清单之外",
}
_PATHS = {
    "not_export": "不属于数据出境",
    "exempt": "免予三项手续",
    "contract_or_certification": "订立标准合同或者通过认证",
    "security_assessment": "申报安全评估",
    "approval_required": "先报批准、由人工决定",
    "no_procedure_then": "当日尚无可办的程序",
}
_STILL = "告知、影响评估等其他义务仍须履行"
_STILL_WITHOUT_PI = "数据安全等其他义务仍须履行"
_TREATY = "条约、协定对提供条件有规定的，可以按其规定执行；是否免予三项手续，须核对文本后由人工确认"
_AS_OF = "仅就截至今日："
COUNTED = ("exempt", "contract_or_certification", "security_assessment", "need_facts")
MAX_NAMED = 3


def headline(
    path: str,
    reasons: Collection[str],
    blockers: Sequence[Blocker],
    scope: str,
    *,
    book: RuleBook,
    as_of: dt.date | None = None,
    missing: Sequence[str] = (),
    possible: Sequence[str] = (),
    personal: bool = True,
) -> str:
    """One or two sentences.

    Args:
        path: code of the verdict.
        reasons: why, as codes.
        blockers: permits and prohibitions beside the path.
        scope: as_of where only the count up to today is known, else planned_year.
        book: the rule data, for the names of facts.
        as_of: the day whose law applies; named where no procedure existed then.
        missing: with need_facts, the facts still needed, the most decisive first.
        possible: with need_facts, the paths still possible.
        personal: whether personal information may be among the data.
    """
    still = _STILL if personal else _STILL_WITHOUT_PI
    text = _need(missing, possible, book) if path == "need_facts" else _verdict(path, reasons, blockers, as_of, still)
    beside = _beside(path, still, blockers, book)
    label = _AS_OF if scope == "as_of" and path in COUNTED else ""
    return label + text + beside


def _verdict(
    path: str, reasons: Collection[str], blockers: Sequence[Blocker], as_of: dt.date | None, still: str
) -> str:
    if path == "exempt":
        why = "；".join(_EXEMPT[r] for r in _EXEMPT if r in reasons)
        why = f"（{why}）" if why else ""
        if blockers:
            return f"仅免三项手续{why}，"
        if set(reasons) == {"treaty"}:
            return f"{_TREATY}；{still}。"
        return f"免予申报安全评估、订立标准合同和通过认证{why}；{still}。"
    if path == "not_export":
        return "按所述情况，数据没有向境外提供，不属于数据出境；情况变化时请重新判断。"
    if path == "approval_required":
        return _stop(reasons)
    if path == "no_procedure_then":
        day = f"{as_of.year}年{as_of.month}月{as_of.day}日" if as_of else "当日"
        return f"{day}的法律还没有可办的出境手续；当时有效的其他义务仍须履行" + ("，" if blockers else "。")
    need = _assessment(reasons) if path == "security_assessment" else _contract(reasons)
    return need + ("，" if blockers else f"；{still}，结果以主管部门或者认证机构的决定为准。")


def _assessment(reasons: Collection[str]) -> str:
    if set(reasons) == {"state_organ"}:
        return "国家机关处理的个人信息确需出境的，应当进行安全评估，评估通过以前不要提供（程序须向网信部门确认）"
    return "应当申报数据出境安全评估，通过以前不得开展所申报的出境"


def _contract(reasons: Collection[str]) -> str:
    if "certification_only" in reasons:
        return "应当通过个人信息保护认证（当时只有这一条可办）"
    return "应当订立标准合同并备案，或者通过个人信息出境认证"


def _stop(reasons: Collection[str]) -> str:
    if "foreign_judicial_request" in reasons:
        return "请先停下：回应外国司法或者执法机构的要求，须经我国主管机关批准，批准以前不得提供；由人工决定。"
    return "请先停下：涉及国家秘密或者核心数据，按保密和核心数据的规定由人工决定，不走本流程。"


def _beside(path: str, still: str, blockers: Sequence[Blocker], book: RuleBook) -> str:
    """What runs beside, gravest first; each kind of status has its own verb."""
    if not blockers or path == "not_export":
        return ""
    verbs = {"prohibited": "先解决禁止事项", "permit_required": "办妥", "unknown": "查清"}
    parts = []
    for status, verb in verbs.items():
        named = titles([b for b in blockers if b.status == status], book)
        if named:
            more = "等" if len(named) > MAX_NAMED else ""
            parts.append(f"{verb}：{'、'.join(named[:MAX_NAMED])}{more}")
    end = f"；{still}。" if path == "exempt" else "。"
    return "另须" + "；".join(parts) + end


def _need(missing: Sequence[str], possible: Sequence[str], book: RuleBook) -> str:
    names = list(dict.fromkeys(_label(fact, book) for fact in missing))
    ask = "、".join(names[:MAX_NAMED]) + (f"等{len(names)}项" if len(names) > MAX_NAMED else "")
    ways = "、".join(_PATHS[p] for p in possible if p in _PATHS)
    return (
        "还不能判定" + (f"：请先说明{ask}" if ask else "：现有事实不足") + (f"；目前仍可能是{ways}。" if ways else "。")
    )


def _label(fact: str, book: RuleBook) -> str:
    """A missing fact's name in Chinese, with its activity: `activities.0.pi_count`."""
    parts = fact.split(".")
    if parts[-1] not in book.facts:
        return fact
    label = book.fact(parts[-1]).label
    return f"第{int(parts[1]) + 1}项活动的“{label}”" if len(parts) == 3 and parts[1].isdigit() else f"“{label}”"
