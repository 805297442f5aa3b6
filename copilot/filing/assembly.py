"""What papers are made from, put together: questions, conflicts, risks, official templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from copilot.filing import matrix
from copilot.filing.conflicts import Conflict, conflicts
from copilot.filing.drafting import OfficialTemplates, Sources
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook


def sources(
    kb_dir: Path,
    book: Callable[[], RuleBook],
    *,
    official: OfficialTemplates | None = None,
    producer: str = Sources.producer,
) -> Sources:
    """The sources of drafts.

    Args:
        kb_dir: folder of the knowledge base.
        book: gives the dated data of the rules as they are now.
        official: the official templates that the user loaded.
        producer: name or code of the service provider.

    Raises:
        KnowledgeBaseFault: a data file has faults.
    """
    questionnaire = Questionnaire.load(kb_dir)

    def found(filing: Filing, kind: FilingKind, as_of: dt.date) -> Sequence[Conflict]:
        return conflicts(filing, kind, as_of=as_of, book=book(), questionnaire=questionnaire)

    return Sources(
        kb_dir,
        questionnaire.label,
        conflicts=found,
        risks=lambda view: matrix.report(view, kb_dir=kb_dir),
        official=official,
        producer=producer,
    )
