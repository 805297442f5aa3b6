"""From passages found to evidence shown to the model: which sources, which of their sentences, how sure.

A source is a passage with the few sentences of it that bear on the question. Editorial questions and cases
lend their answer but the articles they rest on are preferred as what is cited.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.operators import speaks_of_operators
from copilot.chat.selection import Ranked, asks_list, ranked
from copilot.chat.thresholds import asked, rules
from copilot.chat.tiers import tier_asked
from copilot.chat.verify import Source
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Hit, Passage

MAX_SOURCES = 6
MAX_CITATIONS = 6
MATERIAL_CHARS = 170
RULES = ("law", "administrative_regulation", "department_rule")
EDITORIAL = ("editorial", "case")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage chosen for the answer. `lines` are the sentences that matter most, in text order, `best` the first of
    them, `ranked` all of them; `relevance` is how much of the question it covers, 0 to 1."""

    passage: Passage
    lines: tuple[str, ...]
    relevance: float
    score: float
    best: str = ""
    ranked: Ranked | None = None

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


_WANTS = (
    (
        re.compile(
            r"多久|多长|时限|期限|几天|几年|多少天|什么时候|何时|工作日|有效期|保存|留存|how long|when|deadline",
            re.IGNORECASE,
        ),
        frozenset({"工作日", "日", "月", "年", "小时"}),
    ),
    (re.compile(r"罚|赔|处罚|fine|penalt", re.IGNORECASE), frozenset({"元", "%"})),
    (
        re.compile(r"多少人|几万人|人数|万人|\d+\s*个?人|门槛|数量|规模|用户|会员|how many|threshold", re.IGNORECASE),
        frozenset({"人"}),
    ),
    (re.compile(r"多少|比例|几次|百分|how much", re.IGNORECASE), frozenset({"%", "次", "项", "人", "元"})),
)


_ORDINARY = re.compile(r"(?:普通|一般|寻常)的?(?:企业|公司|单位|机构|网站|运营者|厂)")  # 其他 is how the law says it
_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")


def of_the_day(text: str, as_of: dt.date) -> str:
    """`text` without what it says of a time after `as_of`: from the first sentence that names a later day to the
    end of its paragraph."""
    kept = []
    for paragraph in text.split("\n"):
        pieces = re.split(r"(?<=[。；])", paragraph)
        late = (i for i, p in enumerate(pieces) if any(_later(m, as_of) for m in _DAY.finditer(p)))
        kept.append("".join(pieces[: next(late, len(pieces))]))
    return "\n".join(p for p in kept if p)


def _later(day: re.Match[str], as_of: dt.date) -> bool:
    """Whether a day written in a text lies after `as_of`; by its parts, since a text may name a day that never was."""
    return tuple(map(int, day.groups())) > (as_of.year, as_of.month, as_of.day)


def units_wanted(question: str) -> frozenset[str]:
    """Units in which the question expects its answer, e.g. 工作日 for 多久; empty when it asks for no amount."""
    return frozenset().union(*(units for pattern, units in _WANTS if pattern.search(question)))


def gather(
    question: str,
    hits: Sequence[Hit],
    *,
    as_of: dt.date,
    implied: str = "",
    max_sources: int = MAX_SOURCES,
    floor: float = 0.3,
) -> list[Evidence]:
    """The evidence for `question`, best first.

    Args:
        question: normalised question, earlier turns folded in where it leans on them.
        as_of: the day whose law applies; sentences about later days are left out.
        implied: statutory terms for the everyday words of the question (银行账户: 敏感个人信息); they pick lines.
        hits: what retrieval found, best first.
        max_sources: how many passages to keep.
        floor: share of the best score below which a passage is noise.
    """
    if not hits:
        return []
    words, top, units = content_words(question), hits[0].score, units_wanted(question)
    tier, side, listed, operators = (
        tier_asked(question),
        asked(question),
        asks_list(question),
        speaks_of_operators(question),
    )
    wider = [*words, *content_words(implied), *(["其他"] if _ORDINARY.search(question) else [])]
    kept: list[Evidence] = []
    for hit in hits:
        if hit.score < floor * top and kept:
            continue
        if hit.passage.stub and hit.score < 0.6 * top:
            continue
        text = of_the_day(hit.passage.text, as_of)
        whole = ranked(wider, text, units=units, tier=tier, side=side, whole_list=listed, operators=operators)
        chosen, best = whole.within(MATERIAL_CHARS)
        kept.append(Evidence(hit.passage, chosen, relevance(words, hit.passage), hit.score, best, whole))
        if len(kept) == max_sources + 2:
            break
    official = [e for e in kept if not e.editorial][:max_sources]
    lent = [e for e in kept if e.editorial][:2]
    order = {e.passage.id: i for i, e in enumerate(kept)}
    return sorted(official + lent, key=lambda e: order[e.passage.id])


def by_side(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """`evidence` with the sources that rule the side of the threshold asked about first, rules before answers."""
    side = asked(question)
    if side is None:
        return list(evidence)
    return sorted(
        evidence, key=lambda e: (0, e.passage.authority not in RULES) if rules(e.passage.text, side) else (1, False)
    )
