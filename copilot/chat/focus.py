"""A long, rambling question cut down to what it asks: its questions and requests that have to do with the domain.

Callers tell of the weather, the boss and the printer; taken whole, such a text looks like anything. A text that tells a
case for the rules is left whole, since its facts stand between the questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from copilot.chat.cues import signs
from copilot.chat.reading import Reading
from copilot.chat.triage import MEANT, Triage, triage

LONG = 80  # characters; a shorter question is read whole
MAX_ASKED = 3  # sentences
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
_ASKS = re.compile(
    r"[？?]$|请问|想问|(?:让|叫|要)我(?:来)?问|问一下|想知道|想请教|(?:弄|搞)(?:清楚|明白)|(?:吗|呢)[。！]?$"
)
_REQUESTS = re.compile(
    r"帮我|替我|教我|麻烦你|想个|出个|给个|来个|排个|设计(?:一|个|成)|(?<!申)(?<!邀)请你?(?:写|做|给|把|帮)"
)
_LEANS = re.compile(r"(?:^|，)(?:请问|您说，?|那|像)?(?:这种(?!人在)|这个(?!月)|这么|这事)")
_LEAD = re.compile(
    r"^.{0,16}?(?:请问|想问(?:一下|问)?|想先问问|好奇问问|就(?:想)?问(?:一句|问)?|想知道|(?:弄|搞)(?:清楚|明白)(?:一件事)?|请教一下|打听清楚|快告诉我|您说|寻思)[，：,\s]*"
)
_PLANS = MEANT - {"promise"}  # 一定要 promises nothing
_FIELD = frozenset({"regime", "topic", "data", "article"})


def focused(reading: Reading, *, tells_case: Callable[[str, str], bool]) -> Reading:
    """The reading of what a long text asks; the same one where it is short, tells a case or asks nothing.

    `tells_case`: whether a text, of which a part asks, tells a case that the rules judge.
    """
    text = reading.text
    if len(text) <= LONG or reading.language != "zh" or reading.unread or reading.follow_up:
        return reading
    if reading.triage.intent == "refuse" and reading.triage.chance == 1.0:  # a pattern that leaves no doubt
        return reading
    asked = heart(text)
    if not asked or len(asked) > 0.8 * len(text) or tells_case(text, asked):
        return reading
    return replace(reading, text=asked, query=asked, triage=_kind(asked))


def _kind(asked: str) -> Triage:
    """What is asked for; a doubtful refusal gives way where each sentence that asks is a plain question by itself and
    nothing tells of a plan."""
    whole = triage(asked)
    if whole.intent not in ("refuse", "path") or whole.chance == 1.0 or _PLANS & {*signs(asked)}:
        return whole
    apart = [triage(m[0].strip()) for m in _SENTENCE.finditer(asked) if _ASKS.search(m[0].strip())]
    return apart[0] if apart and all(kind.intent == "question" for kind in apart) else whole


def heart(text: str) -> str:
    """The sentences of `text` that ask or request something of the domain, at most three; empty where none does.

    A sentence that leans on the one before it (这种、那个) takes it along.
    """
    pieces = [m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()]
    asking = [i for i, piece in enumerate(pieces) if _ASKS.search(piece) or _REQUESTS.search(piece)]
    chosen = [i for i in asking if _FIELD & set(signs(pieces[i]))][-MAX_ASKED:] or asking[-1:]
    beside = {i + step for i in chosen for step in (-1, 1) if i + step in asking}
    before = {i - 1 for i in chosen if i and _LEANS.search(_LEAD.sub("", pieces[i]))}
    return "".join(_LEAD.sub("", pieces[i]) for i in sorted({*chosen, *beside, *before}))
