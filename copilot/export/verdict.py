"""A kept verdict as a report: why, what to do, by when, with which papers, what rests on which article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from copilot.domain import Basis
from copilot.export import label
from copilot.export.document import CHECKED
from copilot.export.report import Block, Heading, Point, Report, Table, Text
from copilot.law.rulebook import RuleBook
from copilot.rules.labels import PATHS
from copilot.rules.materials import names_of
from copilot.rules.questions import CHOICES
from copilot.rules.result import Milestone, PathResult, Step
from copilot.store.verdicts import VerdictView

BY_RULES = "本判定由规则按有日期的法规数据作出，没有使用生成模型"
READ_BY_MODEL = "所列事实由人工智能从描述中读出，请逐项核对；判定由规则作出"
READ_FROM_STORY = "事实由程序从描述中读出，请逐项核对；判定由规则作出，没有使用生成模型"
CLOSING = "本报告依据所列事实与规定作出，以网信部门答复为准。"
NOT_OPENED = "名称未载入"
_OUTCOMES = {"yes": "是", "no": "否", "unknown": "未知"}
_UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}
_SCOPES = {"as_of": "仅就截至今日", "planned_year": "含当年计划"}
_STATUSES = {"prohibited": "禁止", "permit_required": "须经许可或者批准", "unknown": "待查清"}
_TRACE_COLUMNS = (0.24, 0.08, 0.26, 0.42)


def report_of(kept: VerdictView, *, book: RuleBook, producer: str) -> Report:
    """The report of a kept verdict, the same each time it is asked for.

    Args:
        kept: the verdict.
        book: for the names of facts and papers.
        producer: name or code of the service provider.
    """
    result = PathResult.model_validate(kept.result)
    report = Report(
        title=f"数据出境路径判定：{kept.title}",
        label=_label(kept),
        number=kept.id,
        written_at=kept.created_at,
        producer=producer,
        implicit_label=label.encoded(label.implicit(kept.id, producer=producer)) if kept.story_model else None,
    )
    report.blocks.extend(_blocks(kept, result, book))
    return report


def _label(kept: VerdictView) -> str:
    if kept.story_model:
        return READ_BY_MODEL
    return READ_FROM_STORY if kept.result.get("facts") is not None else BY_RULES


def _blocks(kept: VerdictView, result: PathResult, book: RuleBook) -> Iterable[Block]:
    papers = names_of(book, result.as_of)
    yield Text(result.headline, strong=True)
    yield from _points("依据", [Point(b.shown) for b in result.basis])
    yield from _asked(result)
    yield from _points("另须解决", [_beside(f"{b.text or b.id}（{_STATUSES[b.status]}）", b) for b in result.blockers])
    yield from _trace("判定过程", result.trace)
    yield from _activities(result)
    yield from _points("还应当履行的义务", [_beside(o.text, o) for o in result.obligations])
    yield from _timeline(result)
    yield from _points("材料", [Point(f"{i} {papers.get(i, NOT_OPENED)}") for i in result.materials])
    yield from _points("可选的办法", [_beside(o.text, o) for o in result.options])
    yield from _what_if(result)
    yield from _points("说明", [Point(note) for note in result.notes])
    yield from _facts(kept, book)
    yield from _points(
        "没有说到、按没有处理的事实",
        [Point(f"{a.label or a.fact}：{value_of(a.fact, a.value)}", _below(a.basis)) for a in result.assumptions],
    )
    yield Heading("判定所用")
    yield from _made_with(kept, result)
    yield Text(CLOSING, strong=True)


def _points(title: str, points: Sequence[Point]) -> Iterable[Block]:
    if points:
        yield Heading(title)
        yield from points


def _beside(text: str, item: Any) -> Point:
    doubt = f"（{CHECKED[item.checked]}）" if item.checked != "verified" else ""
    return Point(text + doubt, (*_below(item.basis), *([item.note] if item.note else [])))


def _below(basis: Sequence[Basis]) -> tuple[str, ...]:
    return ("依据：" + "；".join(b.shown for b in basis),) if basis else ()


def _asked(result: PathResult) -> Iterable[Block]:
    if not result.missing:
        return
    asked = {q.fact: q for q in result.questions}
    yield Heading("还需要的事实（影响最大的在前）")
    for fact in result.missing:
        question = asked.get(fact)
        yield Point(question.text if question else fact, (question.help,) if question and question.help else ())
    if result.possible:
        yield Text("目前仍可能：" + "、".join(PATHS[p] for p in result.possible), small=True)


def _trace(title: str, steps: Sequence[Step]) -> Iterable[Block]:
    if not steps:
        return
    yield Heading(title)
    rows = tuple(
        (
            (f"活动{s.activity + 1}：" if s.activity is not None else "") + s.title,
            _OUTCOMES[s.outcome],
            "\n".join(t for t in (s.compare, s.note) if t),
            "\n".join([*(b.shown for b in s.basis), *([CHECKED[s.checked]] if s.checked != "verified" else [])]),
        )
        for s in steps
    )
    yield Table(("步骤", "结果", "比较与说明", "条文"), rows, _TRACE_COLUMNS)


def _activities(result: PathResult) -> Iterable[Block]:
    if not result.per_activity:
        return
    yield Heading("各项活动单独看")
    rows = tuple(
        (str(n), PATHS[one.path], one.headline, "\n".join(b.shown for b in one.basis))
        for n, one in enumerate(result.per_activity, 1)
    )
    yield Table(("活动", "路径", "结论", "条文"), rows, (0.08, 0.2, 0.4, 0.32))


def _timeline(result: PathResult) -> Iterable[Block]:
    if not result.timeline:
        return
    yield Heading("时间（法定时限是上限，不含补正与延长）")
    rows = tuple(
        (m.title, _length(m), _dates(m), "\n".join([*(b.shown for b in m.basis), *([m.note] if m.note else [])]))
        for m in result.timeline
    )
    yield Table(("环节", "时长", "日期", "条文与说明"), rows, (0.26, 0.14, 0.2, 0.4))


def _length(m: Milestone) -> str:
    return "未规定" if m.days is None else f"{m.days}{_UNITS.get(m.unit or '', '')}"


def _dates(m: Milestone) -> str:
    days = [str(d) for d in (m.start, m.end) if d]
    return " 至 ".join(days) + ("（估计）" if m.estimated and days else "")


def _what_if(result: PathResult) -> Iterable[Block]:
    points = []
    for one in result.what_if:
        gains = [
            f"少{one.working_days_saved}个工作日" if one.working_days_saved else "",
            f"少{one.materials_saved}份材料" if one.materials_saved else "",
        ]
        conditions = "条件：" + "；".join(one.conditions) if one.conditions else ""
        below = tuple(t for t in ("，".join(g for g in gains if g), conditions) if t)
        points.append(Point(f"{one.change} → {PATHS[one.path]}", (*below, *_below(one.basis))))
    return _points("依法可以怎样更轻", points)


def _facts(kept: VerdictView, book: RuleBook) -> Iterable[Block]:
    yield Heading("所依据的事实")
    if kept.story:
        yield Text(f"描述：{kept.story}")
    given = {name: value for name, value in kept.facts.items() if name != "activities"}
    if given:
        yield _fact_table(given, book)
    for number, activity in enumerate(kept.facts.get("activities") or (), 1):
        yield Text(f"活动{number}")
        yield _fact_table(activity, book)
    if not kept.facts:
        yield Text("没有给出事实。")


def _fact_table(facts: Mapping[str, Any], book: RuleBook) -> Table:
    rows = tuple(
        (book.facts[name].label if name in book.facts else name, value_of(name, value), name)
        for name, value in facts.items()
    )
    return Table(("事实", "内容", "名称"), rows, (0.46, 0.3, 0.24))


def value_of(fact: str, value: Any) -> str:
    """A fact's value as a person reads it."""
    if value is None:
        return "无" if fact == "ftz" else "不知道"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{value:,} 人"
    if fact in CHOICES and value in CHOICES[fact]:
        said = CHOICES[fact][value][0]
        return f"{said}（用户自述）" if fact == "negative_list_hit" else f"{value} {said}"
    return " ".join(str(value).split())


def _made_with(kept: VerdictView, result: PathResult) -> Iterable[Block]:
    at = kept.created_at
    for line in (
        f"按 {result.as_of} 有效的规定；路径：{PATHS[result.path]}；范围：{_SCOPES[result.scope]}",
        f"理由代码：{'、'.join(result.reasons)}" if result.reasons else "",
        f"判定编号 {kept.id}，{at:%Y-%m-%d %H:%M}（世界协调时）",
        f"规则数据 {kept.data_digest}；代码版本 {kept.code_version}",
        f"读描述的模型：{kept.story_model}" if kept.story_model else "",
    ):
        if line:
            yield Text(line, small=True)
