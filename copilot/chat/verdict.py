"""The rules' verdict on what a question tells; one that asks for the path of so many persons means their export."""

from __future__ import annotations

import datetime as dt

from copilot.chat.case import COUNTS, picks_path
from copilot.law.rulebook import RuleBook
from copilot.rules.result import Assumption, PathResult
from copilot.story.reader import read_by_rules
from copilot.story.result import StoryFacts
from copilot.story.verdict import judged


def verdict_on(story: str, *, as_of: dt.date, book: RuleBook, details: bool = True) -> PathResult:
    """The verdict on a story read by rules; raises as `judge_by_rules` does.

    Where nothing is said of sending and a procedure is asked for by the number of persons, their export is presumed,
    which stands in `assumptions`.
    """
    read = read_by_rules(story, as_of=as_of, book=book)
    if presumed := _presumed(read, story):
        told = {**read.facts, "is_export": True}
        read = read.model_copy(update={"facts": told, "assumptions": [*read.assumptions, presumed]})
    return judged(read, as_of=as_of, book=book, details=details)


def _presumed(read: StoryFacts, story: str) -> Assumption | None:
    """The export that is presumed, if it is."""
    counted = any(f.fact in COUNTS and f.words for f in read.found)
    if not counted or read.facts.get("is_export") is not None or not picks_path(story):
        return None
    return Assumption(fact="is_export", value=True, basis=[], label="向境外提供", label_en="provided abroad")
