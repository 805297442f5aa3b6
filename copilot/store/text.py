"""Text and values that every database takes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

MAX_TITLE_CHARS = 40
MAX_PAGE = 200


def clean(words: str) -> str:
    """Text that every database takes: no NUL, no lone surrogates."""
    return words.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def clean_json(value: Any) -> Any:
    """A JSON value with clean texts and keys."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): clean_json(item) for key, item in value.items()}
    return [clean_json(item) for item in value] if isinstance(value, (list, tuple)) else value


def title_of(words: str) -> str:
    """A title on one line, shortened."""
    line = " ".join(clean(words).split())
    return line if len(line) <= MAX_TITLE_CHARS else line[: MAX_TITLE_CHARS - 1] + "…"


def holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a column holds a word, be its letters large or small."""
    return column.icontains(word, autoescape=True)
