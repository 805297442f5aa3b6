"""The shipped knowledge base, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.load import load_knowledge_base

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """Records of this repository and the statutes of the installed distribution; no added documents."""
    return load_knowledge_base(ROOT / "knowledge_base", laws_db=None, data_dir=None, strict=False)
