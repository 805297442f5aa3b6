"""Search over the knowledge base: exact citations, BM25, dense, fused, filtered by date before ranking."""

from __future__ import annotations

import copy
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import structlog

from copilot.characters import is_traditional, to_simplified
from copilot.domain import Hit, Kind, Passage
from copilot.errors import BadInput, CopilotError, ModelUnavailable
from copilot.retrieval import fields, fuse
from copilot.retrieval.dense import Embedder
from copilot.retrieval.offered import best_rows, offered_law
from copilot.retrieval.query import Analyser, Query
from copilot.retrieval.rerank import Reranker
from copilot.retrieval.segment import Segment, Store
from copilot.retrieval.snapshot import Snapshot, assemble
from copilot.retrieval.tokenise import Tokeniser

Exact = Callable[[str, dt.date], Sequence[Passage]]
Remark = Callable[[dt.date], str]
log = structlog.get_logger(__name__)
MAX_K = 200
REBUILD_AFTER_S = 60.0


@dataclass(frozen=True)
class Found:
    """Hits best first; `offered` names law of another time that was left out; `notices` say what the reader must
    know of this search (a degraded index, a day outside what is covered); times in milliseconds."""

    hits: list[Hit]
    offered: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """How far the build is. `ready`: everything is searchable; `failed`: it ended before that; `notes` say what was
    degraded or rebuilt."""

    ready: bool
    lexical: int
    dense: int
    total: int
    notes: tuple[str, ...] = ()
    failed: bool = False


class _Superseded(Exception):
    """A newer knowledge base was taken up; the work on this one ends."""


@dataclass
class _Turn:
    """Shared by all retrievers of one line (`renewed`): only the newest goes on embedding, one at a time."""

    newest: int = 0
    embedding: threading.Lock = field(default_factory=threading.Lock)


class Retriever:
    """Searches `passages`. The domain's instruments are searchable on return of the constructor, the rest
    (statutes at large, and vectors of a slow embedder) is loaded or built by a background thread.

    Args:
        passages: the knowledge base.
        synonyms: glossary term -> its everyday names, indexed as whole words.
        titles: canonical title -> short names.
        cache_dir: where segments are kept; shared by clones, since they are keyed by content.
        embedder: made from the same tokeniser by `make_embedder`; None for lexical search only.
        exact: finds the places that a question cites (as of a date).
        remark: what a reader must know of a day, in Chinese; empty when nothing.
        background: False builds everything before returning.
    """

    def __init__(
        self,
        passages: Iterable[Passage],
        *,
        synonyms: Mapping[str, Sequence[str]],
        titles: Mapping[str, Sequence[str]],
        cache_dir: Path,
        make_embedder: Callable[[Tokeniser], Embedder | None] = lambda tokeniser: None,
        exact: Exact | None = None,
        remark: Remark | None = None,
        reranker: Reranker | None = None,
        weights: fuse.Weights | None = None,
        max_chars: int = 4000,
        background: bool = True,
    ) -> None:
        tokeniser = Tokeniser((*synonyms, *(n for names in synonyms.values() for n in names)))
        self.tokeniser = tokeniser
        self._synonyms = synonyms
        self._analyser = Analyser(tokeniser, synonyms, titles)
        self._store = Store(cache_dir, tokeniser)
        self._exact, self._remark, self._reranker = exact, remark, reranker
        self._weights, self._max_chars = weights or fuse.Weights(), max_chars
        self._without_vectors = ""  # why questions are searched without vectors at present
        self._building = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failed: Exception | None = None
        self._failed_at = 0.0
        self._rest: list[bytes] = []
        self._turn, self._mine = _Turn(), 0
        self._embedded_so_far = 0  # of a slow embedder's work in progress
        self._embedder = make_embedder(tokeniser)
        self._passages: dict[bytes, Passage] = {}
        self._snapshot = Snapshot((), (), self._weights)
        self._background = background
        self.update(passages)

    def update(self, passages: Iterable[Passage]) -> None:
        """Takes a changed knowledge base: what is stored is reused, what is new becomes a small segment."""
        with self._building:
            self._turn.newest += 1
            self._mine, self._embedded_so_far = self._turn.newest, 0
            self._failed = None
            self._passages = {fields.content_hash(p): p for p in passages}
            parts: dict[str, list[bytes]] = {"domain": [], "rest": []}
            for row, passage in self._passages.items():
                parts["domain" if fields.is_domain(passage) else "rest"].append(row)
            segments = [("domain", s) for s in self._segments("domain", parts["domain"])]
            segments += [("rest", s) for s in self._segments("rest", parts["rest"], whole=False)]
            segments = [(part, self._embed(s, wait=False)) for part, s in segments]
            self._snapshot = self._warm(segments)
        self._rest = parts["rest"]
        if self.status().ready:
            return
        if self._background:
            self._start()
        else:
            self._complete()

    def _start(self) -> None:
        self._failed = None
        self._thread = threading.Thread(target=self._complete, name="index", daemon=True)
        self._thread.start()

    def renewed(
        self,
        passages: Iterable[Passage],
        *,
        titles: Mapping[str, Sequence[str]],
        exact: Exact | None,
        remark: Remark | None = None,
    ) -> Retriever:
        """A retriever over a changed knowledge base, with the same store and models; this one goes on unchanged.

        Waits for a lexical build in progress, so that nothing is built twice; slow embedding passes to the new one.
        """
        twin = copy.copy(self)
        twin._analyser = Analyser(self.tokeniser, self._synonyms, titles)
        twin._exact, twin._remark = exact, remark
        twin._thread = None
        twin.update(passages)
        return twin

    def _segments(self, part: str, hashes: Sequence[bytes], *, whole: bool = True) -> list[Segment]:
        """The stored segment of these rows; else one that nearly fits plus a small new one; else a new one.

        With `whole` False nothing large is built: the result is empty where that would be needed.
        """
        if not hashes:
            return []
        exact = self._store.folder(part, hashes)
        if exact.exists() and (segment := self._store.open(exact)):
            return [segment]
        if base := self._store.base_for(part, set(hashes), self._embedder):
            held = set(base.rows)
            missing = [row for row in hashes if row not in held]
            return [base, self._build(part, missing)] if missing else [base]
        return [self._build(part, hashes)] if whole else []

    def _build(self, part: str, hashes: Sequence[bytes]) -> Segment:
        return self._store.build(part, [self._passages[row] for row in hashes], hashes)

    def _embed(self, segment: Segment, *, wait: bool, before: int = 0) -> Segment:
        """The segment with vectors; those of a slow embedder are only loaded unless `wait`."""
        if self._embedder is None:
            return segment
        if not wait and not self._embedder.fast:
            return self._store.vectors(segment, self._embedder) or segment
        passages, mine = self._passages, self._mine
        known = [passages[row] for row in segment.rows if row in passages]
        if len(known) < len(segment.rows):  # a base with removed rows: its vectors were stored when it was built
            return self._store.vectors(segment, self._embedder) or segment

        def on_progress(done: int) -> None:
            if self._turn.newest != mine:
                raise _Superseded
            self._embedded_so_far = max(before + done, self._embedded_so_far)

        return self._store.embed(segment, known, self._embedder, on_progress=on_progress)

    def _complete(self) -> None:
        """Builds what is missing and puts it in place; a failure is kept for `status` and never half-served."""
        mine = self._mine
        try:
            with self._building:
                if self._turn.newest != mine:
                    return
                segments = [(part, s) for part, s in self._snapshot.segments if part == "domain"]
                segments += [("rest", self._embed(s, wait=False)) for s in self._segments("rest", self._rest)]
                self._snapshot = self._warm(segments)
            if self._embedder is not None and not self.status().ready:
                self._embed_all(segments, mine)
        except _Superseded:
            log.info("index_build_superseded")
        except Exception as error:  # a thread must not end in silence: `status` tells
            log.error("index_build_failed", kind=type(error).__name__, exc_info=True)
            self._failed, self._failed_at = error, time.monotonic()
            if not self._background:
                raise

    def _embed_all(self, segments: Sequence[tuple[str, Segment]], mine: int) -> None:
        """Vectors of all segments, the domain's first; each is searched as soon as it has them.

        Outside the build's lock, so that search and `update` go on meanwhile.
        """
        assert self._embedder is not None
        with self._turn.embedding:
            self._embedder.prepare()
            done, current = 0, list(segments)
            for n, (part, segment) in enumerate(segments):
                current[n] = (part, self._embed(segment, wait=True, before=done))
                done += len(segment.rows)
                with self._building:
                    if self._turn.newest != mine:
                        raise _Superseded
                    self._snapshot = self._warm(current)

    def weigh(self, weights: fuse.Weights) -> None:
        """Takes other weights, for fitting; the index stays."""
        with self._building:
            self._weights = weights
            self._snapshot = self._warm(self._snapshot.segments)

    def _warm(self, segments: Sequence[tuple[str, Segment]]) -> Snapshot:
        snapshot = assemble(segments, self._passages, self._weights)
        snapshot.prepare()
        return snapshot

    def wait(self, timeout_s: float | None = None) -> Status:
        """Waits for the background build; returns how far it is."""
        if self._thread:
            self._thread.join(timeout_s)
        return self.status()

    @property
    def snapshot(self) -> Snapshot:
        """The index as it stands; replaced as a whole, never changed."""
        return self._snapshot

    def status(self) -> Status:
        """Progress of the build, in passages."""
        lexical, searched = self._snapshot.counts
        total = len(self._passages)
        ready = self._embedder is None or (searched == total and self._embedder.ready)
        dense = max(searched, min(self._embedded_so_far, total))
        notes = [*self._degraded(), *(f"索引文件损坏，已重建：{why}" for why in self._store.discarded)]
        if self._embedder and self._embedder.doing and not self._failed:
            notes.append(self._embedder.doing)
        return Status(lexical == total and ready, lexical, dense, total, tuple(notes), failed=self._failed is not None)

    def _degraded(self) -> list[str]:
        notes = [f"向量检索不可用，仅用字面检索：{self._without_vectors}"] if self._without_vectors else []
        return [*notes, f"索引未建完：{self._failed}"] if self._failed else notes

    def notices(self, as_of: dt.date) -> list[str]:
        """What the reader of a search must know: a day outside what is covered, an index that is not whole."""
        found = [self._remark(as_of)] if self._remark else []
        found += self._degraded()
        status = self.status()
        if not status.ready and not status.failed:
            vectors = f"，{status.dense} 条有向量" if self._embedder else ""
            found.append(f"索引尚未建完（共 {status.total} 条，{status.lexical} 条可检索{vectors}），结果可能不全")
        return [text for text in found if text]

    def exact(self, query: str, as_of: dt.date) -> list[Hit]:
        """The places that the question cites, in force on `as_of`, in the order cited."""
        if self._exact is None:
            return []
        plain = to_simplified(query) if is_traditional(query) else query
        found = [p for p in self._exact(plain, as_of) if p.in_force(as_of) and p.authority != "draft"]
        return [Hit(p, self._weights.exact, {"exact": self._weights.exact}) for p in found]

    def search(
        self, query: str, *, as_of: dt.date, k: int, kinds: Sequence[Kind] | None = None, history: Sequence[str] = ()
    ) -> list[Hit]:
        """The `k` best passages in force on `as_of`; see `find`."""
        return self.find(query, as_of=as_of, k=k, kinds=kinds, history=history).hits

    def find(
        self, query: str, *, as_of: dt.date, k: int, kinds: Sequence[Kind] | None = None, history: Sequence[str] = ()
    ) -> Found:
        """Hits, what was left out by date, and times.

        Args:
            query: the question, any spelling.
            as_of: the day on which the law is asked about; nothing else is ranked.
            k: how many, 1 to 200.
            kinds: only these kinds; None for all.
            history: earlier questions, oldest first; a short follow-up leans on the last.

        Raises:
            BadInput: empty question, or k out of range.
            TooLarge: the question is too long.
        """
        if not 1 <= k <= MAX_K:
            raise BadInput(f"条数 {k} 不在 1 到 {MAX_K} 之间", hint="用 -k 10 之类的值", en="k is out of range")
        began = time.perf_counter()
        read = self._analyser.read(query, history=history, max_chars=self._max_chars)
        snapshot = self._snapshot
        mask = snapshot.eligible(as_of, kinds)
        vector = self._vector(read)
        embedded = time.perf_counter()
        parts = snapshot.parts(read, vector, snapshot.alive, floor=self._embedder.floor if self._embedder else None)
        base = sum(parts.values(), np.zeros(len(snapshot.rows), np.float32))
        own = np.where(mask, base, -1)
        every_kind = own if kinds is None else np.where(snapshot.eligible(as_of), base, -1)
        parts["flow"] = np.where(mask, snapshot.flow(every_kind), 0)
        parts["exact"] = self._exact_part(snapshot, query, as_of, mask)
        total = np.where(mask, base + parts["flow"] + parts["exact"], -1)
        rows = best_rows(total, max(3 * k, 40))
        hits = self._placed(snapshot, rows, parts, read.text)[:k]
        done = time.perf_counter()
        offered = offered_law(snapshot, base, mask, hits) if kinds is None else []
        times = {
            "embed": (embedded - began) * 1e3,
            "search": (done - embedded) * 1e3,
            "total": (time.perf_counter() - began) * 1e3,
        }
        return Found(hits, offered, self.notices(as_of), {name: round(ms, 2) for name, ms in times.items()})

    def _vector(self, read: Query) -> np.ndarray | None:
        if self._embedder is None or not self._embedder.ready:
            return None
        if not self._snapshot.counts[1] and self._failed is None:
            return None  # nothing to compare with yet: `status` and the notices say so
        try:
            vector = self._embedder.query(read.text, context=read.context)
        except CopilotError as error:  # degraded to lexical search, and said so in status and notices
            self._without_vectors = error.message
            return None
        self._without_vectors = ""
        if isinstance(self._failed, ModelUnavailable) and time.monotonic() - self._failed_at > REBUILD_AFTER_S:
            self._start()  # the model is back: what it could not build is built now
        return vector

    def _exact_part(self, snapshot: Snapshot, query: str, as_of: dt.date, mask: np.ndarray) -> np.ndarray:
        out = np.zeros(len(snapshot.rows), np.float32)
        for place, hit in enumerate(self.exact(query, as_of)[:24]):
            row = snapshot.by_id.get(hit.passage.id)
            if row is not None and mask[row]:
                out[row] = self._weights.exact - 0.05 * place
        return out

    def _placed(self, snapshot: Snapshot, rows: np.ndarray, parts: Mapping[str, np.ndarray], text: str) -> list[Hit]:
        scores = [{name: float(values[row]) for name, values in parts.items()} for row in rows]
        passages = [snapshot.rows[row] for row in rows]
        if self._reranker:
            for part, value in zip(scores, self._reranker.scores(text, passages), strict=True):
                part["rerank"] = self._weights.rerank * value
        totals = [sum(part.values()) for part in scores]
        order = sorted(range(len(rows)), key=lambda n: -totals[n])
        moves = fuse.placements([totals[n] for n in order], [bool(snapshot.editorial[rows[n]]) for n in order])
        for n, move in zip(order, moves, strict=True):
            if move:
                scores[n]["placement"] = move
        hits = [Hit(passages[n], sum(scores[n].values()), {k: v for k, v in scores[n].items() if v}) for n in order]
        return sorted(hits, key=lambda hit: -hit.score)
