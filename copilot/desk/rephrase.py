"""The model's try at one short sentence, where no sentence of the answer is short enough; verified, or not said."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from copilot.chat.attribution import without_marks
from copilot.chat.draft import Draft
from copilot.chat.evidence import Evidence
from copilot.chat.knowledge import Knowledge
from copilot.chat.phrase import Client
from copilot.desk.pieces import pieces, place_of
from copilot.desk.speakable import Clause
from copilot.domain import Answer
from copilot.errors import ModelUnavailable, QueueFull
from copilot.llm.queue import Queue
from copilot.prompting import Prompt, fence

MAX_TOKENS = 90
MATERIAL_CHARS = 220


class Rephraser:
    """Asks the model for a spoken sentence and holds it against the passage that it was made from.

    Args:
        client: of the model.
        queue: the line in front of it.
        prompt: `speak`.
        knowledge: where the cited passages are.
    """

    def __init__(self, client: Client, queue: Queue, prompt: Prompt, knowledge: Knowledge) -> None:
        self._client, self._queue, self._prompt = client, queue, prompt
        self._by_id = {p.id: p for p in knowledge.kb.passages}

    async def say(self, answer: Answer, question: str, *, room: int, within_s: float) -> Clause | None:
        """A verified sentence of at most `room` characters; None where there is none in time."""
        lines = pieces(answer)
        if not lines or within_s <= 0:
            return None
        line = lines[0]
        cited = answer.citations[line.numbers[0] - 1]
        passage = self._by_id.get(cited.id)
        if passage is None:
            return None
        material = f"{place_of(cited)}：{line.text[:MATERIAL_CHARS]}"
        try:
            written = await asyncio.wait_for(self._written(material, question), within_s)
        except (TimeoutError, ModelUnavailable, QueueFull):
            return None
        kept = Draft([Evidence.of(passage)], question).offer(written)
        said = without_marks(kept).rstrip("。") if kept else ""
        return Clause(said=said, original=line.text, citation=line.numbers[0]) if said and len(said) <= room else None

    async def _written(self, material: str, question: str) -> str:
        messages = self._prompt.messages(material=fence(material), question=fence(question[:300]))
        async with (
            self._queue.place(on_position=lambda position: None),
            aclosing(self._client.stream(messages, max_tokens=MAX_TOKENS)) as parts,
        ):
            text = "".join([part async for part in parts]).strip()
        return text.splitlines()[0] if text else ""
