"""A second transfer beside one that an exemption covers (员工工资卡给总部发薪，另外11万客户的邮箱也给了总部).

What the exemption covers does not count, the rest does: the story is then one of two transfers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from copilot.story import scenes
from copilot.story.headcount import Persons
from copilot.story.kinds import KindMention
from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage

COVERING = ("hr_necessary", "emergency", "overseas_origin", "contract_necessary")
TOPIC_CHARS = 16  # how far behind 第二件事 stands what it is about
_NAMED = frozenset({"sensitive", "ordinary", "doubtful", "unlisted", "minor", "minor_unsure"})


def beside(
    passage: Passage, fact: str, counted: Sequence[Persons], mentions: Sequence[KindMention], lexicon: Lexicon
) -> list[Persons] | None:
    """The numbers of the transfer that `fact` does not cover; None where the story tells of one transfer only."""
    if fact == "hr_necessary":
        return _not_staff(passage, counted, lexicon)
    marker = lexicon["placing.besides"].search(passage.live)
    if marker is None:
        return None
    second = [p for p in counted if p.number.start > marker.start()]
    if fact == "contract_necessary":
        second = [p for p in second if not _needed(passage, p, lexicon)]
    end = passage.sentence(marker.start())[1]
    named = any(marker.start() <= m.start < end and m.kind in _NAMED for m in mentions)
    needed = fact == "contract_necessary" and lexicon["contract.need"].search(passage.live, marker.start(), end)
    return second if second or (named and not needed) else None


def second_at(passage: Passage, lexicon: Lexicon) -> int:
    """Where a story that counts its matters begins the second (第二件事); -1 where it does not."""
    match = lexicon["placing.second"].search(passage.live)
    return match.start() if match else -1


def each_named(counted: Sequence[Persons]) -> bool:
    """Whether kinds of data are named for every number, there or where the number stands again."""
    live = [p for p in counted if p.time not in ("past", "next")]
    named = {p.number.value for p in live if p.kinds}
    return bool(live) and all(p.number.value in named for p in live)


def without_sum(rest: list[Persons], others: Sequence[Persons]) -> list[Persons]:
    """`rest` less a number that is only the sum of all others, those of `others` too (加起来42万)."""
    for p in rest:
        parts = {q.number.value for q in (*rest, *others) if q.time not in ("past", "next")} - {p.number.value}
        if len(parts) > 1 and p.rate is None and p.number.value == sum(parts):
            return [q for q in rest if q.number.value != p.number.value]
    return rest


def by_list(
    passage: Passage, counted: Sequence[Persons], lexicon: Lexicon
) -> tuple[list[Persons], list[Persons], str | None] | None:
    """The numbers that the story says are off the list, those told later, and what it says of these; None without such.

    The stretches are told apart by words that begin another matter (另外, A，… B，…).
    """
    starts = [0, *(m.start() for m in lexicon["placing.apart"].finditer(passage.live)), len(passage.live)]
    off: list[Persons] = []
    rest: list[Persons] = []
    said: set[str | None] = set()
    former: list[Persons] = []
    listed = False
    for begin, end in pairwise(starts):
        own = [p for p in counted if begin <= p.number.start < end and p.time not in ("past", "next")]
        hit = _hit(passage.live[begin:end], lexicon)
        listed |= hit == "off_list"
        if not listed:
            former += own
        if not own or not listed:
            continue
        (off if hit == "off_list" else rest).extend(own)
        said |= set() if hit == "off_list" else {hit}
    if off and former:
        rest, said = [*former, *rest], said | {None}
    known = {p.number.value for p in off}
    rest = [p for p in without_sum(rest, off) if p.number.value not in known]
    return (off, rest, said.pop() if len(said) == 1 else None) if rest else None


def _hit(text: str, lexicon: Lexicon) -> str | None:
    if lexicon.has("zone.unsure", text):
        return None
    hits = ("not_covered", "off_list", "must_assess", "must_contract")
    return next((h for h in hits if lexicon.has(f"zone.{h}", text)), None)


def _needed(passage: Passage, one: Persons, lexicon: Lexicon) -> bool:
    scene = scenes.contract(passage, (passage.clause(one.number.start)[0], one.span[1]), lexicon)
    return scene is not None and scene.value is True


def _not_staff(passage: Passage, counted: Sequence[Persons], lexicon: Lexicon) -> list[Persons] | None:
    """The numbers of customers and the like; none are told where the story only says that theirs go too."""
    at = second_at(passage, lexicon)
    if at >= 0 and lexicon.has("placing.customers", passage.live[at : at + TOPIC_CHARS]):
        later = [p for p in counted if p.number.start > at]
        if later and not lexicon.has("placing.staff", passage.live[at : at + TOPIC_CHARS]):
            return later
    second = []
    for i, p in enumerate(counted):
        before = counted[i - 1].number.end if i else 0
        lead = passage.live[max(before, passage.sentence(p.number.start)[0]) : p.number.start]
        if lexicon.has("placing.customers", p.noun) or (
            lexicon.has("placing.customers", lead) and not lexicon.has("placing.staff", p.noun)
        ):
            second.append(p)
    return second if second or lexicon.has("placing.customers_too", passage.live) else None
