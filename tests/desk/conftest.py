"""The desk's own words, and answers made by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from copilot.desk.speakable import Speaker
from copilot.desk.words import Words, load_words
from copilot.domain import Answer, Citation
from copilot.settings import ROOT

FILE = ROOT / "knowledge_base" / "desk.yaml"


@pytest.fixture(scope="session")
def words() -> Words:
    """What is shipped."""
    return load_words(Path(FILE))


@pytest.fixture(scope="session")
def speaker(words: Words) -> Speaker:
    """A speaker with the shipped words."""
    return Speaker(words)


def cited(text: str, *, instrument: str = "示例规定", article: str | None = "第七条", title: str = "") -> Citation:
    """A citation with its text."""
    return Citation(
        id=f"x#{article}",
        instrument=instrument,
        article=article,
        kind="digest",
        text=text,
        url=None,
        in_force_from=dt.date(2024, 3, 22),
        title=title,
    )


def answer(text: str, *citations: Citation, path: dict[str, Any] | None = None, **more: Any) -> Answer:
    """An answer; `path` as far as the desk looks at it."""
    values = {"abstained": False, "as_of": dt.date(2026, 11, 23), "model": "m", "prompt": "p", **more}
    return Answer(answer=text, citations=list(citations), path=path, **values)


def verdict(path: str, headline: str, **more: Any) -> dict[str, Any]:
    """A verdict as far as the desk looks at it."""
    return {"path": path, "headline": headline, "scope": "planned_year", "assumptions": [], "questions": [], **more}


@pytest.fixture
def answer_kept() -> Answer:
    """An answer to keep."""
    return answer("应当备案[1]。", cited("应当备案。"))
