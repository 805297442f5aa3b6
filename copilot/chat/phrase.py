"""Asking the model: the numbered materials it may use, its sentences as they come, and checked translations."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from copilot.chat.attribution import marks
from copilot.chat.draft import split_stream
from copilot.chat.evidence import Evidence, place_name
from copilot.chat.quantities import quantities
from copilot.chat.verify import polarity
from copilot.llm.client import Usage
from copilot.prompting import Prompt, fence

MAX_ANSWER_TOKENS = 200
MATERIAL_CHARS = 560


class Client(Protocol):
    """What phrasing needs of a model client."""

    @property
    def model(self) -> str:
        """Name of the model."""
        ...

    def stream(
        self, messages: list[dict[str, str]], *, max_tokens: int, usage: Usage | None = None
    ) -> AsyncGenerator[str]:
        """Pieces of the answer as they are generated."""
        ...


@dataclass
class Spent:
    """What one answer cost the model; milliseconds from the request, waiting in line included."""

    usage: Usage = field(default_factory=Usage)
    first_token_ms: float = 0.0
    total_ms: float = 0.0


class Phraser:
    """Phrases answers with one model and fixed prompt versions."""

    def __init__(self, client: Client, *, answer: Prompt, translate: Prompt, rewrite: Prompt) -> None:
        self.client, self.answer, self.translate, self.rewrite = client, answer, translate, rewrite

    @property
    def model(self) -> str:
        """Name of the model that phrases."""
        return self.client.model

    @property
    def prompt_id(self) -> str:
        """Name and version of the answer prompt."""
        return self.answer.id

    async def sentences(
        self, question: str, evidence: Sequence[Evidence], *, spent: Spent | None = None
    ) -> AsyncGenerator[str]:
        """Sentences as the model writes them, unverified, marks included.

        Args:
            question: as the reader put it.
            evidence: what the model may use, best first.
            spent: filled in while the model writes.
        """
        spent = spent if spent is not None else Spent()
        messages = self.answer.messages(materials=materials(evidence), question=fence(question))
        started, buffer = time.perf_counter(), ""
        try:
            async with aclosing(
                self.client.stream(messages, max_tokens=MAX_ANSWER_TOKENS, usage=spent.usage)
            ) as pieces:
                async for piece in pieces:
                    spent.first_token_ms = spent.first_token_ms or _ms(started)
                    done, buffer = split_stream(buffer + piece)
                    for sentence in done:
                        yield sentence
            if len(buffer.strip()) > 6 and re.search(r"[。；！？\]】]\s*$", buffer):
                yield buffer.strip()
        finally:
            spent.total_ms = _ms(started)

    async def to_chinese(self, question: str) -> str:
        """The question in Chinese, for retrieval only; the original follows so that names stay findable."""
        text = await self._complete(self.rewrite, question=fence(question[:600]), max_tokens=120)
        return f"{text.strip()} {question}" if text.strip() else question

    async def to_english(self, sentence: str) -> str | None:
        """A translation whose numbers, marks and modality are the sentence's, else None."""
        numbers = sorted(q.value for q in quantities(sentence))
        plain = re.sub(r"\[\d+\]", "", sentence)
        text = (await self._complete(self.translate, sentence=plain, max_tokens=160)).strip().splitlines()
        if not text or re.search(r"[\u4e00-\u9fff]", text[0]) or _english_numbers(text[0]) != numbers:
            return None
        if not _same_modality(plain, text[0]):
            return None
        return text[0].rstrip(". ") + " " + "".join(f"[{n}]" for n in marks(sentence)) + "."

    async def _complete(self, prompt: Prompt, *, max_tokens: int, **inputs: str) -> str:
        async with aclosing(self.client.stream(prompt.messages(**inputs), max_tokens=max_tokens)) as pieces:
            return "".join([piece async for piece in pieces])


def materials(evidence: Sequence[Evidence], *, max_chars: int = MATERIAL_CHARS) -> str:
    """The numbered materials as untrusted data: the lines that bear on the question, `max_chars` in all."""
    share, used = max_chars // max(1, min(len(evidence), 5)), 0
    blocks: list[str] = []
    for number, item in enumerate(evidence, 1):
        body = ""
        for line in item.lines:
            if body and len(body) + len(line) > share:
                break
            body += line
        if used + len(body) > max_chars and blocks:
            break
        used += len(body)
        blocks.append(f"[{number}] {place_name(item.passage)}：{body}")
    return fence("\n".join(blocks))


_WORD_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SCALES = {"million": 1e6, "billion": 1e9, "thousand": 1e3}


def _english_numbers(text: str) -> list[float]:
    found = []
    for m in re.finditer(
        r"(?<![\w.])(\d[\d,]*(?:\.\d+)?|" + "|".join(_WORD_NUMBERS) + r")(?:\s*(million|billion|thousand))?", text, re.I
    ):
        word = m[1].lower().replace(",", "")
        if re.search(r"(?:article|articles|paragraph|item|january|order|no\.)\s*$", text[: m.start()], re.I):
            continue
        value = float(_WORD_NUMBERS.get(word, 0) or word) * _SCALES.get((m[2] or "").lower(), 1)
        found.append(value)
    return sorted(found)


_MODALITY = {
    "required": r"\b(?:must|shall|should|required?|requires|needs? to|has to|have to|obliged)\b",
    "allowed": r"\b(?:may|can|could|allowed|permitted|entitled|choose|optional)\b",
    "spared": r"\b(?:exempt\w*|waived?|need not|no need|not (?:be )?(?:required|needed|necessary)|"
    r"not (?:have|need) to)\b",
    "forbidden": r"\b(?:must not|may not|shall not|cannot|can not|prohibit\w*|forbidden|"
    r"not (?:be )?(?:allowed|permitted)|no .{1,40} may)\b|can't",
    "denied": r"\b(?:not|no|never|nor|neither|without|exclud\w+|except|other than|non)\b|n't|"
    r"\b(?:in|un)(?:valid|able|qualified)\b",
}
_NEGATIVE = {"spared", "forbidden", "denied"}


def _same_modality(chinese: str, english: str) -> bool:
    """Whether `english` has each modality of `chinese` and no duty or negation of its own."""
    wanted = polarity(chinese)
    has = {name for name, pattern in _MODALITY.items() if re.search(pattern, english, re.IGNORECASE)}
    if not wanted <= has:
        return False
    if (
        not wanted & _NEGATIVE
        and has & _NEGATIVE
        and not re.search("不满|不足|未满|不少于|不超过|不低于|以外|除", chinese)
    ):
        return False
    return "required" in wanted or "required" not in has or bool(has & _NEGATIVE & wanted)


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)
