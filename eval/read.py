"""The reading side: runs, their figures, single cases with their traces, a metric over time. For pages and reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.errors import CopilotError, UnknownRecord
from copilot.settings import Settings
from eval.record import Run, all_runs, find_run

Json = dict[str, Any]
HEADLINES = (
    ("retrieval", "recall@5"),
    ("answers", "correct_by_rule"),
    ("answers", "must_cite_recall"),
    ("answers", "correct_abstention"),
    ("answers", "fabricated"),
    ("paths", "right"),
    ("stories", "right"),
    ("stories", "lighter"),
)


def list_runs(settings: Settings) -> list[Json]:
    """Every run, newest first: `{"id", "started_at", "suite", "backend", "model", "revision", "dirty", "done",
    "tasks", "wall_s", "headline": {"task.metric": value}}`. A folder that cannot be read is left out."""
    found = []
    for run in reversed(all_runs(settings)):
        try:
            found.append(_line(run))
        except CopilotError:  # being written, or broken: the others can still be shown
            continue
    return found


def _line(run: Run) -> Json:
    header, summary = run.header, run.summary
    return {
        "id": run.id,
        "started_at": header["started_at"],
        "suite": header["plan"]["suite"],
        "backend": header["model"]["backend"],
        "model": header["model"]["name"],
        "revision": header["revision"]["short"],
        "dirty": header["revision"]["dirty"],
        "done": header.get("done", False),
        "wall_s": header.get("wall_s"),
        "tasks": list(summary),
        "headline": {f"{t}.{m}": v for t, m in HEADLINES if (v := value_of(summary, t, m)) is not None},
    }


def value_of(summary: Mapping[str, Any], task: str, metric: str) -> float | None:
    """A figure of a summary; None where it was not measured."""
    return summary.get(task, {}).get("metrics", {}).get(metric, {}).get("value")


def summary(run_id: str, settings: Settings) -> Json:
    """`{"id", "header", "tasks": figures by task}` of a run (`latest` for the newest).

    Raises:
        UnknownRecord: there is no such run.
    """
    run = find_run(run_id, settings)
    return {"id": run.id, "header": run.header, "tasks": run.summary}


def cases(
    run_id: str, task: str, settings: Settings, *, faulty: bool = False, offset: int = 0, limit: int = 100
) -> Json:
    """`{"total", "cases": [{"id", "repeat", "text", "values", "faults", "seconds", "groups"}]}` of a task, in order.

    Args:
        run_id: the run.
        task: the task.
        settings: where runs are kept.
        faulty: only cases with a fault or an error.
        offset: of the first case.
        limit: most cases.

    Raises:
        UnknownRecord: there is no such run or task.
    """
    rows = [r for r in _rows(run_id, task, settings) if not faulty or r["faults"] or "error" in r]
    kept = ("id", "repeat", "values", "faults", "seconds", "groups")
    shown = [{**{k: r[k] for k in kept}, "text": text_of(r["case"])} for r in rows[offset : offset + limit]]
    return {"total": len(rows), "cases": shown}


def case(run_id: str, task: str, case_id: str, settings: Settings) -> list[Json]:
    """Everything kept of a case, one row for each repetition: the row of the dataset, output, values, faults.

    Raises:
        UnknownRecord: there is no such run, task or case.
    """
    found = [r for r in _rows(run_id, task, settings) if r["id"] == case_id]
    if not found:
        raise UnknownRecord(f"这次运行里没有 {task} 的 {case_id}", hint="请从列表中打开", en=f"no case {case_id}")
    return found


def trend(settings: Settings, task: str, metric: str) -> list[Json]:
    """The value of a metric in every finished run that measured it, oldest first, with its interval and revision."""
    found = []
    for run in all_runs(settings):
        figures = run.summary.get(task, {}).get("metrics", {}).get(metric)
        if figures and figures["value"] is not None:
            kept = {k: figures[k] for k in ("value", "low", "high", "n", "unscored") if k in figures}
            found.append({**{k: v for k, v in _line(run).items() if k != "headline"}, **kept})
    return found


def text_of(row: Mapping[str, Any]) -> str:
    """What a case asks or tells, for a list."""
    for key in ("question", "text", "sentence", "name"):
        if isinstance(row.get(key), str):
            return row[key]
    return str(row.get("id", ""))


def _rows(run_id: str, task: str, settings: Settings) -> list[Json]:
    run = find_run(run_id, settings)
    if task not in run.tasks():
        raise UnknownRecord(f"这次运行没有任务 {task}", hint="有：" + "、".join(run.tasks()), en=f"no task {task}")
    return list({(r["id"], r["repeat"]): r for r in run.rows(task)}.values())
