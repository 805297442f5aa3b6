"""What the desk streams to an agent, and what it returns at once."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from copilot.desk.similar import SimilarTicket
from copilot.desk.speakable import Spoken
from copilot.domain import Answer, Citation


class DeskEvent(BaseModel):
    """One step on the way to what an agent says.

    ticket: where the question was kept (`ticket`, `number`); the first event of a kept call. sources: the passages
    found, within a second. similar: past questions like it. spoken: what may be read aloud now; `spoken.final` false:
    every word of it is verified, but a better one may follow. queued, status, sentence, error: as in `ChatEvent`.
    answer: the whole answer, with what was finally spoken; always the last event unless error.
    """

    type: Literal["ticket", "queued", "status", "sources", "similar", "spoken", "sentence", "answer", "error"]
    text: str = ""
    position: int | None = None
    ticket: str | None = None
    number: int | None = None
    citations: list[Citation] = Field(default_factory=list)
    similar: list[SimilarTicket] = Field(default_factory=list)
    spoken: Spoken | None = None
    answer: Answer | None = None
    turn: str | None = Field(default=None, description="id of the kept answer, for rating it")
    error: dict[str, str] | None = None
    ms: float | None = Field(default=None, description="milliseconds since the question came in")


class DeskAnswer(BaseModel):
    """Everything the desk has on a question."""

    ticket: str | None = None
    number: int | None = None
    turn: str | None = None
    spoken: Spoken
    answer: Answer
    sources: list[Citation] = Field(default_factory=list, description="the passages found")
    similar: list[SimilarTicket] = Field(default_factory=list)
    timings_ms: dict[str, float] = Field(default_factory=dict, description="sources, spoken, total")
