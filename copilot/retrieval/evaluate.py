"""Recall, nDCG and MRR of a search over questions whose required citations are known.

A requirement is met by a row of the same instrument and article (paragraph and item are ignored). A
requirement without article is met by any row of the instrument; a range (`第三条至第八条`) by any
article in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.retrieval.fields import ARTICLE, article_of

Key = tuple[str, str | None]
_RANGE = re.compile(r"^(第.+?条)至(第.+?条)")


@dataclass(frozen=True)
class Requirement:
    """One citation that must be found: `instrument` and any of `articles` (empty: any of the instrument)."""

    instrument: str
    articles: tuple[str, ...]

    def met_by(self, row: Key) -> bool:
        """Whether a result row (instrument, article) satisfies it."""
        same = row[0] == self.instrument or row[0].startswith(self.instrument + " ")
        return same and (not self.articles or article_of(row[1]) in self.articles)


def requirement(cite: str | Mapping[str, Any], instruments: Iterable[str]) -> Requirement:
    """Parses `促进和规范数据跨境流动规定第七条第一款` or `{"instrument", "article"}`.

    A title that is not among `instruments` is kept as written: it counts as not found, never as absent.
    """
    if not isinstance(cite, str):
        article = article_of(cite.get("article"))
        return Requirement(cite["instrument"], (article,) if article else ())
    names = sorted({*instruments, *(name.split(" ")[0] for name in instruments if name.startswith("GB/T"))}, key=len)
    gb = re.match(r"(GB/T \d+(?:\.\d+)?-\d{4})", cite)
    title = gb[1] if gb else next((name for name in reversed(names) if cite.startswith(name)), None)
    if title is None:
        locator = ARTICLE.search(cite)
        title = cite[: locator.start()] if locator else cite
    rest = re.sub(r"^（[^）]*）", "", cite[len(title) :])
    if span := _RANGE.match(rest):
        low, high = (int(re.sub(r"\D", "", article_of(part) or "0")) for part in span.groups())
        return Requirement(title, tuple(f"第{n}条" for n in range(low, high + 1)))
    article = article_of(rest)
    return Requirement(title, (article,) if article else ())


@dataclass
class Report:
    """Means over the questions that name at least one required citation; `misses` says what was not found."""

    questions: int = 0
    recall: dict[int, float] = field(default_factory=dict)
    all_found: dict[int, float] = field(default_factory=dict)
    ndcg_10: float = 0.0
    mrr: float = 0.0
    skipped: int = 0
    misses: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, keys as `recall@5`."""
        at = {f"recall@{k}": round(v, 4) for k, v in self.recall.items()}
        every = {f"all@{k}": round(v, 4) for k, v in self.all_found.items()}
        return {
            "questions": self.questions, "skipped": self.skipped, **at, **every,
            "ndcg@10": round(self.ndcg_10, 4), "mrr": round(self.mrr, 4), "misses": self.misses,
        }  # fmt: skip


def gains(rows: Sequence[Key], needs: Sequence[Requirement]) -> list[int]:
    """For each row, how many requirements it meets for the first time."""
    open_needs, found = list(needs), []
    for row in rows:
        met = [need for need in open_needs if need.met_by(row)]
        open_needs = [need for need in open_needs if need not in met]
        found.append(len(met))
    return found


def evaluate(
    cases: Iterable[tuple[str, str, Sequence[Requirement]]],
    search: Callable[[str], Sequence[Key]],
    *,
    ks: Sequence[int] = (1, 3, 5, 10, 20),
) -> Report:
    """Runs `search` on each (id, question, requirements); questions without requirements are skipped."""
    report, sums, every = Report(), dict.fromkeys(ks, 0.0), dict.fromkeys(ks, 0.0)
    for case_id, question, needs in cases:
        if not needs:
            report.skipped += 1
            continue
        met = gains(search(question)[: max(ks)], needs)
        report.questions += 1
        for k in ks:
            sums[k] += sum(met[:k]) / len(needs)
            every[k] += sum(met[:k]) == len(needs)
        ideal = sum(1 / math.log2(i + 2) for i in range(len(needs)))
        report.ndcg_10 += min(1.0, sum(bool(g) / math.log2(i + 2) for i, g in enumerate(met[:10])) / ideal)
        report.mrr += next((1 / (i + 1) for i, g in enumerate(met) if g), 0.0)
        if sum(met[:5]) < len(needs):
            report.misses.append({"id": case_id, "question": question, "found": sum(met[:5]), "required": len(needs)})
    total = max(report.questions, 1)
    report.recall = {k: v / total for k, v in sums.items()}
    report.all_found = {k: v / total for k, v in every.items()}
    report.ndcg_10, report.mrr = report.ndcg_10 / total, report.mrr / total
    return report
