"""Is a number of a sentence that number of its source: same amount, bound, thing counted, clause and starting event?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from copilot.chat.actors import Roles, compatible, roles
from copilot.chat.quantities import Quantity, bounds_agree, quantities, same_amount
from copilot.chat.wording import telling_words
from copilot.chat.words import overlap

PERIODS = frozenset({"工作日", "日", "月", "年", "小时", "分钟"})
COUNTS = frozenset({"项", "份", "领域", "场景", "字段", "套", "章", "部", "步", "问"})
_SLACK = 0.12
_SUPERSEDED = re.compile(r"让位于|不再适用|被.{0,12}取代")
_PAST = re.compile(r"原|旧|以前|曾|不再|之前|过去")
_STOPS = "，,；;。：:！？\n"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with the comma clause it stands in, what it counts, and the event a period starts from or ends at."""

    quantity: Quantity
    clause: str
    context: str
    counted: str
    event: str
    side: str
    roles: Roles
    superseded: bool
    whole: tuple[str, ...]

    @property
    def label(self) -> str:
        """The number as written, with its unit."""
        q = self.quantity
        return f"{q.value:g}{q.unit}"


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """Every quantity of canonical `text` with its surroundings."""
    found: list[Amount] = []
    previous_end = 0
    masked = re.sub(r"[（(][^（）()]*[）)]", lambda m: re.sub(rf"[{_STOPS}]", " ", m.group()), text)
    for q in quantities(text):
        start = max((masked.rfind(c, 0, q.start) for c in _STOPS), default=-1) + 1
        ends = [e for c in _STOPS if (e := masked.find(c, q.end)) >= 0]
        end = min(ends, default=len(text))
        clause = text[start:end]
        beside = found[-1] if found and found[-1].clause == clause else None
        gap = text[beside.quantity.end : q.start] if beside else ""
        if beside:
            context = gap + text[q.end : end] if telling_words(gap) else beside.context
        else:
            context = text[previous_end:end]
        event, side = _event(masked, q)
        found.append(
            Amount(
                quantity=q,
                clause=clause,
                context=context,
                counted=counted(text, q) or (beside.counted if beside and len(gap) < 12 else ""),
                event=event,
                side=side,
                roles=roles(clause),
                superseded=bool(_SUPERSEDED.search(clause)),
                whole=telling_words(text),
            )
        )
        previous_end = end
    return tuple(found)


def counted(text: str, quantity: Quantity) -> str:
    """What a number of persons counts, as far as the words beside it tell: sensitive, plain or empty."""
    if quantity.unit not in ("人", ""):
        return ""
    bare = re.sub(r"[（(][^）)]*[）)]", lambda m: "\x00" * len(m.group()), text)
    rest = re.sub(
        r"^(?:以上|以下|以内)?[、,，]?(?:且)?(?:不满|不足|不超过|低于)\d+[万亿]?人?(?:以上|以下|以内)?",
        "",
        bare[quantity.end : quantity.end + 36],
    )
    after = re.split(r"[，,；;。、]|或者|以及|\d", rest)[0].replace("\x00", "")
    before = re.split(r"[；;。]|或者|[，,、](?!不满|且不满)|\d", bare[max(0, quantity.start - 24) : quantity.start])
    named = [b.replace("\x00", "") for b in before[-2:] if re.search(r"敏感|普通|个人信息", b)]
    kept = named[-1] if named else ""
    for part in (after, kept):
        if re.search(r"非敏感|普通|一般个人信息|不含敏感", part):
            return "plain"
        if "敏感" in part:
            return "sensitive"
        if "个人信息" in part:
            return "plain"
    return ""


_SINCE = re.compile(
    r"(?:(?:自|从|在|于|起算日是|为)?(?P<a>[^，；。：自从]{1,40}?)之日(?P<side>起?|前)(?:[后内]|的?(?=\D|$))"
    r"|(?P<b>[^，；。：自从在]{2,30}?)(?P<s2>以后|之后|后|以前|之前|前)(?:的|，|$|\s)?)"
)
_COUNTED_FROM = re.compile(r"起算日是(?P<a>[^，；。：]{1,30}?)(?:之日|$)|[自从](?P<b>[^，；。：]{1,30}?)(?:之日)?起算")


def _event(text: str, quantity: Quantity) -> tuple[str, str]:
    """The event that a period runs from (`after`) or up to (`before`): what is said to be its start, else the nearest
    event before the number, else the one right behind it."""
    if quantity.unit not in PERIODS:
        return "", ""
    sentence = max((text.rfind(c, 0, quantity.start) for c in "；;。\n"), default=-1) + 1
    before = text[sentence : quantity.start]
    rest = re.split(r"[；;。\n]", text[quantity.end : quantity.end + 50])[0]
    if counted_from := _COUNTED_FROM.search(rest):
        return counted_from["a"] or counted_from["b"], "after"
    hits = list(_SINCE.finditer(before))
    if hits:
        event, side = _named(hits[-1])
        other = re.search(r"([^，。；：]{2,30})，$", before[: hits[-1].start()])
        return (other[1] + "、" + event if other and event.startswith("或者") else event), side
    after = re.search(r"(?:自|从)(?P<a>[^，；。：]{1,30}?)之日|从(?P<b>[^，；。]{2,20})起", rest)
    return ((after["a"] or after["b"], "after")) if after else ("", "")


def _named(m: re.Match[str]) -> tuple[str, str]:
    if m["a"]:
        return m["a"], "before" if m["side"] == "前" else "after"
    return m["b"], "before" if "前" in m["s2"] else "after"


def _same_event(said: Amount, source: Amount) -> bool:
    if not said.event:
        return True
    mine = telling_words(said.event)
    if not source.event:
        return overlap(mine, telling_words(source.context)) >= 0.5
    theirs = telling_words(source.event)
    if said.side != source.side:
        return False
    if not mine or not theirs:
        return True
    if overlap(mine[-1:], theirs) < 0.4:
        elsewhere = overlap(mine[-1:], source.whole) >= 0.4
        if not elsewhere or (overlap(mine, theirs) < 0.6 and overlap(mine, source.whole) < 0.8):
            return False
    return max(overlap(mine, theirs), overlap(theirs, mine)) >= 0.4


def _same_doer(said: Amount, source: Amount) -> bool:
    mine, theirs = said.roles.doers, source.roles.doers
    return not mine or not theirs or any(compatible(a, b) for a in mine for b in theirs)


def _inside(said: Quantity, source: Amount, siblings: Iterable[Amount]) -> bool:
    """Whether an instance (`30万人`) lies in the interval that `source` opens."""
    low = source.quantity
    if said.bound not in ("none", "exact") or said.unit != "人" or low.unit not in ("人", ""):
        return False
    if low.bound == "below":
        partner = [s for s in siblings if s.clause == source.clause and 0 <= low.start - s.quantity.end < 10]
        floor = partner[0].quantity.value if partner and partner[0].quantity.bound == "at_least" else 0
        return floor <= said.value < low.value
    if low.bound in ("at_least", "above"):
        partner = [s for s in siblings if s.clause == source.clause and 0 <= s.quantity.start - low.end < 10]
        ceiling = partner[0].quantity.value if partner and partner[0].quantity.bound == "below" else float("inf")
        return (low.value <= said.value if low.bound == "at_least" else low.value < said.value) and said.value < ceiling
    return False


def unsupported(said: str, source: str) -> str:
    """Why the numbers of `said` are not those of `source` (one line with its lead-in); empty when they all are."""
    theirs = amounts(source)
    past = bool(_PAST.search(said))
    for mine in amounts(said):
        q = mine.quantity
        if q.unit in COUNTS or _yearly(mine, theirs):
            continue
        if q.unit == "人" and any(_same_stock(mine, a) is False for a in theirs if same_amount(q, a.quantity)):
            theirs = tuple(a for a in theirs if _same_stock(mine, a) is not False)
        same = [a for a in theirs if same_amount(q, a.quantity)]
        inside = [] if same and q.bound != "exact" else [a for a in theirs if _inside(q, a, theirs)]
        if not same and not inside:
            rival = q.unit in PERIODS and any(a.quantity.unit in PERIODS for a in theirs)
            return f"{'conflict' if rival else 'number'}:{mine.label}"
        fit = [a for a in same if _bound_fits(q, a.quantity) or _ends_range(mine, a)] + inside
        if not fit:
            return f"bound:{mine.label}"
        fit = [a for a in fit if not mine.counted or not a.counted or mine.counted == a.counted]
        if not fit:
            return f"object:{mine.label}"
        fit = [a for a in fit if past or not a.superseded]
        if not fit:
            return f"superseded:{mine.label}"
        fit = [a for a in fit if _same_event(mine, a)]
        if not fit:
            return f"event:{mine.label}"
        fit = [a for a in fit if _same_doer(mine, a)]
        if not fit:
            return f"actor:{mine.label}"
        if not _nearest(mine, fit, theirs, said):
            return f"place:{mine.label}"
    return ""


def _yearly(said: Amount, theirs: Iterable[Amount]) -> bool:
    """`每年一次` for a duty that the source has every year without a count."""
    q = said.quantity
    yearly = any(a.quantity.unit == "年" and a.quantity.value == 1 and "每1年" in a.clause for a in theirs)
    return (
        (q.unit, q.value) == ("次", 1)
        and "每1年" in said.clause
        and yearly
        and not any(a.quantity.unit == "次" for a in theirs)
    )


def _same_stock(said: Amount, source: Amount) -> bool | None:
    """Whether both count persons held or both count persons sent; none where either leaves it open."""
    mine, theirs = (_HELD.search(a.clause) and not _SENT.search(a.clause) for a in (said, source))
    sent, there = bool(_SENT.search(said.clause)), bool(_SENT.search(source.clause))
    if (mine and there) or (theirs and sent):
        return False
    return None


_HELD = re.compile(r"(?:处理|掌握|持有|拥有)(?:的|了|着|超过|不?满|达到?)?(?:个人信息|\d)")
_SENT = re.compile(r"累计")


def _bound_fits(said: Quantity, source: Quantity) -> bool:
    if source.bound == "none" and said.bound not in ("none", "exact"):
        return said.unit in PERIODS and said.bound == "at_most"
    if said.bound == "none" and source.bound in ("below", "above") and said.unit == "人":
        return False
    return bounds_agree(said.bound, source.bound)


def _ends_range(said: Amount, source: Amount) -> bool:
    """`10万到100万人` for 10万人以上不满100万人: a range in everyday words leaves its ends open."""
    ranged = re.search(r"\d[万亿]?人?(?:到|至|-|—|~)\d", said.clause)
    return bool(ranged) and said.quantity.bound == "none" and source.quantity.bound in ("below", "at_most", "at_least")


def miscounted(said: str, source: str) -> list[str]:
    """Counts of things (`八项材料`) in `said` that `source` has neither as a count nor as a number of items."""
    there = {a.quantity.value for a in amounts(source) if a.quantity.unit in COUNTS}
    there |= {float(m.count("、") + 1) for m in re.findall(r"(?:[^，。；：、]{2,24}、)+[^，。；：、]{2,24}", source)}
    there.add(3.0 if "手续" in said or "路径" in said else 0.0)
    there |= {float(m) for m in re.findall(r"[\n；：](\d{1,2})[.、]", source)}
    return [f"number:{a.label}" for a in amounts(said) if a.quantity.unit in COUNTS and a.quantity.value not in there]


_DENIED = re.compile(r"不得|不能|不可以|无需|免予|不属于|不包含|不适用")


def reversed_at(said: str, source: str) -> list[str]:
    """Exact numbers (`恰好10万人`) of `said` whose case `source` decides the other way."""
    found = []
    for mine in amounts(said):
        cases = [_sentence(source, a) for a in amounts(source) if _same_case(mine, a)]
        denied = bool(_DENIED.search(_sentence(said, mine)))
        if cases and all(bool(_DENIED.search(c)) is not denied for c in cases):
            found.append(f"bound:{mine.label}")
    return found


def _same_case(said: Amount, source: Amount) -> bool:
    a, b = said.quantity, source.quantity
    return a.bound == b.bound == "exact" and same_amount(a, b) and len({said.counted, source.counted, ""}) < 3


def _sentence(text: str, amount: Amount) -> str:
    start = max(text.rfind(c, 0, amount.quantity.start) for c in "；。：\n")
    ends = [e for c in "；。\n" if (e := text.find(c, amount.quantity.end)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


_LAPSED = re.compile(r"(\d+)(年|个工作日|日|万人)[^，。；\n]{0,10}(?:失效|不再使用|不再适用|作废)")


def outdated(plain: str, said: str, source: str) -> list[str]:
    """Numbers of `said` that `source` says have lapsed, in a sentence that names no time in the past."""
    if _PAST.search(plain) or _SUPERSEDED.search(plain) or re.search(r"20\d\d年|失效", plain):
        return []
    lapsed = {n + unit for n, unit in _LAPSED.findall(source)}
    return [f"superseded:{x}" for x in sorted(lapsed) if re.search(rf"(?<!\d){x}", said)]


def _nearest(mine: Amount, fit: list[Amount], theirs: tuple[Amount, ...], said: str) -> bool:
    """Whether the clause of a fitting number is, of all numbers in its unit, as close to the sentence as any."""
    rivals = [
        a
        for a in theirs
        if a.quantity.unit == mine.quantity.unit
        and a.context != fit[0].context
        and not (mine.counted and a.counted and mine.counted != a.counted)
    ]
    if not rivals:
        return True
    words = set(telling_words(mine.context))

    def close(a: Amount) -> float:
        return overlap(words, telling_words(a.context)) if words else 1.0

    return max(map(close, fit)) >= max(map(close, rivals)) - _SLACK


_DATE = re.compile(
    r"(?:(\d{4})年)?(\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"(\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_RELATIVE = re.compile(r"(当年|上年|本年|去年)(?=1月1日)")


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十") if "十" in text else ("零", "", text)
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一")) * 10 + (digits.index(ones) if ones else 0)


def _dates(text: str) -> set[tuple[int, int, int]]:
    return {(int(y or 0), _number(m), _number(d)) for y, m, d in _DATE.findall(text)}


def foreign_dates(said: str, source: str) -> list[str]:
    """Dates of `said` that `source` does not have; 当年 and 上年 before 1月1日 count as part of the date."""
    there = _dates(source)
    extra = [d for d in _dates(said) if not any(d == t or (d[1:] == t[1:] and not (d[0] and t[0])) for t in there)]
    years = {"本年": "当年", "去年": "上年"}
    known = {years.get(w, w) for w in _RELATIVE.findall(source)}
    wrong = {w for w in (years.get(w, w) for w in _RELATIVE.findall(said)) if known and w not in known}
    return [f"date:{y or ''}-{m}-{d}" for y, m, d in extra] + [f"date:{w}" for w in sorted(wrong)]
