"""Which kinds of personal information a story names where, and whether it denies them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from copilot.story.lexicon import Lexicon
from copilot.story.numbers import value_of
from copilot.story.passage import Passage

Kind = Literal["sensitive", "ordinary", "doubtful", "minor", "minor_unsure", "none", "open", "denied"]


@dataclass(frozen=True, slots=True)
class KindMention:
    """One kind named at a place."""

    kind: Kind
    start: int
    end: int


@lru_cache(maxsize=4)
def _scanner(lexicon: Lexicon) -> re.Pattern[str]:
    source = {name: lexicon[f"kinds.{name}"].pattern for name in ("none", "open", "ordinary", "sensitive", "doubtful")}
    some = "|".join(f"(?:{source[n]})" for n in ("sensitive", "doubtful", "ordinary"))
    deny = rf"{lexicon['kinds.deny'].pattern}(?:(?:{some})(?:{lexicon['kinds.between'].pattern})*)+"
    parts = [f"(?P<none>{source['none']})", f"(?P<open>{source['open']})", f"(?P<denied>{deny})"]
    parts += [f"(?P<{n}>{source[n]})" for n in ("sensitive", "ordinary", "doubtful")]
    return re.compile("|".join(parts), re.IGNORECASE)


def kind_mentions(passage: Passage, lexicon: Lexicon) -> list[KindMention]:
    """Every kind named, denied or left open, in order; kinds inside names of firms are left out."""
    text, found = passage.live, []
    for m in _scanner(lexicon).finditer(text):
        kind = m.lastgroup
        if kind in ("sensitive", "doubtful") and (
            _in_doubt(text, m.start(), lexicon) or _of_some(text, m.span(), lexicon)
        ):
            kind = "open"
        if kind in ("none", "open", "denied") or not lexicon["kinds.firm"].match(text, m.end()):
            found.append(KindMention(kind, m.start(), m.end()))  # type: ignore[arg-type]
    return found + _minors(passage, lexicon)


def _in_doubt(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether the words right before leave open what is said from `start` on."""
    return lexicon.has("kinds.maybe", text[max(0, start - 22) : start])


def _of_some(text: str, span: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether what is named is that of some of the persons, nobody knows how many: 部分人有健康数据, 轨迹若干."""
    before, after = text[max(0, span[0] - 16) : span[0]], text[span[1] : span[1] + 8]
    return lexicon.has("kinds.some", before) or lexicon.has("kinds.few", after)


def _minors(passage: Passage, lexicon: Lexicon) -> list[KindMention]:
    """Children: certainly under 14, or perhaps. Adults and denials take precedence."""
    text = passage.live
    adults = [m.span() for m in lexicon["minors.adult"].finditer(text)]
    aged = [(m.span(), _age(m)) for m in lexicon["minors.age"].finditer(text)]
    out = [KindMention("minor" if age else "minor_unsure", *span) for span, age in aged if age is not False]
    cues: tuple[tuple[Kind, str], ...] = (("minor", "minors.under"), ("minor_unsure", "minors.unsure"))
    for kind, name in cues:
        for m in lexicon[name].finditer(text):
            if any(start <= m.start() < end for start, end in adults):
                continue
            named = lexicon["kinds.firm"].match(text, m.end()) or lexicon["minors.product"].match(text, m.end())
            if not named:
                out.append(KindMention(kind, *m.span()))
            elif not adults and not aged:
                out.append(KindMention("minor_unsure", *m.span()))
    out = [KindMention("minor_unsure", m.start, m.end) if _in_doubt(text, m.start, lexicon) else m for m in out]
    if any(age is False for _, age in aged) and not any(age for _, age in aged):
        out = [k for k in out if k.kind == "minor"]  # the ages given answer what the words leave open
    return out


def _age(match: re.Match[str]) -> bool | None:
    """True: under 14; False: 14 or older; None: may be either."""
    bounds = value_of(match["age"])
    if bounds is None:
        return None
    age, side = bounds[0], match["side"] or ""
    low = value_of(match["low"]) if match["low"] else None
    if match["not"] or "以下" in side:
        return True if age <= 14 else (None if low is None or low[0] < 14 else False)
    if "以上" in side:
        return False if age >= 14 else None
    if low is not None:
        return True if age < 14 else (False if low[0] >= 14 else None)
    return age < 14


def kinds_in(mentions: Iterable[KindMention], start: int, end: int) -> set[Kind]:
    """The kinds named between two offsets."""
    return {m.kind for m in mentions if start <= m.start < end}
