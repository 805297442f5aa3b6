"""What changed: two states of a questionnaire, the same under the law of two days, two drafts; and the way back."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.errors import BadInput
from copilot.filing.changed import FactChanged, PaperChanged, drafts_in_words, facts_in_words
from copilot.filing.facts import Filing
from copilot.filing.jobs import DraftJob, State
from copilot.store.filings import FilingView
from serving.access import allow
from serving.routes.drafts import JobOf, settled
from serving.routes.interview import Questions
from serving.routes.questionnaires import Behind, FilingId, Kept
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)])
Revision = Annotated[int, Path(ge=1)]


class Side(BaseModel):
    """A state of a questionnaire under the law of a day. `revision`: null: as it is now."""

    model_config = ConfigDict(extra="forbid")

    revision: int | None = Field(default=None, ge=1)
    as_of: dt.date | None = Field(default=None, description="default: the day of filing, else today")


class DifferenceAsked(BaseModel):
    """Two sides to hold against each other; `papers`: draft both and compare the papers too."""

    model_config = ConfigDict(extra="forbid")

    before: Side = Side()
    after: Side = Side()
    papers: bool = True


class SideView(BaseModel):
    """A side of a difference; `draft`: of which draft, empty: drafted for the comparison, or not at all."""

    revision: int
    as_of: dt.date
    draft: str = ""


class DifferenceView(BaseModel):
    """What is different, fact by fact and paper by paper; `papers` is null where they were not compared."""

    before: SideView
    after: SideView
    facts: list[FactChanged]
    papers: list[PaperChanged] | None


class DraftListed(BaseModel):
    """A draft of a questionnaire that can still be had; the newest first."""

    id: str
    revision: int
    asked_at: dt.datetime
    as_of: dt.date | None = Field(description="the law of that day; null while it is not done")
    state: State
    model: str


class Restored(BaseModel):
    """The state that the reader had read, in place of which the earlier one comes."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1)


@router.post("/filings/{filing_id}/difference", response_model=DifferenceView)
async def difference(
    kept: Kept, behind: Behind, asked: Questions, filing_id: FilingId, sides: DifferenceAsked
) -> DifferenceView:
    """两版问卷、或者同一版按两天的规定，各起草一遍，逐项、逐份列出不同（what differs between two states or days）。"""

    def work() -> DifferenceView:
        revisions = [side.revision or kept.get(filing_id).revision for side in (sides.before, sides.after)]
        before, after = (Filing.parse(kept.state(filing_id, revision).content) for revision in revisions)
        if not sides.papers:
            days = [side.as_of or one.filed_on or dt.date.today() for side, one in _pairs(sides, before, after)]
            facts = facts_in_words(before, after, questionnaire=asked)
            return _view(revisions, days, facts, None)
        drafts = []
        for side, filing in _pairs(sides, before, after):
            kind, day = settled(filing, filing.kind, side.as_of)
            drafts.append(behind.parts.drafter.make(filing, kind, as_of=day, check=False).draft)
        facts, papers = drafts_in_words(drafts[0], drafts[1], questionnaire=asked)
        return _view(revisions, [one.as_of for one in drafts], facts, papers)

    return await asyncio.to_thread(work)


def _pairs(sides: DifferenceAsked, before: Filing, after: Filing) -> tuple[tuple[Side, Filing], ...]:
    return ((sides.before, before), (sides.after, after))


def _view(
    revisions: list[int], days: list[dt.date], facts: list[FactChanged], papers: list[PaperChanged] | None
) -> DifferenceView:
    one, two = (SideView(revision=r, as_of=d) for r, d in zip(revisions, days, strict=True))
    return DifferenceView(before=one, after=two, facts=facts, papers=papers)


@router.post("/filings/{filing_id}/states/{revision}/restore", response_model=FilingView)
def restore(kept: Kept, filing_id: FilingId, revision: Revision, asked: Restored) -> FilingView:
    """恢复先前的一版；现在的一版也保留（take an earlier state up again; the present one is kept too）。"""
    filing = Filing.parse(kept.state(filing_id, revision).content)
    kind = filing.kind or ""
    return kept.save(filing_id, filing.dump(), revision=asked.revision, kind=kind, keep=True)


@router.get("/filings/{filing_id}/drafts", response_model=list[DraftListed])
def drafts(kept: Kept, behind: Behind, filing_id: FilingId) -> list[DraftListed]:
    """这份问卷还在的各次起草，新的在前（drafts that can still be had）。"""
    kept.get(filing_id)
    return [
        DraftListed(
            id=one.id,
            revision=one.revision,
            asked_at=one.asked_at,
            as_of=one.made.draft.as_of if one.made else None,
            state=one.state,
            model=one.model,
        )
        for one in reversed(behind.parts.draft_jobs.of(filing_id))
    ]


@router.get("/drafts/{job_id}/difference", response_model=DifferenceView)
async def between(
    behind: Behind,
    asked: Questions,
    job: JobOf,
    before: Annotated[str | None, Query(max_length=64, description="哪一次起草；默认这一次之前的一次")] = None,
) -> DifferenceView:
    """这次起草与先前一次的不同，比的是当时的文件（what differs from an earlier draft, file by file）。"""
    earlier = behind.parts.draft_jobs.get(before) if before else _before(behind.parts.draft_jobs.of(job.filing_id), job)
    if earlier is None or earlier.made is None or job.made is None or earlier.filing_id != job.filing_id:
        raise BadInput(
            "没有可以相比的上一稿", hint="先前的各版问卷仍可比较", en="there is no earlier draft to compare with"
        )
    one, two = earlier.made.draft, job.made.draft
    facts, papers = await asyncio.to_thread(lambda: drafts_in_words(one, two, questionnaire=asked))
    return DifferenceView(
        before=SideView(revision=earlier.revision, as_of=one.as_of, draft=earlier.id),
        after=SideView(revision=job.revision, as_of=two.as_of, draft=job.id),
        facts=facts,
        papers=papers,
    )


def _before(jobs: list[DraftJob], job: DraftJob) -> DraftJob | None:
    done = [one for one in jobs if one.made is not None and one.asked_at < job.asked_at]
    return done[-1] if done else None
