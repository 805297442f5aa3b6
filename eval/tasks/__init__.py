"""Every task, listed by hand."""

from __future__ import annotations

from eval.task import Task
from eval.tasks import retrieval

TASKS: tuple[Task, ...] = (retrieval.TASK,)
