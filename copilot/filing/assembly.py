"""What papers are made from, put together from the knowledge base and the templates that the user loaded."""

from __future__ import annotations

from pathlib import Path

from copilot.filing.drafting import Sources
from copilot.filing.questionnaire import Questionnaire


def sources(kb_dir: Path, data_dir: Path) -> Sources:
    """The sources of drafts.

    Args:
        kb_dir: folder of the knowledge base.
        data_dir: folder of the user's own data, with the official templates that were loaded.

    Raises:
        KnowledgeBaseFault: a data file has faults.
    """
    questionnaire = Questionnaire.load(kb_dir)
    return Sources(kb_dir, questionnaire.label)
