"""Stored index segments: built once by content, verified on opening, never served half-built.

    cache_dir/index/<content hash>/   manifest.json (sizes and checksums of every file)
                                      rows.npy      (n, 16) uint8, content hash of each row
                                      words/        BM25 over words
                                      pairs/        BM25 over character pairs (domain part only)
                                      vectors-<embedder>.npy + .json   (n, dim) float16
                                      part-<embedder>-*.npz   what a slow embedder has done so far

A segment is written to a temporary folder and renamed, so a killed builder leaves nothing that looks
finished; two builders of the same segment wait for each other on a lock file.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from copilot.domain import Passage
from copilot.errors import StorageFull
from copilot.retrieval import bm25, fields
from copilot.retrieval.dense import Embedder
from copilot.retrieval.tokenise import TOKENISER_VERSION, Tokeniser, bigrams

_STALE_S = 3600
_UNUSED_S = 30 * 86400
_BLOCK, _SLOW_BLOCK = 256, 64
_KEEP_EVERY_S = 30.0

Progress = Callable[[int], None]


def silent(done: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Segment:
    """An opened segment. `rows` are content hashes; `vectors` is None until they are embedded."""

    folder: Path
    rows: tuple[bytes, ...]
    words: bm25.Matrix
    pairs: bm25.Matrix | None
    vectors: np.ndarray | None = None


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


@contextmanager
def _room(root: Path) -> Iterator[None]:
    """Turns a full or unwritable disk into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(f"磁盘已满，索引不能写入 {root.name}", hint="清出空间后重试；原有索引未受影响") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageFull(f"缓存文件夹不可写：{root}", hint="改正权限，或用 COPILOT_CACHE_DIR 另指一处") from error
        raise


class Store:
    """All segments under one folder. `key` names what shapes the terms: tokeniser, fields, user words."""

    def __init__(self, root: Path, tokeniser: Tokeniser) -> None:
        self.root = root / "index"
        self._tokeniser = tokeniser
        words = "\n".join((TOKENISER_VERSION, fields.FIELDS_VERSION, str((bm25.K1, bm25.B)), *tokeniser.words))
        self.key = hashlib.blake2b(words.encode(), digest_size=8).hexdigest()
        self.discarded: list[str] = []

    def folder(self, part: str, hashes: Sequence[bytes]) -> Path:
        """Where the segment with exactly these rows lives."""
        digest = hashlib.blake2b(f"{self.key}/{part}".encode(), digest_size=16)
        for row in sorted(hashes):
            digest.update(row)
        return self.root / digest.hexdigest()

    def open(self, folder: Path) -> Segment | None:
        """The segment, or None where it is absent; a damaged one is removed and noted in `discarded`."""
        if not (folder / "manifest.json").exists():
            return None
        try:
            manifest = json.loads((folder / "manifest.json").read_text())
            for name, (size, checksum) in manifest["files"].items():
                path = folder / name
                if path.stat().st_size != size or _checksum(path) != checksum:
                    raise ValueError(name)
            rows = tuple(row.tobytes() for row in np.load(folder / "rows.npy"))
            pairs = bm25.load(folder / "pairs") if (folder / "pairs").is_dir() else None
            with suppress(PermissionError):
                os.utime(folder)  # in use: not to be swept
            return Segment(folder, rows, bm25.load(folder / "words"), pairs)
        except (OSError, ValueError, KeyError) as error:
            self._discard(folder, f"{folder.name}: {error}")
            return None

    def _discard(self, folder: Path, why: str) -> None:
        self.discarded.append(why)
        grave = folder.with_name(f".bad-{folder.name}-{os.getpid()}-{time.time_ns()}")
        try:
            folder.rename(grave)
        except OSError:
            return  # another process has removed it already
        shutil.rmtree(grave, ignore_errors=True)

    def build(self, part: str, passages: Sequence[Passage], hashes: Sequence[bytes]) -> Segment:
        """Opens the segment or builds it; a second builder waits and then opens the first one's work.

        Raises:
            StorageFull: no room; nothing is left behind.
        """
        folder = self.folder(part, hashes)
        if segment := self.open(folder):
            return segment
        with _room(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / f".{folder.name}.lock"):
                if segment := self.open(folder):
                    return segment
                self._sweep()
                temporary = self.root / f".tmp-{folder.name}-{os.getpid()}"
                shutil.rmtree(temporary, ignore_errors=True)
                try:
                    self._write(temporary, part, passages, hashes)
                    temporary.rename(folder)
                finally:
                    shutil.rmtree(temporary, ignore_errors=True)
        segment = self.open(folder)
        if segment is None:
            raise StorageFull("刚写好的索引读不回来", hint="检查磁盘空间与磁盘健康后重试")
        return segment

    def _write(self, folder: Path, part: str, passages: Sequence[Passage], hashes: Sequence[bytes]) -> None:
        folder.mkdir()
        texts = [fields.lexical(passage) for passage in passages]
        bm25.build([self._tokeniser.terms(text) for text in texts], folder / "words")
        if part != "rest":
            bm25.build([bigrams(text) for text in texts], folder / "pairs")
        np.save(folder / "rows.npy", np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 16))
        files = {
            str(p.relative_to(folder)): (p.stat().st_size, _checksum(p))
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }
        (folder / "manifest.json").write_text(
            json.dumps({"key": self.key, "part": part, "rows": len(hashes), "files": files})
        )

    def _sweep(self) -> None:
        """Removes what killed builders left more than an hour ago, and segments unused for a month."""
        for path in self.root.iterdir():
            limit = _STALE_S if path.name.startswith((".tmp-", ".bad-")) else _UNUSED_S
            try:
                old = time.time() - path.stat().st_mtime > limit
            except FileNotFoundError:
                continue  # another process has just removed or renamed it
            if old and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def base_for(self, part: str, hashes: set[bytes], embedder: Embedder | None) -> Segment | None:
        """The stored segment to extend by a small one: it holds nearly all of `hashes` and little else.

        Passages that were removed can no longer be embedded: it must have its vectors, or hold none of those.
        """
        best: tuple[int, Path] | None = None
        for manifest in self.root.glob("*/manifest.json"):
            try:
                head = json.loads(manifest.read_text())
                if (head["key"], head["part"]) != (self.key, part):
                    continue
                rows = {row.tobytes() for row in np.load(manifest.parent / "rows.npy")}
                embedded = embedder is None or (manifest.parent / f"vectors-{embedder.id}.npy").exists()
                if embedder and not embedded and (embedder.fast or rows - hashes):
                    continue
            except (OSError, ValueError, KeyError):
                continue  # half removed or damaged: open() deals with it when it is asked for by name
            shared = len(rows & hashes)
            if len(hashes) - shared <= max(64, len(hashes) // 8) and len(rows) - shared <= len(rows) // 8:
                best = max(best or (0, manifest.parent), (shared, manifest.parent))
        return self.open(best[1]) if best else None

    def vectors(self, segment: Segment, embedder: Embedder) -> Segment | None:
        """The segment with its stored vectors, or None where they are absent or damaged."""
        path = segment.folder / f"vectors-{embedder.id}.npy"
        try:
            if _checksum(path) != path.with_suffix(".json").read_text():
                raise ValueError("checksum")
            return replace(segment, vectors=np.load(path, mmap_mode="r"))
        except OSError:
            return None
        except ValueError as error:
            self.discarded.append(f"{path.name}: {error}")
            path.unlink(missing_ok=True)
            return None

    def embed(
        self, segment: Segment, passages: Sequence[Passage], embedder: Embedder, *, on_progress: Progress = silent
    ) -> Segment:
        """The segment with vectors, computed where they are not stored; rows known elsewhere are reused.

        `on_progress` is told how many rows are done; what it raises ends the work, of which a slow embedder
        keeps what it has.
        """
        if done := self.vectors(segment, embedder):
            return done
        texts = [fields.dense(passage) for passage in passages]
        path = segment.folder / f"vectors-{embedder.id}.npy"
        if embedder.fast:
            blocks = [embedder.passages(texts[n : n + _BLOCK]) for n in range(0, len(texts), _BLOCK)]
            self._keep(path, np.concatenate(blocks))
            return self._reopened(segment, embedder)
        with self._alone(path, on_progress):
            if done := self.vectors(segment, embedder):
                return done
            self._keep(path, self._embed_slowly(segment, texts, embedder, on_progress))
            for part in segment.folder.glob(f"part-{embedder.id}-*.npz"):
                part.unlink(missing_ok=True)
        return self._reopened(segment, embedder)

    def _reopened(self, segment: Segment, embedder: Embedder) -> Segment:
        if opened := self.vectors(segment, embedder):
            return opened
        raise StorageFull("刚写好的向量读不回来", hint="检查磁盘空间与磁盘健康后重试")

    @contextmanager
    def _alone(self, path: Path, on_progress: Progress) -> Iterator[None]:
        """Lets one process at a time make these vectors; who waits can still be called off."""
        lock = FileLock(self.root / f".{path.parent.name}-{path.stem}.lock")
        while True:
            try:
                lock.acquire(timeout=1)
                break
            except Timeout:
                on_progress(0)
        try:
            yield
        finally:
            lock.release()

    def _embed_slowly(
        self, segment: Segment, texts: Sequence[str], embedder: Embedder, on_progress: Progress
    ) -> np.ndarray:
        """(rows, dim) float16; finished parts are stored on the way, so that a killed build goes on from there."""
        known = self._known_vectors(embedder)
        missing = [n for n, row in enumerate(segment.rows) if row not in known]
        missing.sort(key=lambda n: len(texts[n]))  # like lengths together: little padding
        on_progress(len(segment.rows) - len(missing))
        fresh: dict[bytes, np.ndarray] = {}
        unsaved: dict[bytes, np.ndarray] = {}
        saved = time.monotonic()
        try:
            for start in range(0, len(missing), _SLOW_BLOCK):
                chunk = missing[start : start + _SLOW_BLOCK]
                made = embedder.passages([texts[n] for n in chunk]).astype(np.float16)
                unsaved.update(zip((segment.rows[n] for n in chunk), made, strict=True))
                on_progress(len(segment.rows) - len(missing) + start + len(chunk))
                if time.monotonic() - saved > _KEEP_EVERY_S:
                    self._keep_part(segment.folder, embedder, unsaved)
                    fresh, unsaved, saved = fresh | unsaved, {}, time.monotonic()
        except Exception:
            self._keep_part(segment.folder, embedder, unsaved)
            raise
        made_now = fresh | unsaved
        return np.stack([made_now[row] if row in made_now else known[row] for row in segment.rows])

    def _keep(self, path: Path, vectors: np.ndarray) -> None:
        """Writes vectors and their checksum whole or not at all."""
        with _room(self.root), FileLock(self.root / f".{path.parent.name}.lock"):
            temporary = path.with_name(f".{path.name}-{os.getpid()}")
            try:
                with temporary.open("wb") as file:
                    np.save(file, vectors.astype(np.float16))
                checksum = _checksum(temporary)
                temporary.rename(path)
            finally:
                temporary.unlink(missing_ok=True)
            path.with_suffix(".json").write_text(checksum)

    def _keep_part(self, folder: Path, embedder: Embedder, part: Mapping[bytes, np.ndarray]) -> None:
        if not part:
            return
        path = folder / f"part-{embedder.id}-{time.time_ns()}.npz"
        with _room(self.root):
            temporary = path.with_name(f".{path.name}-{os.getpid()}")
            try:
                with temporary.open("wb") as file:
                    rows = np.frombuffer(b"".join(part), np.uint8).reshape(-1, 16)
                    np.savez(file, rows=rows, vectors=np.stack(list(part.values())))
                temporary.rename(path)
            finally:
                temporary.unlink(missing_ok=True)

    def _known_vectors(self, embedder: Embedder) -> dict[bytes, np.ndarray]:
        known: dict[bytes, np.ndarray] = {}
        for path in self.root.glob(f"*/vectors-{embedder.id}.npy"):
            try:
                hashes = np.load(path.parent / "rows.npy")
                known.update(zip((h.tobytes() for h in hashes), np.load(path, mmap_mode="r"), strict=True))
            except (OSError, ValueError):
                continue  # damaged: those rows are embedded again
        for path in self.root.glob(f"*/part-{embedder.id}-*.npz"):
            try:
                with np.load(path) as part:
                    known.update(zip((row.tobytes() for row in part["rows"]), part["vectors"], strict=True))
            except (OSError, ValueError, KeyError, zipfile.BadZipFile):
                continue
        return known
