"""Shapes of the questionnaire and the interview over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from copilot.domain import Basis
from copilot.filing.benefit import Benefit
from copilot.filing.drafted import Drafted
from copilot.filing.questionnaire import Question, Questionnaire
from copilot.filing.risks import Risk


class OptionView(BaseModel):
    """A value that may be chosen."""

    value: str
    label: str
    label_en: str


class QuestionView(BaseModel):
    """A question; `path` is general. `doubt`: what is not certain about its source, empty where nothing."""

    path: str
    group: str
    label: str
    label_en: str
    type: str
    why: str
    why_en: str
    example: str
    options: list[OptionView]
    optional: bool
    basis: list[Basis]
    doubt: str


class GroupView(BaseModel):
    """A part of the interview."""

    id: str
    title: str
    title_en: str


class ListView(BaseModel):
    """A list of parts; `none`: the question that says there are none."""

    path: str
    label: str
    label_en: str
    none: str | None


class PaperTitle(BaseModel):
    """A paper that may be drafted."""

    id: str
    title: str
    title_en: str


class QuestionnaireView(BaseModel):
    """The whole questionnaire; which questions a filing is asked, its interview says."""

    version: str
    groups: list[GroupView]
    questions: list[QuestionView]
    lists: list[ListView]
    papers: list[PaperTitle]


class NeedView(BaseModel):
    """A field that papers need, in the order of the interview. `papers`: ids of those that show it."""

    path: str
    said: bool
    unknown: bool = Field(description="answered with: don't know yet")
    optional: bool
    papers: list[str]


class ProgressView(BaseModel):
    """How far a paper is, in facts."""

    paper: str
    title: str
    said: int
    needed: int
    unknown: int


class ConflictView(BaseModel):
    """What contradicts itself or cannot be, with the fields it is about."""

    paths: list[str]
    message: str
    message_en: str
    severity: str
    basis: list[Basis]


class InterviewView(BaseModel):
    """What is asked of a filing on a day; `next`: the paths to ask first."""

    needs: list[NeedView]
    progress: list[ProgressView]
    conflicts: list[ConflictView]
    next: list[str]


def questionnaire_view(questionnaire: Questionnaire) -> QuestionnaireView:
    """The questionnaire as it is sent."""
    return QuestionnaireView(
        version=questionnaire.version,
        groups=[GroupView.model_validate(one, from_attributes=True) for one in questionnaire.groups],
        questions=[_question(one) for one in questionnaire.questions],
        lists=[
            ListView(path=one.path, label=one.label, label_en=one.label_en, none=one.none)
            for one in questionnaire.many.values()
        ],
        papers=[PaperTitle.model_validate(one, from_attributes=True) for one in questionnaire.papers.entries],
    )


def _question(one: Question) -> QuestionView:
    return QuestionView(
        path=one.path,
        group=one.group,
        label=one.label,
        label_en=one.label_en,
        type=one.type,
        why=one.why,
        why_en=one.why_en,
        example=one.example,
        options=[OptionView(value=o.value, label=o.label, label_en=o.label_en) for o in one.options],
        optional=one.optional,
        basis=list(one.basis),
        doubt="" if one.status == "verified" else one.note or "出处没有逐字核对",
    )


class WrittenView(BaseModel):
    """What came of a section that the model was asked for: sentences that stand, sentences that were dropped.

    `kept`: it had been written before, or a person wrote it; `failed`: why nothing came of it.
    """

    section: str
    heading: str
    sentences: int
    dropped: int
    kept: bool
    failed: str


class DraftProgress(BaseModel):
    """How far a draft is: `done` of `total` sections are written, `section` is the one at work; total 0 while that is
    not known.

    `stage`: the model writes, or the papers are made; `only`: the section that alone is written, empty: the papers;
    `left_s`: seconds until the model has written, null while that cannot be said.
    """

    id: str
    revision: int
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    done: int
    total: int
    section: str = ""
    error: dict[str, str] | None = None
    stage: Literal["model", "papers"] = "papers"
    only: str = ""
    model: str = ""
    left_s: float | None = None
    steps: list[WrittenView] = Field(default_factory=list)


class RiskView(BaseModel):
    """A risk that the facts show; `likelihood` and `severity` 1 to 5, `residual` the product after the measures."""

    id: str
    title: str
    reason: str
    likelihood: int
    severity: int
    level: str
    residual: int
    band: str
    measures: list[str]
    advice: list[str]
    basis: list[Basis]


class WorkView(BaseModel):
    """Fields to fill in, pages of forms, minutes."""

    fields: int
    pages: float
    minutes: int


class BenefitView(BaseModel):
    """What answering once saves against filling in each paper; `saved`: share by measure, 0 to 1."""

    once: WorkView
    separately: WorkView
    saved: dict[str, float]
    line: float
    note: str


class DraftResult(Drafted):
    """What was drafted, with what the page shows beside it."""

    id: str
    revision: int
    zip: str
    risks: list[RiskView]
    benefit: BenefitView


def risk_view(one: Risk) -> RiskView:
    """A risk as it is sent."""
    return RiskView(
        id=one.id,
        title=one.title,
        reason=one.reason,
        likelihood=one.likelihood,
        severity=one.severity,
        level=one.before,
        residual=one.residual.product,
        band=one.band,
        measures=list(one.measures),
        advice=list(one.advice),
        basis=list(one.basis),
    )


def benefit_view(one: Benefit) -> BenefitView:
    """What was saved as it is sent."""
    return BenefitView(
        once=WorkView.model_validate(one.once, from_attributes=True),
        separately=WorkView.model_validate(one.separately, from_attributes=True),
        saved=dict(one.saved),
        line=one.line,
        note=one.note,
    )
