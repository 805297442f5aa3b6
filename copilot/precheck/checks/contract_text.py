"""The contract's text against the official model contract of the day, as the comparison handed in reports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck.case import Case, Hit

P = Mapping[str, Any]


def contract_text(case: Case, p: P) -> Iterator[Hit]:
    """Every deviation from the official text. Without a comparison, or an official text, nothing was checked: the
    result then says so, and says it is no pass (`engine.run`)."""
    for part in case.readable(*p["roles"]):
        found = case.compare(part.paper, case.kind, case.filed_on) if case.compare else None
        for one in found or ():
            said = {"value": one.actual[:80], "other": one.official[:80], "explanation": one.explanation}
            yield Hit(
                one.place,
                part.role,
                values=said,
                evidence=one.actual[:160],
                expected=one.official[:160],
                actual=one.actual[:160],
                sure=one.sure,
            )
