"""`review`: the reviewer's queue, a case with its clock and history, taking in a case with its pre-check."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.reviewing.bench import Bench
    from copilot.reviewing.shapes import QueueItem
    from copilot.wiring import Parts

app = typer.Typer(help="审核工作台：队列、一件、收件（the reviewer's bench）", no_args_is_help=True)
Tenant = Annotated[str, typer.Option("--tenant", help="单位编号，默认本机（organisation）")]
LOCAL = "local"


@contextmanager
def _bench(tenant: str, today: dt.date) -> Iterator[tuple[Bench, Parts]]:
    """The bench of an organisation; what waits for its pre-check is left to the service."""
    from copilot.precheck.jobs import Jobs
    from copilot.reviewing.arrival import Arrivals, Under
    from copilot.reviewing.bench import Bench
    from copilot.wiring import Parts

    class Nothing(Arrivals):
        """Begins no pre-check: the command ends before it would be done."""

        def revive(self, cases: object) -> None:
            """Nothing."""

    parts = Parts(settings_with())
    jobs = Jobs(lambda: parts.precheck)
    try:
        kb_dir = parts.settings.knowledge_base_dir
        arrivals = Nothing(jobs, Under())
        yield Bench(parts.store.of(tenant), arrivals, book=lambda: parts.rulebook, kb_dir=kb_dir, today=today), parts
    finally:
        jobs.close()
        asyncio.run(parts.close())


def _line(item: QueueItem) -> str:
    clock = item.clock
    left = "" if clock is None else "无法定时限" if clock.remaining is None else f"剩 {clock.remaining} 个工作日"
    case = item.case
    return "  ".join(
        x for x in (f"#{case.number}", left, item.state_title, case.enterprise, case.reviewer_name, case.id) if x
    )


@app.command()
def queue(
    query: Annotated[str, typer.Argument(help="单位、统一社会信用代码或者编号（words）")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="已办结的（closed ones）")] = False,
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """队列，法定工作日剩得最少的在前（fewest statutory working days left first）。"""
    try:
        with _bench(tenant, day(as_of)) as (bench, _):
            found = bench.queue(query=query, closed=closed)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        typer.echo(_line(one))
    typer.echo(f"共 {len(found)} 件。")


@app.command()
def show(
    case: Annotated[str, typer.Argument(help="编号（#12）或者 id（number or id）")],
    tenant: Tenant = LOCAL,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """一件的时限、意见、经过、能办什么（a case with its clock, opinions and history）。"""
    from copilot.accounts.principal import LOCAL as WHO

    try:
        with _bench(tenant, day(as_of)) as (bench, _):
            number = case.lstrip("#")
            named = [c.id for c in bench.cases.find() if number.isdecimal() and c.number == int(number)]
            found = bench.detail(WHO, named[0] if named else case)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    typer.echo(_line(found.item))
    if (clock := found.item.clock) is not None:
        basis = "；".join(b.shown for b in clock.basis)
        typer.echo(
            f"{clock.title}：自 {clock.started_on} 起，最后一天 {clock.due_on or '—'} {basis} {clock.note}".rstrip()
        )
    for opinion in found.case.opinions:
        typer.echo(f"· {opinion.department}（{opinion.author_name}）{opinion.stance} {opinion.text}")
    for event in found.case.events:
        typer.echo(f"{event.day}  {event.act}  {event.author_name}  {event.text}")
    if found.moves:
        typer.echo("可以：" + "、".join(move.title for move in found.moves))


@app.command()
def receive(
    path: Annotated[Path, typer.Argument(help="材料：zip、文件夹或者文件（papers）")],
    kind: Annotated[str, typer.Option(help="手续，例如 security_assessment、standard_contract（procedure）")],
    enterprise: Annotated[str, typer.Option(help="单位名称（enterprise）")],
    uscc: Annotated[str, typer.Option(help="统一社会信用代码（credit code）")] = "",
    province: Annotated[str, typer.Option(help="区划代码前两位，例如 11（region）")] = "",
    received_on: Annotated[str, typer.Option("--received-on", help="收到之日，默认今天（day of receipt）")] = "",
    tenant: Tenant = LOCAL,
    as_json: Json = False,
) -> None:
    """收一件并预检；认证由认证机构受理（take in a case and pre-check it）。"""
    from copilot.accounts.principal import LOCAL as WHO

    try:
        with _bench(tenant, dt.date.today()) as (bench, _):
            case = bench.receive(
                WHO,
                kind,
                enterprise,
                name=path.name,
                files=_files(path),
                uscc=uscc,
                province=province,
                received_on=day(received_on) if received_on else None,
            )
            bench.arrivals.wait(case)
            found = bench.detail(WHO, case.id)
    except CopilotError as error:
        fail(error, as_json=as_json)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    typer.echo(_line(found.item))
    typer.echo(found.case.events[-1].text)


def _files(path: Path) -> dict[str, bytes]:
    """The files at a path by name.

    Raises:
        BadInput: there is nothing.
    """
    if path.is_file():
        return {path.name: path.read_bytes()}
    found = {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}
    if not found:
        raise BadInput(
            f"找不到 {path}，或者里面没有文件", hint="给出 zip、文件夹或者文件的路径", en=f"nothing at {path}"
        )
    return found
