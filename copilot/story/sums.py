"""What a story adds and takes away in words: 加上老板自己一个, 扣掉退订的5000人, 还有一些老客户."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.story.headcount import Persons, Unit
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import NEGATIVE, Number
from copilot.story.passage import Passage

_ENDS = re.compile(r"\s*[多余来]?[个名位口]?(?:人|的)?(?=[，。；！、）)+＋\s]|$|也|都|没|在|了|今|这|昨|刚)")
_BELOW_ZERO = re.compile(NEGATIVE.pattern + r"\d[\d,.]*\s?[百千万亿]*\s?[个名位]?(?:人|户|用户|客户|员工|会员|people)")
_ANOTHER = re.compile(
    r"\s*个[，,：:]?(?:我们|我司|公司|问题|事|情况|业务|活动|就是|是)"
)  # 还有一个，我们官网: a matter
_NO_NOUN = frozenset({"", "人", "个人"})
MAX_ONESELF = 4


@dataclass(frozen=True, slots=True)
class Taken:
    """Persons taken from an earlier number, the base."""

    base: Persons
    part: Persons


def plus_bare(
    passage: Passage, every: Sequence[Number], counted: list[tuple[Number, Unit]], lexicon: Lexicon
) -> list[tuple[Number, Unit]]:
    """`counted` with the numbers that no word calls persons but that are added to such (加上我自己一个, 还有5000)."""
    known = {n.start for n, _ in counted}
    out = list(counted)
    for number in every:
        before = [n for n, _ in out if n.end <= number.start]
        if number.start in known or not before or lexicon["things"].match(passage.live, number.end):
            continue
        lead = passage.live[max(before[-1].end, passage.sentence(number.start)[0]) : number.start]
        changes = lexicon.has("placing.plus", lead) or lexicon.has("placing.minus", lead)
        changes = changes and not (number.value == 1 and _ANOTHER.match(passage.live, number.end))
        if changes and _ENDS.match(passage.live, number.end):
            out.append((number, "persons"))
    return sorted([*out, *_oneself(passage, out, lexicon)], key=lambda pair: pair[0].start)


def _oneself(passage: Passage, counted: Sequence[tuple[Number, Unit]], lexicon: Lexicon) -> list[tuple[Number, Unit]]:
    """Single persons named without a number beside a number of persons: 连我自己也算上, 外加店长."""
    out: list[tuple[Number, Unit]] = []
    for m in list(lexicon["placing.oneself"].finditer(passage.live))[:MAX_ONESELF]:
        clause = passage.clause(m.start())
        told = any(clause[0] <= n.start < clause[1] for n, _ in counted)
        if not told and any(n.end <= m.start() for n, _ in counted):
            out.append((Number(1, 1, 1, "exact", m.group(), m.start(), m.end()), "persons"))
    return out


def inherited(found: Sequence[Persons]) -> list[Persons]:
    """`found` where a number without a word on its own data has the kinds of what it adds to, or of the papers."""
    out: list[Persons] = []
    for p in found:
        if p.plus and not p.kinds and out and (p.noun in _NO_NOUN or p.noun == out[-1].noun):
            p = replace(p, kinds=out[-1].kinds)
        planned = p.time == "plan" and p.unit == "bare" and not p.kinds
        if planned and out and out[-1].kinds and p.number.value >= out[-1].number.value:
            p = replace(p, kinds=out[-1].kinds)  # 今年17,800人的邮箱，到年底不超过20,000
        twin = next((q for q in out if q.number.value == p.number.value and q.unit == "papers"), None)
        if twin and not p.kinds:
            p = replace(p, kinds=twin.kinds)
        out.append(p)
    return out


def corrected(found: Sequence[Persons]) -> list[Persons]:
    """`found` without the numbers that the next one takes back (8万，不对，是7万)."""
    out: list[Persons] = []
    for p in found:
        if p.corrects and out:
            before = out.pop()
            p = replace(p, whole=p.whole or before.whole, kinds=p.kinds or before.kinds)
        out.append(p)
    return out


def taken_apart(found: Sequence[Persons]) -> tuple[list[Persons], list[Taken]]:
    """The numbers to count, and those taken from an earlier one; a remainder that is told stands for its base."""
    kept: list[Persons] = []
    taken: list[Taken] = []
    for p in found:
        base = next((q for q in reversed(kept) if q.number.value > p.number.value), None)
        if p.minus and base is not None and not p.kinds & {"sensitive", "minor", "minor_unsure", "doubtful"}:
            taken.append(Taken(base, p))
            continue
        last = taken[-1] if taken else None
        if last and p.number.value == last.base.number.value - last.part.number.value:
            kept = [replace(p, kinds=p.kinds or q.kinds) if q is last.base else q for q in kept]
            taken.pop()
            continue
        kept.append(p)
    return kept, taken


def more(passage: Passage, lexicon: Lexicon) -> str:
    """The words for further persons whose number the story does not tell; empty when there are none."""
    text = passage.live
    match = lexicon["placing.more"].search(text) or lexicon["times.plan_open"].search(text) or _BELOW_ZERO.search(text)
    return match.group().strip("，。；、 ") if match else ""
