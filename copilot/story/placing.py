"""What the model adds to a reading: words for facts of which code found no sign, and which numbers count persons.

The model never gives a number or a verdict. What it says counts only where its quote stands verbatim in the story and
carries a word of the fact's own field; then the fact is asked about, or, where yes binds more, taken as said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from copilot.llm.client import ChatClient
from copilot.prompting import Prompt, fence, load
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, numbers
from copilot.story.passage import Passage

MAX_ANSWER_TOKENS = 200
MAX_STORY_CHARS = 1500
MAX_CANDIDATES = 6
_NO_PERSONS = re.compile(r"\s*(?:年|月|日|天|小时|分钟|秒|元|美元|万元|%|％|岁|周岁|个月|点|GB|TB|MB|条|款|项|号楼|家)")
MIN_QUOTE_CHARS, MAX_QUOTE_CHARS = 4, 60


@dataclass(frozen=True, slots=True)
class Placed:
    """What the model found: facts with the span of their words, and numbers that it takes for exported persons."""

    facts: tuple[tuple[str, tuple[int, int]], ...]
    persons: tuple[Number, ...]
    model: str


@lru_cache(maxsize=2)
def _prompt() -> Prompt:
    return load("facts", version=1)


def candidates(passage: Passage, taken: Sequence[Number]) -> list[Number]:
    """Numbers of the story that code did not recognise as persons; no times or money."""
    known = {n.start for n in taken}
    free = [n for n in numbers(passage.live) if n.start not in known and n.value >= 10]
    return [n for n in free if not _NO_PERSONS.match(passage.live, n.end)][:MAX_CANDIDATES]


async def place(
    passage: Passage, *, unseen: Sequence[str], free: Sequence[Number], lexicon: Lexicon, client: ChatClient
) -> Placed:
    """Ask the model about facts of which code saw no sign, and about numbers it could not place.

    Raises:
        ModelUnavailable: the model fails.
    """
    facts = [f for f in unseen if f in lexicon.asked]
    if not facts and not free:
        return Placed((), (), "")
    listed = "\n".join(f"{f}：{lexicon.asked[f]}" for f in facts) or "无"
    marked = "；".join(f"({i}) {n.text}" for i, n in enumerate(free, 1)) or "无"
    messages = _prompt().messages(facts=listed, numbers=marked, story=fence(passage.text[:MAX_STORY_CHARS]))
    schema = _schema(facts, len(free))
    reply = await client.complete_json(messages, json_schema=schema, max_tokens=MAX_ANSWER_TOKENS)
    return checked(reply, passage, facts=facts, free=free, lexicon=lexicon, model=client.model)


def checked(
    reply: Any, passage: Passage, *, facts: Sequence[str], free: Sequence[Number], lexicon: Lexicon, model: str
) -> Placed:
    """The reply less all that is not in the story's own words."""
    placed: dict[str, tuple[int, int]] = {}
    for item in _items(reply):
        fact, quote = str(item.get("fact")), str(item.get("quote", "")).strip("“”\"' ，。")
        if fact not in facts or not MIN_QUOTE_CHARS <= len(quote) <= MAX_QUOTE_CHARS:
            continue
        at = passage.said.find(quote)
        if at >= 0 and lexicon.has(f"plausible.{fact}", quote) and not lexicon.has("denied", quote):
            placed.setdefault(fact, (at, at + len(quote)))
    chosen = reply.get("persons", []) if isinstance(reply, Mapping) else []
    picked = {i for i in chosen if isinstance(i, int) and 1 <= i <= len(free)}
    return Placed(tuple(placed.items()), tuple(free[i - 1] for i in sorted(picked)), model)


def _items(reply: Any) -> list[Mapping[str, Any]]:
    found = reply.get("facts", []) if isinstance(reply, Mapping) else []
    return [x for x in found if isinstance(x, Mapping)]


def _schema(facts: Sequence[str], count: int) -> dict[str, Any]:
    fact = {"type": "string", "enum": list(facts) or ["none"]}
    item = {
        "type": "object",
        "properties": {"fact": fact, "quote": {"type": "string", "maxLength": 40}},
        "required": ["fact", "quote"],
        "additionalProperties": False,
    }
    persons: dict[str, Any] = {"type": "array", "maxItems": min(count, 3), "items": {"type": "integer"}}
    return {
        "type": "object",
        "properties": {"facts": {"type": "array", "maxItems": 2, "items": item}, "persons": persons},
        "required": ["facts", "persons"],
        "additionalProperties": False,
    }
