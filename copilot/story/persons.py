"""The numbers of persons in a story, each with its role: exported or only processed, when, what kind, part or whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from copilot.story.kinds import Kind, KindMention, kinds_in
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, numbers, value_of
from copilot.story.passage import Passage

MAX_NUMBERS = 60
Time = Literal["past", "next", "to_date", "plan", "present"]
Rate = Literal["day", "week", "month", "quarter", "year", "batch"]
Unit = Literal["persons", "papers", "records", "bare"]
_BARE_END = re.compile(r"\s*(?:$|[，。；、）)？！,.;的整]|普通|敏感|非敏感|了)")
_PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_YEARS = frozenset({"past", "next", "present"})  # what tells the year yields to what tells more at the same place
_SHARE = re.compile(
    r"百分之(?P<percent_zh>[零一二三四五六七八九十百\d.]{1,9})"
    r"|(?<![\d.])(?P<percent>\d{1,9}(?:\.\d{1,6})?)\s*[%％]"
    r"|千分之(?P<per_mille>[零一二三四五六七八九十\d.]{1,9})"
    r"|(?P<tenths>[一二两三四五六七八九])成|(?P<half>一半)"
)
SMALLEST_CUSTOMER_BASE = 1000  # fewer accounts are people who look at data, not people whom it is about
PERSONS_IN_A_HOUSEHOLD = 4
_ACCESS = re.compile(r"\s*个?(?:(?![人名位的])[一-龥]){0,6}(?:账号|账户|帐号|帐户|权限)")
_ENDS_CLAUSE = re.compile(r"\s*[多余]?[人名](?=[，。；])")
_HOUSEHOLD = re.compile(r"\s*(?:个|户)?(?:家庭|住户|居民户)|\s*户(?:人家|居民)")
_GROUPS = r"户|家庭|班级?|门?店|学校|校|旅行团|团|医院|车|航班|船|部门"
_PER_GROUP = re.compile(
    rf"(?:每|平均每)[个家所辆架艘条]?({_GROUPS})[^，。；\d]{{0,8}}$|(户)均[^，。；\d]{{0,4}}$|(?:每|平均每)(家)[^，。；\d]{{0,8}}$"
)
FEWEST_FIRMS = 51  # of fewer firms each may be an exporter of its own
_SHARE_OF = {"percent_zh": 100, "percent": 100, "per_mille": 1000, "tenths": 10}
_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
_UNTIL = re.compile(
    r"(?:截至|截止到?)[^，。；]{0,6}?(\d{1,2}|[一二三四五六七八九十]{1,2})月|(?:1|一)月?[至到-](\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|前(\d{1,2}|[一二三四五六七八九十]{1,2})个月"
    r"|到(?:现在|目前|今天)|至今|目前为止|已经?(?=向|给|传|提供|累计|出境)|so far|to date"
)
_COMPANIES = re.compile(
    r"([两二三四五六七八九十\d]{1,2})\s*(?:家|个)(?:境内|独立|关联|壳|子|全资)*"
    r"(?:公司|主体|企业|合作方|接收方|机构|供应商)?"
)


@dataclass(frozen=True, slots=True)
class Persons:
    """A number of persons. `kinds` are those named for it; `span` is the stretch of the story that speaks of it."""

    number: Number
    unit: Unit
    kinds: frozenset[Kind]
    span: tuple[int, int]
    time: Time = "present"
    stock: bool = False
    processed: bool = False
    part: bool = False
    whole: bool = False
    each: int = 0
    rate: Rate | None = None
    added: bool = False
    strong: bool = False
    fresh: bool = False
    intended: bool = False
    only: bool = False
    profile: bool = False
    sent: bool = False
    months: int | None = None
    noun: str = ""
    corrects: bool = False
    standing: bool = False


def persons(
    passage: Passage,
    mentions: Sequence[KindMention],
    *,
    lexicon: Lexicon,
    as_of: dt.date,
    also: Collection[int] = (),
) -> list[Persons]:
    """Every number that counts natural persons (or records, which are asked about), in order.

    `also` are offsets of numbers that count persons although their words do not show it.
    """
    every = numbers(passage.live)
    counted = [(n, u) for n in every if (u := _unit(passage, n, lexicon) or ("persons" if n.start in also else None))]
    if len(counted) > MAX_NUMBERS:
        return []  # a table, no story: the counts are asked for
    counted = [(_household(passage, n), u) for n, u in _per_group(passage, every, _shares(passage, counted))]
    found = []
    for i, (number, unit) in enumerate(counted):
        before = counted[i - 1][0].end if i else 0
        following = counted[i + 1][0].start if i + 1 < len(counted) else None
        span = _span(passage, number, (before, following), mentions)
        kinds = kinds_in(mentions, *span) - {"none", "open", "denied"}
        one = Persons(number, unit, frozenset(kinds), span)
        found.append(_tagged(passage, one, (before, following), lexicon=lexicon, as_of=as_of))
    return [p for p in found if not _is_rule(passage, p.number, lexicon)]


def _unit(passage: Passage, number: Number, lexicon: Lexicon) -> Unit | None:
    """What a number counts, by the words behind it; None for things that are no persons."""
    after = passage.live[number.end : number.end + 40]
    if number.value < SMALLEST_CUSTOMER_BASE and _ACCESS.match(after):
        return None
    for pattern, unit in _units(lexicon):
        if pattern.match(after):
            return unit
    if re.match(rf"\s*(?:{lexicon['records'].pattern})", after):
        return "records" if number.value >= 100 else None
    if number.value >= 10 and lexicon["people_of"].match(after):
        return "persons"
    return "bare" if number.value >= 1000 and _BARE_END.match(after) else None


@lru_cache(maxsize=4)
def _units(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], Unit | None], ...]:
    """What stands right behind a number, and what the number then counts; the first that matches decides."""
    words = {name: lexicon[name].pattern for name in ("actors", "papers", "persons", "persons_en")}
    aged = r"(?:\d{1,2}(?:[到至~-]\d{1,2})?(?:周)?岁(?:以[上下])?的?)?"
    of_things = r"(?!\s*(?:条|笔|封|张|份|次|台|辆|件|部))"
    return (
        (lexicon["things"], None),
        (re.compile(rf"\s*[名位个]?[一-龥]{{0,4}}(?:{words['actors']})", re.IGNORECASE), None),
        (re.compile(rf"\s*(?:份(?:应聘者|求职者)?)?(?:{words['papers']})"), "papers"),
        (re.compile(r"\s*(?:[名位]|口人)|\s*人(?!民币|次|形|工|才|均|机)"), "persons"),
        (re.compile(r"\s*人次"), "records"),
        (re.compile(rf"{of_things}\s*个?{aged}[一-龥]{{0,6}}?(?:{words['persons']})"), "persons"),
        (re.compile(rf"\s*(?:[a-z'-]+\s+){{0,3}}(?:{words['persons_en']})\b", re.IGNORECASE), "persons"),
    )


def _shares(passage: Passage, counted: list[tuple[Number, Unit]]) -> list[tuple[Number, Unit]]:
    """Shares (其中百分之一, 20%, 三成) as numbers of persons of the number before them."""
    out = list(counted)
    for match in _SHARE.finditer(passage.live):
        base = next((n for n, u in reversed(counted) if n.end <= match.start() and u in ("persons", "bare")), None)
        sentence = passage.sentence(match.start())
        nearby = any(0 <= n.start - match.end() < 8 for n, _ in counted)
        if base is None or nearby or base.start < sentence[0]:
            continue
        share = _share(match)
        if share is None or not 0 < share < 1:
            continue
        scaled = [round(v * share) for v in (base.value, base.low, base.high)]
        number = Number(scaled[0], scaled[1], scaled[2], base.wording, match.group(), match.start(), match.end())
        out.append((number, "persons"))
    return sorted(out, key=lambda pair: pair[0].start)


def _share(match: re.Match[str]) -> float | None:
    for group, of in _SHARE_OF.items():
        if match[group]:
            if re.fullmatch(r"\d+(?:\.\d+)?", match[group]):
                return float(match[group]) / of
            bounds = value_of(match[group])
            return bounds[0] / of if bounds else None
    return 0.5


def _span(
    passage: Passage, number: Number, neighbours: tuple[int, int | None], mentions: Sequence[KindMention]
) -> tuple[int, int]:
    """The stretch that speaks of a number: kinds right before it, else what follows up to the next number."""
    before, following = neighbours
    end = passage.sentence(number.start)[1]
    head = passage.head(number.start, after=before)
    head_start = number.start - len(head)
    named = [m for m in mentions if head_start <= m.start < number.start and m.kind not in ("none", "open", "denied")]
    begin = named[0].start if named else number.start
    if following is not None and following < end:
        end = following
        next_head = passage.head(following, after=number.end)
        own = [m for m in mentions if following - len(next_head) <= m.start < following]
        end = following - len(next_head) if own or next_head else following
    return begin, max(end, number.end)


def _is_rule(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether the number is a threshold that is told (100万人以上必须评估), not one of the transfer."""
    after, before = passage.live[number.end : number.end + 24], passage.live[max(0, number.start - 12) : number.start]
    ours = lexicon.has("placing.ours", passage.live[passage.sentence(number.start)[0] : number.start])
    return (lexicon.has("rule_after", after) and not ours) or lexicon.has("rule_before", before)


def _tagged(
    passage: Passage, one: Persons, neighbours: tuple[int, int | None], *, lexicon: Lexicon, as_of: dt.date
) -> Persons:
    number, text, (before, following) = one.number, passage.live, neighbours
    start, end = passage.sentence(number.start)
    clause = passage.clause(number.start)
    lead = text[max(start, before) : number.start]
    local = text[max(clause[0], before) : number.start]
    around = text[max(clause[0], before) : one.span[1]]
    processed = lexicon.has("placing.processed", local) or lexicon.has(
        "placing.kept", text[number.end : number.end + 16]
    )
    tight = text[max(start, before, number.start - 14) : number.start]
    rate = _rate(tight, text[number.end : number.end + 40], lexicon)
    if rate and lexicon.has("placing.identical", text[max(start, before, number.start - 10) : number.start]):
        rate = None
    sent = lexicon.has("placing.exported", around)
    told = lexicon["placing.registered"].match(text, number.end) is not None
    profile = lexicon.has("placing.profile", local) and _ENDS_CLAUSE.match(text, number.end) is not None
    profile = profile and not lexicon.has("placing.together", text[number.end : end])
    if following is not None and lexicon.has("placing.exported", text[number.end : following]):
        told = told or profile
    processed = (processed or told) and not lexicon.has("placing.together", text[number.end : end])
    return replace(
        one,
        time=_time(text[start : number.start], text[number.end : end], lexicon, as_of),
        stock=processed,
        processed=processed and not sent,
        sent=sent,
        part=bool(re.search(rf"(?:{lexicon['placing.part'].pattern})[^，。；]{{0,10}}$", lead, re.IGNORECASE)),
        whole=bool(re.search(rf"(?:{lexicon['placing.whole'].pattern})[^，。；]{{0,8}}$", local, re.IGNORECASE)),
        each=_each(text, start, number, lexicon),
        rate=rate,
        months=_months(text, (start, before), number, lexicon=lexicon, as_of=as_of) if rate else None,
        added=lexicon.has("placing.adding", lead),
        corrects=lexicon.has("placing.corrected", lead[-24:]),
        standing=lexicon.has("placing.standing", local) and not lexicon.has("placing.fresh", around),
        strong=lexicon.has("placing.strong", lead),
        fresh=lexicon.has("placing.fresh", tight) or lexicon.has("placing.fresh", text[number.end : number.end + 6]),
        intended=lexicon.has("placing.intended", lead) and lexicon.has("placing.dropped", text[number.end : end]),
        profile=profile and _others_named(text[number.end + 1 :], lexicon),
        only=lexicon.has("placing.only", lead),
        noun=noun[0] if (noun := lexicon["persons"].search(text, number.end, number.end + 12)) else "",
    )


def _others_named(after: str, lexicon: Lexicon) -> bool:
    """Whether the story goes on to speak of other persons than staff."""
    return lexicon.has("placing.customers", after) and not lexicon.has("placing.about_staff", after)


def _time(before: str, after: str, lexicon: Lexicon, as_of: dt.date) -> Time:
    """When a number's persons are exported: the nearest sign before it in its sentence."""
    text = re.sub(r"(?<!\d)(20\d{2})\s*年", lambda m: _year(int(m[1]), as_of).ljust(len(m.group()), "\0"), before)
    last: tuple[int, Time] = (-1, "present")
    for time in ("past", "next", "present", "to_date", "plan"):
        for match in lexicon[f"times.{time}"].finditer(text):
            rank = match.start() if time in _YEARS else match.start() + 0.5
            if rank >= last[0] and not (time == "present" and match.group() == "今"):
                last = (rank, time)  # type: ignore[assignment]
    if last[1] == "present" and re.match(r"[^，。；]{0,6}(?:是|为)?(?:去年|明年)的", after):
        return "past" if "去年" in after[:12] else "next"
    strong = [
        t for t in ("past", "next") if _latest(lexicon[f"times.{t}"], text) > _latest(lexicon["times.present"], text)
    ]
    if strong and last[1] in ("to_date", "plan", "present"):
        return strong[-1]  # type: ignore[return-value]
    return last[1]


def _latest(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _year(year: int, as_of: dt.date) -> str:
    return "今年" if year == as_of.year else "去年" if year < as_of.year else "明年"


def _each(text: str, start: int, number: Number, lexicon: Lexicon) -> int:
    """How many get this number each (两家公司各90万); 1 when each is said without how many, 0 when not."""
    lead = text[max(start, number.start - 60) : number.start]
    match = re.search(rf"(?:{lexicon['placing.each'].pattern})[^，。；、]{{0,12}}$", lead, re.IGNORECASE)
    if match is None:
        return 0
    groups = _COMPANIES.findall(lead)
    bounds = value_of(groups[-1]) if groups else None
    if groups and groups[-1] in ("两", "二"):
        return 2
    return bounds[0] if bounds and 1 < bounds[0] <= 50 else 1


def _rate(before: str, after: str, lexicon: Lexicon) -> Rate | None:
    for rate in ("batch", "day", "week", "month", "quarter", "year"):
        pattern = lexicon[f"rates.{rate}"].pattern
        if re.search(rf"{pattern}[^，。；]{{0,14}}$", before, re.IGNORECASE):
            return rate  # type: ignore[return-value]
        if (
            re.match(rf"[^，。；,.;、\d一二三四五六七八九十万]{{0,24}}?(?<![A-Za-z]){pattern}", after, re.IGNORECASE)
            and rate != "batch"
        ):
            return rate  # type: ignore[return-value]
    return None


def yearly(one: Persons, text: str) -> tuple[Number, str]:
    """A rate multiplied to the year, or to the period the story gives, with the arithmetic in words."""
    if one.rate is None:
        return one.number, ""
    factor = _periods_in(one.rate, one.months) if one.months is not None else _periods(one.rate, text)
    if factor == 1:
        return one.number, ""
    if one.standing:  # 每月把 n 人 ...: perhaps the same persons every time, at most n times the periods
        most = one.number.times(factor)
        return replace(most, low=one.number.low), f"{one.number.value} × {factor}，每次可能是同一批人"
    unit = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "batch": "批"}[one.rate]
    number = one.number.times(factor)
    return number, f"{one.number.value} × {factor} {unit} = {number.value}"


def _months(text: str, bounds: tuple[int, int], number: Number, *, lexicon: Lexicon, as_of: dt.date) -> int | None:
    """For how many months of the year a rate still runs, where the words beside it say so."""
    lead = text[max(bounds) : number.start]
    if named := re.search(rf"((?:{_MONTH}[、，,和及\s]*){{2,}})(?:每|各)", lead):
        return len(re.findall(_MONTH, named[1]))
    if left := re.search(
        r"(?:剩下|余下|剩余|后|接下来|最后|未来|往后)的?\s*([一二两三四五六七八九十\d]{1,2})\s*个月", lead
    ):
        return _small(left[1])
    said = [m for m in _UNTIL.finditer(text, 0, number.start)]
    if not said or not lexicon.has("placing.further", lead):
        return None
    month = next((_small(g) for g in said[-1].groups() if g), as_of.month - 1)
    return max(1, 12 - month) if month <= 12 else None


def _periods_in(rate: Rate, months: int) -> int:
    """How many days, weeks, months or quarters lie in so many months; parts count as whole."""
    if rate in ("batch", "year"):
        return 1
    return -(-months * _PER_YEAR[rate] // 12)


def _per_group(
    passage: Passage, every: Sequence[Number], counted: list[tuple[Number, Unit]]
) -> list[tuple[Number, Unit]]:
    """4万户，每户3口人 as one number of persons."""
    out = list(counted)
    for i, (number, unit) in enumerate(counted):
        lead = passage.live[passage.sentence(number.start)[0] : number.start]
        match = _PER_GROUP.search(lead)
        if match is None:
            continue
        group = (match[1] or match[2] or match[3])[-1]
        base = next((n for n in reversed(every) if n.end <= number.start), None)
        if base is None or group not in passage.live[base.end : base.end + 6]:
            continue
        if match[3] and base.value < FEWEST_FIRMS:
            continue
        scaled = [
            a * b
            for a, b in zip((base.value, base.low, base.high), (number.value, number.low, number.high), strict=True)
        ]
        text = passage.live[base.start : number.end]
        out[i] = (Number(scaled[0], scaled[1], scaled[2], "about", text, base.start, number.end), unit)
        out = [pair for pair in out if pair[0] is not base]
        return out
    return out


def _household(passage: Passage, number: Number) -> Number:
    """A number of households with the persons that it may stand for."""
    if "户" in number.text or not _HOUSEHOLD.match(passage.live, number.end):
        return number
    return replace(number, high=number.high * PERSONS_IN_A_HOUSEHOLD, wording="range")


def _periods(rate: Rate, text: str) -> int:
    if rate == "batch":
        match = re.search(r"([两二三四五六七八九十\d]{1,3})\s*[批次](?!都)", text)
        return _small(match[1]) if match else 1
    if rate == "month":
        month = r"([一二三四五六七八九十\d]{1,2})\s*月"
        if match := re.search(rf"{month}?份?\s*(?:到|至|-)\s*{month}", text):
            first, last = _small(match[1] or "1"), _small(match[2])
            return max(1, last - first + 1) if last <= 12 else 12
        if match := re.search(rf"从\s*{month}(?:份)?(?:起|开始)", text):
            return max(1, 12 - _small(match[1]) + 1)
        if match := re.search(r"(?:连续|为期|持续|共|分|做)\s*([一二两三四五六七八九十\d]{1,2})\s*个月", text):
            return _small(match[1])
    if rate == "quarter" and (match := re.search(r"(?:连续|共|分|做)\s*([一二两三四])\s*个季度", text)):
        return _small(match[1])
    return _PER_YEAR[rate]


def _small(numeral: str) -> int:
    if numeral in ("两", "二"):
        return 2
    bounds = value_of(numeral)
    return bounds[0] if bounds else 1
