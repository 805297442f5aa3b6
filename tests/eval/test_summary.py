"""Figures of a run: unscored is not zero, counts are of the worst repetition, intervals are reproducible."""

from __future__ import annotations

import pytest

from eval.summary import aggregate, interval, per_case, summarise, summed
from eval.task import Metric
from tests.eval.made import task

RIGHT, FAULTS = Metric("right", "正确"), Metric("faults", "错", aggregate="sum", better="lower")


def row(case: str, repeat: int = 0, *, seconds: float = 1.0, **values: float | None) -> dict:
    return {"id": case, "repeat": repeat, "values": values, "groups": {"split": "dev"}, "seconds": seconds}


@pytest.mark.parametrize(
    ("values", "how", "expected"),
    [([], "mean", None), ([1, 0, 1, 1], "mean", 0.75), ([1, 2], "sum", 3), ([3, 9, 1], "max", 9),
     ([1, 2, 3], "p50", 2), (list(range(101)), "p95", 95)],
)  # fmt: skip
def test_aggregate(values: list[float], how: str, expected: float | None) -> None:
    assert aggregate(values, how) == expected


def test_unscored_is_counted_not_averaged() -> None:
    found = summed(RIGHT, [row("a", right=1.0), row("b", right=None), row("c", right=0.0), row("d")])
    assert (found["value"], found["n"], found["unscored"]) == (0.5, 2, 1)


def test_a_case_half_unscored_counts_with_what_is_known() -> None:
    rows = [row("a", 0, right=1.0), row("a", 1, right=None), row("b", 0, right=0.0), row("b", 1, right=1.0)]
    assert per_case(rows, "right") == {"a": 1.0, "b": 0.5}


def test_repetitions_have_a_mean_and_a_spread() -> None:
    rows = [
        row(c, n, right=float(v))
        for n, values in enumerate([(1, 1), (1, 0), (0, 0)])
        for c, v in zip("ab", values, strict=True)
    ]
    found = summed(RIGHT, rows)
    assert found["repeats"] == [1.0, 0.5, 0.0]
    assert (found["value"], found["stdev"]) == (0.5, 0.5)


def test_counts_are_of_the_worst_repetition() -> None:
    rows = [row("a", 0, faults=0.0), row("a", 1, faults=2.0), row("b", 0, faults=1.0), row("b", 1, faults=1.0)]
    assert summed(FAULTS, rows)["value"] == 3.0


def test_intervals_hold_the_mean_and_are_the_same_each_time() -> None:
    values = [1.0] * 80 + [0.0] * 20
    low, high = interval(values)  # type: ignore[misc]
    assert 0.70 < low < 0.8 < high < 0.90
    assert interval(values) == (low, high)
    assert interval([1.0]) is None


def test_a_task_is_summed_up_with_errors_tokens_and_groups() -> None:
    rows = [
        {**row("a", right=1.0, invented=0.0, seconds=2.0), "output": {"usage": {"answer": 7, "fresh_prompt": -1}}},
        {**row("b", right=0.0, invented=1.0), "output": {"usage": {"answer": 5}}},
        {**row("c"), "error": {"code": "defect"}, "seconds": 0.0},
    ]
    found = summarise(task({}), rows)
    assert (found["cases"], found["errors"], found["seconds"]) == (3, 1, 3.0)
    assert found["tokens"] == {"answer": 12, "fresh_prompt": 0}
    assert found["groups"]["split"]["dev"] == {"cases": 3, "right": 0.5, "invented": 1.0}
