"""A small copilot behind the real application: four passages, a conversation that does as it is told."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from copilot.domain import Answer, ChatEvent, Checked, Citation, Passage
from copilot.errors import ModelUnavailable, QueueFull
from copilot.law.cited import cited
from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.llm.queue import Queue
from copilot.retrieval.retriever import Retriever
from copilot.settings import Settings
from copilot.store.store import open_store
from serving.app import create_app

TODAY = dt.date.today()
CHECKED = Checked(dt.date(2026, 11, 1), "verified")


def passage(
    number: str, text: str, *, slug: str = "rules", since: str = "2024-03-22", until: str | None = None
) -> Passage:
    """An article of the invented 示例规定."""
    return Passage(
        id=f"{slug}#{number}",
        instrument="示例规定",
        article=number,
        title=f"{number}的标题",
        text=text,
        kind="digest",
        authority="department_rule",
        version=since,
        in_force_from=dt.date.fromisoformat(since),
        repealed_from=dt.date.fromisoformat(until) if until else None,
        checked=CHECKED,
        url="https://www.example.gov.cn/rules.html",
    )


PASSAGES = (
    passage("第一条", "第一款讲甲事项。\n第二款讲两种情形：（一）重要数据出境；（二）大量个人信息出境。"),
    passage("第二条", "向境外提供重要数据的，应当申报安全评估。"),
    passage("第三条", "向境外提供个人信息的，应当取得单独同意。"),
    passage("第二条", "旧的第二条：重要数据另行规定。", slug="old-rules", since="2020-01-01", until="2024-03-22"),
)


def instrument(slug: str, since: str, until: str | None = None) -> Instrument:
    """A version of 示例规定."""
    return Instrument(
        slug=slug,
        title="示例规定",
        authority="department_rule",
        form="digest",
        version=since,
        in_force_from=dt.date.fromisoformat(since),
        repealed_from=dt.date.fromisoformat(until) if until else None,
        checked=CHECKED,
        document_number="令第1号",
        issuer="示例机关",
        total_articles=3,
    )


KB = KnowledgeBase(
    passages=PASSAGES,
    instruments=(instrument("rules", "2024-03-22"), instrument("old-rules", "2020-01-01", "2024-03-22")),
)
CITED = Citation(
    id="rules#第二条",
    instrument="示例规定",
    article="第二条",
    kind="digest",
    text=PASSAGES[1].text,
    url=PASSAGES[1].url,
    in_force_from=dt.date(2024, 3, 22),
    title="第二条的标题",
    checked_on=CHECKED.on,
)
SENTENCES = ["向境外提供重要数据的，应当申报安全评估。[1]", "第二句也有出处。[1]"]
CLOSING = "具体以网信部门答复为准。"


class FakeChat:
    """慢: waits between sentences. 满: queue full. 坏: the model fails midway. 炸: a fault of ours. 拒: abstains."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], dt.date, str | None]] = []
        self.pinned: list[bool] = []
        self.cancelled = 0
        self.sentences_sent = 0

    async def stream(
        self,
        question: str,
        *,
        as_of: dt.date,
        history: Sequence[str] = (),
        language: str | None = None,
        pinned: bool = False,
    ) -> AsyncIterator[ChatEvent]:
        """Events as the real conversation sends them."""
        self.asked.append((question, tuple(history), as_of, language))
        self.pinned.append(pinned)
        try:
            if "满" in question:
                yield ChatEvent(
                    type="error", error=QueueFull("当前排队人数已满", hint="稍后", en="queue full").as_dict()
                )
                return
            if "炸" in question:
                raise RuntimeError("secret detail")
            yield ChatEvent(type="queued", position=0)
            yield ChatEvent(type="sources", citations=[CITED])
            for sentence in SENTENCES:
                yield ChatEvent(type="sentence", text=sentence, citations=[CITED])
                self.sentences_sent += 1
                if "坏" in question:
                    yield ChatEvent(type="error", error=ModelUnavailable("模型断开", en="model gone").as_dict())
                    return
                await asyncio.sleep(0.3 if "慢" in question else 0)
            yield ChatEvent(type="answer", answer=self._answer(question, as_of), citations=[CITED])
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    @staticmethod
    def _answer(question: str, as_of: dt.date) -> Answer:
        no = "拒" in question
        return Answer(
            answer="没有依据。" if no else "\n".join(SENTENCES) + f"\n\n{CLOSING}",
            abstained=no,
            abstain_reason="unsupported" if no else None,
            citations=[] if no else [CITED],
            questions=["涉及多少人？"],
            as_of=as_of,
            model="fake-model",
            prompt="answer/v1",
            notices=["一条提示"],
            timings_ms={"sources": 10.0, "first_sentence": 20.0, "total": 30.0},
        )


class FakeParts:
    """What the wiring makes, over the small knowledge base. `gate` holds the loading back until it is set."""

    server = None

    def __init__(self, settings: Settings) -> None:
        self.settings, self.notices, self.talk, self.queue = settings, ["知识库提示"], FakeChat(), Queue(4)
        self.kb, self.model_state = KB, "extractive"
        self.gate = threading.Event()
        self.gate.set()
        self.failure: Exception | None = None
        self._store: Any = None
        self._retriever: Retriever | None = None

    @property
    def store(self) -> Any:
        """A real store."""
        self._store = self._store or open_store(self.settings.database)
        return self._store

    @property
    def retriever(self) -> Retriever:
        """A real retriever, lexical."""
        self.gate.wait(20)
        if self.failure:
            raise self.failure
        if self._retriever is None:
            self._retriever = Retriever(
                KB.passages,
                synonyms={},
                titles={},
                cache_dir=self.settings.cache_dir,
                exact=cited(KB),
                background=False,
            )
        return self._retriever

    def start_model(self) -> None:
        """Nothing to start."""

    def renew(self) -> bool:
        """Nothing is added while it runs."""
        return False

    def client(self) -> None:
        """No model."""

    def make_chat(self, client: None) -> FakeChat:
        """The fake conversation."""
        return self.talk


@pytest.fixture
def parts(settings: Settings) -> FakeParts:
    """The small copilot, settings as default."""
    return FakeParts(settings)


@asynccontextmanager
async def connected(parts: FakeParts, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the started application, without a socket."""
    app = create_app(parts, **options)  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        if parts.gate.is_set():
            await asyncio.wait_for(_settled(app), 10)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            yield client


async def _settled(app: FastAPI) -> None:
    backend = app.state.backend
    while not backend.searchable.is_set() and backend._failure is None:
        await asyncio.sleep(0.01)


@pytest.fixture
async def client(parts: FakeParts) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the small copilot."""
    async with connected(parts) as made:
        yield made


@pytest.fixture
def base_url(parts: FakeParts) -> Iterator[str]:
    """Address of the small copilot under a real server."""
    with served(create_app(parts)) as url:  # type: ignore[arg-type]
        yield url


class served:
    """A real uvicorn in a thread while the body runs; gives its address once questions are answered."""

    def __init__(self, app: FastAPI, *, timeout_s: float = 15) -> None:
        self._app, self._timeout_s = app, timeout_s
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        deadline = time.monotonic() + self._timeout_s
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                    return url
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError("the service did not become ready")

    def __exit__(self, *exception: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=15)
        self._socket.close()
        assert not self._thread.is_alive()


def events_of(text: str) -> list[ChatEvent]:
    """The events of a stream."""
    blocks = [b for b in text.replace("\r\n", "\n").split("\n\n") if "data:" in b]
    lines = [line for b in blocks for line in b.split("\n") if line.startswith("data:")]
    return [ChatEvent.model_validate_json(line[5:]) for line in lines]
