"""Drafts on the official templates: a filing's view, chapters and recipient put on the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import CopilotError
from copilot.filing.derived import DERIVED
from copilot.filing.official.fill import counts, fill
from copilot.filing.official.known import HAND
from copilot.filing.official.loading import Loader
from copilot.filing.official.model import Template
from copilot.filing.official.package import alone
from copilot.filing.official.store import Templates
from copilot.filing.papers import load_papers
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import load_sections
from copilot.filing.view import View

CONTRACT = "contract."

if TYPE_CHECKING:
    from copilot.precheck.contract_texts import ContractTexts
    from copilot.precheck.sandbox import Sandbox


class OfficialPapers:
    """What drafting asks for."""

    def __init__(self, templates: Templates, kb_dir: Path) -> None:
        self.templates, self.kb_dir = templates, kb_dir

    def fill(
        self, paper: str, view: View, chapters: Mapping[str, Sequence[str]], *, recipient: int | None
    ) -> bytes | None:
        """The filled copy, None where no confirmed template is in force on the view's day.

        Raises:
            BadDocument: a loaded template is damaged.
        """
        template = self.templates.find(paper, as_of=view.as_of)
        if template is None:
            return None

        def of(path: str) -> str:
            """The path of the recipient's own contract on a paper of one recipient."""
            return f"recipients[{recipient}].{path}" if recipient is not None and path.startswith(CONTRACT) else path

        sections = {key: (text,) if isinstance(text, str) else tuple(text) for key, text in chapters.items()}
        return fill(
            template,
            lambda path: view.text(of(path)),
            counts(view.filing, recipient=recipient),
            sections=sections,
            headings=headings_of(self.kb_dir),
            said=lambda path: view.said(of(path)),
        )

    def notes(self, paper: str, *, as_of: dt.date) -> tuple[str, ...]:
        """What a person must know of a paper's official template: not confirmed, left open, to be chosen by hand."""
        template = self.templates.newest(paper, as_of=as_of)
        if template is None:
            return ()
        if not template.confirmed:
            return (f"已导入官方模板 {template.id}，空白的对应关系还没有经人确认（templates show、templates confirm）",)
        found = []
        if template.open:
            found.append(
                f"官方模板有 {len(template.open)} 处空白没有确认，没有填写：{_listed(b.label for b in template.open)}"
            )
        if chosen := [b.hint for b in template.blanks if b.confirmed and b.value == HAND and b.hint]:
            found.append(f"请人工选择：{_listed(chosen)}")
        return tuple(found)


def _listed(words: Iterable[str]) -> str:
    return "、".join(" ".join(one.split())[:30] for one in words)


def labels_of(kb_dir: Path) -> dict[str, str]:
    """The questionnaire's labels by general path, with those of values that code works out."""
    questions = Questionnaire.load(kb_dir).questions
    return {one.path: one.label for one in questions} | {path: one.label for path, one in DERIVED.items()}


def headings_of(kb_dir: Path) -> dict[str, str]:
    """Headings of the chapters that are written, by id."""
    return {one.id: one.heading for one in load_sections(kb_dir).entries if one.heading}


def open_templates(data_dir: Path, kb_dir: Path, *, shared: Templates | None = None) -> Templates:
    """The templates that the user loaded, beside shared ones."""
    loader = Loader(
        kb_dir,
        labels=lambda: labels_of(kb_dir),
        headings=lambda: headings_of(kb_dir),
        papers=lambda: {p.id: p.span for p in load_papers(kb_dir).entries},
    )
    return Templates(data_dir, loader, shared=shared)


def official_papers(data_dir: Path, kb_dir: Path) -> OfficialPapers:
    """What drafting asks for the official templates."""
    return OfficialPapers(open_templates(data_dir, kb_dir), kb_dir)


def also_compared(
    templates: Templates,
    added: Iterable[Template],
    texts: ContractTexts,
    raw: bytes,
    *,
    sandbox: Sandbox,
    today: dt.date,
) -> tuple[list[dict[str, Any]], str]:
    """A model contract among the templates serves the pre-check's comparison too.

    Args:
        templates: where they are kept.
        added: what was loaded from a file.
        texts: the model contracts of the pre-check.
        raw: content of the file.
        sandbox: the reading processes.
        today: the day noted.

    Returns:
        What they were loaded as, and why one could not be; empty where all could.
    """
    contracts = {form.id: form.contract for form in templates.known.forms if form.contract is not None}
    loaded: list[dict[str, Any]] = []
    for template in added:
        if template.form not in contracts:
            continue
        try:
            text, replaced = texts.add(
                template.file, alone(template.file, raw, template.part), sandbox=sandbox, today=today,
                contract=contracts[template.form], in_force_from=template.in_force_from,
            )  # fmt: skip
        except CopilotError as error:
            return loaded, f"没有用于合同正文比对：{error}"
        loaded.append({**text.model_dump(mode="json"), "replaced": replaced})
    return loaded, ""
