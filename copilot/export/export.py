"""One entry for all formats."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

from copilot.domain import Answer
from copilot.errors import BadInput
from copilot.export.document import Document, Turn
from copilot.export.verdict import report_of
from copilot.law.rulebook import RuleBook
from copilot.rules.questions import Language
from copilot.store.store import ConversationView
from copilot.store.verdicts import VerdictView

MEDIA_TYPES: dict[str, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
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


def export_verdict(
    kept: VerdictView, form: str, *, book: RuleBook, producer: str, language: Language = "zh"
) -> Exported:
    """A kept verdict as a file, the same each time; .json is the result itself with its facts.

    Args:
        kept: the verdict.
        form: docx, pdf or json.
        book: for the names of facts and papers.
        producer: name or code of the service provider.
        language: of docx and pdf; .json holds both.

    Raises:
        BadInput: no such format.
    """
    name = f"path-{kept.as_of}-{kept.id[:8]}.{form}"
    if form == "json":
        whole = {**kept.result, "facts": kept.facts, "determination_id": kept.id}
        content = json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"
        return Exported(name, MEDIA_TYPES[form], content)
    if form not in ("docx", "pdf"):
        raise BadInput(f"不能导出为“{form}”", hint="可用 docx、pdf、json", en="export as docx, pdf or json")
    from copilot.export import report_docx, report_pdf

    report = report_of(kept, book=book, producer=producer, language=language)
    writer = report_docx.write if form == "docx" else report_pdf.write
    return Exported(name, MEDIA_TYPES[form], writer(report))


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
