"""Letting verified sentences out to the reader, in the reader's language, with the time of the first one."""

from __future__ import annotations

import time
from collections.abc import Callable

from copilot.chat.draft import Draft
from copilot.chat.phrase import Phraser
from copilot.domain import ChatEvent


class Release:
    """Emits each kept sentence as an event; English readers get a checked translation, else the Chinese."""

    def __init__(
        self, emit: Callable[[ChatEvent], None], draft: Draft, language: str, phraser: Phraser | None, started: float
    ) -> None:
        self.emit, self.draft, self.language, self.phraser, self.started = emit, draft, language, phraser, started
        self.timings: dict[str, float] = {}

    async def now(self, sentence: str | None) -> None:
        """Emit `sentence` (None: it was dropped, nothing happens)."""
        if sentence is None:
            return
        if self.language == "en" and self.phraser and (english := await self.phraser.to_english(sentence)):
            self.draft.translated(english)
            sentence = english
        self.at_once(sentence)

    def at_once(self, sentence: str) -> None:
        """Emit `sentence` as it stands: excerpts stay in the words of their source."""
        self.timings.setdefault("first_sentence", round((time.perf_counter() - self.started) * 1000, 1))
        self.emit(ChatEvent(type="sentence", text=sentence, citations=self.draft.numbering.citations()))
