"""Templates laid out by the tests, loaded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.filing.official.model import Template
from copilot.filing.official.store import Templates
from copilot.filing.official.use import open_templates
from tests import shipped
from tests.filing.official import layouts

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Templates:
    """An empty store with the shipped questionnaire's labels."""
    return open_templates(tmp_path / "data", shipped.KB_DIR)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Template]:
    """A template of `layouts` by name, every proposal confirmed; loaded once."""
    store = open_templates(tmp_path_factory.mktemp("official"), shipped.KB_DIR)
    known: dict[str, Template] = {}

    def load(name: str) -> Template:
        if name not in known:
            raw = layouts.word(layouts.parsed(getattr(layouts, name)))
            (added,) = store.add(f"{name}.docx", raw, today=TODAY)
            store.confirm(added.id, today=TODAY, everything=True)
            known[name] = store.get(added.id)
        return known[name]

    return load
