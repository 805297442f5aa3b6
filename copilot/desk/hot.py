"""What is asked again and again, and where the answers fall short: groups of like questions, counted by week.

Two questions belong together when they have one topic and share enough words (Dice, at least `SAME`); the question
asked most often, then first, opens a group. No model takes part, so that a count can be explained and repeated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, Field

from copilot.desk.similar import likeness
from copilot.redaction.redact import Redactor
from copilot.store.ticket_views import AskedQuestion

SAME = 0.5
EXAMPLES = 5
MIN_ASKED = 2
BADLY = 1 / 3  # share of a group's questions that went badly


class Group(BaseModel):
    """Like questions. `question` speaks for them, personal data replaced; `asked` counts questions, `tickets` calls."""

    id: str = Field(description="stays the same while the same question speaks for the group")
    topic: str
    question: str
    asked: int
    tickets: int
    abstained: int
    escalated: int
    rated_bad: int
    unresolved: int = Field(description="closed without an answer")
    first: dt.date
    last: dt.date


class Week(BaseModel):
    """Seven days from a Monday: questions asked, by topic, and the groups asked most."""

    week: str = Field(description="ISO week, e.g. 2026-W48")
    monday: dt.date
    questions: int
    tickets: int
    abstained: int
    escalated: int
    topics: dict[str, int]
    groups: list[Group]


class Hot(BaseModel):
    """Weeks, oldest first, and the groups over all of them, most asked first."""

    weeks: list[Week]
    groups: list[Group]


class Gap(Group):
    """A group that is asked often and answered badly or not at all, for the editor.

    `badly`: share of its questions that went badly; `reasons` says how; `cited`: what the answers cited, most often
    first; `examples`: other wordings; `ticket_ids`: where to look.
    """

    badly: float
    reasons: list[str]
    examples: list[str]
    cited: list[str]
    ticket_ids: list[str]


def hot(questions: Sequence[AskedQuestion], *, weeks: int, today: dt.date, top: int = 10) -> Hot:
    """The last weeks up to `today`, the present one included.

    Args:
        questions: of the organisation.
        weeks: how many.
        today: the day.
        top: at most so many groups a week and in all.
    """
    this = today - dt.timedelta(days=today.weekday())
    mondays = [this - dt.timedelta(weeks=n) for n in reversed(range(weeks))]
    by_week: dict[dt.date, list[AskedQuestion]] = {monday: [] for monday in mondays}
    for question in questions:
        monday = (day := _day(question)) - dt.timedelta(days=day.weekday())
        if monday in by_week and question.terms:
            by_week[monday].append(question)
    return Hot(
        weeks=[_week(monday, asked, top) for monday, asked in by_week.items()],
        groups=[_group(g) for g in grouped([q for asked in by_week.values() for q in asked])[:top]],
    )


def gaps(questions: Sequence[AskedQuestion], *, min_asked: int = MIN_ASKED, top: int = 50) -> list[Gap]:
    """What is asked often and answered badly, the most bad answers first.

    Args:
        questions: of the organisation, in the time that is looked at.
        min_asked: a question asked less often is none of them.
        top: at most so many.
    """
    found = [_gap(g) for g in grouped(questions) if len(g) >= min_asked]
    bad = [g for g in found if g.badly >= BADLY]
    return sorted(bad, key=lambda g: (-round(g.badly * g.asked), -g.asked, g.id))[:top]


def grouped(questions: Iterable[AskedQuestion]) -> list[list[AskedQuestion]]:
    """Like questions together, the largest group first, in it the one that speaks for the group first.

    What only adds to a case (it has no terms) is no question of its own.
    """
    order = sorted((q for q in questions if q.terms), key=lambda q: (q.asked_at, q.ticket))
    same = Counter((q.topic, frozenset(q.terms)) for q in order)
    order.sort(key=lambda q: -same[(q.topic, frozenset(q.terms))])  # stable: then the first asked
    groups: list[list[AskedQuestion]] = []
    having: dict[tuple[str, str], set[int]] = defaultdict(set)  # which groups open with a word
    for question in order:
        near = {i for term in question.terms for i in having[question.topic, term]}
        best, place = max(((likeness(question.terms, groups[i][0].terms), -i) for i in near), default=(0.0, 0))
        if best >= SAME:
            groups[-place].append(question)
            continue
        for term in question.terms:
            having[question.topic, term].add(len(groups))
        groups.append([question])
    return sorted(groups, key=lambda g: (-len(g), g[0].asked_at))


def _went_badly(question: AskedQuestion) -> list[str]:
    """How a question went badly: abstained, rated_bad, escalated, unresolved; empty when it did not."""
    closed = question.status == "closed" and question.outcome == "no_answer"
    signs = {
        "abstained": question.abstained,
        "rated_bad": question.rating == "bad",
        "escalated": question.escalated,
        "unresolved": closed,
    }
    return [name for name, on in signs.items() if on]


def _group(members: Sequence[AskedQuestion]) -> Group:
    counts = Counter(sign for q in members for sign in _went_badly(q))
    head = members[0]
    key = f"{head.topic}|{'|'.join(sorted(set(head.terms)))}"
    return Group(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        topic=head.topic,
        question=_anonymous(head.text)[0],
        asked=len(members),
        tickets=len({q.ticket for q in members}),
        abstained=counts["abstained"],
        escalated=counts["escalated"],
        rated_bad=counts["rated_bad"],
        unresolved=counts["unresolved"],
        first=min(map(_day, members)),
        last=max(map(_day, members)),
    )


def _gap(members: Sequence[AskedQuestion]) -> Gap:
    bad = [q for q in members if _went_badly(q)]
    reasons = Counter(sign for q in bad for sign in _went_badly(q))
    cited = Counter(place for q in members for place in q.cited)
    wordings = list(dict.fromkeys(q.text for q in members[1:] if q.text != members[0].text))[:EXAMPLES]
    return Gap(
        **_group(members).model_dump(),
        badly=round(len(bad) / len(members), 3),
        reasons=[name for name, _ in reasons.most_common()],
        examples=_anonymous(*wordings) if wordings else [],
        cited=[place for place, _ in cited.most_common(EXAMPLES)],
        ticket_ids=list(dict.fromkeys(q.ticket for q in members)),
    )


def _week(monday: dt.date, asked: Sequence[AskedQuestion], top: int) -> Week:
    year, number, _ = monday.isocalendar()
    return Week(
        week=f"{year}-W{number:02d}",
        monday=monday,
        questions=len(asked),
        tickets=len({q.ticket for q in asked}),
        abstained=sum(q.abstained for q in asked),
        escalated=sum(q.escalated for q in asked),
        topics=dict(Counter(q.topic for q in asked).most_common()),
        groups=[_group(g) for g in grouped(asked)[:top]],
    )


def _day(question: AskedQuestion) -> dt.date:
    """The day of a question where the service runs."""
    return question.asked_at.astimezone().date()


def _anonymous(*texts: str) -> list[str]:
    return Redactor().redact(*texts)
