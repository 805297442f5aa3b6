"""The places that a question cites, as passages: exact look-up for retrieval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from copilot.domain import Passage
from copilot.law.citation import parse_refs, resolve
from copilot.law.knowledge_base import KnowledgeBase


def cited(kb: KnowledgeBase) -> Callable[[str, dt.date], list[Passage]]:
    """A function from (question, date) to the passages of the articles it cites, in order.

    A bare 第X条 belongs to the instrument cited before it; an instrument without article cites no place.
    """

    def find(question: str, as_of: dt.date) -> list[Passage]:
        found: dict[str, Passage] = {}
        context: str | None = None
        for ref in parse_refs(question, kb.names):
            resolution = resolve(ref, kb, as_of, context=context)
            context = resolution.instrument or context
            if ref.article:
                found.update((passage.id, passage) for passage in resolution.passages)
        return list(found.values())

    return find
