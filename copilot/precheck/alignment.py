"""Where a filled-in text differs from a form: an edit distance in which the form's blanks take any words at no cost.

Long runs that both share are set aside first (rapidfuzz); what is between them is aligned exactly, sign by sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein

CHANGED, LOST, ADDED = 30, 20, 20
FILLED, SKIPPED = 1, 1
ANCHOR_SIGNS, MAX_CELLS = 24, 8_000_000


@dataclass(frozen=True)
class Form:
    """A form as signs. `soft`: signs that may go; `open`: whether words may be put in before a sign (one more than
    there are signs)."""

    signs: str
    soft: np.ndarray
    open: np.ndarray

    def part(self, start: int, end: int) -> Form:
        """A run of it."""
        return Form(self.signs[start:end], self.soft[start:end], self.open[start : end + 1])


@dataclass(frozen=True, slots=True)
class Edit:
    """Signs `start` to `end` of the form stand as signs `at` to `to` of the text; `filled`: words put into a blank."""

    start: int
    end: int
    at: int
    to: int
    filled: bool = False


def align(form: Form, text: str) -> list[Edit]:
    """Every place where a text differs from the form, and every blank that it fills, in order."""
    found: list[Edit] = []
    start = at = 0
    for a, b, size in (*_anchors(form, text), (len(form.signs), len(text), 0)):
        found += (
            Edit(e.start + start, e.end + start, e.at + at, e.to + at, e.filled)
            for e in _edits(form.part(start, a), text[at:b])
        )
        start, at = a + size, b + size
    return found


def _anchors(form: Form, text: str) -> Iterator[tuple[int, int, int]]:
    """Runs that both share: long, without a blank or a sign that may go."""
    for code in Levenshtein.opcodes(form.signs, text):
        if code.tag != "equal":
            continue
        start, at, end = code.src_start, code.dest_start, code.src_end
        loose = form.soft[start:end] | form.open[start:end]
        edges = [-1, *np.flatnonzero(loose).tolist(), end - start]
        for left, right in pairwise(edges):
            size = right - left - 3  # a sign on either side is left to the exact alignment
            if size >= ANCHOR_SIGNS:
                yield start + left + 2, at + left + 2, size


def _edits(form: Form, text: str) -> list[Edit]:
    if not form.signs and not text:
        return []
    if (len(form.signs) + 1) * (len(text) + 1) > MAX_CELLS:
        codes = Levenshtein.opcodes(form.signs, text)
        return [Edit(c.src_start, c.src_end, c.dest_start, c.dest_end) for c in codes if c.tag != "equal"]
    return _joined(_steps(form, text))


def _costs(form: Form, text: str) -> np.ndarray:
    """Cost of the best alignment of the first i signs of the form with the first j of the text, `(n + 1, m + 1)`."""
    signs = np.array([ord(c) for c in text], dtype=np.int32)
    along = np.arange(len(text) + 1, dtype=np.int32)
    costs = np.empty((len(form.signs) + 1, len(text) + 1), dtype=np.int32)
    costs[0] = along * (FILLED if form.open[0] else ADDED)
    for i, sign in enumerate(form.signs):
        row = costs[i] + (SKIPPED if form.soft[i] else LOST)
        row[1:] = np.minimum(row[1:], costs[i][:-1] + np.where(signs == ord(sign), 0, CHANGED))
        step = along * (FILLED if form.open[i + 1] else ADDED)
        costs[i + 1] = np.minimum.accumulate(row - step) + step
    return costs


def _steps(form: Form, text: str) -> list[Edit]:
    """The alignment, one sign at a time, without the signs that agree and those that may go."""
    costs, found = _costs(form, text), []
    i, j = len(form.signs), len(text)
    while i or j:
        here = costs[i, j]
        if i and j and form.signs[i - 1] == text[j - 1] and here == costs[i - 1, j - 1]:
            i, j = i - 1, j - 1
        elif j and here == costs[i, j - 1] + (FILLED if form.open[i] else ADDED):
            found.append(Edit(i, i, j - 1, j, bool(form.open[i])))
            j -= 1
        elif i and here == costs[i - 1, j] + (SKIPPED if form.soft[i - 1] else LOST):
            if not form.soft[i - 1]:
                found.append(Edit(i - 1, i, j, j))
            i -= 1
        else:
            found.append(Edit(i - 1, i, j - 1, j))
            i, j = i - 1, j - 1
    return found[::-1]


def _joined(steps: list[Edit]) -> list[Edit]:
    found: list[Edit] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.filled == step.filled and (last.end, last.to) == (step.start, step.at):
            found[-1] = Edit(last.start, step.end, last.at, step.to, step.filled)
        else:
            found.append(step)
    return found
