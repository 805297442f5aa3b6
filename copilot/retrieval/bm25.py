"""BM25 over segments: bm25s builds and stores the matrix, the query side weighs terms across segments.

The query loop is ours because bm25s can neither weigh a query term (synonyms count half) nor merge
segments: each segment's matrix holds its own idf, which is replaced at query time by the idf over all
segments of the group, so that adding one instrument leaves the stored segments untouched.

Source: Robertson & Zaragoza 2009; bm25s (Lù 2024), method "lucene".
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

K1, B = 1.2, 0.6
MAX_TERMS = 96


@dataclass(frozen=True)
class Matrix:
    """One stored field of one segment: columns are terms, rows are passages; all arrays memory-mapped."""

    vocabulary: Mapping[str, int]
    data: np.ndarray
    indices: np.ndarray
    indptr: np.ndarray
    rows: int

    def count(self, term: str) -> int:
        """In how many rows the term occurs."""
        column = self.vocabulary.get(term)
        return 0 if column is None else int(self.indptr[column + 1] - self.indptr[column])


def build(documents: Sequence[list[str]], folder: Path) -> None:
    """Indexes term lists and writes the matrix to `folder` in bm25s's own format."""
    import bm25s  # lazy: only a build needs it

    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index([terms or ["\0"] for terms in documents], show_progress=False, leave_progress=False)
    index.save(str(folder), show_progress=False)


def load(folder: Path) -> Matrix:
    """Maps a stored matrix. Raises OSError or ValueError where files are missing or damaged."""
    vocabulary = json.loads((folder / "vocab.index.json").read_text("utf-8"))
    arrays = {n: np.load(folder / f"{n}.csc.index.npy", mmap_mode="r") for n in ("data", "indices", "indptr")}
    rows = json.loads((folder / "params.index.json").read_text("utf-8"))["num_docs"]
    return Matrix(vocabulary=vocabulary, rows=rows, **arrays)


def _idf(rows: int, count: int) -> float:
    return math.log(1 + (rows - count + 0.5) / (count + 0.5))


def score(matrices: Sequence[Matrix], terms: Mapping[str, float]) -> list[np.ndarray]:
    """One (rows,) float32 array a matrix: the idf-weighted share of the query that a row covers, 0 to 1.

    A term that no row holds lowers every score, so that a question from another field scores low.
    """
    total_rows = sum(m.rows for m in matrices)
    idf = {t: _idf(total_rows, sum(m.count(t) for m in matrices)) for t in terms}
    kept = sorted(terms, key=lambda t: -terms[t] * idf[t])[:MAX_TERMS]
    whole = sum(terms[t] * idf[t] for t in kept) or 1.0
    out = [np.zeros(m.rows, np.float32) for m in matrices]
    for term in kept:
        for matrix, scores in zip(matrices, out, strict=True):
            column = matrix.vocabulary.get(term)
            if column is None:
                continue
            start, stop = int(matrix.indptr[column]), int(matrix.indptr[column + 1])
            weight = terms[term] * idf[term] / (_idf(matrix.rows, stop - start) * whole)
            scores[matrix.indices[start:stop]] += np.float32(weight) * matrix.data[start:stop]
    return out
