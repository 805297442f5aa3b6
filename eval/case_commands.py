"""`eval cases list|export|drop`: the cases grown from real use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.commands.options import Json, emit, fail, settings_with
from copilot.errors import BadInput, CopilotError
from eval import grown

app = typer.Typer(help="从使用中来的评测题（cases grown from real use）", no_args_is_help=True)


@app.command("list")
def listed(as_json: Json = False) -> None:
    """列出（list them, the oldest first）。"""
    try:
        rows = grown.rows(settings_with())
        if as_json:
            emit({"cases": rows})
        for row in [] if as_json else rows:
            typer.echo(f"{row['id']}  {row['type']}  {row['question'][:60]}")
        if not rows and not as_json:
            typer.echo("还没有。在网页的回答下面点“做成评测题”。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个 .jsonl；已有的题不重复写")], as_json: Json = False
) -> None:
    """按数据集的格式导出（write them in the form of the datasets）。"""
    try:
        added = grown.export(settings_with(), file)
        emit({"file": str(file), "added": added}) if as_json else typer.echo(f"{file}：新增 {added} 题")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def drop(
    case_id: Annotated[str, typer.Argument(metavar="ID", help="题的编号")] = "",
    everything: Annotated[bool, typer.Option("--all", help="全部删除")] = False,
    as_json: Json = False,
) -> None:
    """删除（delete one, or all）。"""
    try:
        if bool(case_id) == everything:
            raise BadInput("要么给出编号，要么用 --all", hint="编号见 eval cases list", en="give an id or --all")
        if everything:
            dropped = grown.drop_all(settings_with())
        else:
            grown.drop(settings_with(), case_id)
            dropped = 1
        emit({"dropped": dropped}) if as_json else typer.echo(f"已删除 {dropped} 题")
    except CopilotError as error:
        fail(error, as_json=as_json)
