"""The pre-check on arrival: begun when papers come, kept in the case when done, begun again after a restart."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from copilot.errors import CopilotError, QueueFull
from copilot.precheck.decided import content_key
from copilot.precheck.jobs import Job, Jobs
from copilot.precheck.service import Asked, Checked
from copilot.reviewing.kept import papers_of, result_of, unpacked
from copilot.reviewing.shapes import Running
from copilot.store.review_views import CaseSummary, CaseView
from copilot.store.reviews import SYSTEM, Change, Reviews

if TYPE_CHECKING:
    from copilot.store.reviews import RoundContent

log = structlog.get_logger(__name__)
Round = tuple[str, int]
LOOK_EVERY_S = 0.05


class Under:
    """Which rounds are being pre-checked in this process, shared by everybody's bench."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.jobs: dict[Round, Job] = {}


class Arrivals:
    """Pre-checks of an office's arrivals in the line that all share.

    Args:
        jobs: the line, as the office sees it.
        under: what runs in this process.
    """

    def __init__(self, jobs: Jobs, under: Under) -> None:
        self._jobs, self._under = jobs, under

    def begin(self, cases: Reviews, case: CaseView) -> CaseView:
        """The case, its pre-check begun or, while the line is full, to begin when the queue is next looked at."""
        change = Change("start", "checking", case.state_on, SYSTEM)
        case = cases.change(case.id, change, revision=case.revision)
        self._start(cases, case)
        return cases.get(case.id)

    def revive(self, cases: Reviews) -> None:
        """Begin what waits and is not under way: the line was full, or the process ended."""
        for case in cases.find(state="checking"):
            self._start(cases, case)

    def wait(self, case: CaseSummary) -> None:
        """Return when the pre-check of the present round is kept, or is not under way in this process."""
        while (case.id, case.round) in self._under.jobs:
            time.sleep(LOOK_EVERY_S)

    def progress(self, case: CaseSummary) -> Running | None:
        """How far the present round is; None when it is not being pre-checked."""
        job = self._under.jobs.get((case.id, case.round))
        return Running(read=job.read, total=job.total, ahead=self._jobs.ahead(job)) if job else None

    def _start(self, cases: Reviews, case: CaseSummary) -> None:
        key = (case.id, case.round)
        with self._under.lock:
            if key in self._under.jobs:
                return
            kept = cases.content(*key)
            if kept.files is None:
                return
            try:
                job = self._jobs.start(kept.name, unpacked(kept.files), _asked(case, kept))
            except QueueFull:
                return
            self._under.jobs[key] = job
        assert job.run is not None
        job.run.add_done_callback(lambda _: self._settle(cases, key, job))

    def _settle(self, cases: Reviews, key: Round, job: Job) -> None:
        """Keep what was found; a pre-check that was broken off begins again when next looked at."""
        try:
            if job.checked is not None:
                settle(cases, *key, job.checked)
            elif job.error is not None:
                cases.checked(*key, error=job.error.message)
        except CopilotError as error:  # deleted meanwhile, or no room: the files are there still
            log.error("precheck_not_kept", code=error.code)
        finally:
            with self._under.lock:
                self._under.jobs.pop(key, None)


def settle(cases: Reviews, case_id: str, position: int, checked: Checked) -> None:
    """Keep the pre-check of a round."""
    cases.checked(
        case_id,
        position,
        content=content_key(checked.result.kind, checked.submission.papers),
        verdict=checked.result.verdict,
        result=result_of(checked),
        papers=papers_of(checked),
    )


def _asked(case: CaseSummary, kept: RoundContent) -> Asked:
    asked = kept.asked
    province = case.province or None
    return Asked(case.kind, case.round_received_on, province, asked.get("offline"), asked.get("given") or {})  # type: ignore[arg-type]
