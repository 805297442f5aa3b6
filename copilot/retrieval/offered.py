"""The best rows of a search, and the law of another time that would have been among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from copilot.domain import Hit, Passage
from copilot.retrieval import fuse
from copilot.retrieval.snapshot import Snapshot

MAX_OFFERED = 3


def best_rows(scores: np.ndarray, k: int) -> np.ndarray:
    """Row numbers of the `k` best positive scores, best first; equal scores keep their order."""
    k = min(k, len(scores))
    if not k:
        return np.array([], np.int64)
    rows = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(len(scores))
    rows = rows[np.lexsort((rows, -scores[rows]))]
    return rows[scores[rows] > 0]


def offered_law(snapshot: Snapshot, base: np.ndarray, mask: np.ndarray, hits: Sequence[Hit]) -> list[str]:
    """Law of another time that would have ranked among the first five, in words."""
    bar = 0.2
    if hits:
        fifth = hits[min(4, len(hits) - 1)]
        bar = max(bar, fifth.score - sum(fifth.scores.get(part, 0) for part in ("flow", "exact")))
    others = np.where(snapshot.alive & ~mask, base, -1)
    out: dict[str, None] = {}
    for row in best_rows(others, 12):
        passage = snapshot.rows[row]
        if passage and others[row] >= bar and not fuse.is_editorial(passage):
            out.setdefault(_period(passage))
    return list(out)[:MAX_OFFERED]


def _period(passage: Passage) -> str:
    """`《数据出境安全评估办法》第四条（2022-09-01 至 2024-03-21 有效）`."""
    title = passage.instrument if "《" in passage.instrument else f"《{passage.instrument}》"
    place = f"{title}{passage.article or passage.section or ''}"
    start = f"{passage.in_force_from:%Y-%m-%d}" if passage.in_force_from else "日期不详"
    if passage.repealed_from is None:
        return f"{place}（自 {start} 起施行）"
    return f"{place}（{start} 至 {passage.repealed_from - dt.timedelta(days=1):%Y-%m-%d} 有效）"
