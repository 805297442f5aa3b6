"""What a pre-check could not look at: silence on it is never taken for done."""

from __future__ import annotations

from copilot.precheck.criteria import Criterion
from copilot.precheck.finding import Result

# How the line of `not_checked` begins that says a check was not made, as `engine.not_checked` writes them.
_LINES = {"contract_text": "合同正文", "code_elsewhere": "没有核对信用代码", "offline_mismatch": "没有核对线上线下"}


def why_unseen(criterion: Criterion | None, result: Result) -> str:
    """Why a criterion was not looked at in a pre-check, in words; empty where it was."""
    if criterion is None or not criterion.applies(result.kind, result.filed_on):
        return "对应的标准在申报日不适用。"
    if criterion.check == "model_says":
        return "" if result.model else "没有请模型复核。"
    start = _LINES.get(criterion.check)
    return next((line for line in result.not_checked if start and line.startswith(start)), "")


def why_material_unseen(material: str | None, result: Result) -> str:
    """Why a material could not be looked at; empty where it was, or where none is meant."""
    if material is None:
        return ""
    state = next((m for m in result.materials if m.id == material), None)
    if state is None or state.status == "missing":
        return "没有这项材料。"
    return "这项材料读不出。" if state.status == "unreadable" else ""
