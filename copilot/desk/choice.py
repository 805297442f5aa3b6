"""Which sentences of a verified answer are read aloud: those that bear most on what the caller asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.evidence import units_wanted
from copilot.chat.operators import speaks_of_operators
from copilot.chat.quantities import quantities
from copilot.chat.selection import Ranked, asks_list, ranked
from copilot.chat.thresholds import asked as side_asked
from copilot.chat.tiers import tier_asked
from copilot.chat.verify import sentences
from copilot.chat.wording import canonical
from copilot.chat.words import content_words, normalise, overlap
from copilot.desk.pieces import Piece, pieces, source_of
from copilot.desk.shorten import keeps, limits, shortenings
from copilot.domain import Answer

AHEAD = 0.15  # by how much a later source must bear more on the question to be read first
BESIDE = 0.4  # what a rule for a region that was not asked about loses
HOLDS_AMOUNT = 0.2
RELATED = 0.3  # share of the question that a further sentence of the same source must bear on
BESIDE_LITTLE, LITTLE = 0.12, 50  # the same beside so few characters
MOST = 3
_ANNOUNCED = re.compile(r"下列|如下|以下(?=[一二三四五六七八九十两\d几]|情形|条件|要求|内容|程序|材料|事项)")
_LISTS = re.compile(r"[一二三四五六七八九十两\d]+(?:项|类|种|个条件|个方面|方面|件)(?:[^，。；]{0,8})?$")
_REGIONAL = re.compile(
    r"大湾区|湾区|香港|澳门|珠三角|自由贸易|自贸|两区|临港|北京|天津|上海|重庆|浙江|广东|福建|海南|江苏|山东|深圳|广州|苏州"
)
_TIMES = frozenset({"工作日", "日", "月", "年", "小时"})
_INNER = re.compile(r"(?<=：)[（(][一二三四五六七八九十\d]+[）)]")
_ITEM = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d))")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence to be read: `said` is `original` or a shortening; `number`: its citation, from 1; `order`: of text."""

    said: str
    original: str
    number: int
    order: tuple[int, int]
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`lead` governs `original` where it is an item of a list; `opens` a list whose items are not said."""

    original: str
    number: int
    order: tuple[int, int]
    lead: str = ""
    quoted: bool = False
    opens: bool = False


def chosen(
    answer: Answer, question: str, *, room: int, shorter: Sequence[tuple[str, str]], one_of: str, follows: str
) -> list[Chosen]:
    """The sentences to read within `room` characters, the most telling first; empty where none is short enough.

    What the answer states itself (a person's words, or the model's, verified) goes before what it quotes.

    Args:
        answer: with citations.
        question: as asked.
        room: characters.
        shorter: (long, short) names of one thing.
        one_of: stands between the opening of a list and the one item of it that is said.
        follows: stands behind the opening of a list of which no item is said.
    """
    lines = pieces(answer)
    stated = [c for i, line in enumerate(lines) if not line.quoted for c in _stated(line, i)]
    quoted = _quoted([(i, line) for i, line in enumerate(lines) if line.quoted], answer, question)
    found: list[Chosen] = []
    missed: set[str] = set()
    for candidate in [*stated, *quoted]:
        if not _fits_in(candidate, found, missed, question):
            continue
        left = room - sum(len(c.said) + 1 for c in found)
        if said := _fitting(candidate, answer, left, shorter=shorter, one_of=one_of, follows=follows):
            found.append(said)
        elif candidate.lead:
            missed.add(candidate.lead)
        if len(found) == MOST or (found and candidate.opens and found[-1].original == candidate.original):
            break  # the opening of a list is the last thing that is said
    return found


def _fits_in(candidate: _Candidate, found: Sequence[Chosen], missed: set[str], question: str) -> bool:
    """Whether a candidate may be said beside what was chosen: no repetition, no stray item, nothing beside the point.

    Of a list whose best item was too long, no other item is said as if it were the answer.
    """
    if candidate.lead in missed and candidate.lead:
        return False
    if any(_repeats(candidate.original, c.original) for c in found):
        return False
    if not found or not candidate.quoted:
        return True
    little = sum(len(c.said) for c in found) < LITTLE
    if candidate.lead or candidate.opens:
        return False
    if any(not c.quoted for c in found):  # what the model said in few words gets its article's words beside it
        same = candidate.number in {c.number for c in found}
        return little and same and _relevance(candidate.original, question) >= RELATED
    if candidate.order[0] != found[0].order[0]:
        return False
    told = _amounts(found[0].said, question)  # an amount that was asked for needs nothing beside it
    least = BESIDE_LITTLE if little and not told else RELATED
    return _relevance(candidate.original, question) >= least


def _stated(line: Piece, place: int) -> list[_Candidate]:
    whole = [_Candidate(s, line.numbers[0], (place, i)) for i, s in enumerate(_joined(line.text))]
    return [c for c in whole if not _ITEM.match(c.original)]


def _joined(text: str) -> list[str]:
    """Sentences, each with what limits it behind its semicolon or stop."""
    found: list[str] = []
    for sentence in sentences(normalise(text)):
        if found and limits(sentence):
            found[-1] += sentence
        else:
            found.append(sentence)
    return found


def _quoted(lines: Sequence[tuple[int, Piece]], answer: Answer, question: str) -> list[_Candidate]:
    """The best sentences of each excerpt; an excerpt further down goes first only where it bears clearly more."""
    best: list[tuple[float, int, list[_Candidate]]] = []
    for rank, (place, line) in enumerate(lines):
        whole = ranked(
            content_words(normalise(question)),
            line.text,
            units=_units(question),
            tier=tier_asked(question),
            side=side_asked(question),
            whole_list=asks_list(question),
            operators=speaks_of_operators(question),
        )
        own = _of_excerpt(whole, line, place, asks=asks_list(question))
        score = _relevance(own[0].lead + own[0].original, question) if own else 0.0
        regional = _REGIONAL.search(answer.citations[line.numbers[0] - 1].instrument)
        score -= BESIDE * (regional is not None and not _REGIONAL.search(question))
        best.append((round(score - AHEAD * (rank > 0) - 0.02 * rank, 4), -rank, own))
    best.sort(key=lambda b: (-b[0], -b[1]))
    return [candidate for _, _, own in best for candidate in own]


def _of_excerpt(whole: Ranked, line: Piece, place: int, *, asks: bool) -> list[_Candidate]:
    """The sentences of an excerpt, best first, each with what limits it; a list that is asked for as its opening."""
    found, opened = [], set[str]()
    for i in whole.order[:4]:
        lead, piece = whole.pieces[i]
        if i and limits(piece):  # never alone: it limits the sentence before
            i -= 1
            lead, piece = whole.pieces[i]
        after = i + 1
        while after < len(whole.pieces) and limits(whole.pieces[after][1]):
            piece += whole.pieces[after][1]
            after += 1
        if lead:
            if not asks:
                found.append(_Candidate(piece, line.numbers[0], (place, i), lead, quoted=True))
            if lead not in opened:
                opened.add(lead)
                found.append(_Candidate(lead, line.numbers[0], (place, i), quoted=True, opens=True))
            continue
        plain = piece.rstrip("。；：")
        opens = bool(_LISTS.search(plain)) and after < len(whole.pieces) and bool(_ITEM.match(whole.pieces[after][1]))
        opens = opens or piece.endswith("：") or bool(_ANNOUNCED.search(plain))
        found.append(_Candidate(piece, line.numbers[0], (place, i), quoted=True, opens=opens))
    return list(dict.fromkeys(found))


def _relevance(text: str, question: str) -> float:
    """Share of the question that a sentence bears on, 0 to 1; an amount that was asked for counts as well."""
    share = overlap(content_words(normalise(question)), frozenset(content_words(normalise(text))))
    return share + HOLDS_AMOUNT * _amounts(text, question)


def _units(question: str) -> frozenset[str]:
    """Units of the amounts that a question asks for, or speaks of itself (半年前的还能用吗)."""
    told = {q.unit for q in quantities(canonical(normalise(question)))}
    return units_wanted(question) | (_TIMES if told & _TIMES else told)


def _amounts(text: str, question: str) -> bool:
    """Whether a text has an amount of the kind asked for."""
    units = _units(question)
    return bool(units) and any(q.unit in units for q in quantities(normalise(text)))


def _fitting(
    candidate: _Candidate, answer: Answer, room: int, *, shorter: Sequence[tuple[str, str]], one_of: str, follows: str
) -> Chosen | None:
    source = source_of(answer.citations[candidate.number - 1])
    more = len(follows) if candidate.opens else len(one_of) if candidate.lead else 0
    opening = _INNER.sub("", candidate.lead)
    leads = list(shortenings(opening, shorter=shorter)) if opening else [""]
    for lead in leads:
        for said in shortenings(candidate.original, shorter=shorter):
            if len(lead) + len(said) + more > room:
                continue
            held = keeps(lead + "：" + said if lead else said, candidate.lead + candidate.original, source)
            if held or (not lead and keeps(said, candidate.original, source)):
                text = f"{lead}{one_of}{said}" if lead else f"{said}{follows}" if candidate.opens else said
                return Chosen(
                    text, candidate.lead + candidate.original, candidate.number, candidate.order, candidate.quoted
                )
    return None


def _repeats(one: str, other: str) -> bool:
    mine, theirs = (content_words(normalise(text)) for text in (one, other))
    return overlap(mine, theirs) > 0.85 or overlap(theirs, mine) > 0.85
