"""A run of the model over the sections of a filing: which, how far it is, each kept as soon as it is finished."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from copilot.errors import BadInput
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.facts import Section as Kept
from copilot.filing.papers import load_papers
from copilot.filing.prose import finished
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import Report, Section, load_sections
from copilot.filing.view import View, values

if TYPE_CHECKING:
    from copilot.filing.model_prose import ModelWriter, Progress

LOOK_EVERY_S = 0.25


class Keeping(Protocol):
    """Where a filing with its sections is kept while a model writes."""

    def read(self) -> Filing:
        """The filing as it is now: facts may change while a model writes."""

    def keep(self, section_id: str, written: Kept) -> None:
        """Keep a finished section; what a person wrote meanwhile stays."""


@dataclass
class Pace:
    """How long the rest takes, from the sections that were really written."""

    written: int = 0
    begun: float = field(default_factory=time.monotonic)

    def left_s(self, rest: int) -> float | None:
        """Seconds for `rest` sections more; None before the first one is written."""
        return (time.monotonic() - self.begun) / self.written * rest if self.written else None


@dataclass(frozen=True)
class Step:
    """How far a run is. `heading`: of the section at work; `after`: what came of the one before, None at first.

    `left_s`: seconds to the end, None while that cannot be said.
    """

    done: int
    total: int
    heading: str
    left_s: float | None = None
    after: Progress | None = None


Tell = Callable[[Step], None]
Turn = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Task:
    """What a model is to write.

    Args:
        only: these sections; empty: all that a model may write.
        again: whether sections that are finished are written anew, in other words.
    """

    kind: FilingKind
    as_of: dt.date
    only: tuple[str, ...] = ()
    again: bool = False


def wanted(filing: Filing, kind: FilingKind, *, as_of: dt.date, kb_dir: Path) -> tuple[Section, ...]:
    """The sections that a model may write, of all reports that the filing needs on that day."""
    papers = load_papers(kb_dir).needed(filing, kind, as_of=as_of)
    reports = dict.fromkeys(paper.sections for paper in papers if paper.sections)
    known = load_sections(kb_dir)
    every = [one for report in reports for one in known.of(cast(Report, report), kind, as_of=as_of)]
    return tuple(one for one in every if one.by_model)


def require_writable(filing: Filing, task: Task, *, kb_dir: Path) -> None:
    """Check that a model may write the sections of a task.

    Raises:
        BadInput: a section is not one of those, or a person wrote it.
    """
    open_ = {one.id for one in wanted(filing, task.kind, as_of=task.as_of, kb_dir=kb_dir)}
    for one in task.only:
        if one not in open_:
            raise BadInput(
                "这一章不由模型写", hint="能由模型写的章节在列表里标明（model）", en="no model writes this section"
            )
        kept = filing.sections.get(one)
        if kept is not None and (kept.by == "person" or kept.locked):
            raise BadInput(
                "这一章是人工写的，模型不会改动",
                hint="先放弃人工的文字，再由模型写",
                en="a person wrote this section; give it back first",
            )


def argue(
    make: Callable[[], ModelWriter],
    keeping: Keeping,
    task: Task,
    *,
    kb_dir: Path,
    tell: Tell,
    turn: Turn = nullcontext,
) -> Filing:
    """The filing with the model's argument; for a thread without an event loop.

    Args:
        make: gives the writer, when the model is up.
        tell: hears each section before it is written, and again and again while it is; may raise to stop at once.
        turn: entered for each section, so that others get at the model in between.

    Raises:
        ModelUnavailable: the model cannot be reached; what was finished is kept.
        CopilotError: as `keeping`.
    """
    tell(Step(0, len(_sections(keeping.read(), task, kb_dir)), ""))
    writer = make()

    async def work() -> Filing:
        try:
            return await _argued(writer, keeping, task, kb_dir, tell, turn)
        finally:
            await writer.client.aclose()

    return asyncio.run(work())


async def _argued(writer: ModelWriter, keeping: Keeping, task: Task, kb_dir: Path, tell: Tell, turn: Turn) -> Filing:
    """Section by section, each from the facts as they are when its turn comes."""
    label = Questionnaire.load(kb_dir).label

    def view(filing: Filing) -> View:
        return values(filing, task.kind, as_of=task.as_of, label=label)

    pace, after = Pace(), None
    sections = _sections(await asyncio.to_thread(keeping.read), task, kb_dir)
    now = view(await asyncio.to_thread(keeping.read))
    rest = sum(not finished(one, now, again=task.again) for one in sections)
    for done, section in enumerate(sections):
        step = Step(done, len(sections), section.name, pace.left_s(rest), after)
        filing = await asyncio.to_thread(keeping.read)
        made, after = await _watched(_one(writer, section, view(filing), task, turn), partial(tell, step))
        if after.kept:
            continue
        rest, pace.written = rest - 1, pace.written + 1
        if not after.failed and (after.sentences or not _stands(section, view(filing))):
            await asyncio.to_thread(keeping.keep, section.id, made.sections[section.id])
    tell(Step(len(sections), len(sections), "", 0.0, after))
    return await asyncio.to_thread(keeping.read)


def _stands(section: Section, view: View) -> bool:
    """Whether the section has sentences of a model that still hold: no attempt without a sentence takes their place."""
    kept = view.filing.sections.get(section.id)
    return bool(kept and kept.text) and finished(section, view)


def _sections(filing: Filing, task: Task, kb_dir: Path) -> list[Section]:
    every = wanted(filing, task.kind, as_of=task.as_of, kb_dir=kb_dir)
    return [one for one in every if not task.only or one.id in task.only]


async def _one(writer: ModelWriter, section: Section, view: View, task: Task, turn: Turn) -> tuple[Filing, Progress]:
    """The filing with the section written, and what came of it; what is finished waits for no turn."""
    steps: list[Progress] = []
    again = [section.id] if task.again else []

    def seen(filing: Filing) -> View:
        return values(filing, view.kind, as_of=view.as_of, label=view.label)

    async with nullcontext() if finished(section, view, again=task.again) else turn():
        made = await writer.run(view.filing, [section], view=seen, progress=steps.append, again=again)
    return made, steps[-1]


async def _watched(work: Awaitable[tuple[Filing, Progress]], look: Callable[[], None]) -> tuple[Filing, Progress]:
    """What `work` gives; `look` is called while it runs, and what it raises ends the work at once."""
    task = asyncio.ensure_future(work)
    try:
        while True:
            look()
            done, _ = await asyncio.wait({task}, timeout=LOOK_EVERY_S)
            if done:
                return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
