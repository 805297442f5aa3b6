"""The knowledge base of this repository, read once by each process that runs tests: no test changes it.

Records are parsed once and kept in a folder that goes with the process; the readers above them stay the real ones.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.load import load_knowledge_base
from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.law.reading import Files, read_files
from copilot.law.rulebook import RuleBook, open_rulebook
from copilot.settings import ROOT

KB_DIR = ROOT / "knowledge_base"
_PARSED = tempfile.TemporaryDirectory(prefix="kb-parsed-")
PARSED = Path(_PARSED.name)


@cache
def files() -> Files:
    """All records, validated."""
    return read_files(KB_DIR, cache_dir=PARSED)


@cache
def rulebook() -> RuleBook:
    """The dated data of the rules."""
    return open_rulebook(KB_DIR, cache_dir=PARSED)


@cache
def negative_lists() -> NegativeLists:
    """All zones and lists, nothing approved on this machine."""
    return load_lists(files(), None)


@cache
def knowledge_base() -> KnowledgeBase:
    """The records and the statutes of the installed distribution; no added documents."""
    return load_knowledge_base(KB_DIR, laws_db=None, data_dir=None, cache_dir=PARSED, strict=False)
