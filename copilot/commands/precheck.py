"""`precheck`: what is missing, contradictory, late or implausible in a submission; one, or a folder of many."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from copilot.commands.options import AsOf, Json, date_of, day, emit, fail, note, settings_with
from copilot.commands.sections import places, section
from copilot.errors import BadInput, CopilotError
from copilot.precheck.words import KINDS, SEVERITY, STATES

if TYPE_CHECKING:
    from copilot.precheck.finding import Finding, Result
    from copilot.precheck.service import Asked, Checked, Precheck

NOTE_EVERY_S = 2.0


def precheck(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="文件夹或 zip（a folder or a zip）")],
    kind: Annotated[str, typer.Option("--kind", help="、".join(KINDS))],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="另存报告：.docx、.html 或 .json（also a report）")
    ] = None,
    notice: Annotated[
        Path | None, typer.Option("--notice", metavar="FILE.docx", help="另存补正通知书草稿（a draft notice）")
    ] = None,
    filed_on: Annotated[
        str | None, typer.Option("--filed-on", metavar="YYYY-MM-DD", help="申报日；默认同 --as-of（day of filing）")
    ] = None,
    province: Annotated[
        str | None, typer.Option(help="申报地区划代码的前两位，如 11 北京、31 上海（province of filing）")
    ] = None,
    offline: Annotated[bool | None, typer.Option("--offline/--online", help="线下提交或者线上申报")] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="延期：评估结果有效期届满日（end of validity）")
    ] = None,
    number: Annotated[str | None, typer.Option(help="延期、变更：原来的编号（earlier case）")] = None,
    model: Annotated[
        bool,
        typer.Option("--model/--no-model", help="实质内容再请模型复核，只作提示；本机要几分钟（also ask a model）"),
    ] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help="PATH 里每个子文件夹或 zip 是一份，逐份一行 JSON，中断后接着做")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="批量：不用上次的结果，从头做（start over）")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """预检一份申报材料：缺什么、哪里矛盾、过期、没签没盖（pre-check a submission）。"""
    try:
        from copilot.wiring import Parts

        asked = asked_for(kind, filed_on, as_of, province, offline=offline, expires=expires, number=number)
        asked = replace(asked, model=model)
        if batch and (out or notice):
            raise BadInput("--out、--notice 只用于一份材料", hint="不要与 --batch 一起用", en="for one submission only")
        write = _writer(path, out, notice)
        settings = settings_with()
        parts = Parts(settings)
        service = parts.precheck
        try:
            if batch:
                _batch(path, asked, service, settings.data_dir, fresh=fresh)
            else:
                _one(path, asked, service, lambda done: write(done, settings.provider), as_json=as_json)
        finally:
            asyncio.run(parts.close())
    except CopilotError as error:
        fail(error, as_json=as_json)


def asked_for(
    kind: str,
    filed_on: str | None,
    as_of: str | None,
    province: str | None,
    *,
    offline: bool | None,
    expires: str | None = None,
    number: str | None = None,
) -> Asked:
    """What a pre-check is asked with, from the options of a command.

    Raises:
        BadInput: an option's value cannot be used.
    """
    from copilot.precheck.paper import FilingKind
    from copilot.precheck.service import Asked

    date = day(as_of)
    if kind not in get_args(FilingKind):
        raise BadInput(
            f"没有名为“{kind}”的手续",
            hint="可用：" + "、".join(f"{k}（{v}）" for k, v in KINDS.items()),
            en="unknown kind",
        )
    given: dict[str, Any] = {}
    if expires is not None:
        given["expires"] = date_of(expires, "--expires")
    if number is not None:
        given["number"] = number
    filed = date_of(filed_on, "--filed-on") if filed_on is not None else date
    return Asked(kind, filed, province, offline, given)  # type: ignore[arg-type]


class Progress:
    """Remarks on stderr, at most one every two seconds."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, done: int, total: int, file: str, *, name: str = "") -> None:
        if (now := time.monotonic()) - self.last >= NOTE_EVERY_S and done < total:
            self.last = now
            note(f"{name + '：' if name else ''}已读 {done}/{total} 个文件：{file}")


def _writer(path: Path, out: Path | None, notice: Path | None) -> Callable[[Checked, str], None]:
    """What writes the files asked for, each place and extension looked at before anything is checked."""
    from copilot.precheck.notice import write_notice
    from copilot.precheck.report import writer_of

    if notice is not None and notice.suffix.lower() != ".docx":
        raise BadInput("补正通知书草稿只能写成 .docx", hint="请改用 .docx 扩展名", en="the draft notice is .docx")
    if out is not None and notice is not None and out.resolve() == notice.resolve():
        raise BadInput("报告和补正通知书不能是同一个文件", hint="请换一个文件名", en="two different files, please")
    report = writer_of(out) if out else None
    for file in (out, notice):
        if file is None:
            continue
        if file.resolve() == path.resolve() or path.resolve() in file.resolve().parents:
            raise BadInput(f"{file} 在材料里面", hint="请写到材料文件夹之外", en="write it outside the submission")
        if not file.resolve().parent.is_dir() or file.is_dir():
            raise BadInput(f"不能写到 {file}", hint="请给出已有文件夹里的文件名", en="no such folder")

    def write(checked: Checked, producer: str) -> None:
        try:
            if report and out:
                report(checked, out, producer=producer)
                note(f"报告：{out}")
            if notice:
                count = write_notice(checked, notice, producer=producer)
                left = len(checked.result.findings) - count
                said = f"补正通知书草稿：{notice}，{count} 项" if count else "没有可以写入补正通知书的事项，没有写文件"
                note(f"{said}；另有 {left} 项是实质事项、提示或者不能确认，见报告。")
        except OSError as error:
            raise BadInput(f"写不成文件：{error.strerror}", hint="请核对权限和磁盘空间", en="cannot write") from error

    return write


def _one(path: Path, asked: Asked, service: Precheck, write: Callable[[Checked], None], *, as_json: bool) -> None:
    began = time.monotonic()
    checked = service.check(path, asked, progress=Progress())
    note(f"读取 {len(checked.submission.papers)} 个文件，用时 {time.monotonic() - began:.1f} 秒。")
    if asked.model:
        note(f"实质内容由模型 {checked.model} 复核。" if checked.model else "没有用上模型，原因见“没有检查”。")
    write(checked)
    if as_json:
        emit(checked.result.model_dump(mode="json"))
    else:
        show(checked.result)


def _batch(folder: Path, asked: Asked, service: Precheck, state_dir: Path, *, fresh: bool) -> None:
    from copilot.precheck.batches import run_batch

    progress = Progress()
    bad = again = total = 0
    for step in run_batch(
        folder,
        asked,
        service,
        state_dir=state_dir,
        fresh=fresh,
        note=lambda name, done, all_, file: progress(done, all_, file, name=name),
    ):
        emit(step.line)
        sys.stdout.flush()
        bad, again, total = bad + ("error" in step.line), again + step.again, step.total
        if not step.again:
            note(f"已完成 {step.done}/{step.total} 份：{step.line['id']}")
    note(f"共 {total} 份，其中 {again} 份用上次的结果，{bad} 份不能检查。")


def show(result: Result) -> None:
    """Print a result for a person."""
    typer.echo(f"{KINDS[result.kind]}（申报日 {result.filed_on}）：{result.text}")
    wanted = [m for m in result.materials if m.files or m.status != "missing" or m.required == "always"]
    section("材料", [f"[{STATES[m.status]}] {m.id} {m.name}{_files(m.files)}" for m in wanted])
    for severity, title in SEVERITY.items():
        section(title, _lines(f for f in result.findings if f.severity == severity))
    section("没有检查", result.not_checked)
    typer.echo(f"\n标准 {result.applied} 条，版本 {result.criteria}；以网信部门查验为准。")


def _files(files: list[str]) -> str:
    return f"：{'、'.join(files)}" if files else ""


def _lines(findings: Iterable[Finding]) -> list[str]:
    return [f"{f.rule_id} {_where(f)}{f.message}{places(f.basis)}\n    {f.suggestion}" for f in findings]


def _where(finding: Finding) -> str:
    spot = " ".join(x for x in (finding.file or "", finding.locator) if x)
    return f"[{spot}] " if spot else ""
