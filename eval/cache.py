"""Outputs of the product by content: the same case on the same product is asked once, also after a kill."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from functools import cache
from pathlib import Path
from typing import Any

from eval.task import Case, Task

Json = dict[str, Any]


@cache
def _solver_digest(module: str) -> str:
    file = getattr(sys.modules.get(module), "__file__", None)
    return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else module


def key_of(task: Task, case: Case, fingerprint: str, repeat: int) -> str:
    """sha256 of what decides an output: the solver, the case without labels, the product, the turn.

    Tasks with one solver share its outputs.
    """
    solver = f"{_solver_digest(task.solve.__module__)} {task.solve.__qualname__}"
    whole = "\0".join((solver, case.digest(*task.inputs), fingerprint, str(repeat)))
    return hashlib.sha256(whole.encode()).hexdigest()


class Cache:
    """One SQLite file; safe for several runs at once. `path` None keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS outputs (key TEXT PRIMARY KEY, task TEXT, row TEXT)")

    def get(self, key: str) -> Json | None:
        """`{"output", "seconds"}` kept under `key`."""
        found = self._db and self._db.execute("SELECT row FROM outputs WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else None

    def put(self, key: str, task: str, row: Json) -> None:
        """Keep an output at once, so that a kill loses none."""
        if self._db:
            body = json.dumps(row, ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", (key, task, body))

    def close(self) -> None:
        """Close the file."""
        if self._db:
            self._db.close()
