"""`eval judge calibrate`: what the judging model is worth, before anything it says is believed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copilot.settings import Settings
    from eval.judge.calibration import Calibration, Verdict

app = typer.Typer(help="裁判模型：校准（the judging model）", no_args_is_help=True, pretty_exceptions_enable=False)


def _judging(backend: str | None) -> Settings:
    """The settings of a machine with a judging model."""
    settings = settings_with(**({"backend": backend} if backend else {}))
    if settings.backend == "extractive":
        raise BadInput("摘录模式没有模型，不能当裁判", hint="加 --backend local 或 openai", en="no model to judge")
    return settings


@app.callback()
def _group() -> None:
    """裁判模型的评分只有校准合格才可采信（a judge counts only when calibrated）。"""


@app.command()
def calibrate(
    limit: Annotated[int, typer.Option(min=0, help="取多少对标注，0 为全部（0: all）")] = 60,
    backend: Annotated[str | None, typer.Option(help="local 或 openai（默认按设置）")] = None,
    file: Annotated[Path | None, typer.Option(help="标注文件（默认 verifier_pairs.jsonl）")] = None,
    show: Annotated[bool, typer.Option("--show", help="列出判错与未评的（list what was misjudged）")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """用有标注的句子校准裁判模型；不合格时以状态 1 退出（exit 1 below the floor in eval/gates.toml）。"""
    from eval.judge.calibration import PAIRS, floor_of, keep, pairs_of

    try:
        day(as_of)
        settings = _judging(backend)
        floor, pairs = floor_of(), pairs_of(file or PAIRS, limit=limit)
        found, verdicts = asyncio.run(_calibrate(settings, pairs))
        faults = found.below(floor)
        kept = keep(found, verdicts, settings.data_dir)
        if as_json:
            emit({**found.as_dict(), "floor": {"kappa": floor.kappa, "unscored": floor.unscored}, "faults": faults})
        else:
            typer.echo(table(found))
            for verdict in verdicts if show else ():
                if verdict.said != verdict.truth:
                    typer.echo(f"{verdict.id}\t{verdict.kind}\t{verdict.why or '判错'}\t{verdict.reason}")
            note(f"已记入 {kept}")
            typer.echo(f"结论：不可用，{'；'.join(faults)}" if faults else "结论：可用")
        if faults:
            raise typer.Exit(1)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def score(
    run: Annotated[str, typer.Argument(help="评测运行的编号或目录（默认最近一次）")] = "latest",
    metric: Annotated[list[str] | None, typer.Option(help="只算这些指标，可重复")] = None,
    limit: Annotated[int, typer.Option(min=0, help="只评前几个回答，0 为全部（0: all）")] = 0,
    backend: Annotated[str | None, typer.Option(help="local 或 openai（默认按设置）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """让裁判给一次运行的回答评分；不作把关，裁判未校准或不合格时注明（marked by the judge's calibration）。"""
    from eval.judge.scoring import DEFAULT, cases_of
    from eval.record import find_run

    try:
        day(as_of)
        settings = _judging(backend)
        cases = cases_of(find_run(run, settings), limit=limit)
        found = asyncio.run(_score(settings, cases, metric or DEFAULT))
        if as_json:
            emit(found)
        else:
            typer.echo(f"裁判 {found['judge']}：{found['mark']}")
            for one in found["metrics"]:
                typer.echo(_line(one))
    except CopilotError as error:
        fail(error, as_json=as_json)


async def _score(settings: Settings, cases: list[dict[str, Any]], metrics: Sequence[str]) -> dict[str, Any]:
    from eval.judge.calibration import usable
    from eval.judge.metrics import Judging
    from eval.judge.opening import judge_of
    from eval.judge.scoring import score_cases
    from eval.progress import Progress

    async with judge_of(settings, note=note) as judge:
        progress = Progress("裁判评分", len(cases))
        scores = await score_cases(Judging(judge), cases, metrics, step=lambda: progress.step(cached=False))
        good, mark = usable(judge.identity, settings.data_dir)
        return {"judge": judge.identity, "usable": good, "mark": mark, "metrics": [s.as_dict() for s in scores]}


def _line(one: dict[str, Any]) -> str:
    value = "—" if one["value"] is None else f"{one['value']:.3f}"
    span = f"（95% 区间 {one['interval'][0]:.3f} 至 {one['interval'][1]:.3f}）" if one["interval"] else ""
    why = "；未能评分：" + "、".join(f"{name} {n}" for name, n in one["unscored"].items()) if one["unscored"] else ""
    return f"{one['metric']}：{value}{span}，{one['n']} 个回答{why}"


async def _calibrate(settings: Settings, pairs: list[dict[str, Any]]) -> tuple[Calibration, list[Verdict]]:
    from eval.judge.calibration import calibration_of, judge_pairs
    from eval.judge.opening import judge_of
    from eval.progress import Progress

    async with judge_of(settings, note=note) as judge:
        progress, begun = Progress("校准裁判", len(pairs)), time.monotonic()
        verdicts = await judge_pairs(judge, pairs, step=lambda: progress.step(cached=False))
        return calibration_of(verdicts, judge, seconds=time.monotonic() - begun), verdicts


def table(found: Calibration) -> str:
    """The calibration as text, Chinese first."""

    def share(value: float | None) -> str:
        return "—" if value is None else f"{value:.1%}"

    kappa = "—" if found.kappa is None else f"{found.kappa:.3f}"
    span = "" if found.low is None else f"（95% 区间 {found.low:.3f} 至 {found.high:.3f}）"
    why = "、".join(f"{name} {count}" for name, count in found.unscored.items())
    lines = [
        f"裁判 {found.judge}",
        f"{found.pairs} 对，评出 {found.scored}，未能评分 {found.pairs - found.scored}（{share(found.unscored_share)}）"
        + (f"：{why}" if why else ""),
        f"与标注一致 {share(found.agreement)}，Cohen κ {kappa}{span}，判“有依据”的占 {share(found.says_yes)}",
        "各类判对：" + "、".join(f"{kind} {right}/{n}" for kind, (right, n) in found.by_kind.items()),
        f"用时 {found.seconds:.0f} 秒，词元 {found.tokens.get('prompt', 0)} + {found.tokens.get('completion', 0)}",
    ]
    return "\n".join(lines)
