"""The chapters of a filing's reports: read, write by hand, lock, give back to the facts."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis
from copilot.filing.facts import Filing
from copilot.filing.reports import MAX_CHARS, Chapter, chapters_of, edited, released
from copilot.store.filings import FilingView
from serving.routes.drafts import settled
from serving.routes.questionnaires import Behind, FilingId, Kept
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1/filings", tags=["filings"], route_class=StrictRoute)
SectionId = Annotated[str, Path(max_length=60)]


class DisagreementView(BaseModel):
    """A value in a person's words that the facts now give otherwise."""

    path: str
    written: str
    now: str


class SectionView(BaseModel):
    """A chapter as it stands. `by`: who wrote it; `stale`: the facts that it was written from have changed since.

    `model`: whether a model may add to it; `text`: its paragraphs, for a person to go on from.
    """

    id: str
    paper: str
    paper_title: str
    heading: str
    level: int
    text: list[str]
    by: str
    locked: bool
    stale: bool
    disagrees: list[DisagreementView]
    placeholders: list[str]
    model: bool
    basis: list[Basis]


class SectionEdit(BaseModel):
    """A person's words for a chapter, in place of the state `revision` of the questionnaire."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1)
    text: str = Field(min_length=1, max_length=MAX_CHARS)
    locked: bool = True
    as_of: dt.date | None = None


def section_view(one: Chapter) -> SectionView:
    """A chapter as it is sent."""
    return SectionView(
        id=one.section.id,
        paper=one.paper.id,
        paper_title=one.paper.title,
        heading=one.heading,
        level=one.section.level,
        text=list(one.prose.text),
        by=one.prose.by,
        locked=one.locked,
        stale=one.prose.stale,
        disagrees=[DisagreementView(path=p, written=w, now=n) for p, w, n in one.prose.disagrees],
        placeholders=[missing.label for missing in one.prose.placeholders],
        model=one.section.by_model,
        basis=list(one.section.basis),
    )


@router.get("/{filing_id}/sections", response_model=list[SectionView])
async def sections(
    kept: Kept, behind: Behind, filing_id: FilingId, as_of: Annotated[dt.date | None, Query()] = None
) -> list[SectionView]:
    """报告的各章：现在的文字、由谁写、事实改后还合不合（the chapters of the reports as they stand）。"""

    def work() -> list[SectionView]:
        filing = Filing.parse(kept.get(filing_id).content)
        kind, day = settled(filing, filing.kind, as_of)
        found = chapters_of(filing, kind, as_of=day, sources=behind.parts.drafter.sources)
        return [section_view(one) for one in found]

    return await asyncio.to_thread(work)


@router.put("/{filing_id}/sections/{section_id}", response_model=FilingView)
async def edit(kept: Kept, behind: Behind, filing_id: FilingId, section_id: SectionId, said: SectionEdit) -> FilingView:
    """改写一章并锁定；别处事实再改也不动它，只提示不一致（a person's words; later facts never overwrite them）。"""

    def work() -> FilingView:
        filing = Filing.parse(kept.get(filing_id).content)
        kind, day = settled(filing, filing.kind, said.as_of)
        sources = behind.parts.drafter.sources
        changed = edited(filing, kind, section_id, said.text, as_of=day, sources=sources, locked=said.locked)
        return kept.save(filing_id, changed.dump(), revision=said.revision)

    return await asyncio.to_thread(work)


@router.delete("/{filing_id}/sections/{section_id}", response_model=FilingView)
async def give_back(
    kept: Kept, behind: Behind, filing_id: FilingId, section_id: SectionId, revision: Annotated[int, Query(ge=1)]
) -> FilingView:
    """放弃改写，按事实重写（write it from the facts again）。"""

    def work() -> FilingView:
        filing = Filing.parse(kept.get(filing_id).content)
        kind, day = settled(filing, filing.kind, None)
        changed = released(filing, kind, section_id, as_of=day, sources=behind.parts.drafter.sources)
        return kept.save(filing_id, changed.dump(), revision=revision)

    return await asyncio.to_thread(work)
