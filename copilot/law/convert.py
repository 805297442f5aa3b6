"""Small conversions from validated records to domain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from copilot.domain import Checked, Ref


def day(value: str | None) -> dt.date | None:
    """ISO date or None."""
    return dt.date.fromisoformat(value) if value else None


def checked_of(record: dict[str, Any]) -> Checked:
    """The `checked` block of a record."""
    return Checked(dt.date.fromisoformat(record["on"]), record["status"], record["note"])


def refs_of(basis: Iterable[dict[str, Any]]) -> tuple[Ref, ...]:
    """The places that a record rests on."""
    return tuple(Ref(b["instrument"], b["article"]) for b in basis)
