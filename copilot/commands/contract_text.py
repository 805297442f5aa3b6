"""`precheck contract-text`: the official model contracts that filed contracts are compared with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, date_of, day, emit, fail, note, settings_with
from copilot.errors import CopilotError
from copilot.precheck.words import KINDS

if TYPE_CHECKING:
    from copilot.precheck.contract_texts import ContractText
    from copilot.wiring import Parts

app = typer.Typer(help="导入官方合同范本，供逐字比对（official model contracts to compare with）", no_args_is_help=True)
NONE = "没有导入过合同范本，合同正文不比对。"


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="官方发布的空白范本：.docx、.pdf 或文本")],
    contract: Annotated[
        str | None, typer.Option(help="standard_contract 或 gba_hk；默认按标题认（which contract）")
    ] = None,
    in_force_from: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="施行日，默认按已知的日期")] = None,
    repealed_from: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="废止日")] = None,
    force: Annotated[bool, typer.Option("--force", help="条数不对或者像已填写也导入")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """导入一份范本；文本只存在本机数据目录（load a model contract, kept in the data folder only）。"""
    try:
        from copilot.documents.read import contents
        from copilot.wiring import Parts

        parts = Parts(settings_with())
        dates = {
            name: date_of(value, option) if value is not None else None
            for name, value, option in (
                ("in_force_from", in_force_from, "--in-force-from"),
                ("repealed_from", repealed_from, "--repealed-from"),
            )
        }
        raw = contents(file)
        try:
            added, replaced = parts.contract_texts.add(
                file.name, raw, sandbox=parts.precheck.sandbox, today=day(as_of), contract=contract,
                force=force, **dates,
            )  # fmt: skip
        finally:
            parts.precheck.close()
        if as_json:
            emit({**added.model_dump(mode="json"), "replaced": replaced})
        else:
            typer.echo(("已替换：" if replaced else "已导入：") + _line(added))
        _as_template(parts, file.name, raw, added, as_of)
        if not added.blanks:
            note("没有认出供填写的空白，填写的内容会被当作改动；请核对范本。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command("list")
def list_(as_of: AsOf = None, as_json: Json = False) -> None:
    """列出导入的范本（what was loaded）。"""
    try:
        from copilot.wiring import Parts

        day(as_of)
        found = Parts(settings_with()).contract_texts.all()
        if as_json:
            emit({"texts": [t.model_dump(mode="json") for t in found]})
        else:
            typer.echo("\n".join(_line(t) for t in found) or NONE)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def remove(
    text_id: Annotated[str, typer.Argument(metavar="ID", help="list 里的编号")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """移除一份范本（forget one）。"""
    try:
        from copilot.wiring import Parts

        day(as_of)
        removed = Parts(settings_with()).contract_texts.remove(text_id)
        if as_json:
            emit(removed.model_dump(mode="json"))
        else:
            typer.echo("已移除：" + _line(removed))
    except CopilotError as error:
        fail(error, as_json=as_json)


def _as_template(parts: Parts, name: str, raw: bytes, text: ContractText, as_of: str | None) -> None:
    """A Word file of the model contract also serves as the template that drafts are written on, once confirmed."""
    papers = [form.id for form in parts.templates.known.forms if form.contract == text.contract]
    if not name.lower().endswith(".docx") or not papers:
        return
    try:
        made = parts.templates.add(name, raw, today=day(as_of), paper=papers[0], in_force_from=text.in_force_from)
    except CopilotError as error:
        note(f"没有用作起草模板：{error}")
        return
    for template in made:
        if not template.confirmed:
            note(f"同时用作起草模板：核对空白后运行 templates confirm {template.id}")


def _line(text: ContractText) -> str:
    ends = f"至 {text.repealed_from} 前" if text.repealed_from else "起"
    kinds = "、".join(KINDS[k] for k in text.kinds)
    return (
        f"{text.id} 《{text.name}》，{text.in_force_from} {ends}，{text.articles} 条，空白 {text.blanks} 处，"
        f"用于{kinds}；{text.file} sha256 {text.sha256[:12]}"
    )
