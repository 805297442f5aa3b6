"""From a story straight to the verdict, with the facts it was read as; the reader confirms them before it counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from copilot.law.rulebook import RuleBook
from copilot.rules.determination import MAX_QUESTIONS, determine
from copilot.rules.facts import parse_facts
from copilot.rules.result import PathResult
from copilot.story.reader import read, read_by_rules
from copilot.story.result import StoryFacts

if TYPE_CHECKING:
    from copilot.llm.client import ChatClient


class StoryReader:
    """Reads stories with a model, where there is one, and judges them by the rules."""

    def __init__(self, book: RuleBook, client: ChatClient | None) -> None:
        self.book, self.client = book, client

    async def determine(self, text: str, *, as_of: dt.date, start: dt.date | None = None) -> PathResult:
        """The verdict on the facts of a story, the facts and the words they came from beside it.

        Raises:
            BadInput, TooLarge: there is no story, or one too long.
            ModelUnavailable: the model fails.
        """
        story = await read(text, as_of=as_of, client=self.client, book=self.book)
        return judged(story, as_of=as_of, book=self.book, start=start)


def judge_by_rules(text: str, *, as_of: dt.date, book: RuleBook, details: bool = True) -> PathResult:
    """The verdict on a story read by rules alone, without waiting for a model; errors as for `StoryReader`."""
    return judged(read_by_rules(text, as_of=as_of, book=book), as_of=as_of, book=book, details=details)


def judged(
    story: StoryFacts, *, as_of: dt.date, book: RuleBook, details: bool = True, start: dt.date | None = None
) -> PathResult:
    """The verdict on facts read from a story; what the story leaves open is asked before what the rules still need."""
    facts = parse_facts(story.facts)
    result = determine(facts, as_of=as_of, book=book, details=details, start=start)
    asked = {q.fact for q in story.questions}
    questions = [*story.questions, *(q for q in result.questions if q.fact not in asked)]
    presumed = {a.fact for a in story.assumptions}
    return result.model_copy(
        update={
            "facts": story.facts,
            "story": story.model_dump(mode="json", include={"found", "contradictions", "model"}),
            "assumptions": [*story.assumptions, *(a for a in result.assumptions if a.fact not in presumed)],
            "questions": questions[:MAX_QUESTIONS],
            "notes": [*result.notes, *(c.text for c in story.contradictions), *story.notes],
        }
    )
