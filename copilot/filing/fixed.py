"""What a drafted paper says by itself: the sheet's words, its note on the official template, options, our sentences.

Whatever a paper says beyond these, the facts and the law would be invented; see `invented`.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from copilot.filing.difference import lines_of
from copilot.filing.drafting import KINDS, MATTERS, Draft, DraftedPaper, note_on
from copilot.filing.model_contracts import places
from copilot.filing.papers import load_papers
from copilot.filing.parties import IdType
from copilot.filing.prose import own_words
from copilot.filing.view import values


def fixed_words(draft: Draft, one: DraftedPaper, *, kb_dir: Path) -> str:
    """The words of a paper that come from no fact.

    Raises:
        KnowledgeBaseFault: a data file has faults.
    """
    found = [*lines_of(load_papers(kb_dir).template(one.paper)), note_on(one.paper), *get_args(IdType)]
    found += [*places(), KINDS[draft.kind], MATTERS.get(draft.kind, "")]
    if one.paper.sections:
        found.append(own_words(values(draft.filing, draft.kind, as_of=draft.as_of, label=str), kb_dir=kb_dir))
    return "\n".join(found)
