"""The call-centre desk: a question with what may be said, tickets, escalation, hot questions, gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from copilot.accounts.roles import Permission
from copilot.chat.reading import clean
from copilot.desk.events import DeskAnswer, DeskEvent
from copilot.desk.hot import Hot
from copilot.desk.service import Calls
from copilot.desk.similar import SimilarTicket
from copilot.desk.speakable import MAX_CHARS
from copilot.errors import BadInput, CopilotError
from copilot.store.ticket_views import Status, TicketSummary, TicketView
from serving.access import Who, allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.desk import desk_calls
from serving.disconnect import ReaderLeft, while_connected
from serving.shapes_desk import (
    AnswerRating,
    DeskQuestion,
    DeskState,
    EndOfCall,
    Escalation,
    ExpertReply,
    Gaps,
    NewTicket,
    TicketChange,
    TicketList,
    TopicView,
)
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1/desk", tags=["desk"], route_class=StrictRoute, dependencies=[allow(Permission.TICKETS)])
PING_S = 10
Behind = Annotated[Backend, Depends(backend)]
Mine = Annotated[Calls, Depends(desk_calls)]


def _options(asked: DeskQuestion, who: Who, behind: Backend) -> dict[str, Any]:
    """The request as arguments of `Calls.ask`; what can't be asked is refused before anything is kept."""
    clean(asked.question, max_chars=behind.parts.settings.max_question_chars)
    return {
        "agent": who.user,
        "agent_name": who.name,
        "ticket": asked.ticket,
        "keep": asked.store,
        "as_of": asked.as_of or dt.date.today(),
        "pinned": asked.as_of is not None,
        "language": asked.language,
        "history": asked.history,
        "about": asked.about,
    }


@router.get("", response_model=DeskState)
def state(mine: Mine, who: Who, behind: Behind) -> DeskState:
    """坐席台开始时要知道的（who sits here, topics, how many tickets stand where）。"""
    return DeskState(
        user=who.user,
        name=who.name,
        topics=[TopicView(id=t.id, zh=t.zh, en=t.en) for t in mine.desk.words.topics],
        counts=mine.tickets.counts(),
        max_spoken_chars=MAX_CHARS,
        mode=behind.mode,  # type: ignore[arg-type]
    )


@router.post("/ask", response_model=DeskAnswer)
async def ask(asked: DeskQuestion, request: Request, mine: Mine, who: Who, behind: Behind) -> DeskAnswer | Response:
    """来电提问，返回全部（passages, similar tickets, what to say, the whole answer）。"""
    try:
        answer = mine.answer(asked.question, **_options(asked, who, behind))
        return await while_connected(request, answer)
    except ReaderLeft:
        return Response(status_code=499)


@router.post(
    "/ask/stream",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {}}, "model": DeskEvent}},
)
async def ask_stream(asked: DeskQuestion, mine: Mine, who: Who, behind: Behind) -> EventSourceResponse:
    """来电提问，逐步返回（server-sent events, each a DeskEvent; the last is `answer` or `error`）。"""
    events = mine.ask(asked.question, **_options(asked, who, behind))
    first = await anext(events)  # a ticket that does not exist or is closed gets its own HTTP status
    return EventSourceResponse(_sent(first, events), ping=PING_S, sep="\n")


async def _sent(first: DeskEvent, events: AsyncGenerator[DeskEvent]) -> AsyncIterator[ServerSentEvent]:
    yield _event(first)
    try:
        async with aclosing(events) as rest:
            async for event in rest:
                yield _event(event)
    except CopilotError as error:
        yield _event(DeskEvent(type="error", error=error.as_dict()))


def _event(event: DeskEvent) -> ServerSentEvent:
    return ServerSentEvent(event.model_dump_json(), event=event.type, sep="\n")


@router.get("/similar", response_model=list[SimilarTicket])
def similar(
    mine: Mine,
    q: Annotated[str, Query(min_length=1, max_length=4000)],
    k: Annotated[int, Query(ge=1, le=20)] = 5,
) -> list[SimilarTicket]:
    """本单位以往相似的来电（past questions like this one, and the words they share）。"""
    return mine.like(q, k=k)


@router.get("/tickets", response_model=TicketList)
def tickets(
    mine: Mine,
    who: Who,
    q: Annotated[str, Query(max_length=200)] = "",
    status: Status | None = None,
    topic: Annotated[str, Query(max_length=40)] = "",
    own: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> TicketList:
    """工单，最近有变动的在前；来电人打码（tickets, last changed first; callers masked）。"""
    found = mine.tickets.find(
        query=q, status=status, topic=topic, agent=who.user if own else "", limit=limit, offset=offset
    )
    return TicketList(items=found.items, total=found.total, counts=mine.tickets.counts())


@router.post("/tickets", response_model=TicketView, status_code=201)
def open_ticket(mine: Mine, who: Who, new: NewTicket) -> TicketView:
    """登记一个来电（open a call before anything is asked）。"""
    topic = _topic(mine, new.topic or "other")
    return mine.tickets.open(agent=who.user, agent_name=who.name, topic=topic, title=new.title, caller=new.caller)


@router.get("/tickets/{ticket_id}", response_model=TicketView)
def ticket(mine: Mine, ticket_id: str) -> TicketView:
    """一张工单的全部：问、答、依据、转专家的经过（a ticket with everything in it）。"""
    return mine.tickets.get(ticket_id)


@router.patch("/tickets/{ticket_id}", response_model=TicketView)
def change(mine: Mine, ticket_id: str, changed: TicketChange) -> TicketView:
    """改来电人、主题、备注（change caller, topic, note）。"""
    topic = _topic(mine, changed.topic) if changed.topic is not None else None
    return mine.tickets.update(ticket_id, topic=topic, note=changed.note, caller=changed.caller)


@router.post("/tickets/{ticket_id}/close", response_model=TicketView)
def close(mine: Mine, who: Who, ticket_id: str, end: EndOfCall) -> TicketView:
    """办结，写明结果（close with what came of it）。"""
    return mine.tickets.close(ticket_id, end.outcome, note=end.note, author=who.user, author_name=who.name)


@router.post("/tickets/{ticket_id}/reopen", response_model=TicketView)
def reopen(mine: Mine, who: Who, ticket_id: str) -> TicketView:
    """重新打开（take up again）。"""
    return mine.tickets.reopen(ticket_id, author=who.user, author_name=who.name)


@router.post("/tickets/{ticket_id}/escalate", response_model=TicketView)
def escalate(mine: Mine, who: Who, ticket_id: str, why: Escalation) -> TicketView:
    """连同全部经过转给专家（hand to an expert with the whole context）。"""
    return mine.tickets.escalate(ticket_id, why.reason, author=who.user, author_name=who.name)


@router.post("/tickets/{ticket_id}/reply", response_model=TicketView)
def reply(mine: Mine, who: Who, ticket_id: str, said: ExpertReply) -> TicketView:
    """专家回复，工单回到坐席（the expert answers; the call returns to its agent）。"""
    return mine.tickets.reply(ticket_id, said.text, spoken=said.spoken, author=who.user, author_name=who.name)


@router.post("/tickets/{ticket_id}/rating", status_code=204)
def rate(mine: Mine, ticket_id: str, rated: AnswerRating) -> None:
    """这条回答好不好用（whether an answer was any good）。"""
    mine.tickets.rate(ticket_id, rated.turn, rated.rating)


@router.delete("/tickets/{ticket_id}/caller", response_model=TicketSummary)
def forget_caller(mine: Mine, ticket_id: str) -> TicketSummary:
    """删除来电人的信息，问答保留（delete what is known of the caller）。"""
    return mine.tickets.forget_caller(ticket_id)


@router.delete("/tickets/{ticket_id}", status_code=204)
def delete(mine: Mine, ticket_id: str) -> None:
    """删除整张工单（delete a ticket）。"""
    mine.tickets.delete(ticket_id)


@router.get("/hot", response_model=Hot)
def hot(mine: Mine, today: Annotated[dt.date, Depends(day)], weeks: Annotated[int, Query(ge=1, le=53)] = 8) -> Hot:
    """按周的热点问题（what is asked most, by week）。"""
    return mine.hot(weeks=weeks, today=today)


@router.get("/gaps", response_model=Gaps)
def gaps(
    mine: Mine,
    days: Annotated[int, Query(ge=1, le=3660)] = 90,
    min_asked: Annotated[int, Query(ge=1, le=1000)] = 2,
) -> Gaps:
    """常被问到、却答得不好或者答不上来的（asked often, answered badly or not at all）。"""
    return Gaps(days=days, min_asked=min_asked, gaps=mine.gaps(days=days, min_asked=min_asked))


def _topic(mine: Calls, topic: str) -> str:
    known = [t.id for t in mine.desk.words.topics]
    if topic not in known:
        raise BadInput(f"没有名为“{topic[:40]}”的主题", hint="可用：" + "、".join(known), en=f"no topic {topic[:40]!r}")
    return topic
