"""A checklist after the papers came again: each matter met, not met or left to a person.

`met` says only that the criteria find it no more; what they could not look at is never met.
"""

from __future__ import annotations

from copilot.errors import BadInput
from copilot.precheck.criteria import Criteria, Criterion
from copilot.precheck.finding import Finding, Result
from copilot.precheck.outline import key
from copilot.precheck.received import Checklist, NoticeItem, Recheck, Status
from copilot.precheck.unseen import why_material_unseen, why_unseen
from copilot.precheck.words import KINDS


def recheck(checklist: Checklist, result: Result, criteria: Criteria, *, name: str = "") -> Checklist:
    """The checklist with what a pre-check of the papers handed in again says of each matter.

    Raises:
        BadInput: the two are about different kinds of filing.
    """
    if checklist.kind != result.kind:
        raise BadInput(
            f"通知是{KINDS[checklist.kind]}，材料是按{KINDS[result.kind]}检查的",
            hint="请用同一种手续",
            en="different kinds",
        )
    by_id = {c.id: c for c in criteria.entries}
    items = []
    for item in checklist.items:
        status, why, found = _judged(item, result, by_id)
        items.append(item.model_copy(update={"status": status, "why": why, "found": found}))
    done = Recheck(name=name, filed_on=result.filed_on, verdict=result.verdict, criteria=result.criteria)
    return checklist.model_copy(update={"items": items, "rechecked": done})


def in_order(checklist: Checklist) -> list[NoticeItem]:
    """Unmet and open matters first."""
    rank = {"not_met": 0, "open": 1, "cannot_tell": 2, "met": 3}
    return sorted(checklist.items, key=lambda i: (rank[i.status], i.number))


def _judged(item: NoticeItem, result: Result, by_id: dict[str, Criterion]) -> tuple[Status, str, list[str]]:
    about = [f for f in result.findings if f.rule_id in item.criteria and _concerns(f, item)]
    said = [f"{f.rule_id} {f.message}" for f in about]
    if any(f.sure for f in about):
        return "not_met", "标准仍然发现这一项。", said
    if about:
        return "cannot_tell", "标准有疑问而不能确认，请人工核对。", said
    if not item.criteria:
        return "cannot_tell", "没有能确切对应的标准，请人工核对。", []
    if why := next((w for i in item.criteria if (w := why_unseen(by_id.get(i), result))), ""):
        return "cannot_tell", why, []
    if why := why_material_unseen(item.material, result):
        return "cannot_tell", why, []
    return "met", "标准没有再发现这一项；以查验为准。", []


def _concerns(finding: Finding, item: NoticeItem) -> bool:
    if item.material and finding.material and finding.material != item.material:
        return False
    return not item.words or any(key(w) in key(finding.message) for w in item.words)
