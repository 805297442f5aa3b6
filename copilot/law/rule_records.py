"""The shapes of the files of rules/ beside the decision: conditions, duties, sectors, times, papers, changes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from copilot.law.english import Bilingual
from copilot.law.records import CheckedRecord, Dated, DatedBasisRecord, Shape, Slug, Text, Texts

# The facts of the path contract that a condition may name, and what is derived from them.
BOOLEANS = frozenset(
    {
        *("is_export", "contains_pi", "contains_important_data", "important_data_notified"),
        *("contains_state_secret_or_core_data", "is_ciio", "is_state_organ", "overseas_origin"),
        *("domestic_data_introduced", "contract_necessary", "hr_necessary", "hr_rules", "hr_collective_contract"),
        *("emergency", "foreign_judicial_request", "treaty", "under14", "recipient_restricted", "human_genetic", "gba"),
    }
)
COUNTS = frozenset(
    {
        *("pi_count", "sensitive_pi_count", "pi_count_to_date", "sensitive_pi_count_to_date"),
        *("pi_processed_total", "pi_count_since_prev_year", "sensitive_pi_count_since_prev_year"),
    }
)
WORDS = frozenset({"region", "sector", "recipient_region", "purpose", "legal_basis", "ftz", "negative_list_hit"})
DERIVED = frozenset({"personal", "sensitive"})
NUMBERS = COUNTS | {"processed_at_least"}


def _among(known: frozenset[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError("条件里的事实名不在路径判定的事实之列")
        return value

    return AfterValidator(check)


YesNo = Annotated[str, _among(BOOLEANS | DERIVED)]
Anything = Annotated[str, _among(BOOLEANS | DERIVED | NUMBERS | WORDS)]
Number = Annotated[str, _among(NUMBERS)]
Word = Annotated[str, _among(WORDS)]
ParameterId = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9_]+$")]
PathName = Literal[
    "not_export",
    "exempt",
    "contract_or_certification",
    "security_assessment",
    "approval_required",
    "no_procedure_then",
    "need_facts",
]


class WhenRecord(Shape):
    """A condition; all that is said must hold, an empty one always does. `any`: at least one of several."""

    path_in: list[PathName] = Field(default_factory=list)
    reasons_any: list[Slug] = Field(default_factory=list)
    facts_true: list[YesNo] = Field(default_factory=list)
    facts_false: list[YesNo] = Field(default_factory=list)
    facts_unknown: list[Anything] = Field(default_factory=list)
    facts_not_true: list[YesNo] = Field(default_factory=list)
    facts_not_false: list[YesNo] = Field(default_factory=list)
    reaches: dict[Number, ParameterId] = Field(default_factory=dict)
    exceeds: dict[Number, ParameterId] = Field(default_factory=dict)
    one_of: dict[Word, Texts] = Field(default_factory=dict)
    mentions: dict[Word, Texts] = Field(default_factory=dict)
    sectors_any: list[Slug] = Field(default_factory=list)
    any: list[WhenRecord] = Field(default_factory=list)


class RuleEntry(Dated):
    """A dated rule with a condition and the places it rests on, the principal one first."""

    id: Slug
    when: WhenRecord
    basis: Annotated[list[DatedBasisRecord], Field(min_length=1)]


class ObligationEntry(RuleEntry, Bilingual):
    """`figures` put the value of a parameter on the day into `{name}` of the text."""

    text: Text
    text_en: str = ""
    note_en: str = ""
    figures: dict[Text, ParameterId] = Field(default_factory=dict)


class ObligationsFile(Shape):
    entries: list[ObligationEntry]


class SectorEntry(Shape):
    """A line of business, by the words that name it; `unless` are words that only look like it."""

    id: Slug
    title: Text
    aliases: Texts
    unless: Texts = Field(default_factory=list)


class BlockerEntry(RuleEntry, Bilingual):
    """`find_out`: what to settle, where the status hangs on facts that we do not have."""

    title: Text
    title_en: str = ""
    status: Literal["prohibited", "permit_required", "unknown"]
    text: Text
    text_en: str = ""
    find_out: str
    find_out_en: str = ""
    note_en: str = ""


class SectorsFile(Shape):
    sectors: list[SectorEntry]
    entries: list[BlockerEntry]


class LegEntry(Shape, Bilingual):
    """A stretch of time. It starts at `after` (null: the planned day), or ends there when `direction` is before.

    `parameter` null: the law sets no figure. `counts`: part of the statutory time until the procedure ends.
    """

    id: Slug
    title: Text
    title_en: str = ""
    track: Slug
    when: WhenRecord
    parameter: ParameterId | None
    after: Slug | None
    direction: Literal["after", "before"]
    counts: bool
    dated: bool
    note: str
    note_en: str = ""
    basis: list[DatedBasisRecord]
    checked: CheckedRecord


class TimelineFile(Shape):
    entries: list[LegEntry]


class PaperCondition(Shape):
    id: Text
    when: WhenRecord


class PapersEntry(Shape):
    """Which list of papers a path needs, and when its conditional papers are due; `later`: on another occasion."""

    kind: Slug
    when: WhenRecord
    submitted: bool
    alternative_to: Slug | None
    conditional: list[PaperCondition]
    later: Texts


class PapersFile(Shape):
    entries: list[PapersEntry]


class ChangeEntry(Dated, Bilingual):
    """A lawful change that may lighten the path: how it is said, on what it depends, where it stands."""

    id: Slug
    text: Text
    text_en: str = ""
    conditions: Texts
    conditions_en: Texts = Field(default_factory=list)
    mentions: Texts = Field(default_factory=list)
    basis: Annotated[list[DatedBasisRecord], Field(min_length=1)]


class ChangesFile(Shape):
    entries: list[ChangeEntry]


RULE_FILES: dict[str, type[Shape]] = {
    "rules/obligations.yaml": ObligationsFile,
    "rules/sectors.yaml": SectorsFile,
    "rules/timeline.yaml": TimelineFile,
    "rules/papers.yaml": PapersFile,
    "rules/changes.yaml": ChangesFile,
}
