"""Faults found in the knowledge base: what is wrong, in which file, on which line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `file` is relative to the knowledge base; `line` is 1-based (0: the file as a whole)."""

    file: str
    line: int
    code: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    def as_dict(self) -> dict[str, str | int]:
        """The fault as JSON-ready values."""
        return {
            "file": self.file,
            "line": self.line,
            "level": self.level,
            "code": self.code,
            "message": self.message,
        }
