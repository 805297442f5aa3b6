"""Does a sentence stand on its sources? Decided by code, never by the model that wrote the sentence.

A sentence is kept only when, against the sources that it cites:
every number and period occurs there with the same unit, bound and object; its polarity (must, may, must not,
is spared) is the polarity of the clause it paraphrases; it names no actor, data class or instrument that the
clause does not; and enough of its content words come from there.
Measured on eval/datasets/verifier_pairs.jsonl.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.chat.lexicon import ACTORS, DATA_CLASSES, EVENTS, INSTRUMENTS_OF_PATH, Family, mentions
from copilot.chat.quantities import Quantity, bounds_agree, quantities, same_amount
from copilot.chat.words import content_words, normalise, overlap

MIN_SUPPORT = 0.6
MIN_CLAUSE_SUPPORT = 0.34

_CLAUSE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?")


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
class _Clause:
    text: str
    words: frozenset[str]


def sentences(text: str) -> list[str]:
    """`text` cut after 。；！？ and line ends; every piece non-empty."""
    return [piece.strip() for piece in _CLAUSE.findall(text) if piece.strip()]


def verify(sentence: str, sources: Sequence[Source]) -> Verdict:
    """Whether `sentence` is supported by `sources` taken together.

    Args:
        sentence: one statement, Chinese, citation marks allowed.
        sources: the passages that it cites, at least one.
    """
    said = normalise(re.sub(r"\[\d+\]", "", sentence))
    clauses = [_Clause(t, frozenset(content_words(t))) for s in sources for t in _windows(s.text)]
    names = normalise("；".join(s.name for s in sources))
    if not clauses:
        return Verdict(False, ("no_source",), 0.0)
    words = content_words(said)
    everything = frozenset().union(*(c.words for c in clauses)) | frozenset(content_words(names))
    support = overlap(words, everything)
    best = max(clauses, key=lambda c: overlap(words, c.words))
    reasons = [
        *_unsupported_quantities(said, clauses),
        *_unsupported_articles(said, clauses, names),
        *_wrong_polarity(said, best.text),
        *_foreign_terms(said, best.text, " ".join(c.text for c in clauses) + names),
    ]
    if support < MIN_SUPPORT:
        reasons.append(f"thin:{support:.2f}")
    if overlap(words, best.words) < MIN_CLAUSE_SUPPORT:
        reasons.append("scattered")
    return Verdict(not reasons, tuple(reasons), support)


_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]是|\d+[.、]|[①-⑳]")


def _windows(text: str) -> list[str]:
    return [lead + piece for lead, piece in lines(normalise(text))]


def lines(text: str) -> list[tuple[str, str]]:
    """Sentences of a source as (lead-in, sentence): an item of a list has the lead-in that governs it, others none."""
    pieces: list[tuple[str, str]] = []
    lead = ""
    for piece in sentences(text):
        first = _ITEM.search(piece)
        if first and first.start() == 0:
            pieces.append((lead, piece))
            continue
        head, colon, _ = piece[: first.start()].rpartition("：") if first else piece.rpartition("：")
        lead = head + colon if colon and (first or piece.endswith("：")) else ""
        if lead == piece:
            continue
        if first and lead and first.start() == len(lead):
            pieces.append((lead, piece[first.start() :]))
        else:
            pieces.append(("", piece))
    return pieces or [("", text)]


def _counted(text: str, quantity: Quantity) -> str:
    """What a number of persons counts, as far as the words beside it tell: sensitive, plain or empty."""
    if quantity.unit not in ("人", ""):
        return ""
    bare = re.sub(r"[（(][^）)]*[）)]", lambda m: "\x00" * len(m.group()), text)
    rest = re.sub(
        r"^(?:以上|以下|以内)?[、,，]?(?:不满|不足|不超过|低于)\d+[万亿]?人?(?:以上|以下|以内)?",
        "",
        bare[quantity.end : quantity.end + 36],
    )
    after = re.split(r"[，,；;。、]|或者|以及|\d", rest)[0].replace("\x00", "")
    before = re.split(r"[，,；;。、]|或者|\d", bare[max(0, quantity.start - 24) : quantity.start])[-1].replace(
        "\x00", ""
    )
    for part in (after, before):
        if re.search(r"非敏感|普通|一般个人信息|不含敏感", part):
            return "plain"
        if "敏感" in part:
            return "sensitive"
        if "个人信息" in part:
            return "plain"
    return ""


def _unsupported_quantities(said: str, clauses: Sequence[_Clause]) -> list[str]:
    reasons = []
    for quantity in quantities(said):
        label = said[quantity.start : quantity.end]
        matches = [(c, q) for c in clauses for q in quantities(c.text) if same_amount(quantity, q)]
        if not matches:
            reasons.append(f"number:{label}")
        elif not any(bounds_agree(quantity.bound, q.bound) for _, q in matches):
            reasons.append(f"bound:{label}")
        elif not any(
            bounds_agree(quantity.bound, q.bound) and _compatible(_counted(said, quantity), _counted(c.text, q))
            for c, q in matches
        ):
            reasons.append(f"object:{label}")
    return reasons


def _compatible(said: str, source: str) -> bool:
    return said == source or not said or not source


def _unsupported_articles(said: str, clauses: Sequence[_Clause], names: str) -> list[str]:
    known = names + "".join(c.text for c in clauses)
    return [f"article:{a}" for a in _ARTICLE.findall(said) if a not in known]


_POLARITIES = {
    "spared": r"免予|免于|豁免|免除|免办|免申报|无需|无须|不需要|不需|不必|不用|不再需要|不要求",
    "forbidden": r"不得|禁止|严禁|不能|不可以|不可(?!抗力|逆|或缺|分割)|不允许|不准|不应当?(?!损害)",
    "denied": r"不属于|不是|并非|不构成|不适用|不包括|不包含|不含(?!敏感)|不计入|不算|没有|未(?!成年|来|经|满|被|公开|达|超|能|列)|不具备|不符合|不影响|不受理|不予|不通过|无效",
    "required": r"应当|应(?!用|急|对|答|税|聘|届|付|邀)|必须|须|需要|需(?!求|方)|要求(?=其|.{0,8}(?:提供|提交|整改|委托))|有义务",
    "allowed": r"(?<!不)可以|(?<!不)可(?!能|靠|见|行|信|控|用|获|抗|逆|或|供|抵|分)|有权|允许",
}
_NEGATIVE = ("spared", "forbidden", "denied")


def polarity(text: str) -> frozenset[str]:
    """The modalities that `text` states: spared, forbidden, denied, required, allowed."""
    bare, found = text, set()
    for name in ("spared", "forbidden", "denied", "required", "allowed"):
        if re.search(_POLARITIES[name], bare):
            found.add(name)
            bare = re.sub(_POLARITIES[name], "\x00", bare)
    return frozenset(found)


def _wrong_polarity(said: str, source: str) -> list[str]:
    mine, theirs = polarity(said), polarity(source)
    reasons = [f"polarity:{p}" for p in _NEGATIVE if p in mine and not (theirs & set(_NEGATIVE))]
    if not mine & set(_NEGATIVE) and theirs & {"spared", "forbidden"} and mine & {"required", "allowed"}:
        if not theirs & mine:
            reasons.append("polarity:lost_negation")
    if "required" in mine and theirs == {"allowed"}:
        reasons.append("polarity:required")
    if "allowed" in mine and "required" in theirs and "allowed" not in theirs and not mine & set(_NEGATIVE):
        reasons.append("polarity:allowed")
    return reasons


def _foreign_terms(said: str, best: str, everything: str) -> list[str]:
    """Actors, data classes, paths and events that the sentence names and its sources do not."""
    reasons = []
    families: tuple[tuple[str, Family, str], ...] = (
        ("actor", ACTORS, best),
        ("data", DATA_CLASSES, everything),
        ("path", INSTRUMENTS_OF_PATH, everything),
        ("event", EVENTS, everything),
    )
    for label, family, where in families:
        here, there = mentions(said, family), mentions(where, family)
        extra = here - there
        if extra and (there or label == "event"):
            reasons.extend(f"{label}:{term}" for term in sorted(extra))
    return reasons


def quantities_supported(said: str, sources: Sequence[Source]) -> bool:
    """Whether every number of `said` occurs in `sources`; the last gate over a whole answer."""
    clauses = [_Clause(t, frozenset()) for s in sources for t in sentences(normalise(s.text))]
    return not _unsupported_quantities(normalise(said), clauses)
