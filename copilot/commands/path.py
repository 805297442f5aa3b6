"""`path`: which way data may leave, decided by rules over facts; from JSON, from a story, or for a whole file."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.batch import facts_of, json_of, says_story
from copilot.commands.options import (
    AsOf,
    Batch,
    Json,
    date_of,
    day,
    emit,
    fail,
    note,
    row_day,
    rows,
    rulebook,
    run_batch,
    settings_with,
    text_at,
)
from copilot.commands.sections import places, section
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.law.rulebook import RuleBook
    from copilot.rules.result import PathResult
    from copilot.settings import Settings
    from copilot.story.verdict import StoryReader

PROGRESS_EVERY = 1000


def path(
    facts: Annotated[
        str | None, typer.Option("--facts", help="事实的 JSON 文件；- 从标准输入读（facts as JSON）")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="用自己的话描述；- 从标准输入读（a story）")] = None,
    batch: Batch = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="YYYY-MM-DD", help="与这一天的法律比较（compare two days）")
    ] = None,
    backend: Annotated[
        str | None, typer.Option(help="读描述用的模型：local、openai 或 extractive（默认按设置）")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="保存判定，以后可查看、重做、导出（keep the verdict）")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """判定数据出境路径：按规则，不靠猜（which path, by rules, with a trace）。"""
    try:
        date = day(as_of)
        if [facts, text, batch].count(None) != 2:
            raise BadInput("请给出 --facts、--text、--batch 中的一个", en="give one of --facts, --text, --batch")
        if save and (batch is not None or compare is not None):
            raise BadInput(
                "--save 只保存一个判定", hint="不要与 --batch、--compare 一起用", en="--save keeps one verdict"
            )
        settings = settings_with(**({"backend": backend} if backend else {}))
        if batch is not None:
            _batch(batch, date, settings)
        elif facts is not None:
            given = json_of(text_at(facts))
            if compare is None:
                _report(_by_facts(rulebook(settings))(given, date), settings, facts=given, save=save, as_json=as_json)
            else:
                _compared(given, date_of(compare, "--compare"), date, rulebook(settings), as_json=as_json)
        else:
            if compare is not None:
                raise BadInput("--compare 只能与 --facts 一起用", en="--compare needs --facts")
            story = sys.stdin.read() if text == "-" else text or ""
            result = _stories(settings, lambda read: read(story, date))
            _report(result, settings, facts=result.facts or {}, story=story, save=save, as_json=as_json)
    except CopilotError as error:
        fail(error, as_json=as_json)


def _by_facts(book: RuleBook) -> Callable[[Any, dt.date], PathResult]:
    from copilot.rules.determination import determine
    from copilot.rules.facts import parse_facts

    return lambda given, date: determine(parse_facts(given), as_of=date, book=book)


def _stories(settings: Settings, use: Callable[[Callable[[str, dt.date], PathResult]], Any]) -> Any:
    """What `use` makes of a reader of stories, the model started as the settings say."""
    from copilot.wiring import build

    async def run() -> Any:
        async with build(settings) as parts:
            reader: StoryReader = await parts.story(note=note)
            loop = asyncio.get_running_loop()

            def read(story: str, date: dt.date) -> PathResult:
                return asyncio.run_coroutine_threadsafe(reader.determine(story, as_of=date), loop).result()

            return await asyncio.to_thread(use, read)

    return asyncio.run(run())


def _batch(file: Path, date: dt.date, settings: Settings) -> None:
    told, total = _counted(file)
    if told:
        _stories(settings, lambda read: _run(file, date, settings, total=total, read=read))
    else:
        _run(file, date, settings, total=total)


def _counted(file: Path) -> tuple[int, int]:
    """How many rows tell a story, and how many there are."""
    stories = [isinstance(row, dict) and says_story(row) for _, row in rows(file)]
    return sum(stories), len(stories)


def _run(
    file: Path,
    date: dt.date,
    settings: Settings,
    *,
    total: int,
    read: Callable[[str, dt.date], PathResult] | None = None,
) -> None:
    judge = _by_facts(rulebook(settings))

    def one(row: dict[str, Any]) -> PathResult:
        that_day = row_day(row, date)
        return read(row["text"], that_day) if read and says_story(row) else judge(facts_of(row), that_day)

    def progress(done: int) -> None:
        if done % PROGRESS_EVERY == 0 and done < total:
            note(f"已判定 {done}/{total} 项……")

    run_batch(file, one, progress=progress)
    note(f"共 {total} 项。")


def _compared(given: Any, earlier: dt.date, later: dt.date, book: RuleBook, *, as_json: bool) -> None:
    from copilot.rules.comparison import compare
    from copilot.rules.facts import parse_facts

    found = compare(parse_facts(given), earlier, later, book=book)
    if as_json:
        emit(found.model_dump(mode="json"))
        return
    typer.echo(found.headline)
    for change in found.changes:
        typer.echo(f"- {change.since}：{change.text}{places(change.basis)}")


def _report(
    result: PathResult, settings: Settings, *, facts: Any, save: bool, as_json: bool, story: str | None = None
) -> None:
    whole, kept = result.model_dump(mode="json"), None
    if save:
        from copilot.wiring import Parts

        model = (result.story or {}).get("model", "")
        kept = Parts(settings).store.verdicts.keep(facts, whole, story=story, story_model=model).id
        whole["determination_id"] = kept
    if as_json:
        emit(whole)
        return
    from copilot.rules.materials import names_of

    show(result, names_of(rulebook(settings), result.as_of))
    if kept:
        typer.echo(f"已保存，编号 {kept}；compliance-copilot verdicts show {kept[:8]} 可再查看。")


def show(result: PathResult, papers: Mapping[str, str]) -> None:
    """Print a verdict for a person; `papers` are the names of papers by number."""
    typer.echo(result.headline)
    typer.echo(f"依据{places(result.basis)}")
    for title, lines in (
        ("请补充", [f"{q.text}{f'（{q.help}）' if q.help else ''}" for q in result.questions]),
        ("另须注意", [f"{b.text}{places(b.basis)}" for b in result.blockers]),
        ("判定过程", [_step(s) for s in result.trace]),
        ("还应当做", [f"{o.text}{places(o.basis)}" for o in result.obligations]),
        ("时间", [f"{m.title}：{_length(m)}{f'（{m.note}）' if m.note else ''}" for m in result.timeline]),
        ("材料", [f"{number} {papers.get(number, '')}".strip() for number in result.materials]),
        ("可选", [f"{o.text}{places(o.basis)}" for o in result.options]),
        ("怎样更轻", [w.change for w in result.what_if]),
        ("按未提及处理", ["、".join(a.label or a.fact for a in result.assumptions)] if result.assumptions else []),
        ("说明", result.notes),
    ):
        section(title, lines)
    typer.echo(
        f"\n按 {result.as_of} 有效的规定判定，规则数据 {result.rules.get('data', '')[:12]}；以网信部门答复为准。"
    )


def _step(step: Any) -> str:
    mark = {"yes": "是", "no": "否", "unknown": "未知"}[step.outcome]
    tail = "；".join(t for t in (step.compare, step.note) if t)
    return f"{step.title}：{mark}{f'（{tail}）' if tail else ''}"


def _length(milestone: Any) -> str:
    unit = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}
    if milestone.days is None:
        return "未规定"
    return f"{milestone.days}{unit.get(milestone.unit, '')}"
