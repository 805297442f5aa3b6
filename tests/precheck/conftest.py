"""The knowledge base's rule book and criteria, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.rulebook import RuleBook
from copilot.precheck.criteria import Criteria, load_criteria
from tests import shipped

KB = Path(__file__).resolve().parents[2] / "knowledge_base"


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return shipped.rulebook()


@pytest.fixture(scope="session")
def criteria() -> Criteria:
    return load_criteria(KB)
