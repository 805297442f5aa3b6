"""Does a sentence stand on its sources? Decided by code, never by the model that wrote the sentence.

A sentence is kept only when one line of the sources that it cites (with its lead-in; each part of a longer sentence
may have its own line) carries it whole: every number with its unit, bound, object and starting event; the same words
affirmed and the same negated; the same binding force; who acts and to whom; and enough of its content words.
Measured on eval/datasets/verifier_pairs.jsonl and, over further instruments, verifier_pairs_extra.jsonl.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from copilot.chat.actors import mismatch, other_doer, roles
from copilot.chat.alignment import Line, groups, halves, joined_lines, line, lines, sentences, source_lines
from copilot.chat.amounts import counted, foreign_dates, miscounted, outdated, reversed_at, unsupported
from copilot.chat.claims import added, disordered, overstated, strangers, swapped, unnamed
from copilot.chat.lexicon import ACTS, DATA_CLASSES, GATES, INSTRUMENTS_OF_PATH, mentions
from copilot.chat.polarity import NEGATIVE, contradiction, is_condition, lost_conclusion, pieces, polarity
from copilot.chat.quantities import bounds_agree, quantities, same_amount
from copilot.chat.wording import canonical, telling_words
from copilot.chat.words import content_words, normalise, overlap

__all__ = ["Source", "Verdict", "lines", "polarity", "quantities_supported", "sentences", "verify"]

MIN_SUPPORT = 0.5
MIN_LINE_SUPPORT = 0.4
NEAR_BEST = 0.1
FAR_FROM_BEST = 0.35
SLIGHT = 0.03
COMPOSITE_LEAD = 0.2
MIN_PIECE_SUPPORT = 0.25
MIN_LEADING_SUPPORT = 0.6
MISPLACED = 0.3
REBUTTED = 0.6
MIN_REBUTTAL_WORDS = 3
_HARD = ("polarity", "lost negation", "actor", "swapped", "misplaced", "stranger")


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the verifier sees it: `name` is its instrument and article, `text` its words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`supported` with the reasons against it (codes with the offending words) and the support found, 0 to 1."""

    supported: bool
    reasons: tuple[str, ...]
    support: float


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a sentence is held against: its passages in canonical words, their lines, all the names and words."""

    passages: tuple[tuple[str, str], ...]
    single: tuple[Line, ...]
    names: str
    text: str
    words: frozenset[str]
    actors: frozenset[str]


_THREE = re.compile(r"(?:申报|数据)?(?:安评|评估|申报)、(?:标准)?合同(?:、|和|以及)认证(?:这?三项手续|(?=都|全|均))")
_ENOUGH = re.compile(r"即可|就行|就可以|就能|就够|便可")


def verify(sentence: str, sources: Sequence[Source]) -> Verdict:
    """Whether `sentence` is supported by `sources` taken together.

    Args:
        sentence: one statement, Chinese, citation marks allowed.
        sources: the passages that it cites, at least one.
    """
    if not any(s.text.strip() for s in sources):
        return Verdict(False, ("no_source",), 0.0)
    against = _read(tuple(sources))
    plain = normalise(re.sub(r"\[\d+\]", "", sentence))
    said = canonical(plain, ciio="关基" in against.names)
    if "三项手续" in against.text:
        said = _THREE.sub("三项手续", said)
    words = telling_words(said)
    support = overlap(content_words(said), against.words)
    reasons = [
        *unnamed(plain, [(normalise(s.name), normalise(s.text)) for s in sources]),
        *foreign_dates(said, against.text),
        *miscounted(said, against.text),
        *outdated(plain, said, against.text),
        *_unlimited(said, against),
        *reversed_at(said, against.text),
        *overstated(said, against.text),
        *added(said, against.text + against.names),
        *_foreign_classes(said, against),
        *filter(None, [other_doer(said, against.text, told=True), disordered(said, against.text)]),
    ]
    if overlap(words, against.words) < MIN_SUPPORT:
        reasons.append(f"thin:{overlap(words, against.words):.2f}")
    if not reasons:
        reasons = _unplaced(said, against)
    return Verdict(not reasons, tuple(reasons), support)


@lru_cache(maxsize=64)
def _read(sources: tuple[Source, ...]) -> _Sources:
    names = canonical(normalise("；".join(s.name for s in sources)))
    ciio = "关基" in names
    passages = tuple((canonical(normalise(s.name)), canonical(normalise(s.text), ciio=ciio)) for s in sources)
    single = tuple(x for name, text in passages for x in source_lines(name, text))
    text = "\n".join(text for _, text in passages)
    words = frozenset(content_words(text)) | frozenset(content_words(names))
    actors = roles(names).mentioned.union(*(x.roles.mentioned for x in single))
    return _Sources(passages, single, names, text, words, actors)


_UNLIMITED = re.compile(r"不看数量|不论数量|(?:不管|无论|不论)多少")


def _unlimited(said: str, against: _Sources) -> list[str]:
    """`whatever the number` about other data than the part of a line that says so."""
    if not _UNLIMITED.search(said):
        return []
    parts = [p for x in against.single for p in re.split("，|；", x.full) if _UNLIMITED.search(p)]
    kinds = [k for k in ("个人信息", "重要数据") if k in said]
    fits = any(any(k in p for k in kinds) and ("普通" not in said or "个人信息" in p) for p in parts)
    other = "非关基" in said and not any(
        "非关基" in x.full and any(k in p for k in kinds)
        for x in against.single
        if not x.composite
        for p in re.split("，|；", x.full)
        if _UNLIMITED.search(p)
    )
    return ["claim:不论数量"] if parts and kinds and (not fits or other) else []


def _foreign_classes(said: str, against: _Sources) -> list[str]:
    everything = against.text + against.names
    reasons: list[str] = []
    affirmed = re.sub(r"(?:不是|并非|不等于|不属于|不涉及|不含)[^，。；]{2,10}", "", said)
    for label, family in (("data", DATA_CLASSES), ("path", INSTRUMENTS_OF_PATH)):
        extra = mentions(affirmed, family) - mentions(everything, family)
        reasons.extend(f"{label}:{term}" for term in sorted(extra))
    acts = mentions(affirmed, ACTS) - mentions(everything, ACTS)
    reasons.extend(f"act:{act}" for act in sorted(acts if _ENOUGH.search(said) else acts & GATES))
    return reasons


def _unplaced(said: str, against: _Sources) -> list[str]:
    """Why no line carries `said`, whole or part by part; empty when one does."""
    if rebuttal := _rebutted(said, against):
        return [rebuttal]
    whole = _best_fault(said, against.single, against)
    if not whole:
        return []
    conditional = any(p.condition for p in pieces(said))
    ways = (groups(said), halves(said) if conditional or not whole.startswith(_HARD) else [])
    split = [parts for parts in ways if len(parts) > 1]
    for parts in split:
        if all(_carried(p, against) for p in parts):
            return []
    if (split or not conditional) and not whole.startswith(_HARD):
        joined = [x for name, text in against.passages for x in joined_lines(name, text)]
        if not _best_fault(said, joined, against):
            return []
    return [whole]


def _rebutted(said: str, against: _Sources) -> str:
    """The line about the very same case that denies what `said` affirms, whatever other lines seem to carry it."""
    mine = line(said)
    if any(_NEGATION.search(p.text) for p in mine.pieces if not p.condition) or _ONLY_THEN.search(said):
        return ""
    if said.rstrip("。；：") in against.text:
        return ""
    unless = any(p.negated for p in mine.pieces)
    for theirs in against.single:
        cases, ends = theirs.pieces[:-1], theirs.pieces[-1:]
        if (
            theirs.composite
            or _LED.search(theirs.full)
            or not ends
            or not all(p.negated for p in ends)
            or _ONLY_THEN.search(theirs.full)
        ):
            continue
        if any(p.negated for p in cases) is not unless or any(len(_NEGATION.findall(p.text)) > 1 for p in ends):
            continue
        told = [{w for w, _ in p.signs} for p in cases]
        if told and "或者" in theirs.full:
            told = [max(told, key=lambda words: overlap(words, mine.words))]
        own = set().union(*told, *({w for w, _ in p.signs} for p in ends))
        if len(own) < MIN_REBUTTAL_WORDS or overlap(own, mine.words) < REBUTTED + (0 if cases else 0.2):
            continue
        if not unsupported(mine.full, theirs.full) and not mismatch(mine.roles, theirs.roles, against.actors):
            return f"rebutted:{theirs.full}"
    return ""


_LED = re.compile(r"[：，][（(][一二三四五六七八九十]+[）)]")
_ONLY_THEN = re.compile(r"须经|未经|才能|方可|只有|除外|另有规定")
_NEGATION = re.compile(r"不|没有|未|无|非|免")


def _carried(part: str, against: _Sources) -> bool:
    """Whether a part of a sentence has its line, or two neighbouring ones where no single one contradicts it."""
    fault = _best_fault(part, against.single, against, slight=0.0)
    if not fault or fault.startswith(_HARD):
        return not fault
    joined = [x for name, text in against.passages for x in joined_lines(name, text)]
    return not _best_fault(part, joined, against)


def _best_fault(said: str, candidates: Sequence[Line], against: _Sources, *, slight: float = SLIGHT) -> str:
    """The fault of the line closest to `said`; empty when a close line has none.

    A line that lacks a number of `said` only makes room for others; one that contradicts `said` leaves no room for
    lines that are further from it, nor for several lines taken together.
    """
    mine = line(said)
    scored = sorted(((overlap(mine.words, x.words), -i) for i, x in enumerate(candidates)), reverse=True)
    best, floor = scored[0][0] if scored else 0.0, 0.0
    if best < MIN_LINE_SUPPORT:
        return f"scattered:{best:.2f}"
    first, contradicted = "", 0.0
    for composite in (False, True):
        for score, i in scored:
            if candidates[-i].composite is not composite:
                continue
            if score < max(floor - NEAR_BEST, best - FAR_FROM_BEST, MIN_LINE_SUPPORT, composite and contradicted):
                break
            fault = _fault(mine, candidates[-i], against)
            if not fault:
                return ""
            first = first or fault
            if not fault.startswith("number"):
                floor = max(floor, score)
            if fault.startswith(_HARD) and not composite:
                floor = max(floor, score + NEAR_BEST - slight + (1e-9 if not slight else 0.0))
            if fault.startswith((*_HARD, "absent:")) and not composite:
                contradicted = max(contradicted, score + COMPOSITE_LEAD)
    return first


def _fault(mine: Line, theirs: Line, against: _Sources) -> str:
    """Why `theirs` does not carry `mine`; empty when it does."""
    if fault := unsupported(mine.full, theirs.full):
        return fault
    if actor := mismatch(mine.roles, theirs.roles, against.actors) or other_doer(mine.full, theirs.full):
        return actor
    if word := contradiction(mine.pieces, theirs.pieces, exclusive=theirs.full + mine.full):
        return f"polarity:{word}"
    if word := strangers(mine.full, theirs.full, theirs.words):
        return f"stranger:{word}"
    if word := lost_conclusion(mine.pieces, theirs.pieces, exclusive=theirs.full + mine.full):
        return f"{word}:"
    if word := _force(mine.full, theirs.full):
        return f"polarity:{word}"
    if word := swapped(mine.full, theirs.full):
        return word
    own = mentions(theirs.full, INSTRUMENTS_OF_PATH)
    passage = "".join(x.full for x in against.single if x.name == theirs.name) if not own else ""
    there = mentions(theirs.full + theirs.name + passage, INSTRUMENTS_OF_PATH)
    if extra := mentions(mine.full, INSTRUMENTS_OF_PATH) - there:
        return f"path:{sorted(extra)[0]}"
    return _uncovered(mine, theirs, against)


_CHOICE = re.compile(r"都可以|可以[^，]*，也可以|可以(?:用|通过|以)[^，]*(?:、|或者)|也行|都行|任选|选一|选择|或者?")


def _force(said: str, source: str) -> str:
    """`required` or `allowed` when the sentence binds more or less than the line does."""
    mine, theirs = polarity(said), polarity(source)
    if (mine | theirs) & NEGATIVE:
        return ""
    if "required" in mine and "allowed" in theirs and "required" not in theirs:
        return "required"
    if _CHOICE.search(said) and re.search(r"或者|选择|、", source):
        return ""
    return "allowed" if "allowed" in mine - theirs and "required" in theirs - mine else ""


_EXCEPT = re.compile(r"除了?[^，]{0,6}第[^，]{1,3}条")


_CLASSED = re.compile(r"(?<!不)属于([^，。；]{2,12})$")


def _uncovered(mine: Line, theirs: Line, against: _Sources) -> str:
    """A comma clause that the line hardly speaks of, or a condition that another line is plainly about."""
    for i, piece in enumerate(mine.pieces):
        if _EXCEPT.match(piece.text):
            continue
        words = [w for w, _ in piece.signs]
        if (m := _CLASSED.search(piece.text)) and not overlap(telling_words(m[1]), telling_words(theirs.full)):
            return f"uncovered:{piece.text}"
        if len(words) < 2:
            continue
        here = overlap(words, theirs.words)
        if here < MIN_PIECE_SUPPORT:
            leading = i + 1 < len(mine.pieces) and (here > 0 or piece.negated)
            if not leading or overlap(words, against.words) < MIN_LEADING_SUPPORT:
                return f"uncovered:{piece.text}"
        elsewhere = max(overlap(words, x.words) for x in against.single)
        if is_condition(piece.text) and not piece.negated and MIN_PIECE_SUPPORT <= here < elsewhere - MISPLACED:
            return f"misplaced:{piece.text}"
    return ""


def quantities_supported(said: str, sources: Sequence[Source]) -> bool:
    """Whether every number of `said` occurs in `sources` with its unit, bound and thing counted.

    The last gate over a whole answer.
    """
    there = [(t, q) for s in sources for t in sentences(normalise(s.text)) for q in quantities(t)]
    plain = normalise(said)
    return all(
        any(
            same_amount(q, other)
            and bounds_agree(q.bound, other.bound)
            and len({counted(plain, q), counted(text, other), ""}) < 3
            for text, other in there
        )
        for q in quantities(plain)
    )
