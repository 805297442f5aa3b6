"""The product under test, as the tasks see it: questions, searches, facts and stories in, plain JSON out."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from copilot.settings import Settings
from copilot.wiring import Parts, silent
from eval.identity import fingerprint

if TYPE_CHECKING:
    from copilot.chat.service import Chat
    from copilot.law.knowledge_base import KnowledgeBase
    from copilot.law.rulebook import RuleBook
    from copilot.negative_lists.matching import Matcher
    from copilot.story.verdict import StoryReader

Json = dict[str, Any]
AS_OF = dt.date(2026, 11, 23)  # the day whose law the labels were written for


def day_of(value: str | dt.date | None) -> dt.date:
    """The day a case asks about; the labels' day when it names none."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value or AS_OF


def asked_before(history: Sequence[Mapping[str, str] | str]) -> tuple[str, ...]:
    """The reader's earlier questions of a conversation, oldest first."""
    return tuple(t if isinstance(t, str) else t["text"] for t in history if isinstance(t, str) or t["role"] == "user")


class System:
    """One configured product. Parts are made when first asked for, so that a task without a model starts none."""

    def __init__(self, parts: Parts, *, note: Callable[[str], None] = silent, as_of: str | None = None) -> None:
        self.as_of = day_of(as_of)
        self.parts, self.settings, self._note = parts, parts.settings, note
        self._opening, self._chats = asyncio.Lock(), dict[bool, "Chat"]()
        self._story: StoryReader | None = None
        self._matchers: dict[tuple[str, ...], Matcher] = {}

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base under test."""
        return self.parts.kb

    @property
    def book(self) -> RuleBook:
        """The dated data of the rules under test."""
        return self.parts.rulebook

    @cached_property
    def titles(self) -> list[str]:
        """Canonical titles that can be cited."""
        return sorted({p.instrument for p in self.kb.passages})

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of all passages."""
        return frozenset(p.id for p in self.kb.passages)

    def fingerprint(self, *, with_model: bool) -> str:
        """Digest of everything that may change an output."""
        return self._with_model if with_model else self._without_model

    @cached_property
    def _with_model(self) -> str:
        return self._dated(fingerprint(self.settings, with_model=True))

    @cached_property
    def _without_model(self) -> str:
        return self._dated(fingerprint(self.settings, with_model=False))

    def _dated(self, digest: str) -> str:
        return digest if self.as_of == AS_OF else f"{digest}@{self.as_of}"

    def _day(self, value: str | dt.date | None) -> dt.date:
        return self.as_of if value is None else day_of(value)

    async def ask(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, str] | str] = (),
        as_of: str | dt.date | None = None,
        extractive: bool = False,
    ) -> Json:
        """The answer as `ask --json` prints it.

        Args:
            question: as typed.
            history: earlier turns, as texts of the reader or `{"role", "text"}`.
            as_of: the day; None: the labels' day.
            extractive: without the model, whatever the backend (what is decided before a model speaks).

        Raises:
            CopilotError: as the product raises.
        """
        chat = await self._chat(extractive or self.settings.backend == "extractive")
        answer = await chat.ask(question, as_of=self._day(as_of), history=asked_before(history))
        return answer.model_dump(mode="json")

    async def search(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, str] | str] = (),
        as_of: str | dt.date | None = None,
        k: int = 20,
    ) -> Json:
        """What `search --json` prints; after earlier turns, for the words that the conversation would search for."""
        from copilot.chat.reading import read
        from copilot.retrieval.follow_up import finds_little
        from copilot.retrieval.response import response

        day, query = self._day(as_of), question
        await self._ready()
        if turns := asked_before(history):
            correct = self.parts.knowledge.speller.correct
            query = read(question, as_of=day, history=turns, correct=correct).query
        found = await asyncio.to_thread(self.parts.retriever.find, query, as_of=day, k=k)
        if turns and finds_little(question, found.hits):
            query = f"{turns[-1]} {query}"
            found = await asyncio.to_thread(self.parts.retriever.find, query, as_of=day, k=k)
        return response(query, day, found).model_dump(mode="json")

    def path(self, facts: Mapping[str, Any], *, as_of: str | dt.date | None = None) -> Json:
        """The verdict on facts, as `path --facts --json` prints it.

        Raises:
            BadInput: facts or day that cannot be used.
        """
        from copilot.rules.determination import determine
        from copilot.rules.facts import parse_facts

        return determine(parse_facts(facts), as_of=self._day(as_of), book=self.book).model_dump(mode="json")

    async def story(self, text: str, *, as_of: str | dt.date | None = None) -> Json:
        """The verdict on a story with the facts read, as `path --text --json` prints it; by rules alone if extractive.

        Raises:
            BadInput, TooLarge: a story that cannot be read.
        """
        async with self._opening:
            if self._story is None:
                self._story = await self.parts.story(note=self._note)
        return (await self._story.determine(text, as_of=self._day(as_of))).model_dump(mode="json")

    def match(self, name: str, meaning: str = "", *, list_id: str, domain: str = "", scene: str = "") -> Json:
        """Where a negative list has an enterprise's field: `{"field": name or None, "status", "score"}`."""
        from copilot.negative_lists.matching import OwnField

        found = self._matcher(list_id, domain, scene).match([OwnField(name, meaning)])[0]
        best = found.best if found.status != "unmatched" else None
        return {
            "field": best.label.name if best else None,
            "status": found.status,
            "score": round(best.score, 4) if best else 0.0,
        }

    def verify(self, sentence: str, sources: Sequence[Mapping[str, str]]) -> Json:
        """Whether the verifier holds `sentence` supported by `sources` (`{"name", "text"}`)."""
        from copilot.chat.verify import Source, verify

        verdict = verify(sentence, [Source(s["name"], s["text"]) for s in sources])
        return {"supported": verdict.supported, "reasons": list(verdict.reasons), "support": round(verdict.support, 4)}

    def _matcher(self, list_id: str, domain: str, scene: str) -> Matcher:
        from copilot.negative_lists.matching import Matcher
        from copilot.negative_lists.vocabulary import Vocabulary

        place = (list_id, domain, scene)
        if place not in self._matchers:
            lists = self.kb.negative_lists
            item = lists.get(list_id)
            there = item.domain(domain) if domain else None
            at = next((s for s in there.scenes if s.id == scene), None) if there and scene else None
            self._matchers[place] = Matcher(item, Vocabulary(lists.synonyms), domain=there, scene=at)
        return self._matchers[place]

    async def _chat(self, extractive: bool) -> Chat:
        async with self._opening:
            if extractive not in self._chats:
                if extractive:
                    self._chats[extractive] = self.parts.make_chat(None)
                else:
                    self._chats[extractive] = await self.parts.chat(note=self._note)
        await self._ready()
        return self._chats[extractive]

    async def _ready(self) -> None:
        """Wait until the whole knowledge base is searchable, so that no case sees half an index."""
        async with self._opening:
            if not self.parts.retriever.status().ready:
                self._note("正在建立索引，只在第一次或内容变动后需要……")
                await asyncio.to_thread(self.parts.retriever.wait)


@asynccontextmanager
async def open_system(
    settings: Settings, *, note: Callable[[str], None] = silent, as_of: str | None = None
) -> AsyncIterator[System]:
    """The product of some settings, closed at the end. `as_of`: the day of cases that name none."""
    parts = Parts(settings)
    try:
        yield System(parts, note=note, as_of=as_of)
    finally:
        await parts.close()
