"""`eval yardstick NAME --files DIR`: other people's benchmarks, their published figures beside ours."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError, UnknownRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.yardsticks.yardstick import Bench, Row, Yardstick


def yardsticks() -> tuple[Yardstick, ...]:
    """Every yardstick, listed by hand."""
    from eval.yardsticks import attacks, garak, lawbench, lexeval, rgb, statutes

    return (
        statutes.STARD, statutes.LECOQA, lawbench.YARDSTICK, lexeval.YARDSTICK, rgb.YARDSTICK, garak.YARDSTICK,
        attacks.YARDSTICK,
    )  # fmt: skip


def yardstick(
    name: Annotated[str, typer.Argument(help="stard、lecoqa、lawbench、lexeval、rgb、garak、attacks；list 列出全部")],
    files: Annotated[Path | None, typer.Option(help="放着该评测文件的目录")] = None,
    limit: Annotated[int, typer.Option(min=0, help="每项只做前几题，0 为全部（0: all）")] = 0,
    backend: Annotated[str | None, typer.Option(help="local、openai 或 extractive（默认按设置）")] = None,
    url: Annotated[str, typer.Option(help="garak 要攻击的接口")] = "http://127.0.0.1:8000/v1",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """在外部评测上跑一遍，已公布的数并列（run an external benchmark on files that you supply）。"""
    try:
        known, date = yardsticks(), day(as_of)
        if name == "list" and as_json:
            keys = ("name", "title", "needs", "address", "licence")
            emit({"yardsticks": [{key: getattr(one, key) for key in keys} for one in known]})
            return
        if name == "list":
            for one in known:
                typer.echo(f"{one.name}  {one.title}\n    需要 {one.needs}\n    {one.address}（许可：{one.licence}）")
            return
        chosen = next((one for one in known if one.name == name), None)
        if chosen is None:
            names = "、".join(one.name for one in known)
            raise UnknownRecord(f"没有名为“{name}”的外部评测", hint=f"可用：{names}", en=f"no yardstick {name!r}")
        if files is None or not files.exists():
            raise BadInput(
                f"找不到目录 {files}" if files else "请用 --files 给出评测文件所在的目录",
                hint=f"{chosen.title} 需要：{chosen.needs}。取自 {chosen.address}（许可：{chosen.licence}）",
                en="no folder with the files of the benchmark",
            )
        rows = asyncio.run(run(chosen, files, limit=limit, backend=backend, url=url, as_of=date))
        _show(chosen, rows, as_json=as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


async def run(
    of: Yardstick, files: Path, *, limit: int, backend: str | None, url: str, as_of: dt.date | None = None
) -> Sequence[Row]:
    """The figures of one yardstick; `as_of`: the day whose law the product answers by.

    Raises:
        CopilotError: files that are missing or of another form, no model, a product that fails.
    """
    from eval.yardsticks.yardstick import Bench

    settings = settings_with(**({"backend": backend} if backend else {}))
    bench: Bench = Bench(of, settings, limit=limit, url=url)
    async with AsyncExitStack() as stack:
        if of.asks == "model":
            from eval.judge.opening import model_of

            if settings.backend == "extractive":
                raise BadInput("摘录模式没有模型可测", hint="加 --backend local 或 openai", en="no model to measure")
            bench = replace(bench, client=await stack.enter_async_context(model_of(settings, note=note)))
        if of.asks == "product":
            from eval.system import open_system

            system = await stack.enter_async_context(open_system(settings, note=note))
            bench = replace(bench, ask=partial(system.ask, as_of=as_of))
        return await of.run(files, bench)


def _show(of: Yardstick, rows: Sequence[Row], *, as_json: bool) -> None:
    from eval.yardsticks.yardstick import table

    if as_json:
        emit({"yardstick": of.name, "address": of.address, "licence": of.licence, "rows": [r.as_dict() for r in rows]})
    else:
        typer.echo(f"{of.title}（{of.address}，许可：{of.licence}）\n{table(rows)}")
