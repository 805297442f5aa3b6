"""The copilot behind the routes: opened in the background, so that the service answers from its first second."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import gc
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from copilot.accounts.service import Accounts
from copilot.audit.log import Audit
from copilot.audit.writer import Writer
from copilot.chat.reading import clean, language_of
from copilot.domain import LOCAL_TENANT, Answer, ChatEvent
from copilot.errors import CopilotError, IndexNotReady
from copilot.wiring import Parts
from copilot.wiring_tenants import TenantParts
from serving.metrics import Metrics

if TYPE_CHECKING:
    from copilot.chat.service import Chat
    from copilot.law.knowledge_base import KnowledgeBase
    from copilot.retrieval.retriever import Retriever

log = structlog.get_logger(__name__)

PURGE_EVERY_S = 24 * 3600.0
LOOK_EVERY_S = 1.0  # at the folder of added documents
RETRY_EVERY_S = 30.0  # when what changed could not be loaded
MAX_HISTORY = 6


def progress(text: str) -> None:
    """A line for the person who started the service."""
    print(text, file=sys.stderr, flush=True)


class Backend:
    """Opens the parts, answers questions, keeps them. One per application.

    Args:
        parts: what the wiring made; nothing of it is opened yet.
        metrics: where answers are counted.
        say: where progress goes.
    """

    def __init__(self, parts: Parts, metrics: Metrics, *, say: Callable[[str], None] = progress) -> None:
        self.parts, self.metrics, self._say = parts, metrics, say
        self.started = time.monotonic()
        self._chat: Chat | None = None
        self._failure: CopilotError | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.searchable = asyncio.Event()
        self._accounts: Accounts | None = None
        self.counted: dict[str, Any] = {}  # what /v1/status counted, for which knowledge base
        self._tenants: dict[str, TenantParts] = {}
        metrics.gauge("copilot_queue_length", "Questions that wait for the model", lambda: parts.queue.depth)
        metrics.gauge("copilot_searchable", "1 when questions are answered", lambda: self.searchable.is_set())
        metrics.gauge("copilot_model_up", "1 when the model serves", lambda: self.model_state in ("ready", "remote"))

    async def start(self) -> None:
        """Open the store, then begin everything else and return.

        Raises:
            Unavailable, StorageFull, BadInput: the database can't be used.
        """
        await asyncio.to_thread(lambda: self.parts.store)
        for work in (self._open(), self._purge_daily()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """End what runs in the background. The parts are closed by whoever made them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if "recorder" in self.__dict__:  # what was answered is on the disk already; this ends the thread
            await asyncio.to_thread(self.__dict__.pop("recorder").close)

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base. `IndexNotReady` until it is loaded."""
        self._require()
        return self.parts.kb

    @property
    def retriever(self) -> Retriever:
        """The search. `IndexNotReady` until the domain's instruments are searchable."""
        self._require()
        return self.parts.retriever

    @property
    def chat(self) -> Chat:
        """The conversation. `IndexNotReady` until it can answer."""
        self._require()
        assert self._chat is not None
        return self._chat

    def of(self, tenant: str) -> Backend:
        """The same copilot over what an organisation keeps: its store, papers, templates and jobs."""
        if tenant == LOCAL_TENANT:
            return self
        if tenant not in self._tenants:
            self._tenants[tenant] = TenantParts(self.parts, tenant)
        other = copy.copy(self)
        other.parts = self._tenants[tenant]  # type: ignore[assignment]
        return other

    @cached_property
    def recorder(self) -> Writer:
        """The line before the audit log; the database is opened when first written to."""
        return Writer(lambda: self.audit)

    @cached_property
    def audit(self) -> Audit:
        """Who read and wrote what."""
        return Audit(self.parts.store.database)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in; opens the database when first asked for."""
        if self._accounts is None:
            s = self.parts.settings
            self._accounts = Accounts(
                self.parts.store.database,
                idle=dt.timedelta(minutes=s.session_idle_minutes),
                longest=dt.timedelta(hours=s.session_hours),
            )
        return self._accounts

    @property
    def model_state(self) -> str:
        """State of the model: remote, starting, ready, restarting, failed, stopped or extractive."""
        return self.parts.model_state

    @property
    def mode(self) -> str:
        """`model` when answers are phrased by a model (or will be as soon as it is up), else `extractive`."""
        return "extractive" if self.model_state in ("extractive", "failed", "stopped") else "model"

    async def ask(
        self,
        question: str,
        *,
        as_of: dt.date | None = None,
        language: str | None = None,
        conversation_id: str | None = None,
        retry: bool = False,
        keep: bool = True,
        history: list[str] | None = None,
    ) -> AsyncGenerator[ChatEvent]:
        """Events of one answer. The question is kept before it is answered, the answer before it is sent.

        Raises:
            BadInput, TooLarge: the question can't be used.
            UnknownRecord: no such conversation.
            IndexNotReady, StorageFull, Unavailable: can't serve now.
        """
        clean(question, max_chars=self.parts.settings.max_question_chars)  # refused before anything is kept
        chat, earlier = self.chat, list(history or ())
        if keep:
            tongue = language or language_of(question)
            conversation_id, earlier = await asyncio.to_thread(
                self.parts.store.start, question, conversation_id, language=tongue, retry=retry
            )
            yield ChatEvent(type="status", text="问题已保存，正在检索依据。", conversation_id=conversation_id)
        if self.parts.settings.log_questions:
            log.info("question", text=question, conversation_id=conversation_id)
        finished = False
        events = chat.stream(
            question,
            as_of=as_of or dt.date.today(),
            history=earlier[-MAX_HISTORY:],
            language=language,
            pinned=as_of is not None,
        )
        try:
            async with aclosing(events) as stream:  # type: ignore[type-var]
                async for event in stream:
                    finished = finished or event.type in ("answer", "error")
                    yield await self._settle(event, conversation_id if keep else None)
        finally:
            if not finished:
                self.metrics.cancelled.inc()

    async def answer(self, question: str, **options: Any) -> Answer:
        """The whole answer; arguments and errors as for `ask`."""
        from copilot.chat.service import revive

        answer: Answer | None = None
        async with aclosing(self.ask(question, **options)) as events:
            async for event in events:
                if event.error:
                    raise revive(event.error)
                answer = event.answer or answer
        if answer is None:
            raise revive({})
        return answer

    async def _settle(self, event: ChatEvent, conversation_id: str | None) -> ChatEvent:
        """Keep and count the last event of an answer."""
        if event.error:
            self.metrics.failures.labels(event.error.get("code", "error")).inc()
        if event.answer is None:
            return event
        answer = event.answer
        if conversation_id:
            try:
                answer = await _unhurt(asyncio.to_thread(self.parts.store.answer, conversation_id, answer))
            except CopilotError as error:  # the reader gets the answer, and the reason why it isn't kept
                answer = answer.model_copy(update={"notices": [*answer.notices, f"回答未能保存：{error}"]})
        self.metrics.answered(answer)
        return event.model_copy(update={"answer": answer})

    def _require(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._chat is None:
            raise IndexNotReady(
                "正在载入知识库与索引", hint="几秒后重试；进度见 /v1/status", en="The knowledge base is still loading."
            )

    async def _open(self) -> None:
        """Model server first (it starts by itself), then knowledge base and search, then the conversation."""
        try:
            await asyncio.to_thread(self._open_parts)
        except CopilotError as error:
            self._failure = error
            self._say(f"无法提供服务：{error}")
            return
        except Exception as error:
            log.error("open_failed", kind=type(error).__name__, exc_info=True)
            self._failure = CopilotError("载入失败", hint="请查看服务日志", en="loading failed")
            return
        self.searchable.set()
        self._say(f"可以提问（启动 {time.monotonic() - self.started:.1f} 秒）。")
        for notice in self.parts.notices:
            self._say(notice)
        self._tasks.append(asyncio.create_task(self._follow()))
        await self._report()

    async def _follow(self) -> None:
        """Take up documents that were added or removed while the service runs; questions under way end as begun."""
        failed = ""
        while True:
            await asyncio.sleep(RETRY_EVERY_S if failed else LOOK_EVERY_S)
            try:
                if await asyncio.to_thread(self._renew):
                    self._say("知识库有变动，已载入。")
                failed = ""
            except (CopilotError, OSError) as error:
                if str(error) != failed:  # said once, then tried again
                    self._say(f"知识库有变动，但载入失败，继续使用原来的内容：{error}")
                    log.error("renew_failed", kind=type(error).__name__)
                failed = str(error)

    def _renew(self) -> bool:
        if not self.parts.renew():
            return False
        self._chat = self.parts.make_chat(self.parts.client())
        gc.collect()  # the old graph and knowledge base refer to each other: some 90 MB would wait for the collector
        return True

    def _open_parts(self) -> None:
        parts = self.parts
        parts.start_model()
        parts.retriever  # noqa: B018  built here, in this thread
        self._chat = parts.make_chat(parts.client())

    async def _report(self) -> None:
        """Say how far the index is, every few seconds until it is complete."""
        said = -1
        while not (status := self.parts.retriever.status()).ready:
            done = (status.lexical + status.dense) * 50 // max(status.total, 1)
            if done >= said + 10:
                self._say(f"索引 {done}%（{status.lexical}/{status.total} 条可检索）")
                said = done
            if status.failed:
                self._say("；".join(status.notes))
                return
            await asyncio.sleep(1)
        self._say(f"索引完成：{status.total} 条。")

    async def _purge_daily(self) -> None:
        days = self.parts.settings.retention_days
        while days > 0:
            try:
                gone = await asyncio.to_thread(self.parts.store.purge, older_than_days=days)
                log.info("purged", conversations=gone, older_than_days=days)
            except CopilotError as error:
                log.error("purge_failed", code=error.code)
            await asyncio.sleep(PURGE_EVERY_S)


async def _unhurt(work: Awaitable[Answer]) -> Answer:
    """The result of `work`, which runs to its end even when the reader leaves."""
    return await asyncio.shield(asyncio.ensure_future(work))
