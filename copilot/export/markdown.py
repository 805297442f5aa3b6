"""To Markdown: the label in the front matter and in the text."""

from __future__ import annotations

import json
import re

from copilot.domain import Answer
from copilot.export import label
from copilot.export.document import Document, basis_line, heading, particulars

_ACTIVE = re.compile(r"([\\`*_{}<>#|!~\[\]])")
_MARK = re.compile(r"\\\[(\d+)\\\]")


def write(document: Document) -> bytes:
    """The document as UTF-8 Markdown. What was typed or quoted is escaped and can't become markup."""
    out: list[str] = []
    if document.implicit_label:
        out += ["---", f"{label.NAME}:"]
        out += [f"  {k}: {json.dumps(v)}" for k, v in json.loads(document.implicit_label).items()]
        out += ["---", ""]
    out += [f"# {_safe(document.title)}", "", f"> {document.visible_label}", ""]
    for turn in document.turns:
        out += [f"## {document.word('问', 'Question')}：{_safe(' '.join(turn.question.split()))}", ""]
        if turn.answer is None:
            out += [document.word("（未完成回答）", "(not answered)"), ""]
        else:
            out += _answer(document, turn.answer)
    out += ["---", "", f"{document.visible_label} · {document.written_at:%Y-%m-%d %H:%M %Z}", ""]
    return "\n".join(out).encode()


def _answer(document: Document, answer: Answer) -> list[str]:
    out = [_safe(answer.answer).replace("\n", "\n\n"), "", f"*{_safe(basis_line(answer, document.language))}*", ""]
    out += [f"- {_safe(note)}" for note in answer.notices] + ([""] if answer.notices else [])
    if answer.questions:
        out += [document.word("需要补充：", "To be clarified:"), "", *(f"- {_safe(q)}" for q in answer.questions), ""]
    if answer.citations:
        out += [f"### {document.word('依据', 'Sources')}", ""]
    for number, source in enumerate(answer.citations, 1):
        out += [f"**{_safe(heading(number, source))}**", "", f"{_safe(particulars(source, document.language))}", ""]
        out += [f"> {_safe(line)}" if line else ">" for line in source.text.splitlines()]
        out += [""] + ([f"<{source.url}>", ""] if source.url and not re.search(r"[<>\s]", source.url) else [])
    return out


def _safe(text: str) -> str:
    """`text` without any effect as markup; citation marks `[1]` stay as they are."""
    return _MARK.sub(r"[\1]", _ACTIVE.sub(r"\\\1", text))
