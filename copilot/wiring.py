"""Settings become objects here and nowhere else; swapping a backend is one entry in this file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from copilot.errors import CopilotError, ModelUnavailable
from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.chat.graph import ChatGraph
    from copilot.chat.knowledge import Knowledge
    from copilot.chat.service import Chat
    from copilot.desk.service import Desk
    from copilot.filing.jobs import DraftJobs
    from copilot.filing.model_prose import ModelWriter
    from copilot.filing.official.store import Templates
    from copilot.filing.service import Drafter
    from copilot.law.knowledge_base import KnowledgeBase
    from copilot.law.load import Stamp
    from copilot.law.rulebook import RuleBook
    from copilot.llm.client import ChatClient
    from copilot.llm.local import LocalServer
    from copilot.llm.queue import Queue
    from copilot.precheck.contract_texts import ContractTexts
    from copilot.precheck.jobs import Jobs
    from copilot.precheck.service import Precheck
    from copilot.prompting import Prompt
    from copilot.retrieval.retriever import Retriever
    from copilot.store.store import Store
    from copilot.story.verdict import StoryReader

Note = Callable[[str], None]


# parts that hold nothing of the knowledge base
LASTING = ("contract_texts", "draft_jobs", "precheck", "precheck_jobs", "prompts", "queue", "store", "templates")


def silent(text: str) -> None:
    """Says nothing."""


class Parts:
    """The objects of one process, each made when first asked for; `close()` ends what was started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server: LocalServer | None = None
        self._client: ChatClient | None = None
        self.notices: list[str] = []
        self._added: Stamp | None = None
        self._renewing = threading.Lock()

    @cached_property
    def kb(self) -> KnowledgeBase:
        """The knowledge base; faulty records are left out and a notice says so."""
        from copilot.law.load import stamp

        self._added = stamp(self.settings.data_dir)  # before reading: what changes meanwhile is seen by `renew`
        kb = self._load()
        self.notices.extend(kb.notices)
        return kb

    def _load(self) -> KnowledgeBase:
        from copilot.law.load import load_knowledge_base

        s = self.settings
        return load_knowledge_base(
            s.knowledge_base_dir, laws_db=s.laws_db, data_dir=s.data_dir, cache_dir=s.cache_dir, strict=False
        )

    def renew(self) -> bool:
        """Take up what `kb add` or `kb remove` changed; True when something did. Cheap when nothing did.

        Knowledge base and search are replaced together, what else was made from them is made again when next asked
        for; who holds the old ones goes on with them.
        """
        from copilot.law.load import stamp

        with self._renewing:
            made = self.__dict__
            if "kb" not in made or (now := stamp(self.settings.data_dir)) == self._added:
                return False
            from copilot.law.cited import cited
            from copilot.retrieval.opening import titles_of

            old, kb = self.kb, self._load()
            fresh: dict[str, Any] = {"kb": kb, "_added": now}
            if "retriever" in made:
                fresh["retriever"] = self.retriever.renewed(
                    kb.passages, titles=titles_of(kb), exact=cited(kb), remark=kb.remark
                )
            made.update(fresh)
            for name, part in vars(type(self)).items():
                if isinstance(part, cached_property) and name not in (*fresh, *LASTING):
                    made.pop(name, None)
            self.notices[:] = [*(n for n in self.notices if n not in old.notices), *kb.notices]
            return True

    @cached_property
    def retriever(self) -> Retriever:
        """Search over the knowledge base; returns once the domain's instruments are searchable."""
        from copilot.law.cited import cited
        from copilot.retrieval.opening import open_retriever

        return open_retriever(self.kb, self.settings, exact=cited(self.kb), remark=self.kb.remark)

    @cached_property
    def knowledge(self) -> Knowledge:
        """The knowledge base with the conversation's fixed texts."""
        from copilot.chat.knowledge import load_knowledge

        return load_knowledge(self.kb, self.settings.knowledge_base_dir)

    @cached_property
    def prompts(self) -> dict[str, Prompt]:
        """The newest version of each prompt the conversation uses."""
        from copilot.prompting import load

        return {name: load(name, folder=self.settings.prompts_dir) for name in ("answer", "translate", "rewrite")}

    @cached_property
    def queue(self) -> Queue:
        """The line in front of the model."""
        from copilot.llm.queue import Queue

        return Queue(self.settings.queue_size)

    def start_model(self) -> None:
        """Begin to start what the backend needs, without waiting. Without a model a notice is left, nothing raises."""
        if self.settings.backend != "local" or self.server is not None:
            return
        from copilot.llm.local import LocalServer
        from copilot.llm.models import ensure

        s = self.settings
        try:
            path = ensure(s.model, settings=s)
        except CopilotError as error:
            if (notice := f"未使用生成模型：{error}") not in self.notices:  # asked again, said once
                self.notices.append(notice)
            return
        self.server = LocalServer(
            path,
            log_file=s.data_dir / "logs" / "model.log",
            threads=s.model_threads,
            context_tokens=s.model_context_tokens,
            warm_up=[self.prompts["answer"].fixed_messages()],
        ).start()

    @cached_property
    def store(self) -> Store:
        """The kept conversations; the database is brought up to date when first asked for."""
        from copilot.store.store import open_store

        return open_store(self.settings.database)

    @property
    def model_state(self) -> str:
        """`extractive`, `remote`, or the state of the embedded server."""
        if self.settings.backend == "openai":
            return "remote"
        return self.server.state if self.server else "extractive"

    @property
    def model_name(self) -> str:
        """Of the model that serves or is being started; empty where there is none."""
        if self.settings.backend == "openai":
            return self.settings.model or self.settings.model_url or ""
        return self.server.name if self.server and self.server.state not in ("failed", "stopped") else ""

    def client(self) -> ChatClient | None:
        """The model client; None in extractive mode or where there is no model."""
        if self._client is None:
            self._client = self._new_client(self.settings.model_timeout_s)
        return self._client

    def _new_client(self, timeout_s: float) -> ChatClient | None:
        from copilot.llm.client import ChatClient

        s, server = self.settings, self.server
        options: dict[str, Any] = {"timeout_s": timeout_s, "retries": s.model_retries}
        if s.backend == "openai":
            if not s.model_url:
                raise ModelUnavailable(
                    "没有设置模型服务地址",
                    hint="设置 COPILOT_MODEL_URL，例如 http://127.0.0.1:8001/v1",
                    en="COPILOT_MODEL_URL is not set",
                )
            key = s.model_api_key.get_secret_value() if s.model_api_key else ""
            return ChatClient(s.model_url, model=s.model, api_key=key, **options)
        if server is not None:
            return ChatClient(lambda: server.base_url, model=server.name, api_key=server.api_key, **options)
        return None

    def _own_client(self) -> ChatClient | None:
        """A client for one thread's own event loop, with the model up; a long passage takes longer than a question."""
        self.start_model()
        if self.server is not None:
            self.server.wait_ready()
        return self._new_client(max(self.settings.model_timeout_s, 180.0))

    async def chat(self, *, note: Note = silent) -> Chat:
        """The conversation, with the model up and warm, or in extractive mode where there is none.

        Raises:
            ModelUnavailable: a model is configured but does not come up.
        """
        self.start_model()
        if self.server is not None and self.server.state != "ready":
            note("正在启动本地模型……")
            await asyncio.to_thread(self.server.wait_ready)
        chat = self.make_chat(self.client())
        await asyncio.to_thread(lambda: self.retriever)
        for text in self.notices:
            note(text)
        return chat

    async def story(self, *, note: Note = silent) -> StoryReader:
        """The reader of stories, with the model up, or by rules alone where there is none.

        Raises:
            ModelUnavailable: a model is configured but does not come up.
        """
        from copilot.story.verdict import StoryReader

        self.start_model()
        if self.server is not None and self.server.state != "ready":
            note("正在启动本地模型……")
            await asyncio.to_thread(self.server.wait_ready)
        return StoryReader(self.rulebook, self.client())

    @property
    def rulebook(self) -> RuleBook:
        """The dated data of the rules; with the whole knowledge base where that is loaded already."""
        if "kb" in self.__dict__:
            return self.kb.rulebook
        return self._rulebook

    @cached_property
    def _rulebook(self) -> RuleBook:
        from copilot.law.rulebook import open_rulebook

        s = self.settings
        return open_rulebook(s.knowledge_base_dir, cache_dir=s.cache_dir, data_dir=s.data_dir)

    @cached_property
    def precheck(self) -> Precheck:
        """The pre-check of submissions; its reading processes start with the first file."""
        from copilot.precheck.service import Precheck

        texts = self.contract_texts
        return Precheck(
            lambda: self.rulebook,
            self.settings.knowledge_base_dir,
            compare=texts.compare,
            compared_with=texts.digest,
            model=self._own_client,
        )

    @cached_property
    def drafter(self) -> Drafter:
        """Drafts the papers of a filing and pre-checks them."""
        return self.drafter_with(self.templates, lambda: self.precheck)

    def drafter_with(self, templates: Templates, precheck: Callable[[], Precheck]) -> Drafter:
        """Drafts with these official templates, checked by that pre-check."""
        from copilot.filing.assembly import sources
        from copilot.filing.official.use import OfficialPapers
        from copilot.filing.service import Drafter

        s = self.settings
        official = OfficialPapers(templates, s.knowledge_base_dir)
        made = sources(s.knowledge_base_dir, lambda: self.rulebook, official=official, producer=s.provider)
        return Drafter(made, lambda: self.rulebook, precheck)

    def prose_writer(self) -> ModelWriter:
        """Argues sections with the model, for one thread's own event loop; waits until the model is up.

        Raises:
            ModelUnavailable: there is none.
        """
        from copilot.filing.model_prose import ModelWriter
        from copilot.prompting import load

        client = self._own_client()
        if client is None:
            raise ModelUnavailable(
                "没有可用的语言模型，章节只能由事实写成",
                hint="运行 make models，或设置 COPILOT_BACKEND 与 COPILOT_MODEL_URL；不用模型也能起草",
                en="there is no language model; the papers can be drafted without one",
            )
        return ModelWriter(client, self.retriever, load("filing_section", folder=self.settings.prompts_dir))

    @cached_property
    def templates(self) -> Templates:
        """The official templates that the user loaded."""
        from copilot.filing.official.use import open_templates

        return open_templates(self.settings.data_dir, self.settings.knowledge_base_dir)

    @cached_property
    def draft_jobs(self) -> DraftJobs:
        """The line of drafts that were asked for over the network."""
        from copilot.filing.jobs import DraftJobs

        return DraftJobs()

    @cached_property
    def contract_texts(self) -> ContractTexts:
        """The official model contracts that the user loaded."""
        from copilot.precheck.contract_texts import ContractTexts

        return ContractTexts(self.settings.data_dir, self.settings.knowledge_base_dir)

    @cached_property
    def precheck_jobs(self) -> Jobs:
        """The line of pre-checks that came over the network."""
        from copilot.precheck.jobs import Jobs

        return Jobs(lambda: self.precheck)

    def make_chat(self, client: ChatClient | None) -> Chat:
        """The conversation over `client`; None: extractive."""
        from copilot.chat.service import Chat

        if client is None:
            return Chat(self._graph(None))
        return Chat(self._graph(client), fallback=self._graph(None))

    def make_desk(self, chat: Chat) -> Desk:
        """The call-centre desk over `chat`."""
        from copilot.desk.rephrase import Rephraser
        from copilot.desk.service import Desk
        from copilot.desk.words import load_words
        from copilot.prompting import load

        s, rephraser = self.settings, None
        if (client := self.client()) is not None:
            rephraser = Rephraser(client, self.queue, load("speak", folder=s.prompts_dir), self.knowledge)
        words = load_words(s.knowledge_base_dir / "desk.yaml")
        return Desk(words, self.knowledge, plain=self.make_chat(None), chat=chat, rephraser=rephraser)

    def _graph(self, client: ChatClient | None) -> ChatGraph:
        from copilot.chat.graph import ChatGraph
        from copilot.chat.phrase import Phraser
        from copilot.chat.waiting import WaitingClient

        phraser = None
        if client is not None:
            p = self.prompts
            waiting = WaitingClient(client, self.queue, is_ready=self._model_is_ready, wait_ready=self._model_ready)
            phraser = Phraser(waiting, answer=p["answer"], translate=p["translate"], rewrite=p["rewrite"])
        return ChatGraph(
            knowledge=self.knowledge,
            searcher=self.retriever,
            phraser=phraser,
            max_chars=self.settings.max_question_chars,
        )

    def _model_is_ready(self) -> bool:
        return self.server is None or self.server.state == "ready"

    async def _model_ready(self) -> None:
        if self.server is not None:
            await asyncio.to_thread(self.server.wait_ready, self.settings.model_timeout_s)

    async def close(self) -> None:
        """End the model server and open connections."""
        if "draft_jobs" in self.__dict__:  # before its model goes
            await asyncio.to_thread(self.draft_jobs.close)
        if self._client is not None:
            await self._client.aclose()
        if self.server is not None:
            await asyncio.to_thread(self.server.stop)
        if "precheck_jobs" in self.__dict__:
            await asyncio.to_thread(self.precheck_jobs.close)
        if "precheck" in self.__dict__:
            await asyncio.to_thread(self.precheck.close)
        if "store" in self.__dict__:
            self.store.close()


@asynccontextmanager
async def build(settings: Settings | None = None) -> AsyncIterator[Parts]:
    """The parts of one process, closed at the end."""
    parts = Parts(settings or Settings())
    try:
        yield parts
    finally:
        await parts.close()
