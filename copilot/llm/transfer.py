"""Bytes onto the disk: resumed HTTP downloads, checksums, room on the disk."""

from __future__ import annotations

import errno
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from copilot.errors import SourceUnavailable, StorageFull

Progress = Callable[[int, int, str], None]
"""Called with bytes done, bytes in all (0: unknown) and what is being fetched."""

CHUNK_BYTES = 1 << 20
TIMEOUT = httpx.Timeout(30.0, connect=8.0)
_TRANSIENT = (httpx.TransportError,)
_TRANSIENT_STATUS = {408, 425, 429, 500, 502, 503, 504}


def silent(done: int, total: int, what: str) -> None:
    """A `Progress` that shows nothing."""


def sha256_of(path: Path, *, progress: Progress = silent, what: str = "校验") -> str:
    """Hex digest of the file's bytes."""
    digest, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES * 4):
            digest.update(chunk)
            done += len(chunk)
            progress(done, total, what)
    return digest.hexdigest()


def require_room(folder: Path, needed_bytes: int) -> None:
    """Checks before a download that the disk can hold it.

    Raises:
        StorageFull: fewer than `needed_bytes` (and 64 MiB to spare) are free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + (64 << 20):
        raise _full(folder, needed_bytes, free)


def _full(folder: Path, needed_bytes: int, free_bytes: int) -> StorageFull:
    return StorageFull(
        f"磁盘空间不足：{folder} 还需约 {needed_bytes >> 20} MiB，仅剩 {free_bytes >> 20} MiB",
        hint="腾出空间，或用 COPILOT_CACHE_DIR 指定另一块磁盘后重试；已下载的部分会保留",
        en=f"disk full: {needed_bytes >> 20} MiB needed, {free_bytes >> 20} MiB free",
    )


@contextmanager
def disk_errors(folder: Path, needed_bytes: int = 0) -> Iterator[None]:
    """Turns "no space left" and "quota exceeded" into `StorageFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(folder, needed_bytes, shutil.disk_usage(folder).free) from error
        raise


def fetch(
    client: httpx.Client,
    url: str,
    target: Path,
    *,
    size: int | None = None,
    progress: Progress = silent,
    attempts: int = 5,
    backoff_s: float = 1.0,
) -> str | None:
    """Downloads `url` into `target`, going on where an earlier try stopped; returns the hub's sha256, if told.

    A broken connection is taken up again with a Range request after a pause that doubles;
    `attempts` counts tries in a row that brought nothing new.

    Raises:
        SourceUnavailable: refused, not found, or still broken after `attempts` tries.
        StorageFull: no room left on the disk.
    """
    failures, announced = 0, None
    while True:
        before = target.stat().st_size if target.exists() else 0
        try:
            return _fetch_rest(client, url, target, size=size, progress=progress)
        except _Interrupted as error:
            after = target.stat().st_size if target.exists() else 0
            failures = 0 if after > before else failures + 1
            announced = error
        if failures >= attempts:
            raise SourceUnavailable(
                f"下载中断：{httpx.URL(url).host}（{announced}）",
                hint="检查网络后重新运行同一命令，将从断点继续",
                en=f"download interrupted: {announced}",
            )
        time.sleep(backoff_s * 2 ** max(0, failures - 1))


class _Interrupted(Exception):
    """A try that may be taken up again."""


def _fetch_rest(client: httpx.Client, url: str, target: Path, *, size: int | None, progress: Progress) -> str | None:
    have = target.stat().st_size if target.exists() else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with client.stream("GET", url, headers=headers) as reply:
            checksum = _announced_sha256(reply)
            if reply.status_code == 416 and have:
                if size is not None and have == size:
                    return checksum
                target.unlink()
                raise _Interrupted("the server has another file; starting anew")
            if reply.status_code in _TRANSIENT_STATUS:
                raise _Interrupted(f"HTTP {reply.status_code}")
            if reply.status_code not in (200, 206):
                raise SourceUnavailable(
                    f"{httpx.URL(url).host} 返回 HTTP {reply.status_code}", en=f"HTTP {reply.status_code}"
                )
            if reply.status_code == 206 and not reply.headers.get("content-range", "").startswith(f"bytes {have}-"):
                target.unlink(missing_ok=True)
                raise _Interrupted("the server sent another range; starting anew")
            _append(reply, target, have if reply.status_code == 206 else 0, size=size, progress=progress)
            return checksum
    except _TRANSIENT as error:
        raise _Interrupted(type(error).__name__) from error


def _append(reply: httpx.Response, target: Path, done: int, *, size: int | None, progress: Progress) -> None:
    total = size or done + int(reply.headers.get("content-length", 0))
    with disk_errors(target.parent, total - done), target.open("ab" if done else "wb") as file:
        for chunk in reply.iter_bytes():
            file.write(chunk)
            done += len(chunk)
            progress(done, total, target.name)
    if total and done < total:
        raise _Interrupted("the connection ended early")


def _announced_sha256(reply: httpx.Response) -> str | None:
    """What the hub says a large file hashes to; it stands in the reply that redirects to the file's store."""
    for part in (*reply.history, reply):
        tag = part.headers.get("x-linked-etag", "").strip('W/"')
        if len(tag) == 64:
            return tag
    return None
