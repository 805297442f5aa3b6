"""`templates`: the official templates that drafts are written on, loaded and confirmed once by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from copilot.commands.options import AsOf, Json, date_of, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.filing.official.model import Blank, Template
    from copilot.wiring import Parts

app = typer.Typer(help="导入官方模板，起草时填在官方文件上（official templates to draft on）", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="list 里的编号，可只写开头")]
SURE = {"sure": "确定", "likely": "较可能", "unknown": "没有认出"}
KIND = {
    "text": "空格", "below": "在提示下填写", "date": "日期", "choice": "勾选", "number": "序号", "sign": "签章处",
}  # fmt: skip
STATE = {"missing": "没有导入", "unconfirmed": "已导入，没有确认", "confirmed": "已确认"}
NONE = "没有导入过官方模板；标准合同、申报表、报告、承诺书和委托书只生成填写单。"


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="官方发布的空白模板 .docx，可以是含全部附件的指南")],
    paper: Annotated[str | None, typer.Option(help="用于哪一件材料；默认按标题认（which paper）")] = None,
    in_force_from: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="施行日，默认按已知的日期")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """导入模板：列出找到的空白和建议对应的字段；经 confirm 才会使用（load a template, not used until confirmed）。"""
    try:
        from copilot.documents.read import contents

        parts = _parts()
        since = date_of(in_force_from, "--in-force-from") if in_force_from is not None else None
        raw = contents(file)
        added = parts.templates.add(file.name, raw, today=day(as_of), paper=paper, in_force_from=since)
        compared = _contract_texts(parts, added, raw, as_of)
        if as_json:
            emit({"templates": [_dump(t, parts) for t in added], "contract_texts": compared})
            return
        labels = _labels(parts)
        for template in added:
            _print(template, labels)
        for line in compared:
            typer.echo(f"同时用于合同正文比对：{line}")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def pull(
    only: Annotated[list[str] | None, typer.Option("--only", help="只看 sources.yaml 里的这些来源")] = None,
    local: Annotated[bool, typer.Option("--allow-local", help="允许内网镜像（allow an intranet mirror）")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """到官方页面找 Word 附件并导入，仍须由人确认（look for the attachments of the official pages）。"""
    try:
        from copilot.filing.official.pull import pages_of
        from copilot.filing.official.pull import pull as pull_pages
        from copilot.library.fetch import Fetcher

        parts = _parts()
        store = parts.templates
        pages = pages_of(store.known.forms, parts.kb.sources, only or ())
        with Fetcher(allow_local=local) as fetcher:
            results = pull_pages(store, pages, fetcher, today=day(as_of), progress=note)
        for one in results:
            _contract_texts(parts, list(one.templates), one.raw, as_of)
        if as_json:
            emit({"results": [one.as_dict() for one in results]})
        else:
            for one in results:
                typer.echo(f"{one.file or one.page}：{one.message}")
                for template in one.templates:
                    typer.echo("  " + _line(template))
            if any(one.templates for one in results):
                typer.echo("请逐份运行 templates show ID 核对，再 templates confirm ID。")
        if results and all(one.status == "unreachable" for one in results):
            raise typer.Exit(3)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option(help="另列这种手续还缺哪些官方模板（which ones a filing needs）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """列出导入的模板（what was loaded）。"""
    try:
        today, parts = day(as_of), _parts()
        found, needed = parts.templates.all(), _needed(parts, kind, today)
        if as_json:
            emit({"templates": [_summary(t) for t in found], **({"papers": needed} if kind else {})})
            return
        typer.echo("\n".join(map(_line, found)) or NONE)
        for one in needed:
            typer.echo(f"  {one['paper']}  {one['official']}：{STATE[one['state']]}，官方页面 {one['url']}")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def show(key: Id, as_of: AsOf = None, as_json: Json = False) -> None:
    """列出一份模板的空白和对应的字段（the blanks of a template and what each asks for）。"""
    try:
        day(as_of)
        parts = _parts()
        template = parts.templates.get(key)
        if as_json:
            emit(_dump(template, parts))
        else:
            _print(template, _labels(parts))
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def preview(
    key: Id,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪个 .docx")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """写一份对照稿：每处空白写着将要填的字段，供确认前核对（each blank shows what it will hold）。"""
    try:
        from copilot.filing.official.sample import sample
        from copilot.library.store import storage_errors, write

        day(as_of)
        parts = _parts()
        content = sample(parts.templates.get(key), _labels(parts))
        with storage_errors():
            out.parent.mkdir(parents=True, exist_ok=True)
            write(out, content)
        if as_json:
            emit({"file": str(out)})
        else:
            typer.echo(f"已写出 {out}")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command("map")
def map_(
    key: Id,
    blank: Annotated[str, typer.Argument(metavar="BLANK", help="空白编号，如 b03")],
    value: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="字段路径、含 {路径} 的文字、@hand（留给人写）或 section:章节编号"),
    ] = None,
    hint: Annotated[
        bool | None, typer.Option("--keep-hint/--drop-hint", help="填写后保留还是去掉模板里的提示语")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """改一处空白对应的字段，改后须再 confirm（change what a blank asks for）。"""
    try:
        day(as_of)
        parts = _parts()
        if value is not None:
            template = parts.templates.map(key, blank, value, keep_hint=hint)
        elif hint is not None:
            template = parts.templates.keep_hint(key, blank, hint)
        else:
            raise BadInput("没有说要改什么", hint="给出字段路径，或者 --keep-hint、--drop-hint", en="nothing to change")
        _told(template, parts, as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def confirm(
    key: Id,
    blanks: Annotated[list[str] | None, typer.Argument(metavar="[BLANK]...", help="建议正确的不确定空白的编号")] = None,
    everything: Annotated[bool, typer.Option("--all", help="所有建议都正确，包括不确定的")] = False,
    drop_hints: Annotated[bool, typer.Option("--drop-hints", help="填写后去掉模板里的提示语（填写说明）")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """核对之后确认：确定的和改过的都用，不确定的只用点名的（a person confirms the mapping）。"""
    try:
        parts = _parts()
        template = parts.templates.confirm(
            key, today=day(as_of), blanks=blanks or (), everything=everything, drop_hints=drop_hints
        )
        _told(template, parts, as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def remove(key: Id, as_of: AsOf = None, as_json: Json = False) -> None:
    """移除一份模板（forget one）。"""
    try:
        day(as_of)
        removed = _parts().templates.remove(key)
        if as_json:
            emit(_summary(removed))
        else:
            typer.echo("已移除：" + _line(removed))
    except CopilotError as error:
        fail(error, as_json=as_json)


def _parts() -> Parts:
    from copilot.wiring import Parts

    return Parts(settings_with())


def _needed(parts: Parts, kind: str | None, today: dt.date) -> list[dict[str, Any]]:
    """The papers of a kind of filing that need an official template, each with its state."""
    from copilot.filing.facts import FilingKind
    from copilot.filing.official.shown import standing
    from copilot.filing.papers import load_papers

    if kind is None:
        return []
    if kind not in get_args(FilingKind):
        raise BadInput(f"没有名为“{kind}”的手续", hint="可用：" + "、".join(get_args(FilingKind)), en="no such kind")
    papers = load_papers(parts.settings.knowledge_base_dir)
    return [one.model_dump(mode="json") for one in standing(parts.templates, papers, kind, as_of=today)]  # type: ignore[arg-type]


def _labels(parts: Parts) -> Mapping[str, str]:
    from copilot.filing.official.use import labels_of

    return labels_of(parts.settings.knowledge_base_dir)


def _contract_texts(parts: Parts, templates: list[Template], raw: bytes, as_of: str | None) -> list[dict[str, Any]]:
    """A model contract among the templates also serves the pre-check's comparison; what it was loaded as."""
    from copilot.filing.official.use import also_compared

    try:
        loaded, why = also_compared(
            parts.templates, templates, parts.contract_texts, raw, sandbox=parts.precheck.sandbox, today=day(as_of)
        )
    finally:
        parts.precheck.close()
    if why:
        note(why)
    return loaded


def _told(template: Template, parts: Parts, as_json: bool) -> None:
    if as_json:
        emit(_dump(template, parts))
        return
    typer.echo(_line(template))
    labels = _labels(parts)
    for blank in template.open:
        typer.echo("未确认，不会填写：" + _blank_line(blank, labels))
    if not template.confirmed:
        typer.echo(f"改动还没有确认：templates confirm {template.id}")


def _dump(template: Template, parts: Parts) -> dict[str, Any]:
    from copilot.filing.official.shown import shown

    return shown(template, _labels(parts)).model_dump(mode="json")


def _summary(template: Template) -> dict[str, Any]:
    from copilot.filing.official.shown import summary

    return summary(template).model_dump(mode="json")


def _line(template: Template) -> str:
    state = f"{template.confirmed_on} 确认" if template.confirmed else "未确认，不会使用"
    open_ = f"，{len(template.open)} 处空白未确认" if template.confirmed and template.open else ""
    since = f"{template.in_force_from} 起" + (f"至 {template.repealed_from} 前" if template.repealed_from else "")
    return (
        f"{template.id} 《{template.name}》用于 {template.paper}，{since}，空白 {len(template.blanks)} 处，"
        f"{state}{open_}；{template.file} sha256 {template.sha256[:12]}"
    )


def _blank_line(blank: Blank, labels: Mapping[str, str]) -> str:
    from copilot.filing.official.shown import what

    where = "".join(f"{one}／" for one in blank.where[:2])
    hint = f"；提示语“{blank.hint[:20]}”{'保留' if blank.keep_hint else '替换'}" if blank.hint else ""
    sure = "人工指定" if blank.by == "person" else "沿用上次确认" if blank.by == "earlier" else SURE[blank.sure]
    mark = "√" if blank.confirmed else " "
    around = f"“{blank.around}” " if blank.around else ""
    options = f"（{'、'.join(o.label for o in blank.options[:6])}）" if blank.options else ""
    return (
        f"{blank.id} [{mark}] {sure}  {KIND[blank.kind]}  {where}{around or blank.label}{options}"
        f" → {what(blank, labels)}{hint}"
    )


def _print(template: Template, labels: Mapping[str, str]) -> None:
    typer.echo(_line(template))
    for blank in template.blanks:
        typer.echo("  " + _blank_line(blank, labels))
    for block in template.blocks:
        spare = f"，去掉 {len(block.spare)} 行“……”" if block.spare else ""
        size = f"{len(block.rows)} 行" if block.rows else f"{len(block.tables)} 张表"
        typer.echo(f"  重复：{size}按 {block.over} 复制{spare}")
    for text in template.notes:
        typer.echo(f"  注意：{text}")
    if template.earlier:
        typer.echo(f"  与 {template.earlier} 不同：已按原来的对应关系提出建议，须重新确认；确认前不再使用旧模板。")
    if not template.confirmed:
        open_ = [b for b in template.open if b.sure != "sure"]
        typer.echo(
            f"  核对后运行 templates confirm {template.id}"
            + (f"；其中 {len(open_)} 处不确定，逐处点名确认或者用 templates map 改" if open_ else "")
        )


__all__ = ["app"]
