"""The bench behind the routes: each office's, with the pre-checks that run in this process."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from serving.backend import Backend
from serving.depends import backend

if TYPE_CHECKING:
    from copilot.precheck.jobs import Job
    from copilot.reviewing.bench import Bench

MAX_READ = 8  # rounds whose papers are held in memory as they were read


class Benches:
    """What the benches of all offices share in a process."""

    def __init__(self) -> None:
        from copilot.reviewing.arrival import Under

        self.under = Under()
        self._read: OrderedDict[tuple[str, int], Job] = OrderedDict()

    def bench(self, behind: Backend) -> Bench:
        """The bench of the office as which the copilot is seen, today."""
        from copilot.reviewing.arrival import Arrivals
        from copilot.reviewing.bench import Bench

        parts = behind.parts
        return Bench(
            parts.store,
            Arrivals(parts.precheck_jobs, self.under),
            book=lambda: parts.rulebook,
            kb_dir=parts.settings.knowledge_base_dir,
            today=dt.date.today(),
        )

    def job(self, bench: Bench, case_id: str, position: int) -> Job:
        """A kept pre-check in the shape of one that has just been done, for the views of the pre-check.

        Raises:
            UnknownRecord: no such case or round.
            BadInput: it was not pre-checked.
        """
        from copilot.precheck.jobs import Job
        from copilot.precheck.service import Asked

        bench.cases.get(case_id)  # of this office, whatever is in memory
        key = (case_id, position)
        if (found := self._read.get(key)) is not None:
            return found
        checked = bench.checked(case_id, position)
        asked = Asked(checked.result.kind, checked.result.filed_on)
        made = Job(f"{case_id}-{position}", checked.submission.name, asked, state="done", checked=checked)
        self._read[key] = made
        if len(self._read) > MAX_READ:
            self._read.popitem(last=False)
        return made


def benches(request: Request) -> Benches:
    """What all benches share; made with the first request."""
    state = request.app.state
    if not hasattr(state, "benches"):
        state.benches = Benches()
    return state.benches


def bench(shared: Annotated[Benches, Depends(benches)], behind: Annotated[Backend, Depends(backend)]) -> Bench:
    """The bench of the office of whoever asks."""
    return shared.bench(behind)
