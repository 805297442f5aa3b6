"""What was read from a story: the facts, the words each came from, what is open, what contradicts, what is presumed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.rules.result import Assumption, Question

By = Literal["code", "model"]


class Shape(BaseModel):
    """Base of the parts."""

    model_config = ConfigDict(frozen=True)


class Words(Shape):
    """A stretch of the story: `text` is the story from `start` to `end`."""

    start: int
    end: int
    text: str


class Found(Shape):
    """A fact, the words it was read from and how: by `code` (patterns, arithmetic) or placed by the `model`."""

    fact: str
    value: Any
    words: list[Words]
    by: By = "code"
    note: str = Field(default="", description="how a number came about, e.g. 每月 20000 × 12 个月 = 240000")


class Contradiction(Shape):
    """Words of the story that cannot both be true of one fact; the fact is left unknown."""

    fact: str
    words: list[Words]
    text: str


class StoryFacts(Shape):
    """Facts in the shape of the path contract, and what a person must see before the verdict counts.

    `facts` holds only what was read or presumed; an explicit None is raised by the story and left open.
    """

    facts: dict[str, Any]
    found: list[Found]
    contradictions: list[Contradiction] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    assumptions: list[Assumption] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    model: str = Field(default="", description="the model that placed facts; empty: none was asked")
