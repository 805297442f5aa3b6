"""Past questions of one's own organisation that resemble a new one, and why: by the words that they share."""

from __future__ import annotations

import datetime as dt
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

from pydantic import BaseModel, Field

from copilot.chat.knowledge import Knowledge
from copilot.chat.words import content_words, normalise
from copilot.store.ticket_views import AskedQuestion, Outcome, Status
from copilot.store.tickets import Tickets

MIN_SCORE = 0.3
MAX_SHARED = 6
OVERLAP = dt.timedelta(seconds=2)  # two writers may commit out of order


class SimilarTicket(BaseModel):
    """A past question like the one asked. `shared`: the words that both have, the rarest first; `score` 0 to 1."""

    ticket: str
    number: int
    question: str
    spoken: str
    topic: str
    status: Status
    outcome: Outcome
    abstained: bool
    asked_at: dt.datetime
    score: float
    shared: list[str] = Field(default_factory=list)


def terms_of(question: str, knowledge: Knowledge | None = None) -> list[str]:
    """The words by which questions are compared: content words, statutory terms for everyday ones among them."""
    implied = knowledge.implied(question) if knowledge else ""
    return list(dict.fromkeys(w for w in content_words(normalise(f"{question} {implied}")) if len(w) > 1))


class SimilarTickets:
    """Finds past questions of an organisation; what changed since the last time is read again.

    Args:
        tickets: of that organisation.
        now: the clock.
    """

    def __init__(self, tickets: Tickets, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
        self._tickets, self._now = tickets, now
        self._lock = threading.Lock()
        self._read_at: dt.datetime | None = None
        self._asked: dict[str, list[AskedQuestion]] = {}
        self._having: dict[str, set[str]] = defaultdict(set)

    def find(self, terms: Iterable[str], *, but: str = "", k: int = 5) -> list[SimilarTicket]:
        """The most similar past questions, one a ticket, best first.

        Args:
            terms: as `terms_of` gives them.
            but: a ticket that is left out.
            k: at most so many.
        """
        with self._lock:
            self._renew()
            wanted = list(dict.fromkeys(terms))
            near = {t for term in wanted for t in self._having.get(term, ()) if t != but}
            found = [self._best(ticket, wanted) for ticket in near]
        kept = sorted((s for s in found if s.score >= MIN_SCORE), key=lambda s: (-s.score, -s.asked_at.timestamp()))
        return kept[:k]

    def _best(self, ticket: str, wanted: list[str]) -> SimilarTicket:
        scored = [(self._score(wanted, q), i) for i, q in enumerate(self._asked[ticket])]
        score, place = max(scored, key=lambda s: (s[0], -s[1]))
        q = self._asked[ticket][place]
        shared = sorted(set(wanted) & set(q.terms), key=lambda t: (-self._weight(t), t))[:MAX_SHARED]
        return SimilarTicket(
            ticket=q.ticket,
            number=q.number,
            question=q.text,
            spoken=q.spoken,
            topic=q.topic,
            status=q.status,
            outcome=q.outcome,
            abstained=q.abstained,
            asked_at=q.asked_at,
            score=round(score, 3),
            shared=shared,
        )

    def _score(self, wanted: list[str], question: AskedQuestion) -> float:
        return likeness(wanted, question.terms, self._weight)

    def _weight(self, term: str) -> float:
        """Rare words tell more."""
        return math.log1p((1 + len(self._asked)) / (1 + len(self._having.get(term, ()))))

    def _renew(self) -> None:
        """Read what changed and drop what was deleted."""
        began = self._now()
        changed = self._tickets.questions(changed_since=self._read_at - OVERLAP if self._read_at else None)
        kept = self._tickets.ids()
        by_ticket: dict[str, list[AskedQuestion]] = defaultdict(list)
        for question in changed:
            by_ticket[question.ticket].append(question)
        self._put(by_ticket)
        for ticket in self._asked.keys() - kept:  # deleted
            self._put({ticket: []})
            del self._asked[ticket]
        self._read_at = began

    def _put(self, by_ticket: dict[str, list[AskedQuestion]]) -> None:
        for ticket, questions in by_ticket.items():
            for term in {t for q in self._asked.get(ticket, ()) for t in q.terms}:
                self._having[term].discard(ticket)
            self._asked[ticket] = questions
            for term in {t for q in questions for t in q.terms}:
                self._having[term].add(ticket)


def likeness(left: Iterable[str], right: Iterable[str], weight: Callable[[str], float] = lambda term: 1.0) -> float:
    """How much two sets of words share, 0 to 1: twice the weight of the shared over the weight of both (Dice)."""
    one, other = set(left), set(right)
    total = sum(map(weight, one)) + sum(map(weight, other))
    return 2 * sum(map(weight, one & other)) / total if total else 0.0
