"""A verified sentence said shorter by code: the numbers, the negations, the binding force and the doer stay.

Nothing is rephrased. What may go: an explanation in brackets, a longer name where the same thing has a shorter one, and
from the end of a sentence what stands behind a semicolon unless it limits what stands before. Every result is held
against the passage again; one that fails is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.chat.polarity import polarity
from copilot.chat.quantities import quantities
from copilot.chat.verify import Source, verify
from copilot.chat.words import normalise

_ASIDE = re.compile(r"（(?:即|以下|统称|简称|例如|比如|如|包括|网址|含)[^（）]*）")
_POINT = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九十]是(?=[^，。；]{2}))"
)
_LIMITS = re.compile(
    r"^(?:但|不过|除|其中|而(?!且)|另有|仅|只(?!要)|否则|不适用|不包括|不含)|除外|另有规定|从其规定|依照其规定|不在此限"
)


def limits(sentence: str) -> bool:
    """Whether a sentence takes back or narrows the one before it, so that the two stay together."""
    return bool(_LIMITS.search(sentence.strip()))


def shortenings(sentence: str, *, shorter: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Ways to say `sentence`, the fullest first; each is `sentence` itself or it with something left out.

    Args:
        sentence: one sentence, without marks.
        shorter: (long, short) names of one thing.
    """
    whole = _POINT.sub("", sentence)
    seen: set[str] = set()
    for text in (whole, _ASIDE.sub("", whole)):
        for form in (text, _renamed(text, shorter), *_cut(_renamed(text, shorter))):
            plain = form.strip().rstrip("。；;，,：:")
            if plain and plain not in seen:
                seen.add(plain)
                yield plain


def _renamed(text: str, shorter: Sequence[tuple[str, str]]) -> str:
    for long, short in shorter:
        text = text.replace(long, short)
    return text


def _cut(text: str) -> Iterator[str]:
    """The sentence without its last parts behind semicolons, as long as none of them limits the rest."""
    parts = re.split(r"(?<=[；;])", text)
    for end in range(len(parts) - 1, 0, -1):
        if limits(parts[end]):
            return
        yield "".join(parts[:end])


def keeps(said: str, original: str, source: Source) -> bool:
    """Whether `said` may stand for `original`, of which it is a part: as it stands, or verified anew.

    No number is new, no negation or duty is turned, and the passage carries it.
    """
    if said in original:
        return _same_force(said, original)
    mine, theirs = ({(q.value, q.unit) for q in quantities(normalise(text))} for text in (said, original))
    return mine <= theirs and _same_force(said, original) and verify(f"{said}。", [source]).supported


def _same_force(said: str, original: str) -> bool:
    """A part says nothing that binds or denies otherwise than the whole does."""
    return polarity(normalise(said)) <= polarity(normalise(original))
