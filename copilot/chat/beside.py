"""What a question about a path asks besides the path: it is answered from the texts, quoted below the verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from copilot.chat.case import asks_else, pieces_of
from copilot.chat.evidence import MAX_CITATIONS, Evidence
from copilot.chat.knowledge import Statement

MAX_BESIDE = 2
MIN_RELEVANCE, MIN_SCORE = 0.35, 0.75
_ASKS = re.compile(r"[？?]\s*$|[吗呢么]\s*$|什么|哪|几|多久|多少|怎么|如何|谁|要不要|是否|能否|能不能")
_PAPERS = re.compile(
    r"(?:什么|哪些|哪几|几)(?:种|份|类|样|个|项)?(?:申报|备案|申请)?(?:材料|文件|资料)|(?:材料|文件|资料)(?:有|是|要|包括|清单|呢)"
)
_PROCEDURES = {"security_assessment": "安全评估", "contract_or_certification": "标准合同备案"}
_PROCEDURES_AFTER = {"security_assessment": "数据出境安全评估", "contract_or_certification": "个人信息出境标准合同备案"}
_OPERATOR = "关键信息基础设施运营者"


def asks_papers(text: str) -> bool:
    """Whether a sentence of `text` asks which papers are needed; the rules tell them."""
    return bool(_PAPERS.search(text))


def asked_beside(text: str, verdict: Mapping[str, Any]) -> tuple[str, str]:
    """What `text` asks besides the path (times, places, duties; the papers are the rules'), and what that is about.

    Both empty where there is nothing else, or where the verdict names no procedure: what is found would be another's.
    """
    pieces = pieces_of(text)
    asked = [p for p in pieces if _ASKS.search(p) and asks_else(p) and not asks_papers(p)]
    about = _PROCEDURES.get(verdict["path"], "")
    if len(pieces) < 2 or not asked or not about:
        return "", ""
    told = (verdict.get("facts") or {}).get("is_ciio") is True
    return "".join(asked), f"{_OPERATOR} {about}" if told else about


def procedure_of(path: str) -> str:
    """The procedure of a verdict by name, for what is asked after it; empty where it has none."""
    return _PROCEDURES_AFTER.get(path, "")


def quoted_beside(evidence: Sequence[Evidence], said: Sequence[Statement]) -> list[Evidence]:
    """The official sources to quote below a verdict: the first that bear on the question and are not cited with it."""
    known = {p.id for _, passages in said for p in passages}
    return [
        e
        for e in evidence
        if not e.editorial
        and not e.passage.stub
        and e.passage.id not in known
        and e.relevance >= MIN_RELEVANCE
        and e.score >= MIN_SCORE
    ][:MAX_BESIDE]


def with_room(said: Sequence[Statement], beside: Sequence[Evidence]) -> list[Statement]:
    """The statements of a verdict, the last left out as far as what is quoted beside it needs their sources' room."""
    kept: list[Statement] = []
    cited: set[str] = set()
    for text, passages in said:
        more = cited | {p.id for p in passages}
        if kept and len(more) > MAX_CITATIONS - len(beside):
            continue
        kept.append((text, passages))
        cited = more
    return kept
