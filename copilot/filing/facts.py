"""What an enterprise says once about its filing: typed, versioned, shared by every paper.

Nothing here is presumed. None means "not said yet" and becomes a visible placeholder in a paper; an empty list means
"not said yet" too, where `none_of` says that there are none. Numbers of persons are natural persons, de-duplicated.
Source of the fields: 数据出境安全评估申报指南（第三版） 附件2 to 附件5, 个人信息出境标准合同（范本） and
个人信息出境标准合同备案指南（第二版）, as `knowledge_base/filing/questionnaire.yaml` cites them field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from copilot.errors import BadInput
from copilot.filing.part import MAX_ITEMS, Choice, Day, LongText, Part, Text
from copilot.filing.parties import Exporter, Officer, Person, Recipient, Totals
from copilot.filing.procedures import Certification, Change, Contract, Exemption, Extension, NegativeList
from copilot.filing.transfers import Scene
from copilot.validation import explain

SCHEMA = "filing/1"
FilingKind = Literal[
    "security_assessment",
    "standard_contract",
    "certification",
    "negative_list",
    "extension",
    "contract_change",
    "gba_hk",
    "exempt",
]

Taken = bool | int | Annotated[str, Field(max_length=2000)] | tuple[Annotated[str, Field(max_length=200)], ...]


class BadFiling(BadInput):
    """A questionnaire that cannot be read; the message names the field."""

    code = "bad_filing"


class Evidence(Part):
    """Proof that the safeguards work: classified protection, certification, audit; `level` as it is written there."""

    type: str | None = Text
    number: str | None = Text
    day: Day = None
    level: str | None = Text


class Safeguards(Part):
    """What protects the data at the exporter's."""

    organisation: str | None = LongText
    policies: str | None = LongText
    classification: str | None = LongText
    emergency: str | None = LongText
    training: str | None = LongText
    rights: str | None = LongText
    collection: str | None = LongText
    storage: str | None = LongText
    use: str | None = LongText
    transfer: str | None = LongText
    deletion: str | None = LongText
    audit: str | None = LongText
    access_control: str | None = LongText
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=200)
    no_evidence: Choice = None


class Assessment(Part):
    """The self-assessment or PIPIA as an activity."""

    began: Day = None
    ended: Day = None
    team: str | None = LongText
    process: str | None = LongText
    method: str | None = LongText
    third_party: str | None = Text
    third_party_role: str | None = LongText
    no_third_party: Choice = None
    found: str | None = LongText
    mended: str | None = LongText


class Authority(Part):
    """How long the agent may act."""

    began: Day = None
    until: Day = None


class Rest(Part):
    """A place in the law that a kept sentence rests on."""

    instrument: str = Field(max_length=500)
    article: str | None = Text


class Sentence(Part):
    """A sentence of a model with what it rests on: paths of facts, places in the law."""

    text: str = Field(max_length=2000)
    paths: tuple[str, ...] = Field(default=(), max_length=100)
    basis: tuple[Rest, ...] = Field(default=(), max_length=20)


class Section(Part):
    """A section of prose that a person wrote or kept, with what it was written from.

    By a person it is the whole section, by a model what it adds to the facts, in `sentences` with their sources.
    `model`: which one; `facts`: digest of the facts; `values`: how they were worded then, by path.
    """

    text: str = Field(max_length=50_000)
    by: Literal["facts", "model", "person"] = "person"
    model: str = Field(default="", max_length=200)
    locked: bool = False
    facts: str | None = None
    values: dict[str, str] = Field(default_factory=dict, max_length=MAX_ITEMS)
    sentences: tuple[Sentence, ...] = Field(default=(), max_length=100)


class Origin(Part):
    """The verdict on a path that a filing was begun from. `verdict`: its number where it is kept.

    `taken`: what it gave, by path, as it was then: a value that is still the same was nobody's answer to a question.
    """

    verdict: str | None = Text
    path: str | None = Text
    as_of: Day = None
    headline: str | None = LongText
    headline_en: str | None = LongText
    reasons: tuple[str, ...] = Field(default=(), max_length=50)
    basis: tuple[Rest, ...] = Field(default=(), max_length=100)
    taken: dict[str, Taken] = Field(default_factory=dict, max_length=MAX_ITEMS)


class Filing(Part):
    """All that the papers of a filing are made from. `filed_on`: the day on which it is to be handed in."""

    schema_: Literal["filing/1"] = Field(default="filing/1", alias="schema")
    kind: FilingKind | None = None
    filed_on: Day = None
    exporter: Exporter = Exporter()
    legal_rep: Person = Person()
    no_legal_rep: Choice = None
    officer: Officer = Officer()
    agent: Person = Person()
    authority: Authority = Authority()
    recipients: tuple[Recipient, ...] = Field(default=(), max_length=200)
    recipients_summary: str | None = LongText
    scenes: tuple[Scene, ...] = Field(default=(), max_length=100)
    totals: Totals = Totals()
    safeguards: Safeguards = Safeguards()
    assessment: Assessment = Assessment()
    pipia: Assessment = Assessment()
    contract: Contract = Contract()
    extension: Extension = Extension()
    change: Change = Change()
    certification: Certification = Certification()
    negative_list: NegativeList = NegativeList()
    exemption: Exemption = Exemption()
    other: str | None = LongText
    sections: dict[str, Section] = Field(default_factory=dict, max_length=500)
    origin: Origin | None = None
    unknown: tuple[str, ...] = Field(default=(), max_length=MAX_ITEMS)  # paths answered "don't know yet"

    @staticmethod
    def parse(value: Mapping[str, Any]) -> Filing:
        """The questionnaire of a JSON object; dates as `2026-11-23`, numbers of persons as whole numbers.

        Raises:
            BadFiling: a key or value that cannot be used; every message names the field by its path.
        """
        try:
            return Filing.model_validate(value)
        except ValidationError as error:
            chinese, english = explain(error.errors(), whole="问卷")
            raise BadFiling(
                f"申报问卷有误：{chinese}",
                hint="请按 compliance-copilot schema filing 的字段改正；不知道的写 null",
                en=english,
            ) from error

    def dump(self) -> dict[str, Any]:
        """As JSON: only what was said, dates as text."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"schema": SCHEMA}

    def recipient(self, key: str) -> Recipient | None:
        """The recipient that a scene names by its id."""
        return next((one for one in self.recipients if one.id == key), None)

    def recipients_of(self, scene: Scene) -> tuple[Recipient, ...]:
        """The recipients of a scene in the order given; with none named and one recipient in all, that one."""
        named = tuple(one for key in scene.recipients if (one := self.recipient(key)) is not None)
        return named or (self.recipients if len(self.recipients) == 1 and not scene.recipients else ())
