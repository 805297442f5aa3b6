"""The shipped negative lists, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.law.reading import read_files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def lists() -> NegativeLists:
    """All zones and lists of this repository."""
    return load_lists(read_files(ROOT / "knowledge_base"), None)
