"""Regular expressions of the data files, checked when they are loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.law.faults import Fault


def pattern_faults(file: str, patterns: Iterable[str]) -> list[Fault]:
    """A fault for each pattern that is no regular expression."""
    found = []
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            found.append(Fault(file, 0, "pattern", f"正则“{pattern}”有误：{error}"))
    return found
