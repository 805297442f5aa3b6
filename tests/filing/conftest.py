"""The questionnaire and the rule book of this repository, read once."""

from __future__ import annotations

import pytest

from copilot.filing.questionnaire import Questionnaire
from copilot.law.rulebook import RuleBook
from tests import shipped


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return Questionnaire.load(shipped.KB_DIR)


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return shipped.rulebook()
