"""Many submissions, one after another: every outcome is kept as it comes, so that a batch goes on after a kill."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from copilot.errors import BadInput, CopilotError
from copilot.precheck.entry_names import is_junk
from copilot.precheck.service import Asked, Precheck

log = structlog.get_logger(__name__)
FOLDER = "precheck/batches"
Line = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One submission done: its line, how many are done and in all; `again` when an earlier run had done it."""

    line: Line
    done: int
    total: int
    again: bool


def submissions(folder: Path) -> list[Path]:
    """The submissions in a folder: its folders and its files, zips mostly, by name.

    Raises:
        BadInput: no folder, or nothing in it.
    """
    if not folder.is_dir():
        raise BadInput(f"找不到文件夹 {folder}", hint="每份申报材料一个子文件夹或者 zip", en="no such folder")
    found = sorted(
        p for p in folder.iterdir() if not p.is_symlink() and not is_junk(p.name) and not p.name.startswith(".")
    )
    if not found:
        raise BadInput(f"{folder.name} 里没有申报材料", hint="每份一个子文件夹或者 zip", en="nothing to check")
    return found


def stamp(path: Path) -> str:
    """Changes when a file of the submission does: names, sizes and times."""
    digest = hashlib.blake2b(digest_size=12)
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        state = file.lstat()
        digest.update(f"{file.relative_to(path)}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def run_batch(
    folder: Path,
    asked: Asked,
    service: Precheck,
    *,
    state_dir: Path,
    fresh: bool = False,
    note: Callable[[str, int, int, str], None] = lambda name, done, total, file: None,
) -> Iterator[Step]:
    """The outcome of every submission, in the order of names; one that fails is its own error and stops nothing.

    Args:
        folder: folder of folders and zips.
        asked: the same for all.
        service: runs them.
        state_dir: the data folder; outcomes are kept under `precheck/batches`.
        fresh: forget what an earlier run did.
        note: told the submission's name and, within it, files done, files in all, the file just done.

    Raises:
        BadInput: see `submissions`.
    """
    paths = submissions(folder)
    store = Kept(state_dir / FOLDER, folder, asked, service.digest())
    if fresh:
        store.forget()
    known = store.read()
    for done, path in enumerate(paths, 1):
        try:
            mark = stamp(path)
        except OSError:  # it changes while we look: no outcome of it is kept
            mark = ""
        if mark and (earlier := known.get((path.name, mark))) is not None:
            yield Step(earlier, done, len(paths), again=True)
            continue
        line = _line(path, asked, service, note)
        if mark:
            store.keep(mark, line)
        yield Step(line, done, len(paths), again=False)


def _line(path: Path, asked: Asked, service: Precheck, note: Callable[[str, int, int, str], None]) -> Line:
    try:
        checked = service.check(path, asked, progress=lambda done, total, file: note(path.name, done, total, file))
    except CopilotError as error:
        return {"id": path.name, "error": error.as_dict()}
    except OSError as error:  # a disk that fails under one submission is no reason to give up the others
        failed = BadInput(f"{path.name} 不能读取：{error.strerror}", hint="请检查文件和权限", en="cannot be read")
        return {"id": path.name, "error": failed.as_dict()}
    except Exception:  # a fault of ours under one submission is told on its line and in the log
        log.exception("precheck_failed", submission=path.name)
        broken = CopilotError("预检内部错误", hint="请把这份材料的情况告诉开发者", en="internal error")
        return {"id": path.name, "error": broken.as_dict()}
    return {"id": path.name, **checked.result.model_dump(mode="json")}


class Kept:
    """Outcomes on disk, a line each, written before they are shown.

    What they depend on is in the file's name: the folder, what was asked, the criteria.
    """

    def __init__(self, state_dir: Path, folder: Path, asked: Asked, criteria: str) -> None:
        key = f"{folder.resolve()}\0{asked}\0{criteria}".encode("utf-8", "replace")
        self.file = state_dir / f"{hashlib.blake2b(key, digest_size=12).hexdigest()}.jsonl"

    def forget(self) -> None:
        """Begin anew."""
        self.file.unlink(missing_ok=True)

    def read(self) -> dict[tuple[str, str], Line]:
        """Outcomes by submission and stamp; a line cut off by a kill is left out, as are errors, to be tried again."""
        found: dict[tuple[str, str], Line] = {}
        if not self.file.is_file():
            return found
        for raw in self.file.read_bytes().split(b"\n"):
            try:
                kept = json.loads(raw)
                line = kept["line"]
                found[line["id"], kept["stamp"]] = line
            except (ValueError, KeyError, TypeError):
                continue
        return {key: line for key, line in found.items() if "error" not in line}

    def keep(self, mark: str, line: Line) -> None:
        """Add an outcome, on the disk when this returns."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.file, "ab") as out:
            if out.tell() and not self._ends_well():
                out.write(b"\n")
            out.write(json.dumps({"stamp": mark, "line": line}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def _ends_well(self) -> bool:
        with open(self.file, "rb") as done:
            done.seek(-1, os.SEEK_END)
            return done.read(1) == b"\n"
