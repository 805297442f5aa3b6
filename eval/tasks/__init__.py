"""Every task, listed by hand."""

from __future__ import annotations

from eval.task import Task
from eval.tasks import (
    answers,
    desk,
    drafts,
    field_names,
    path_questions,
    paths,
    precheck,
    retrieval,
    robustness,
    safety,
    speed,
    stability,
    stories,
    triage,
    verifier,
)

TASKS: tuple[Task, ...] = (
    retrieval.TASK,
    answers.TASK,
    paths.TASK,
    stories.STORIES,
    stories.FACTS,
    field_names.TASK,
    triage.TASK,
    path_questions.TASK,
    verifier.TASK,
    precheck.TASK,
    drafts.TASK,
    desk.TASK,
    safety.TASK,
    robustness.TASK,
    stability.TASK,
    speed.TASK,
)
