"""One exporter, one or several transfers: each judged by what it is, the counted ones judged together.

The thresholds count persons per exporter, so the counts of transfers that no exemption covers are taken together: at
least the largest of them, at most their sum. Where a threshold lies in between, the union must be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.rules.decision import decide_counts, decide_transfer
from copilot.rules.law import Law
from copilot.rules.result import BURDEN
from copilot.rules.view import EXPORTER, INFINITE, Outcome, Range, View

COUNTS = ("pi_count", "sensitive_pi_count", "pi_count_since_prev_year", "sensitive_pi_count_since_prev_year")
TO_DATE = {"pi_count": "pi_count_to_date", "sensitive_pi_count": "sensitive_pi_count_to_date"}
Known = Mapping[str, Any]


def decide(known: Known, activities: tuple[Known, ...], law: Law, supposed: Known) -> Outcome:
    """The outcome for the exporter under one completion of the facts.

    Args:
        known: facts of the exporter, or of its one transfer, presumptions applied; None: unknown.
        activities: facts of each transfer, the exporter's applied; empty: `known` is the one transfer.
        law: the law of the day.
        supposed: what is supposed of unknown facts, by the names that `View.name` gives.

    Raises:
        Open: a fact is needed that is neither known nor supposed.
    """
    if not activities:
        view = View(known, supposed)
        return decide_transfer(view, law) or decide_counts(view, law)
    settled: list[Outcome] = []
    counted: list[View] = []
    for i, facts in enumerate(activities):
        view = View(facts, supposed, activity=i)
        outcome = decide_transfer(view, law)
        if outcome is None:
            counted.append(view)
        else:
            settled.append(outcome)
    if counted:
        settled.append(_together(known, counted, law, supposed))
    return _heaviest(settled)


def _together(known: Known, counted: list[View], law: Law, supposed: Known) -> Outcome:
    """The verdict on all counted transfers of the exporter as one."""
    if len(counted) == 1 and all(known.get(c) is None for c in (*COUNTS, *TO_DATE.values())):
        return decide_counts(counted[0], law)
    union: dict[str, Any] = {f: known.get(f) for f in EXPORTER}
    under14 = [v.get("under14") for v in counted]
    union["under14"] = True if True in under14 else None if None in under14 else False
    whole = View(union, supposed)
    for count in COUNTS:
        union[count] = known.get(count)
        if union[count] is not None:
            union[count] = max(union[count], *(_at_least(view, count) for view in counted))
        elif whole.supposed.get(count) is None:
            union[count] = _union(count, counted, known, whole)
    whole.steps = [step for view in counted for step in view.steps]
    return decide_counts(whole, law)


def _at_least(view: View, count: str) -> int:
    value = view.known.get(count)
    return value if isinstance(value, int) else 0


def _union(count: str, counted: list[View], known: Known, whole: View) -> int | Range | None:
    if count in TO_DATE and known.get(TO_DATE[count]) is not None:
        whole.to_date = True
        return int(known[TO_DATE[count]])
    ranges = [view.range(count, to_date=TO_DATE.get(count)) for view in counted]
    whole.to_date = whole.to_date or any(view.to_date for view in counted)
    low, high = max(r[0] for r in ranges), min(sum(r[1] for r in ranges), INFINITE)
    return low if low == high else (low, high)


def _heaviest(outcomes: list[Outcome]) -> Outcome:
    """The outcome that binds the exporter: the heaviest path, with the reasons of every transfer that leads there."""
    top = max(BURDEN[o.path] for o in outcomes)
    heavy = [o for o in outcomes if BURDEN[o.path] == top]
    path = max((o.path for o in heavy), key=_rank)
    reasons = sorted({r for o in heavy if o.path == path for r in o.reasons})
    steps = tuple(s for o in outcomes for s in o.steps if o.path == path or s.step == "export")
    return Outcome(path, tuple(reasons), steps, any(o.to_date for o in outcomes))


def _rank(path: str) -> int:
    order = ("not_export", "no_procedure_then", "exempt", "contract_or_certification", "security_assessment")
    return order.index(path) if path in order else len(order)
