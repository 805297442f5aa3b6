"""Drafts that were asked for over the network: one at a time, in order; progress to follow, the papers for a while.

Nothing is written to disk: the papers live in this process until they are deleted or crowded out. The questionnaire is
kept elsewhere, so that a draft can always be made again.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from copilot.errors import CopilotError, QueueFull, UnknownRecord
from copilot.filing.service import Made, Progress

MAX_WAITING = 8
MAX_KEPT = 30
State = Literal["waiting", "running", "done", "failed", "stopped"]


class Stopped(Exception):
    """The job was told to stop; never leaves this module."""


@dataclass
class DraftJob:
    """A draft that was asked for. `done` of `total` sections are written, `section` the one at work.

    `revision`: the state of the questionnaire that it is made from; `model`: the model that wrote prose, empty: none.
    """

    id: str
    filing_id: str
    revision: int
    asked_at: dt.datetime
    state: State = "waiting"
    done: int = 0
    total: int = 0
    section: str = ""
    model: str = ""
    made: Made | None = field(default=None, repr=False)
    error: CopilotError | None = None
    stop: threading.Event = field(default_factory=threading.Event, repr=False)


class DraftJobs:
    """The line of drafts. Safe to use from several threads; `close` gives up those that wait."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, DraftJob] = OrderedDict()
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "draft")

    def start(self, filing_id: str, revision: int, work: Callable[[Progress], Made], *, model: str = "") -> DraftJob:
        """Put a draft at the end of the line; one of the same filing that waits or runs is stopped.

        Args:
            work: makes the papers and tells its progress; told to stop, the telling raises.

        Raises:
            QueueFull: too many wait.
        """
        job = DraftJob(uuid.uuid4().hex, filing_id, revision, dt.datetime.now(dt.UTC), model=model)
        with self._lock:
            for one in self._jobs.values():
                if one.filing_id == filing_id and one.state in ("waiting", "running"):
                    one.stop.set()
            if sum(j.state == "waiting" and not j.stop.is_set() for j in self._jobs.values()) >= MAX_WAITING:
                raise QueueFull("等待起草的申报太多", hint="请稍后再试", en="too many drafts wait")
            ended = [j.id for j in self._jobs.values() if j.state not in ("waiting", "running")]
            for old in ended[: max(len(self._jobs) - MAX_KEPT + 1, 0)]:
                del self._jobs[old]
            self._jobs[job.id] = job
        self._thread.submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> DraftJob:
        """A job by its id.

        Raises:
            UnknownRecord: there is none, or no longer.
        """
        with self._lock:
            if (job := self._jobs.get(job_id)) is None:
                raise UnknownRecord("没有这次起草，或者已经清除", hint="请重新生成", en="no such draft")
            return job

    def latest(self, filing_id: str) -> DraftJob | None:
        """The last draft of a questionnaire that was not stopped."""
        with self._lock:
            mine = [j for j in self._jobs.values() if j.filing_id == filing_id and not j.stop.is_set()]
        return mine[-1] if mine else None

    def remove(self, job_id: str) -> None:
        """Forget a job; one that runs stops before its next section.

        Raises:
            UnknownRecord: see `get`.
        """
        self.get(job_id).stop.set()
        with self._lock:
            self._jobs.pop(job_id, None)

    def _run(self, job: DraftJob, work: Callable[[Progress], Made]) -> None:
        def progress(done: int, total: int, section: str) -> None:
            job.done, job.total, job.section = done, total, section
            if job.stop.is_set():
                raise Stopped

        if job.stop.is_set():
            job.state = "stopped"
            return
        job.state = "running"
        try:
            made = work(progress)
            job.made, job.state = made, "done"
        except Stopped:
            job.state = "stopped"
        except CopilotError as error:
            job.error, job.state = error, "failed"
        except Exception:  # said to the one who asks, and no end of the line
            job.error = CopilotError("起草内部错误", hint="请重试；反复出现时请查看日志", en="internal error")
            job.state = "failed"
            raise

    def close(self) -> None:
        """Give up what waits; what runs stops before its next section."""
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
