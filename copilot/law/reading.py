"""Read the files under knowledge_base/: parse, validate, collect every fault; unchanged files come from a cache."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from copilot.law.faults import Fault

# What gives the records their shape.
SHAPES = (
    *("records.py", "list_records.py", "rule_records.py", "filing_records.py"),
    *("english.py", "yaml_file.py", "reading.py"),
)
# Read and checked by other packages (rules, conversation, pre-check, drafting), not records of law.
OTHER_READERS = frozenset(
    {"clarify.yaml", "desk.yaml", "replies.yaml", "reviewing.yaml", "story", "precheck", "filing"}
)


@dataclass
class Files:
    """Validated contents by relative path, and the faults of the rest."""

    root: Path
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def of(self, folder: str) -> list[tuple[str, dict[str, Any]]]:
        """`(path, data)` of the files of a folder, by path."""
        return [(name, data) for name, data in sorted(self.data.items()) if name.startswith(folder + "/")]

    def digest_of(self, *folders: str) -> str:
        """Hex digest of the validated contents of some folders."""
        body = [(name, data) for folder in folders for name, data in self.of(folder)]
        return hashlib.blake2b(json.dumps(body, ensure_ascii=False).encode(), digest_size=16).hexdigest()

    def line(self, file: str, *path: str | int) -> int:
        """Line of a place in a file (parses the file again: only asked for faults)."""
        return _positions(self.root, file).line(*path)

    def fault(self, file: str, path: tuple[str | int, ...], code: str, message: str, *, level: Any = "error") -> Fault:
        """A fault at a place in a file."""
        return Fault(file, self.line(file, *path), code, message, level)


@cache
def _positions(root: Path, file: str) -> Any:
    from copilot.law.yaml_file import parse

    return parse(file, (root / file).read_bytes())


def read_files(root: Path, *, cache_dir: Path | None = None) -> Files:
    """Read all records under `root`. Files unknown to the format are faults; missing folders are not.

    Args:
        root: the knowledge_base folder.
        cache_dir: where validated contents are kept by content hash; None reads everything anew.
    """
    _positions.cache_clear()
    files = Files(root)
    store = cache_dir / "knowledge_base.json" if cache_dir else None
    known = _load_cache(store)
    fresh: dict[str, Any] = {}
    changed = False
    for path in sorted(root.glob("**/*.y*ml")) if root.is_dir() else []:
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        digest = _key(name, raw)
        if digest in known:
            fresh[digest] = files.data[name] = known[digest]
            continue
        data, faults = _read(name, raw)
        files.faults += faults
        if data is not None:
            files.data[name] = data
            if not faults:
                fresh[digest] = data
                changed = True
    if store and (changed or len(fresh) < len(known)):
        _save_cache(store, fresh)
    return files


def _read(name: str, raw: bytes) -> tuple[dict[str, Any] | None, list[Fault]]:
    from copilot.law.filing_records import FILING_FILES
    from copilot.law.list_records import shape_of
    from copilot.law.records import FILES, FOLDERS, PLACES, validate
    from copilot.law.rule_records import RULE_FILES
    from copilot.law.yaml_file import parse

    folder, _, rest = name.rpartition("/")
    top = "parameters" if folder.startswith("parameters/") else folder
    shape = PLACES.get(name) or RULE_FILES.get(name) or FILING_FILES.get(name) or shape_of(name)
    shape = shape or (FOLDERS.get(top) if folder else FILES.get(rest.rpartition(".")[0]))
    if shape is None:
        if folder.split("/")[0] in OTHER_READERS or name in OTHER_READERS:
            return None, []
        return None, [Fault(name, 0, "unknown_file", "知识库不认识这个文件，请核对文件夹和文件名")]
    parsed = parse(name, raw)
    data = validate(parsed, shape)
    return data, parsed.faults


def _key(name: str, raw: bytes) -> str:
    return hashlib.blake2b(_code_version().encode() + name.encode() + b"\0" + raw, digest_size=20).hexdigest()


@cache
def _code_version() -> str:
    """Hash of the code that gives the cached contents their shape, so that an upgrade never reads old shapes."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for name in SHAPES:
        digest.update((here / name).read_bytes())
    return digest.hexdigest()


def _load_cache(store: Path | None) -> dict[str, Any]:
    if store is None or not store.is_file():
        return {}
    try:
        body, _, digest = store.read_bytes().rpartition(b"\n")
        if hashlib.blake2b(body, digest_size=16).hexdigest().encode() != digest:
            return {}
        known = json.loads(body)
    except (OSError, ValueError):
        return {}  # a damaged cache costs one slow start, nothing else
    return known if isinstance(known, dict) else {}


def _save_cache(store: Path, data: dict[str, Any]) -> None:
    body = json.dumps(data, ensure_ascii=False).encode()
    digest = hashlib.blake2b(body, digest_size=16).hexdigest().encode()
    with contextlib.suppress(OSError):  # no cache is slower, not wrong
        store.parent.mkdir(parents=True, exist_ok=True)
        handle, temp = tempfile.mkstemp(dir=store.parent, prefix=".kb-")
        with os.fdopen(handle, "wb") as out:
            out.write(body + b"\n" + digest)
        os.replace(temp, store)
