"""The desk's own words, from knowledge_base/desk.yaml; no statement of law is among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.desk.heard import Replies
from copilot.domain import AbstainReason
from copilot.errors import KnowledgeBaseFault
from copilot.law.yaml_file import parse

OTHER = "other"
_KEYS = {
    "closing",
    "ask_lead",
    "asks",
    "replies",
    "assumed_lead",
    "assumed",
    "abstain",
    "abstain_lead",
    "place",
    "one_of",
    "follows",
    "according",
    "shorter",
    "topics",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What a call is about; a question that has one of `words` may belong to it."""

    id: str
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is spoken besides the verified answer.

    `asks`: fact -> the question as it is asked aloud. `replies`: fact -> a bare reply in full. `assumed`: (fact,
    presumed value, words), the most telling first. `shorter`: (long, short) names of one thing. `abstain`: what is
    needed or who answers, by reason.
    """

    closing: str
    ask_lead: str
    asks: Mapping[str, str]
    replies: Mapping[str, Replies]
    assumed_lead: str
    assumed: tuple[tuple[str, Any, str], ...]
    abstain_lead: Mapping[AbstainReason, str]
    abstain: Mapping[AbstainReason, str]
    place: str
    one_of: str
    follows: str
    according: str
    shorter: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]

    def topic_of(self, question: str) -> str:
        """The first topic, in the order of the file, one of whose words stands in the question."""
        text = question.lower()
        return next((t.id for t in self.topics if any(w.lower() in text for w in t.words)), OTHER)

    def topic(self, topic_id: str) -> Topic:
        """A topic; the last one, 其他, for an id that is gone."""
        return next((t for t in self.topics if t.id == topic_id), self.topics[-1])


def load_words(path: Path) -> Words:
    """Read knowledge_base/desk.yaml.

    Raises:
        KnowledgeBaseFault: a syntax error, a missing or unknown key.
    """
    parsed = parse(path.name, path.read_bytes())
    faults = [f"{f.file}:{f.line}: {f.message}" for f in parsed.faults]
    data: Any = parsed.value
    if not faults and (not isinstance(data, dict) or set(data) != _KEYS):
        faults = [f"{path.name}:1: 应有的键是 {'、'.join(sorted(_KEYS))}"]
    if faults:
        raise KnowledgeBaseFault(tuple(faults))
    return Words(
        closing=data["closing"],
        ask_lead=data["ask_lead"],
        asks={a["fact"]: a["say"] for a in data["asks"]},
        replies={r["fact"]: Replies(r["no"], r["yes"], r["number"]) for r in data["replies"]},
        assumed_lead=data["assumed_lead"],
        assumed=tuple((a["fact"], a["value"], a["say"]) for a in data["assumed"]),
        abstain_lead={a["reason"]: a["say"] for a in data["abstain_lead"]},
        abstain={a["reason"]: a["say"] for a in data["abstain"]},
        place=data["place"],
        one_of=data["one_of"],
        follows=data["follows"],
        according=data["according"],
        shorter=tuple((s["long"], s["short"]) for s in data["shorter"]),
        topics=tuple(Topic(t["id"], t["zh"], t["en"], tuple(t["words"])) for t in data["topics"]),
    )
