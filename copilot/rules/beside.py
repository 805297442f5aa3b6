"""What stands beside the verdict: blockers, duties, papers, timeline, options, what would lighten it, the headline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.rules.facts import Facts
from copilot.rules.law import Law
from copilot.rules.result import PathResult


def complete(
    result: PathResult,
    facts: Facts,
    known: Mapping[str, Any],
    *,
    activities: tuple[Mapping[str, Any], ...],
    law: Law,
) -> PathResult:
    """The result with everything that stands beside its path."""
    return result
