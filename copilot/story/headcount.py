"""A number of persons as the other modules see it: its role, kinds, time and rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copilot.story.kinds import Kind
from copilot.story.numbers import Number

Time = Literal["past", "next", "to_date", "plan", "present"]
Rate = Literal["day", "week", "month", "quarter", "half", "year", "batch", "odd"]
Unit = Literal["persons", "papers", "records", "visits", "bare"]


@dataclass(frozen=True, slots=True)
class Persons:
    """A number of persons. `kinds` are those named for it; `span` is the stretch of the story that speaks of it."""

    number: Number
    unit: Unit
    kinds: frozenset[Kind]
    span: tuple[int, int]
    time: Time = "present"
    stock: bool = False
    processed: bool = False
    part: bool = False
    whole: bool = False
    each: int = 0
    rate: Rate | None = None
    added: bool = False
    plus: bool = False
    minus: bool = False
    strong: bool = False
    fresh: bool = False
    intended: bool = False
    only: bool = False
    profile: bool = False
    sent: bool = False
    months: int | None = None
    noun: str = ""
    common: bool = False
    restates: bool = False
    closer: bool = False
    corrects: bool = False
    standing: bool = False
    product: bool = False
    mean: bool = False
