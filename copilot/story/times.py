"""When the persons of a number are exported: last year, so far, planned, next year."""

from __future__ import annotations

import datetime as dt
import re

from copilot.story.headcount import Time
from copilot.story.lexicon import Lexicon

_YEARS = frozenset({"past", "next", "present"})  # what tells the year yields to what tells more at the same place

# 8万是去年的，: what tells the year of the number before it.
_OF_A_YEAR = re.compile(r"(?:就|都|那|才)?(?:是|为|算)(?:去年|上年|前年|明年)的(?=[，。；])")

_BY_NOW = re.compile(
    r"\s*(?:[a-z]+ )?(?:(?:for|in) 20\d\d )?(?:by now|so far|to date|already|until now)", re.IGNORECASE
)


def time_of(before: str, after: str, lexicon: Lexicon, as_of: dt.date) -> Time:
    """When a number's persons are exported: the nearest sign before it in its sentence."""
    text = re.sub(r"(?<!\d)(20\d{2})\s*年", lambda m: _year(int(m[1]), as_of).ljust(len(m.group()), "\0"), before)
    text = _OF_A_YEAR.sub(lambda m: "\0" * len(m.group()), text)
    last: tuple[int, Time] = (-1, "present")
    for time in ("past", "next", "present", "to_date", "plan"):
        for match in lexicon[f"times.{time}"].finditer(text):
            rank = match.start() if time in _YEARS else match.start() + 0.5
            if rank >= last[0] and not (time == "present" and match.group() == "今"):
                last = (rank, time)  # type: ignore[assignment]
    if last[1] == "present" and re.match(r"[^，。；]{0,6}(?:是|为)?(?:去年|明年)的", after):
        return "past" if "去年" in after[:12] else "next"
    if last[1] in ("present", "plan") and _BY_NOW.match(after):
        return "to_date"
    strong = [
        t for t in ("past", "next") if _latest(lexicon[f"times.{t}"], text) > _latest(lexicon["times.present"], text)
    ]
    if strong and last[1] in ("to_date", "plan", "present"):
        return strong[-1]  # type: ignore[return-value]
    return last[1]


def _latest(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _year(year: int, as_of: dt.date) -> str:
    return "今年" if year == as_of.year else "去年" if year < as_of.year else "明年"
