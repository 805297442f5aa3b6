"""The comparison of two pre-checks as a report, or as a section of one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from copilot.export.report import Block, Heading, Point, Report, Table, Text
from copilot.precheck.finding import Finding
from copilot.precheck.report import CLOSING, places_of, said
from copilot.precheck.resubmission import Comparison, Kept
from copilot.precheck.words import KINDS, SEVERITY, STATES

BY_CRITERIA = "本报告由程序比较两次预检的结果作出，没有使用生成模型"
CHANGES = {"changed": "内容有改动", "added": "新增", "removed": "没有再交", "renamed": "改了名称", "same": "没有改动"}
GROUPS = {"new": "新出现", "remaining": "仍然存在", "unchecked": "不能判断", "fixed": "已消除"}


def report_of(comparison: Comparison, *, producer: str, now: dt.datetime) -> Report:
    """The report; the same comparison and time give the same."""
    number = hashlib.sha256(comparison.model_dump_json().encode()).hexdigest()[:32]
    report = Report(f"补正前后比较：{KINDS[comparison.kind]}", BY_CRITERIA, number, now, producer)
    report.blocks.extend(blocks(comparison))
    report.blocks.append(Text(CLOSING, strong=True))
    return report


def blocks(comparison: Comparison) -> Iterator[Block]:
    """What became of the submission, as a section."""
    yield Text(comparison.text, strong=True)
    sides = (("前一次", comparison.earlier), ("后一次", comparison.later))
    rows = tuple((name, said(s.name), f"{s.filed_on}", s.text) for name, s in sides)
    yield Table(("次序", "材料", "申报日", "结论"), rows, (0.12, 0.28, 0.15, 0.45))
    for note in comparison.notes:
        yield Text(note, small=True)
    yield from _section(GROUPS["new"], comparison.new)
    yield from _remaining(comparison.remaining)
    if comparison.unchecked:
        yield Heading(f"{GROUPS['unchecked']}（{len(comparison.unchecked)} 项）")
        yield from (_point(u.finding, u.why) for u in comparison.unchecked)
    yield from _section(GROUPS["fixed"], comparison.fixed)
    if comparison.materials:
        yield Heading("材料的变化")
        states = tuple((m.id, m.name, _state(m.earlier), _state(m.later)) for m in comparison.materials)
        yield Table(("编号", "材料", "前一次", "后一次"), states, (0.15, 0.45, 0.2, 0.2))
    if comparison.files is not None:
        yield Heading("文件的变化")
        files = [
            (said(f.file), CHANGES[f.change] + (f"（原 {said(f.before)}）" if f.before else ""))
            for f in comparison.files
        ]
        yield Table(("文件", "变化"), tuple(files), (0.6, 0.4))


def lines(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The groups in words, for a terminal: title and lines."""
    yield GROUPS["new"], [_line(f) for f in comparison.new]
    yield GROUPS["remaining"], [_line(k.later) + ("（有变化）" if k.changed else "") for k in comparison.remaining]
    yield GROUPS["unchecked"], [f"{_line(u.finding)}：{u.why}" for u in comparison.unchecked]
    yield GROUPS["fixed"], [_line(f) for f in comparison.fixed]
    changed = [f for f in comparison.files or () if f.change != "same"]
    yield (
        "文件",
        [f"{said(f.file)} {CHANGES[f.change]}" + (f"（原 {said(f.before)}）" if f.before else "") for f in changed],
    )


def _state(status: str | None) -> str:
    return STATES[status] if status else "没有列出"


def _section(title: str, found: Iterable[Finding]) -> Iterator[Block]:
    if found := list(found):
        yield Heading(f"{title}（{len(found)} 项）")
        yield from (_point(f) for f in found)


def _remaining(kept: list[Kept]) -> Iterator[Block]:
    if kept:
        yield Heading(f"{GROUPS['remaining']}（{len(kept)} 项）")
        for one in kept:
            yield _point(one.later, f"前一次：{one.earlier.message}" if one.changed else "")


def _point(finding: Finding, why: str = "") -> Point:
    below = (
        f"{SEVERITY[finding.severity]}；{finding.title}",
        "位置：" + "；".join(places_of(finding)) if places_of(finding) else "",
        f"改法：{finding.suggestion}",
        why,
    )
    return Point(said(f"{finding.rule_id} {finding.message}"), tuple(said(x) for x in below if x))


def _line(finding: Finding) -> str:
    where = " ".join(x for x in (finding.file or "", finding.locator) if x)
    return said(f"{finding.rule_id} {f'[{where}] ' if where else ''}{finding.message}")
