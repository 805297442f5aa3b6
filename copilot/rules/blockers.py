"""Permits and prohibitions that run beside the path, by line of business and by what the data or the recipient is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from copilot.law.rule_parts import Bar
from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import case_of, holds, parts_of, recognise
from copilot.rules.result import Blocker

GRAVITY = {"prohibited": 0, "permit_required": 1, "unknown": 2}
GUESSED = "只从所述目的看出，先弄清是否属于这一行业"
GUESSED_EN = "seen in the stated purpose only: find out first whether this line of business is meant"


def blockers(
    known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook, path: str = "", reasons: Collection[str] = ()
) -> list[Blocker]:
    """What bars or burdens the transfer beside the three procedures; prohibitions first, one per id.

    `note` says what to find out where the status hangs on facts that we do not have, and any doubt about the source.
    Data that is not exported meets none. A line of business that only the stated purpose names is `unknown`.

    Args:
        known: the facts as read, presumed ones filled in; unknown: None or missing.
        as_of: the day whose law applies.
        book: the rule data.
        path: code of the verdict, where there is one.
        reasons: why, as codes.
    """
    if known.get("is_export") is False or path == "not_export":
        return []
    case = case_of(path or "need_facts", reasons, known, as_of=as_of, book=book)
    found: dict[str, Bar] = {}
    for bar in parts_of(book).on(as_of).bars:
        if not holds(bar.when, case):
            continue
        if bar.id not in found or GRAVITY[bar.status] < GRAVITY[found[bar.id].status]:
            found[bar.id] = bar
    hinted = replace(case, sectors=recognise(known.get("purpose"), book) - case.sectors)
    guessed: dict[str, Bar] = {}
    for bar in parts_of(book).on(as_of).bars if hinted.sectors else ():
        if bar.id in found or not bar.when.sectors_any or not holds(bar.when, hinted):
            continue
        if bar.id not in guessed or GRAVITY[bar.status] > GRAVITY[guessed[bar.id].status]:
            guessed[bar.id] = bar
    certain = [_blocker(bar, as_of) for bar in sorted(found.values(), key=lambda b: GRAVITY[b.status])]
    return certain + [_blocker(bar, as_of, guessed=True) for bar in guessed.values()]


def titles(found: Collection[Blocker], book: RuleBook, *, english: bool = False) -> list[str]:
    """Short names of blockers, for a sentence."""
    bars = parts_of(book).bars
    by_id = {bar.id: bar.title_en if english else bar.title for bar in bars}
    named = {(bar.id, bar.status): bar.title_en if english else bar.title for bar in bars}
    return [named.get((b.id, b.status), by_id[b.id]) for b in found]  # one guessed has a status of its own


@lru_cache(maxsize=2048)
def _blocker(bar: Bar, as_of: dt.date, *, guessed: bool = False) -> Blocker:
    doubt = bar.checked.note
    note = "；".join(part.rstrip("。") for part in (GUESSED * guessed, bar.find_out, doubt) if part)
    note_en = "; ".join(part.rstrip(".") for part in (GUESSED_EN * guessed, bar.find_out_en, bar.note_en) if part)
    return Blocker(
        id=bar.id,
        status="unknown" if guessed else bar.status,
        basis=list(bar.basis(as_of)),
        text=bar.text,
        text_en=bar.text_en,
        checked=bar.checked.status,
        note=note,
        note_en=note_en,
    )
