"""Fixed replies: refusals, limits and small talk, from knowledge_base/replies.yaml, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from copilot.domain import AbstainReason
from copilot.errors import KnowledgeBaseFault

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A fixed reply. `basis` pairs a place in the law with the statement that rests on it."""

    id: str
    reason: AbstainReason | None
    text: Mapping[Language, str]
    basis: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Replies:
    """All fixed replies and the sentences that close an answer."""

    by_id: Mapping[str, Reply]
    closing: Mapping[Language, str]
    help: Mapping[Language, str]
    heading: Mapping[Language, str]

    def text(self, reply_id: str, language: Language, **values: str) -> str:
        """The words of a reply with its blanks filled; a blank without a value raises KeyError."""
        return self.by_id[reply_id].text[language].format_map({"help": self.help[language], "law": "", **values})


def load_replies(path: Path) -> Replies:
    """Read and check the replies file.

    Raises:
        KnowledgeBaseFault: a key is missing or an id occurs twice.
    """
    data = yaml.safe_load(path.read_text("utf-8"))
    faults, by_id = [], {}
    for entry in data["replies"]:
        missing = {"id", "reason", "zh", "en", "basis"} - set(entry)
        if missing or entry["id"] in by_id:
            faults.append(f"{path}: {entry.get('id')}: 缺少 {sorted(missing)} 或重复")
            continue
        basis = tuple((b["instrument"], b["article"], b["says"]) for b in entry["basis"])
        by_id[entry["id"]] = Reply(entry["id"], entry["reason"], {"zh": entry["zh"], "en": entry["en"]}, basis)
    if faults:
        raise KnowledgeBaseFault(tuple(faults))
    return Replies(by_id, data["closing"], data["help"], data["heading"])
