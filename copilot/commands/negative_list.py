"""`negative-list`: search, show, compare the zones' lists; match fields; import an annex and approve it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, day, emit, fail, note, settings_with
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.law.negative_lists import NegativeLists
    from copilot.negative_lists.shapes import MatchReport
    from copilot.settings import Settings

app = typer.Typer(help="负面清单：查、看、比、对字段、导入（the zones' negative lists）", no_args_is_help=True)
HITS = {
    "must_assess": "须评估",
    "must_contract": "须合同或认证",
    "off_list": "清单外",
    "not_covered": "清单不适用，按国家规定",
    "need_facts": "还缺事实",
}
STATES = {"in_force": "现行", "doubtful": "存疑", "superseded": "已有新版", "not_yet": "尚未施行", "repealed": "已废止"}
PARTS = {"complete": "全文", "partial": "部分", "metadata_only": "仅概况"}
STATUS = {"matched": "对上", "needs_person": "请人确认", "unmatched": "没有列出"}
Switch = Annotated[bool | None, typer.Option(help="不写为不清楚（leave out when unknown）")]


def _lists(settings: Settings) -> NegativeLists:
    from copilot.law.negative_lists import load_lists
    from copilot.law.reading import read_files

    lists = load_lists(read_files(settings.knowledge_base_dir, cache_dir=settings.cache_dir), settings.data_dir)
    for text in lists.notices:
        note(text)
    return lists


@app.command("list")
def list_(as_of: AsOf = None, as_json: Json = False) -> None:
    """列出各地清单（the lists）。"""
    from copilot.negative_lists.views import index

    try:
        date = day(as_of)
        found = index(_lists(settings_with()), date)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        for item in found.lists:
            kind = "" if item.kind == "negative" else "（正面清单）"
            state = f"{STATES[item.state]}  {PARTS[item.completeness]}  自{item.in_force_from}"
            typer.echo(f"{item.id}  {state}  {item.title}{kind}")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="领域、场景、字段或要求里的词")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="条数（how many）")] = 20,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """在各地清单里查（search the lists）。"""
    from copilot.negative_lists.views import search as find

    try:
        if not words.strip():
            raise BadInput("没有写要查的词", en="nothing to search for")
        found = find(_lists(settings_with()), words, day(as_of), k=k)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        for hit in found.results:
            typer.echo(f"{hit.score:.2f}  {hit.list_id}（{PARTS[hit.completeness]}）  {hit.place}：{hit.text}")
        if not found.results:
            typer.echo("没有找到；没有取得正文的清单，请看官方页面。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def show(list_id: Annotated[str, typer.Argument(metavar="ID")], as_of: AsOf = None, as_json: Json = False) -> None:
    """看一份清单（show a list）。"""
    from copilot.negative_lists.views import view

    try:
        found = view(_lists(settings_with()), list_id, day(as_of))
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        _print(found.brief.model_dump(), found.list)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _print(brief: dict[str, Any], item: dict[str, Any]) -> None:
    typer.echo(f"{brief['title']}  [{STATES[brief['state']]}·{PARTS[brief['completeness']]}]  {brief['page']}")
    if brief["note"]:
        typer.echo(f"核对：{brief['checked_on']} {brief['note']}")
    for domain in item["domains"]:
        typer.echo(f"\n{domain['name']}  {domain['applies_to']}")
        names = {s["id"]: s["name"] for s in domain["scenes"]}
        for scene in domain["scenes"]:
            typer.echo(f"  场景 {scene['name']}（{scene['id']}）{scene['definition']}")
            for key, title in (("pi", "一般"), ("sensitive_pi", "敏感")):
                if scene[key]:
                    typer.echo(f"    {title}：{'、'.join(scene[key])}")
        for row in domain["items"]:
            where = "、".join(names[s] for s in row["scenes"]) or ("其余" if row["residual"] else "所有场景")
            typer.echo(f"  第{row['number']}项 [{HITS[row['path']]}] {row['title']}  （{where}）")
        if domain["below_minimum"]:
            typer.echo(f"  低于下限：{domain['below_minimum']['text']}")
    typer.echo(f"\n使用程序：{item['procedure']['note']}")
    for step in item["procedure"]["steps"]:
        time = f"（{step['working_days']} 个工作日内）" if step["working_days"] else ""
        typer.echo(f"  {step['who']}：{step['what']}{time}")
    for text in item["notes"]:
        typer.echo(f"注：{text}")


@app.command()
def diff(
    left: Annotated[str, typer.Argument(metavar="ID")],
    right: Annotated[str, typer.Argument(metavar="ID")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """比较两份清单（compare two lists）。"""
    from copilot.negative_lists.views import diff as compare

    try:
        day(as_of)
        found = compare(_lists(settings_with()), left, right)
        if as_json:
            emit(found.model_dump(mode="json"))
            return
        if found.limited:
            typer.echo(f"注意：{found.limited}")
        for one in found.differences:
            typer.echo(f"{one.place}：{one.left or '（无）'} → {one.right or '（无）'}")
        if not found.differences:
            typer.echo("没有差别。")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def match(
    list_id: Annotated[str, typer.Option("--list", metavar="ID", help="清单编号，见 negative-list list")],
    fields: Annotated[Path, typer.Option("--fields", help="字段表：.csv、.xlsx 或 .json")],
    domain: Annotated[str | None, typer.Option(help="领域；都不是写 none")] = None,
    scene: Annotated[str | None, typer.Option(help="场景；都不是写 none")] = None,
    pi_count: Annotated[int | None, typer.Option(min=0, help="一般个人信息人数，自1月1日起去重")] = None,
    sensitive_pi_count: Annotated[int | None, typer.Option(min=0, help="敏感个人信息人数，自1月1日起去重")] = None,
    important_data: Switch = None,
    registered_in_zone: Switch = None,
    exporting_in_zone: Switch = None,
    in_city: Switch = None,
    ciio: Switch = None,
    below_minimum_confirmed: Switch = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """把企业自己的字段对到清单上，拿不准的留给人（match your own fields with a list）。"""
    from copilot.negative_lists.field_table import read_fields
    from copilot.negative_lists.report import match_report
    from copilot.negative_lists.shapes import MatchRequest

    try:
        date, own = day(as_of), read_fields(fields)
        asked = MatchRequest(
            list_id=list_id,
            domain=domain,
            scene=scene,
            fields=own.fields,
            pi_count=pi_count,
            sensitive_pi_count=sensitive_pi_count,
            contains_important_data=important_data,
            registered_in_zone=registered_in_zone,
            exporting_in_zone=exporting_in_zone,
            in_city=in_city,
            is_ciio=ciio,
            below_minimum_confirmed=below_minimum_confirmed,
            as_of=date,
        )
        found = match_report(asked, _lists(settings_with()), today=date)
        found = found.model_copy(update={"notes": [*found.notes, *own.remarks]})
        emit(found.model_dump(mode="json")) if as_json else _table(found)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _table(found: MatchReport) -> None:
    for field in found.fields:
        best = field.candidates[0] if field.candidates and field.status != "unmatched" else None
        target = f"{best.field} {best.score:.2f}" if best else "—"
        rows = "、".join(field.items)
        typer.echo(f"{STATUS[field.status]}  {field.name} → {target}  {rows}  {HITS[field.hit]}  {field.reason}")
    typer.echo(f"\n整体：{HITS[found.hit]}" + (f"（第 {'、'.join(found.rows)} 项）" if found.rows else ""))
    for question in found.questions:
        typer.echo(f"请补充：{question}")
    for text in found.notes:
        typer.echo(f"注：{text}")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="官方附表：.docx、.xlsx、.pdf、.md")],
    out: Annotated[Path, typer.Option("--out", help="写到这个文件，由人逐行核对")],
    list_id: Annotated[str | None, typer.Option("--id", help="清单编号，例如 beijing-2025")] = None,
    zone: Annotated[str | None, typer.Option(help="自贸试验区编号，例如 beijing")] = None,
    title: Annotated[str | None, typer.Option(help="官方全称")] = None,
    in_force_from: Annotated[str | None, typer.Option("--in-force-from", metavar="YYYY-MM-DD")] = None,
    page: Annotated[str | None, typer.Option(help="官方页面的网址")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """把官方附表读成提案，每一行都要人核对（turn an annex into a proposal）。"""
    from copilot.negative_lists.proposal import proposal_text, propose

    try:
        date = day(as_of)
        if out.exists():
            raise BadInput(f"{out} 已存在", hint="换一个文件名，以免盖掉已核对的内容", en="the file exists")
        start = day(in_force_from) if in_force_from else None
        lists = _lists(settings_with())
        found = propose(
            path, lists, today=date, list_id=list_id, zone=zone, title=title, in_force_from=start, page=page
        )
        try:
            out.write_text(proposal_text(found), "utf-8")
        except OSError as error:
            raise BadInput(
                f"无法写入 {out}：{error.strerror}", hint="检查目录与权限", en="cannot be written"
            ) from error
        if as_json:
            emit({"proposal": str(out), **found.model_dump(mode="json")})
            return
        for row in found.rows:
            doubts = f"  存疑：{'；'.join(row.doubts)}" if row.doubts else ""
            typer.echo(f"{row.row}. [{HITS.get(row.path, '？')}] {row.domain} {row.number} {row.text[:60]}{doubts}")
        for one in found.notes:
            typer.echo(f"{one.row}. [注] {one.text}")
        doubtful = sum(bool(row.doubts) for row in found.rows)
        typer.echo(f"\n共 {len(found.rows)} 行，{doubtful} 行存疑。请在 {out} 里逐行核对，再运行 negative-list approve")
    except CopilotError as error:
        fail(error, as_json=as_json)


@app.command()
def approve(
    proposal: Annotated[Path, typer.Argument(help="核对过的提案文件")],
    by: Annotated[str, typer.Option("--by", help="核对人姓名；不写则仍标为未核实")] = "",
    rest: Annotated[bool, typer.Option("--rest", help="没有疑点、没有写决定的行一并批准")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """批准提案，放进本机的清单（approve a proposal）。"""
    from copilot.negative_lists.proposal import approve as take

    try:
        settings = settings_with()
        found = take(proposal, _lists(settings), settings.data_dir, today=day(as_of), by=by.strip(), rest=rest)
        if as_json:
            emit({"id": found.id, "completeness": found.completeness, "checked": found.checked.status,
                  "approved_by": found.approved_by, "rows": sum(len(d.items) for d in found.domains)})  # fmt: skip
            return
        state = "已记名核对" if found.approved_by else "没有记名核对，仍标为未核实"
        typer.echo(f"已收入 {found.id}（{PARTS[found.completeness]}，{state}）：{found.title}")
    except CopilotError as error:
        fail(error, as_json=as_json)
