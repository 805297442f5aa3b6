"""The shipped knowledge base, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.knowledge_base import KnowledgeBase
from tests import shipped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """Records of this repository and the statutes of the installed distribution; no added documents."""
    return shipped.knowledge_base()
