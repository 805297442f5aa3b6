"""The questionnaire and the rule book of this repository, read once."""

from __future__ import annotations

import pytest

from copilot.filing.assembly import sources as put_together
from copilot.filing.drafting import Sources
from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook
from tests import shipped


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return Questionnaire.load(shipped.KB_DIR)


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return shipped.rulebook()


@pytest.fixture(scope="session")
def sources(book: RuleBook) -> Sources:
    """What papers are made from, without official templates."""
    return put_together(shipped.KB_DIR, lambda: book)
