"""What leaves the process: lists in short and whole, search hits, matches, differences."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain import Basis, CheckedStatus
from copilot.rules.listing import Answer
from copilot.rules.zones import EditionState


class ListBrief(BaseModel):
    """A list in short. `state` is on the day asked about."""

    id: str
    kind: Literal["negative", "positive"]
    title: str
    edition: str
    zone: str
    published: str | None
    in_force_from: str
    state: EditionState
    completeness: Literal["complete", "partial", "metadata_only"]
    domains: list[str]
    page: str
    checked: CheckedStatus
    checked_on: str
    note: str
    approved_by: str = ""


class ListIndex(BaseModel):
    """All lists, by zone and date."""

    as_of: dt.date
    lists: list[ListBrief]


class ListView(BaseModel):
    """A list whole: `list` has the shape of its file."""

    as_of: dt.date
    brief: ListBrief
    list: dict[str, Any]


class SearchHit(BaseModel):
    """A place in a list that the words were found in."""

    list_id: str
    list_title: str
    place: str
    text: str
    score: float
    completeness: str


class ListSearch(BaseModel):
    """What a search found, best first."""

    query: str
    as_of: dt.date
    results: list[SearchHit]


class OwnFieldShape(BaseModel):
    """A field of the enterprise. Samples are compared by format on this machine and never kept or returned."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    meaning: str = Field(default="", max_length=500)
    kind: Literal["pi", "sensitive_pi", "other"] | None = None
    samples: list[str] = Field(default_factory=list, max_length=20)


class MatchRequest(BaseModel):
    """Fields to be matched with a list, and what is known of transfer and enterprise; null is unknown."""

    model_config = ConfigDict(extra="forbid")

    list_id: str
    domain: str | None = Field(default=None, description="id, name or everyday name; none: in none of them")
    scene: str | None = Field(default=None, description="id or name; none: in none of them")
    fields: list[OwnFieldShape] = Field(min_length=1, max_length=5000)
    pi_count: int | None = Field(default=None, ge=0, strict=True)
    sensitive_pi_count: int | None = Field(default=None, ge=0, strict=True)
    contains_important_data: bool | None = None
    registered_in_zone: bool | None = None
    exporting_in_zone: bool | None = None
    in_city: bool | None = None
    is_ciio: bool | None = None
    below_minimum_confirmed: bool | None = None
    as_of: dt.date | None = None


class CandidateShape(BaseModel):
    """A list's field that the enterprise's field may be."""

    field: str
    scene: str
    kind: Literal["pi", "sensitive_pi"]
    score: float
    reason: str
    condition: str = ""


class FieldResult(BaseModel):
    """Where a field belongs. `items`: numbers of the rows that describe it; `hit`: what the list says of it alone."""

    name: str
    meaning: str
    status: Literal["matched", "needs_person", "unmatched"]
    kind: Literal["pi", "sensitive_pi", "other"] | None
    reason: str
    candidates: list[CandidateShape]
    items: list[str]
    hit: Answer


class TraceStep(BaseModel):
    """One comparison."""

    id: str
    title: str
    outcome: Literal["yes", "no", "unknown"]
    row: str = ""
    compare: str = ""
    note: str = ""
    basis: list[Basis] = Field(default_factory=list)


class MatchReport(BaseModel):
    """All fields, and what the list says of the transfer as a whole."""

    list_id: str
    as_of: dt.date
    state: str
    domain: str | None
    scene: str | None
    hit: Answer
    possible: list[str]
    missing: list[str]
    questions: list[str]
    rows: list[str]
    fields: list[FieldResult]
    trace: list[TraceStep]
    procedure: list[dict[str, Any]]
    notes: list[str]
    page: str
    counts: dict[str, int]


class Difference(BaseModel):
    """One thing that differs; null on the side where it is missing."""

    place: str
    change: Literal["added", "removed", "changed"]
    left: str | None
    right: str | None


class ListDiff(BaseModel):
    """What differs between two lists. `limited`: why the comparison can't be complete; empty when it is."""

    left: str
    right: str
    limited: str
    differences: list[Difference]
