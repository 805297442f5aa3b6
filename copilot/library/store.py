"""The folder of added documents: one JSON per instrument version and the original file, kept by its sha256.

Every write goes to a temporary file first and is renamed into place, so that a kill or a full disk leaves either the
old state or the new one; a lock keeps two writers apart.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.errors import StorageFull, Unavailable
from copilot.law.added import added_dir, read_added

LOCK_TIMEOUT_S = 30.0
_TEMP = ".tmp-"


@contextlib.contextmanager
def locked(data_dir: Path, *, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[Path]:
    """The folder, held by this process alone; left-overs of a killed writer are swept.

    Raises:
        Unavailable: another process holds it longer than `timeout_s`.
        StorageFull: no room.
    """
    from filelock import FileLock, Timeout

    folder = added_dir(data_dir)
    with storage_errors():
        (folder / "originals").mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=timeout_s):
            for left in [*folder.glob(f"{_TEMP}*"), *(folder / "originals").glob(f"{_TEMP}*")]:
                left.unlink(missing_ok=True)
            yield folder
    except Timeout:
        raise Unavailable(
            "另一个进程正在添加文件", hint="请稍后再试", en="another process is adding documents"
        ) from None


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Turn a full disk into StorageFull.

    Raises:
        StorageFull: ENOSPC or EDQUOT.
    """
    try:
        yield
    except OSError as err:
        if err.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("磁盘空间不足，文件没有保存", hint="请清理磁盘后重试", en="disk full") from err
        raise


def write(path: Path, content: bytes) -> None:
    """Write a file so that it appears complete or not at all; a device or pipe is written to, never replaced.

    Raises:
        StorageFull: no room; nothing is left behind.
    """
    with storage_errors():
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        handle, temp = tempfile.mkstemp(dir=path.parent, prefix=_TEMP)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temp, path)
        except BaseException:
            Path(temp).unlink(missing_ok=True)
            raise


def save(folder: Path, document: dict[str, Any], original: bytes) -> Path:
    """Keep the original under its sha256, then the document; call inside `locked`."""
    kept = folder / "originals" / document["source"]["sha256"]
    if not kept.is_file():
        write(kept, original)
    target = folder / f"{document['slug']}.json"
    write(target, json.dumps(document, ensure_ascii=False, indent=1).encode())
    return target


def documents(data_dir: Path) -> list[dict[str, Any]]:
    """All stored documents."""
    return read_added(data_dir)[0]


def drop(folder: Path, document: dict[str, Any]) -> None:
    """Remove a document, and its original when no other document came from it; call inside `locked`."""
    (folder / f"{document['slug']}.json").unlink(missing_ok=True)
    digest = document["source"]["sha256"]
    if not any(d["source"]["sha256"] == digest for d in read_added(folder.parent)[0]):
        (folder / "originals" / digest).unlink(missing_ok=True)
