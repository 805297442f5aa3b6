"""What changed for one set of facts between two days, and why: the verdict on each day on which the law moved."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from copilot.domain import Basis
from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import Facts
from copilot.rules.labels import PATHS, PATHS_EN
from copilot.rules.result import PathCode, PathResult, Shape, Step


class Change(Shape):
    """What moved on one day: the verdict from then on and the steps that differ from those of the day before."""

    since: dt.date
    before: PathCode
    after: PathCode
    text: str
    text_en: str = ""
    steps: list[Step] = Field(description="steps whose answer or law is new on that day")
    basis: list[Basis]


class Comparison(Shape):
    """Two days, the verdict on each, and every change between them, oldest first."""

    earlier: PathResult
    later: PathResult
    changes: list[Change]
    headline: str
    headline_en: str = ""


def compare(facts: Facts, one: dt.date, other: dt.date, *, book: RuleBook) -> Comparison:
    """The verdicts on two days, and each day in between on which the verdict or the law behind it moved.

    Raises:
        BadInput: the days are the same, or one lies before the first law on the export of data.
    """
    if one == other:
        raise BadInput("两个日期相同，没有可比较的", hint="请给出两个不同的日期", en="the two days are the same")
    first, last = sorted((one, other))
    earlier, later = (determine(facts, as_of=d, book=book) for d in (first, last))
    changes, before = [], determine(facts, as_of=first, book=book, details=False)
    for since in moves(book, first, last):
        after = determine(facts, as_of=since, book=book, details=False)
        if change := _change(before, after):
            changes.append(change)
        before = after
    headline, headline_en = _headline(earlier, later)
    return Comparison(earlier=earlier, later=later, changes=changes, headline=headline, headline_en=headline_en)


def moves(book: RuleBook, after: dt.date, until: dt.date) -> list[dt.date]:
    """The days after `after`, up to `until`, on which a parameter or a step's basis begins or ends."""
    spans = [v.span for p in book.parameters.values() for v in p.values]
    spans += [b.span for s in book.steps.values() for b in s.rests_on]
    days = {d for span in spans for d in (span.start, span.end) if d is not None}
    return sorted(d for d in days if after < d <= until)


def _change(before: PathResult, after: PathResult) -> Change | None:
    old = {(s.id, s.activity): (s.outcome, s.compare) for s in before.trace}
    new_steps = [s for s in after.trace if old.get((s.id, s.activity)) != (s.outcome, s.compare) and s.outcome != "no"]
    added = [b for b in after.basis if b not in before.basis]
    if before.path == after.path and before.reasons == after.reasons and not added:
        return None
    name, name_en = PATHS[after.path], PATHS_EN[after.path]
    if before.path != after.path:
        text = f"由“{PATHS[before.path]}”变为“{name}”"
        text_en = f"from “{PATHS_EN[before.path]}” to “{name_en}”"
    elif before.reasons != after.reasons:
        text, text_en = f"仍为“{name}”，理由变了", f"still “{name_en}”, for other reasons"
    else:
        text, text_en = f"仍为“{name}”，依据的条文有更新", f"still “{name_en}”, on newer articles"
    return Change(
        since=after.as_of,
        before=before.path,
        after=after.path,
        text=text,
        text_en=text_en,
        steps=new_steps,
        basis=added or after.basis,
    )


def _headline(earlier: PathResult, later: PathResult) -> tuple[str, str]:
    """Both verdicts in a sentence, in Chinese and in English."""
    first, then = earlier.as_of, later.as_of
    if earlier.path == later.path:
        same = f"The verdict of {first} and {then} is the same: {PATHS_EN[later.path]}."
        return f"{first} 与 {then} 的结论相同：{PATHS[later.path]}。", same
    differs = f"{first}: {PATHS_EN[earlier.path]}; {then}: {PATHS_EN[later.path]}."
    return f"{first} 为“{PATHS[earlier.path]}”，{then} 为“{PATHS[later.path]}”。", differs
