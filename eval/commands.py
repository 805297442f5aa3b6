"""`eval run|compare|gate|report|trend`: accuracy in numbers, before a change lands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError
from eval.case_commands import app as cases
from eval.judge.commands import app as judge
from eval.yardsticks.commands import yardstick

app = typer.Typer(
    help="评测：运行、比较、把关、报告（evaluate the product）", no_args_is_help=True, pretty_exceptions_enable=False
)
app.add_typer(judge, name="judge")
app.add_typer(cases, name="cases")
app.command()(yardstick)


@app.command()
def run(
    suite: Annotated[str, typer.Option(help="ci、subset 或 full（默认 ci）")] = "",
    task: Annotated[list[str] | None, typer.Option(help="只做这些任务，可重复")] = None,
    backend: Annotated[str, typer.Option(help="extractive、local 或 openai（默认按套件）")] = "",
    repeats: Annotated[int, typer.Option(min=0, help="有模型参与的任务做几遍；0 按套件")] = 0,
    limit: Annotated[int, typer.Option(min=0, help="每个任务只做前几题")] = 0,
    sample: Annotated[int, typer.Option(min=0, help="有模型参与的任务分层抽几题；0 按套件")] = 0,
    split: Annotated[str | None, typer.Option(help="只做 dev、test 等一份")] = None,
    file: Annotated[
        Path | None, typer.Option(help="换成自己的题（.jsonl），用于 retrieval、answers、paths、stories、facts")
    ] = None,
    grown: Annotated[bool, typer.Option("--grown", help="做从使用中来的题（见 eval cases）")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="同时做几题（本地模型总是一题一题做）")] = 4,
    resume: Annotated[str, typer.Option(help="接着做这次中断的运行（编号或 latest）")] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="不用缓存")] = False,
    gated: Annotated[bool, typer.Option("--gate", help="做完按门槛与基线把关，不通过时退出状态为 1")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """运行评测；逐题记下，中断后可接着做（run tasks, resumable）。--as-of 用于没有写明日期的题。"""
    try:
        chosen = day(as_of) if as_of else None
        if grown:
            file, task = _grown(file, task)
        asked = {"limit": limit, "split": split, "jobs": jobs, "file": str(file.resolve()) if file else None}
        asked["as_of"] = chosen.isoformat() if chosen else None
        done = _run(suite, task or [], backend, repeats=repeats, sample=sample, resume=resume, fresh=fresh, **asked)
        held = _gate(done.id) if gated else None
        if as_json:
            told = {"run": done.id, "folder": str(done.folder), "header": done.header, "summary": done.summary}
            emit(told | ({"gate": held} if held else {}))
        else:
            from eval.table import show

            show(done.summary)
            _tell(held)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if held and not held["passed"]:
        raise typer.Exit(1)


def _grown(file: Path | None, tasks: list[str] | None) -> tuple[Path, list[str]]:
    """The file of the cases grown from use, and the tasks that take a file where none was named."""
    from eval.grown import file_to_run
    from eval.tasks import TASKS

    if file:
        raise BadInput("--grown 与 --file 只能用一个", hint="去掉其中一个", en="--grown and --file exclude each other")
    return file_to_run(settings_with()), tasks or [t.name for t in TASKS if t.read and "question" in t.inputs]


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
def tasks(as_of: AsOf = None, as_json: Json = False) -> None:
    """列出任务与指标（list the tasks）。"""
    from eval.tasks import TASKS

    try:
        day(as_of)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        known = [{"task": t.name, "title": t.title, "metrics": [m.name for m in t.metrics]} for t in TASKS]
        emit({"tasks": known})
    else:
        for task in TASKS:
            typer.echo(f"{task.name}  {task.title}  {'、'.join(m.name for m in task.metrics)}")


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help="之前的运行（编号、目录、latest）或基线文件")],
    b: Annotated[str, typer.Argument(help="之后的运行")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """逐题比较两次运行，变差最重的在前（compare two runs case by case）。"""
    try:
        day(as_of)
        from eval import compare as comparing

        found = comparing.compare(_scores(a), _scores(b))
        if as_json:
            emit(found)
        else:
            typer.echo("\n".join(comparing.text(found)))
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def gate(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="运行的编号、目录或 latest")] = "latest",
    baseline: Annotated[str, typer.Option(help="基线：文件，none 为不比；默认按套件与模型找已提交的")] = "",
    gates: Annotated[Path | None, typer.Option(help="门槛文件（默认 eval/gates.toml）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """按门槛与基线把关，不通过时退出状态为 1（exit 1 when red）。"""
    try:
        day(as_of)
        found = _gate(run_id, baseline=baseline, gates=gates)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found)
    else:
        _tell(found)
    if not found["passed"]:
        raise typer.Exit(1)


def _gate(name: str, *, baseline: str = "", gates: Path | None = None) -> dict[str, Any]:
    """The outcome of the gates; `baseline`: a file, none, or empty for the committed one of that suite and backend."""
    from eval import gate as gating
    from eval.scores import baseline_file, read_baseline

    scores = _scores(name)
    file = Path(baseline) if baseline and baseline != "none" else baseline_file(scores.header)
    held = read_baseline(file) if baseline != "none" and (baseline or file.is_file()) else None
    return gating.check(scores, gating.read_gates(gates or gating.FILE), baseline=held)


def _tell(found: dict[str, Any] | None) -> None:
    if found:
        from eval.gate import text

        typer.echo("\n".join(text(found)))


@app.command()
def accept(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="运行的编号、目录或 latest")] = "latest",
    out: Annotated[Path | None, typer.Option(help="写到哪里（默认 eval/baselines/<套件>-<模型>.json）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """把一次运行记为基线，只有数，没有回答的文字（make a run the baseline）。"""
    try:
        day(as_of)
        from eval.scores import baseline_file, write_baseline

        scores = _scores(run_id)
        file = out or baseline_file(scores.header)
        write_baseline(scores, file)
        emit({"baseline": str(file)}) if as_json else typer.echo(f"已写出 {file}")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def report(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="一次或几次运行，旧的在前；详写最后一次")],
    out: Annotated[Path, typer.Option(help="写到哪个 .html 文件")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """写一份可离线打开的 HTML 报告（one HTML file, works offline）。"""
    try:
        day(as_of)
        from eval.record import find_run
        from eval.report import render

        settings = settings_with()
        out.write_text(render([find_run(name, settings) for name in runs]), "utf-8")
        emit({"report": str(out)}) if as_json else typer.echo(f"已写出 {out}")
    except OSError as error:
        fail(BadInput(f"写不出 {out}：{error}", hint="换一个可写的位置", en=f"cannot write {out}"), as_json=as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def trend(
    task: Annotated[str, typer.Option(help="任务")] = "",
    metric: Annotated[str, typer.Option(help="指标")] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """历次运行的数（figures over time）；不指定时列出各次的主要指标。"""
    from eval import read
    from eval.table import show_trend

    try:
        day(as_of)
        settings = settings_with()
        if bool(task) != bool(metric):
            raise BadInput("--task 与 --metric 要一起给", hint="eval tasks 列出任务与指标", en="give both or neither")
        found = read.trend(settings, task, metric) if task else list(reversed(read.list_runs(settings)))
        if as_json:
            emit({"task": task or None, "metric": metric or None, "runs": found})
        else:
            show_trend(found, f"{task}.{metric}" if task else "")
    except CopilotError as error:
        fail(error, as_json=as_json)


def _scores(name: str) -> Any:
    """A run's scores, or a baseline's where `name` is a file."""
    from eval.record import find_run
    from eval.scores import of_run, read_baseline

    return read_baseline(Path(name)) if Path(name).is_file() else of_run(find_run(name, settings_with()))
