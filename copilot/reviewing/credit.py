"""Credit-and-risk points of an enterprise, one by one from recorded facts, and the sample that they set.

Points set how many of the papers that the pre-check found in order are looked at again by hand, and nothing else: no
move of a case reads them. The figures stand in knowledge_base/reviewing.yaml and are an office's to set.
Source: task 23 of the Beijing plan of 2025 (graded supervision by credit and risk), which names no figures.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from copilot.errors import BadInput, KnowledgeBaseFault
from copilot.law.yaml_file import parse
from copilot.precheck.finding import Result
from copilot.rules.calendar import months_after
from copilot.store.review_views import CaseView, FactView

FILE = "reviewing.yaml"
_KEYS = {"base", "years", "items", "levels"}
_ITEM = {"id", "from", "points", "most", "zh", "en"}
_LEVEL = {"id", "least", "share", "zh", "en"}
USE = "只决定抽查比例，不影响任何一件的办理和结果"


@dataclass(frozen=True)
class Item:
    """What counts. `most`: points of this item in all, at most; `source`: a person records it, or cases show it."""

    id: str
    source: Literal["recorded", "cases"]
    points: int
    most: int
    zh: str
    en: str


@dataclass(frozen=True)
class Level:
    """A level from `least` points on; `share`: percent of papers in the sample."""

    id: str
    least: int
    share: int
    zh: str
    en: str


@dataclass(frozen=True)
class Scheme:
    """How it is counted. `years`: how far back facts count."""

    base: int
    years: int
    items: tuple[Item, ...]
    levels: tuple[Level, ...]

    def recorded(self, item: str) -> Item:
        """An item that a person may record.

        Raises:
            BadInput: there is none.
        """
        found = next((i for i in self.items if i.id == item and i.source == "recorded"), None)
        if found is None:
            known = "、".join(i.id for i in self.items if i.source == "recorded")
            raise BadInput(f"没有“{item[:40]}”这种记录", hint=f"可用：{known}", en="no such kind of recorded fact")
        return found


class Reason(BaseModel):
    """A fact that counts, with its points after the limit of its item; `why`: where it comes from."""

    item: str
    title: str
    title_en: str
    points: int
    day: dt.date
    why: str
    fact: str | None = None


class Credit(BaseModel):
    """Points with every reason. `use`: what they are for, and for nothing else."""

    uscc: str
    base: int
    points: int
    level: str
    level_title: str
    share: int
    since: dt.date
    reasons: list[Reason]
    use: str = USE


class Sample(BaseModel):
    """The papers of a case that are looked at again by hand; `of`: those that the pre-check found in order."""

    share: int
    materials: list[str]
    names: list[str]
    of: int


@cache
def load_scheme(kb_dir: Path) -> Scheme:
    """Read knowledge_base/reviewing.yaml.

    Raises:
        KnowledgeBaseFault: a syntax error, a missing or unknown key.
    """
    parsed = parse(FILE, (kb_dir / FILE).read_bytes())
    faults = [f"{f.file}:{f.line}: {f.message}" for f in parsed.faults]
    data: Any = parsed.value
    if not faults and (not isinstance(data, dict) or set(data) != _KEYS):
        faults = [f"{FILE}:1: 应有的键是 {'、'.join(sorted(_KEYS))}"]
    if not faults and not all(
        set(one) == keys for name, keys in (("items", _ITEM), ("levels", _LEVEL)) for one in data[name]
    ):
        faults = [f"{FILE}:1: items 或 levels 里有多余或者缺少的键"]
    if faults:
        raise KnowledgeBaseFault(tuple(faults))
    items = tuple(Item(i["id"], i["from"], i["points"], i["most"], i["zh"], i["en"]) for i in data["items"])
    levels = tuple(Level(v["id"], v["least"], v["share"], v["zh"], v["en"]) for v in data["levels"])
    return Scheme(data["base"], data["years"], items, levels)


def credit_of(
    uscc: str, facts: Sequence[FactView], cases: Sequence[CaseView], *, scheme: Scheme, today: dt.date
) -> Credit:
    """The points of an enterprise.

    Args:
        uscc: its credit code.
        facts: recorded of it; voided ones do not count.
        cases: its cases at this office.
        scheme: how it is counted.
        today: facts of the last `years` years count.
    """
    since = months_after(today, -12 * scheme.years)
    found = [*_recorded(facts, scheme), *_shown(cases, scheme)]
    left: dict[str, int] = {i.id: i.most for i in scheme.items}
    reasons = []
    for one in sorted((r for r in found if since <= r.day <= today), key=lambda r: (r.day, r.item, r.why)):
        most = left[one.item]
        points = max(one.points, most) if one.points < 0 else min(one.points, most)
        left[one.item] = most - points
        reasons.append(one.model_copy(update={"points": points}))
    points = scheme.base + sum(r.points for r in reasons)
    level = next(v for v in scheme.levels if points >= v.least)
    return Credit(
        uscc=uscc,
        base=scheme.base,
        points=points,
        level=level.id,
        level_title=level.zh,
        share=level.share,
        since=since,
        reasons=reasons,
    )


def sample_of(case_id: str, result: Result, share: int) -> Sample:
    """The papers to look at again: a share of those without findings, by a digest, so that nobody picks them."""
    faulty = {f.material for f in result.findings}
    fine = [m for m in result.materials if m.status == "present" and m.id not in faulty]
    count = -(-len(fine) * share // 100)
    drawn = sorted(fine, key=lambda m: hashlib.sha256(f"{case_id}|{m.id}".encode()).hexdigest())[:count]
    chosen = [m for m in fine if m in drawn]
    return Sample(share=share, materials=[m.id for m in chosen], names=[m.name for m in chosen], of=len(fine))


def _recorded(facts: Sequence[FactView], scheme: Scheme) -> list[Reason]:
    items = {i.id: i for i in scheme.items}
    return [
        _reason(items[f.item], f.day, f"{f.source}（{f.author_name or '未署名'}登记）", fact=f.id)
        for f in facts
        if f.voided_at is None and f.item in items
    ]


def _shown(cases: Sequence[CaseView], scheme: Scheme) -> list[Reason]:
    items: Mapping[str, Item] = {i.id: i for i in scheme.items if i.source == "cases"}
    found = []
    for case in cases:
        said = f"第 {case.number} 号件"
        if case.state in ("passed_on", "filed") and case.round == 1 and "passed_first" in items:
            found.append(_reason(items["passed_first"], case.state_on, said))
        if case.round > 2 and "supplement_twice" in items:
            found.append(_reason(items["supplement_twice"], case.round_received_on, said))
        if case.state in items:
            found.append(_reason(items[case.state], case.state_on, said))
    return found


def _reason(item: Item, day: dt.date, why: str, *, fact: str | None = None) -> Reason:
    return Reason(item=item.id, title=item.zh, title_en=item.en, points=item.points, day=day, why=why, fact=fact)
