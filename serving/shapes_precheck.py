"""What the pre-check's page is told: the result with places and decisions, and the papers as they were read."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.precheck.decided import content_key, finding_keys, without
from copilot.precheck.finding import Finding, MaterialState, Verdict
from copilot.precheck.jobs import Job
from copilot.precheck.paper import Box, FilingKind, Mark, Paper
from copilot.precheck.service import Checked
from copilot.precheck.sheets import Exact, Sheet
from copilot.store.decisions import MAX_REASON, Decided, DecisionView

State = Literal["waiting", "running", "done", "failed"]


class PrecheckLimits(BaseModel):
    """What one upload may hold; `model`: there is a model that can be asked on questions of substance."""

    max_files: int
    max_mib: int
    model: bool


class PrecheckProgress(BaseModel):
    """How far a pre-check is; `error` when it failed."""

    id: str
    name: str
    state: State
    read: int = Field(description="files read")
    total: int = Field(description="files in all; 0 until they are unpacked")
    file: str = Field(description="the file last read")
    ahead: int = Field(default=0, description="how many stand before one that waits")
    error: dict[str, Any] | None = None


class AnchorView(BaseModel):
    """A place in the papers: `paper` and `sheet` count from 0, `blocks` are the paper's own; see `sheets.Anchor`."""

    paper: int
    sheet: int
    blocks: list[int]
    exact: Exact


class FindingView(BaseModel):
    """A finding with its key, where it stands, and what was decided on it."""

    key: str
    finding: Finding
    for_notice: bool = Field(description="whether the draft notice carries it unless it is dismissed")
    anchors: list[AnchorView]
    decision: DecisionView | None = None


class SheetHead(BaseModel):
    """A sheet in the list of a paper."""

    page: int | None
    blocks: int
    marks: int


class PaperHead(BaseModel):
    """A file of the submission. `unread`: why it was not read; `hazards`: what was met in it."""

    file: str
    format: str
    pages: int | None
    unread: str
    hazards: list[str]
    materials: list[str] = Field(description="names of the materials it was taken for")
    materials_en: list[str]
    sheets: list[SheetHead]


class DecisionsView(BaseModel):
    """What was decided on the findings, by key, and how the submission stands without the dismissed ones."""

    verdict: Verdict
    text: str
    text_en: str
    dismissed: int = Field(description="how many findings are dismissed; the verdict and text leave them out")
    decisions: dict[str, DecisionView]


class PrecheckView(BaseModel):
    """A pre-check that is done, for the page. `verdict` and `text` leave out what was dismissed."""

    id: str
    name: str
    kind: FilingKind
    filed_on: dt.date
    province: str | None
    offline: bool | None
    verdict: Verdict
    text: str
    text_en: str
    dismissed: int
    better_kind: FilingKind | None = Field(description="the procedure that the papers are of, if another")
    better_kind_text: str
    better_kind_text_en: str
    content: str = Field(description="key of the files' content, to which decisions are bound")
    criteria: str
    applied: int
    model: str = Field(description="the model that answered questions of substance; empty: none")
    materials: list[MaterialState]
    unplaced: list[str]
    not_checked: list[str]
    not_checked_en: list[str]
    guides: list[str] = Field(description="what that day's list of materials rests on")
    findings: list[FindingView]
    papers: list[PaperHead]


class BlockView(BaseModel):
    """A block of a sheet; `n` is its number in the paper. See `copilot.precheck.paper.Block`."""

    n: int
    kind: str
    text: str
    locator: str
    box: Box | None
    confidence: float | None
    table: int | None
    row: int | None
    column: int | None
    level: int | None
    visible: bool


class MarkView(BaseModel):
    """Something seen; `crop` is a PNG, base64."""

    kind: str
    value: str
    sure: bool
    locator: str
    box: Box | None
    crop: str | None


class SheetView(BaseModel):
    """A sheet with its content; `n` is its number in the paper."""

    n: int
    page: int | None
    blocks: list[BlockView]
    marks: list[MarkView]


class DecisionRequest(BaseModel):
    """A decision on a finding; a dismissal needs a reason."""

    model_config = ConfigDict(extra="forbid")

    decision: Decided
    reason: str = Field(default="", max_length=MAX_REASON)


def view_of(job: Job, decided: dict[str, DecisionView]) -> PrecheckView:
    """A job that is done, as its page shows it."""
    assert job.checked is not None
    result, submission = job.checked.result, job.checked.submission
    keys = finding_keys(result, submission.papers)
    now = decisions_of(job.checked, decided)
    return PrecheckView(
        id=job.id,
        name=job.name,
        kind=result.kind,
        filed_on=result.filed_on,
        province=submission.province,
        offline=submission.offline,
        verdict=now.verdict,
        text=now.text,
        text_en=now.text_en,
        dismissed=now.dismissed,
        better_kind=result.better_kind,
        better_kind_text=result.better_kind_text,
        better_kind_text_en=result.better_kind_text_en,
        content=content_key(result.kind, submission.papers),
        criteria=result.criteria,
        applied=result.applied,
        model=job.checked.model,
        materials=result.materials,
        unplaced=result.unplaced,
        not_checked=result.not_checked,
        not_checked_en=result.not_checked_en,
        guides=list(job.checked.guides),
        findings=[_finding(job, key, one, decided) for key, one in zip(keys, result.findings, strict=True)],
        papers=[_paper(job, n, paper) for n, paper in enumerate(submission.papers)],
    )


def decisions_of(checked: Checked, decided: dict[str, DecisionView]) -> DecisionsView:
    """The decisions, and what is left to say with them."""
    left, gone = without(checked, {k: d.reason for k, d in decided.items() if d.decision == "dismissed"})
    said = left.result
    return DecisionsView(
        verdict=said.verdict, text=said.text, text_en=said.text_en, dismissed=len(gone), decisions=decided
    )


def _finding(job: Job, key: str, one: Finding, decided: dict[str, DecisionView]) -> FindingView:
    anchors = [
        AnchorView(paper=a.paper, sheet=a.sheet, blocks=list(a.blocks), exact=a.exact) for a in job.sheets.anchors(one)
    ]
    return FindingView(key=key, finding=one, for_notice=one.for_notice, anchors=anchors, decision=decided.get(key))


def _paper(job: Job, number: int, paper: Paper) -> PaperHead:
    assert job.checked is not None
    taken_for = [m for m in job.checked.result.materials if paper.file in m.files]
    return PaperHead(
        file=paper.file,
        format=paper.format,
        pages=paper.pages,
        unread=paper.unread,
        hazards=list(dict.fromkeys(h.message for h in paper.hazards)),
        materials=list(dict.fromkeys(m.name for m in taken_for)),
        materials_en=list(dict.fromkeys(m.name_en or m.name for m in taken_for)),
        sheets=[SheetHead(page=s.page, blocks=len(s.blocks), marks=len(s.marks)) for s in job.sheets.of_paper[number]],
    )


def sheet_of(paper: Paper, number: int, sheet: Sheet) -> SheetView:
    """A sheet with its content."""
    blocks = [
        BlockView(
            n=n,
            kind=b.kind,
            text=b.text,
            locator=b.place.locator,
            box=b.place.box,
            confidence=b.confidence,
            table=b.table,
            row=b.row,
            column=b.column,
            level=b.level,
            visible=b.visible,
        )
        for n, b in ((n, paper.blocks[n]) for n in sheet.blocks)
    ]
    return SheetView(n=number, page=sheet.page, blocks=blocks, marks=[_mark(paper.marks[n]) for n in sheet.marks])


def _mark(mark: Mark) -> MarkView:
    crop = base64.b64encode(mark.crop).decode() if mark.crop else None
    return MarkView(
        kind=mark.kind, value=mark.value, sure=mark.sure, locator=mark.place.locator, box=mark.place.box, crop=crop
    )
