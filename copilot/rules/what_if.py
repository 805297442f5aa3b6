"""The smallest lawful changes that lead to a lighter path, with what they save. Never a split, never a disguise.

Each change is tried by judging the changed facts anew; one that leads nowhere lighter is not mentioned. Nothing is
offered for state secrets, core data, requests of foreign authorities, or data notified as important.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import Any

from copilot.law.rulebook import RuleBook
from copilot.rules.changes import Trial, trials
from copilot.rules.facts import Facts
from copilot.rules.materials import submitted
from copilot.rules.result import BURDEN, PathResult, WhatIf
from copilot.rules.timeline import statutory_days

MAX_TRIALS = 40
Judge = Callable[[Facts], str]
_LIGHTENED = ("contract_or_certification", "security_assessment")


def what_if(
    facts: Facts,
    result: PathResult,
    known: Mapping[str, Any],
    *,
    as_of: dt.date,
    book: RuleBook,
    judge: Judge,
) -> list[WhatIf]:
    """Changes that lead to a lighter path; the lightest path first. Empty unless a procedure is due now.

    Savings compare the statutory upper limits (working days) and the papers to submit.

    Args:
        facts: as given.
        result: the verdict on them.
        known: the facts of the exporter, presumed ones filled in; unknown: None or missing.
        as_of: the day whose law applies.
        book: the rule data.
        judge: the path code of changed facts, by the same decision and day.
    """
    if result.path not in _LIGHTENED or known.get("important_data_notified"):
        return []
    found: list[tuple[Trial, str]] = []
    for trial in islice(trials(facts, known, as_of=as_of, book=book), MAX_TRIALS):
        path = _path(trial, facts, judge)
        if path in BURDEN and BURDEN[path] < BURDEN[result.path] and not _needless(trial, path, found):
            found.append((trial, path))
    found.sort(key=lambda pair: BURDEN[pair[1]])
    if not found:
        return []
    now = _cost(result.path, result.reasons, known, as_of, book)
    return [_shown(trial, path, now, known, as_of, book) for trial, path in found]


def _path(trial: Trial, facts: Facts, judge: Judge) -> str:
    """Where the change leads; with what was exported before it, the heavier of the two."""
    path = judge(_changed(trial, facts))
    done = {
        name: getattr(facts, f"{name}_to_date") or 0
        for name in ("pi_count", "sensitive_pi_count")
        if trial.uncounted and trial.activity is None
    }
    if not any(done.values()) or path not in BURDEN:
        return path
    before = judge(facts.model_copy(update=done))
    return max(path, before, key=BURDEN.__getitem__) if before in BURDEN else before


def _changed(trial: Trial, facts: Facts) -> Facts:
    if trial.activity is None or facts.activities is None:
        return facts.model_copy(update=trial.updates)
    activities = list(facts.activities)
    activities[trial.activity] = activities[trial.activity].model_copy(update=trial.updates)
    return facts.model_copy(update={"activities": tuple(activities)})


def _needless(trial: Trial, path: str, found: list[tuple[Trial, str]]) -> bool:
    """Whether a smaller change of counts, already found, leads as far."""
    if trial.counts is None:
        return False
    left = trial.counts
    smaller = (one.counts for one, other in found if one.counts is not None and BURDEN[other] <= BURDEN[path])
    return any(more[0] >= left[0] and more[1] >= left[1] for more in smaller)


def _cost(
    path: str, reasons: Collection[str], known: Mapping[str, Any], as_of: dt.date, book: RuleBook
) -> tuple[int, int]:
    """Working days at most, and papers to submit."""
    days = statutory_days(path, reasons, known, as_of=as_of, book=book)
    return days, submitted(path, reasons, known, as_of=as_of, book=book)


def _shown(
    trial: Trial, path: str, now: tuple[int, int], known: Mapping[str, Any], as_of: dt.date, book: RuleBook
) -> WhatIf:
    after = {**known, **trial.updates} if trial.activity is None else known
    days, papers = _cost(path, trial.reasons, after, as_of, book)
    return WhatIf(
        id=trial.id,
        change=trial.text,
        change_en=trial.text_en,
        path=path,  # type: ignore[arg-type]  # a path code, as `judge` gives it
        facts=trial.updates if trial.activity is None else {f"activities.{trial.activity}": trial.updates},
        conditions=trial.conditions,
        conditions_en=trial.conditions_en,
        basis=trial.basis(as_of),
        working_days_saved=now[0] - days,
        materials_saved=now[1] - papers,
    )
