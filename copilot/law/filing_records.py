"""The shapes of the files on filings that exist already: rules/refiling.yaml and rules/renewal.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from copilot.law.english import Bilingual
from copilot.law.records import CheckedRecord, Dated, DatedBasisRecord, Shape, Slug, Text
from copilot.law.rule_records import ParameterId, PathName

FilingName = Literal["security_assessment", "standard_contract", "certification", "gba_contract"]
ChangeName = Literal[
    "field",
    "sensitivity",
    "purpose",
    "recipient",
    "recipient_use",
    "method",
    "storage_place",
    "retention",
    "persons",
    "onward",
    "control",
    "foreign_law",
    "contract_text",
    "contract_term",
    "system",
    "rename",
    "contact",
    "name",
    "important_data",
    "ciio",
    "extension",
    "other",
]
ChangeFact = Literal[
    "within_scope",
    "affects_security",
    "affects_rights",
    "same_content",
    "sensitive",
    "outside_gba",
    "against_conditions",
]
ChangeVerdictName = Literal[
    "none", "renew", "supplement", "change_certificate", "re_file", "re_assess", "new_path", "need_facts"
]
StopName = Literal["none", "changed", "affected", "all", "approval"]
RenewalState = Literal["early", "open", "late", "expired"]
RenewalFact = Literal[
    "refiling_event", "purposes_unchanged", "parties_unchanged", "legal_document_ok", "complied", "major_incident"
]
Basis = Annotated[list[DatedBasisRecord], Field(min_length=1)]
Filings = Annotated[list[FilingName], Field(min_length=1)]


class QuestionEntry(Shape, Bilingual):
    """A fact of a change, asked in the user's words."""

    id: ChangeFact
    label: Text
    zh: Text
    en: Text
    help: str
    help_en: str = ""
    basis: Basis
    checked: CheckedRecord


class KindEntry(Shape):
    """How a kind of change is called."""

    id: ChangeName
    label: Text
    en: Text


class TriageEntry(Dated, Bilingual):
    """What follows from a change; the first entry that fits decides. `choices`: what the law allows instead.

    Here and below `doubt_en` says in English what `checked.note` says.
    """

    id: Slug
    title: Text
    title_en: str = ""
    filings: Filings
    changes: Annotated[list[ChangeName], Field(min_length=1)]
    facts: dict[ChangeFact, bool]
    verdict: ChangeVerdictName
    choices: list[ChangeVerdictName]
    stop: StopName
    note: str
    note_en: str = ""
    doubt_en: str = ""
    basis: Basis


class PathEntry(Dated, Bilingual):
    """What the path that the year's counts lead to means for a filing; `verdict` null: to be told, nothing more."""

    id: Slug
    title: Text
    title_en: str = ""
    filings: Filings
    path: PathName
    verdict: ChangeVerdictName | None
    stop: StopName
    note: Text
    note_en: str = ""
    doubt_en: str = ""
    basis: Basis


class FollowUpEntry(Dated, Bilingual):
    """A duty after a verdict, or what stops until it is done; `changes` empty: whatever changed."""

    id: Slug
    text: Text
    text_en: str = ""
    doubt_en: str = ""
    figures: dict[Text, ParameterId]
    filings: Filings
    verdicts: Annotated[list[ChangeVerdictName], Field(min_length=1)]
    changes: list[ChangeName]
    stop: StopName | None
    basis: Basis


class RefilingFile(Shape):
    questions: list[QuestionEntry]
    kinds: list[KindEntry]
    entries: list[TriageEntry]
    paths: list[PathEntry]
    obligations: list[FollowUpEntry]
    stops: list[FollowUpEntry]


class GrowthRecord(Shape):
    """Two numbers and the most, in percent, by which the first may exceed the second."""

    next: Slug
    granted: Slug
    parameter: ParameterId


class ConditionEntry(Dated, Bilingual):
    """A condition of an extension; `applies` names the fact without which it does not matter."""

    id: Slug
    title: Text
    title_en: str = ""
    zh: Text
    en: Text
    help: str
    help_en: str = ""
    facts: dict[RenewalFact, bool]
    growth: GrowthRecord | None
    applies: Slug | None
    basis: Basis


class RenewalDutyEntry(Dated, Bilingual):
    """What is to be done in a state of the time left."""

    id: Slug
    text: Text
    text_en: str = ""
    doubt_en: str = ""
    figures: dict[Text, ParameterId]
    filings: Filings
    states: Annotated[list[RenewalState], Field(min_length=1)]
    basis: Basis


class RenewalFile(Shape):
    conditions: list[ConditionEntry]
    obligations: list[RenewalDutyEntry]


FILING_FILES: dict[str, type[Shape]] = {"rules/refiling.yaml": RefilingFile, "rules/renewal.yaml": RenewalFile}
