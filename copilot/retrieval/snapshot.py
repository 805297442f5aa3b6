"""One consistent view of the index: segments with their passages, dates, links; replaced as a whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from copilot.domain import Kind, Passage, Ref
from copilot.retrieval import bm25, fuse
from copilot.retrieval.fields import article_of
from copilot.retrieval.query import Query
from copilot.retrieval.segment import Segment

_NEVER = dt.date.max.toordinal() + 1
DENSE_CANDIDATES = 400


@dataclass(frozen=True)
class Snapshot:
    """`rows` are the passages of all segments in order; a row whose passage was removed or changed is None."""

    segments: tuple[tuple[str, Segment], ...]  # (part, segment)
    rows: tuple[Passage | None, ...]
    weights: fuse.Weights

    @cached_property
    def alive(self) -> np.ndarray:
        return np.array([row is not None and row.authority != "draft" for row in self.rows], bool)

    @cached_property
    def counts(self) -> tuple[int, int]:
        """Passages that can be searched by words, and by vectors."""
        live = [row is not None for row in self.rows]
        offset = dense = 0
        for _, segment in self.segments:
            end = offset + len(segment.rows)
            dense += sum(live[offset:end]) if segment.vectors is not None else 0
            offset = end
        return sum(live), dense

    @cached_property
    def _days(self) -> tuple[np.ndarray, np.ndarray]:
        start = [row.in_force_from.toordinal() if row and row.in_force_from else _NEVER for row in self.rows]
        stop = [row.repealed_from.toordinal() if row and row.repealed_from else _NEVER for row in self.rows]
        return np.array(start, np.int32), np.array(stop, np.int32)

    @cached_property
    def prior(self) -> np.ndarray:
        blank = next((row for row in self.rows if row), None)
        return fuse.prior([row or blank for row in self.rows], self.weights) if blank else np.zeros(0, np.float32)

    @cached_property
    def editorial(self) -> np.ndarray:
        return np.array([row is not None and fuse.is_editorial(row) for row in self.rows], bool)

    @cached_property
    def by_instrument(self) -> Mapping[str, np.ndarray]:
        """Row numbers of each instrument."""
        out: dict[str, list[int]] = defaultdict(list)
        for n, row in enumerate(self.rows):
            if row:
                out[row.instrument].append(n)
        return {title: np.array(numbers) for title, numbers in out.items()}

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        return {row.id: n for n, row in enumerate(self.rows) if row}

    @cached_property
    def _links(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sources, targets, shares: who passes a part of its score to the article it rests on."""
        wanted = {(ref.instrument, article_of(ref.article)) for row in self.rows if row for ref in row.rests_on}
        titles = {title for title, _ in wanted}
        places: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for n, row in enumerate(self.rows):
            if row and row.instrument in titles:
                places[row.instrument, article_of(row.article)].append(n)
        links = [
            (n, target, self.weights.qa_flow if row.kind in ("qa", "case") else self.weights.related_flow)
            for n, row in enumerate(self.rows)
            if row
            for ref in row.rests_on
            for target in self._targets(ref, places)
            if target != n
        ]
        sources, targets, shares = zip(*links, strict=True) if links else ((), (), ())
        return np.array(sources, np.int64), np.array(targets, np.int64), np.array(shares, np.float32)

    def _targets(self, ref: Ref, places: Mapping[tuple[str, str | None], list[int]]) -> Sequence[int]:
        article = article_of(ref.article)
        return places.get((ref.instrument, article), ()) if article else ()

    def prepare(self) -> None:
        """Computes what the first question would otherwise wait for."""
        self.eligible(dt.date.min)
        self.flow(np.zeros(len(self.rows), np.float32))
        _ = (self.prior, self.editorial, self.by_instrument, self.by_id, self._faiss)

    def eligible(self, as_of: dt.date, kinds: Sequence[Kind] | None = None) -> np.ndarray:
        """(n,) bool: in force on `as_of`, of these kinds; drafts never."""
        start, stop = self._days
        day = as_of.toordinal()
        mask = self.alive & (start <= day) & (day < stop)
        if kinds is not None:
            mask &= np.array([row is not None and row.kind in kinds for row in self.rows], bool)
        return mask

    @cached_property
    def _faiss(self):
        """Flat inner-product index over all rows with vectors, and their row numbers; None without vectors.

        FAISS directly: llama-index's vector store would import 100 MB and 1.4 s for the same call.
        """
        numbers, blocks, offset = [], [], 0
        for _, segment in self.segments:
            if segment.vectors is not None:
                numbers.append(np.arange(offset, offset + len(segment.rows)))
                blocks.append(segment.vectors)
            offset += len(segment.rows)
        if not blocks:
            return None
        import faiss

        index = faiss.IndexFlatIP(int(blocks[0].shape[1]))
        for block in blocks:
            index.add(np.ascontiguousarray(block, np.float32))
        return index, np.concatenate(numbers)

    def lexical(self, query: Query) -> tuple[np.ndarray, np.ndarray]:
        """Word and character-pair scores of all rows, each (n,) float32, 0 to 1."""
        words, pairs = np.zeros(len(self.rows), np.float32), np.zeros(len(self.rows), np.float32)
        spans, offset = [], 0
        for part, segment in self.segments:
            spans.append((part, segment, slice(offset, offset + len(segment.rows))))
            offset += len(segment.rows)
        for part in {part for part, _ in self.segments}:
            mine = [(segment, span) for p, segment, span in spans if p == part]
            for (_, span), scores in zip(mine, bm25.score([s.words for s, _ in mine], query.terms), strict=True):
                words[span] = scores
            paired = [(segment.pairs, span) for segment, span in mine if segment.pairs is not None]
            for (_, span), scores in zip(paired, bm25.score([m for m, _ in paired], query.pairs), strict=True):
                pairs[span] = scores
        return words, pairs

    def dense(self, vector: np.ndarray | None, mask: np.ndarray, floor: float | None) -> np.ndarray:
        """(n,) float32: cosine above the floor for the nearest rows within `mask`, 0 elsewhere.

        Without a `floor` (a model that calls everything similar) the last candidate sets it, and what is
        above is stretched to end at 1.
        """
        out = np.zeros(len(self.rows), np.float32)
        if vector is None or self._faiss is None or not vector.any():
            return out
        import faiss

        index, numbers = self._faiss
        bitmap = np.packbits(mask[numbers], bitorder="little")
        selector = faiss.IDSelectorBitmap(len(numbers), faiss.swig_ptr(bitmap))
        wanted = min(DENSE_CANDIDATES, len(numbers))
        scores, found = index.search(
            vector[None].astype(np.float32),
            wanted,
            params=faiss.SearchParameters(sel=selector),  # type: ignore[call-arg]
        )
        kept = found[0] >= 0
        near = scores[0][kept]
        if floor is None:
            floor = float(near.min(initial=1.0))
            near = floor + (near - floor) / max(1 - floor, 1e-6)
        out[numbers[found[0][kept]]] = np.maximum(near - floor, 0)
        return out

    def parts(
        self, query: Query, vector: np.ndarray | None, mask: np.ndarray, *, floor: float | None = None
    ) -> dict[str, np.ndarray]:
        """Weighted parts of every row's score before links: words, pairs, dense, named, prior."""
        words, pairs = self.lexical(query)
        named = np.zeros(len(self.rows), np.float32)
        for title in query.instruments:
            named[self.by_instrument.get(title, np.array([], np.int64))] = self.weights.named
        near = self.weights.dense * self.dense(vector, mask, floor)
        found = (words > 0) | (near > 0)
        return {
            "words": self.weights.words * words,
            "pairs": self.weights.pairs * pairs,
            "dense": near,
            "named": np.where(found, named, 0),
            "prior": np.where(found, self.prior, 0),
        }

    def flow(self, base: np.ndarray) -> np.ndarray:
        """What found questions, cases and related articles pass on, from each row's own score."""
        return fuse.flow(base, *self._links, many=self.weights.many)


def assemble(
    segments: Sequence[tuple[str, Segment]], passages: Mapping[bytes, Passage], weights: fuse.Weights
) -> Snapshot:
    """A snapshot in which each passage stands once: in the first segment that holds its content."""
    left = dict(passages)
    rows = tuple(left.pop(row, None) for _, segment in segments for row in segment.rows)
    return Snapshot(tuple(segments), rows, weights)
