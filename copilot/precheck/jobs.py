"""Pre-checks that were handed in over the network: one at a time, in order; progress to poll, results for a while.

Nothing is written to disk: files live in this process only while they are read, what was read in them and the result
until they are deleted or crowded out.
"""

from __future__ import annotations

import copy
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from copilot.domain import LOCAL_TENANT
from copilot.errors import CopilotError, QueueFull, UnknownRecord
from copilot.precheck.sandbox import Stopped
from copilot.precheck.service import Asked, Checked, Precheck
from copilot.precheck.sheets import Sheets

MAX_WAITING = 4
MAX_KEPT = 40
State = Literal["waiting", "running", "done", "failed"]


@dataclass
class Job:
    """A pre-check that an organisation handed in. `read` of `total` files are read, `file` the last of them."""

    id: str
    name: str
    asked: Asked
    state: State = "waiting"
    read: int = 0
    total: int = 0
    file: str = ""
    checked: Checked | None = field(default=None, repr=False)
    error: CopilotError | None = None
    run: Future[None] | None = field(default=None, repr=False)
    stop: threading.Event = field(default_factory=threading.Event, repr=False)
    tenant: str = LOCAL_TENANT

    @cached_property
    def sheets(self) -> Sheets:
        """The papers as they are read beside the findings; none before it is done."""
        return Sheets(self.checked.submission.papers if self.checked else ())


class Jobs:
    """The line of pre-checks, as an organisation sees it: its own pre-checks in a line that all share.

    Safe to use from several threads; `close` gives up those that wait.

    Args:
        service: gives the service when the first job runs.
    """

    def __init__(self, service: Callable[[], Precheck]) -> None:
        self._service, self.tenant = service, LOCAL_TENANT
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "precheck")

    def seen_by(self, tenant: str, service: Callable[[], Precheck]) -> Jobs:
        """The same line as another organisation sees it; its pre-checks run with a service of its own."""
        other = copy.copy(self)
        other.tenant, other._service = tenant, service
        return other

    def start(self, name: str, files: Mapping[str, bytes], asked: Asked) -> Job:
        """Put a submission at the end of the line.

        Raises:
            QueueFull: too many wait.
        """
        job = Job(uuid.uuid4().hex, name, asked, tenant=self.tenant)
        with self._lock:
            if sum(j.state == "waiting" for j in self._jobs.values()) >= MAX_WAITING:
                raise QueueFull("等待预检的材料太多", hint="请稍后再试", en="too many submissions wait")
            ended = [j.id for j in self._jobs.values() if j.state in ("done", "failed")]
            for old in ended[: max(len(self._jobs) - MAX_KEPT + 1, 0)]:
                del self._jobs[old]
            self._jobs[job.id] = job
            job.run = self._thread.submit(self._run, job, files, asked)
        return job

    def get(self, job_id: str) -> Job:
        """A job by its id.

        Raises:
            UnknownRecord: there is none, or no longer.
        """
        with self._lock:
            if (job := self._jobs.get(job_id)) is None or job.tenant != self.tenant:
                raise UnknownRecord("没有这次预检，或者已经清除", hint="请重新上传", en="no such pre-check")
            return job

    def ahead(self, job: Job) -> int:
        """How many stand before a job that waits."""
        with self._lock:
            line = [j.id for j in self._jobs.values() if j.state in ("waiting", "running")]
        return line.index(job.id) if job.id in line and job.state == "waiting" else 0

    def remove(self, job_id: str) -> None:
        """Forget a job; one that waits is not run, one that runs is given up: it reads no further, asks no model.

        Raises:
            UnknownRecord: see `get`.
        """
        job = self.get(job_id)
        job.stop.set()
        if job.run is not None:
            job.run.cancel()
        with self._lock:
            self._jobs.pop(job_id, None)

    def _run(self, job: Job, files: Mapping[str, bytes], asked: Asked) -> None:
        def progress(done: int, total: int, file: str) -> None:
            job.read, job.total, job.file = done, total, file

        job.state = "running"
        try:
            checked = self._service().check_files(job.name, files, asked, progress=progress, stop=job.stop)
            job.checked = replace(checked, taken=replace(checked.taken, files=()))  # text is kept, files are not
            job.state = "done"
        except Stopped:  # it was removed, or the service ends: nobody asks for it
            job.state = "failed"
        except CopilotError as error:
            job.error, job.state = error, "failed"
        except Exception:  # said to the one who asks, and no end of the line
            job.error = CopilotError("预检内部错误", hint="请重试；反复出现时请查看日志", en="internal error")
            job.state = "failed"
            raise

    def close(self) -> None:
        """Give up what waits and what runs."""
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
