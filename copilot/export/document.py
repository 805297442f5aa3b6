"""What an export says, independent of the file format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.domain import Answer, Citation
from copilot.export import label

KINDS = {"verbatim": "官方原文", "digest": "摘编（非原文）", "qa": "问答", "case": "案例", "list": "清单"}
KINDS_EN = {
    "verbatim": "official text",
    "digest": "digest, not the official text",
    "qa": "Q&A",
    "case": "case",
    "list": "list",
}
CHECKED = {"verified": "已核对", "secondary": "仅有二手来源", "doubtful": "存疑，请以官方文本为准"}
CHECKED_EN = {
    "verified": "checked",
    "secondary": "second-hand source only",
    "doubtful": "doubtful, see the official text",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; None where it was not answered (stopped, failed)."""

    question: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Document:
    """A conversation, or one answer of it, to be written out. `number` identifies the content."""

    title: str
    turns: Sequence[Turn]
    number: str
    language: str
    written_at: dt.datetime
    producer: str

    @property
    def generated(self) -> bool:
        """Whether a model wrote any of it."""
        return any(turn.answer is not None and turn.answer.mode == "model" for turn in self.turns)

    @property
    def visible_label(self) -> str:
        """What the reader must see at the beginning and at the end."""
        return (label.VISIBLE if self.generated else label.EXCERPT)[self.language]

    @property
    def implicit_label(self) -> str | None:
        """Value of the metadata element; None where no model wrote anything."""
        return label.encoded(label.implicit(self.number, producer=self.producer)) if self.generated else None

    def word(self, zh: str, en: str) -> str:
        """The word in the document's language."""
        return en if self.language == "en" else zh


def heading(number: int, source: Citation) -> str:
    """`[1] 《instrument》第七条 title`."""
    place = f"《{source.instrument}》{source.article or ''}"
    return f"[{number}] {place} {source.title}".rstrip()


def particulars(source: Citation, language: str) -> str:
    """Kind, dates in force and how far the source was checked, on one line."""
    since, until, on = source.in_force_from, source.repealed_from, source.checked_on
    if language == "en":
        dates = f"in force from {since or 'unknown'}" + (f" until before {until}" if until else "")
        return f"{KINDS_EN[source.kind]}; {dates}; {CHECKED_EN[source.checked]}" + (f" on {on}" if on else "")
    dates = f"自{since}起施行" if since else "施行日期不详"
    dates += f"，{until}起不再适用" if until else ""
    return f"{KINDS[source.kind]}；{dates}；{CHECKED[source.checked]}" + (f"（{on}）" if on else "")


def basis_line(answer: Answer, language: str) -> str:
    """The day whose law applies and what wrote the answer."""
    if language == "en":
        return f"Law as of {answer.as_of}; written by: {answer.model}"
    return f"依据 {answer.as_of} 有效的规定；生成方式：{answer.model}"
