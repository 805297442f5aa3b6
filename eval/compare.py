"""Two runs case by case: what changed, by how much, whether by chance, and the worst regressions first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from eval.scores import Scores, TaskScores

Json = dict[str, Any]
RESAMPLES = 9999
WORST = 50


def compare(a: Scores, b: Scores) -> Json:
    """`b` against `a`: differences of every metric over the cases that both have unchanged, then regressions.

    Differences are signed so that more is better. `p` is not corrected for the number of metrics looked at.
    """
    shared = [name for name in a.tasks if name in b.tasks]
    changes = [{"task": name, **change} for name in shared for change in task_changes(a.tasks[name], b.tasks[name])]
    return {
        "a": a.name,
        "b": b.name,
        "only_in_a": [n for n in a.tasks if n not in shared],
        "only_in_b": [n for n in b.tasks if n not in shared],
        "metrics": changes,
        "regressions": sorted(
            (r for name in shared for r in regressions(name, a.tasks[name], b.tasks[name])), key=_severity
        )[:WORST],
    }


def task_changes(a: TaskScores, b: TaskScores) -> list[Json]:
    """The difference of each metric of a task with its interval and test."""
    found = []
    for metric, figures in b.metrics.items():
        before, after = paired(a, b, metric)
        if len(before):
            sign = 1.0 if figures["better"] == "higher" else -1.0
            found.append(
                {
                    "metric": metric,
                    "title": figures["title"],
                    "better": figures["better"],
                    "n": len(before),
                    "a": round(float(before.mean()), 6),
                    "b": round(float(after.mean()), 6),
                    **difference(sign * before, sign * after),
                    "better_cases": int((sign * after > sign * before).sum()),
                    "worse_cases": int((sign * after < sign * before).sum()),
                }
            )
    return found


def shared_cases(a: TaskScores, b: TaskScores, metric: str) -> list[str]:
    """Cases that both scored on a metric and whose row (labels included) did not change in between."""
    return [
        case
        for case, values in b.values.items()
        if values.get(metric) is not None
        and a.values.get(case, {}).get(metric) is not None
        and a.digests[case] == b.digests[case]
    ]


def paired(a: TaskScores, b: TaskScores, metric: str) -> tuple[np.ndarray, np.ndarray]:
    """Values of the shared cases before and after, `(n,)` float each."""
    cases = shared_cases(a, b, metric)
    return tuple(np.array([t.values[c][metric] for c in cases], dtype=float) for t in (a, b))  # type: ignore[return-value]


def difference(before: np.ndarray, after: np.ndarray) -> Json:
    """`{"change", "low", "high", "p", "test"}`: the mean difference, its 95 % bootstrap interval, a paired test.

    McNemar's exact test where all values are 0 or 1, else a permutation of signs.
    Source: Dietterich (1998) for McNemar on paired classifiers; Efron and Tibshirani (1993) for the bootstrap.
    """
    from scipy import stats

    diffs = after - before
    change = round(float(diffs.mean()), 6)
    if not diffs.any():
        return {"change": 0.0, "low": 0.0, "high": 0.0, "p": 1.0, "test": "same"}
    if len(diffs) < 2:
        return {"change": change, "low": change, "high": change, "p": 1.0, "test": "one case"}
    bounds = stats.bootstrap(
        (diffs,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    if set(np.unique(np.abs([*before, *after]))) <= {0.0, 1.0}:
        up, down = int((diffs > 0).sum()), int((diffs < 0).sum())
        p, test = stats.binomtest(min(up, down), up + down, 0.5).pvalue, "McNemar"
    else:
        p = stats.permutation_test(
            (after, before), _mean_difference, permutation_type="samples", n_resamples=RESAMPLES,
            vectorized=True, rng=np.random.default_rng(0),
        ).pvalue  # fmt: skip
        test = "permutation"
    low, high = (round(float(v), 6) for v in bounds)
    return {"change": change, "low": low, "high": high, "p": round(float(p), 5), "test": test}


def regressions(name: str, a: TaskScores, b: TaskScores) -> list[Json]:
    """Every case that got worse on some metric, with its loss on each and what is wrong with it now."""
    lost: dict[str, Json] = {}
    for metric, figures in b.metrics.items():
        sign = 1.0 if figures["better"] == "higher" else -1.0
        for case in shared_cases(a, b, metric):
            before, after = a.values[case][metric], b.values[case][metric]
            if sign * (after - before) < 0:  # type: ignore[operator]
                row = lost.setdefault(case, {"task": name, "case": case, "loss": 0.0, "counts": 0, "metrics": {}})
                row["metrics"][metric] = [before, after]
                row["loss"] += abs(after - before)  # type: ignore[operator]
                row["counts"] += figures["aggregate"] == "sum"
    return [{**row, "loss": round(row["loss"], 4), "faults": list(b.faults.get(c, ()))} for c, row in lost.items()]


def _severity(row: Json) -> tuple[Any, ...]:
    """Counts that must be 0 (an invented citation, a lighter path) before shares, then the larger loss."""
    return -row["counts"], -row["loss"], row["task"], row["case"]


def _mean_difference(x: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


def text(found: Json, *, worst: int = 10) -> Sequence[str]:
    """The comparison in Chinese lines for a terminal: metrics that changed, then the worst regressions."""
    lines = [f"甲 {found['a']}", f"乙 {found['b']}"]
    for c in found["metrics"]:
        if c["better_cases"] or c["worse_cases"]:
            mark = "↑" if c["change"] > 0 else "↓" if c["change"] < 0 else "="
            lines.append(
                f"{mark} {c['task']}.{c['metric']}（{c['title']}） {c['a']:.4f} → {c['b']:.4f}，"
                f"改善 {c['better_cases']} 题、变差 {c['worse_cases']} 题，差的 95% 区间 "
                f"[{c['low']:+.4f}, {c['high']:+.4f}]，p={c['p']:.4f}（{c['test']}，n={c['n']}）"
            )
    if len(lines) == 2:
        lines.append("两次运行在共有的题上没有差别。")
    lines += [
        f"只在{who}中：{'、'.join(found[key])}" for who, key in (("甲", "only_in_a"), ("乙", "only_in_b")) if found[key]
    ]
    for r in found["regressions"][:worst]:
        moved = "，".join(f"{m} {old:g}→{new:g}" for m, (old, new) in r["metrics"].items())
        lines.append(f"变差 {r['task']} {r['case']}：{moved}；{'；'.join(r['faults'][:3])}")
    return lines
