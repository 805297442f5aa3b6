"""What questions and cases pass on to the articles they rest on."""

import numpy as np
import pytest

from copilot.retrieval import fuse


def test_the_best_source_counts_and_others_a_little() -> None:
    base = np.array([0.8, 0.6, 0.0, 0.0], np.float32)
    sources, targets = np.array([0, 1, 1]), np.array([2, 2, 3])
    shares = np.full(3, 0.5, np.float32)
    best = fuse.flow(base, sources, targets, shares)
    both = fuse.flow(base, sources, targets, shares, many=0.1)
    assert best.tolist() == pytest.approx([0, 0, 0.4, 0.3])
    assert both.tolist() == pytest.approx([0, 0, 0.43, 0.3])


def test_a_row_that_is_not_eligible_passes_nothing_on() -> None:
    base = np.array([-1.0, 0.0], np.float32)
    passed = fuse.flow(base, np.array([0]), np.array([1]), np.ones(1, np.float32), many=0.1)
    assert passed.tolist() == [0, 0]


def test_no_links() -> None:
    none = np.array([], np.int64)
    assert not fuse.flow(np.ones(3, np.float32), none, none, np.array([], np.float32), many=0.5).any()
