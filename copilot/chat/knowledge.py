"""What the conversation needs of the knowledge base: places to passages, fixed replies, deciding facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from copilot.chat.path_facts import Clarify, load_clarify
from copilot.chat.replies import Replies, load_replies
from copilot.chat.typos import Speller
from copilot.domain import Passage, Ref
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.resolution import find
from copilot.retrieval.english import Dictionary
from copilot.retrieval.fields import is_domain
from copilot.retrieval.spelling import Corrector

Statement = tuple[str, tuple[Passage, ...]]


@dataclass(frozen=True)
class Knowledge:
    """The loaded knowledge base with the conversation's own data beside it."""

    kb: KnowledgeBase
    replies: Replies
    clarify: Clarify

    def implied(self, question: str) -> str:
        """Statutory terms for the everyday words that `question` uses, from the glossary."""
        lower = question.lower()
        return " ".join(t.zh for t in self.kb.glossary if any(len(n) > 1 and n.lower() in lower for n in t.synonyms))

    @cached_property
    def speller(self) -> Speller:
        """Puts mistyped words and misspelt terms right."""
        texts = [f"{p.title}{p.text}{''.join(p.asks)}" for p in self.kb.passages if p.text]
        field = (f"{p.title}。{p.text}。{'。'.join(p.asks)}" for p in self.kb.passages if is_domain(p))
        terms = [name for t in self.kb.glossary for name in (t.zh, *t.synonyms)]
        return Speller(terms, lambda word: any(word in text for text in texts), first=Corrector(field, terms).correct)

    @cached_property
    def english(self) -> Dictionary:
        """English words to Chinese, for searching without a model."""
        return Dictionary((t.en, t.zh) for t in self.kb.glossary if t.en)

    def passages(self, ref: Ref, as_of: dt.date) -> tuple[Passage, ...]:
        """The passages of a place in force on `as_of`; empty when it leads nowhere on that day."""
        resolution = find(ref.instrument, ref.article, self.kb, as_of)
        if not resolution.ok or (ref.article is None and len(resolution.passages) > 3):
            return ()
        return resolution.passages[:1]

    def statements(self, basis: Iterable[tuple[str, str, str]], as_of: dt.date) -> list[Statement]:
        """`(instrument, article, statement)` triples with their passages; those not in force are left out."""
        found = ((says, self.passages(Ref(instrument, article), as_of)) for instrument, article, says in basis)
        return [(says, passages) for says, passages in found if passages]

    def foundations(self, passage: Passage, as_of: dt.date) -> tuple[Passage, ...]:
        """The articles that a Q&A or case rests on, in force on `as_of`."""
        return tuple(p for ref in passage.rests_on for p in self.passages(ref, as_of))


def load_knowledge(kb: KnowledgeBase, directory: Path) -> Knowledge:
    """Put the knowledge base and the files beside it together.

    Args:
        kb: the loaded records.
        directory: knowledge_base/.
    """
    return Knowledge(kb, load_replies(directory / "replies.yaml"), load_clarify(directory / "clarify.yaml"))


def unique(passages: Sequence[Passage]) -> list[Passage]:
    """Without repetition, order kept."""
    return list({p.id: p for p in passages}.values())
