"""`verdicts`: kept path verdicts: list, show, make again, export, delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, Lang, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.wiring import Parts

app = typer.Typer(help="保存的路径判定：列出、查看、重做、导出、删除（kept verdicts）", no_args_is_help=True)
Number = Annotated[str, typer.Argument(metavar="编号", help="判定编号，或者它的开头几位（id or its beginning）")]


def _parts(as_of: str | None) -> Parts:
    """What is kept and the rules; a kept verdict has its own day, so `as_of` is only checked."""
    from copilot.wiring import Parts

    day(as_of)
    return Parts(settings_with())


@app.command("list")
def listed(
    query: Annotated[str, typer.Option("--search", help="标题、描述、结论、事实中的文字")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """列出保存的判定，最近的在前（the newest first）。"""
    from copilot.rules.labels import PATHS

    try:
        found = _parts(as_of).store.verdicts.find(query=query, limit=limit)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    for one in found.items:
        name = PATHS.get(one.path, one.path)  # type: ignore[call-overload]
        typer.echo(f"{one.id[:8]}  {one.created_at:%Y-%m-%d %H:%M}  按 {one.as_of}  {name}  {one.title}")
    typer.echo(f"共 {found.total} 个。")


@app.command()
def show(number: Number, lang: Lang = "zh", as_of: AsOf = None, as_json: Json = False) -> None:
    """查看一个判定，如当时给出的那样（as it was given）。"""
    from copilot.commands.path import show as show_result
    from copilot.rules.result import PathResult

    try:
        parts = _parts(as_of)
        view = parts.store.verdicts.get(number)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(view.model_dump(mode="json"))
        return
    at = f"{view.created_at:%Y-%m-%d %H:%M}"
    typer.echo(f"{view.title} ({view.id}, {at} UTC)" if lang == "en" else f"{view.title}（{view.id}，{at} 世界协调时）")
    if view.story:
        typer.echo(f"{'Description: ' if lang == 'en' else '描述：'}{view.story}")
    show_result(PathResult.model_validate(view.result), parts.rulebook, lang)


@app.command()
def replay(number: Number, as_of: AsOf = None, as_json: Json = False) -> None:
    """用现在的规则数据与代码重做一次；结果不同时退出状态为 1（make it again; status 1 when it differs）。"""
    from copilot.rules.replay import replay as make_again

    try:
        parts = _parts(as_of)
        view = parts.store.verdicts.get(number)
        found = make_again(
            view.facts,
            view.result,
            as_of=view.as_of,
            book=parts.rulebook,
            start=view.start,
        )
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"determination_id": view.id, **found.model_dump(mode="json")})
    else:
        typer.echo(found.headline)
        for one in found.differences:
            typer.echo(f"- {one.label}：{one.before} → {one.after}")
        typer.echo(f"当时：规则数据 {view.data_digest[:12]}，代码 {view.code_version}")
        typer.echo(f"现在：规则数据 {found.rules_now['data'][:12]}，代码 {found.rules_now['code']}")
    if not found.equal:
        raise typer.Exit(1)


@app.command()
def export(
    number: Number,
    form: Annotated[str, typer.Option("--format", help="docx、pdf 或 json")] = "docx",
    out: Annotated[Path | None, typer.Option("--out", help="文件或文件夹；默认当前文件夹")] = None,
    lang: Lang = "zh",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """导出成文件，带依据（write to a file, with citations）。"""
    from copilot.export.export import export_verdict

    try:
        parts = _parts(as_of)
        view = parts.store.verdicts.get(number)
        file = export_verdict(view, form, book=parts.rulebook, producer=parts.settings.provider, language=lang)
        place = (out or Path()) / file.name if out is None or out.is_dir() else out
        _write(place, file.content)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"determination_id": view.id, "file": str(place), "bytes": len(file.content)})
    else:
        typer.echo(f"已写入 {place}")


def _write(place: Path, content: bytes) -> None:
    try:
        place.write_bytes(content)
    except OSError as error:
        raise BadInput(f"写不进 {place}：{error.strerror}", hint="请换一个位置", en=f"cannot write {place}") from error


@app.command()
def delete(number: Number, as_of: AsOf = None, as_json: Json = False) -> None:
    """删除一个判定；编号要写全（the whole id is needed）。"""
    try:
        _parts(as_of).store.verdicts.delete(number)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit({"deleted": number})
    else:
        note("已删除。")
