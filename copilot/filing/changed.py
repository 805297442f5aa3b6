"""Two states of a questionnaire, or two drafts, held against each other in words that a person reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, Field

from copilot.filing import paths
from copilot.filing.difference import FactChange, facts_changed, papers_changed
from copilot.filing.drafting import Draft
from copilot.filing.facts import Filing
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.view import PERSONS

MAX_SHOWN = 2000
_OWN = {"kind": ("手续", "Procedure"), "sections": ("报告章节", "Chapter of a report")}


class FactChanged(BaseModel):
    """A fact or a row of a list that is different, in words; empty: not said.

    `papers`: titles of the drafted papers that show it; empty where none was drafted.
    """

    path: str
    label: str
    label_en: str
    before: str
    after: str
    papers: list[str] = Field(default_factory=list)


class LineChanged(BaseModel):
    """A line of a paper. `gone`: it stood in the earlier one; else it is new."""

    gone: bool
    text: str


class PaperChanged(BaseModel):
    """A paper that came, went or changed. `fields`: labels of the changed facts that it shows."""

    file: str
    title: str
    what: str
    fields: list[str]
    lines: list[LineChanged]


def facts_in_words(before: Filing, after: Filing, *, questionnaire: Questionnaire) -> list[FactChanged]:
    """The facts that differ, in the order of the questionnaire."""
    names = {one.id: one.name or one.id for one in (*before.recipients, *after.recipients)}
    return [_in_words(one, questionnaire, names) for one in facts_changed(before, after)]


def drafts_in_words(
    before: Draft, after: Draft, *, questionnaire: Questionnaire
) -> tuple[list[FactChanged], list[PaperChanged]]:
    """Facts and papers that differ between two drafts."""
    facts = facts_in_words(before.filing, after.filing, questionnaire=questionnaire)
    shown: dict[str, tuple[str, set[str]]] = {}
    for one in (*before.papers, *after.papers):
        shown.setdefault(one.name, (one.paper.title, set()))[1].update(one.used, one.missing)
    for fact in facts:
        fact.papers = list(dict.fromkeys(title for title, used in shown.values() if _shows(used, fact.path)))
    papers = [
        PaperChanged(
            file=one.file,
            title=shown[one.file][0],
            what=one.what,
            fields=[fact.label for fact in facts if _shows(shown[one.file][1], fact.path)],
            lines=[LineChanged(gone=sign == "-", text=text[:MAX_SHOWN]) for sign, text in one.lines],
        )
        for one in papers_changed(before.files, after.files)
    ]
    return facts, papers


def _shows(used: set[str], path: str) -> bool:
    """Whether a paper shows the fact, or the list whose row it is."""
    return path in used or (path.endswith("]") and any(one.startswith(path.rpartition("[")[0]) for one in used))


def _in_words(one: FactChange, questionnaire: Questionnaire, names: Mapping[str, str]) -> FactChanged:
    head = one.path.partition(".")[0]
    if head in _OWN:
        rest = one.path.removeprefix(head).removeprefix(".")
        label, label_en = (f"{word} {rest}".strip() for word in _OWN[head])
    else:
        label, label_en = (_label(one.path, questionnaire, english=english) for english in (False, True))
    return FactChanged(
        path=one.path,
        label=label,
        label_en=label_en,
        before=_worded(one.path, one.before, questionnaire, names),
        after=_worded(one.path, one.after, questionnaire, names),
    )


def _label(path: str, questionnaire: Questionnaire, *, english: bool) -> str:
    try:
        return questionnaire.label(path, english=english)
    except LookupError:
        return path  # a field that no question asks for


def _worded(path: str, value: Any, questionnaire: Questionnaire, names: Mapping[str, str]) -> str:
    return _text(path, value, questionnaire, names)[:MAX_SHOWN]


def _text(path: str, value: Any, questionnaire: Questionnaire, names: Mapping[str, str]) -> str:
    plain = paths.general(path)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{value:,.12g}{'人' if plain in PERSONS else ''}"
    if isinstance(value, dict):
        return "，".join(_said(value)) or "（空）"
    if isinstance(value, list):
        return "、".join(_text(path, one, questionnaire, names) for one in value)
    asked = questionnaire.by_path.get(plain)
    options = {o.value: o.label for o in asked.options} if asked else {}
    if plain == "scenes[].recipients":
        return names.get(value, value)
    return options.get(value, str(value))


def _said(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row is known by: its name, else all that it says in short."""
    name = row.get("name") or row.get("type")
    if name:
        yield str(name)
        return
    for key, value in row.items():
        if key != "id" and isinstance(value, str | int | float | dt.date) and not isinstance(value, bool):
            yield str(value)
