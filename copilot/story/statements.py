"""Yes-or-no facts that the words of a story state, deny, contradict or leave open, by the cues of the lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage

Span = tuple[int, int]
# No yes or no answers it (我们是关基，咋办？没有……).
_OPEN_QUESTION = re.compile(r"(?:咋办|咋整|怎么|怎样|如何|什么手续|哪[条个种些]|多少)[^，。；]{0,8}\Z")
QUESTION_CHARS = 60
_ASKED = re.compile(r"[^。；！？?：:\n]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the story says of one fact: `value` None is raised and left open; `clash` when it says both."""

    fact: str
    value: bool | None
    spans: tuple[Span, ...]
    clash: bool = False


def statement(passage: Passage, fact: str, lexicon: Lexicon) -> Statement | None:
    """What the story says of `fact`; None when it says nothing."""
    return _said(passage.live, fact, lexicon)


def told(passage: Passage, fact: str, lexicon: Lexicon) -> Statement | None:
    """What other people are quoted as saying of `fact`: no fact, but worth a question."""
    for start, end in passage.dead:
        pad = min(start, 1)
        one = _said("\0" * pad + passage.plain[start:end], fact, lexicon)
        if one is not None and one.value:
            return replace(one, spans=tuple((a + start - pad, b + start - pad) for a, b in one.spans))
    return None


def _said(text: str, fact: str, lexicon: Lexicon) -> Statement | None:
    if f"facts.{fact}.sure" in lexicon.patterns and (told := lexicon[f"facts.{fact}.sure"].search(text)):
        return Statement(fact, True, (told.span(),))
    if f"facts.{fact}.firm" in lexicon.patterns and (denied := lexicon[f"facts.{fact}.firm"].search(text)):
        return Statement(fact, False, (denied.span(),))
    if f"facts.{fact}.hint" in lexicon.patterns and (hint := lexicon[f"facts.{fact}.hint"].search(text)):
        return Statement(fact, None, (hint.span(),))
    answers, text = _answers(text, fact, lexicon)
    found: dict[str, list[Span]] = {}
    for stance in ("ignore", "settled", "open", "no", "yes", "weak"):
        name = f"facts.{fact}.{stance}"
        if name in lexicon.patterns:
            found[stance] = [m.span() for m in lexicon[name].finditer(text)]
            text = blank(text, found[stance])
    no, maybe, yes = found.get("settled", []) + found.get("no", []), found.get("open", []), found.get("yes", [])
    no += [span for span, answer in answers if not answer]
    yes += [span for span, answer in answers if answer]
    if yes and no:
        return Statement(fact, None, (*no, *yes), clash=True)
    for spans, value in ((no, False), (maybe, None), (yes, True), (found.get("weak", []), None)):
        if spans:
            return Statement(fact, value, tuple(spans))
    return None


def _answers(text: str, fact: str, lexicon: Lexicon) -> tuple[list[tuple[Span, bool]], str]:
    """Questions on `fact` that the story answers itself, each with its answer; and the text without them."""
    out: list[tuple[Span, bool]] = []
    asks = lexicon.patterns.get(f"facts.{fact}.yes")
    if asks is None:
        return out, text
    for match in lexicon["answers"].finditer(text):
        asked = _ASKED.search(text, max(0, match.start() - QUESTION_CHARS), match.start())
        if asked and not _OPEN_QUESTION.search(asked[0]) and asks.search(text, *asked.span()):
            out.append(((asked.start(), match.end()), match["yes"] is not None))
    return out, blank(text, [span for span, _ in out])


def blank(text: str, spans: list[Span]) -> str:
    """`text` with the spans filled by NUL, offsets kept."""
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def first(pattern: re.Pattern[str], passage: Passage) -> Span | None:
    """Where a pattern first occurs in the live text."""
    match = pattern.search(passage.live)
    return match.span() if match else None
