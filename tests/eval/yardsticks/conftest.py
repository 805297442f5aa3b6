"""Benchmarks' files in their published form, written here in our own words; a bench without or with a model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copilot.llm.fake import FakeModel
from copilot.settings import Settings
from eval.yardsticks.yardstick import Bench, Yardstick


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes `name` under the benchmark's folder: text, rows as lines, or a value as JSON."""

    def make(name: str, content: Any, *, lines: bool = False) -> Path:
        file = tmp_path / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            text = content
        elif lines:
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content)
        else:
            text = json.dumps(content, ensure_ascii=False)
        file.write_text(text, "utf-8")
        return tmp_path / "files"

    return make


@pytest.fixture
def bench(settings: Settings) -> Callable[..., tuple[Bench, FakeModel]]:
    """A bench whose model gives these replies, and that model."""

    def make(of: Yardstick, *replies: Any, **options: Any) -> tuple[Bench, FakeModel]:
        model = FakeModel(replies or ["无"])
        return Bench(of, settings, client=model.client(retries=0), **options), model

    return make
