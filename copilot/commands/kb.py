"""`kb`: check, list, show, add, remove, sync the knowledge base."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, date_of, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError, SourceUnavailable, Unavailable, UnknownRecord
from copilot.export.document import KINDS

if TYPE_CHECKING:
    from copilot.domain import Passage
    from copilot.law.knowledge_base import Instrument, KnowledgeBase
    from copilot.library.intake import Said
    from copilot.settings import Settings

app = typer.Typer(help="知识库：检查、列出、查看、添加、移除、同步（the knowledge base）", no_args_is_help=True)
Title = Annotated[str | None, typer.Option("--title", help="正式名称（official title）")]
From = Annotated[
    str | None, typer.Option("--in-force-from", metavar="YYYY-MM-DD", help="施行日期（date of entry into force）")
]
Force = Annotated[
    bool, typer.Option("--force", help="与现有版本不符、或者日期反常也收入（take it although it looks wrong）")
]
LEVELS = {"error": "错误", "warning": "提醒"}
STATUSES = {
    "first_seen": "首次取得",
    "unchanged": "无变化",
    "changed": "有变化",
    "repealed": "可能废止",
    "unreachable": "无法访问",
}
OUTCOMES = {"added": "已添加", "replaced": "已更新", "unchanged": "无变化", "failed": "失败"}


def _open() -> tuple[KnowledgeBase, Settings]:
    """The knowledge base as every other command sees it, its notices said."""
    from copilot.wiring import Parts

    parts = Parts(settings_with())
    kb = parts.kb
    for notice in parts.notices:
        note(notice)
    return kb, parts.settings


def _start(in_force_from: str | None) -> dt.date | None:
    return None if in_force_from is None else date_of(in_force_from, "--in-force-from")


@app.command()
def check(as_of: AsOf = None, as_json: Json = False) -> None:
    """检查知识库，一次报出所有问题（report every fault with file and line）。"""
    from copilot.filing.official.known import read_official
    from copilot.filing.papers import read_papers
    from copilot.filing.questionnaire import questionnaire_faults
    from copilot.filing.sections import prose_faults
    from copilot.filing.sheets import sheet_faults
    from copilot.law.check import check_knowledge_base
    from copilot.precheck.contract_form import read_contracts
    from copilot.precheck.criteria import criteria_faults
    from copilot.precheck.received_words import read_notice_words

    try:
        settings = settings_with()
        faults, kb = check_knowledge_base(
            settings.knowledge_base_dir, laws_db=settings.laws_db, data_dir=None, today=day(as_of)
        )
        faults += criteria_faults(settings.knowledge_base_dir) + questionnaire_faults(settings.knowledge_base_dir)
        faults += prose_faults(settings.knowledge_base_dir)
        if (settings.knowledge_base_dir / "filing").is_dir():
            faults += sheet_faults(settings.knowledge_base_dir) + read_papers(settings.knowledge_base_dir)[1]
            faults += read_official(settings.knowledge_base_dir)[1]
        if (settings.knowledge_base_dir / "precheck").is_dir():
            faults += read_contracts(settings.knowledge_base_dir)[1] + read_notice_words(settings.knowledge_base_dir)[1]
    except CopilotError as error:
        fail(error, as_json=as_json)
    errors = sum(f.level == "error" for f in faults)
    counts = {
        "instruments": len(kb.instruments),
        "passages": len(kb.passages),
        "asks": sum(len(p.asks) for p in kb.passages),
    }
    if as_json:
        emit({"ok": not errors, "errors": errors, "warnings": len(faults) - errors, "counts": counts,
              "faults": [f.as_dict() for f in faults]})  # fmt: skip
    else:
        for fault in faults:
            typer.echo(f"{LEVELS[fault.level]} {settings.knowledge_base_dir.name}/{fault}")
        typer.echo(
            f"{counts['instruments']} 个文件版本、{counts['passages']} 条记录、{counts['asks']} 个常用问法；"
            f"{errors} 处错误，{len(faults) - errors} 处提醒"
        )
    raise typer.Exit(1 if errors else 0)


@app.command()
def index(as_of: AsOf = None, as_json: Json = False) -> None:
    """建立检索索引；已建好的直接复用（build the search index, reusing what is there）。"""
    from copilot.wiring import Parts

    try:
        day(as_of)
        retriever = Parts(settings_with()).retriever
        while not (status := retriever.status()).ready and not status.failed:
            note(f"建立索引：{status.lexical}/{status.total}")
            retriever.wait(2)
        status = retriever.status()
        if not status.ready:
            raise Unavailable(
                "；".join(status.notes), hint="查看磁盘空间与目录权限后重试", en="the index could not be built"
            )
        if as_json:
            emit({"ready": status.ready, "passages": status.total, "notes": list(status.notes)})
        else:
            note(f"索引就绪：{status.total} 条。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command("list")
def list_(
    as_of: AsOf = None,
    as_json: Json = False,
    added: Annotated[bool, typer.Option("--added", help="只列本机添加的文本")] = False,
    laws: Annotated[bool, typer.Option("--laws", help="连同全部法律一起列出")] = False,
) -> None:
    """列出收录的文件（list the instruments）。"""
    try:
        date, (kb, _) = day(as_of), _open()
        rows = [
            _row(i, kb, date)
            for i in kb.instruments
            if (not added or i.file.startswith("added/")) and (laws or added or i.file or i.core or i.aliases)
        ]
        if as_json:
            emit({"as_of": date, "instruments": rows})
            return
        for r in sorted(rows, key=lambda r: (not r["in_force"], r["title"])):
            state = "现行" if r["in_force"] else "非现行"
            typer.echo(
                f"{state}  《{r['title']}》 {r['in_force_from'] or '起始日不详'}—{r['repealed_from'] or ''} "
                f"[{r['form']}] {r['passages']} 条  {r['id']}"
            )
        typer.echo(f"共 {len(rows)} 个（按 {date} 判断）")
    except CopilotError as error:
        fail(error, as_json=as_json)


def _row(item: Instrument, kb: KnowledgeBase, as_of: dt.date) -> dict[str, Any]:
    return {
        "id": item.slug,
        "title": item.title,
        "aliases": list(item.aliases),
        "authority": item.authority,
        "form": item.form,
        "version": item.version,
        "in_force_from": item.in_force_from,
        "repealed_from": item.repealed_from,
        "in_force": item.in_force(as_of),
        "dates_certain": item.dates_certain,
        "total_articles": item.total_articles,
        "passages": len(kb.by_slug.get(item.slug, ())),
        "url": item.url,
        "checked": item.checked.status,
        "note": item.note,
    }


@app.command()
def show(
    place: Annotated[str, typer.Argument(help="引用（规定第七条第二款）、记录编号或文件名称")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """查看一条或一部文件（show a passage or an instrument）。"""
    from copilot.law.citation import parse_refs, resolve

    try:
        date, (kb, _) = day(as_of), _open()
        found: tuple[Passage, ...]
        if place in kb.by_id:
            found, message, status = (kb.by_id[place],), "", "ok"
        elif place in kb.by_slug:
            found, message, status = kb.by_slug[place], "", "ok"
        else:
            refs = parse_refs(place, kb.names)
            if not refs:
                raise UnknownRecord(f"找不到“{place}”", hint="用 kb list 查看收录的文件", en="not found")
            result = resolve(refs[-1], kb, date)
            found, message, status = result.passages or result.offered, result.message, result.status
        if as_json:
            emit({"as_of": date, "status": status, "message": message, "passages": [_passage(p, date) for p in found]})
        else:
            _print(found, message, date)
        if status in ("no_such_article", "no_such_instrument"):
            raise typer.Exit(UnknownRecord.exit_status)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _passage(p: Any, as_of: dt.date) -> dict[str, Any]:
    return {
        "id": p.id,
        "instrument": p.instrument,
        "article": p.article,
        "section": p.section,
        "title": p.title,
        "text": p.text,
        "kind": p.kind,
        "in_force": p.in_force(as_of),
        "in_force_from": p.in_force_from,
        "repealed_from": p.repealed_from,
        "dates_certain": p.dates_certain,
        "checked": {"on": p.checked.on, "status": p.checked.status, "note": p.checked.note},
        "note": p.note,
        "url": p.url,
        "asks": list(p.asks),
        "rests_on": [{"instrument": r.instrument, "article": r.article} for r in p.rests_on],
    }


def _print(found: Any, message: str, as_of: dt.date) -> None:
    if message:
        typer.echo(message)
    for p in found:
        state = "现行" if p.in_force(as_of) else "非现行"
        until = f"，{p.repealed_from}起不再适用" if p.repealed_from else ""
        typer.echo(f"\n《{p.instrument}》{p.article or p.section or ''}  {p.title}")
        typer.echo(f"[{KINDS[p.kind]}·{state}] 自{p.in_force_from or '（日期不详）'}起{until}  {p.id}")
        typer.echo(p.text)
        if p.note:
            typer.echo(f"注：{p.note}")
        if p.url:
            typer.echo(p.url)


@app.command()
def add(
    path: Annotated[Path, typer.Argument(help="文件或文件夹：.md .txt .docx .pdf .html")],
    title: Title = None,
    in_force_from: From = None,
    version: Annotated[str | None, typer.Option("--version", help="版本（日期或版次）")] = None,
    force: Force = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """添加官方文本，此后按原文引用（take official texts in）。"""
    from copilot.library.intake import add_path

    try:
        today, start, (kb, settings) = day(as_of), _start(in_force_from), _open()
        results = add_path(
            path,
            kb,
            settings.data_dir,
            today=today,
            title=title,
            in_force_from=start,
            version=version,
            force=force,
            progress=lambda n, total, name: note(f"[{n}/{total}] {name}"),
        )
    except CopilotError as error:
        fail(error, as_json=as_json)
    failed = [r for r in results if r.outcome == "failed"]
    if as_json:
        emit({"results": [r.as_dict() for r in results], "failed": len(failed)})
    else:
        for r in results:
            what = f"《{r.title}》{r.in_force_from} 起施行，{r.articles or '无'}条，{r.records} 段" if r.title else ""
            typer.echo(f"{OUTCOMES[r.outcome]}  {r.file}  {what}{r.message}")
        typer.echo(f"共 {len(results)} 个文件，失败 {len(failed)} 个")
    raise typer.Exit(BadInput.exit_status if failed and len(failed) == len(results) else 0)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="编号、正式名称或简称")],
    in_force_from: From = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """移除添加的文本，恢复本库摘编（remove an added text）。"""
    from copilot.library.intake import remove as remove_document

    try:
        day(as_of)
        start, (kb, settings) = _start(in_force_from), _open()
        gone = remove_document(name, kb, settings.data_dir, in_force_from=start)
        if as_json:
            emit({"removed": gone["slug"], "title": gone["title"], "in_force_from": gone["in_force_from"]})
        else:
            typer.echo(f"已移除《{gone['title']}》（{gone['in_force_from']} 起施行的版本）")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def sync(
    only: Annotated[list[str] | None, typer.Argument(help="只查这些来源编号；不写则全部")] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="ID", help="由人核对后，收入这一来源的新页面")
    ] = None,
    list_sources: Annotated[bool, typer.Option("--list", help="列出来源，不访问网络")] = False,
    allow_local: Annotated[bool, typer.Option("--allow-local", help="允许内网与本机地址（测试或内网镜像）")] = False,
    follow_host: Annotated[list[str] | None, typer.Option("--follow-host", help="允许转向的其他主机")] = None,
    pace_s: Annotated[float, typer.Option("--pace", min=0.0, help="同一网站两次请求的间隔秒数")] = 1.0,
    title: Title = None,
    in_force_from: From = None,
    force: Force = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """查看官方页面有无变化、废止；由人决定是否收入（check the official pages）。"""
    try:
        today, start, (kb, settings) = day(as_of), _start(in_force_from), _open()
        if accept:
            said: Said = {"title": title, "in_force_from": start, "force": force}
            _accept(accept, kb, settings, said, today=today, as_json=as_json)
        elif list_sources:
            _list_sources(kb, as_json=as_json)
        else:
            _compare(
                kb,
                settings,
                {"allow_local": allow_local, "follow_hosts": frozenset(follow_host or ()), "pace_s": pace_s},
                only=tuple(only or ()),
                today=today,
                as_json=as_json,
            )
    except CopilotError as error:
        fail(error, as_json=as_json)


def _accept(source: str, kb: KnowledgeBase, settings: Settings, said: Said, *, today: dt.date, as_json: bool) -> None:
    from copilot.library.sync import accept

    done = accept(source, kb, settings.data_dir, today=today, note=note, **said)
    if as_json:
        emit(done.as_dict())
    else:
        typer.echo(f"{OUTCOMES[done.outcome]}  《{done.title}》{done.records} 段")


def _list_sources(kb: KnowledgeBase, *, as_json: bool) -> None:
    from copilot.library.sync import require_sources

    rows = [{"id": s.id, "title": s.title, "url": s.url, "obtained": s.obtained} for s in require_sources(kb)]
    if as_json:
        emit({"sources": rows})
    else:
        typer.echo("\n".join(f"{r['id']}  {r['title']}  {r['url']}" for r in rows))


def _compare(
    kb: KnowledgeBase,
    settings: Settings,
    fetching: dict[str, Any],
    *,
    only: tuple[str, ...],
    today: dt.date,
    as_json: bool,
) -> None:
    """Fetch the pages and say what changed; leaves with 3 when none could be reached."""
    from copilot.library import sync as pages
    from copilot.library.fetch import Fetcher

    with Fetcher(**fetching) as fetcher:
        results = pages.sync(
            pages.require_sources(kb),
            settings.data_dir,
            fetcher,
            today=today,
            only=only,
            progress=lambda n, total, name: note(f"[{n}/{total}] {name}"),
            note=note,
        )
    counts = {status: sum(r.status == status for r in results) for status in STATUSES}
    if as_json:
        emit({"counts": counts, "results": [r.as_dict() for r in results]})
    else:
        for r in results:
            typer.echo(f"{STATUSES[r.status]}  {r.id}  {r.title}  {r.message}")
        typer.echo("，".join(f"{STATUSES[s]} {n}" for s, n in counts.items() if n))
    raise typer.Exit(SourceUnavailable.exit_status if results and counts["unreachable"] == len(results) else 0)
