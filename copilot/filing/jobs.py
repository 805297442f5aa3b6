"""Drafts that were asked for over the network: in order; progress to follow, the papers for a while.

There are two lines: a model writes for minutes, and papers from the facts alone need not wait for it. Nothing is
written to disk here: the papers live in this process until they are deleted or crowded out. The questionnaire is kept
elsewhere, with the sections that a model has finished, so that a draft can always be made again.
"""

from __future__ import annotations

import copy
import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from copilot.domain import LOCAL_TENANT
from copilot.errors import CopilotError, QueueFull, UnknownRecord
from copilot.filing.argument import Step
from copilot.filing.service import Made

MAX_WAITING = 8
MAX_KEPT = 30
State = Literal["waiting", "running", "done", "failed", "stopped"]
Stage = Literal["model", "papers"]


class Stopped(Exception):
    """The job was told to stop; never leaves this module."""


@dataclass
class DraftJob:
    """A draft that was asked for. `done` of `total` sections are written, `section` the one at work.

    Args:
        revision: the state of the questionnaire that it is made from.
        only: the section that a model is to write, nothing else being drafted; empty: the papers.
        model: the model that writes prose, empty: none.
        stage: whether the model writes, or the papers are made.
        left_s: seconds until the model has written, None while that cannot be said.
        steps: what came of each section that the model was asked for.
        tenant: the organisation that asked for it.
    """

    id: str
    filing_id: str
    revision: int
    asked_at: dt.datetime
    only: str = ""
    model: str = ""
    state: State = "waiting"
    stage: Stage = "papers"
    done: int = 0
    total: int = 0
    section: str = ""
    left_s: float | None = None
    steps: list[Written] = field(default_factory=list)
    made: Made | None = field(default=None, repr=False)
    error: CopilotError | None = None
    stop: threading.Event = field(default_factory=threading.Event, repr=False)
    tenant: str = LOCAL_TENANT

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in ("waiting", "running")


@dataclass(frozen=True)
class Written:
    """What came of a section: sentences that stand, sentences that were dropped. `kept`: it had been written before;
    `failed`: why nothing came of it."""

    section: str
    heading: str
    sentences: int
    dropped: int
    kept: bool
    failed: str


class Telling:
    """How the work of a job tells its progress; told to stop, the telling raises."""

    def __init__(self, job: DraftJob) -> None:
        self._job = job

    def papers(self, done: int, total: int, section: str) -> None:
        """So many sections of the papers are made."""
        job = self._job
        job.stage, job.done, job.total, job.section, job.left_s = "papers", done, total, section, None
        self._look()

    def model(self, step: Step) -> None:
        """So many sections are written by the model."""
        job, after = self._job, step.after
        job.stage, job.done, job.total, job.section = "model", step.done, step.total, step.heading
        job.left_s = step.left_s
        if after is not None and len(job.steps) < step.done:
            job.steps.append(
                Written(after.section, after.heading, after.sentences, after.dropped, after.kept, after.failed)
            )
        self._look()

    def at(self, revision: int) -> None:
        """The papers are made from this state: the sections that the model wrote are in it."""
        self._job.revision = revision

    def _look(self) -> None:
        if self._job.stop.is_set():
            raise Stopped


Work = Callable[[Telling], Made | None]


class DraftJobs:
    """The lines of drafts, as an organisation sees them: its own drafts in lines that all share.

    Safe to use from several threads; `close` gives up those that wait.
    """

    def __init__(self) -> None:
        self.tenant = LOCAL_TENANT
        self._jobs: OrderedDict[str, DraftJob] = OrderedDict()
        self._lock = threading.Lock()
        self._lines = {False: ThreadPoolExecutor(1, "draft"), True: ThreadPoolExecutor(1, "argue")}

    def seen_by(self, tenant: str) -> DraftJobs:
        """The same lines as another organisation sees them."""
        other = copy.copy(self)
        other.tenant = tenant
        return other

    def start(self, filing_id: str, revision: int, work: Work, *, model: str = "", only: str = "") -> DraftJob:
        """Put a draft at the end of its line; one of the same filing for the same that waits or runs is stopped.

        Args:
            work: makes the papers, or with `only` just has that section written, and tells its progress.

        Raises:
            QueueFull: too many wait.
        """
        job = DraftJob(uuid.uuid4().hex, filing_id, revision, dt.datetime.now(dt.UTC), only, model)
        job.stage, job.tenant = "model" if model else "papers", self.tenant
        with self._lock:
            for one in self._jobs.values():
                if (one.tenant, one.filing_id, one.only) == (self.tenant, filing_id, only) and not one.ended:
                    one.stop.set()
            ahead = [j for j in self._jobs.values() if j.state == "waiting" and not j.stop.is_set()]
            if sum(bool(j.model) == bool(model) for j in ahead) >= MAX_WAITING:
                raise QueueFull("等待起草的申报太多", hint="请稍后再试", en="too many drafts wait")
            ended = [j.id for j in self._jobs.values() if j.ended]
            for old in ended[: max(len(self._jobs) - MAX_KEPT + 1, 0)]:
                del self._jobs[old]
            self._jobs[job.id] = job
        self._lines[bool(model)].submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> DraftJob:
        """A job by its id.

        Raises:
            UnknownRecord: there is none, or no longer.
        """
        with self._lock:
            if (job := self._jobs.get(job_id)) is None or job.tenant != self.tenant:
                raise UnknownRecord("没有这次起草，或者已经清除", hint="请重新生成", en="no such draft")
            return job

    def latest(self, filing_id: str) -> DraftJob | None:
        """The last draft of a questionnaire that was not stopped."""
        mine = self.of(filing_id)
        return mine[-1] if mine else None

    def of(self, filing_id: str) -> list[DraftJob]:
        """The drafts of a questionnaire that were not stopped, the oldest first."""
        return [job for job in self._all_of(filing_id) if not job.only]

    def writing(self, filing_id: str) -> list[DraftJob]:
        """Where a model writes sections of a questionnaire, or waits to, in order."""
        return [job for job in self._all_of(filing_id) if job.model and not job.ended]

    def _all_of(self, filing_id: str) -> list[DraftJob]:
        with self._lock:
            mine = [j for j in self._jobs.values() if j.tenant == self.tenant and j.filing_id == filing_id]
        return [j for j in mine if not j.stop.is_set()]

    def remove(self, job_id: str) -> None:
        """Forget a job; one that runs stops, a model that writes at once.

        Raises:
            UnknownRecord: see `get`.
        """
        self.get(job_id).stop.set()
        with self._lock:
            self._jobs.pop(job_id, None)

    def _run(self, job: DraftJob, work: Work) -> None:
        if job.stop.is_set():
            job.state = "stopped"
            return
        job.state = "running"
        try:
            job.made = work(Telling(job))
            job.state = "done"
        except Stopped:
            job.state = "stopped"
        except CopilotError as error:
            job.error, job.state = error, "failed"
        except Exception:  # said to the one who asks, and no end of the line
            job.error = CopilotError("起草内部错误", hint="请重试；反复出现时请查看日志", en="internal error")
            job.state = "failed"
            raise

    def close(self) -> None:
        """Give up what waits; what runs stops, sections that a model has finished stay kept."""
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()
        for line in self._lines.values():
            line.shutdown(wait=True, cancel_futures=True)
