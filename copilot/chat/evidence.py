"""From passages found to evidence shown to the model: which sources, which of their sentences, how sure.

A source is a passage with the few sentences of it that bear on the question. Editorial questions and cases
lend their answer but the articles they rest on are preferred as what is cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.verify import Source, lines
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Hit, Passage

MAX_SOURCES = 6
MAX_CITATIONS = 6
EDITORIAL = ("editorial", "case")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage chosen for the answer. `lines` are its sentences best first trimmed to what matters, in text order;
    `relevance` is how much of the question it covers, 0 to 1."""

    passage: Passage
    lines: tuple[str, ...]
    relevance: float
    score: float

    @classmethod
    def of(cls, passage: Passage) -> Evidence:
        """A passage as evidence on its own, for tying a statement to it."""
        return cls(passage, (), 1.0, 1.0)

    @property
    def editorial(self) -> bool:
        """Whether this is our own Q&A or a case rather than a text of an authority."""
        return self.passage.authority in EDITORIAL

    @property
    def source(self) -> Source:
        """The passage as the verifier reads it: heading and note count as words of the source."""
        p = self.passage
        return Source(place_name(p), f"{p.title}。\n{p.text}\n{p.note}")


def place_name(passage: Passage) -> str:
    """`《instrument》第七条` for reading; our short heading where there is no article."""
    title = passage.instrument.replace("《", "〈").replace("》", "〉")
    return f"《{title}》{passage.article or passage.title or ''}"


def relevance(question_words: Sequence[str], passage: Passage) -> float:
    """How much of the question the passage covers, by its own words or by an everyday question it answers."""
    own = overlap(
        question_words, frozenset(content_words(normalise(f"{passage.instrument}{passage.title}。{passage.text}")))
    )
    return max(own, closeness(question_words, passage))


def closeness(question_words: Sequence[str], passage: Passage) -> float:
    """How close the question is to one that the passage is known to answer, 0 to 1."""
    return max(
        (_similar(question_words, content_words(normalise(a))) for a in (*passage.asks, passage.title)), default=0.0
    )


def _similar(left: Sequence[str], right: Sequence[str]) -> float:
    """Harmonic mean of the two overlaps: 1 when both say the same, low when one is only a part."""
    there, back = overlap(left, right), overlap(right, left)
    return 2 * there * back / (there + back) if there + back else 0.0


def key_lines(question_words: Sequence[str], text: str, *, max_chars: int) -> tuple[str, ...]:
    """Sentences of `text` that bear on the question, in text order, at least one, about `max_chars` in all.

    The first item kept of a list carries the lead-in that governs it.
    """
    pieces = lines(normalise(text))
    ranked = sorted(
        range(len(pieces)), key=lambda i: (-overlap(question_words, frozenset(content_words("".join(pieces[i])))), i)
    )
    kept, leads, used = [], set(), 0
    for i in ranked:
        lead, piece = pieces[i]
        cost = len(piece) + (0 if lead in leads else len(lead))
        if kept and used + cost > max_chars:
            continue
        kept.append(i)
        leads.add(lead)
        used += cost
    result, shown = [], ""
    for i in sorted(kept):
        lead, piece = pieces[i]
        result.append(piece if lead == shown else lead + piece)
        shown = lead
    return tuple(result)


def gather(question: str, hits: Sequence[Hit], *, max_sources: int = MAX_SOURCES, floor: float = 0.3) -> list[Evidence]:
    """The evidence for `question`, best first.

    Args:
        question: normalised question, earlier turns folded in where it leans on them.
        hits: what retrieval found, best first.
        max_sources: how many passages to keep.
        floor: share of the best score below which a passage is noise.
    """
    if not hits:
        return []
    words, top = content_words(question), hits[0].score
    kept: list[Evidence] = []
    for hit in hits:
        if hit.score < floor * top and kept:
            break
        if hit.passage.stub and hit.score < 0.9 * top:
            continue
        kept.append(
            Evidence(
                hit.passage,
                key_lines(words, hit.passage.text, max_chars=170),
                relevance(words, hit.passage),
                hit.score,
            )
        )
        if len(kept) == max_sources + 2:
            break
    official = [e for e in kept if not e.editorial][:max_sources]
    lent = [e for e in kept if e.editorial][:2]
    order = {e.passage.id: i for i, e in enumerate(kept)}
    return sorted(official + lent, key=lambda e: order[e.passage.id])
