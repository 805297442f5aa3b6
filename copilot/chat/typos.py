"""Terms written with one wrong character (重要数居), put right where the wrong word means nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

import rjieba

MIN_CHARS, MAX_CHARS = 4, 12
_HAN = re.compile(r"^[\u3400-\u9fff]+$")


class Speller:
    """Knows the terms with each of their characters left open.

    Args:
        terms: glossary terms and synonyms; those of 4 to 12 Chinese characters are used.
        known: whether a word occurs in the texts of the knowledge base; such a word is never changed.
        first: puts right what it can before (words mistyped by their sound).
    """

    def __init__(
        self, terms: Iterable[str], known: Callable[[str], bool], *, first: Callable[[str], str] = str
    ) -> None:
        self._first = first
        fit = sorted({t for t in terms if MIN_CHARS <= len(t) <= MAX_CHARS and _HAN.match(t)})
        self._open = {t[:i] + "?" + t[i + 1 :]: t for t in fit for i in range(len(t))}
        self._terms = frozenset(fit)
        self._lengths = sorted({len(t) for t in fit}, reverse=True)
        self._known = lru_cache(maxsize=4096)(known)

    def correct(self, text: str) -> str:
        """`text` with misspelt terms put right; the same where nothing is surely wrong."""
        text = self._first(text)
        for length in self._lengths:
            for at in range(len(text) - length + 1):
                window = text[at : at + length]
                if window in self._terms or not _HAN.match(window):
                    continue
                for i in range(length):
                    term = self._open.get(window[:i] + "?" + window[i + 1 :])
                    if term and self._wrong(text, at, i, window):
                        text = text[:at] + term + text[at + length :]
                        break
        return text

    def _wrong(self, text: str, at: int, i: int, window: str) -> bool:
        """Whether the odd character stands alone, or in a word that no text of ours has, and so does the window."""
        end = 0
        for word in rjieba.cut(text):
            end += len(word)
            if end > at + i:
                return (len(word) == 1 or not self._known(word)) and not self._known(window)
        return False
