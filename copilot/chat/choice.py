"""Which of the sources found stand first: the best, what overtakes it, and for each part of the question one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from copilot.chat.operators import speaks_of_operators
from copilot.chat.verify import sentences
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Hit, Passage
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.references import parse_refs
from copilot.law.resolution import resolve

SPREAD = 2.0  # what answering the whole of the question for the first time is worth, beside the share of the best score
NAMED = 0.3
OTHERS = 0.5
IN_TEXT = 0.5  # what a word in a text is worth beside one in a name or heading
_OVERTAKES = re.compile(r"以[^，。；]{2,30}为准|让位于|不再适用|取代|位阶高于|另有更具体")


def spread(question: str, hits: Sequence[Hit], kb: KnowledgeBase) -> list[Hit]:
    """`hits` so ordered that a source comes the earlier, the more it answers that those before it do not; one of an
    instrument that the question names comes forward, one on other operators than those asked about goes back.

    Source: maximal marginal relevance after Carbonell and Goldstein (1998), with the words of the question as what is
    to be covered.
    """
    if not hits:
        return []
    words = list(dict.fromkeys(content_words(question)))
    shares = [_shares(words, h.passage) for h in hits]
    weights = [min(len(w), 4) / (0.5 + sum(s[i] for s in shares)) for i, w in enumerate(words)]
    total, top = sum(weights) or 1.0, hits[0].score or 1.0
    named, operators = _named(question, kb), speaks_of_operators(question)
    worth = [
        h.score / top
        + NAMED * (h.passage.instrument in named)
        - OTHERS * (operators is not None and speaks_of_operators(h.passage.text) is (not operators))
        for h in hits
    ]
    covered, left, order = [0.0] * len(words), list(range(len(hits))), list[int]()
    best = 0  # what retrieval puts first stays first
    while True:
        order.append(best)
        left.remove(best)
        if not left:
            return [hits[i] for i in order]
        covered = [max(pair) for pair in zip(covered, shares[best], strict=True)]
        gains = {
            i: sum(w * max(0.0, s - c) for w, s, c in zip(weights, shares[i], covered, strict=True)) / total
            for i in left
        }
        best = max(left, key=lambda i: (worth[i] + SPREAD * gains[i], -i))


def _named(question: str, kb: KnowledgeBase) -> frozenset[str]:
    """Titles of the instruments that a question names."""
    mentions = {r.mention for r in parse_refs(question, kb.names) if r.mention}
    return frozenset(title for mention in mentions for title in kb.names.lookup(mention))


def _shares(words: Sequence[str], passage: Passage) -> list[float]:
    """How much of each word a source has: in full in its name and heading, by `IN_TEXT` in its text."""
    name = frozenset(content_words(normalise(f"{passage.instrument}。{passage.title}")))
    text = frozenset(content_words(normalise(passage.text)))
    return [max(overlap([w], name), IN_TEXT * overlap([w], text)) for w in words]


def with_successors(hits: Sequence[Hit], kb: KnowledgeBase, as_of: dt.date) -> list[Hit]:
    """`hits` with, behind each of the first three, the article that its text says has overtaken it."""
    result: list[Hit] = []
    for rank, hit in enumerate(hits):
        result.append(hit)
        for passage in _successors(hit, kb, as_of) if rank < 3 else ():
            result.append(replace(hit, passage=passage))
    return list({h.passage.id: h for h in reversed(result)}.values())[::-1]


def _successors(hit: Hit, kb: KnowledgeBase, as_of: dt.date) -> list[Passage]:
    found = []
    for sentence in sentences(hit.passage.text):
        if _OVERTAKES.search(sentence):
            told = (resolve(r, kb, as_of) for r in parse_refs(sentence, kb.names) if r.article and r.mention)
            found += [r.passages[0] for r in told if r.ok and r.passages and r.instrument != hit.passage.instrument]
    return found
