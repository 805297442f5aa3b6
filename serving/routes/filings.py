"""What a change of a filing needs, and when and whether a filing can be renewed."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission
from copilot.rules.filing_questions import FilingQuestions, filing_questions
from copilot.rules.filings import parse_change_request, parse_filing
from copilot.rules.questions import Language
from copilot.rules.refiling import ChangeResult, triage
from copilot.rules.renewal import RenewalResult, renewal
from serving.access import allow
from serving.backend import Backend
from serving.depends import backend, day
from serving.routes.path import book_of
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1/path", tags=["path"], route_class=StrictRoute, dependencies=[allow(Permission.PATH)])
Behind = Annotated[Backend, Depends(backend)]
Day = Annotated[dt.date, Depends(day)]


class ChangeBody(BaseModel):
    """A filing and what is to change."""

    model_config = ConfigDict(extra="forbid")

    filing: dict[str, Any] = Field(description="see `compliance-copilot schema earlier_filing`")
    changes: list[dict[str, Any]] = Field(description="see `compliance-copilot schema change_request`")
    facts: dict[str, Any] | None = Field(
        default=None, description="the exporter's year after the change, as for a path"
    )
    as_of: dt.date | None = Field(default=None, description="the law of that day; default today")


class RenewalBody(BaseModel):
    """A filing, with the day on which it ends."""

    model_config = ConfigDict(extra="forbid")

    filing: dict[str, Any] = Field(description="see `compliance-copilot schema earlier_filing`")
    as_of: dt.date | None = Field(default=None, description="seen on this day, under its law; default today")


@router.get("/change/questions", response_model=FilingQuestions)
async def asked(behind: Behind, as_of: Day, language: Language = "zh") -> FilingQuestions:
    """变化的种类、要问的事实、延长的条件（kinds of change, their facts, the conditions of an extension）。"""
    return filing_questions(await book_of(behind), as_of=as_of, language=language)


@router.post("/change", response_model=ChangeResult)
async def change(behind: Behind, body: ChangeBody) -> ChangeResult:
    """已评估、备案、认证的要变：不办、补充、重备、变更证书、重报或者改走别的路径（what a change needs）。"""
    request = parse_change_request(body.model_dump(exclude={"as_of"}))
    book = await book_of(behind)
    return await asyncio.to_thread(triage, request, as_of=body.as_of or dt.date.today(), book=book)


@router.post("/renewal", response_model=RenewalResult)
async def renew(behind: Behind, body: RenewalBody) -> RenewalResult:
    """何时可以延长、条件是否符合、到期怎么办（when and whether it can be renewed）。"""
    filing, book = parse_filing(body.filing), await book_of(behind)
    return await asyncio.to_thread(renewal, filing, as_of=body.as_of or dt.date.today(), book=book)
