"""The chapters of a filing's reports: read, write by hand, lock, give back to the facts, have a model write."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.domain import Basis
from copilot.filing.argument import Task, argue, require_writable
from copilot.filing.facts import Filing
from copilot.filing.jobs import Telling
from copilot.filing.kept_prose import InQuestionnaire
from copilot.filing.reports import MAX_CHARS, Chapter, chapters_of, edited, fact_name, released
from copilot.store.filings import FilingView
from serving.access import allow
from serving.routes.drafts import model_of, progress_of, settled
from serving.routes.questionnaires import Behind, FilingId, Kept
from serving.shapes_filing import DraftProgress
from serving.strict_json import StrictRoute
from serving.turns import Turns

router = APIRouter(
    prefix="/v1/filings", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)]
)
SectionId = Annotated[str, Path(max_length=60)]


class FactView(BaseModel):
    """A fact by its path, with its label."""

    path: str
    label: str


class DisagreementView(FactView):
    """A value in a person's words that the facts now give otherwise."""

    written: str
    now: str


class ClaimView(BaseModel):
    """A sentence with what it rests on: facts with their labels, places in the law. `by`: facts or model."""

    sentence: str
    by: str
    facts: list[FactView]
    basis: list[Basis]


class SectionView(BaseModel):
    """A chapter as it stands. `by`: who wrote it; `stale`: the facts that it was written from have changed since.

    `heading` with its number, empty where it goes on under the one before; `name`: for lists, never empty;
    `model`: whether a model may add to it; `text`: its paragraphs, for a person to go on from; `argued`: which of them
    a model wrote, `written_by`: which model; `outdated`: what a model wrote is not used, since the facts have changed;
    `tried`: a model was asked from these facts, whether or not a sentence of it stands.
    """

    id: str
    paper: str
    paper_title: str
    heading: str
    name: str
    level: int
    text: list[str]
    by: str
    locked: bool
    stale: bool
    disagrees: list[DisagreementView]
    placeholders: list[str]
    missing: list[FactView]
    model: bool
    argued: list[int]
    written_by: str
    outdated: bool
    tried: bool
    claims: list[ClaimView]
    basis: list[Basis]


class SectionEdit(BaseModel):
    """A person's words for a chapter, in place of the state `revision` of the questionnaire."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=1)
    text: str = Field(min_length=1, max_length=MAX_CHARS)
    locked: bool = True
    as_of: dt.date | None = None


class WriteAsked(BaseModel):
    """How the model is to write a section."""

    model_config = ConfigDict(extra="forbid")

    again: bool = Field(default=True, description="in other words where the model has written it already")
    as_of: dt.date | None = None


def section_view(one: Chapter, label: Callable[[str], str]) -> SectionView:
    """A chapter as it is sent."""

    def fact(path: str) -> FactView:
        return FactView(path=path, label=fact_name(path, label))

    kept, by_model = one.kept, one.kept is not None and one.kept.by == "model"
    return SectionView(
        id=one.section.id,
        paper=one.paper.id,
        paper_title=one.paper.title,
        heading=one.heading,
        name=one.heading or one.section.name,
        level=one.section.level,
        text=list(one.prose.text),
        by=one.prose.by,
        locked=one.locked,
        stale=one.prose.stale,
        disagrees=[
            DisagreementView(path=p, label=fact_name(p, label), written=w, now=n) for p, w, n in one.prose.disagrees
        ],
        placeholders=[missing.label for missing in one.prose.placeholders],
        missing=[FactView(path=missing.path, label=missing.label) for missing in one.prose.placeholders],
        model=one.section.by_model,
        argued=list(one.prose.argued),
        written_by=kept.model if kept and by_model else "",
        outdated=bool(kept and by_model and kept.text and one.prose.by == "facts"),
        tried=bool(kept and by_model and kept.facts == one.prose.facts),
        claims=[
            ClaimView(sentence=c.sentence, by=c.by, facts=[fact(p) for p in c.paths], basis=list(c.basis))
            for c in one.prose.claims
        ],
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
        sources = behind.parts.drafter.sources
        found = chapters_of(filing, kind, as_of=day, sources=sources)
        return [section_view(one, sources.label) for one in found]

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


@router.post("/{filing_id}/sections/{section_id}/write", response_model=DraftProgress, status_code=202)
async def write(
    kept: Kept, behind: Behind, filing_id: FilingId, section_id: SectionId, asked: WriteAsked
) -> DraftProgress:
    """由模型写这一章的论证，写好即存；进度同起草（have the model argue one chapter; follow it like a draft）。"""
    view = await asyncio.to_thread(kept.get, filing_id)
    filing, parts = Filing.parse(view.content), behind.parts
    kind, as_of = settled(filing, filing.kind, asked.as_of)
    task, kb_dir = Task(kind, as_of, (section_id,), asked.again), parts.settings.knowledge_base_dir
    require_writable(filing, task, kb_dir=kb_dir)

    turns = Turns(parts.queue, asyncio.get_running_loop())

    def work(tell: Telling) -> None:
        keeping = InQuestionnaire(kept, filing_id)
        argue(parts.prose_writer, keeping, task, kb_dir=kb_dir, tell=tell.model, turn=turns.take)
        tell.at(keeping.revision)

    name = model_of(behind)
    return progress_of(parts.draft_jobs.start(filing_id, view.revision, work, model=name, only=section_id))
