"""An answer in the making: every sentence passes the verifier, gets its sources and numbers, and is kept once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.chat.attribution import Numbering, attribute, marks, with_marks, without_marks
from copilot.chat.evidence import Evidence, place_name, units_wanted
from copilot.chat.quantities import quantities
from copilot.chat.verify import Source, lines, quantities_supported
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Passage

MAX_MODEL_SENTENCES = 3
MAX_CHARS = 1500
_LEADER = re.compile(
    r"^(?:答[：:]|结论[：:]|【回答】)?\s*(?:是的?|不是的?|可以的?|不可以|不能|能|不行|行|对的?|不对|不成立|需要|不需要|不用|要|不要|不一定|属于|不属于|有|没有|会|不会)\s*[，,。:：；]\s*"
)
_CHATTER = re.compile(
    r"^(?:根据(?:以上|上述|提供的|所给)?资料|综上|总之|因此|所以|另外|此外|同时|首先|其次|最后)[，,：:]?\s*"
)
_INFERENCE = re.compile(r"因此|所以|由此可见|可见|也就是说|意味着|说明|故而|(?<!缘)故(?=应|不|可|须)")
_SPEAKS_TO_READER = re.compile(r"我们|我司|我公司|贵(?:公司|司|单位)|您|你们?")
_MEASURES = {"最多", "最少", "至少", "最长", "最短", "增加", "减少", "原来", "多少", "人数", "时间", "多久"}
_FRAGMENT = re.compile(
    r"^(?:必须|应当|应该|需要|须|可以|不得|不能|免予|其中|以及|或者|并且|但是|例如)|(?:以上|以下|情形|条件|的)[。；]?$|《[^》]+》[^，。]{0,16}："
)
_DOER = re.compile(r"^[^，。：；（]{2,14}?(?=向境外|应当|应|可以|不得|必须|须|需要|只要)")
_PROMISE = re.compile(
    r"(?:保证|承诺|一定能|肯定能|必然)(?:会)?(?:通过|获批|批准|合规)|放心|建议您?咨询|如有疑问|希望.{0,6}帮助|感谢"
)


class Draft:
    """Collects verified sentences. Nothing enters that its sources do not support."""

    def __init__(self, evidence: Sequence[Evidence], question: str = "") -> None:
        self.evidence = list(evidence)
        self._asked = frozenset(content_words(normalise(question)))
        self._units = units_wanted(question)
        self.numbering = Numbering()
        self.sentences: list[str] = []
        self.dropped: list[tuple[str, tuple[str, ...]]] = []
        self.preface = ""
        self._plain: list[str] = []
        self._english: dict[int, str] = {}

    def shown(self, language: str) -> str:
        """The preface and the sentences so far, one a line; in English where a checked translation exists."""
        said = (self._english.get(i, s) if language == "en" else s for i, s in enumerate(self.sentences))
        return "\n".join([*([self.preface] if self.preface else []), *said])

    def translated(self, english: str) -> None:
        """Keep `english` as the rendering of the last sentence."""
        self._english[len(self.sentences) - 1] = english

    def offer(self, raw: str) -> str | None:
        """A sentence the model wrote: verified, stripped of its yes or no, numbered; None when dropped.

        The leading yes or no is removed because a small model's verdict cannot be checked apart from
        the statement that follows it, and a wrong one costs most.
        """
        plain = _CHATTER.sub("", _LEADER.sub("", without_marks(raw).strip().lstrip("-*•·0123456789.、 ")))
        if (
            len(content_words(normalise(plain))) < 2
            or _PROMISE.search(plain)
            or _FRAGMENT.search(plain)
            or self._said(plain)
        ):
            return None
        found, verdict = attribute(plain, self.evidence, hinted=marks(raw))
        reasons = verdict.reasons if not found else self._echoes(plain, found)
        if reasons:
            self.dropped.append((plain, reasons))
            return None
        return self._keep(plain, [e.passage for e in found])

    def _echoes(self, plain: str, found: Sequence[Evidence]) -> tuple[str, ...]:
        """Why a supported sentence still applies the law to the reader's case, which is not the model's to do.

        A sentence that draws an inference, speaks to the reader, only repeats the question, or states a verdict
        in words that the question has and the source lacks, is the model's judgement and not the source's.
        """
        said = normalise(plain)
        text = " ".join(e.passage.text for e in found)
        if _SPEAKS_TO_READER.search(said) or ((m := _INFERENCE.search(said)) and m.group() not in text):
            return ("applies_to_reader",)
        if (doer := _DOER.match(said)) and not _opens_with(doer.group(), found):
            return (f"subject:{doer.group()}",)
        words = [w for w in content_words(said) if len(w) > 1]
        source = frozenset(
            w
            for e in found
            for w in content_words(normalise(f"{place_name(e.passage)}{e.passage.title}。{e.passage.text}"))
        )
        amounts = any(q.unit in self._units for q in quantities(said))
        if not amounts and overlap(words, self._asked) > 0.9:
            return ("echo",)
        borrowed = [w for w in words if w in self._asked and overlap([w], source) < 0.5]
        if set(borrowed) - (_MEASURES if amounts else set()):
            return tuple(f"borrowed:{w}" for w in borrowed)
        return ()

    def quote(self, statement: str, passages: Sequence[Passage], *, trace: str = "") -> str | None:
        """A curated statement with the passages it rests on, kept unless it repeats or its numbers are not theirs.

        `trace`: the comparisons of a rule-made verdict, whose numbers are the reader's own.
        """
        plain, passages = without_marks(statement).strip(), self.numbering.fitting(passages)
        if not passages or self._said(plain) or self._too_long(plain):
            return None
        if not quantities_supported(
            plain, [Source("", trace), *(Source("", f"{p.title}。{p.text}") for p in passages)]
        ):
            self.dropped.append((plain, ("number",)))
            return None
        return self._keep(plain, passages)

    def excerpt(
        self, evidence: Evidence, *, heading: str = "", max_chars: int = 150, again: bool = False
    ) -> str | None:
        """The lines of a source that bear on the question, as its own words under its name; None when already cited.

        `heading` goes on a line before it. `again`: of a source already cited, the lines that were not said yet.
        """
        cited = self.numbering.has(evidence.passage)
        if not again if cited else self.numbering.full:
            return None
        chosen = evidence.ranked.within(max_chars)[0] if evidence.ranked else evidence.lines
        body = "".join(line for line in chosen if not cited or not self._said(line))
        if not body:
            return None
        plain = f"{place_name(evidence.passage)}：{body}"
        if self._too_long(plain) or not quantities_supported(body, [Source("", evidence.passage.text)]):
            return None
        return self._keep(plain, [evidence.passage], heading=heading)

    def _keep(self, plain: str, passages: Sequence[Passage], *, heading: str = "") -> str | None:
        numbers = self.numbering.cite(passages)
        if numbers is None:
            return None
        sentence = (f"{heading}\n" if heading else "") + with_marks(plain, numbers)
        self.sentences.append(sentence)
        self._plain.append(plain)
        return sentence

    def _too_long(self, plain: str) -> bool:
        return bool(self.sentences) and sum(map(len, self._plain)) + len(plain) > MAX_CHARS

    def _said(self, plain: str) -> bool:
        words = content_words(normalise(plain))
        return any(
            overlap(words, content_words(normalise(s))) > 0.9 and overlap(content_words(normalise(s)), words) > 0.6
            for s in self._plain
        )


def _opens_with(subject: str, found: Sequence[Evidence]) -> bool:
    """Whether a line of the sources opens with that subject: a rule must not change hands."""
    words = content_words(subject)
    for evidence in found:
        for lead, line in lines(normalise(evidence.passage.text)):
            openings = (re.split(r"[，：；]", part)[0] for part in (lead, line) if part)
            if any(overlap(words, content_words(opening)) > 0.95 for opening in openings):
                return True
    return False


def split_stream(buffer: str) -> tuple[list[str], str]:
    """Complete sentences of `buffer` and what is left; a mark after the stop (`。[1]`) stays with its sentence."""
    pieces, rest = [], buffer
    while match := re.search(r"[。！？\n](?:\s*[\[【]\d+(?:[,，、]\d+)*[\]】])*(?=\s*[^\[【\s]|\n)", rest):
        pieces.append(rest[: match.end()].strip())
        rest = rest[match.end() :]
    return [p for p in pieces if p], rest
