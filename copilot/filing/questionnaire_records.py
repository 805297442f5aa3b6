"""The shape of knowledge_base/filing/questionnaire.yaml; unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Item
from pydantic import model_validator

from copilot.filing import paths
from copilot.filing.facts import FilingKind
from copilot.law.records import BasisRecord, CheckedRecord, Shape, Slug, Text, Texts

Special = Literal[
    "org", "person", "address", "country", "uscc", "id_number", "phone", "email", "percent", "recipients", "choices"
]
Type = Literal[Special, paths.Kind]
CHECKS = frozenset({"uscc", "id_number", "phone", "email", "past"})  # and chars:N
Class = Literal["short", "choice", "number", "date", "long", "row", "chapter"]


class WhenRecord(Shape):
    """A condition: one look at a path, or several together. An element of a list is looked at in its own place."""

    any: list[str | WhenRecord] = Item(default_factory=list)
    all: list[str | WhenRecord] = Item(default_factory=list)
    kinds: list[FilingKind] = Item(default_factory=list)
    path: str | None = None
    among: Texts | None = Item(default=None, alias="in")
    outside: Texts | None = Item(default=None, alias="not_in")
    equals: bool | None = Item(default=None, alias="is")
    differs: bool | None = Item(default=None, alias="not")
    more_than: int | None = None

    @model_validator(mode="after")
    def _one_look(self) -> WhenRecord:
        looks = [self.among, self.outside, self.equals, self.differs, self.more_than]
        if sum(x is not None for x in looks) != (self.path is not None):
            raise ValueError("有 path 的写 in、not_in、is、not、more_than 之一；没有 path 的都不写")
        if not (self.any or self.all or self.kinds or self.path):
            raise ValueError("条件是空的")
        return self


class QuestionRecord(Shape):
    path: Text
    label: Text
    label_en: Text
    type: Special | None = None
    why: Text
    why_en: Text
    example: str = ""
    options: Texts | dict[str, str] = Item(default_factory=list)
    when: str | WhenRecord | None = None
    check: Texts = Item(default_factory=list)
    optional: bool = False
    papers: list[Slug] | None = None
    basis: list[BasisRecord] | None = None
    checked: CheckedRecord | None = None


class GroupRecord(Shape):
    id: Slug
    title: Text
    title_en: Text
    papers: Annotated[list[Slug], Item(min_length=1)]
    basis: Annotated[list[BasisRecord], Item(min_length=1)]
    checked: CheckedRecord | None = None
    questions: list[QuestionRecord]


class ListRecord(Shape):
    path: Text
    label: Text
    label_en: Text
    min: int
    none: str | None


class EffortRecord(Shape):
    """What filling in by hand costs, by class of question; an assumption, marked as one.

    `chapter`: an argument of a report; `read_minutes`: to look through one that was drafted; `compare_minutes`: to
    compare one more place where the same fact stands.
    """

    minutes: dict[Class, int]
    fields_per_page: dict[Class, int]
    read_minutes: int
    compare_minutes: int
    line: Annotated[list[int], Item(min_length=2, max_length=2)]
    note: Text
    basis: list[BasisRecord]


class QuestionnaireFile(Shape):
    version: Text
    checked: CheckedRecord
    effort: EffortRecord
    conditions: dict[str, WhenRecord]
    options_en: dict[str, Text]
    lists: list[ListRecord]
    groups: list[GroupRecord]
