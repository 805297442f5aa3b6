"""One entry for all formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from copilot.domain import Answer
from copilot.errors import BadInput
from copilot.export.document import Document, Turn
from copilot.store.store import ConversationView

MEDIA_TYPES: dict[str, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand over."""

    name: str
    media_type: str
    content: bytes


def export_conversation(view: ConversationView, form: str, *, producer: str, now: dt.datetime) -> Exported:
    """A whole conversation as a file.

    Raises:
        BadInput: no such format.
    """
    turns: list[Turn] = []
    for message in view.messages:
        if message.role == "user":
            turns.append(Turn(message.text, None))
        elif turns and turns[-1].answer is None:
            turns[-1] = Turn(turns[-1].question, message.answer)
        else:  # the question was deleted or answered twice
            turns.append(Turn("", message.answer))
    language = "en" if view.language == "en" else "zh"
    return _write(Document(view.title or "会话", turns, view.id, language, now, producer), form)


def export_answer(question: str, answer: Answer, form: str, *, producer: str, now: dt.datetime) -> Exported:
    """One question with its answer as a file.

    Raises:
        BadInput: no such format.
    """
    number = answer.message_id or f"{now:%Y%m%dT%H%M%S%f}"
    title = " ".join(question.split())[:40] or "回答"
    return _write(Document(title, [Turn(question, answer)], number, answer.language, now, producer), form)


def _write(document: Document, form: str) -> Exported:
    writer = _writer(form)
    return Exported(f"compliance-copilot-{document.number[:8]}.{form}", MEDIA_TYPES[form], writer(document))


def _writer(form: str) -> Callable[[Document], bytes]:
    if form == "md":
        from copilot.export import markdown

        return markdown.write
    if form == "docx":
        from copilot.export import docx

        return docx.write
    if form == "pdf":
        from copilot.export import pdf

        return pdf.write
    raise BadInput(f"不能导出为“{form}”", hint="可用 md、docx、pdf", en="export as md, docx or pdf")
