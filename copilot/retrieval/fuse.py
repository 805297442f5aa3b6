"""Scores of all passages for one question: a calibrated sum whose parts are shown with every hit.

    words      BM25 over words, share of the question covered (0 to 1)
    pairs      BM25 over character pairs, domain part only
    dense      cosine of the embedder above its floor, 0 to 1
    named      the question names the instrument
    prior      core instrument; authority and recency break ties
    flow       the questions-and-answers and cases that rest on the article, and related articles
    exact      the question cites the place
    rerank     cross-encoder, where one is configured
    placement  moves editorial rows behind the first five official ones

Weights were fitted by `python -m eval.held_out --fit` on our own held-out questions; `named`, `core` and `many` then
on the editorial questions, each with its own answer taken away, and checked against the development questions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain import Passage

OFFICIAL_FIRST = 5
_AUTHORITY = {
    "law": 1.0, "administrative_regulation": 0.9, "department_rule": 0.8, "negative_list": 0.7,
    "normative_document": 0.6, "official_qa": 0.6, "local_rule": 0.5, "guide": 0.5, "contract_template": 0.5,
    "standard": 0.4, "plan": 0.3, "editorial": 0.1, "case": 0.0, "draft": 0.0,
}  # fmt: skip
EDITORIAL = frozenset({"editorial", "case"})


@dataclass(frozen=True)
class Weights:
    """Weight of each part; `*_flow` are shares of the source's score that reach the article it rests on, `many` is how
    far every further source counts beside the best."""

    words: float = 1.0
    pairs: float = 1.1
    dense: float = 1.0
    named: float = 0.3
    core: float = 0.035
    tie: float = 0.004
    qa_flow: float = 0.5
    related_flow: float = 0.3
    many: float = 0.05
    exact: float = 4.0
    rerank: float = 1.0


def is_editorial(passage: Passage) -> bool:
    """Whether the passage is ours (Q&A, case, material list) rather than an authority's."""
    return passage.authority in EDITORIAL


def prior(passages: Sequence[Passage], weights: Weights) -> np.ndarray:
    """(n,) float32: core instruments first; authority, then recency, only break ties."""
    newest = dt.date(2030, 1, 1).toordinal()
    out = np.empty(len(passages), np.float32)
    for n, p in enumerate(passages):
        age_years = (newest - p.in_force_from.toordinal()) / 365 if p.in_force_from else 60
        tie = _AUTHORITY.get(p.authority, 0.0) + 0.5 * max(0.0, 1 - age_years / 60)
        out[n] = weights.core * p.core + weights.tie * tie
    return out


def flow(
    base: np.ndarray, sources: np.ndarray, targets: np.ndarray, shares: np.ndarray, *, top: int = 60, many: float = 0.0
) -> np.ndarray:
    """(n,) float32: what the best sources pass on; only the `top` strongest links count. A target takes the best and
    the share `many` of all others."""
    out = np.zeros_like(base)
    if not len(sources):
        return out
    passed = np.maximum(base[sources], 0) * shares
    strongest = np.argpartition(-passed, top)[:top] if len(passed) > top else np.arange(len(passed))
    np.maximum.at(out, targets[strongest], passed[strongest])
    if many:
        total = np.zeros_like(base)
        np.add.at(total, targets[strongest], passed[strongest])
        out += np.float32(many) * (total - out)
    return out


def placements(scores: Sequence[float], editorial: Sequence[bool], *, first: int = OFFICIAL_FIRST) -> list[float]:
    """How far each row (best first) is lowered so that editorial rows follow the first official ones.

    A reader needs the law to cite and the plain answer: the law fills the first five rows, the answer
    that led to it comes right after them.
    """
    official = [s for s, ours in zip(scores, editorial, strict=True) if not ours]
    if not official:
        return [0.0] * len(scores)
    floor = official[min(first, len(official)) - 1]
    out, step = [], 0
    for value, ours in zip(scores, editorial, strict=True):
        if ours and value >= floor:
            step += 1
            out.append(floor - 1e-4 * step - value)
        else:
            out.append(0.0)
    return out
