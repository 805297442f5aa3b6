"""The duties that stand beside a verdict: exemption from a procedure never drops them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from copilot.law.rule_parts import Duty
from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import case_of, holds, parts_of
from copilot.rules.result import Obligation


def obligations(
    path: str, reasons: Collection[str], known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook
) -> list[Obligation]:
    """The duties of that day, in the order of `obligations.yaml`.

    Args:
        path: code of the verdict; with need_facts, the duties that stand whatever the missing facts are.
        reasons: why, as codes.
        known: the facts as read, presumed ones filled in; unknown: None or missing.
        as_of: the day whose law applies.
        book: the rule data.
    """
    case = case_of(path, reasons, known, as_of=as_of, book=book)
    return [_obligation(duty, as_of, book) for duty in parts_of(book).on(as_of).duties if holds(duty.when, case)]


@lru_cache(maxsize=8192)
def _obligation(duty: Duty, as_of: dt.date, book: RuleBook) -> Obligation:
    figures = {name: book.value_on(parameter, as_of).value for name, parameter in duty.figures}
    return Obligation(
        id=duty.id,
        text=duty.text.format(**{name: _written(value) for name, value in figures.items()}) if figures else duty.text,
        text_en=duty.text_en.format(**{name: f"{value:,}" for name, value in figures.items()}),
        basis=list(duty.basis(as_of)),
        checked=duty.checked.status,
        note=duty.checked.note,
        note_en=duty.note_en,
    )


def _written(figure: int) -> str:
    """The figure as Chinese texts write it: 1000000 as 100万."""
    return f"{figure // 10_000}万" if figure and figure % 10_000 == 0 else str(figure)
