"""Which of our own questions are kept from training and from the index, to measure on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from copilot.domain import Passage, Ref

Case = tuple[str, str, tuple[Ref, ...]]  # (set, question, required places)


def is_held_out(key: str, share: float) -> bool:
    """Whether a question (or a Q&A's id) is held out; depends on the key alone, so every script agrees."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32 < share


def split(passages: Iterable[Passage], share: float) -> tuple[list[Passage], list[Case]]:
    """Passages without the held-out questions, and those questions with the places they require.

    Sets: `asks` (one wording of an article's questions, the article is required), `wording` (one wording of
    a Q&A that stays), `qa` and `official_qa` (a Q&A left out as a whole); for these the articles that the
    Q&A rests on are required.
    """
    kept: list[Passage] = []
    cases: list[Case] = []
    for p in passages:
        if p.kind in ("qa", "case") and is_held_out(p.id, share):
            required = tuple(dict.fromkeys(ref for ref in p.rests_on if ref.article))
            if required and p.kind == "qa":
                cases.append(("official_qa" if p.authority == "official_qa" else "qa", p.title, required))
            continue
        out = [ask for ask in p.asks if is_held_out(ask, share) and ask != p.title]
        places = tuple(dict.fromkeys(ref for ref in p.rests_on if ref.article))
        if p.authority == "editorial" and p.kind == "qa" and places:
            cases += [("wording", ask, places) for ask in out]
        elif p.article and p.authority not in ("editorial", "case"):
            cases += [("asks", ask, (Ref(p.instrument, p.article),)) for ask in out]
        kept.append(replace(p, asks=tuple(a for a in p.asks if a not in out)) if out else p)
    return kept, cases
