"""The shapes of the files under knowledge_base/negative_lists/: zones, lists, field synonyms; values are frozen."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, model_validator

from copilot.law.records import BasisRecord, CheckedRecord, Day, Shape, Slug, Text, Url

Category = Literal["important_data", "personal_info"]
Path = Literal["must_assess", "must_contract"]
CountKind = Literal["pi", "sensitive_pi"]
Completeness = Literal["complete", "partial", "metadata_only"]
T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
Number = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]


class Value(Shape):
    """Base of frozen values."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Zone(Value):
    """A pilot free-trade zone and the names a user calls it by; `city_aliases` name the whole city or province."""

    id: Slug
    name: Text
    region: Text
    aliases: Many[Text]
    city_aliases: Many[Text]
    checked: CheckedRecord


class Expansion(Value):
    """National policy on lists beyond the zones: a note, never a verdict."""

    from_day: Day
    text: Text
    checked: CheckedRecord


class ZonesFile(Value):
    zones: Annotated[Many[Zone], Field(min_length=1)]
    expansion: Many[Expansion]


class Condition(Value):
    """Whether the list demands (or grants) something; `holds` null: the text was not obtained or does not say.

    `from_day`: where it began after the list did.
    """

    holds: bool | None
    from_day: Day | None = None
    note: str = ""
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Scope(Value):
    """Who may use the list: registered in the zone, exporting from it, or anywhere in the city."""

    registered_in_zone: Condition
    exporting_in_zone: Condition
    city_wide: Condition


class Pilot(Value):
    """A trial use of the list by enterprises outside the zone, one by one: offered, never automatic."""

    from_day: Day
    text: Text
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Ciio(Value):
    """How the list treats operators of critical infrastructure. `hit`: what it says of them, where it says it."""

    applicable: bool | None
    hit: Literal["must_assess"] | None
    note: Text
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Exclusion(Value):
    """Data that the list never lets pass."""

    id: Literal["state_secret", "core_data", "government_data", "export_control", "treaty", "human_genetic"]
    text: Text
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Step(Value):
    """A step of the zone's procedure. `working_days`: the longest time it may take; null: none is set."""

    id: Slug
    who: Text
    what: Text
    working_days: int | None
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Procedure(Value):
    """What using the list takes. `before_export`: what must be done before data outside the list may leave."""

    before_export: Literal["filing", "report", "self_check", "unknown"]
    note: str
    steps: Many[Step]


class CountRule(Value):
    """Which transfers are left out of a row's count of persons."""

    id: Slug
    text: Text
    left_out: Many[BasisRecord]
    basis: Many[BasisRecord]


class Threshold(Value):
    """`min` or more and fewer than `max` persons since 1 January; null: no bound on that side."""

    kind: CountKind
    min: Annotated[int, Field(gt=0)] | None
    max: Annotated[int, Field(gt=0)] | None

    @model_validator(mode="after")
    def _ordered(self) -> Threshold:
        if self.min is None and self.max is None:
            raise ValueError("门槛至少要有 min 或 max")
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError("min 应小于 max")
        return self

    def holds(self, count: int) -> bool:
        """Whether so many persons fall under the row; nobody never does."""
        return count > 0 and (self.min is None or count >= self.min) and (self.max is None or count < self.max)


class Item(Value):
    """A row. `residual`: it catches what the rows in `excepts` don't describe; its thresholds are alternatives."""

    number: Number
    category: Category
    path: Path
    title: Text
    features: str
    scenes: Many[Slug]
    threshold: Many[Threshold]
    residual: bool
    excepts: Many[Number]
    count_rule: Slug | None
    note: str = ""


class Qualified(Value):
    """A field that is listed only under a condition."""

    name: Text
    condition: Text


class Scene(Value):
    """A business scene and the fields that the list names in it. `open`: the list says 等, so others may belong."""

    id: Slug
    name: Text
    definition: str
    pi: Many[Text]
    sensitive_pi: Many[Text]
    qualified: Many[Qualified]
    open: bool

    def fields(self, kind: CountKind) -> tuple[str, ...]:
        """The named fields of a kind."""
        return self.pi if kind == "pi" else self.sensitive_pi


class BelowMinimum(Value):
    """What the list says of listed fields below its lowest row; `hit` null: it doesn't say."""

    hit: Literal["off_list"] | None
    text: Text
    basis: Many[BasisRecord]
    checked: CheckedRecord


class Domain(Value):
    """A trade that the list covers. `covers`: which categories its rows speak of."""

    id: Slug
    name: Text
    aliases: Many[Text]
    covers: Many[Category]
    applies_to: str
    notes: Many[Text]
    scenes: Many[Scene]
    items: Many[Item]
    below_minimum: BelowMinimum | None


class Superseded(Value):
    """A later edition. `note` says what is not certain about where one ends and the other begins."""

    by: Slug
    from_day: Day
    note: str


class Published(Value):
    """Sizes as the source states them; null where it doesn't."""

    domains: int | None
    scenes: int | None
    entries: int | None
    text: str


class NegativeList(Value):
    """One edition of one zone's list, whole or as far as it was obtained.

    `possibly_from`: the earlier of two recorded first days; between the two it is doubtful whether the list holds.
    `domains_known`: the names of all its domains are known, so that one not named is not covered. `arranged_by`:
    business scenes, or classes of data, whose names are no lines of business that another zone could refer to.
    """

    id: Slug
    kind: Literal["negative", "positive"]
    title: Text
    edition: Text
    zone: Slug
    published: Day | None
    in_force_from: Day
    possibly_from: Day | None
    repealed_from: Day | None
    in_force_note: str
    superseded: Superseded | None
    completeness: Completeness
    domains_known: bool
    arranged_by: Literal["scene", "class"] = "scene"
    page: Url
    scope: Scope
    ciio: Ciio
    exclusions: Many[Exclusion]
    procedure: Procedure
    count_rules: Many[CountRule]
    domains: Many[Domain]
    cross_zone: Condition
    pilot: Pilot | None
    published_sizes: Published
    notes: Many[Text]
    basis: Annotated[Many[BasisRecord], Field(min_length=1)]
    checked: CheckedRecord
    approved_by: str = ""

    def in_force(self, as_of: dt.date) -> bool:
        """Whether the edition is in force on a day, or may be; a later edition put aside."""
        day = as_of.isoformat()
        return (self.possibly_from or self.in_force_from) <= day and (
            self.repealed_from is None or day < self.repealed_from
        )

    def domain(self, name: str) -> Domain | None:
        """The domain with this id or name."""
        return next((d for d in self.domains if name in (d.id, d.name)), None)


class SynonymGroup(Value):
    """Names of one meaning; `concept` is its id, `kind` what such a field usually is (null: depends)."""

    concept: Slug
    kind: Literal["pi", "sensitive_pi", "other"] | None
    zh: Many[Text]
    en: Many[Text]


class SynonymsFile(Value):
    """`abbreviations` expand English words, `words` turn them into Chinese, `zh` evens out Chinese parts of names."""

    groups: Many[SynonymGroup]
    abbreviations: dict[str, str]
    words: dict[str, str]
    zh: dict[str, str]
    noise: Many[Text]


SHAPES: dict[str, type[Shape]] = {"negative_lists/zones.yaml": ZonesFile, "negative_lists/synonyms.yaml": SynonymsFile}


def shape_of(name: str) -> type[Shape] | None:
    """The shape of a file of the negative lists by its path; None for other files."""
    if name.startswith("negative_lists/"):
        return SHAPES.get(name, NegativeList)
    return None
