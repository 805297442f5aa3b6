"""How like a list's field an enterprise's field is: 0 to 1 with the reason, by rules that a person can follow."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from copilot.law.list_records import CountKind, Scene
from copilot.negative_lists.vocabulary import Forms, Vocabulary, pinyin

_PARENS = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True)
class Label:
    """A field as the list names it, in one scene."""

    name: str
    scene: str
    kind: CountKind
    condition: str
    names: tuple[str, ...]
    english: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list's field that an enterprise's field may be."""

    label: Label
    score: float
    reason: str


class Scorer:
    """Compares fields with the fields of some scenes.

    Args:
        scenes: where to look.
        vocabulary: synonyms, abbreviations, translations.
    """

    def __init__(self, scenes: Sequence[Scene], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.labels = tuple(self._labels(scenes))

    def _labels(self, scenes: Sequence[Scene]) -> Iterator[Label]:
        for scene in scenes:
            conditions = {q.name: q.condition for q in scene.qualified}
            kinds: tuple[CountKind, ...] = ("pi", "sensitive_pi")
            for kind in kinds:
                for name in scene.fields(kind):
                    group = self.vocabulary.group_of.get(name)
                    bare = _PARENS.sub("", name)
                    tail = bare.rpartition("：")[2]
                    either = bare.split("/") if "/" in bare else ()  # 性别/称谓 names two fields
                    names = dict.fromkeys((name, bare, tail, *either, *(group.zh if group else ())))
                    english = tuple(self.vocabulary.forms(e).words for e in (group.en if group else ()))
                    found = tuple(re.sub(r"[^\w]", "", n) for n in names if n)
                    yield Label(name, scene.id, kind, conditions.get(name, ""), found, english)

    @cached_property
    def _weight(self) -> dict[str, float]:
        """Rare characters and words tell more than 号, 金额, date."""
        seen: Counter[str] = Counter()
        for label in self.labels:
            seen.update({c for n in label.names[:1] for c in n} | {w for e in label.english for w in e})
        return {k: math.log(1 + len(self.labels) / n) for k, n in seen.items()}

    def _worth(self, unit: str) -> float:
        return self._weight.get(unit, math.log(1 + len(self.labels)))

    def rank(self, name: Forms, meaning: Forms, *, top: int = 5) -> list[Candidate]:
        """The likeliest fields, best first; one entry for each list field."""
        best: dict[tuple[str, str], Candidate] = {}
        for label in self.labels:
            for forms, share, where in ((name, 1.0, ""), (meaning, 0.97, "（按含义）")):
                if forms.empty:
                    continue
                score, reason = self._score(forms, label)
                key = (label.scene, label.name)
                found = Candidate(label, round(score * share, 3), reason + where)
                if found.score > 0.2 and (key not in best or found.score > best[key].score):
                    best[key] = found
        return sorted(best.values(), key=lambda c: -c.score)[:top]

    def _score(self, forms: Forms, label: Label) -> tuple[float, str]:
        options = [(0.0, "")]
        if forms.zh:
            options.append(self._chinese(forms, label))
        if forms.words:
            options.append(self._english(forms, label))
        if forms.translated and not forms.zh:
            likeness = max(self._dice(forms.translated, n) for n in label.names)
            options.append((0.78 * likeness, f"译作“{forms.translated}”，与“{label.name}”相近"))
        if forms.letters and not forms.zh:
            options.append(self._pinyin(forms, label))
        return max(options, key=lambda o: o[0])

    def _chinese(self, forms: Forms, label: Label) -> tuple[float, str]:
        zh = re.sub(r"[^\w]", "", forms.zh)
        if zh in label.names[:1]:
            return 1.0, "与清单用语相同"
        if zh in label.names:
            return 0.97, f"“{zh}”是“{label.name}”的另一种说法"
        if forms.zh_core in label.names:
            return 0.94, f"去掉泛称后“{forms.zh_core}”即“{label.name}”"
        best, shown = 0.0, ""
        for name in label.names:
            likeness = 0.85 * max(
                self._dice(forms.zh_core, name), self._dice(forms.zh_even, self.vocabulary.even(name))
            )
            if len(name) >= 2 and name in zh:
                likeness = max(likeness, 0.62 + 0.3 * len(name) / len(zh))
            if likeness > best:
                best, shown = likeness, name
        return best, f"与“{shown}”用字相近"

    def _english(self, forms: Forms, label: Label) -> tuple[float, str]:
        best, shown = 0.0, tuple[str, ...]()
        joined = "".join(forms.words)
        for words in label.english:
            if forms.words == words or joined == "".join(words):
                score = 0.97
            elif forms.core == words or "".join(forms.core) == "".join(words):
                score = 0.93
            else:
                score = 0.86 * max(self._overlap(forms.words, words), self._overlap(forms.core, words))
            if score > best:
                best, shown = score, words
        return best, f"即 {' '.join(shown)}（{label.name}）"

    def _pinyin(self, forms: Forms, label: Label) -> tuple[float, str]:
        for name in label.names:
            full, initials = pinyin(name)
            if len(forms.letters) >= 4 and forms.letters == full:
                return 0.95, f"拼音“{name}”"
            if len(forms.letters) >= 3 and forms.letters == initials:
                return 0.82, f"拼音首字母“{name}”"
        return 0.0, ""

    def _dice(self, left: str, right: str) -> float:
        if not left or not right:
            return 0.0
        one = _share(Counter(left), Counter(right), self._worth)
        two = _share(_pairs(left), _pairs(right), lambda unit: sum(map(self._worth, unit)))
        return 0.5 * one + 0.5 * two

    def _overlap(self, left: Sequence[str], right: Sequence[str]) -> float:
        return _share(Counter(left), Counter(right), self._worth)


def _share(left: Counter[str], right: Counter[str], worth: Callable[[str], float]) -> float:
    """Weighted Dice coefficient of two bags."""
    total = sum(worth(u) * n for u, n in left.items()) + sum(worth(u) * n for u, n in right.items())
    both = sum(worth(u) * n for u, n in (left & right).items())
    return 2 * both / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def shared(left: str, right: str) -> float:
    """Dice coefficient of two texts' character pairs."""
    pairs = [Counter(t[i : i + 2] for i in range(max(len(t) - 1, 1))) for t in (left, right)]
    return _share(pairs[0], pairs[1], lambda unit: 1.0)
