"""Replacing what tells who somebody is: the same thing gets the same placeholder in every text of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel

from copilot.redaction.detectors import DETECTORS
from copilot.redaction.found import LABELS, RANK, Found, Kind

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）"}
_PLACEHOLDER = re.compile(rf"〔(?:{'|'.join(LABELS.values())})\d+〕")
_LATIN = re.compile(r"[A-Za-z0-9]")


class Replaced(BaseModel):
    """One thing that was replaced, everywhere by `placeholder`. `certain`: its form leaves no doubt."""

    placeholder: str
    kind: Kind
    original: str
    why: str
    certain: bool
    count: int


class Redactor:
    """Texts in, anonymised texts out; remembers what it replaced, so that placeholders agree between texts."""

    def __init__(self) -> None:
        self._known: dict[tuple[Kind, str], Replaced] = {}

    @property
    def replaced(self) -> list[Replaced]:
        """Everything replaced so far, in the order of first use."""
        return list(self._known.values())

    def redact(self, *texts: str) -> list[str]:
        """The texts with placeholders. What one of them gives away is replaced in all of them."""
        found = [detect(text) for text in texts]
        for text, each in zip(texts, found, strict=True):
            for one in each:
                self._placeholder(text[one.start : one.end], one)
        return [self._without(text, each) for text, each in zip(texts, found, strict=True)]

    def _placeholder(self, original: str, found: Found) -> Replaced:
        key = (found.kind, _same(original, found.kind))
        if key not in self._known:
            number = 1 + sum(kind == found.kind for kind, _ in self._known)
            self._known[key] = Replaced(
                placeholder=f"〔{LABELS[found.kind]}{number}〕",
                kind=found.kind,
                original=original,
                why=found.why,
                certain=found.certain,
                count=0,
            )
        return self._known[key]

    def _without(self, text: str, found: list[Found]) -> str:
        parts, at = [], 0
        for one in found:
            known = self._placeholder(text[one.start : one.end], one)
            known.count += 1
            parts += [self._repeated(text[at : one.start]), known.placeholder]
            at = one.end
        return "".join([*parts, self._repeated(text[at:])])

    def _repeated(self, text: str) -> str:
        """Text between the finds, where a name found elsewhere may stand without the words that gave it away."""
        for known in sorted(self._known.values(), key=lambda k: -len(k.original)):
            if len(known.original) < 2 or known.original not in text:
                continue
            edge = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if _LATIN.search(known.original) else "{}"
            text, count = re.subn(edge.format(re.escape(known.original)), known.placeholder, text)
            known.count += count
        return text


def detect(text: str) -> list[Found]:
    """Everything that tells who somebody is, in order, without overlaps: the longer wins, then the kind's rank."""
    plain = text.translate(_WIDE)  # one sign for one, so that places agree
    covered = [match.span() for match in _PLACEHOLDER.finditer(text)]
    every = [one for detector in DETECTORS for one in detector(plain) if not _meets(one, covered)]
    kept: list[Found] = []
    for one in sorted(every, key=lambda f: (not f.certain, f.start - f.end, RANK[f.kind])):
        if not _meets(one, [(k.start, k.end) for k in kept]):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def certain(texts: Iterable[str]) -> list[Found]:
    """What must not be kept, whatever a reader says."""
    return [one for text in texts for one in detect(text) if one.certain]


def _meets(found: Found, spans: list[tuple[int, int]]) -> bool:
    return any(found.start < end and start < found.end for start, end in spans)


def _same(original: str, kind: Kind) -> str:
    """What makes two writings one thing: signs and case aside, digits of numbers alone."""
    return original if kind in ("person", "company", "address") else re.sub(r"[\s()（）-]", "", original).casefold()
