"""Folders of its own for every test of a command, and the whole command line without a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import typer

from copilot import cli


@pytest.fixture
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Data below this test's folder; the cache of parsed records shared by the run."""
    monkeypatch.setenv("COPILOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COPILOT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "kb-cache"))


@pytest.fixture
def whole_app(own_places: None) -> Iterator[typer.Typer]:
    """All commands, hung up once in this process; what a command sets for its logs goes with the test."""
    if not any(group.name == "verdicts" for group in cli.app.registered_groups):
        cli._mount()
    yield cli.app
    structlog.reset_defaults()
