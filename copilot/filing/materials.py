"""The list of materials of a filing with what became of each: drafted, a sheet, the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.filing.drafting import Draft, DraftedPaper
from copilot.filing.generated import WORDS
from copilot.law.rulebook import RuleBook
from copilot.precheck.engine import listed_on

REQUIRED: Mapping[str, str] = {
    "always": "必交",
    "conditional": "视情况",
    "optional": "可选",
    "not_required": "不需要",
}
OWN = "请自备"


def rows(draft: Draft, book: RuleBook) -> list[dict[str, str]]:
    """A row for each material of the kind on that day and for each paper beside them, as the cover list shows it."""
    drafted: dict[str, list[DraftedPaper]] = {}
    for one in draft.papers:
        drafted.setdefault(one.paper.materials[draft.kind], []).append(one)
    listed: Any = listed_on(book, draft.kind, draft.as_of)  # type: ignore[arg-type]
    found = []
    for entry in listed:
        papers = drafted.pop(entry.id, [])
        words = (REQUIRED.get(entry.required, ""), entry.condition, entry.form, entry.seal)
        states = list(dict.fromkeys(map(_state, papers)))
        kept = draft.kind != "exempt" and all(one.paper.keep for one in papers)
        if (entry.required == "always" and kept) or not papers:
            states.insert(0, OWN if entry.required != "not_required" else REQUIRED["not_required"])
        form = "；".join(dict.fromkeys(filter(None, words)))
        found.append(_row(entry.id, entry.name, form, papers, states))
    for key, papers in drafted.items():
        found.append(_row(key, papers[0].paper.title, "", papers, [_state(one) for one in papers]))
    return found


def _row(key: str, name: str, form: str, papers: list[DraftedPaper], states: list[str]) -> dict[str, str]:
    files = "、".join(one.name for one in papers)
    return {"id": key, "name": name, "form": form, "file": files, "state": "；".join(states)}


def _state(one: DraftedPaper) -> str:
    left = f"，待补充{len(one.missing)}处" if one.missing else ""
    left += f"，{WORDS}，请逐句核对" if one.generated else ""
    if one.marked:
        return f"填写单，须填入官方模板后签署{left}"
    return f"已起草，留存备查{left}" if one.paper.keep else f"已起草{left}"
