"""Answers about runs of the evaluation; figures as the runs keep them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class RunLine(BaseModel):
    """A run in the list. `headline`: `task.metric` -> value."""

    id: str
    started_at: str
    suite: str
    backend: str
    model: str | None
    revision: str
    dirty: bool
    done: bool
    wall_s: float | None
    tasks: list[str]
    headline: dict[str, float] = Field(default_factory=dict)


class MetricName(BaseModel):
    """What a metric is called, and which way is good."""

    title: str
    better: str


class TaskNames(BaseModel):
    """What a task and its metrics are called."""

    title: str
    metrics: dict[str, MetricName]


class BaselineView(BaseModel):
    """A committed baseline."""

    name: str
    started_at: str
    backend: str
    tasks: list[str]


class RunsView(BaseModel):
    """All runs, what was measured in them, and the committed baselines."""

    runs: list[RunLine]
    tasks: dict[str, TaskNames]
    baselines: list[BaselineView]


class TrendPoint(RunLine):
    """A metric in one run; `low` and `high` bound the mean with 95 %."""

    value: float
    n: int = 0
    unscored: int = 0
    low: float | None = None
    high: float | None = None


class BaselineValue(BaseModel):
    """A metric in a baseline."""

    name: str
    value: float | None


class TrendView(BaseModel):
    """A metric over time."""

    task: str
    metric: str
    points: list[TrendPoint]
    baselines: list[BaselineValue]


class RunDetails(BaseModel):
    """A run: what ran (code, data, prompts, model, settings, machine, costs) and the figures of each task."""

    id: str
    header: dict[str, Any]
    tasks: dict[str, dict[str, Any]]


class GateReport(BaseModel):
    """Whether a run passes; each result names gate, value, limit and the cases behind a red."""

    passed: bool
    run: str
    baseline: str | None
    results: list[dict[str, Any]]


class CaseLine(BaseModel):
    """A case in a list. A value None is unscored."""

    id: str
    repeat: int
    text: str
    values: dict[str, float | None]
    faults: list[str]
    seconds: float
    groups: dict[str, str]


class CasesPage(BaseModel):
    """A part of the cases of a task; `total` counts all of them."""

    total: int
    cases: list[CaseLine]


class CaseRows(BaseModel):
    """A case, one row a repetition: `case` (the row of the dataset), `output` or `error`, `values`, `faults`."""

    rows: list[dict[str, Any]]


class Comparison(BaseModel):
    """Run `b` against `a`, over the cases that both have unchanged; differences are signed so that more is better."""

    a: str
    b: str
    only_in_a: list[str]
    only_in_b: list[str]
    metrics: list[dict[str, Any]]
    regressions: list[dict[str, Any]]
