"""Templates as command, service and page show them, and which papers of a filing still need one."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, Field

from copilot.filing.derived import DERIVED
from copilot.filing.facts import FilingKind
from copilot.filing.official.known import HAND, REMOVE, SECTION
from copilot.filing.official.model import Blank, Block, Sureness, Template
from copilot.filing.official.store import Templates
from copilot.filing.papers import Papers
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import load_sections

_SUMMARY = (
    "id", "form", "name", "paper", "file", "sha256", "url", "in_force_from", "repealed_from", "added_on",
    "confirmed_on", "earlier", "notes", "confirmed",
)  # fmt: skip


class Counts(BaseModel):
    """Blanks by how sure their proposal is; `open`: stay empty because nobody confirmed them."""

    sure: int
    likely: int
    unknown: int
    open: int


class TemplateSummary(BaseModel):
    """A loaded template. `paper`: what it is for; `earlier`: the edition whose place it takes; `notes`: to look at."""

    id: str
    form: str
    name: str
    paper: str
    file: str
    sha256: str
    url: str
    in_force_from: dt.date
    repealed_from: dt.date | None
    added_on: dt.date
    confirmed_on: dt.date | None
    earlier: str | None
    notes: list[str]
    confirmed: bool
    counts: Counts


class BlankShown(Blank):
    """A blank; `asks_for`: in words."""

    asks_for: str


class TemplateShown(TemplateSummary):
    """A template with its blanks. `digest`: of the mapping as it is shown, to be given with its confirmation."""

    part: tuple[int, int] | None
    confirmed_digest: str
    digest: str
    blanks: list[BlankShown]
    blocks: list[Block]


class PaperState(BaseModel):
    """A paper that is ready for filing on its official template only. `obtained`: its text was at hand when this was
    made; `template`: id of the newest one loaded; `open`: its blanks that nobody confirmed."""

    paper: str
    title: str
    official: str
    url: str = Field(description="the official page to fetch it from")
    obtained: bool
    state: Literal["missing", "unconfirmed", "confirmed"]
    template: str | None = None
    open: int = 0


def summary(template: Template) -> TemplateSummary:
    """A template in short."""
    counted: Counter[str] = Counter(b.sure for b in template.blanks)
    counts = {key: counted.get(key, 0) for key in get_args(Sureness)}
    own = {name: getattr(template, name) for name in _SUMMARY}
    return TemplateSummary.model_validate({**own, "counts": {**counts, "open": len(template.open)}})


def shown(template: Template, labels: Mapping[str, str]) -> TemplateShown:
    """A template with its blanks.

    Args:
        template: it.
        labels: the questionnaire's labels by general path.
    """
    return TemplateShown(
        **dict(summary(template)),
        part=template.part,
        confirmed_digest=template.confirmed_digest,
        digest=template.digest,
        blanks=[BlankShown(**dict(one), asks_for=what(one, labels)) for one in template.blanks],
        blocks=list(template.blocks),
    )


def what(blank: Blank, labels: Mapping[str, str]) -> str:
    """What a blank asks for, for a person: label of the field and path."""
    value = blank.value
    if value is None:
        return "模板自带序号" if blank.kind == "number" else "没有认出"
    if value == REMOVE:
        return "去掉"
    if value == HAND:
        return "留给人填写、盖章或者签字"
    if value.startswith(SECTION):
        return f"报告章节 {value.removeprefix(SECTION)}"
    if "{" in value:
        return re.sub(r"\{([^{}]+)\}", lambda m: f"{{{labels.get(m[1], m[1])}}}", value)
    return f"{labels[value]}（{value}）" if value in labels else value


def standing(templates: Templates, papers: Papers, kind: FilingKind, *, as_of: dt.date) -> list[PaperState]:
    """The papers of a kind that need an official template on a day, and whether each has one."""
    found = []
    for paper in papers.of(kind, as_of=as_of):
        if paper.official is None:
            continue
        newest = templates.newest(paper.id, as_of=as_of)
        found.append(
            PaperState(
                paper=paper.id,
                title=paper.title,
                official=paper.official.title,
                url=paper.official.url,
                obtained=paper.official.obtained,
                state="missing" if newest is None else "confirmed" if newest.confirmed else "unconfirmed",
                template=newest.id if newest else None,
                open=len(newest.open) if newest else 0,
            )
        )
    return found


class FieldShown(BaseModel):
    """What a blank may ask for. `value`: as it is mapped; `group`: the part of the questionnaire, or the report."""

    value: str
    label: str
    label_en: str
    group: str
    group_en: str


def fields(kb_dir: Path) -> list[FieldShown]:
    """Everything that a blank may ask for: the questions in their order, values that code works out, chapters."""
    asked = Questionnaire.load(kb_dir)
    groups = {one.id: (one.title, one.title_en) for one in asked.groups}
    found = [_field(one.path, one.label, one.label_en, groups[one.group]) for one in asked.questions]
    found += [_field(path, one.label, "", _DERIVED) for path, one in DERIVED.items() if path not in asked.by_path]
    chapters = [one for one in load_sections(kb_dir).entries if one.heading]
    found += [_field(f"{SECTION}{one.id}", f"{one.id} {one.heading}", "", _REPORTS[one.report]) for one in chapters]
    return found


_DERIVED = ("由程序算出", "Worked out by the program")
_REPORTS = {
    "self_assessment": ("风险自评估报告的章节", "Chapters of the self-assessment"),
    "pipia": ("影响评估报告的章节", "Chapters of the PIPIA"),
}


def _field(value: str, label: str, label_en: str, group: tuple[str, str]) -> FieldShown:
    return FieldShown(value=value, label=label, label_en=label_en, group=group[0], group_en=group[1])
