"""Typing errors put right: characters that sound like those of a word of the field (平估 is 评估), where what
stands there is no word.

A change is made only where the typed characters stand alone or in a word that the field never uses, the pair they
make with their neighbour never occurs in its texts, and the word put in is common there. Numerals and words of denial
are neither changed nor put in.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

import rjieba

_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_FIXED = frozenset("零〇一二三四五六七八九十百千万亿两半不没无非未免勿别莫男女")
_SOUNDS_ALIKE = ((r"^(z|c|s)h", r"\1"), (r"(?<=[aei]n)g$", ""), (r"^n", "l"))
_GRAMMAR = frozenset("的了在和与个想先后给把被要会能可也都还就又再去来到从向对月年日市条里上下中前那这是新")
_LONGEST = 8
RARER = 20  # how much rarer the typed pair must be than the word put in
COMMON = 4  # how often the field's texts use a word that is put in
COMMONER = 40  # the same, where it takes the place of a word of the general dictionary
_MA, _HOW_LONG = re.compile(r"(?<=[\u3400-\u9fff])马(?=$|[，。？！?!,])"), re.compile("多九(?!十)")
_NO_PARTICLE = re.compile(r"[上下人兵车军骑赛木斑白黑罗海巴宝河立出千]$")


class Corrector:
    """Knows the words of a field by their sound.

    Args:
        texts: texts of the field.
        terms: its terms, known as whole words.
    """

    def __init__(self, texts: Iterable[str], terms: Iterable[str] = ()) -> None:
        self._cutter = rjieba.Jieba()
        for term in terms:
            self._cutter.add_word(term, None, None)
        self._words: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        for text in texts:
            for run in _RUN.findall(text):
                self._words.update(self._cutter.cut(run, hmm=False))
                self._pairs.update(a + b for a, b in pairwise(run))
        self._sounds, self._by_sound = self._index()

    def _index(self) -> tuple[Mapping[str, str], Mapping[tuple[str, ...], list[str]]]:
        """The sound of each character, and the common words of each sequence of sounds."""
        common = [w for w, n in self._words.items() if 2 <= len(w) <= _LONGEST and n >= COMMON and not _FIXED & {*w}]
        by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        sounds = _Sounds()
        for word in sorted(common, key=lambda w: (-self._words[w], w)):
            by_sound[tuple(sounds[c] for c in word)].append(word)
        return sounds, by_sound

    def correct(self, text: str) -> str:
        """`text` with mistyped words put right; its length stays."""
        text = _MA.sub(lambda m: "马" if _NO_PARTICLE.search(text[: m.start()]) else "吗", text)
        return _RUN.sub(lambda m: self._run(m[0]), _HOW_LONG.sub("多久", text))

    def _run(self, run: str) -> str:
        """A run of characters put right, the longest words first; each place is changed once."""
        changed: set[int] = set()
        for length in range(min(_LONGEST, len(run)), 1, -1):
            tokens = self._tokens(run)
            for at in range(len(run) - length + 1):
                span = range(at, at + length)
                if changed & {*span}:
                    continue
                if word := self._word_for(run, at, length, tokens):
                    changed |= {*span}
                    run = run[:at] + word + run[at + length :]
        return run

    def _tokens(self, run: str) -> list[tuple[int, str]]:
        """For each place the word it stands in and where that begins."""
        out: list[tuple[int, str]] = []
        for word in self._cutter.cut(run, hmm=False):
            out += [(len(out), word)] * len(word)
        return out

    def _may_change(self, token: tuple[int, str], at: int, length: int, count: int) -> bool:
        """Whether a word used `count` times may change a place in `token`: a lone character, or a word within the
        window that the field never uses."""
        begin, word = token
        if len(word) == 1:
            return True
        return not self._words[word] and count >= COMMONER and at <= begin and begin + len(word) <= at + length

    def _word_for(self, run: str, at: int, length: int, tokens: list[tuple[int, str]]) -> str | None:
        """The most common word that sounds like `length` characters from `at`, differing only where it may."""
        window = run[at : at + length]
        for word in self._by_sound.get(tuple(self._sounds[c] for c in window), ()):
            places = [i for i in range(length) if word[i] != window[i]]
            if not places:
                return None
            if len(places) > max(1, length // 2) or any(window[i] in _FIXED for i in places):
                continue
            if any(window[i] in _GRAMMAR for i in places if length == 2 or i in (0, length - 1)):
                continue
            rare = self._seen(run, at, length, places) * RARER < self._words[word]
            if rare and all(self._may_change(tokens[at + i], at, length, self._words[word]) for i in places):
                return word
        return None

    def _seen(self, run: str, at: int, length: int, places: list[int]) -> int:
        """How often a character to be changed stands beside its neighbour within the window in texts of the field."""
        near = {(i - 1, i) for i in places if i} | {(i, i + 1) for i in places if i + 1 < length}
        return max(self._pairs[run[at + a] + run[at + b]] for a, b in near)


class _Sounds(dict[str, str]):
    """Pinyin of a character without tone, near sounds folded together; computed when first asked for."""

    def __missing__(self, char: str) -> str:
        from pypinyin import Style, pinyin  # lazy: its tables are loaded with the first question

        sound = pinyin(char, style=Style.NORMAL)[0][0]
        for pattern, plain in _SOUNDS_ALIKE:
            sound = re.sub(pattern, plain, sound)
        self[char] = sound
        return sound
