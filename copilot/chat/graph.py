"""The conversation graph: read -> (reply | retrieve -> weigh -> phrase -> complete) -> finish.

Built on LangGraph; every node writes its events to the custom stream, so that a reader sees passages at once
and prose sentence by sentence, each only after it is verified.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Protocol, TypedDict

from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph

from copilot.chat.attribution import citation
from copilot.chat.beside import asked_beside, quoted_beside, with_room
from copilot.chat.choice import spread, with_successors
from copilot.chat.draft import MAX_MODEL_SENTENCES, Draft
from copilot.chat.evidence import Evidence, by_side, gather
from copilot.chat.judge import Judge, Judgement
from copilot.chat.knowledge import Knowledge
from copilot.chat.objection import objects
from copilot.chat.orders import sober
from copilot.chat.phrase import Phraser, Spent
from copilot.chat.reading import Reading, language_of, read
from copilot.chat.release import Release
from copilot.chat.replies import Language
from copilot.chat.selection import asks_list
from copilot.chat.tongues import export_terms
from copilot.domain import AbstainReason, Answer, ChatEvent, Hit
from copilot.errors import BadInput
from copilot.retrieval.follow_up import finds_little

MAX_SHOWN = 8
QUOTED = (340, 260, 200)  # characters of the first, second and further sources quoted
LISTED = 460  # of the first two where the members of a list are asked for
_NUMERALS = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿]")


class Searcher(Protocol):
    """What the graph needs of retrieval."""

    def search(self, query: str, *, as_of: dt.date, k: int) -> list[Hit]:
        """Passages for `query` in force on `as_of`, best first."""
        ...

    def notices(self, as_of: dt.date) -> list[str]:
        """What the reader must know of a search for that day: a degraded index, a day outside what is covered."""
        ...


class State(TypedDict, total=False):
    """What flows through the graph; what stands before `reading` comes from outside."""

    question: str
    history: Sequence[str]
    as_of: dt.date
    language: str | None
    pinned: bool
    started: float
    reading: Reading
    hits: list[Hit]
    cleared: set[str]
    judgement: Judgement
    evidence: list[Evidence]
    draft: Draft
    questions: list[str]
    notices: list[str]
    reply: str
    abstain_reason: AbstainReason | None
    abstained: bool
    answer: Answer
    timings: dict[str, float]
    usage: dict[str, int]


class ChatGraph:
    """Compiles the graph over its parts. `phraser` None means extractive mode."""

    def __init__(
        self, *, knowledge: Knowledge, searcher: Searcher, phraser: Phraser | None, max_chars: int = 4000
    ) -> None:
        self.knowledge, self.searcher, self.phraser, self.max_chars = knowledge, searcher, phraser, max_chars
        self.judge = Judge(knowledge)
        graph = StateGraph(State)
        for name in ("read", "retrieve", "weigh", "phrase", "complete", "reply", "finish"):
            graph.add_node(name, getattr(self, f"_{name}"))
        graph.add_edge(START, "read")
        graph.add_conditional_edges(
            "read", lambda s: "reply" if s.get("judgement") else "retrieve", ["reply", "retrieve"]
        )
        graph.add_edge("retrieve", "weigh")
        graph.add_conditional_edges(
            "weigh", lambda s: "reply" if s["judgement"].reply_id else "phrase", ["reply", "phrase"]
        )
        graph.add_edge("phrase", "complete")
        graph.add_edge("complete", "finish")
        graph.add_edge("reply", "finish")
        graph.add_edge("finish", END)
        self.compiled = graph.compile()

    async def _read(self, state: State) -> dict[str, Any]:
        reading = read(
            state["question"],
            as_of=state["as_of"],
            history=state.get("history", ()),
            max_chars=self.max_chars,
            language=state.get("language"),
            correct=self._corrected,
            pinned=state.get("pinned", False),
        )
        history = state.get("history", ())
        reading = self.judge.after_case(self.judge.as_case(self.judge.focused(reading), history), history)
        notices = [_day_notice(reading)] if reading.day_words else []
        timings = {"read": _ms(state["started"])}
        update: dict[str, Any] = {"reading": reading, "notices": notices, "timings": timings, "questions": []}
        if early := self.judge.before_retrieval(reading):
            update["judgement"] = early
        elif reading.unread:
            update["reading"] = reading.with_query(export_terms(reading.text))
        elif language_of(reading.text) == "en" and self.phraser:
            chinese = await self.phraser.to_chinese(reading.query)
            update["reading"] = reading.with_query(chinese)
        elif language_of(reading.text) == "en" and (words := self.knowledge.english.to_chinese(reading.query)):
            update["reading"] = reading.with_query(words)
        return update

    async def _retrieve(self, state: State) -> dict[str, Any]:
        reading, before, history = state["reading"], time.perf_counter(), state.get("history", ())
        hits = await self._found(reading)
        if history and not reading.unread and finds_little(reading.text, hits):
            reading = reading.leaning_on(history[-1])
            hits = await self._found(reading)
        found, hits = hits, [sober(h) for h in hits]
        shown = [citation(h.passage) for h in hits[:MAX_SHOWN]]
        get_stream_writer()(ChatEvent(type="sources", citations=shown))
        return {
            "reading": reading,
            "hits": hits,
            "cleared": {new.passage.id for old, new in zip(found, hits, strict=True) if new is not old},
            "notices": [*state["notices"], *self.searcher.notices(reading.as_of)],
            "timings": {**state["timings"], "retrieve": _ms(before), "sources": _ms(state["started"])},
        }

    async def _found(self, reading: Reading) -> list[Hit]:
        try:
            return await asyncio.to_thread(self.searcher.search, reading.query, as_of=reading.as_of, k=12)
        except BadInput:  # readable, but no word that could be searched for: nothing is found
            return []

    async def _weigh(self, state: State) -> dict[str, Any]:
        reading = state["reading"]
        hits = spread(
            reading.query, with_successors(state["hits"], self.knowledge.kb, reading.as_of), self.knowledge.kb
        )
        evidence = gather(reading.query, hits, as_of=reading.as_of, implied=self.knowledge.implied(reading.query))
        history = state.get("history", ())
        judgement = self.judge.by_rules(reading, history)
        if judgement is not None:
            beside = await self._beside(reading, history, judgement, evidence)
            judgement = replace(judgement, evidence=beside, statements=with_room(judgement.statements, beside))
        judgement = judgement or self.judge.after_retrieval(reading, evidence, history)
        evidence = by_side(reading.query, judgement.evidence if judgement.evidence is not None else evidence)
        return {
            "judgement": judgement,
            "evidence": evidence,
            "draft": Draft(evidence, reading.query),
            "questions": judgement.questions,
            "notices": [*state["notices"], *judgement.notices],
            "timings": {**state["timings"], "before_model": _ms(state["started"])},
        }

    async def _beside(
        self, reading: Reading, history: Sequence[str], judgement: Judgement, evidence: list[Evidence]
    ) -> list[Evidence]:
        """What is quoted below the verdict: on what else is asked; where nothing is decided, on the question itself."""
        verdict = judgement.path or {"path": ""}
        asked, about = asked_beside(reading.text, verdict)
        if asked:
            hits = await asyncio.to_thread(self.searcher.search, f"{about} {asked}", as_of=reading.as_of, k=6)
            return quoted_beside(gather(asked, [sober(h) for h in hits], as_of=reading.as_of), judgement.statements)
        doubted = objects(reading.text, history)  # what the other view rests on is shown beside the verdict
        return quoted_beside(evidence, judgement.statements) if doubted or verdict["path"] == "need_facts" else []

    async def _phrase(self, state: State) -> dict[str, Any]:
        """Curated statements first, then what the model writes, each sentence as it is verified."""
        draft, reading, judgement = state["draft"], state["reading"], state["judgement"]
        release = Release(get_stream_writer(), draft, reading.language, self.phraser, state["started"])
        for statement, passages in judgement.statements:
            sentence = draft.quote(statement, passages, trace=judgement.trace)
            if sentence and judgement.preface and not draft.preface:
                draft.preface = judgement.preface
                release.at_once(judgement.preface)
            await release.now(sentence, english=judgement.english.get(statement, ""))
        timings = dict(state["timings"])
        if self.phraser and state["evidence"] and judgement.phrase:
            asked, spent, kept = reading.query if reading.follow_up else reading.text, Spent(), 0
            whole = reading.language == "en"  # a translation needs the place in the line that the model's prose holds
            async with aclosing(self._prose(asked, state["evidence"], spent, whole=whole)) as written:
                async for raw in written:
                    sentence = draft.offer(raw)
                    await release.now(sentence)
                    kept += sentence is not None
                    if kept == MAX_MODEL_SENTENCES:
                        break
            timings |= {"model_first_token": spent.first_token_ms, "model": spent.total_ms}
            return {"timings": timings | release.timings, "usage": tokens(spent)}
        return {"timings": timings | release.timings}

    async def _prose(
        self, asked: str, evidence: Sequence[Evidence], spent: Spent, *, whole: bool
    ) -> AsyncGenerator[str]:
        """The model's sentences as it writes them; `whole`: only once it has written the last."""
        assert self.phraser is not None
        done = []
        async with aclosing(self.phraser.sentences(asked, evidence, spent=spent)) as written:
            async for raw in written:
                if whole:
                    done.append(raw)
                else:
                    yield raw
        for raw in done:
            yield raw

    async def _complete(self, state: State) -> dict[str, Any]:
        """Quote, under their names, the relevant sources that nothing cites yet."""
        draft, reading = state["draft"], state["reading"]
        release = Release(get_stream_writer(), draft, reading.language, self.phraser, state["started"])
        english = reading.language == "en"  # Chinese excerpts never begin without a word
        heading = self.knowledge.replies.heading["en" if english else "zh"] if english or draft.sentences else ""
        listed = asks_list(reading.query)
        for rank, evidence in enumerate(self.judge.to_quote(state["evidence"], draft, reading.text)):
            max_chars = LISTED if rank < 2 and listed else QUOTED[min(rank, len(QUOTED) - 1)]
            if excerpt := draft.excerpt(evidence, heading=heading, max_chars=max_chars, again=True):
                release.at_once(excerpt)
                heading = ""
        timings = {**release.timings, **state["timings"]}
        if draft.sentences:
            return {"timings": timings, "abstained": False, "abstain_reason": None}
        text = self.knowledge.replies.text("no_support", reading.language)  # type: ignore[arg-type]
        release.at_once(text)
        return {"timings": timings, "abstained": True, "abstain_reason": "unsupported", "reply": text}

    async def _reply(self, state: State) -> dict[str, Any]:
        """A fixed reply, with the law it rests on cited."""
        reading, judgement = state["reading"], state["judgement"]
        draft = state.get("draft") or Draft([])
        law = ""
        for statement, passages in judgement.statements:
            law += draft.quote(statement, passages) or ""
        for evidence in judgement.offered:
            law += f"\n{draft.excerpt(evidence) or ''}".rstrip()
        text = self.knowledge.replies.text(judgement.reply_id, reading.language, **{**judgement.values, "law": law})  # type: ignore[arg-type]
        if reading.language == "en" and law and not judgement.offered:
            text = f"{text}\n{law}"
        get_stream_writer()(ChatEvent(type="sentence", text=text, citations=draft.numbering.citations()))
        return {
            "draft": draft,
            "reply": text,
            "abstained": True,
            "abstain_reason": judgement.reason,
            "timings": {"first_sentence": _ms(state["started"]), **state["timings"]},
        }

    async def _finish(self, state: State) -> dict[str, Any]:
        reading, draft = state["reading"], state["draft"]
        language: Language = "en" if reading.language == "en" else "zh"
        body = state.get("reply") or draft.shown(language)
        if not state["abstained"]:
            body = f"{body}\n\n{self.knowledge.replies.closing[language]}"
        answer = Answer(
            answer=body,
            abstained=state["abstained"],
            abstain_reason=state["abstain_reason"],
            citations=draft.numbering.citations(),
            path=judgement.path if (judgement := state.get("judgement")) else None,
            questions=state["questions"],
            as_of=reading.as_of,
            model=self.phraser.model if self.phraser else "extractive",
            prompt=self.phraser.prompt_id if self.phraser else "none",
            usage=state.get("usage", {}),
            timings_ms={**state["timings"], "total": _ms(state["started"])},
            mode="model" if self.phraser else "extractive",
            notices=[text for text in self._notices(state, language) if text not in body],
            language=language,
        )
        get_stream_writer()(ChatEvent(type="answer", answer=answer, citations=answer.citations))
        return {"answer": answer}

    def _corrected(self, text: str) -> str:
        """`text` with its terms put right; as typed where that would change a number (第五版 is not 第三版)."""
        corrected = self.knowledge.speller.correct(text)
        return corrected if _NUMERALS.findall(corrected) == _NUMERALS.findall(text) else text

    def _notices(self, state: State, language: str) -> list[str]:
        notices = list(state["notices"])
        if not self.phraser:
            notices.append(
                "未使用生成模型：以下为检索到的依据摘录。"
                if language == "zh"
                else "No model is in use: these are excerpts of the sources found, quoted in the original Chinese."
            )
        for passage in state["draft"].numbering.passages:
            if passage.id in state.get("cleared", ()):
                notices.append(
                    f"《{passage.instrument}》里有写给程序的指令，已略去，请核对这份添加的文件。"
                    if language == "zh"
                    else f"{passage.instrument} holds orders to machines, left out here; please check this added file."
                )
            if passage.checked.status != "verified":
                doubt = passage.checked.note or (
                    "仅有二手来源" if passage.checked.status == "secondary" else "尚未核对"
                )
                notices.append(f"《{passage.instrument}》{passage.article or passage.section or ''}：{doubt}")
        return list(dict.fromkeys(notices))


def tokens(spent: Spent) -> dict[str, int]:
    """Tokens of an answer: `fresh_prompt` were read anew, `answer` were written; -1 where the server does not tell."""
    return {"fresh_prompt": spent.usage.fresh_prompt_tokens, "answer": spent.usage.completion_tokens}


def _day_notice(reading: Reading) -> str:
    """Which day was taken from the question, and why that day."""
    said, day = reading.day_words, reading.as_of
    if reading.language == "en":
        return f"Your question speaks of a past time: the law in force on {day} is cited. Name a day to change it."
    assumed = "" if "日" in said else f"（只写了{said}，取其最后一天；想按别的日期，请写明）"
    return f"按您问题中的“{said}”，以下依据 {day} 有效的规定{assumed}。"


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)
