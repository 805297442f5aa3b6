"""The clocks of a case in statutory working days: the province's run here, the national ones are shown for reference.

Day of receipt or notice not counted. Figures from knowledge_base/parameters/clocks, by the day a clock starts.
Source: 数据出境安全评估办法 arts. 7, 12, 13; 数据出境安全评估申报指南（第三版）;
个人信息出境标准合同备案指南（第二版）.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from copilot.domain import Basis
from copilot.law.rulebook import RuleBook
from copilot.rules.calendar import WorkCalendar, china_calendar
from copilot.store.review_views import CaseSummary, CaseView, State

PROVINCE: dict[str, str] = {
    "security_assessment": "clocks/provincial_check",
    "extension": "clocks/extension_check",
    "standard_contract": "clocks/contract_review",
    "contract_change": "clocks/contract_review",
}
FILER: dict[str, str] = dict.fromkeys(("standard_contract", "contract_change"), "clocks/contract_supplement")
WITH_PROVINCE: tuple[State, ...] = ("received", "checking", "completeness")
AGAIN = "补正材料收到后重新起算；规定没有写明补正后怎样起算，这是本工作台的口径"
NO_TIME = "规定没有写明这种手续的查验时限，只记日期"
NAMED = "规定没有写明补正的天数，按通知书写明的日期"
REFERENCE = "由国家网信部门掌握，这里只记录其日期和结果"


class Clock(BaseModel):
    """A time that runs, or for reference. `remaining`: working days after today up to the last day; negative: overdue.

    `holder`: who must act; `days` and `due_on` are null where the law names no time; `estimated`: reaches into a year
    whose working days are not published yet.
    """

    title: str
    holder: Literal["province", "filer", "national"]
    days: int | None = None
    started_on: dt.date
    due_on: dt.date | None = None
    remaining: int | None = None
    estimated: bool = False
    basis: list[Basis] = []
    note: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the national authority that a person records. `outcomes`: what may come of it."""

    id: str
    title: str
    parameter: str
    kind: str
    outcomes: dict[str, str]


NATIONAL: dict[str, Step] = {
    s.id: s
    for s in (
        Step(
            "acceptance", "国家受理", "clocks/acceptance", "security_assessment",
            {"accepted": "受理", "not_accepted": "不予受理", "supplement": "要求补充材料"},
        ),
        Step(
            "assessment", "国家评估", "clocks/assessment", "security_assessment",
            {"passed": "通过", "not_passed": "未通过", "prolonged": "延长评估", "ended": "终止评估"},
        ),
        Step(
            "reassessment", "国家复评", "clocks/reevaluation", "security_assessment",
            {"asked": "已申请复评", "passed": "复评通过", "not_passed": "复评未通过"},
        ),
        Step(
            "extension", "国家审核延长", "clocks/extension_review", "extension",
            {"passed": "同意延长", "not_passed": "不同意延长", "prolonged": "延长审核"},
        ),
    )
}  # fmt: skip

_NEXT: dict[tuple[Any, Any], str] = {
    ("acceptance", "accepted"): "assessment",
    ("assessment", "passed"): "reassessment",
    ("assessment", "not_passed"): "reassessment",
}


def clock_of(
    case: CaseSummary, *, book: RuleBook, today: dt.date, calendar: WorkCalendar | None = None
) -> Clock | None:
    """The clock that runs in a case today; None when it has ended here."""
    work = calendar or china_calendar()
    if case.state in WITH_PROVINCE:
        again = AGAIN if case.round > 1 else ""
        return _clock("省级查验", "province", PROVINCE.get(case.kind), case.round_received_on, book, today, work, again)
    if case.state == "supplement":
        if (parameter := FILER.get(case.kind)) is not None:
            return _clock("申报人补正", "filer", parameter, case.state_on, book, today, work, "")
        named = Clock(title="申报人补正", holder="filer", started_on=case.state_on, note=NAMED)
        return _until(named, case.due_on, today, work) if case.due_on else named
    return None


def references(
    case: CaseSummary, dates: dict[str, dt.date], *, book: RuleBook, calendar: WorkCalendar | None = None
) -> list[Clock]:
    """The national times of a case that was passed on, for reference; none of them counts down here.

    Args:
        case: the case.
        dates: the day from which each step's time runs, as recorded; a step without one is left out.
        book: the law.
        calendar: working days.
    """
    work = calendar or china_calendar()
    found = []
    for step in NATIONAL.values():
        if step.kind == case.kind and (start := dates.get(step.id)) is not None:
            made = _clock(step.title, "national", step.parameter, start, book, start, work, REFERENCE)
            found.append(made.model_copy(update={"remaining": None}))
    return found


def starts_of(case: CaseView) -> dict[str, dt.date]:
    """The day from which each national time of a case runs, as recorded."""
    passed = [e for e in case.events if e.act == "pass_on"]
    if not passed or case.state != "passed_on":
        return {}
    found = {"acceptance": passed[-1].day, "extension": passed[-1].day}
    for event in case.events:
        if (after := _NEXT.get((event.detail.get("step"), event.detail.get("outcome")))) is not None:
            found[after] = event.day
    return found


def order(item: tuple[CaseSummary, Clock | None]) -> tuple[bool, int, dt.date, int]:
    """How a queue is ordered: least remaining working days first, those without a time last."""
    case, clock = item
    left = clock.remaining if clock else None
    return left is None, left or 0, case.round_received_on, case.number


def _clock(
    title: str,
    holder: Literal["province", "filer", "national"],
    parameter: str | None,
    start: dt.date,
    book: RuleBook,
    today: dt.date,
    work: WorkCalendar,
    note: str,
) -> Clock:
    if parameter is None or not book.in_force(parameter, start):
        return Clock(title=title, holder=holder, started_on=start, note=NO_TIME)
    value = book.value_on(parameter, start)
    clock = Clock(title=title, holder=holder, days=value.value, started_on=start, basis=list(value.basis), note=note)
    return _until(clock, work.working_days_after(start, value.value), today, work)


def _until(clock: Clock, due: dt.date, today: dt.date, work: WorkCalendar) -> Clock:
    left = work.working_days_between(today, due)
    if today > due and left == 0:
        left = -1  # the day after the last one is late, be it a holiday
    estimated = work.is_estimated(clock.started_on, due)
    return clock.model_copy(update={"due_on": due, "remaining": left, "estimated": estimated})
