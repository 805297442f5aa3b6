"""The tables of `tests/rules/tables/*.yaml`: rows that a lawyer can read, one file for each part beside a verdict."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from copilot.law import yaml_file

TABLES = Path(__file__).parent / "tables"


def rows(name: str) -> list[Any]:
    """The rows of a table as test parameters; `as_of` and `start` as days, `path` and `reasons` filled in.

    Raises:
        ValueError: a fault in the YAML.
    """
    parsed = yaml_file.parse(name, (TABLES / f"{name}.yaml").read_bytes())
    if parsed.faults:
        raise ValueError("\n".join(f"{name}:{fault.line}: {fault.message}" for fault in parsed.faults))
    return [pytest.param(_row(row), id=row["id"]) for row in parsed.value["rows"]]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    days = {key: dt.date.fromisoformat(row[key]) for key in ("as_of", "start") if row.get(key)}
    return {"path": "exempt", "reasons": [], "facts": {}, "start": None, **row, **days}
