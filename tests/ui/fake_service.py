"""A small service with the routes that the page calls and answers that never vary; shapes and guard are the real ones.

What a question contains decides what happens: 慢 (slow sentences), 断 (the stream breaks, the answer is stored),
丢 (the stream breaks, nothing is stored), 失败 (an error event), 排队 (a place in the queue), 补充 (clarifying
questions), 2023年 (the law of that year), 英文 (answer without marks). Everything else gets two sentences with two
sources.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response, StreamingResponse

from copilot.domain import Answer, ChatEvent, Citation, SearchResponse, SearchResult
from copilot.law.views import PassageText, PassageView
from copilot.redaction.case import checked
from copilot.settings import Settings
from copilot.store.store import ConversationView, MessageView
from serving import errors
from serving.metrics import Metrics
from serving.routes.feedback import proposal
from serving.security import Guard
from serving.shapes import AskRequest, CaseRequest, FeedbackRequest, SearchRequest, TitleRequest
from tests.ui.fake_filings import Ledgers, filing_routes
from tests.ui.fake_path import Kept, list_routes, path_routes
from tests.ui.local_caller import called_locally
from ui.app import mount

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>[点我](javascript:window.hacked=1) ![x](http://evil.example/a.png)'
TODAY = dt.date(2026, 11, 23)
_FROM = dt.date(2024, 3, 22)


def passage(number: int, **changes: Any) -> dict[str, Any]:
    """Article `number` of an invented instrument."""
    record: dict[str, Any] = {
        "id": f"demo-rules#第{number}条@2024-03-22",
        "instrument": "示例数据规定",
        "article": f"第{number}条",
        "title": f"第{number}条的标题",
        "section": "第一章 总则",
        "text": f"示例第{number}条的第一款，讲甲事项。\n"
        f"示例第{number}条的第二款，向境外提供{number}万人以上信息的，应当办理示例手续；不满的免予办理。",
        "kind": "digest",
        "authority": "department_rule",
        "version": "2024-03-22",
        "in_force_from": "2024-03-22",
        "repealed_from": None,
        "label": f"第{number}条",
        "in_force": True,
        "checked": "verified",
        "checked_on": "2026-11-23",
        "checked_note": "",
        "url": "https://www.example.gov.cn/rules.html",
        "note": "",
        "stub": False,
        "dates_certain": True,
        "rests_on": [{"instrument": "示例数据规定", "article": "第1条"}] if number == 3 else [],
    }
    return record | changes


PASSAGES = [passage(n) for n in range(1, 8)] + [
    passage(
        8, kind="verbatim", authority="law", url="javascript:window.hacked=1", note=HOSTILE, text=f"{HOSTILE}\n第二行。"
    ),
    passage(
        9,
        kind="qa",
        authority="editorial",
        instrument="问答库·示例",
        article="问9",
        checked="doubtful",
        checked_note="待核对",
    ),
]


def citation(number: int) -> Citation:
    """The passage as an answer cites it."""
    p = PASSAGES[number - 1]
    same = ("id", "instrument", "article", "title", "kind", "text", "url", "note")
    return Citation(**{k: p[k] for k in same}, in_force_from=_FROM, checked=p["checked"], checked_on=TODAY)


SENTENCES = ["向境外提供3万人以上信息的，应当办理示例手续。[1]", "第8条另有要求：<b>粗体</b>不会变成标签。[2][1]"]


def answer(question: str, conversation: str, message: str, as_of: str) -> Answer:
    """What is always answered."""
    asks = ["涉及多少人？", "是否含敏感个人信息？"] if "补充" in question else []
    body = "\n".join(SENTENCES) + f"\n\n您问的是：{question[:60]}。以网信部门答复为准。"
    return Answer(
        answer=body,
        abstained=False,
        citations=[citation(3), citation(8)],
        questions=asks,
        as_of=dt.date.fromisoformat(as_of),
        model="fake-1",
        prompt="answer/v1",
        mode="model",
        notices=["示例提示"],
        conversation_id=conversation,
        message_id=message,
    )


class State:
    """Everything the fake keeps; `log` is what the page asked for."""

    def __init__(self) -> None:
        self.conversations: dict[str, dict[str, Any]] = {}
        self.feedback: dict[str, dict[str, str]] = {}
        self.runs: list[dict[str, Any]] = []
        self.log: list[tuple[str, Any]] = []
        self.cases: list[dict[str, Any]] = []
        self.cancelled = 0
        self.path = Kept()
        self.filings = Ledgers()
        self.numbers = itertools.count(1)
        self.status: dict[str, Any] = {
            "mode": "model",
            "model": {"name": "fake-1", "licence": "Apache-2.0", "ready": True},
            "index": {"ready": True, "lexical": 26000, "dense": 26000, "total": 26000, "notes": []},
            "knowledge_base": {"passages": 26000, "instruments": 420, "checked_on": "2026-11-23"},
            "queue": {"active": 0, "waiting": 0},
            "allow_delete_all": True,
            "retention_days": 0,
            "max_question_chars": 4000,
            "version": "0.1.0",
        }

    def conversation(self, wanted: str | None, question: str) -> dict[str, Any]:
        """The conversation `wanted`, or a new one."""
        if wanted in self.conversations:
            return self.conversations[wanted]
        now = "2026-11-23T02:00:00+00:00"
        made = {
            "id": f"c{next(self.numbers)}",
            "title": question[:40],
            "created_at": now,
            "updated_at": now,
            "messages": [],
        }
        self.conversations[made["id"]] = made
        return made

    def store(self, conversation: dict[str, Any], role: str, text: str, as_of: str, given: Answer | None = None) -> str:
        """Keep a message; its id."""
        number = given.message_id if given else f"m{next(self.numbers)}"
        stored = given.model_dump(mode="json") if given else None
        conversation["messages"].append(
            {
                "id": number,
                "role": role,
                "text": text,
                "as_of": as_of,
                "answer": stored,
                "created_at": "2026-11-23T02:00:00+00:00",
            }
        )
        return str(number)


def error(status: int, code: str, message: str, hint: str, en: str) -> JSONResponse:
    """An error in the shape of the service."""
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint, "en": en}}, status_code=status)


def make_app(state: State) -> FastAPI:
    """The fake service with the page at its root."""
    app = FastAPI()
    errors.install(app)
    _ask_routes(app, state)
    _conversation_routes(app, state)
    _source_routes(app, state)
    path_routes(app, state.path)
    list_routes(app)
    filing_routes(app, state.filings)
    called_locally(app)
    mount(app)
    app.add_middleware(Guard, settings=Settings(_env_file=None), metrics=Metrics())  # type: ignore[call-arg]
    return app


def _ask_routes(app: FastAPI, state: State) -> None:
    @app.post("/v1/ask/stream")
    async def ask(asked: AskRequest) -> Response:
        state.log.append(("ask", asked.model_dump(mode="json")))
        if len(asked.question) > 4000:
            return error(413, "too_large", "问题太长。", "请删减到 4000 字以内", "too long")
        conversation = state.conversation(asked.conversation_id, asked.question)
        day = asked.as_of or (dt.date(2023, 12, 31) if "2023年" in asked.question else TODAY)
        events = _events(state, asked.question, conversation, day.isoformat())
        headers = {"X-Conversation-Id": conversation["id"]}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    @app.post("/v1/conversations/{c}/messages/{message}/feedback")
    async def feedback(c: str, message: str, said: FeedbackRequest) -> dict[str, str]:
        state.feedback[message] = said.model_dump()
        return state.feedback[message]

    @app.delete("/v1/conversations/{c}/messages/{message}/feedback", status_code=204)
    async def unrate(c: str, message: str) -> None:
        state.feedback.pop(message, None)

    @app.post("/v1/conversations/{c}/messages/{message}/case")
    def propose(c: str, message: str) -> Any:
        if c not in state.conversations:
            return error(404, "unknown_record", "没有这条回答", "它可能已被删除", "no such answer")
        turns = state.conversations[c]["messages"]
        views = [MessageView(**m, feedback=state.feedback.get(m["id"])) for m in turns]
        kept = {k: state.conversations[c][k] for k in ("id", "title", "created_at", "updated_at")}
        return proposal(ConversationView(**kept, language="zh", messages=views), message)

    @app.post("/v1/evaluation-cases", status_code=201)
    def keep(asked: CaseRequest) -> dict[str, Any]:
        state.cases.append(checked(asked.case).model_dump(mode="json") | {"cite": asked.cite})
        return state.cases[-1]


async def _events(state: State, question: str, conversation: dict[str, Any], as_of: str) -> AsyncIterator[str]:
    def line(event: ChatEvent) -> str:
        return f"data: {json.dumps(event.model_dump(mode='json'), ensure_ascii=False)}\n\n"

    state.store(conversation, "user", question, as_of)
    whole = answer(question, conversation["id"], f"m{next(state.numbers)}", as_of)
    try:
        if "排队" in question:
            yield line(ChatEvent(type="queued", position=2))
            await asyncio.sleep(1.0)
        yield line(ChatEvent(type="queued", position=0))
        if "失败" in question:
            yield line(
                ChatEvent(
                    type="error",
                    error={
                        "code": "model_unavailable",
                        "message": "模型没有响应。",
                        "hint": "请稍后重试",
                        "en": "The model did not respond.",
                    },
                )
            )
            return
        yield line(ChatEvent(type="sources", citations=[citation(3), citation(8), citation(9)]))
        for n, sentence in enumerate(SENTENCES):
            await asyncio.sleep(1.5 if "慢" in question else 0.05)
            yield line(ChatEvent(type="sentence", text=sentence, citations=whole.citations[: n + 1]))
            if "断" in question or "丢" in question:
                if "断" in question:
                    state.store(conversation, "assistant", whole.answer, as_of, whole)
                raise ConnectionError("the fake breaks off")
        state.store(conversation, "assistant", whole.answer, as_of, whole)
        yield line(ChatEvent(type="answer", answer=whole, citations=whole.citations))
    except (asyncio.CancelledError, GeneratorExit):
        state.cancelled += 1
        raise


def _conversation_routes(app: FastAPI, state: State) -> None:
    @app.get("/v1/conversations")
    async def listed(q: str = "", limit: int = 50, offset: int = 0) -> dict[str, Any]:
        found = [c for c in reversed(state.conversations.values()) if q in json.dumps(c, ensure_ascii=False)]
        rows = [
            {k: c[k] for k in ("id", "title", "created_at", "updated_at")}
            | {"questions": sum(m["role"] == "user" for m in c["messages"])}
            for c in found
        ]
        return {"items": rows[offset : offset + limit], "total": len(rows)}

    @app.get("/v1/conversations/{c}")
    async def one(c: str) -> Any:
        if c not in state.conversations:
            return error(404, "unknown_record", "没有这个对话。", "它可能已被删除", "No such conversation.")
        found = state.conversations[c]
        return found | {"messages": [m | {"feedback": state.feedback.get(m["id"])} for m in found["messages"]]}

    @app.patch("/v1/conversations/{c}")
    async def rename(c: str, asked: TitleRequest) -> Any:
        state.conversations[c]["title"] = asked.title
        return state.conversations[c]

    @app.delete("/v1/conversations/{c}", status_code=204)
    async def remove(c: str) -> Response:
        state.conversations.pop(c, None)
        return Response(status_code=204)

    @app.delete("/v1/conversations")
    async def remove_all() -> dict[str, int]:
        n = len(state.conversations)
        state.conversations.clear()
        return {"deleted": n}

    @app.get("/v1/conversations/{c}/export")
    async def export(c: str, format: str = "md") -> Response:
        return Response(f"# {state.conversations[c]['title']} ({format})", media_type="application/octet-stream")


def _source_routes(app: FastAPI, state: State) -> None:
    @app.get("/v1/status")
    async def status() -> dict[str, Any]:
        return state.status

    @app.post("/v1/search")
    async def search(asked: SearchRequest) -> SearchResponse:
        same = ("instrument", "article", "text", "kind", "id", "title", "url", "checked")
        rows = [
            SearchResult(
                **{name: p[name] for name in same},
                score=2.0 - n / 10,
                scores={"words": 1.0, "dense": 0.5, "flow": 0.5 - n / 10},
                in_force_from=_FROM,
            )
            for n, p in enumerate(PASSAGES[: asked.k])
        ]
        found = SearchResponse(
            query=asked.query,
            as_of=asked.as_of or TODAY,
            results=rows,
            offered=["《旧规定》第四条"],
            timings_ms={"total": 12.0},
        )
        if asked.keep:
            state.runs.insert(0, {"id": "r", "created_at": "2026-11-23T02:00:00Z", "results": found})
        return found

    @app.get("/v1/search/history")
    async def runs(limit: int = 50) -> list[dict[str, Any]]:
        return state.runs[:limit]

    @app.delete("/v1/search/history", status_code=204)
    async def forget() -> None:
        state.runs.clear()

    @app.post("/v1/citations/resolve")
    async def resolve(asked: dict[str, str]) -> dict[str, Any]:
        found = [p for p in PASSAGES if asked["text"] == f"《{p['instrument']}》{p['article']}"]
        if "促进和规范" in asked["text"]:  # real articles stand in for one of ours
            found = [PASSAGES[6]]
        return {"references": [{"passages": found, "offered": []}]}

    @app.get("/v1/passages/{id:path}", response_model=PassageView)
    async def opened(id: str, as_of: str = "", locator: str | None = None) -> Any:
        state.log.append(("passage", id))
        shown = [PassageText(**p) for p in PASSAGES]
        for n, p in enumerate(shown):
            if p.id == id:
                around = {"before": shown[max(0, n - 1) : n], "after": shown[n + 1 : n + 2]}
                marked = (0, 3) if locator else None
                day = dt.date.fromisoformat(as_of) if as_of else TODAY
                return PassageView(
                    as_of=day, passage=p, versions=shown[:1], highlight=marked, issuer="示例机关", **around
                )
        return error(404, "unknown_record", "没有这一条。", "它可能已被新文本替换", "No such passage.")
