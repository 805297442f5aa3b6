"""A story prepared for reading: folded, other people's claims and instructions taken out, cut into sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from copilot.story.lexicon import Lexicon
from copilot.story.numbers import fold
from copilot.story.result import Words
from copilot.story.script import simplified

_SENTENCE = re.compile(r"[。；！？!?;\n]|\.(?=\s|$|[一-龥])")
_CLAUSE = re.compile(r"[，,：:（）()、]|以及|外加|另外|还有|[和及与]|[。；！？!?;\n]|\.(?=\s|$|[一-龥])")
_EDGE = re.compile(r"[，,：:（）()]|[。；！？!?;\n]|\.(?=\s|$|[一-龥])")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Passage:
    """`text` is the story; `live` has the same length, with what must not be read as fact blanked by commas.

    `plain` is the story in simplified characters; `live` names the country for a city abroad (鹿特丹: 荷兰), `said` is
    the same with the cities as they were said.
    """

    text: str
    plain: str
    live: str
    said: str = ""
    dead: tuple[tuple[int, int], ...] = ()
    _sentences: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def words(self, start: int, end: int) -> Words:
        """The words of the story from `start` to `end`, a city whole."""
        while end < len(self.live) and self.live[end] == "\0":
            end += 1
        return Words(start=start, end=end, text=self.text[start:end])

    def sentence(self, at: int) -> tuple[int, int]:
        """Bounds of the sentence in which `at` lies."""
        i = bisect_right(self._sentences, (at, len(self.live) + 1)) - 1
        return self._sentences[i] if i >= 0 else (0, len(self.live))

    def clause(self, at: int) -> tuple[int, int]:
        """Bounds of the clause (between commas) in which `at` lies."""
        start, end = self.sentence(at)
        for match in _EDGE.finditer(self._joined, start, end):
            if match.start() >= at:
                return start, match.start()
            start = match.end()
        return start, end

    def head(self, start: int, *, after: int) -> str:
        """The words right before a number: from the last comma, pause or `after` up to `start`."""
        begin = max(after, self.sentence(start)[0])
        for match in _CLAUSE.finditer(self._joined, begin, start):
            begin = match.end()
        return self.live[begin:start]

    @cached_property
    def _joined(self) -> str:
        return _THOUSANDS.sub("0", self.live)


def prepare(text: str, lexicon: Lexicon) -> Passage:
    """The passage of a story: quotes of wrong claims, told rules, hypotheses and instructions to us are dead."""
    folded = fold(simplified(text))
    dead = sorted(m.span() for m in lexicon["dead"].finditer(folded))
    live = folded
    for start, end in (m.span() for m in lexicon["double_negation"].finditer(folded)):
        live = live[:start] + "，" * (end - start) + live[end:]
    for start, end in dead:
        live = live[:start] + "，" * (end - start) + live[end:]
    said, live = live, lexicon.cities.sub(lambda m: lexicon.stands_for[m.group()].ljust(len(m.group()), "\0"), live)
    ends = [m.end() for m in _SENTENCE.finditer(_THOUSANDS.sub("0", live))] + [len(live)]
    starts = [0, *ends[:-1]]
    return Passage(
        text, folded, live, said, tuple(dead), tuple((a, b) for a, b in zip(starts, ends, strict=True) if a < b)
    )
