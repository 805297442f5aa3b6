"""Bodies of requests, and answers that no other module has a shape for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from copilot.domain import Basis, Kind
from copilot.redaction.case import GrownCase
from copilot.rules.questions import FactQuestion
from copilot.rules.replay import Replay
from copilot.rules.result import PathResult
from copilot.store.store import Fault


class ErrorWords(BaseModel):
    """What went wrong and what to do; `message` and `hint` are Chinese unless the reader's language is English."""

    code: str
    message: str
    hint: str
    en: str
    type: str = Field(description="the code again, for OpenAI clients")


class ErrorBody(BaseModel):
    """The body of every error."""

    error: ErrorWords


class AskRequest(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid")

    question: str
    as_of: dt.date | None = Field(default=None, description="the law of that day; default today")
    language: Literal["zh", "en"] | None = Field(default=None, description="default: as the question is written")
    conversation_id: str | None = Field(default=None, description="continue this conversation")
    retry: bool = Field(default=False, description="answer the last question of the conversation again")
    store: bool = Field(default=True, description="keep question and answer; false: nothing is kept")
    history: list[str] = Field(
        default_factory=list, max_length=50, description="earlier questions, oldest first; only with store=false"
    )


class SearchRequest(BaseModel):
    """A search."""

    model_config = ConfigDict(extra="forbid")

    query: str
    k: int = Field(default=10, ge=1, le=200)
    as_of: dt.date | None = None
    kinds: list[Kind] | None = None
    keep: bool = Field(default=False, description="keep the run in the history of the test page")


class ResolveRequest(BaseModel):
    """A text whose citations are checked."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=20_000)
    as_of: dt.date | None = None


class TitleRequest(BaseModel):
    """A title."""

    title: str = Field(min_length=1, max_length=200)


class FeedbackRequest(BaseModel):
    """What a reader thinks of an answer."""

    thumb: Literal["up", "down"]
    reason: str = Field(default="", max_length=500)
    comment: str = Field(default="", max_length=4000)
    fault: Fault = Field(default="", description="what was wrong; empty: not said")

    @field_validator("reason", "comment", "fault", mode="before")
    @classmethod
    def _absent(cls, value: Any) -> Any:
        return "" if value is None else value


class CaseRequest(BaseModel):
    """A case as a person has corrected it. `cite`: what must be cited, as a person writes it, one place each."""

    model_config = ConfigDict(extra="forbid")

    case: GrownCase
    cite: list[Annotated[str, Field(max_length=500)]] = Field(default_factory=list, max_length=20)


class Deleted(BaseModel):
    """How many were deleted."""

    deleted: int


class ModelStatus(BaseModel):
    """The model that phrases answers."""

    name: str
    licence: str | None = None
    ready: bool
    state: str


class IndexStatus(BaseModel):
    """How far the index is, in passages."""

    ready: bool = False
    lexical: int = 0
    dense: int = 0
    total: int = 0
    notes: list[str] = Field(default_factory=list)


class KnowledgeBaseStatus(BaseModel):
    """What the answers stand on. `checked_on`: the latest day on which a record was checked."""

    passages: int = 0
    instruments: int = 0
    by_kind: dict[str, int] = Field(default_factory=dict)
    glossary: int = 0
    checked_on: dt.date | None = None


class QueueStatus(BaseModel):
    """The line in front of the model."""

    active: int = 0
    waiting: int = 0


class Status(BaseModel):
    """How the service is. `searchable`: questions are answered now."""

    version: str
    mode: Literal["model", "extractive"]
    model: ModelStatus | None
    searchable: bool
    index: IndexStatus
    knowledge_base: KnowledgeBaseStatus
    queue: QueueStatus
    notices: list[str]
    label: dict[str, str] = Field(description="what generated text must be marked with, by language")
    allow_delete_all: bool
    retention_days: int
    max_question_chars: int
    today: dt.date


class ChatMessage(BaseModel):
    """A message of the OpenAI protocol; parts that are no text are refused."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "\n".join(
                str(part.get("text", "")) for part in self.content if part.get("type") in ("text", "input_text")
            )
        return self.content or ""


class ChatRequest(BaseModel):
    """`/v1/chat/completions`. Sampling options are accepted and have no effect; `as_of` and `language` are ours."""

    model_config = ConfigDict(extra="ignore")

    messages: list[ChatMessage] = Field(min_length=1, max_length=400)
    model: str = ""
    stream: bool = False
    stream_options: dict[str, Any] | None = None
    n: int | None = Field(default=1, ge=1, le=1)
    as_of: dt.date | None = None
    language: Literal["zh", "en"] | None = None


class PathRequest(BaseModel):
    """Facts, or a description in `text`. With both, the facts decide: they are what the user confirmed of the text."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any] | None = Field(default=None, description="see `compliance-copilot schema facts`")
    text: str | None = Field(default=None, description="the transfer in the user's own words")
    as_of: dt.date | None = Field(default=None, description="the law of that day; default today")
    start: dt.date | None = Field(default=None, description="the day the filing begins; the timeline then has dates")
    store: bool = Field(default=True, description="keep the verdict; false: nothing is kept")
    title: str = Field(default="", max_length=200, description="what the verdict is called in the list")
    backend: Literal["local", "openai", "extractive"] | None = Field(
        default=None, description="what reads `text`: the service's own model, or extractive (no model)"
    )


class PathReply(PathResult):
    """The verdict, and under which number it is kept."""

    determination_id: str | None = None


class NextRequest(BaseModel):
    """Facts as far as they are known."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any] = Field(default_factory=dict)
    as_of: dt.date | None = None
    language: Literal["zh", "en"] = "zh"


class NextReply(BaseModel):
    """The verdict so far (without duties, papers, times), and the facts still needed, the most decisive first."""

    result: PathResult
    questions: list[FactQuestion]


class CompareRequest(BaseModel):
    """Facts and two days."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any]
    earlier: dt.date
    later: dt.date | None = Field(default=None, description="default today")


class DraftRequest(BaseModel):
    """The state of the page, whatever it is."""

    model_config = ConfigDict(extra="forbid")

    content: dict[str, Any]


class ReplayReply(Replay):
    """A kept verdict made again."""

    determination_id: str


class VerdictsDeleted(Deleted):
    """How many verdicts and drafts were deleted."""

    drafts: int


class Paper(BaseModel):
    """A paper of a filing, on which template it is made, and when it is due where that depends."""

    id: str
    name: str
    name_en: str = ""
    template: Literal["official", "body", "own", "original"]
    condition: str = ""
    basis: list[Basis]
