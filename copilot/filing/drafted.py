"""What `draft` returns: the published shape."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis
from copilot.filing.facts import FilingKind
from copilot.precheck.finding import Result


class Shape(BaseModel):
    """Base of the shapes: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceholderShown(Shape):
    """A value that was not said: the path where it is typed, its label, the titles of the papers that show it."""

    path: str
    label: str
    papers: list[str]


class PaperMade(Shape):
    """A paper. `official`: on the official template; `marked`: a sheet that must not be handed in; `kept`: not handed
    in; `missing`: paths of its placeholders; `notes`: of its official template, what is left to a person."""

    id: str
    title: str
    material: str
    file: str
    official: bool
    marked: bool
    kept: bool
    missing: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)


class Left(Shape):
    """What is left to do of one sort: ids of the pre-check's criteria, each as often as it was found."""

    why: str
    words: str
    rules: list[str]


class ConflictShown(Shape):
    """What the facts say against themselves; `error`: it cannot be handed in like that."""

    paths: list[str]
    message: str
    message_en: str = ""
    severity: Literal["error", "warning"]
    basis: list[Basis] = Field(default_factory=list)


class Drafted(Shape):
    """A draft. `precheck` is null where the kind has none, and `not_checked` says why."""

    kind: FilingKind
    as_of: dt.date
    files: list[str]
    placeholders: list[PlaceholderShown]
    precheck: Result | None
    papers: list[PaperMade] = Field(default_factory=list)
    conflicts: list[ConflictShown] = Field(default_factory=list)
    left: list[Left] = Field(default_factory=list)
    stale: list[str] = Field(
        default_factory=list, description="sections that a person kept and whose facts have changed"
    )
    not_checked: str = ""
    model: str = Field(default="", description="the model that wrote sentences in sections; empty: none did")
    by_model: list[str] = Field(default_factory=list, description="sections with sentences that a model wrote")
    saved: dict[str, float] = Field(
        default_factory=dict,
        description="fields, pages and minutes saved against each paper by itself, as shares; `line`: the aim",
    )
