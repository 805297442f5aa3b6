"""Does a question of a conversation lean on the turns before it, or stand by itself?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.domain import Hit

LEANS = re.compile(
    r"^(?:那|那么|然后|还有|如果|要是|假如|上题|上述|前面|刚才|这种|这样|这个|它|其|继续|另外|再|换成|为什么|怎么说|具体|详细|多久|多少|谁|哪里|呢)|"
    r"(?:呢|的话)[？?]?$|上题|上面(?:说|提)|刚才|前一个问题|同样(?:的|情况)|what about|and if|then ",
    re.IGNORECASE,
)
MAX_CARRIED_TURNS = 3
ALONE = 24  # characters; a question from there on stands by itself, whatever it finds
WEAK_SCORE = 0.75  # of the best passage: what a question that says what it is about seldom falls below
SHORT = 14  # characters; a shorter question of a conversation tells not all that it is about
# A question that says what it is about only by a pronoun, or goes on from the turn before.
_CARRIES = re.compile(
    r"(?<!其)[他她它](?!人|项|用)|[这那](?:套|样|些|次|回|事|边|份|家|批)|^(?:也|还(?=能|要|得|可|用|算|让|是)|又|可(?=是|[^以])|但|不过|后来|都|同样|照|按)"
    r"|^(?:and|but|so|or|also|then)\b|\b(?:it|they|them|this|those|that one)\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"换个(?:话题|问题)|另外(?:问|请教)|再问(?:一个|个别)|别的问题|\b(?:another|different) question\b", re.IGNORECASE
)
_MAX_CARRIED, _MAX_CARRIED_LATIN = 60, 160  # characters; a longer question tells what it is about


def leans(text: str) -> bool:
    """Whether a later question of a conversation can be searched for only with what was asked before it."""
    if _TURNS.search(text):
        return False
    return points_back(text) or (len(text) < SHORT and not _latin(text))


def points_back(text: str) -> bool:
    """Whether the words of a question point to the turn before, however long it is."""
    carried = len(text) <= (_MAX_CARRIED_LATIN if _latin(text) else _MAX_CARRIED) and bool(_CARRIES.search(text))
    return carried or bool(LEANS.search(text))


def _latin(text: str) -> bool:
    return sum(c.isascii() and c.isalpha() for c in text) > len(text) / 2


def finds_little(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a short question of a conversation finds so little that it goes on from the turn before, though none of
    its words says so (只做了告知行吗)."""
    alone = len(text) >= ALONE or _latin(text) or bool(_TURNS.search(text)) or leans(text)
    return not alone and (not hits or hits[0].score < WEAK_SCORE)


def leant_on(text: str, history: Sequence[str]) -> str:
    """The turn before, where `text` leans on it, with those that it leans on in turn; else empty."""
    if not history or not leans(text):
        return ""
    carried: list[str] = []
    for turn in reversed(history[-MAX_CARRIED_TURNS:]):
        carried.insert(0, turn)
        if not points_back(turn):
            break
    return " ".join(carried)
