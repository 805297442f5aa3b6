"""A received notice from a file or from pasted words, read in the reading process; checked again, and written out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from copilot.export.report import Block, Heading, Report, Table, Text
from copilot.precheck.criteria import load_criteria
from copilot.precheck.engine import listed_on
from copilot.precheck.intake import Given
from copilot.precheck.paper import FilingKind
from copilot.precheck.reading import read_one
from copilot.precheck.received import Checklist, Known, NoticeItem, read_notice
from copilot.precheck.received_words import load_notice_words
from copilot.precheck.recheck import in_order, recheck
from copilot.precheck.report import said
from copilot.precheck.service import Checked, Precheck
from copilot.precheck.words import KINDS
from copilot.rules.calendar import china_calendar

PASTED = "粘贴的通知.txt"
STATUS = {"open": "待办", "met": "未再发现", "not_met": "没有办妥", "cannot_tell": "须人工核对"}
BY_PROGRAM = "由程序按通知的文字和编号的标准整理，没有使用生成模型"
_CLOSING = "“未再发现”只说明预检标准不再报出这一项，不代表通过查验；负责人是建议。"


def read(
    service: Precheck,
    name: str,
    raw: bytes,
    *,
    on: dt.date,
    kind: FilingKind | None = None,
    received_on: dt.date | None = None,
) -> Checklist:
    """The checklist of a notice's file; arguments and errors as `received.read_notice`."""
    book = service.book()
    entries = [e for one in book.parts["beside"].lists for e in one.entries]
    names = {e.id: e.name for e in entries} | {e.id: e.name for e in (listed_on(book, kind, on) if kind else ())}
    known = Known(load_criteria(service.kb_dir), load_notice_words(service.kb_dir), names, china_calendar())
    paper = read_one(Given(name, raw), service.sandbox)
    return read_notice(paper, known, kind=kind, on=on, received_on=received_on)


def checked_again(service: Precheck, checklist: Checklist, checked: Checked) -> Checklist:
    """The checklist with what a new pre-check says; see `recheck.recheck`."""
    return recheck(checklist, checked.result, load_criteria(service.kb_dir), name=checked.submission.name)


def report_of(checklist: Checklist, *, producer: str, now: dt.datetime) -> Report:
    """The checklist as a report."""
    report = Report("补正事项清单", BY_PROGRAM, checklist.sha256[:32], now, producer)
    report.blocks.extend(_blocks(checklist))
    return report


def _blocks(checklist: Checklist) -> Iterator[Block]:
    done = checklist.rechecked
    yield Text(summary(checklist), strong=True)
    rows = [
        ("手续", KINDS[checklist.kind]),
        ("通知", said(checklist.file)),
        ("编号", said(checklist.number) or "没有认出"),
    ]
    rows += [("补正期限", due(checklist))]
    if done:
        rows.append(("重新检查", f"{said(done.name)}，申报日 {done.filed_on}，标准版本 {done.criteria}"))
    yield Table(("项目", "内容"), tuple(rows), (0.2, 0.8))
    yield Heading("逐项")
    head = ("序号", "事项", "材料", "负责（建议）", "状态")
    yield Table(head, tuple(_row(i) for i in in_order(checklist)), (0.07, 0.4, 0.2, 0.15, 0.18))
    for note in checklist.notes:
        yield Text(note, small=True)
    yield Text(_CLOSING, strong=True)


def _row(item: NoticeItem) -> tuple[str, ...]:
    where = f"{item.material or ''} {item.material_name}".strip() or "没有认出"
    status = "\n".join(x for x in (STATUS[item.status], item.why, *item.found) if x)
    return (str(item.number), said(item.text), said(where), item.owner, said(status))


def summary(checklist: Checklist) -> str:
    """How many matters there are, and how they stand."""
    total = len(checklist.items)
    if checklist.rechecked is None:
        return f"通知列出 {total} 项。"
    counts = [f"{STATUS[s]} {n} 项" for s in STATUS if (n := sum(i.status == s for i in checklist.items))]
    return f"通知列出 {total} 项：" + "，".join(counts) + "。"


def due(checklist: Checklist) -> str:
    """The time allowed, in words."""
    if checklist.due is None:
        return checklist.due_text or "通知没有写明"
    return f"{checklist.due}（{checklist.due_text}）" if checklist.due_text else f"{checklist.due}"
