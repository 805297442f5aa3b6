"""What an office's cases show when counted: working days in each state, findings per criterion, load per reviewer."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from pydantic import BaseModel

from copilot.rules.calendar import WorkCalendar, china_calendar
from copilot.store.decisions import DecisionView
from copilot.store.review_views import OPEN, CaseView, State

STAGES: tuple[State, ...] = ("completeness", "supplement")


class StageTime(BaseModel):
    """Working days that cases spent in a state; only ended stays count. `stays`: how many."""

    kind: str
    state: State
    stays: int
    median: float
    longest: int


class CriterionCount(BaseModel):
    """How often a criterion found something, and what reviewers decided."""

    rule_id: str
    title: str
    found: int
    accepted: int
    dismissed: int


class Load(BaseModel):
    """Cases of a reviewer; an empty `reviewer`: not assigned."""

    reviewer: str
    name: str
    open: int
    closed: int


class Statistics(BaseModel):
    """The counts. `states`: cases by state; `kinds`: by procedure."""

    cases: int
    states: dict[str, int]
    kinds: dict[str, int]
    stages: list[StageTime]
    criteria: list[CriterionCount]
    load: list[Load]


def stays(case: CaseView) -> list[tuple[State, dt.date, dt.date]]:
    """The ended stays of a case with the office and with the filer: first and last day of each.

    What comes before the check (received, pre-check) belongs to it: the clock runs from the day of receipt.
    """
    found: list[tuple[State, dt.date, dt.date]] = []
    at: tuple[State, dt.date] | None = None
    for event in case.events:
        if event.act in ("assign", "opinion", "decide", "national", "check_failed", "checked"):
            continue
        state: State = "completeness" if event.state in ("received", "checking") else event.state
        if at is None:
            at = (state, event.day)
        elif state != at[0]:
            found.append((*at, event.day))
            at = (state, event.day)
    return [s for s in found if s[0] in STAGES]


def count(
    cases: Sequence[CaseView],
    results: Sequence[tuple[str, str, str, dict[str, Any]]],
    decisions: Mapping[str, Mapping[str, DecisionView]],
    *,
    calendar: WorkCalendar | None = None,
) -> Statistics:
    """The counts of an office's cases.

    Args:
        cases: all of them.
        results: of each pre-checked round: case, kind, key of the papers, result.
        decisions: on findings, by the key of the papers.
        calendar: working days.
    """
    work = calendar or china_calendar()
    return Statistics(
        cases=len(cases),
        states=dict(Counter(c.state for c in cases)),
        kinds=dict(Counter(c.kind for c in cases)),
        stages=_stages(cases, work),
        criteria=_criteria(results, decisions),
        load=_load(cases),
    )


def _stages(cases: Sequence[CaseView], work: WorkCalendar) -> list[StageTime]:
    days: dict[tuple[str, State], list[int]] = defaultdict(list)
    for case in cases:
        for state, first, last in stays(case):
            days[case.kind, state].append(max(work.working_days_between(first, last), 0))
    return [
        StageTime(kind=kind, state=state, stays=len(found), median=median(found), longest=max(found))
        for (kind, state), found in sorted(days.items())
    ]


def _criteria(
    results: Sequence[tuple[str, str, str, dict[str, Any]]], decisions: Mapping[str, Mapping[str, DecisionView]]
) -> list[CriterionCount]:
    found: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for _, _, _, kept in results:
        for finding in kept["result"]["findings"]:
            found[finding["rule_id"]] += 1
            titles[finding["rule_id"]] = finding["title"]
    decided: dict[str, Counter[str]] = defaultdict(Counter)
    for content in {content for _, _, content, _ in results}:
        for one in decisions.get(content, {}).values():
            decided[one.rule_id][one.decision] += 1
    return [
        CriterionCount(
            rule_id=rule,
            title=titles[rule],
            found=times,
            accepted=decided[rule]["accepted"],
            dismissed=decided[rule]["dismissed"],
        )
        for rule, times in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _load(cases: Sequence[CaseView]) -> list[Load]:
    names = {c.reviewer: c.reviewer_name for c in cases}
    opened = Counter(c.reviewer for c in cases if c.state in OPEN)
    whole = Counter(c.reviewer for c in cases)
    load = [Load(reviewer=r, name=n, open=opened[r], closed=whole[r] - opened[r]) for r, n in names.items()]
    return sorted(load, key=lambda one: (-one.open, one.name))
