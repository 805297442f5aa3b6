"""From the numbers of persons to the counts the rules ask for: sums, parts, rates, duplicates, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from copilot.story.headcount import Persons
from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage
from copilot.story.rates import OPEN_RATES, yearly
from copilot.story.repeats import Row, once
from copilot.story.sums import corrected, inherited, more, taken_apart

ASK_CHILDREN = "其中有不满十四周岁的未成年人吗？有多少人（不满十四周岁的，其信息都是敏感个人信息）"

LOWER_BOUNDS = ("more", "above", "at_least")
FEWER_CHARS = 120
Limits = Mapping[str, tuple[int, ...]]


@dataclass(slots=True)
class Count:
    """A count for one fact. `value` None with `asked` set: raised by the story and left open for that reason."""

    value: int | None = None
    to_date: int | None = None
    used: list[Persons] = field(default_factory=list)
    note: str = ""
    asked: str = ""
    clash: bool = False
    presumed: str = ""


@dataclass(slots=True)
class Counts:
    """Non-sensitive and sensitive counts, and the other numbers that were told apart from them."""

    pi: Count
    sensitive: Count
    processed: int | None = None
    children: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What the whole story says on sensitivity, apart from single numbers."""

    none: bool
    open: bool
    others: bool
    named: bool
    kinds: frozenset[str]


def count(found: Sequence[Persons], passage: Passage, *, scope: Scope, limits: Limits, lexicon: Lexicon) -> Counts:
    """The counts of a story."""
    live = [p for p in found if p.time not in ("past", "next")]
    records = [p for p in live if p.unit == "records"]
    visits = [p for p in live if p.unit == "visits"]
    common = [p for p in live if p.common]
    live = [p for p in live if p.unit not in ("records", "visits") and not p.common]
    live = [p for p in live if not p.profile]  # how many work there, where others' data is sent
    live = [p for p in live if not p.intended] or live  # a plan that was given up
    processed, exported = _processed(live, passage, lexicon)
    processed = [p for p in processed if p.number.value not in {q.number.value for q in exported}]
    exported = exported or [replace(p, number=replace(p.number, low=1, wording="at_most")) for p in visits]
    exported, taken = taken_apart(inherited(_parts(corrected(exported))))
    pi, sensitive = [], []
    doubtful: list[Persons] = []
    for p in exported:
        kinds = _kinds(p, scope)
        if kinds & {"sensitive", "minor"}:
            sensitive.append(p)
        if "ordinary" in kinds or not kinds & {"sensitive", "minor"}:
            pi.append(p)
        if kinds & {"doubtful", "minor_unsure", "unknown", "unlisted"}:
            doubtful.append(p)
    out = Counts(
        _combined(pi, passage, common=common, points=limits.get("pi_count", ()), lexicon=lexicon),
        _combined(sensitive, passage, common=common, points=limits.get("sensitive_pi_count", ()), lexicon=lexicon),
        processed=max((p.number.value for p in processed), default=None),
    )
    for one, group, fact in ((out.pi, pi, "pi_count"), (out.sensitive, sensitive, "sensitive_pi_count")):
        if less := [t.part for t in taken if t.base in group]:
            _take(one, less, points=limits.get(fact, ()))
        if one.used and (words := more(passage, lexicon)):
            _leave_open(one, words, points=limits.get(fact, ()))
    if exported:
        _settle(out, doubtful, scope=scope, limits=limits)
    else:
        _ask_all(out, records, scope)
    return out


def _take(one: Count, less: Sequence[Persons], *, points: Sequence[int]) -> None:
    """Take away what the story takes away; where the path hangs on it, ask: what was sent counts, deleted or not."""
    if one.value is None:
        return
    rest = one.value - sum(p.number.high for p in less)
    words = "、".join(p.number.text for p in less)
    if _tier(rest, points) == _tier(one.value, points):
        one.note = f"{one.value} - {one.value - rest} = {rest}"
        one.value = rest
    else:
        one.value, one.asked = None, f"扣掉的“{words}”有没有提供给境外？请给出实际提供的人数"


def _leave_open(one: Count, words: str, *, points: Sequence[int]) -> None:
    """Ask for the whole where the story speaks of further persons without their number."""
    known = one.value if one.value is not None else one.to_date
    if known is not None and _tier(known, points) < len(points):
        one.value, one.to_date = None, None
        one.asked = f"故事说“{words}”，没有说多少人，请给出去重后一共多少人"


def _processed(live: list[Persons], passage: Passage, lexicon: Lexicon) -> tuple[list[Persons], list[Persons]]:
    """Numbers of persons only processed at home, beside those that go abroad."""
    if lexicon.has("placing.uncounted", passage.live):
        return [p for p in live if p.stock], [p for p in live if not p.stock]
    smaller = [(q, p) for q, p in pairwise(live) if q.number.value > p.number.value]
    wholes = {id(q) for q, p in smaller if p.only and (q.stock or not q.sent)}
    least = min((p.number.value for p in live), default=0)
    wholes |= {id(q) for q in live if q.stock and q.number.value > least and _few_of(q, passage, lexicon)}
    apart = [p.processed or id(p) in wholes for p in live]
    kept = {p.number.value for p, out in zip(live, apart, strict=True) if out}
    apart = [out or (p.unit == "bare" and p.number.value in kept) for p, out in zip(live, apart, strict=True)]
    exported = [p for p, out in zip(live, apart, strict=True) if not out]
    if not exported:
        return [], live  # the only number there is stands for what is exported
    return [p for p, out in zip(live, apart, strict=True) if out], exported


def _few_of(one: Persons, passage: Passage, lexicon: Lexicon) -> bool:
    """Whether the story says behind a number on file that few of those persons' data goes."""
    return lexicon.has("placing.fewer", passage.live[one.number.end : one.number.end + FEWER_CHARS])


def _parts(exported: list[Persons]) -> list[Persons]:
    """A part (其中三千人) takes nothing from its whole: one person's double nature counts on both sides."""
    out: list[Persons] = []
    for p in exported:
        if p.part and out and not p.kinds & {"sensitive", "minor", "minor_unsure", "doubtful"}:
            whole = out[-1]
            if (
                not whole.kinds & {"sensitive", "minor"}
                and p.number.value < whole.number.value
                and "ordinary" in p.kinds
            ):
                continue  # 其中 n 人 of the same ordinary kind: inside the whole
        out.append(p)
    return out


def _kinds(p: Persons, scope: Scope) -> set[str]:
    kinds: set[str] = set(p.kinds)
    if not kinds:
        kinds = set(scope.kinds) if not scope.none else {"ordinary"}
    if "sensitive" in kinds and p.part:
        kinds.discard("ordinary")
    if "minor" in kinds:
        kinds = {"minor"}
    if scope.none and not kinds & {"sensitive", "minor"}:
        kinds -= {"unlisted"} | ({"doubtful"} - p.kinds)  # named for these persons: the denial does not settle it
        kinds.add("ordinary")
    return kinds or {"unknown"}


def _combined(
    group: list[Persons], passage: Passage, *, common: Sequence[Persons], points: Sequence[int], lexicon: Lexicon
) -> Count:
    """One count from all numbers of one kind: the whole where one is told, else the sum of what is added."""
    if not group:
        return Count()
    text = passage.live
    rows = once([(p, *yearly(p, text)) for p in group], lexicon, text)
    rows = _apart(rows, passage) if lexicon.has("placing.overlap", text) else _whole_alone(rows, passage)
    if open_batch := next((p for p, _, note in rows if p.rate in OPEN_RATES and not note), None):
        return Count(used=[open_batch], asked=f"每批“{open_batch.number.text}”，今年一共多少批、去重后多少人？")
    if all(p.mean for p, _, _ in rows):
        words = "、".join(n.text for _, n, _ in rows)
        return Count(used=[r[0] for r in rows], asked=f"“{words}”是平均每处的人数，请给出去重后一共多少人")
    low = high = value = 0
    notes = [note for _, _, note in rows if note]
    for p, number, _ in rows:
        times = p.each if p.each > 1 and _shared_out(p, passage, lexicon) else 1
        low, high, value = low + number.low * times, high + number.high * times, value + number.value * times
        if times > 1:
            notes.append(f"{number.value} × {times} = {number.value * times}")
    if len(rows) > 1:
        notes.append(" + ".join(str(n.value) for _, n, _ in rows) + f" = {value}")
    if common and len(rows) > 1:
        return united(rows, common, points=points)
    result, words = Count(value, used=[p for p, _, _ in rows]), "、".join(n.text for _, n, _ in rows)
    apart = lexicon.has("placing.disjoint", text) and not lexicon.has("placing.overlap", text)
    if _clashes(rows, value, points=points, said=lexicon.has("placing.clash", text), apart=apart):
        result.value, result.clash = None, True
        result.asked = f"故事里有不止一个人数（{words}），请说明以哪个为准，或者是否相加"
        return result
    if _may_overlap(rows, value, points=points, text=text, lexicon=lexicon):
        result.value = None
        result.asked = f"{words}：这几批有没有同一个人？请给出去重后一共多少人"
        return result
    notes += [f"“{n.text}”至少 {n.low:,}，按下限判定" for _, n, note in rows if n.wording in LOWER_BOUNDS and not note]
    result.note = "；".join(notes)
    if _tier(low, points) != _tier(high, points):
        result.value, result.asked = None, f"“{words}”跨过了判定的界线（{_between(low, high, points)}），请给出准确人数"
        return result
    timed(result, rows, text, points=points, lexicon=lexicon)
    return result


def _whole_alone(rows: list[Row], passage: Passage) -> list[Row]:
    """The whole alone where one of the numbers is that of the others together (共12万人，每月1万人); else all."""
    totals = [r for r in rows if r[0].rate is None and r[0].each == 0]
    if len(rows) < 2 or not totals:
        return rows
    top = max(totals, key=lambda r: r[1].value)
    rest = [r for r in rows if r is not top]
    if any(r[0].product and r[1].value >= 0.9 * top[1].value for r in rows):
        return [r for r in rows if r[0].product][-1:]  # 九万二乘以十二，一百一十万四千: worked out by the teller
    explained = sum(r[1].value * max(1, r[0].each) for r in rest)
    if top[0].whole and top is rows[-1] and len(rest) > 1 and abs(top[1].value - explained) <= explained // 20:
        return [top]  # 三万八千四百来个, 再多三千多: 合起来四万二千
    if top[0].whole and explained != top[1].value:
        end = passage.sentence(top[1].start)[1]
        beyond = [r for r in rest if r[1].start >= end and not _of_former(r[0])]
        if beyond and passage.live[end - 1] not in "：:":
            return [r for r in rows if r is top or r in beyond]  # 门店合计75万人。小程序32万人: of others
    covers = top[0].whole or any(r[0].rate or r[0].each for r in rest)
    further = any(
        r[0].strong or r[0].fresh or r[0].months or (top[0].time, r[0].time) == ("to_date", "plan") for r in rest
    )
    bound = (
        (top[0].whole or top[0].time == "plan") and top[1].wording in ("at_most", "below") and top[1].high >= explained
    )
    whole = bound or (
        top[1].value >= max(r[1].value for r in rest)
        and (
            (explained == top[1].value and len(rows) > 2 - bool(covers))
            or (covers and top[1].value >= explained and not further)
            or (covers and all(r[0].rate or r[0].each for r in rest) and not further)
        )
    )
    return [top] if whole else rows


def _apart(rows: list[Row], passage: Passage) -> list[Row]:
    """`rows` without the sum of the others: where they may overlap it is no number of persons."""
    parts = [r for r in rows if r[0].rate is None and r[0].each == 0]
    for row in parts:
        rest = [r for r in parts if r is not row]
        if len(rest) > 1 and row[1].value == sum(r[1].value for r in rest):
            return [r for r in rows if r is not row]
    return _whole_alone(rows, passage)


def _of_former(p: Persons) -> bool:
    """Whether the words of a number tie it to one told before it."""
    return bool(p.rate or p.each or p.part or p.only or p.restates or p.closer or p.minus or p.time == "plan")


def _clashes(rows: list[Row], value: int, *, points: Sequence[int], said: bool, apart: bool) -> bool:
    """Whether several numbers leave open which counts: the story says so, or nothing says that they add up."""
    if len(rows) < 2:
        return False
    largest = max(n.value for _, n, _ in rows)
    return said or (
        not apart
        and not any(p.added or p.fresh or p.months for p, _, _ in rows[1:])
        and _tier(largest, points) != _tier(value, points)
    )


def _may_overlap(rows: list[Row], value: int, *, points: Sequence[int], text: str, lexicon: Lexicon) -> bool:
    """Whether the same persons may stand behind several numbers, and the path hangs on it."""
    if len(rows) < 2 or _tier(max(n.value for _, n, _ in rows), points) == _tier(value, points):
        return False
    if lexicon.has("placing.overlap", text):
        return True
    if lexicon.has("placing.disjoint", text):
        return False
    staff = [lexicon.has("placing.staff", p.noun) for p, _, _ in rows]
    return any(
        not (p.strong or p.fresh or p.months)
        and staff[i] in staff[:i]
        and _alike(p.noun, [r[0].noun for r in rows[:i]])
        for i, (p, _, _) in enumerate(rows)
        if i
    )


def _alike(noun: str, earlier: Sequence[str]) -> bool:
    """Whether a word for persons may mean those of an earlier one: the same word, or one that says nothing."""
    return noun in ("", "人") or any(other in (noun, "", "人") for other in earlier)


def timed(result: Count, rows: list[Row], text: str, *, points: Sequence[int], lexicon: Lexicon) -> None:
    """Tell what is exported so far from the whole year, where the story does."""
    so_far = [r for r in rows if r[0].time == "to_date" and not r[0].rate]
    if not so_far:
        return
    result.to_date = sum(n.value for _, n, _ in so_far)
    if lexicon.has("times.plan_open", text):
        if _tier(result.to_date, points) < len(points):
            result.value, result.asked = None, "年底前还会增加多少人没有定，请给出全年预计人数"
            result.to_date = None  # more is sure to come: the count so far settles nothing
    elif len(so_far) == len(rows) and not lexicon.has("times.no_plan", text):
        result.value = None  # the verdict says 仅就截至今日 and asks for the plan


def united(rows: list[Row], common: Sequence[Persons], *, points: Sequence[int]) -> Count:
    """The persons of two numbers, those in both once; asked for where that does not settle how many they are."""
    used, told = [r[0] for r in rows], common[0].number
    numbers = [r[1] for r in rows]
    words = "、".join(n.text for n in numbers)
    if len(rows) > 2 or len(common) > 1 or told.high > min(n.low for n in numbers):
        return Count(used=used, asked=f"{words}，其中重复“{told.text}”：请给出去重后一共多少人")
    low, high = sum(n.low for n in numbers) - told.high, sum(n.high for n in numbers) - told.low
    if _tier(low, points) != _tier(high, points):
        return Count(used=used, asked=f"{words}，其中重复“{told.text}”：请给出去重后的准确人数")
    value = sum(n.value for n in numbers) - told.value
    sum_of = " + ".join(str(n.value) for n in numbers)
    return Count(value, used=used, note=f"{sum_of} - {told.value} = {value}")


def _shared_out(p: Persons, passage: Passage, lexicon: Lexicon) -> bool:
    """Whether 各 n 人 adds up for one exporter: split among shells, or given to several recipients."""
    sentence = passage.live[slice(*passage.sentence(p.number.start))]
    return lexicon.has("placing.split", sentence) or lexicon.has("placing.several", sentence)


def _tier(value: int, points: Sequence[int]) -> int:
    return sum(value >= p for p in points)


def _between(low: int, high: int, points: Sequence[int]) -> str:
    return "、".join(f"{p:,}" for p in points if low < p <= high)


def _ask_all(out: Counts, records: list[Persons], scope: Scope) -> None:
    """What follows where the story tells no number of persons that go abroad."""
    if records:
        out.pi.asked = f"“{records[0].number.text}”是记录或者人次，不是人数，请给出去重后的自然人人数"
        out.pi.used = records
    else:
        out.pi.asked = "请给出自当年1月1日起（含到年底的计划）向境外提供多少人的个人信息"
    if scope.none:
        out.sensitive.value = 0
    elif scope.kinds and scope.kinds <= {"ordinary"}:
        out.sensitive.value, out.sensitive.presumed = 0, "所列信息都不是敏感个人信息"
    elif "sensitive" in scope.kinds and "ordinary" not in scope.kinds:
        out.sensitive.asked, out.pi.asked = "请给出涉及敏感个人信息的人数", ""
        out.pi.value, out.pi.presumed = 0, "故事只提到敏感个人信息"
    else:
        out.sensitive.asked = "请说明是否含敏感个人信息，以及涉及多少人"


def _settle(out: Counts, doubtful: list[Persons], *, scope: Scope, limits: Limits) -> None:
    """What follows for a kind of which the story tells no number, beside one of which it does: none, or a question."""
    if not out.pi.used and out.pi.value is None and not out.pi.asked:
        out.pi.value, out.pi.presumed = 0, "故事没有提到其他个人信息出境"
    if out.sensitive.used or out.sensitive.asked:
        if scope.open:
            out.sensitive.value, out.sensitive.asked = None, "请核实涉及敏感个人信息的人数"
        return
    if scope.kinds & {"minor", "minor_unsure"} and not any("minor_unsure" in _kinds(p, scope) for p in doubtful):
        out.children = True
        out.sensitive.asked = ASK_CHILDREN
        return
    unsure = [p for p in doubtful if "unknown" not in _kinds(p, scope)]
    denied = scope.none and not scope.others and not scope.named  # 没有敏感信息 beside 人脸 denies nothing
    loose = not denied and ("sensitive" in scope.kinds or (scope.none and "doubtful" in scope.kinds))
    if scope.open:
        out.sensitive.asked = "故事没有确定是否含敏感个人信息，请核实涉及多少人"
    elif loose:
        out.sensitive.asked = "故事提到敏感个人信息，但没有说涉及多少人"
    elif unsure:
        children = any("minor_unsure" in _kinds(p, scope) for p in unsure)
        out.children = children
        out.sensitive.asked = (
            ASK_CHILDREN
            if children
            else "所提信息里有的是否属于敏感个人信息存在疑问，请说明是否含敏感个人信息，涉及多少人"
        )
    elif doubtful and _exempt_size(out.pi, limits):
        out.sensitive.asked = "请说明是否含敏感个人信息（如生物识别、健康、金融账户、行踪轨迹），以及涉及多少人"
    else:
        out.sensitive.value = 0
        if not scope.none:
            out.sensitive.presumed = "没有提到敏感个人信息，按不含处理"


def _exempt_size(pi: Count, limits: Limits) -> bool:
    """Whether the number alone would be exempt: then nothing is presumed of its sensitivity."""
    known = pi.value if pi.value is not None else pi.to_date
    return known is None or known < min(limits.get("pi_count") or (0,))
