"""Two runs case by case: differences, intervals, paired tests, the worst regressions first."""

from __future__ import annotations

import numpy as np
import pytest

from eval.compare import compare, difference, text
from tests.eval.made import scores

ALL = [f"c{n:02}" for n in range(40)]


def test_mcnemar_of_known_counts() -> None:
    """Nine cases lost and one won: exact two-sided binomial of 1 in 10 is 22/1024."""
    before = np.array([1.0] * 9 + [0.0] + [1.0] * 30)
    after = np.array([0.0] * 9 + [1.0] + [1.0] * 30)
    found = difference(before, after)
    assert found["test"] == "McNemar"
    assert found["p"] == pytest.approx(22 / 1024, abs=1e-5)
    assert found["change"] == pytest.approx(-0.2)
    assert found["low"] < -0.2 < found["high"] < 0


def test_shares_are_tested_by_permutation() -> None:
    rng = np.random.default_rng(1)
    before = rng.uniform(0.3, 0.6, 40)
    gain = difference(before, before + 0.1)
    assert (gain["test"], gain["change"]) == ("permutation", pytest.approx(0.1))
    assert gain["p"] < 0.001
    noise = difference(before, rng.permutation(before))
    assert noise["p"] > 0.05 and noise["low"] < 0 < noise["high"]


def test_the_same_run_has_no_difference() -> None:
    found = compare(scores(dict.fromkeys(ALL, 1.0)), scores(dict.fromkeys(ALL, 1.0), name="b"))
    assert all(m["change"] == 0 and m["p"] == 1.0 for m in found["metrics"])
    assert found["regressions"] == []
    assert "没有差别" in "\n".join(text(found))


def test_regressions_counts_first_then_the_larger_loss() -> None:
    a = scores({"x": 1.0, "y": 0.5, "z": 1.0})
    b = scores({"x": 0.0, "y": 0.4, "z": 1.0}, name="b", invented={"y": 1.0})
    found = compare(a, b)
    assert [r["case"] for r in found["regressions"]] == ["y", "x"]
    assert found["regressions"][0]["metrics"] == {"right": [0.5, 0.4], "invented": [0.0, 1.0]}
    assert found["regressions"][1]["faults"] == ["不对"]
    right = next(m for m in found["metrics"] if m["metric"] == "right")
    assert (right["better_cases"], right["worse_cases"], right["n"]) == (0, 2, 3)
    lines = "\n".join(text(found))
    assert "变差 sums y" in lines and "↓ sums.right" in lines


def test_less_is_better_for_faults() -> None:
    fewer = compare(scores({"x": 1.0}, invented={"x": 2.0}), scores({"x": 1.0}, name="b", invented={"x": 0.0}))
    invented = next(m for m in fewer["metrics"] if m["metric"] == "invented")
    assert invented["change"] == 2.0 and fewer["regressions"] == []


def test_cases_with_changed_labels_or_without_a_score_are_left_out() -> None:
    a = scores({"x": 1.0, "y": 1.0, "z": 1.0, "only": 1.0})
    b = scores({"x": 0.0, "y": 0.0, "z": None}, name="b", digests={"x": "11111111", "y": "00000000", "z": "00000000"})
    found = compare(a, b)
    right = next(m for m in found["metrics"] if m["metric"] == "right")
    assert right["n"] == 1
    assert [r["case"] for r in found["regressions"]] == ["y"]
