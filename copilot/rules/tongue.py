"""A part of a result in the reader's language: `x_en` for English, the Chinese where it was only said in Chinese."""

from __future__ import annotations

import re

from pydantic import BaseModel

from copilot.rules.questions import Language
from copilot.rules.result import Step

# The few words that stand in a comparison; the rest are numbers, signs and names of facts.
_COMPARED = (
    (re.compile(r"人数未知，与 (\d+) 比较"), r"number not known, compared with \1"),
    (re.compile(r" = 是"), " = yes"),
    (re.compile(r" = 否"), " = no"),
    (re.compile(r"至少 (?=\d)"), "at least "),
    (re.compile(r"至多 (?=\d)"), "at most "),
    (re.compile("[，、]"), ", "),
)


def told(item: BaseModel, name: str, language: Language) -> str:
    """The text `name` of a part."""
    english = getattr(item, f"{name}_en", "") if language == "en" else ""
    return str(english or getattr(item, name))


def all_told(item: BaseModel, name: str, language: Language) -> list[str]:
    """The texts `name` of a part, all in one language."""
    english = getattr(item, f"{name}_en", []) if language == "en" else []
    return list(english or getattr(item, name))


def compared(step: Step, language: Language) -> str:
    """The comparison that a step made."""
    text = step.compare
    for chinese, english in _COMPARED if language == "en" else ():
        text = chinese.sub(english, text)
    return text
