"""Letting verified sentences out to the reader, in the reader's language, with the time of the first one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from copilot.chat.draft import Draft
from copilot.chat.phrase import Phraser
from copilot.domain import ChatEvent

_MARK = re.compile(r"\[\d+\]")


class Release:
    """Emits each kept sentence as an event; English readers get the rules' own English, or a checked translation of
    the model's, else the Chinese."""

    def __init__(
        self, emit: Callable[[ChatEvent], None], draft: Draft, language: str, phraser: Phraser | None, started: float
    ) -> None:
        self.emit, self.draft, self.language, self.phraser, self.started = emit, draft, language, phraser, started
        self.timings: dict[str, float] = {}

    async def now(self, sentence: str | None, *, english: str = "") -> None:
        """Emit `sentence` (None: it was dropped, nothing happens); `english` says the same in a person's words."""
        if sentence is None:
            return
        if self.language == "en":
            marked = f"{english.rstrip('.')}{''.join(_MARK.findall(sentence))}." if english else ""
            if told := marked or (await self.phraser.to_english(sentence) if self.phraser else ""):
                self.draft.translated(told)
                sentence = told
        self.at_once(sentence)

    def at_once(self, sentence: str) -> None:
        """Emit `sentence` as it stands: excerpts stay in the words of their source."""
        self.timings.setdefault("first_sentence", round((time.perf_counter() - self.started) * 1000, 1))
        self.emit(ChatEvent(type="sentence", text=sentence, citations=self.draft.numbering.citations()))
