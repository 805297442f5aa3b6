"""Lists of names that detectors look for."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def surnames() -> tuple[str, tuple[str, ...]]:
    """Surnames of one sign, joined, and those of two."""
    lines = _lines("surnames.txt")
    return "".join(lines[:-1]), tuple(lines[-1].split())


def companies() -> list[str]:
    """Well-known enterprises by their short names, longer ones first."""
    return sorted((name for line in _lines("companies.txt") for name in line.split()), key=len, reverse=True)


def _lines(name: str) -> list[str]:
    return [line for line in (_DATA / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
