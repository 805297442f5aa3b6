"""The dated data and the negative lists of this repository, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.load import load_knowledge_base
from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.law.reading import read_files
from copilot.law.rulebook import RuleBook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """The rule book shipped with the repository."""
    return load_knowledge_base(ROOT / "knowledge_base", laws_db=None, data_dir=None, strict=False).rulebook


@pytest.fixture(scope="session")
def lists() -> NegativeLists:
    """All zones and lists of this repository."""
    return load_lists(read_files(ROOT / "knowledge_base"), None)
