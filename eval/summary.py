"""Figures of a run: each metric over its cases, by group, over repetitions, with what was unscored."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from eval.task import Metric, Task

Json = dict[str, Any]
RESAMPLES = 2000


def aggregate(values: Sequence[float], how: str) -> float | None:
    """Values summed up as the metric says; None where there are none."""
    if not values:
        return None
    match how:
        case "mean":
            found = statistics.fmean(values)
        case "sum":
            found = sum(values)
        case "max":
            found = max(values)
        case _:
            found = float(np.percentile(values, float(how.removeprefix("p"))))
    return round(float(found), 6)


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """95 % bootstrap interval of the mean (percentile method, seeded); None for fewer than two values.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13.
    """
    if len(values) < 2:
        return None
    sample = np.asarray(values, dtype=float)
    rng = np.random.default_rng(0)
    means = sample[rng.integers(0, len(sample), (RESAMPLES, len(sample)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def per_case(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, float | None]:
    """Case id -> its value of a metric, averaged over repetitions; None: unscored in all of them."""
    found: dict[str, list[float]] = {}
    for row in rows:
        if name in row["values"]:
            kept = found.setdefault(row["id"], [])
            if row["values"][name] is not None:
                kept.append(row["values"][name])
    return {case: round(statistics.fmean(values), 6) if values else None for case, values in found.items()}


def summed(metric: Metric, rows: Sequence[Mapping[str, Any]]) -> Json:
    """`{"value", "n", "unscored", "low", "high", "repeats"}` of one metric over rows.

    A count (`sum`) is that of the worst repetition; `repeats` holds the value of each where there were several.
    """
    values = per_case(rows, metric.name)
    scored = [v for v in values.values() if v is not None]
    by_repeat: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        if row["values"].get(metric.name) is not None:
            by_repeat[row["repeat"]].append(row["values"][metric.name])
    each = [aggregate(by_repeat[n], metric.aggregate) for n in sorted(by_repeat)]
    value = aggregate(scored, metric.aggregate)
    if metric.aggregate in ("sum", "max") and each:
        value = max(v for v in each if v is not None)
    bounds = interval(scored) if metric.aggregate == "mean" else None
    result: Json = {"value": value, "n": len(scored), "unscored": len(values) - len(scored)}
    if bounds:
        result |= {"low": bounds[0], "high": bounds[1]}
    if len(each) > 1:
        numbers = [v for v in each if v is not None]
        result |= {"repeats": each, "stdev": round(statistics.stdev(numbers), 6) if len(numbers) > 1 else 0.0}
    return result


def summarise(task: Task, rows: Sequence[Mapping[str, Any]]) -> Json:
    """The figures of a task: cases, errors, seconds, tokens, metrics, and metrics by group."""
    groups: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for name, value in row["groups"].items():
            groups[name][value].append(row)
    means = [m for m in task.metrics if m.aggregate in ("mean", "sum")]
    return {
        "title": task.title,
        "cases": len({r["id"] for r in rows}),
        "rows": len(rows),
        "errors": sum("error" in r for r in rows),
        "seconds": round(sum(r["seconds"] for r in rows), 2),
        "tokens": _tokens(rows),
        "metrics": {
            m.name: {"title": m.title, "better": m.better, "aggregate": m.aggregate, **summed(m, rows)}
            for m in task.metrics
        },
        "groups": {
            name: {
                value: {"cases": len({r["id"] for r in own}), **{m.name: _short(m, own) for m in means}}
                for value, own in sorted(found.items())
            }
            for name, found in sorted(groups.items())
        },
    }


def _short(metric: Metric, rows: Sequence[Mapping[str, Any]]) -> float | None:
    values = [v for v in per_case(rows, metric.name).values() if v is not None]
    return aggregate(values, metric.aggregate)


def _tokens(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Tokens that the model read anew and wrote, over all answers that tell."""
    total: dict[str, int] = defaultdict(int)
    for row in rows:
        for name, count in ((row.get("output") or {}).get("usage") or {}).items():
            total[name] += max(int(count), 0)
    return dict(total)
