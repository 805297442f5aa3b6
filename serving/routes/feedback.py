"""What readers think of answers, and cases of the evaluation made from conversations."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from copilot.accounts.roles import Permission
from copilot.errors import BadInput, UnknownRecord
from copilot.law import views
from copilot.law.knowledge_base import KnowledgeBase
from copilot.redaction.case import GrownCase, Proposal, QuestionType, Reference, case_from, checked, row
from copilot.store.cases import CasesFound, CaseView
from copilot.store.store import ConversationView, FeedbackView
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend
from serving.downloads import download
from serving.routes.conversations import Kept
from serving.shapes import CaseRequest, FeedbackRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["feedback"], route_class=StrictRoute, dependencies=[allow(Permission.ASK)])
Behind = Annotated[Backend, Depends(backend)]
_MESSAGE = "/conversations/{conversation_id}/messages/{message_id}"
_TYPES: dict[str | None, QuestionType] = {
    "unsupported": "unanswerable",
    "refused": "refuse",
    "out_of_scope": "out_of_scope",
}


@router.post("/messages/{message_id}/feedback", response_model=FeedbackView)
def rate(kept: Kept, message_id: str, said: FeedbackRequest) -> FeedbackView:
    """评价一条回答（thumb up or down, what was wrong, words）。"""
    return kept.rate(message_id, FeedbackView(**said.model_dump()))


@router.post(f"{_MESSAGE}/feedback", response_model=FeedbackView)
def rate_in(kept: Kept, conversation_id: str, message_id: str, said: FeedbackRequest) -> FeedbackView:
    """评价会话中的一条回答；再评一次即改为后一次（thumb up or down, what was wrong, words; the last one counts）。"""
    return kept.rate(message_id, FeedbackView(**said.model_dump()), conversation_id=conversation_id)


@router.delete(f"{_MESSAGE}/feedback", status_code=204)
def unrate(kept: Kept, conversation_id: str, message_id: str) -> None:
    """收回评价（take it back）。"""
    kept.unrate(message_id, conversation_id=conversation_id)


@router.post(f"{_MESSAGE}/case", response_model=Proposal)
def proposed(kept: Kept, conversation_id: str, message_id: str) -> Proposal:
    """把一问一答去掉个人信息，作为评测题的草稿；什么也不保存（an anonymised draft of a case; nothing is kept）。"""
    return proposal(kept.get(conversation_id), message_id)


@router.post("/evaluation-cases", response_model=CaseView, status_code=201, dependencies=[allow(Permission.EVALUATE)])
async def add(kept: Kept, behind: Behind, asked: CaseRequest) -> CaseView:
    """保存一道评测题；仍含证件号、电话、邮箱等的不予保存（keep a case, unless it still tells who somebody is）。"""
    cited = await asyncio.to_thread(references, behind.kb, asked.cite, asked.case.as_of or dt.date.today())
    case = asked.case.model_copy(update={"must_cite": [*asked.case.must_cite, *cited]})
    content = (await asyncio.to_thread(checked, case)).model_dump(mode="json")
    return await asyncio.to_thread(kept.cases.add, content)


@router.get("/evaluation-cases", response_model=CasesFound, dependencies=[allow(Permission.EVALUATE)])
def listed(
    kept: Kept, limit: Annotated[int, Query(ge=1, le=200)] = 50, offset: Annotated[int, Query(ge=0)] = 0
) -> CasesFound:
    """从使用中来的评测题，最近的在前（cases grown from use, the newest first）。"""
    return kept.cases.find(limit=limit, offset=offset)


@router.get("/evaluation-cases/export", response_class=Response, dependencies=[allow(Permission.EVALUATE)])
def exported(kept: Kept) -> Response:
    """按数据集的格式导出（.jsonl, in the form of the datasets）。"""
    rows = [row(GrownCase.model_validate(c.content), case_id=f"grown-{c.id[:12]}") for c in kept.cases.all()]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)
    return download(lines.encode(), name="grown.jsonl", media_type="application/x-ndjson")


@router.delete("/evaluation-cases/{case_id}", status_code=204, dependencies=[allow(Permission.EVALUATE)])
def drop(kept: Kept, case_id: str) -> None:
    """删除一道题（delete a case）。"""
    kept.cases.drop(case_id)


def proposal(conversation: ConversationView, message_id: str) -> Proposal:
    """The draft of a case out of one answer of a conversation, with the turns before its question.

    Raises:
        UnknownRecord: no such answer in it.
    """
    turns = conversation.messages
    place = next((n for n, turn in enumerate(turns) if turn.id == message_id and turn.answer), None)
    asked = next((n for n in range(place or 0, -1, -1) if turns[n].role == "user"), None)
    if place is None or asked is None:
        raise UnknownRecord("没有这条回答", hint="它可能已被删除", en="no such answer")
    answer, said = turns[place].answer, turns[place].feedback
    assert answer is not None
    down = said is not None and said.thumb == "down"
    return case_from(
        turns[asked].text,
        observed=answer.answer,
        history=[(turn.role, turn.text) for turn in turns[:asked]],
        as_of=answer.as_of,
        cited=[(c.instrument, c.article) for c in answer.citations],
        fault=(said.fault or "other") if said and down else "",
        note="\n".join(words for words in (said.reason, said.comment) if words) if said else "",
        kind="factual" if down else _TYPES.get(answer.abstain_reason, "factual"),
        path=(answer.path or {}).get("path"),
        source="feedback" if said else "conversation",
    )


def references(kb: KnowledgeBase, lines: list[str], as_of: dt.date) -> list[Reference]:
    """Citations as a person writes them, one a line, as canonical titles and articles.

    Raises:
        BadInput: a line that names no known place.
    """
    found: list[Reference] = []
    for line in (one.strip() for one in lines if one.strip()):
        named = [r for r in views.check(kb, line, as_of).references if r.instrument]
        wrong = next((r.message for r in named if r.status in ("no_such_instrument", "no_such_article")), None)
        if not named or wrong:
            raise BadInput(
                f"应引的“{line[:60]}”找不到：{wrong or '没有认出文件名称'}",
                hint="一行一处，写成“《个人信息保护法》第三十八条”",
                en=f"no such place: {line[:60]}",
            )
        found += [Reference(instrument=r.instrument or "", article=r.article) for r in named]
    return found
