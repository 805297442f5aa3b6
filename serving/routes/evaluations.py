"""Runs of the evaluation, to read: the list, one run with its gates, its cases with their traces, two compared."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, Unavailable, UnknownRecord
from copilot.settings import Settings
from eval import read
from eval.gate import check, read_gates
from eval.record import Run, all_runs
from eval.scores import BASELINES, Scores, baseline_file, of_run, read_baseline
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.shapes_evaluation import (
    BaselineView,
    CaseRows,
    CasesPage,
    Comparison,
    GateReport,
    RunDetails,
    RunsView,
    TrendView,
)
from serving.strict_json import StrictRoute

router = APIRouter(
    prefix="/v1/evaluations", tags=["evaluations"], route_class=StrictRoute, dependencies=[allow(Permission.EVALUATE)]
)
MAX_RUNS = 200


def settings_of(behind: Annotated[Backend, Depends(backend)]) -> Settings:
    """Where runs are kept."""
    return behind.parts.settings


Where = Annotated[Settings, Depends(settings_of)]


@router.get("", response_model=RunsView)
def listed(where: Where) -> Any:
    """评测运行，最近的在前，连同已提交的基线（runs, the newest first, and the committed baselines）。"""
    runs = read.list_runs(where)[:MAX_RUNS]
    known: dict[str, Any] = {}
    for line in reversed(runs):
        for task, figures in read.summary(line["id"], where)["tasks"].items():
            known[task] = {
                "title": figures["title"],
                "metrics": {m: {k: f[k] for k in ("title", "better")} for m, f in figures["metrics"].items()},
            }
    return {"runs": runs, "tasks": known, "baselines": list(_baselines().values())}


@router.get("/trend", response_model=TrendView)
def trend(where: Where, task: str, metric: str) -> Any:
    """一个指标在历次运行中的数，最早的在前（a metric over time）。"""
    held = [(b.name, b.tasks[task].metrics.get(metric)) for b in _committed() if task in b.tasks]
    baselines = [{"name": name, "value": found["value"]} for name, found in held if found]
    return {"task": task, "metric": metric, "points": read.trend(where, task, metric), "baselines": baselines}


@router.get("/compare", response_model=Comparison)
def compare(where: Where, a: str, b: str) -> Any:
    """逐题比较两次运行（或基线与运行），变差最重的在前（two runs case by case）。"""
    try:
        from eval.compare import compare as compared

        return compared(_scores(a, where), _scores(b, where))
    except ModuleNotFoundError as error:
        raise Unavailable(
            f"比较需要 {error.name}，没有安装", hint="运行 make setup-test 安装评测依赖", en=f"{error.name} is missing"
        ) from error


@router.get("/{run_id}", response_model=RunDetails)
def opened(where: Where, run_id: str) -> Any:
    """一次运行：开头所记的条件、各任务的数（what ran, and the figures of its tasks）。"""
    return read.summary(_run(run_id, where).id, where)


@router.get("/{run_id}/gates", response_model=GateReport)
def gates(where: Where, run_id: str) -> Any:
    """按门槛与基线把关的结果（the gates, held against the committed baseline）。"""
    scores = of_run(_run(run_id, where))
    file = baseline_file(scores.header)
    return check(scores, read_gates(), baseline=read_baseline(file) if file.is_file() else None)


@router.get("/{run_id}/tasks/{task}", response_model=CasesPage)
def cases(
    where: Where,
    run_id: str,
    task: str,
    faulty: Annotated[bool, Query(description="只列有错的（with faults only）")] = False,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """一个任务的各题（the cases of a task, in order）。"""
    return read.cases(_run(run_id, where).id, task, where, faulty=faulty, offset=offset, limit=limit)


@router.get("/{run_id}/tasks/{task}/case", response_model=CaseRows)
def case(where: Where, run_id: str, task: str, case_id: str) -> Any:
    """一题的经过：题目、输出、得分、错处，每次重复一份（everything kept of a case）。"""
    return {"rows": read.case(_run(run_id, where).id, task, case_id, where)}


def _run(run_id: str, where: Settings) -> Run:
    """A run by its exact name among those kept: an address must never become a path.

    Raises:
        UnknownRecord: there is none.
    """
    for run in all_runs(where):
        if run.id == run_id:
            return run
    raise UnknownRecord("没有这次评测运行", hint="请从列表中打开", en="no such run")


def _scores(name: str, where: Settings) -> Scores:
    if name in _baselines():
        return read_baseline(BASELINES / f"{name}.json")
    return of_run(_run(name, where))


def _committed() -> list[Scores]:
    found = []
    for file in sorted(BASELINES.glob("*.json")) if BASELINES.is_dir() else ():
        try:
            found.append(read_baseline(file))
        except BadInput:  # being written: the page can do without it
            continue
    return found


def _baselines() -> dict[str, dict[str, Any]]:
    return {
        b.name: BaselineView(
            name=b.name, started_at=b.header.get("started_at", ""), tasks=list(b.tasks), backend=b.backend
        ).model_dump()
        for b in _committed()
    }
