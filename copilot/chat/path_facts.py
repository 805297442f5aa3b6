"""Which deciding facts does a question about a path leave open, and how are they asked for?

Until a verdict by rules stands behind the answer, a path is never named; the deciding provisions are stated instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for; `stated` are patterns that show the question already gives it.

    Where all `decisive` facts are given, nothing is asked: the others only widen the exemptions.
    """

    id: str
    facts: tuple[str, ...]
    stated: tuple[re.Pattern[str], ...]
    text: Mapping[str, str]
    decisive: bool


@dataclass(frozen=True, slots=True)
class Clarify:
    """The questions, most decisive first, and the provisions on which the path depends."""

    intro: Mapping[str, str]
    questions: tuple[Question, ...]
    statements: tuple[tuple[str, str, str], ...]

    def open_questions(self, text: str, language: str) -> list[str]:
        """At most three questions for the deciding facts that `text` leaves open."""
        open_ = [q for q in self.questions if not any(p.search(text) for p in q.stated)]
        if not any(q.decisive for q in open_):
            return []
        return [q.text[language] for q in open_[:3]]


def load_clarify(path: Path) -> Clarify:
    """Read knowledge_base/clarify.yaml."""
    data = yaml.safe_load(path.read_text("utf-8"))
    return Clarify(
        data["intro"],
        tuple(
            Question(
                q["id"],
                tuple(q["facts"]),
                tuple(re.compile(p) for p in q["stated"]),
                {"zh": q["zh"], "en": q["en"]},
                q["decisive"],
            )
            for q in data["questions"]
        ),
        tuple((s["instrument"], s["article"], s["says"]) for s in data["statements"]),
    )
