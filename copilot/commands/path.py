"""`path`: which way data may leave, decided by rules over facts; from JSON, from a story, or for a whole file."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.batch import facts_of, json_of, says_story
from copilot.commands.options import (
    AsOf,
    Batch,
    Json,
    Lang,
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
    typed,
)
from copilot.commands.sections import beside, places, section
from copilot.errors import BadInput, CopilotError

if TYPE_CHECKING:
    from copilot.law.rulebook import RuleBook
    from copilot.rules.questions import Language
    from copilot.rules.result import Blocker, Milestone, Obligation, Option, PathResult, Step
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
    lang: Lang = "zh",
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
                found = _by_facts(rulebook(settings))(given, date)
                _report(found, settings, facts=given, save=save, as_json=as_json, lang=lang)
            else:
                _compared(given, date_of(compare, "--compare"), date, rulebook(settings), as_json=as_json)
        else:
            if compare is not None:
                raise BadInput("--compare 只能与 --facts 一起用", en="--compare needs --facts")
            story = text_at("-") if text == "-" else typed(text or "")
            result = _stories(settings, lambda read: read(story, date))
            _report(result, settings, facts=result.facts or {}, story=story, save=save, as_json=as_json, lang=lang)
    except CopilotError as error:
        fail(error, as_json=as_json, lang=lang)


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
    result: PathResult,
    settings: Settings,
    *,
    facts: Any,
    save: bool,
    as_json: bool,
    lang: Language,
    story: str | None = None,
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
    show(result, rulebook(settings), lang)
    if kept:
        again = f"compliance-copilot verdicts show {kept[:8]}"
        typer.echo(
            f"Kept as {kept}; see it again: {again}" if lang == "en" else f"已保存，编号 {kept}；{again} 可再查看。"
        )


def show(result: PathResult, book: RuleBook, lang: Language = "zh") -> None:
    """Print a verdict for a person; `book` has the names of papers."""
    from copilot.rules.materials import papers_of
    from copilot.rules.tongue import all_told, told

    en, papers = lang == "en", papers_of(book, result.as_of)
    names = {number: (en and paper.name_en) or paper.name for number, paper in papers.items()}

    def beside_path(those: Sequence[Obligation | Blocker | Option]) -> list[str]:
        return [told(o, "text", lang) + places(o.basis, lang) for o in those]

    assumed = [told(a, "label", lang) or a.fact for a in result.assumptions]
    typer.echo(told(result, "headline", lang))
    typer.echo(("Legal basis" if en else "依据") + places(result.basis, lang))
    for title, lines in (
        ("请补充", [beside(told(q, "text", lang), told(q, "help", lang), lang) for q in result.questions]),
        ("另须注意", beside_path(result.blockers)),
        ("判定过程", [_step(s, lang) for s in result.trace]),
        ("还应当做", beside_path(result.obligations)),
        ("时间", [_time(m, lang) for m in result.timeline]),
        ("材料", [f"{number} {names.get(number, '')}".strip() for number in result.materials]),
        ("可选", beside_path(result.options)),
        ("怎样更轻", [told(w, "change", lang) for w in result.what_if]),
        ("按未提及处理", [(", " if en else "、").join(assumed)] if assumed else []),
        ("说明", all_told(result, "notes", lang)),
    ):
        section(title, lines, language=lang)
    data = result.rules.get("data", "")[:12]
    typer.echo(
        f"\nLaw as of {result.as_of}, rule data {data}; the answer of the cyberspace administration governs."
        if en
        else f"\n按 {result.as_of} 有效的规定判定，规则数据 {data}；以网信部门答复为准。"
    )


def _step(step: Step, lang: Language) -> str:
    from copilot.rules.tongue import compared, told

    en = lang == "en"
    mark = {"yes": ("是", "yes"), "no": ("否", "no"), "unknown": ("未知", "unknown")}[step.outcome][en]
    tail = ("; " if en else "；").join(t for t in (compared(step, lang), told(step, "note", lang)) if t)
    return beside(beside(told(step, "title", lang), mark, lang, colon=True), tail, lang)


def _time(milestone: Milestone, lang: Language) -> str:
    from copilot.export.verdict_words import UNITS, word
    from copilot.rules.tongue import told

    unit = UNITS[milestone.unit][lang == "en"] if milestone.unit else ""
    length = word("not_set", lang) if milestone.days is None else f"{milestone.days}{unit}"
    return beside(beside(told(milestone, "title", lang), length, lang, colon=True), told(milestone, "note", lang), lang)
