"""Gates: thresholds, the baseline, errors, scores that are missing; what is red names value, limit and cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import BadInput
from eval.gate import Gates, check, read_gates, text
from eval.scores import Scores
from eval.tasks import TASKS
from tests.eval.made import scores

ALL = [f"c{n:02}" for n in range(40)]


def gates(**gate: object) -> Gates:
    one = [{"task": "sums", "metric": "right", **gate}] if gate else []
    return Gates.model_validate({"gate": one, "baseline": {"tolerance": 0.02}})


def share(right: int, **given: object) -> Scores:
    return scores({c: float(n < right) for n, c in enumerate(ALL)}, **given)  # type: ignore[arg-type]


def test_the_file_names_tasks_and_metrics_that_exist() -> None:
    known = {t.name: {m.name for m in t.metrics} for t in TASKS}
    found = read_gates()
    assert {(g.task, g.metric) for g in found.gate if g.metric not in known.get(g.task, ())} == set()
    assert set(known) <= {g.task for g in found.gate}, "a task without any gate guards nothing"
    zero = {("answers", "fabricated"), ("answers", "loose_numbers"), ("stories", "lighter"), ("paths", "lighter")}
    assert zero <= {(g.task, g.metric) for g in found.gate if g.max == 0}
    for name in (*found.baseline.tolerances, *found.baseline.skip):
        task, _, metric = name.partition(".")
        assert task in known and (not metric or metric in known[task]), name


@pytest.mark.parametrize(
    ("right", "gate", "passed"),
    [
        (36, {"min": 0.9}, True),
        (35, {"min": 0.9}, False),
        (35, {"min": 0.9, "min_n": 41}, True),
        (35, {"min": 0.9, "backends": ["local"]}, True),
        (35, {"min": 0.9, "suites": ["full"]}, True),
        (35, {"min": 0.9, "suites": ["ci"]}, False),
        (35, {"max": 0.9}, True),
        (40, {"max": 0.9}, False),
    ],
)
def test_thresholds(right: int, gate: dict, passed: bool) -> None:
    assert check(share(right), gates(**gate))["passed"] is passed


def test_a_red_gate_says_which_value_limit_and_cases() -> None:
    found = check(share(38), gates(min=0.99, target=1.0))
    (result,) = found["results"]
    assert (result["gate"], result["value"], result["limit"], result["target_met"]) == ("sums.right", 0.95, 0.99, False)
    assert [c["case"] for c in result["cases"]] == ["c38", "c39"]
    assert result["cases"][0]["faults"] == ["不对"]
    lines = "\n".join(text(found))
    assert "不通过 sums.right（门槛）：0.95，界限 0.99" in lines and "c38：不对" in lines


def test_a_missed_target_is_told_and_turns_nothing_red() -> None:
    found = check(share(36), gates(min=0.8, target=0.95))
    assert found["passed"]
    assert "未达目标 sums.right：0.9，目标 0.95" in "\n".join(text(found))


def test_what_was_not_measured_is_red() -> None:
    unscored = scores(dict.fromkeys(ALL, None))
    assert not check(unscored, gates(min=0.5))["passed"]
    assert not check(share(40), gates(metric="nosuch", min=0.5))["passed"]
    missing = Scores("a", share(40).header, {})
    assert not check(missing, gates(min=0.5))["passed"]


def test_too_many_unscored_are_red() -> None:
    half = scores({c: 1.0 if n % 2 else None for n, c in enumerate(ALL)})
    assert check(half, gates(min=0.5))["passed"]
    assert not check(half, gates(min=0.5, max_unscored=0.1))["passed"]


def test_errors_are_red() -> None:
    found = check(share(40, errors=1), gates(min=0.5))
    assert [(r["gate"], r["passed"]) for r in found["results"]] == [("sums.right", True), ("sums.errors", False)]


@pytest.mark.parametrize(
    ("before", "after", "passed"), [(40, 40, True), (36, 38, True), (40, 39, False), (30, 20, False)]
)
def test_not_worse_than_the_baseline(before: int, after: int, passed: bool) -> None:
    """One case of forty is 0.025, more than the tolerance of 0.02."""
    found = check(share(after), gates(), baseline=share(before, name="base"))
    assert found["passed"] is passed
    if not passed:
        result = next(r for r in found["results"] if r["gate"] == "sums.right")
        assert [c["case"] for c in result["cases"]][:1] == [f"c{after:02}"]


def test_a_count_may_not_rise_at_all() -> None:
    found = check(share(40, invented={"c01": 1.0}), gates(), baseline=share(40, name="base"))
    assert [(r["gate"], r["passed"]) for r in found["results"]] == [("sums.right", True), ("sums.invented", False)]


def test_a_model_is_given_its_chance() -> None:
    """With a model in it, one case of forty may differ by chance; twelve of forty may not."""
    base = share(40, name="base", backend="local")
    assert check(share(39, backend="local"), gates(), baseline=base)["passed"]
    assert not check(share(28, backend="local"), gates(), baseline=base)["passed"]


def test_growth_of_the_dataset_is_not_a_loss() -> None:
    base = scores(dict.fromkeys(ALL[:20], 1.0), name="base")
    assert check(share(20), gates(), baseline=base)["passed"]


def test_a_metric_that_vanished_is_red() -> None:
    gone = Scores("a", share(40).header, {})
    assert not check(gone, gates(), baseline=share(40, name="base"))["passed"]


@pytest.mark.parametrize(
    "body",
    ["nonsense = [", '[[gate]]\ntask = "a"\nmetric = "b"\n[baseline]\ntolerance = 0.1', "[baseline]\ntolerance = -1"],
)
def test_a_gates_file_that_cannot_be_used(tmp_path: Path, body: str) -> None:
    file = tmp_path / "gates.toml"
    file.write_text(body, "utf-8")
    with pytest.raises(BadInput, match="门槛文件"):
        read_gates(file)
