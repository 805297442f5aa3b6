"""The routes of paths and negative lists for the page's tests: the real rules and lists, what is kept in memory."""

from __future__ import annotations

import asyncio
import datetime as dt
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from copilot.law.negative_lists import NegativeLists
from copilot.law.rulebook import RuleBook
from copilot.negative_lists import views
from copilot.negative_lists.report import match_report
from copilot.negative_lists.shapes import ListDiff, ListIndex, ListSearch, ListView, MatchReport, MatchRequest
from copilot.rules.comparison import Comparison, compare
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.questions import FactQuestion, questions, still_needed
from copilot.rules.replay import replay
from copilot.rules.result import PathResult
from copilot.store.verdicts import DraftView, VerdictSummary, VerdictView
from copilot.story.verdict import judge_by_rules
from serving.routes import negative_lists
from serving.routes.path import papers
from serving.shapes import (
    CompareRequest,
    DraftRequest,
    NextReply,
    NextRequest,
    Paper,
    PathReply,
    PathRequest,
    ReplayReply,
)
from tests import shipped

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)


@cache
def book() -> RuleBook:
    """The rules' dated data."""
    return shipped.rulebook()


class Kept:
    """Verdicts and drafts; `down` makes every route answer 503, `slow_s` lets them wait."""

    def __init__(self) -> None:
        self.verdicts: dict[str, VerdictView] = {}
        self.drafts: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.down = False
        self.slow_s = 0.0


def path_routes(app: FastAPI, kept: Kept) -> None:
    """Add `/v1/path...` to the fake service."""

    @app.middleware("http")
    async def state(request: Any, call_next: Any) -> Any:
        if request.url.path.startswith("/v1/path"):
            if kept.down:
                words = {
                    "code": "unavailable",
                    "message": "服务暂时不可用。",
                    "hint": "请稍后重试",
                    "en": "unavailable",
                }
                return JSONResponse({"error": words}, status_code=503)
            await asyncio.sleep(kept.slow_s)
        return await call_next(request)

    @app.get("/v1/path/facts")
    def facts(language: str = "zh") -> list[FactQuestion]:
        return questions(book(), as_of=TODAY, language=language)  # type: ignore[arg-type]

    @app.get("/v1/path/materials")
    def materials() -> list[Paper]:
        return papers(book(), TODAY)

    @app.post("/v1/path/next")
    def following(asked: NextRequest) -> NextReply:
        kept.asked.append(("next", asked.model_dump(mode="json", exclude_unset=True)))
        day = asked.as_of or TODAY
        result = determine(parse_facts(asked.facts), as_of=day, book=book(), details=False)
        asks = still_needed(result.missing, book(), as_of=day, given=asked.facts, language=asked.language)
        return NextReply(result=result, questions=asks)

    @app.post("/v1/path")
    def path(asked: PathRequest) -> PathReply:
        kept.asked.append(("path", asked.model_dump(mode="json", exclude_unset=True)))
        result, number = _judge(asked), None
        if asked.store:
            number = f"{len(kept.asked):08d}-d"
            kept.verdicts[number] = _view(number, asked, result)
        return PathReply(**dict(result), determination_id=number)

    @app.post("/v1/path/compare")
    def compared(asked: CompareRequest) -> Comparison:
        return compare(parse_facts(asked.facts), asked.earlier, asked.later or TODAY, book=book())

    @app.put("/v1/path/drafts/{number}")
    def save(number: str, asked: DraftRequest) -> DraftView:
        kept.drafts[number] = asked.content
        return draft(number)

    @app.get("/v1/path/drafts/{number}")
    def draft(number: str) -> DraftView:
        return DraftView(id=number, content=kept.drafts[number], created_at=NOW, updated_at=NOW)

    @app.delete("/v1/path/drafts/{number}", status_code=204)
    def discard(number: str) -> None:
        kept.drafts.pop(number, None)

    _kept_routes(app, kept)


def _judge(asked: PathRequest) -> PathResult:
    day = asked.as_of or TODAY
    if asked.facts is None:
        return judge_by_rules(asked.text or "", as_of=day, book=book())
    return determine(parse_facts(asked.facts), as_of=day, book=book(), start=asked.start)


def _view(number: str, asked: PathRequest, result: PathResult) -> VerdictView:
    same = {"id": number, "path": result.path, "headline": result.headline, "as_of": result.as_of}
    return VerdictView(
        **same,
        title=(asked.facts or {}).get("purpose") or result.headline,
        created_at=NOW,
        data_digest=result.rules["data"],
        code_version=result.rules["code"],
        facts=asked.facts or {},
        start=asked.start,
        result=result.model_dump(mode="json"),
    )


def _kept_routes(app: FastAPI, kept: Kept) -> None:
    @app.get("/v1/path/determinations")
    def listed(q: str = "", limit: int = 50, offset: int = 0) -> dict[str, Any]:
        found = [v for v in reversed(kept.verdicts.values()) if q in v.model_dump_json()]
        items = [VerdictSummary(**v.model_dump(include=set(VerdictSummary.model_fields))) for v in found]
        return {"items": items[offset : offset + limit], "total": len(items)}

    @app.get("/v1/path/determinations/{number}")
    def opened(number: str) -> VerdictView:
        return kept.verdicts[number]

    @app.delete("/v1/path/determinations/{number}", status_code=204)
    def delete(number: str) -> None:
        del kept.verdicts[number]

    @app.get("/v1/path/determinations/{number}/export")
    def export(number: str, format: str) -> Response:
        return Response(f"{format} {kept.verdicts[number].headline}", media_type="application/octet-stream")

    @app.post("/v1/path/determinations/{number}/replay")
    def again(number: str) -> ReplayReply:
        view = kept.verdicts[number]
        made = replay(view.facts, view.result, as_of=view.as_of, book=book(), start=view.start)
        return ReplayReply(**dict(made), determination_id=number)


@cache
def lists() -> NegativeLists:
    """The shipped lists."""
    return shipped.negative_lists()


def list_routes(app: FastAPI) -> None:
    """Add `/v1/negative-lists...` over the real lists."""

    @app.get("/v1/negative-lists")
    def index(as_of: dt.date = TODAY) -> ListIndex:
        return views.index(lists(), as_of)

    @app.get("/v1/negative-lists/search")
    def search(q: str, as_of: dt.date = TODAY) -> ListSearch:
        return views.search(lists(), q, as_of)

    @app.get("/v1/negative-lists/diff")
    def diff(left: str, right: str) -> ListDiff:
        return views.diff(lists(), left, right)

    app.post("/v1/negative-lists/fields")(negative_lists.fields)

    @app.post("/v1/negative-lists/match")
    def match(asked: MatchRequest) -> MatchReport:
        return match_report(asked, lists(), today=TODAY)

    @app.get("/v1/negative-lists/{number}")
    def one(number: str, as_of: dt.date = TODAY) -> ListView:
        return views.view(lists(), number, as_of)
