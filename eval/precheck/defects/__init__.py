"""Defects to plant: each changes the facts of a submission and says what should be found, and where.

A defect is found when a criterion that stems from one of its dossier ids (`source`) fires for the paper it stands in,
or one of `also`, and did not fire for the same submission without the defect. Criterion numbers are not named here, so
that the score does not move with the numbering.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from eval.precheck.submission import Submission

# How bad the dossier says it is: blocking, major, minor, a hint.
Weight = Literal["B", "M", "m", "i"]
Plant = Callable[[Submission, Random], None]


@dataclass(frozen=True)
class Defect:
    """A defect.

    `fact`: the path it stands at, empty for a whole paper; `also`: other facts or papers on which the finding
    may just as well be placed; `variants`: renderings in which it exists at all (empty: all).
    """

    id: str
    title: str
    source: tuple[str, ...]
    kinds: tuple[str, ...]
    role: str
    plant: Plant
    fact: str = ""
    also: tuple[str, ...] = ()
    weight: Weight = "B"
    variants: tuple[str, ...] = ()
    needs: Callable[[Submission], bool] = lambda s: True

    def fits(self, submission: Submission, variant: str) -> bool:
        """Whether it can be planted into this submission as rendered so."""
        return (
            submission.kind in self.kinds
            and self.role in submission.papers
            and (not self.variants or variant in self.variants)
            and self.needs(submission)
        )


def sets(path: str, value: Any) -> Plant:
    """Gives a fact another value; `value` may be made from the submission."""
    return lambda s, rng: s.set(path, value(s) if callable(value) else value)


def blanks(*paths: str) -> Plant:
    """Leaves facts blank, their labels there."""

    def plant(s: Submission, rng: Random) -> None:
        for path in paths:
            s.set(path, "")

    return plant


def several(*plants: Plant) -> Plant:
    """One after the other."""

    def plant(s: Submission, rng: Random) -> None:
        for one in plants:
            one(s, rng)

    return plant


def drops(*paths: str) -> Plant:
    """Leaves facts or papers out altogether."""

    def plant(s: Submission, rng: Random) -> None:
        for path in paths:
            s.drop(path)

    return plant


def says(role: str, text: str) -> Plant:
    """Adds a paragraph to a paper."""
    return lambda s, rng: s.papers[role].setdefault("extra", []).append(text)


def days_before(n: int, *, length: int = 30) -> Callable[[Submission], tuple[dt.date, dt.date]]:
    """A period that ended so many days before the filing."""

    def made(s: Submission) -> tuple[dt.date, dt.date]:
        end = s.filed_on - dt.timedelta(days=n)
        return end - dt.timedelta(days=length), end

    return made


def load_defects() -> tuple[Defect, ...]:
    """All defects, by module, with ids that occur once.

    Raises:
        ValueError: two have the same id.
    """
    from eval.precheck.defects import consistency, form, path, substance, time

    found = (*form.DEFECTS, *consistency.DEFECTS, *time.DEFECTS, *substance.DEFECTS, *path.DEFECTS)
    if len({d.id for d in found}) != len(found):
        raise ValueError("defect ids are not unique")
    return found
