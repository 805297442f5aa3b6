"""`eval run|compare|gate|report|trend`: accuracy in numbers, before a change lands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from copilot.commands.options import Json, emit, fail, note, settings_with
from copilot.errors import CopilotError
from eval.judge.commands import app as judge

app = typer.Typer(
    help="评测：运行、比较、把关、报告（evaluate the product）", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(judge, name="judge")


@app.command()
def run(
    suite: Annotated[str, typer.Option(help="ci、subset 或 full（默认 ci）")] = "",
    task: Annotated[list[str] | None, typer.Option(help="只做这些任务，可重复")] = None,
    backend: Annotated[str, typer.Option(help="extractive、local 或 openai（默认按套件）")] = "",
    repeats: Annotated[int, typer.Option(min=0, help="有模型参与的任务做几遍；0 按套件")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="每个任务只做前几题")] = 0,
    sample: Annotated[int, typer.Option(min=0, help="有模型参与的任务分层抽几题；0 按套件")] = 0,
    split: Annotated[str | None, typer.Option(help="只做 dev、test 等一份")] = None,
    file: Annotated[Path | None, typer.Option(help="换成自己的题（.jsonl），用于 retrieval、answers")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="同时做几题（本地模型总是一题一题做）")] = 4,
    resume: Annotated[str, typer.Option(help="接着做这次中断的运行（编号或 latest）")] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="不用缓存")] = False,
    as_json: Json = False,
) -> None:
    """运行评测；逐题记下，中断后可接着做（run tasks, resumable）。"""
    try:
        asked = {"limit": limit, "split": split, "jobs": jobs, "file": str(file.resolve()) if file else None}
        done = _run(suite, task or [], backend, repeats=repeats, sample=sample, resume=resume, fresh=fresh, **asked)
        if as_json:
            emit({"run": done.id, "folder": str(done.folder), "header": done.header, "summary": done.summary})
        else:
            from eval.table import show

            show(done.summary)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _run(
    suite: str, tasks: list[str], backend: str, *, repeats: int, sample: int, resume: str, fresh: bool, **asked: Any
) -> Any:
    from dataclasses import replace

    from eval.record import find_run
    from eval.run import SUITES, Plan, execute, plan_of
    from eval.tasks import TASKS

    old = find_run(resume, settings_with()) if resume else None
    if old:
        plan = Plan(**{**old.header["plan"], "tasks": tuple(old.header["plan"]["tasks"])})
        backend = old.header["model"]["backend"]
    else:
        suite = suite or ("" if tasks else "ci")
        backend = backend or (SUITES[suite].backend if suite in SUITES else "extractive")
        plan = plan_of(suite, backend=backend, known=TASKS, tasks=tasks, repeats=repeats, **asked)
        plan = replace(plan, sample=sample or plan.sample) if backend != "extractive" else plan
    settings = settings_with(backend=backend)
    return asyncio.run(execute(plan, TASKS, settings, note=note, resume=old, fresh=fresh))


@app.command()
def tasks(as_json: Json = False) -> None:
    """列出任务与指标（list the tasks）。"""
    from eval.tasks import TASKS

    for task in TASKS:
        metrics = [m.name for m in task.metrics]
        if as_json:
            emit({"task": task.name, "title": task.title, "model": task.model, "metrics": metrics})
        else:
            typer.echo(f"{task.name}  {task.title}  {'、'.join(metrics)}")
