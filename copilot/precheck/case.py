"""A submission as the criteria see it: which paper is which, its fields, the day it is filed, the dated law."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from copilot.law.knowledge_base import Material as Listed
from copilot.law.rulebook import RuleBook
from copilot.precheck.identify import Identified
from copilot.precheck.paper import Field, FilingKind, Hazard, Paper, Place
from copilot.precheck.tables import Tables
from copilot.rules.calendar import WorkCalendar

_SCANNED = 80


@dataclass(frozen=True)
class Submission:
    """What was handed in. `province`: two digits of the filing place's region code (11 北京); None: not said.

    `offline`: handed in on paper; None: not said. `given`: what the person who files says beside the papers
    (`expires`: end of the assessment result, `number`: number of the earlier case). `hazards`: met while the files were
    taken in (symbolic links, refused archives, odd names), beside those of the papers.
    """

    papers: tuple[Paper, ...]
    name: str = ""
    province: str | None = None
    offline: bool | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    hazards: tuple[Hazard, ...] = ()


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where a contract differs from the official text; `allowed`: a blank filled or a choice the law leaves."""

    place: Place
    official: str
    actual: str
    explanation: str = ""
    sure: bool = True


# Compares one contract with the official text of the day; None: there is no official text to compare with.
Compare = Callable[[Paper, FilingKind, dt.date], "list[Deviation] | None"]


@dataclass(frozen=True)
class Case:
    """Everything a check may look at. Checks are pure: the same case gives the same hits.

    `answers`: what a model said, by question; None: not asked. A question that is not in it was not looked at.
    `told`: what the papers were taken for before any was read as one of this kind.
    """

    submission: Submission
    kind: FilingKind
    filed_on: dt.date
    parts: tuple[Identified, ...]
    fields_of: tuple[tuple[Field, ...], ...]
    listed: tuple[Listed, ...]
    tables: Tables
    book: RuleBook
    calendar: WorkCalendar
    compare: Compare | None = None
    answers: Mapping[str, Any] | None = None
    told: tuple[str, ...] = ()

    def of_role(self, *roles: str) -> list[Identified]:
        """The papers taken for these roles, in the order of the files."""
        return [p for p in self.parts if p.role in roles]

    def readable(self, *roles: str) -> list[Identified]:
        """Those that have text."""
        return [p for p in self.of_role(*roles) if p.paper.blocks]

    def material_of(self, role: str) -> str | None:
        """Id of the material that a role is in this kind of filing."""
        entry = self.tables.papers.get(role)
        return entry.materials.get(self.kind) if entry else None

    def roles_of(self, material: str) -> list[str]:
        """The roles that count as a material."""
        return [r for r, e in self.tables.papers.items() if e.materials.get(self.kind) == material]

    @cached_property
    def by_name(self) -> dict[str, list[Field]]:
        """All fields by name."""
        found: dict[str, list[Field]] = {}
        for fields in self.fields_of:
            for one in fields:
                found.setdefault(one.name, []).append(one)
        return found

    def all(self, name: str) -> list[Field]:
        """Fields of a name, blank ones too; `*` stands for the number of a scene."""
        if "*" not in name:
            return self.by_name.get(name, [])
        rx = re.compile(re.escape(name).replace(r"\*", r"\d+"))
        return [f for n, fields in self.by_name.items() if rx.fullmatch(n) for f in fields]

    def filled(self, name: str) -> list[Field]:
        """Fields of a name that have a text."""
        return [f for f in self.all(name) if f.text]

    def first(self, *names: str) -> Field | None:
        """The first filled field of the first name that has one."""
        return next((f for n in names for f in self.filled(n)), None)

    def sure(self, *fields: Field) -> bool:
        """Whether all fields were read well enough for a formal finding; more is asked of what OCR read."""
        return all(f.confidence * 100 >= max(self.threshold(f.name), _SCANNED * self.scanned(f)) for f in fields)

    def scanned(self, one: Field) -> bool:
        """Whether a field stands in a scan or picture."""
        return one.place.file in self._scans

    @cached_property
    def _scans(self) -> frozenset[str]:
        return frozenset(p.file for p in self.submission.papers if p.format in ("scan", "image"))

    def threshold(self, name: str) -> int:
        """The confidence, in percent, from which a field counts as read."""
        entry = self.tables.field(name)
        return entry.threshold if entry else 60

    def role_of(self, name: str) -> str:
        """The role in a field's name."""
        return name.partition(".")[0]

    def label(self, name: str) -> str:
        """What a field is called, with its paper and, in a form with scenes, the number of the scene."""
        scene = re.search(r"\.(\d+)\.", name)
        return (f"场景{scene[1]}的" if scene else "") + self.tables.label(name)

    def text_of(self, *roles: str) -> str:
        """The visible text of the papers of these roles."""
        return "\n".join(p.paper.text() for p in self.readable(*roles))

    def days(self, parameter: str) -> int | None:
        """The value of a dated parameter on the filing day; None when none is in force."""
        return (
            self.book.value_on(parameter, self.filed_on).value if self.book.in_force(parameter, self.filed_on) else None
        )

    @cached_property
    def plain(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """Visible text of each paper (by its place in `parts`) without blanks: as a whole, and block by block."""
        found = {}
        for i, part in enumerate(self.parts):
            blocks = tuple(re.sub(r"\s+", "", b.text) for b in part.paper.blocks if b.visible)
            found[i] = ("".join(blocks), blocks)
        return found

    def plain_text(self, *roles: str) -> list[tuple[Identified, str]]:
        """The readable papers of these roles with their text without blanks."""
        return [(p, self.plain[i][0]) for i, p in enumerate(self.parts) if p.role in roles and p.paper.blocks]

    def scenes(self, role: str) -> list[int]:
        """Numbers of the scenes of a form."""
        found = {int(m[1]) for n in self.by_name if (m := re.match(rf"{role}\.scene\.(\d+)\.", n))}
        return sorted(found)

    def blocks(self, *roles: str) -> Iterator[tuple[Identified, Any]]:
        """Every visible block of the papers of these roles, with its paper."""
        for part in self.readable(*roles):
            for block in part.paper.blocks:
                if block.visible:
                    yield part, block


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found. `values` fill the criterion's message and remedy; `role` or `material` says which paper."""

    place: Place | None = None
    role: str = ""
    material: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: str = ""
    expected: str = ""
    actual: str = ""
    sure: bool = True
    also: tuple[Place, ...] = ()
    crop: bytes | None = None
