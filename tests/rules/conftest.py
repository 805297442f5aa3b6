"""The dated data and the negative lists of this repository, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.negative_lists import NegativeLists
from copilot.law.rulebook import RuleBook
from tests import shipped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """The rule book shipped with the repository."""
    return shipped.rulebook()


@pytest.fixture(scope="session")
def lists() -> NegativeLists:
    """All zones and lists of this repository."""
    return shipped.negative_lists()
