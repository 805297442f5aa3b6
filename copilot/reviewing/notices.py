"""The province's own notices as Word drafts: 补正 with formal findings only, and the result of a filing.

What the national authority decides has no draft here. A person checks every draft, fills the blanks and seals it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from copilot.domain import Basis
from copilot.errors import BadInput
from copilot.export.report import Block, Report, Text
from copilot.precheck.notice import BLANK, DAY, DRAFT, matters
from copilot.precheck.report import number_of, said
from copilot.precheck.service import Checked
from copilot.precheck.words import KINDS
from copilot.reviewing.clocks import Clock
from copilot.reviewing.states import FILED
from copilot.store.review_views import CaseView

FORMAL_ONLY = "本通知只就材料是否齐全、形式是否合乎要求提出，不涉及对内容的评估。"


def supplement_docx(case: CaseView, checked: Checked, clock: Clock | None, *, producer: str, now: dt.datetime) -> bytes:
    """The draft 补正通知书 of a case's present round, without dismissed findings.

    Args:
        case: the case.
        checked: its pre-check without what was dismissed.
        clock: the filer's time once the notice was sent; None: the day stays blank.
        producer: name or code of the service provider.
        now: time of writing.

    Raises:
        BadInput: nothing that a notice may carry.
    """
    if not checked.result.notice():
        raise BadInput(
            "没有可以写入补正通知书的事项",
            hint="通知书只列确定的、形式的、依据已核实、没有驳回的事项",
            en="nothing that a draft notice may carry",
        )
    report = Report("补正通知书", DRAFT, number_of(checked), now, producer)
    report.blocks.extend(_supplement(case, checked, clock))
    return _docx(report)


def filing_docx(case: CaseView, *, producer: str, now: dt.datetime) -> bytes:
    """The draft notice of a filing's result: filed with its number, or not passed with the reasons a person wrote.

    Raises:
        BadInput: no filing of this office, or not decided.
    """
    if case.kind not in FILED:
        raise BadInput(
            "安全评估和延期的结果由国家网信部门作出，这里不起草",
            hint="收到国家的通知后在“国家环节”登记日期和结果",
            en="results of an assessment or extension are the national authority's and are never drafted here",
        )
    if case.state not in ("filed", "not_passed"):
        raise BadInput("这件还没有备案结果", hint="先办理“予以备案”或者“不予通过”", en="no result of the filing yet")
    number = hashlib.sha256(f"{case.id}|{case.revision}".encode()).hexdigest()[:32]
    report = Report("备案结果通知书", DRAFT, number, now, producer)
    report.blocks.extend(_result(case))
    return _docx(report)


def _docx(report: Report) -> bytes:
    from copilot.export import report_docx

    return report_docx.write(report)


def _head(case: CaseView) -> Iterator[Block]:
    yield Text(f"文号：{BLANK}")
    yield Text(f"收件编号：{case.number}")
    yield Text(said(f"{case.enterprise}：") if not case.uscc else said(f"{case.enterprise}（{case.uscc}）："))


def _foot() -> Iterator[Block]:
    yield Text(f"发出机关：{BLANK}（盖章）")
    yield Text(DAY)
    yield Text(f"{DRAFT}：发出前请核对各项、填写空白、删去页眉和文中的草稿字样。", small=True)


def _supplement(case: CaseView, checked: Checked, clock: Clock | None) -> Iterator[Block]:
    yield from _head(case)
    count = len(checked.result.notice())
    yield Text(
        f"你单位 {case.round_received_on} 提交的{KINDS[case.kind]}材料经查验，"
        f"以下 {count} 项尚不齐全或者不符合形式要求，请补充或者更正。"
    )
    yield from matters(checked)
    until = f"{clock.due_on}" if clock and clock.holder == "filer" and clock.due_on else DAY
    days = (
        f"（{clock.days} 个工作日，{_places(clock.basis)}）" if clock and clock.holder == "filer" and clock.days else ""
    )
    yield Text(f"请在 {until} 以前{days}提交补正后的材料，并逐项注明对应上列第几项。联系人 {BLANK}，电话 {BLANK}。")
    yield Text(FORMAL_ONLY)
    yield from _foot()


def _result(case: CaseView) -> Iterator[Block]:
    yield from _head(case)
    if case.state == "filed":
        yield Text(
            f"你单位的{KINDS[case.kind]}材料经查验，予以备案，备案编号：{said(case.outcome_number)}。", strong=True
        )
        yield Text("备案不表示对出境活动本身的评估；情况发生变化的，请依规定补充或者重新备案。")
    else:
        why = next((e.text for e in reversed(case.events) if e.act == "not_pass"), "")
        yield Text(f"你单位的{KINDS[case.kind]}材料经查验，不予通过。", strong=True)
        yield Text(f"理由：{said(why)}")
    yield from _foot()


def _places(basis: list[Basis]) -> str:
    return "；".join(b.shown for b in basis)
