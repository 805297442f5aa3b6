"""An enterprise's field name in comparable forms: words of snake_case and camelCase, abbreviations, Chinese, pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from copilot.law.list_records import SynonymGroup, SynonymsFile

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ASCII = re.compile(r"[A-Za-z]+|[0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Forms:
    """One name. `zh`: its Chinese, `zh_core` without general words, `zh_even` with its parts evened out.

    `words`: its English, expanded, `core` without general words; `letters` as typed; `translated`: English as Chinese.
    """

    text: str
    zh: str
    zh_core: str
    zh_even: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    letters: str
    translated: str

    @property
    def empty(self) -> bool:
        """Nothing to compare."""
        return not (self.zh or self.words)


class Vocabulary:
    """The synonym table, ready for look-ups."""

    def __init__(self, table: SynonymsFile | None) -> None:
        self.table = table or SynonymsFile(groups=(), abbreviations={}, words={}, zh={}, noise=())
        self._noise = {n.lower() for n in self.table.noise}
        self._noise_zh = sorted((n for n in self.table.noise if _HAN.search(n)), key=len, reverse=True)

    @cached_property
    def group_of(self) -> dict[str, SynonymGroup]:
        """The group that a list's own field name belongs to: the first that names it."""
        out: dict[str, SynonymGroup] = {}
        for group in self.table.groups:
            for name in group.zh[:1]:
                out.setdefault(name, group)
        for group in self.table.groups:
            for name in group.zh:
                out.setdefault(name, group)
        return out

    @cached_property
    def _by_english(self) -> dict[str, SynonymGroup]:
        out: dict[str, SynonymGroup] = {}
        for group in self.table.groups:
            for name in group.en:
                out.setdefault("".join(self.forms(name).words), group)
        return out

    def plainly(self, forms: Forms) -> SynonymGroup | None:
        """The group that a name plainly belongs to, by equality alone; None otherwise."""
        for name in (forms.zh, forms.zh_core):
            if name and (group := self.group_of.get(name)):
                return group
        for words in (forms.words, forms.core):
            if words and (group := self._by_english.get("".join(words))):
                return group
        return None

    def forms(self, text: str) -> Forms:
        """The comparable forms of a name or a meaning."""
        plain = unicodedata.normalize("NFKC", text).strip()
        words = tuple(self._words(plain))
        core = tuple(w for w in words if w not in self._noise)
        zh = "".join(_HAN.findall(plain)) + "".join(w for w in words if _HAN.search(w))
        translated = "".join(self.table.words.get(w, "") for w in (core or words))
        letters = "".join(_ASCII.findall(plain)).lower()
        ascii_words = tuple(w for w in words if not _HAN.search(w))
        ascii_core = tuple(w for w in core if not _HAN.search(w)) or ascii_words
        core_zh = self._strip(zh)
        return Forms(plain, zh, core_zh, self.even(core_zh), ascii_words, ascii_core, letters, translated)

    def even(self, zh: str) -> str:
        """The Chinese with parts that mean the same written one way (单号、编码 -> 号)."""
        return self._parts.sub(lambda found: self.table.zh[found[0]], zh) if self.table.zh else zh

    @cached_property
    def _parts(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.table.zh), key=len, reverse=True)))

    @cached_property
    def _known(self) -> frozenset[str]:
        """English words of the table, to take words apart that are written together."""
        told = {w.lower() for g in self.table.groups for e in g.en for w in re.findall(r"[A-Za-z]+", e)}
        return frozenset({w for w in (*told, *self.table.abbreviations, *self.table.words) if len(w) > 1 or w == "i"})

    def _apart(self, word: str) -> list[str]:
        """`policyno` as policy, no; a word that can't be taken apart whole stays."""
        if word in self._known or len(word) < 5:
            return [word]
        best: dict[int, list[str]] = {0: []}
        for end in range(2, len(word) + 1):
            for start in range(end - 1):
                if start in best and word[start:end] in self._known:
                    parts = [*best[start], word[start:end]]
                    if end not in best or len(parts) < len(best[end]):
                        best[end] = parts
        return best.get(len(word), [word])

    def _words(self, text: str) -> Iterable[str]:
        for run in re.split(r"[^A-Za-z0-9]+", text):
            for part in _CAMEL.split(run):
                for word in (w for found in _ASCII.findall(part) for w in self._apart(found.lower())):
                    yield from self.table.abbreviations.get(word, word).split()

    def _strip(self, zh: str) -> str:
        """The Chinese without general words before or after (会员、客户、信息); never to nothing."""
        for _ in range(2):
            for noise in self._noise_zh:
                if zh.startswith(noise) and len(zh) > len(noise) + 1:
                    zh = zh[len(noise) :]
                if zh.endswith(noise) and len(zh) > len(noise) + 1 and noise in ("信息", "数据", "字段", "内容"):
                    zh = zh[: -len(noise)]
        return zh


@lru_cache(maxsize=8192)
def pinyin(zh: str) -> tuple[str, str]:
    """Full pinyin and initials of a Chinese name, without tones."""
    from pypinyin import lazy_pinyin

    syllables = [s for s in lazy_pinyin(zh) if s.isascii() and s.isalpha()]
    return "".join(syllables), "".join(s[0] for s in syllables)
