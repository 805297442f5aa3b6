"""`ledger`: record exports, import tables, see the year's persons, the matrix, the alerts, and take it all out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, rulebook, settings_with
from copilot.errors import BadInput, CopilotError, TooLarge

if TYPE_CHECKING:
    from copilot.rules.ledger import LedgerReport, Persons
    from copilot.settings import Settings
    from copilot.store.ledger import Ledger

app = typer.Typer(help="出境台账：按主体和路径累计人数（persons exported, by entity and path）", no_args_is_help=True)
MAX_FILE_BYTES = 256 << 20
STATUS = {"below": "未到", "near": "接近", "maybe_reached": "可能已到", "reached": "已到"}
PATHS = {
    "security_assessment": "安全评估",
    "standard_contract": "标准合同",
    "certification": "认证",
    "gba_contract": "大湾区合同",
    "art5_4": "小规模免办",
    "unspecified": "没有写",
}
Entity = Annotated[str | None, typer.Option("--entity", help="只看这一家境内主体（one entity）")]


@contextmanager
def _ledger(settings: Settings) -> Iterator[Ledger]:
    from copilot.store.store import open_store

    store = open_store(settings.database)
    try:
        yield store.ledger
    finally:
        store.close()


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise BadInput(f"找不到文件 {file}", hint="请检查路径", en=f"no such file: {file}")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise TooLarge(f"文件 {file} 超过 256 MiB", hint="分成几个文件", en="the file is too large")
    return file.read_bytes()


def _ids(file: Path) -> list[str]:
    """One id a line; of a table the first column."""
    try:
        text = _content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"名单 {file} 不是 UTF-8 编码", hint="请另存为 UTF-8，每行一个编号", en="not UTF-8") from None
    return [line.partition(",")[0] for line in text.splitlines()]


@app.command()
def add(
    entity: Annotated[str, typer.Option(help="境内主体（domestic entity）")],
    scene: Annotated[str, typer.Option(help="出境场景（scene）")],
    recipient: Annotated[str, typer.Option(help="境外接收方（recipient）")],
    nature: Annotated[str, typer.Option(help="general 不含敏感、sensitive 敏感、both 都有")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="出境日期，默认今天（default today）")] = None,
    persons: Annotated[int | None, typer.Option(help="人数；给了 --ids 可以不写")] = None,
    ids: Annotated[
        Path | None, typer.Option("--ids", help="名单，每行一个编号；只存加盐散列（only salted hashes are kept）")
    ] = None,
    id_kind: Annotated[
        str | None, typer.Option("--id-kind", help="编号的种类，例如 员工号；同一种类才能互相去重")
    ] = None,
    exempt: Annotated[str | None, typer.Option(help="免办理由：art5_1 等（reason of exemption）")] = None,
    path: Annotated[str | None, typer.Option(help="办理路径：standard_contract 等（procedure）")] = None,
    group: Annotated[str | None, typer.Option(help="所属集团（group）")] = None,
    remark: Annotated[str, typer.Option("--note", help="备注")] = "",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """记一次出境（record an export）。"""
    from copilot.ledger import add_entry

    try:
        today = day(as_of)
        values: dict[str, Any] = {"entity": entity, "scene": scene, "recipient": recipient, "nature": nature}
        values |= {"exported_on": date or today.isoformat(), "note": remark}
        given = {"persons": persons, "id_kind": id_kind, "exempt": exempt, "path": path, "group": group}
        values |= {name: value for name, value in given.items() if value is not None}
        with _ledger(settings_with()) as ledger:
            entry = add_entry(ledger, values, today=today, ids=_ids(ids) if ids else None)
        if as_json:
            emit(entry.model_dump(mode="json"))
            return
        typer.echo(f"已记录 {entry.exported_on} {entity} → {recipient}：{entry.persons} 人（{entry.id[:8]}）")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV，列：主体、场景、接收方、日期、人数、敏感，可加 免办、路径、集团、备注")
    ],
    again: Annotated[bool, typer.Option("--again", help="以前导入过的行也再记一次")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """导入表格；有错的行报告出来，其余照收（import a table; bad lines are reported）。"""
    from copilot.ledger import import_table

    try:
        today = day(as_of)
        with _ledger(settings_with()) as ledger:
            found = import_table(ledger, _content(file), name=file.name, today=today, again=again)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        for bad in found.bad:
            note(f"第{bad.line}行：{bad.error['message']}（{bad.error['hint']}）")
        typer.echo(
            f"共 {found.lines} 行：收入 {len(found.added)}，以前导入过 {len(found.duplicates)}，有错 {len(found.bad)}"
        )
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def void(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="编号，见 ledger export")],
    reason: Annotated[str, typer.Option(help="作废的原因（why）")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """作废一条记录；记录仍在，不再计入（void an entry; it stays, and counts no more）。"""
    try:
        day(as_of)
        with _ledger(settings_with()) as ledger:
            entry = ledger.void(entry_id, reason)
        emit(entry.model_dump(mode="json")) if as_json else typer.echo(f"已作废 {entry.id[:8]}：{entry.void_reason}")
    except CopilotError as error:
        fail(error, as_json=as_json)


def _report(as_of: dt.date, entity: str | None) -> LedgerReport:
    from copilot.ledger import ledger_report

    settings = settings_with()
    book = rulebook(settings)
    with _ledger(settings) as ledger:
        return ledger_report(ledger, as_of=as_of, book=book, entity=entity)


@app.command()
def show(entity: Entity = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """自1月1日起各主体的人数、门槛和推算（the year so far）。"""
    try:
        found = _report(day(as_of), entity)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        for one in found.entities:
            typer.echo(
                f"{one.entity}：非敏感 {_words(one.general)} 人，敏感 {_words(one.sensitive)} 人（自 {one.since}）"
            )
            for path, parts in one.by_path.items():
                counts = f"非敏感 {_words(parts['general'])}，敏感 {_words(parts['sensitive'])}"
                typer.echo(f"  {PATHS.get(path, path)}：{counts}")
            for reason, count in one.left_out.items():
                typer.echo(f"  免办不计（{reason}）：{_words(count)}")
            for level in one.levels:
                typer.echo(f"  [{STATUS[level.status]}] {level.text}")
            for text in one.notes:
                typer.echo(f"  注：{text}")
        for option in found.groups:
            typer.echo("；".join([option.text, *option.notes]))
        for text in found.notes:
            typer.echo(text)
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def matrix(entity: Entity = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """主体 × 接收方 × 场景（entities by recipients by scenes）。"""
    try:
        found = _report(day(as_of), entity)
        if as_json:
            rows = [cell.model_dump(mode="json") for cell in found.matrix]
            groups = [group.model_dump(mode="json") for group in found.groups]
            notes = {"notes": found.notes, "notes_en": found.notes_en}
            emit({"as_of": found.as_of, "matrix": rows, "groups": groups, **notes})
            return
        for cell in found.matrix:
            left = f"，免办不计 {_words(cell.left_out)}" if cell.left_out.most else ""
            paths = "、".join(PATHS.get(p, p) for p in cell.paths)
            counts = f"非敏感 {_words(cell.general)}，敏感 {_words(cell.sensitive)}{left}"
            typer.echo(f"{cell.entity} → {cell.recipient}  {cell.scene}：{counts}  {paths}  最近 {cell.last}")
        typer.echo("各格相加不等于人数：同一个人可能在几格里。" if found.matrix else "今年还没有记录。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def alerts(entity: Entity = None, as_of: AsOf = None, as_json: Json = False) -> None:
    """到了门槛80%或者已达到的（80 % of a threshold, or reached）。"""
    try:
        found = _report(day(as_of), entity)
        if as_json:
            emit({"as_of": found.as_of, "alerts": [level.model_dump(mode="json") for level in found.alerts]})
            return
        for level in found.alerts:
            typer.echo(f"[{STATUS[level.status]}] {level.text}")
        if not found.alerts:
            typer.echo("没有接近或者达到门槛的。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def export(
    out: Annotated[Path | None, typer.Option("--out", help="写到这个 CSV 文件；不写则打印（to a file）")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """导出全部记录，含作废的（all entries, voided ones included）。"""
    from copilot.ledger import table_of

    try:
        until = day(as_of) if as_of else None
        with _ledger(settings_with()) as ledger:
            entries = ledger.entries(until=until, voided=True)
        if out is not None:
            _write(out, table_of(entries))
        if as_json:
            emit({"file": str(out) if out else None, "entries": [e.model_dump(mode="json") for e in entries]})
        elif out is not None:
            typer.echo(f"已写入 {out}：{len(entries)} 条")
        else:
            typer.echo(table_of(entries), nl=False)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _write(out: Path, text: str) -> None:
    if out.exists():
        raise BadInput(f"{out} 已存在", hint="换一个文件名", en="the file exists")
    try:
        out.write_text(text, "utf-8-sig")  # with the mark by which spreadsheets know UTF-8
    except OSError as error:
        raise BadInput(f"无法写入 {out}：{error.strerror}", hint="检查目录与权限", en="cannot be written") from error


def _words(count: Persons) -> str:
    return str(count.least) if count.exact else f"{count.least}～{count.most}"
