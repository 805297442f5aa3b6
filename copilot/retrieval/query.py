"""What a question says to the index: weighted terms, synonyms, the instruments it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from copilot.characters import is_traditional, to_simplified
from copilot.errors import BadInput, TooLarge
from copilot.retrieval.dialect import written
from copilot.retrieval.english import Dictionary, is_english
from copilot.retrieval.follow_up import leant_on
from copilot.retrieval.tokenise import Tokeniser, bigrams, normalise

SYNONYM_WEIGHT = 2.0  # of an implied term as a whole, spread over its words
CONTEXT_WEIGHT = 0.5
# Words of Hong Kong, Macao and Taiwan that the conversion of characters leaves as they are.
_REGIONAL = {
    "个人资料": "个人信息",
    "资料": "数据",
    "资讯": "信息",
    "跨境传输": "出境",
    "网路": "网络",
    "客户资料": "客户数据",
}


@dataclass(frozen=True)
class Query:
    """`terms` and `pairs` map index terms to weights (1.0: said, less: implied)."""

    text: str
    terms: Mapping[str, float]
    pairs: Mapping[str, float]
    instruments: frozenset[str]
    context: str = ""


class Analyser:
    """Reads questions. `synonyms` maps a term to its everyday names, `titles` a title to its short names."""

    def __init__(
        self, tokeniser: Tokeniser, synonyms: Mapping[str, Iterable[str]], titles: Mapping[str, Iterable[str]]
    ) -> None:
        self._tokeniser = tokeniser
        self._terms_of: dict[str, set[str]] = {}
        for term, names in synonyms.items():
            for name in names:
                self._terms_of.setdefault(normalise(name), set()).add(term)
        self._titles = {normalise(t): t for t in titles if len(t) > 1}
        for title, names in titles.items():
            self._titles |= {normalise(n): title for n in names if len(n) > 2}
        self._english = Dictionary((n, term) for term, names in synonyms.items() for n in names if is_english(n))
        self._synonym = _alternation(self._terms_of)
        self._title = _alternation(self._titles)

    def read(self, text: str, *, history: Sequence[str] = (), max_chars: int = 4000) -> Query:
        """The question as weighted terms; one that leans on the turn before carries it at a lower weight.

        Raises:
            BadInput: empty, or nothing in it that can be searched.
            TooLarge: more than `max_chars` characters.
        """
        if len(text) > max_chars:
            raise TooLarge(
                f"问题有 {len(text)} 个字符，上限是 {max_chars} 个",
                hint="请缩短问题，或分成几个问题",
                en="the question is too long",
            )
        plain = normalise(text).strip()
        if is_english(plain):
            plain = f"{self._english.to_chinese(plain)} {plain}".strip()
        traditional = is_traditional(plain)
        if traditional:
            plain = to_simplified(plain)
        plain = written(plain)
        terms = self._weigh(plain, regional=traditional)
        if not terms:
            raise BadInput(
                "问题是空的，或没有可检索的文字",
                hint="请用一句话写出要问的事",
                en="the question holds no searchable words",
            )
        context = to_simplified(normalise(leant_on(plain, history)))[:max_chars]
        pairs = dict.fromkeys(bigrams(plain), 1.0)
        if context:
            for term, weight in self._weigh(context).items():
                terms.setdefault(term, weight * CONTEXT_WEIGHT)
            for pair in bigrams(context):
                pairs.setdefault(pair, CONTEXT_WEIGHT)
        named = frozenset(self._titles[m] for m in self._title.findall(plain)) if self._title else frozenset()
        return Query(plain, terms, pairs, named, context)

    def _weigh(self, plain: str, *, regional: bool = False) -> dict[str, float]:
        terms = dict.fromkeys(self._tokeniser.terms(plain), 1.0)
        implied = {t for name in self._synonym.findall(plain) for t in self._terms_of[name]} if self._synonym else set()
        if self._title:
            implied |= {self._titles[name] for name in self._title.findall(plain)}
        if regional:
            implied |= {there for here, there in _REGIONAL.items() if here in plain}
        for text in sorted(implied):
            parts = self._tokeniser.terms(text)
            for term in parts:
                terms.setdefault(term, min(1.0, SYNONYM_WEIGHT / len(parts)))
        return terms


def _alternation(names: Iterable[str]) -> re.Pattern[str] | None:
    """Matches the longest name first; ASCII names only as whole words (`scc`, not inside `success`)."""
    ordered = sorted((n for n in names if n), key=len, reverse=True)
    if not ordered:
        return None
    each = (rf"(?<![a-z]){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n) for n in ordered)
    return re.compile("|".join(each))
