"""Frozen values that every layer shares: passages, citations, hits, answers.

Shapes that leave the process (`Citation`, `Answer`, `SearchResult`) follow the published contract;
`compliance-copilot schema NAME` prints them as JSON Schema.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["verbatim", "digest", "qa", "case", "list"]
CheckedStatus = Literal["verified", "secondary", "doubtful"]
Authority = Literal[
    "law",
    "administrative_regulation",
    "department_rule",
    "normative_document",
    "guide",
    "standard",
    "official_qa",
    "local_rule",
    "negative_list",
    "plan",
    "contract_template",
    "editorial",
    "case",
    "draft",
]
LedgerNature = Literal["general", "sensitive", "both"]
LedgerExempt = Literal["treaty", "art3", "art4", "art5_1", "art5_2", "art5_3", "art5_4", "art6"]
LedgerPath = Literal["security_assessment", "standard_contract", "certification", "gba_contract"]
AbstainReason = Literal["unsupported", "refused", "out_of_scope"]
LOCAL_TENANT = "local"  # the organisation of a service without accounts, and of its operator


@dataclass(frozen=True, slots=True)
class Checked:
    """Who may trust a record: when it was last checked, against what, and the doubt that remains."""

    on: dt.date
    status: CheckedStatus
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in an instrument: canonical title and locator (`第七条`, `问2`, `附录G`, `附件4` or None)."""

    instrument: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable unit: an article, a guide chapter, a question with its answer, a case, a list entry.

    `id` is stable across builds: `<slug>#<article or section>[@<in_force_from>]`.
    `in_force_from` None means unknown (treated as not in force before `version_date`).
    `asks` are everyday questions that the passage answers; they are indexed, never shown as law.
    `paragraphs`: how many 款 the official article has, where our digest may count otherwise; None: not recorded.
    """

    id: str
    instrument: str
    article: str | None
    title: str
    text: str
    kind: Kind
    authority: Authority
    version: str
    in_force_from: dt.date | None
    repealed_from: dt.date | None
    checked: Checked
    section: str | None = None
    url: str | None = None
    asks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rests_on: tuple[Ref, ...] = ()
    note: str = ""
    core: bool = False
    stub: bool = False
    dates_certain: bool = True
    order: int = 0
    paragraphs: int | None = None

    def in_force(self, as_of: dt.date) -> bool:
        """Whether the passage is law (or current guidance) on `as_of`."""
        if self.in_force_from is None or as_of < self.in_force_from:
            return False
        return self.repealed_from is None or as_of < self.repealed_from


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. `scores` holds every part of the final `score` (higher is better)."""

    passage: Passage
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


class Basis(BaseModel):
    """The place in the law that something rests on; the contract's `{"instrument", "article"}`."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    article: str | None = None

    @property
    def shown(self) -> str:
        """《instrument》 and article, in Chinese; a title that has its own marks stays as it is."""
        title = self.instrument if "《" in self.instrument else f"《{self.instrument}》"
        return title + (self.article or "")


class Citation(BaseModel):
    """A source that an answer cites, with the text it stands on."""

    model_config = ConfigDict(frozen=True)

    instrument: str
    article: str | None
    kind: Kind
    text: str
    url: str | None
    in_force_from: dt.date | None
    id: str = Field(description="stable passage id; opens the passage with its neighbours")
    title: str = ""
    repealed_from: dt.date | None = None
    checked: CheckedStatus = "verified"
    checked_on: dt.date | None = None
    note: str = ""


class Answer(BaseModel):
    """What `ask` returns. `citations` holds only the sources that `answer` cites, at most six.

    In `answer`, `[n]` refers to the n-th citation (1-based).
    """

    answer: str
    abstained: bool
    abstain_reason: AbstainReason | None = None
    citations: list[Citation] = Field(default_factory=list, max_length=6)
    path: dict | None = None
    questions: list[str] = Field(default_factory=list, max_length=3)
    as_of: dt.date
    model: str
    prompt: str
    timings_ms: dict[str, float] = Field(default_factory=dict)
    usage: dict[str, int] = Field(default_factory=dict, description="tokens that the model read anew and wrote")
    mode: Literal["model", "extractive"] = "model"
    notices: list[str] = Field(default_factory=list)
    language: Literal["zh", "en"] = "zh"
    conversation_id: str | None = None
    message_id: str | None = None


class LedgerRow(BaseModel):
    """An export as the ledger is told of it. `persons`: natural persons, each once.

    `exempt`: the reason that leaves its persons out of the count (`art5_4`: small scale, which counts); None: none.
    `path`: the procedure it was made under; None: not said. `id_kind`: what the hashed ids are, where there are any;
    only ids of one kind can be told apart from one another.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    entity: str = Field(min_length=1, max_length=200, description="the domestic entity that exports")
    scene: str = Field(min_length=1, max_length=200)
    recipient: str = Field(min_length=1, max_length=200)
    exported_on: dt.date
    persons: int = Field(ge=0, le=10_000_000_000)
    nature: LedgerNature = Field(description="sensitive data, none, or both kinds of each person")
    exempt: LedgerExempt | None = None
    path: LedgerPath | None = None
    group: str | None = Field(default=None, min_length=1, max_length=200, description="the group the entity belongs to")
    note: str = Field(default="", max_length=2000)
    id_kind: str | None = Field(default=None, min_length=1, max_length=40)


class LedgerEntry(LedgerRow):
    """A recorded export. Nothing is deleted: a wrong entry is voided, with the reason. `keyed`: hashed ids are kept."""

    id: str
    created_at: dt.datetime
    source: str = Field(default="", description="file and line it came from")
    keyed: bool = False
    voided_at: dt.datetime | None = None
    void_reason: str = ""


class SearchResult(BaseModel):
    """One row of `search`; `scores` shows every part of `score`."""

    instrument: str
    article: str | None
    text: str
    score: float
    kind: Kind
    scores: dict[str, float]
    id: str
    title: str = ""
    url: str | None = None
    in_force_from: dt.date | None = None
    repealed_from: dt.date | None = None
    checked: CheckedStatus = "verified"


class SearchResponse(BaseModel):
    """What `search` returns, best first. `offered` names law of another time that was left out; `notices` say what
    was degraded, or that the day lies outside what the knowledge base covers."""

    query: str
    as_of: dt.date
    results: list[SearchResult]
    offered: list[str] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    timings_ms: dict[str, float] = Field(default_factory=dict)


class ChatEvent(BaseModel):
    """One step of an answer in the making, as streamed to a reader.

    queued: `position` ahead of the reader (0: being served). status: `text` says what is being done.
    sources: the passages found, in `citations`, before any prose. sentence: one verified sentence in `text`,
    its marks `[n]` counting into `citations` (the sources cited so far, in final order).
    answer: the whole in `answer`; always the last event unless error: `error` as in `CopilotError.as_dict()`.
    """

    type: Literal["queued", "status", "sources", "sentence", "answer", "error"]
    text: str = ""
    position: int | None = None
    citations: list[Citation] = Field(default_factory=list)
    answer: Answer | None = None
    error: dict[str, str] | None = None
    conversation_id: str | None = Field(default=None, description="where the question was kept; on the first event")
