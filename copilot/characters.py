"""Traditional Chinese characters told apart and put into simplified ones, for all that reads what people type."""

from __future__ import annotations

from functools import cache


@cache
def _opencc():
    import opencc  # lazy: only text with traditional characters pays for the tables

    return opencc.OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether conversion to simplified characters changes the text."""
    try:
        text.encode("gb2312")
        return False
    except UnicodeEncodeError:
        return to_simplified(text) != text


def to_simplified(text: str) -> str:
    """Simplified characters; the wording stays (`資料` -> `资料`)."""
    return _opencc().convert(text)
