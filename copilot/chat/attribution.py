"""Which sources does a verified sentence stand on, and what number does each get?

Marks the model wrote are a hint, never trusted: a sentence is tied to the sources that support it by the verifier.
Texts of an authority are preferred over our own Q&A, so that a reader lands on the law.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from copilot.chat.evidence import MAX_CITATIONS, Evidence
from copilot.chat.verify import Verdict, verify
from copilot.domain import Citation, Passage

MAX_MARKS = 3
_MARK = re.compile(r"[\[【](\d+(?:\s*[,，、]\s*\d+)*)[\]】]")


def marks(text: str) -> list[int]:
    """Numbers of all marks `[1]`, `[1,2]`, `【3】` in `text`."""
    return [int(n) for m in _MARK.findall(text) for n in re.split(r"[,，、]", m)]


def without_marks(text: str) -> str:
    """`text` without its marks and the blanks they leave."""
    return re.sub(r"\s+(?=[。；，])", "", _MARK.sub("", text)).strip()


def attribute(
    sentence: str, evidence: Sequence[Evidence], *, hinted: Sequence[int] = ()
) -> tuple[list[Evidence], Verdict]:
    """The sources that support `sentence`, best first, with the verdict on them; empty when nothing does.

    Single sources are tried before pairs; at most `MAX_MARKS` are kept.

    Args:
        sentence: without marks.
        evidence: what was shown to the model, in its order.
        hinted: 1-based marks that the model wrote.
    """
    hints = [evidence[n - 1] for n in hinted if 0 < n <= len(evidence)]
    order = sorted(evidence, key=lambda e: (e.editorial, e not in hints))
    alone = [(e, verify(sentence, [e.source])) for e in order]
    good = [(e, v) for e, v in alone if v.supported]
    if good:
        official = [(e, v) for e, v in good if not e.editorial] or good
        best = max(v.support for _, v in official)
        chosen = [(e, v) for e, v in official if v.support >= best - 0.12 or e in hints][:MAX_MARKS]
        return [e for e, _ in chosen], chosen[0][1]
    pools = ([hints] if len(hints) > 1 else []) + [list(p) for p in itertools.combinations(order[:5], 2)]
    for pool in pools:
        verdict = verify(sentence, [e.source for e in pool])
        if verdict.supported:
            return list(pool)[:MAX_MARKS], verdict
    return [], max((v for _, v in alone), key=lambda v: v.support, default=Verdict(False, ("no_source",), 0.0))


class Numbering:
    """Gives each cited passage its number in order of first use; at most `MAX_CITATIONS` numbers."""

    def __init__(self) -> None:
        self._cited: list[Passage] = []

    def cite(self, passages: Sequence[Passage]) -> str | None:
        """The marks for `passages`, e.g. `[1][3]`; None when there is no room for any of them."""
        numbers = []
        for passage in passages:
            if passage not in self._cited:
                if len(self._cited) == MAX_CITATIONS:
                    continue
                self._cited.append(passage)
            numbers.append(self._cited.index(passage) + 1)
        return "".join(f"[{n}]" for n in sorted(numbers)) or None

    def fitting(self, passages: Sequence[Passage]) -> list[Passage]:
        """Those of `passages` that have a number or can still get one."""
        new = [p for p in passages if p not in self._cited][: MAX_CITATIONS - len(self._cited)]
        return [p for p in passages if p in self._cited or p in new]

    def has(self, passage: Passage) -> bool:
        """Whether `passage` has a number already."""
        return passage in self._cited

    @property
    def full(self) -> bool:
        """Whether no further passage can be cited."""
        return len(self._cited) == MAX_CITATIONS

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The cited passages in the order of their numbers."""
        return tuple(self._cited)

    def citations(self) -> list[Citation]:
        """The cited passages in the published shape, in the order of their numbers."""
        return [citation(p) for p in self._cited]


def citation(passage: Passage) -> Citation:
    """A passage in the published shape."""
    return Citation(
        instrument=passage.instrument,
        article=passage.article,
        kind=passage.kind,
        text=passage.text,
        url=passage.url,
        in_force_from=passage.in_force_from,
        id=passage.id,
        title=passage.title or passage.section or "",
        repealed_from=passage.repealed_from,
        checked=passage.checked.status,
        checked_on=passage.checked.on,
        note=passage.note,
    )


def with_marks(sentence: str, marks_text: str) -> str:
    """`sentence` with its marks before the closing stop."""
    body = sentence.rstrip()
    stop = body[-1] if body and body[-1] in "。；！？;" else "。"
    return f"{body.rstrip('。；！？;')}{marks_text}{'。' if stop in ';；' else stop}"
