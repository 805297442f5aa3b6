"""A call, question by question: passages at once, what may be said, the whole answer; everything kept in its ticket.

An answer that no model takes part in (a verdict, an abstention) is final at once. For any other the agent first gets
the best verified sentences of the sources, and the final wording once the model's answer is verified.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from copilot.chat.knowledge import Knowledge
from copilot.chat.service import Chat, revive
from copilot.desk.events import DeskAnswer, DeskEvent
from copilot.desk.heard import asks, completed, in_full, meant
from copilot.desk.hot import Gap, Hot, gaps, hot
from copilot.desk.rephrase import Rephraser
from copilot.desk.similar import SimilarTicket, SimilarTickets, terms_of
from copilot.desk.speakable import Speaker, Spoken
from copilot.desk.words import Words
from copilot.domain import Answer, ChatEvent, Citation
from copilot.errors import CopilotError
from copilot.store.store import Store

SPOKEN_WITHIN_S = 15.0
SPARE_S = 1.0
WARM_UP = ("标准合同备案要在多少个工作日内办？", "我们今年要把八万个客户的电话传给新加坡公司，那个，要不要备案啊？")
MAX_HISTORY = 6


class Desk:
    """What speaks for the desk, whoever asks; see `Calls` for one organisation's calls.

    Args:
        words: the desk's own.
        knowledge: for terms and passages.
        plain: answers without a model.
        chat: answers as the service is set up; may be the same.
        rephraser: tries a sentence where none is short enough; None without a model.
    """

    def __init__(
        self, words: Words, knowledge: Knowledge, *, plain: Chat, chat: Chat, rephraser: Rephraser | None = None
    ) -> None:
        self.words, self.knowledge, self.speaker = words, knowledge, Speaker(words)
        self._plain, self._chat, self._rephraser = plain, chat, rephraser

    async def stream(
        self,
        question: str,
        *,
        as_of: dt.date,
        history: Sequence[str] = (),
        language: str | None = None,
        pinned: bool = False,
    ) -> AsyncGenerator[DeskEvent]:
        """Events of one answer; arguments as for `Chat.stream`. The last is `answer` or `error`."""
        began = time.perf_counter()
        asked = {"as_of": as_of, "history": history, "language": language, "pinned": pinned}
        held: list[DeskEvent] = []
        first: Answer | None = None
        async with aclosing(self._plain.stream(question, **asked)) as events:  # type: ignore[arg-type]
            async for event in events:
                if event.type == "sources" or event.error:
                    yield _desk(event, began)
                elif event.type == "sentence":
                    held.append(_desk(event, began))
                first = event.answer or first
        if first is None:
            return
        settled = self._chat.phraser is None or first.abstained or bool(first.path)
        now = self.speaker.speak(first, question).model_copy(update={"final": settled})
        yield DeskEvent(type="spoken", spoken=now, ms=_ms(began))
        if settled:
            for one in held:
                yield one
            yield DeskEvent(type="answer", answer=first, spoken=now, citations=first.citations, ms=_ms(began))
            return
        async with aclosing(self._by_model(question, now, began, asked)) as events:
            async for made in events:
                yield made

    async def _by_model(self, question: str, now: Spoken, began: float, asked: dict) -> AsyncGenerator[DeskEvent]:
        """The model's answer; what may be said is final when it is there, or when the agent has waited long enough."""
        arriving: asyncio.Queue[ChatEvent | None] = asyncio.Queue()
        reading = asyncio.ensure_future(self._read(question, arriving, asked))
        spoken: Spoken | None = None
        try:
            while True:
                left = SPOKEN_WITHIN_S - SPARE_S - (time.perf_counter() - began)
                try:
                    event = await asyncio.wait_for(arriving.get(), None if spoken else max(left, 0.0))
                except TimeoutError:
                    spoken = now.model_copy(update={"final": True})
                    yield DeskEvent(type="spoken", spoken=spoken, ms=_ms(began))
                    continue
                if event is None:
                    return
                if event.answer is None:
                    if event.type != "sources":
                        yield _desk(event, began)
                    continue
                answer = event.answer
                if spoken is None:
                    spoken = await self._final(answer, question, now, began)
                    yield DeskEvent(type="spoken", spoken=spoken, ms=_ms(began))
                yield DeskEvent(type="answer", answer=answer, spoken=spoken, citations=answer.citations, ms=_ms(began))
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, question: str, into: asyncio.Queue[ChatEvent | None], asked: dict) -> None:
        """The events of the model's answer, then None."""
        try:
            async with aclosing(self._chat.stream(question, **asked)) as events:
                async for event in events:
                    into.put_nowait(event)
        except CopilotError as error:
            into.put_nowait(ChatEvent(type="error", error=error.as_dict()))
        finally:
            into.put_nowait(None)

    async def _final(self, answer: Answer, question: str, before: Spoken, began: float) -> Spoken:
        """What is said of the model's answer; where nothing of it is short enough, a new sentence, or `before`."""
        found = self.speaker.speak(answer, question)
        if found.kind != "place":
            return found
        left = SPOKEN_WITHIN_S - SPARE_S - (time.perf_counter() - began)
        if self._rephraser and (
            clause := await self._rephraser.say(answer, question, room=self.speaker.room, within_s=left)
        ):
            return self.speaker.phrased(clause)
        return before.model_copy(update={"final": True}) if before.kind == "answer" else found

    async def warm(self, as_of: dt.date) -> None:
        """Answer something, so that the first caller does not wait for what is loaded when first used."""
        for question in WARM_UP:
            await self._plain.ask(question, as_of=as_of)


class Calls:
    """The calls of one organisation.

    Args:
        desk: what speaks.
        store: as that organisation sees it.
        similar: its past questions.
        now: the clock.
    """

    def __init__(
        self,
        desk: Desk,
        store: Store,
        similar: SimilarTickets,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.desk, self.tickets, self._similar, self._now = desk, store.tickets, similar, now

    async def ask(
        self,
        question: str,
        *,
        agent: str,
        agent_name: str = "",
        ticket: str | None = None,
        keep: bool = True,
        as_of: dt.date,
        language: str | None = None,
        pinned: bool = False,
        history: Sequence[str] = (),
        about: str = "",
    ) -> AsyncGenerator[DeskEvent]:
        """Events of one answer in a call; the question is kept before it is answered, the answer before it is sent.

        Args:
            question: one line, as the caller put it.
            agent: who sits at the desk.
            agent_name: for people to read.
            ticket: the call it belongs to; None: a new one.
            keep: false: nothing is kept.
            as_of: the day whose law applies.
            language: of the answer; None: as the question is written.
            pinned: the agent chose the day.
            history: earlier questions where nothing is kept.
            about: the fact that the caller was asked for; a bare reply is put in full.

        Raises:
            UnknownRecord, Stale: no such ticket, or it is closed.
        """
        question = in_full(question, about, self.desk.words.replies)
        adds = bool(about) or (bool(ticket or history) and not asks(question))  # what adds to a case is no question
        heard = meant(question)
        terms = [] if adds else await asyncio.to_thread(terms_of, heard, self.desk.knowledge)
        number: int | None = None
        if keep:
            ticket, number, history = await asyncio.to_thread(self._kept, ticket, question, terms, agent, agent_name)
            yield DeskEvent(type="ticket", ticket=ticket, number=number, ms=0.0)
        if not history:
            book = self.desk.knowledge.kb.rulebook
            heard = await asyncio.to_thread(lambda: completed(heard, as_of=as_of, book=book))
        earlier = tuple(meant(before) for before in history)[-MAX_HISTORY:]
        stream = self.desk.stream(heard, as_of=as_of, history=earlier, language=language, pinned=pinned)
        async with aclosing(stream) as events:
            async for event in events:
                if event.answer is not None:
                    event = await self._settled(event, ticket if keep else None, number)
                yield event
                if event.type == "sources":
                    found = await asyncio.to_thread(self._similar.find, terms, but=ticket or "")
                    yield DeskEvent(type="similar", similar=found)

    async def answer(self, question: str, **options: object) -> DeskAnswer:
        """All events of `ask` as one value; arguments and errors as there.

        Raises:
            CopilotError: what the answer ran into.
        """
        sources: list[Citation] = []
        similar: list[SimilarTicket] = []
        last, times, ticket, number = None, dict[str, float](), None, None
        async with aclosing(self.ask(question, **options)) as events:  # type: ignore[arg-type]
            async for event in events:
                if event.error:
                    raise revive(event.error)
                ticket, number = event.ticket or ticket, event.number or number
                sources, similar = event.citations if event.type == "sources" else sources, event.similar or similar
                if event.ms is not None:
                    times.setdefault(event.type, event.ms)
                    times["final" if event.type == "spoken" else "total"] = event.ms
                last = event
        if last is None or last.answer is None or last.spoken is None:
            raise revive({})
        kept: dict[str, float] = {n: times[n] for n in ("sources", "spoken", "final", "total") if n in times}
        return DeskAnswer(
            ticket=ticket,
            number=number,
            turn=last.turn,
            spoken=last.spoken,
            answer=last.answer,
            sources=sources,
            similar=similar,
            timings_ms=kept,
        )

    def like(self, question: str, *, k: int = 5) -> list[SimilarTicket]:
        """Past questions like one."""
        return self._similar.find(terms_of(meant(question), self.desk.knowledge), k=k)

    def hot(self, *, weeks: int, today: dt.date) -> Hot:
        """What is asked most, by week."""
        since = dt.datetime.combine(today - dt.timedelta(weeks=weeks), dt.time(), dt.UTC)
        return hot(self.tickets.questions(since=since), weeks=weeks, today=today)

    def gaps(self, *, days: int, min_asked: int) -> list[Gap]:
        """What is asked often and answered badly in the last days, for the editor."""
        return gaps(self.tickets.questions(since=self._now() - dt.timedelta(days=days)), min_asked=min_asked)

    def _kept(
        self, ticket: str | None, question: str, terms: Sequence[str], agent: str, agent_name: str
    ) -> tuple[str, int, Sequence[str]]:
        if ticket is None:
            topic = self.desk.words.topic_of(meant(question))
            made = self.tickets.open(agent=agent, agent_name=agent_name, topic=topic)
            ticket, number = made.id, made.number
        else:
            number = self.tickets.number(ticket)
        earlier = self.tickets.ask(ticket, question, terms=terms, author=agent, author_name=agent_name)
        return ticket, number, earlier

    async def _settled(self, event: DeskEvent, ticket: str | None, number: int | None) -> DeskEvent:
        """The last event, its answer kept; where it can't be kept the agent gets it with the reason."""
        answer, spoken = event.answer, event.spoken
        if ticket is None or answer is None or spoken is None:
            return event
        try:
            saving = asyncio.to_thread(self.tickets.answer, ticket, answer, spoken=spoken.text)
            turn = await asyncio.shield(asyncio.ensure_future(saving))
        except CopilotError as error:
            told = answer.model_copy(update={"notices": [*answer.notices, f"回答未能保存：{error}"]})
            return event.model_copy(update={"answer": told, "ticket": ticket, "number": number})
        return event.model_copy(update={"turn": turn, "ticket": ticket, "number": number})


def _desk(event: ChatEvent, began: float) -> DeskEvent:
    return DeskEvent(
        type=event.type,
        text=event.text,
        position=event.position,
        citations=event.citations,
        error=event.error,
        ms=_ms(began),
    )


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)
