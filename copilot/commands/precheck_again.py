"""`precheck notice` and `precheck compare`: what was asked, whether it is done, what changed since the last time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, date_of, day, emit, fail, note, settings_with
from copilot.commands.precheck import Progress, asked_for
from copilot.commands.sections import section
from copilot.errors import BadInput, CopilotError
from copilot.precheck.words import KINDS

if TYPE_CHECKING:
    from copilot.precheck.finding import Result
    from copilot.precheck.received import Checklist
    from copilot.precheck.service import Asked, Precheck

MAX_PASTED = 1 << 20
Kind = Annotated[str | None, typer.Option("--kind", help="、".join(KINDS))]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="另存：.docx、.html 或 .json（also to a file）")
]
FiledOn = Annotated[str | None, typer.Option("--filed-on", metavar="YYYY-MM-DD", help="申报日；默认同 --as-of")]
Province = Annotated[str | None, typer.Option(help="申报地区划代码的前两位（province of filing）")]
Offline = Annotated[bool | None, typer.Option("--offline/--online", help="线下提交或者线上申报")]


def notice(
    file: Annotated[str, typer.Argument(metavar="FILE", help="收到的补正通知：.docx、.pdf、扫描件；- 为粘贴的文字")],
    kind: Kind = None,
    received_on: Annotated[
        str | None, typer.Option("--received-on", metavar="YYYY-MM-DD", help="收到通知的日期，用来算期限")
    ] = None,
    papers: Annotated[
        Path | None,
        typer.Option("--with", metavar="PATH", help="补正后的材料：逐项看办妥没有（papers handed in again）"),
    ] = None,
    filed_on: FiledOn = None,
    province: Province = None,
    offline: Offline = None,
    out: Out = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """读收到的补正通知，列成清单（a received notice as a checklist）。"""
    try:
        from copilot.precheck import received_service, written
        from copilot.wiring import Parts

        on = date_of(filed_on, "--filed-on") if filed_on is not None else day(as_of)
        received = date_of(received_on, "--received-on") if received_on is not None else None
        told = asked_for(kind, filed_on, as_of, province, offline=offline).kind if kind is not None else None
        if out is not None:
            written.refuse_place(out, *([papers] if papers else []))
        settings = settings_with()
        service = Parts(settings).precheck
        try:
            name, raw = _content(file)
            found = received_service.read(service, name, raw, on=on, kind=told, received_on=received)
            if papers is not None:
                asked = asked_for(found.kind, filed_on, as_of, province, offline=offline)
                checked = service.check(papers, asked, progress=Progress())
                found = received_service.checked_again(service, found, checked)
        finally:
            service.close()
        if out is not None:
            ending, report = out.suffix.lower(), received_service.report_of
            written.write(out, written.content_of(found, ending, report, producer=settings.provider))
            note(f"清单：{out}")
        if as_json:
            emit(found.model_dump(mode="json"))
        else:
            _show(found)
    except CopilotError as error:
        fail(error, as_json=as_json)


def compare(
    earlier: Annotated[Path, typer.Argument(metavar="EARLIER", help="前一次：结果 .json，或者材料")],
    later: Annotated[Path, typer.Argument(metavar="LATER", help="后一次：材料，或者结果 .json")],
    kind: Kind = None,
    filed_on: FiledOn = None,
    province: Province = None,
    offline: Offline = None,
    out: Out = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """比较补正前后：已消除、仍然存在、新出现，文件改了哪些（what a re-submission changed）。"""
    try:
        from copilot.precheck import resubmission, resubmission_report, written
        from copilot.precheck.criteria import load_criteria
        from copilot.wiring import Parts

        if out is not None:
            written.refuse_place(out, earlier, later)
        settings = settings_with()
        first, last = (_result_in(p) for p in (earlier, later))
        known = next((r.kind for r in (first, last) if r is not None), kind)
        if known is None:
            raise BadInput("没有说明是哪种手续", hint="请加 --kind", en="say --kind")
        asked = asked_for(kind or known, filed_on, as_of, province, offline=offline)
        service = Parts(settings).precheck
        try:
            first = first or _checked(earlier, asked, service)
            last = last or _checked(later, asked, service)
        finally:
            service.close()
        criteria, names = load_criteria(service.kb_dir), (earlier.name, later.name)
        found = resubmission.compare(first, last, criteria, names=names)
        if out is not None:
            ending, report = out.suffix.lower(), resubmission_report.report_of
            written.write(out, written.content_of(found, ending, report, producer=settings.provider))
            note(f"比较：{out}")
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        typer.echo(found.text)
        for title, said in resubmission_report.lines(found):
            section(title, said)
        section("说明", found.notes)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _content(file: str) -> tuple[str, bytes]:
    from copilot.documents.read import contents
    from copilot.precheck.received_service import PASTED

    if file != "-":
        return Path(file).name, contents(Path(file))
    raw = sys.stdin.buffer.read(MAX_PASTED + 1)
    if len(raw) > MAX_PASTED:
        raise BadInput("粘贴的文字超过 1 MiB", hint="请存成文件", en="the pasted text is too long")
    return PASTED, raw


def _result_in(path: Path) -> Result | None:
    """The result that a .json holds; None where the path is a submission."""
    from pydantic import ValidationError

    from copilot.precheck.finding import Result

    if path.suffix.lower() != ".json" or not path.is_file():
        return None
    try:
        told = json.loads(path.read_text("utf-8-sig"))
        return Result.model_validate({k: v for k, v in told.items() if k != "id"})  # a line of a batch has an id
    except (ValueError, ValidationError, AttributeError, OSError) as error:
        raise BadInput(
            f"{path.name} 不是预检的结果",
            hint="请用 precheck … --json 或 --out 结果.json 得到的文件",
            en="no result of a pre-check",
        ) from error


def _checked(path: Path, asked: Asked, service: Precheck) -> Result:
    return service.check(path, asked, progress=Progress()).result


def _show(found: Checklist) -> None:
    from copilot.precheck.received_service import STATUS, due, summary
    from copilot.precheck.recheck import in_order

    typer.echo(f"{KINDS[found.kind]} {found.number}：{summary(found)}期限：{due(found)}")
    lines = []
    for item in in_order(found):
        what = " ".join(x for x in (item.material or "", item.material_name) if x) or "材料没有认出"
        head = f"{item.number}. [{STATUS[item.status]}] {item.heading + '：' if item.heading else ''}{item.text}"
        matched = f"；标准 {'、'.join(item.criteria)}" if item.criteria else ""
        below = [f"    {what}；建议由{item.owner}办{matched}", *(f"    {x}" for x in (item.why, *item.found) if x)]
        lines.append("\n".join([head.replace("\n", " "), *below]))
    section("逐项", lines)
    section("说明", found.notes)
