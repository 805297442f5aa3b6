"""Folders of its own for every test of a command."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Data below this test's folder; the cache of parsed records shared by the run."""
    monkeypatch.setenv("COPILOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COPILOT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "kb-cache"))
