"""The questions of a filing: the questionnaire as data; what one is asked, how far it is, what contradicts."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends

from copilot.accounts.roles import Permission
from copilot.errors import BadInput
from copilot.filing import paths
from copilot.filing.conflicts import conflicts
from copilot.filing.facts import Filing
from copilot.filing.interview import next_questions, progress
from copilot.filing.needs import needed
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook
from serving.access import allow
from serving.depends import day
from serving.routes.path import book_of
from serving.routes.questionnaires import Behind, FilingId, Kept
from serving.shapes_filing import (
    ConflictView,
    InterviewView,
    NeedView,
    ProgressView,
    QuestionnaireView,
    questionnaire_view,
)
from serving.strict_json import StrictRoute

router = APIRouter(
    prefix="/v1/filings", tags=["filings"], route_class=StrictRoute, dependencies=[allow(Permission.DRAFT)]
)
Day = Annotated[dt.date, Depends(day)]


def questionnaire_of(behind: Behind) -> Questionnaire:
    """The questions."""
    return Questionnaire.load(behind.parts.settings.knowledge_base_dir)


Questions = Annotated[Questionnaire, Depends(questionnaire_of)]


@router.get("/questions", response_model=QuestionnaireView)
def questions(asked: Questions) -> QuestionnaireView:
    """全部问题：说明、依据、取值（every question with its reason, basis and values）。"""
    return questionnaire_view(asked)


@router.get("/{filing_id}/interview", response_model=InterviewView)
async def interview(kept: Kept, behind: Behind, asked: Questions, filing_id: FilingId, as_of: Day) -> InterviewView:
    """这份申报要填什么、各份材料的进度、前后矛盾（what it is asked, how far it is, what contradicts）。"""

    book = await book_of(behind)

    def work() -> InterviewView:
        view = kept.get(filing_id)
        return interview_view(Filing.parse(view.content), asked, book, as_of=as_of)

    return await asyncio.to_thread(work)


def interview_view(filing: Filing, asked: Questionnaire, book: RuleBook, *, as_of: dt.date) -> InterviewView:
    """What a filing is asked; the papers are those of the day on which it is to be handed in, else of `as_of`.

    Raises:
        BadInput: it does not say of which kind it is.
    """
    if filing.kind is None:
        raise BadInput("没有说是哪种手续", hint="先选手续（kind）", en="the filing names no kind")
    when, kind = filing.filed_on or as_of, filing.kind
    needs = needed(filing, kind, as_of=when, questionnaire=asked)
    return InterviewView(
        needs=[
            NeedView(
                path=one.path,
                said=paths.said(filing, one.path),
                unknown=one.path in filing.unknown,
                optional=one.question.optional,
                papers=list(one.papers),
            )
            for one in needs
        ],
        progress=[
            ProgressView.model_validate(one, from_attributes=True)
            for one in progress(filing, kind, as_of=when, questionnaire=asked)
        ],
        conflicts=[
            ConflictView.model_validate(one, from_attributes=True)
            for one in conflicts(filing, kind, as_of=when, book=book, questionnaire=asked)
        ],
        next=[one.path for one in next_questions(filing, kind, as_of=when, questionnaire=asked)],
    )
