"""The conversation as a service: one question in, events out; the last is the answer or a clear error."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import cast

from copilot.chat.graph import ChatGraph, State
from copilot.chat.phrase import Phraser
from copilot.domain import Answer, ChatEvent
from copilot.errors import CopilotError, ModelUnavailable


class Chat:
    """Answers questions. When the model fails before anything was said, the answer is made of excerpts."""

    def __init__(self, graph: ChatGraph, *, fallback: ChatGraph | None = None) -> None:
        self._graph, self._fallback = graph, fallback

    @property
    def phraser(self) -> Phraser | None:
        """What phrases the answers; None in extractive mode."""
        return self._graph.phraser

    async def stream(
        self,
        question: str,
        *,
        as_of: dt.date,
        history: Sequence[str] = (),
        language: str | None = None,
        pinned: bool = False,
    ) -> AsyncGenerator[ChatEvent]:
        """Events of one answer; closing the iterator stops the model.

        Args:
            question: as typed.
            as_of: the day whose law applies.
            history: the reader's earlier questions in this conversation, oldest first.
            language: `zh` or `en`; None: as the question is written.
            pinned: the reader chose `as_of`, so a day told in the question does not change it.
        """
        state: State = {
            "question": question,
            "as_of": as_of,
            "history": tuple(history),
            "language": language,
            "pinned": pinned,
            "started": time.perf_counter(),
        }
        said = False
        try:
            async with aclosing(self._run(self._graph, state)) as events:
                async for event in events:
                    said = said or event.type == "sentence"
                    yield event
            return
        except ModelUnavailable as error:
            if self._fallback is None or said:
                yield ChatEvent(type="error", error=error.as_dict())
                return
            yield ChatEvent(type="status", text="模型暂不可用，改为摘录依据。")
        except CopilotError as error:
            yield ChatEvent(type="error", error=error.as_dict())
            return
        async with aclosing(self._run(self._fallback, state)) as events:
            async for event in events:
                yield event

    async def ask(
        self,
        question: str,
        *,
        as_of: dt.date,
        history: Sequence[str] = (),
        language: str | None = None,
        pinned: bool = False,
    ) -> Answer:
        """The whole answer; arguments as for `stream`.

        Raises:
            BadInput, TooLarge: the question cannot be used.
            Unavailable: index or model cannot serve.
        """
        answer, failure = None, None
        options = {"history": history, "language": language, "pinned": pinned}
        async with aclosing(self.stream(question, as_of=as_of, **options)) as events:  # type: ignore[arg-type]
            async for event in events:
                answer, failure = event.answer or answer, event.error or failure
        if answer is None:
            raise revive(failure or {})
        return answer

    @staticmethod
    async def _run(graph: ChatGraph, state: State) -> AsyncGenerator[ChatEvent]:
        stream = cast("AsyncGenerator[ChatEvent]", graph.compiled.astream(state, stream_mode="custom"))
        async with aclosing(stream) as events:
            async for event in events:
                yield event


def revive(failure: dict[str, str]) -> CopilotError:
    """The error that an error event carries, as the exception it was."""
    for kind in _kinds(CopilotError):
        if kind.code == failure.get("code"):
            error = kind.__new__(kind)
            CopilotError.__init__(error, failure["message"], hint=failure.get("hint", ""), en=failure.get("en", ""))
            return error
    return CopilotError(
        "没有得到回答", hint="请重试；反复出现时请查看服务日志", en="No answer was produced; please try again."
    )


def _kinds(kind: type[CopilotError]) -> list[type[CopilotError]]:
    return [kind, *(k for sub in kind.__subclasses__() for k in _kinds(sub))]
