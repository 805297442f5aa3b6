"""Values in the words of a form: dates, numbers of persons, shares, sizes, money, codes, yes or no; read by code.

Every reader returns what it found with its offsets, or nothing: a value is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import cn2an

from copilot.rules.calendar import months_after

_CN = "〇○零一二两三四五六七八九十百千"
# Bounded, so that a paper with a hundred thousand digits in a row does not hold up the check.
_NUM = rf"\d[\d,，]{{0,30}}(?:\.\d{{1,12}})?|[{_CN}][{_CN}万亿]{{0,30}}"
_SCALES = {"千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*(?:年|[-/.．])\s*(?P<m>1[0-2]|0?[1-9])\s*(?:月|[-/.．])\s*(?P<d>3[01]|[12]\d|0?[1-9])"
    r"(?!\d)\s*[日号]?"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})(?P<m2>1[0-2]|0[1-9])(?P<d2>3[01]|[12]\d|0[1-9])(?!\d)"
    r"|(?<![\d.])(?P<d4>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[\s-]+(?P<m4>"
    + _MONTHS
    + r")[a-z]*\.?,?[\s-]+(?P<y4>20\d{2})"
    r"|\b(?P<m5>" + _MONTHS + r")[a-z]*\.?\s+(?P<d5>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s+(?P<y5>20\d{2})"
    r"|(?P<y3>[二一][〇○零一二三四五六七八九]{3})\s*年\s*(?P<m3>[元一二三四五六七八九十]{1,2})\s*月\s*(?P<d3>[一二三四五六七八九十]{1,3})\s*日"
)
# Any of these forms, for patterns of the tables: no groups, the year in this century.
DATE = (
    r"(?:(?<!\d)20\d{2}\s*(?:年|[-/.．])\s*(?:1[0-2]|0?[1-9])\s*(?:月|[-/.．])\s*(?:3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?"
    r"|(?<!\d)20\d{2}(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?!\d)"
    r"|二[〇○零][〇○零一二三四五六七八九]{2}\s*年\s*[元一二三四五六七八九十]{1,2}\s*月\s*[一二三四五六七八九十]{1,3}\s*日)"
)
_PERSONS = re.compile(
    rf"(?P<num>{_NUM})\s*(?P<early>余|多|来|几)?\s*(?P<scale>千万|百万|十万|亿|万|千)?\s*(?P<about>余|多|左右)?\s*"
    r"(?:[（(][^（）()]{0,12}[）)])?\s*(?P<unit>个?名?自然人|人次|人(?![民员事力类格脸工才机])|名|位)"
)
_BARE = re.compile(rf"(?P<num>{_NUM})\s*(?P<scale>千万|百万|十万|亿|万|千)?")
_IN_BRACKETS = 1000
# Between a rounded number and the exact one.
_BOTH = re.compile(
    r"\s*(?:左右|上下|以上)?\s*[，,]?\s*[（(]?\s*(?:其)?(?:准确|精确|确切|实际|具体|即|合|为|约|大约|的|数|数字|人数|数量|是)*\s*[：:]?\s*"
)
_PERCENT = re.compile(rf"(?P<num>-?\d+(?:\.\d+)?)\s*[%％]|百分之(?P<cn>[{_CN}点]+)")
_SIZE = re.compile(r"(?P<num>\d[\d,，]{0,30}(?:\.\d{1,12})?)\s*(?P<unit>[KMGTP]B)", re.I)
_MONEY = re.compile(rf"(?P<num>{_NUM})\s*(?P<scale>亿|万|千)?\s*(?P<unit>元|人民币|美元|港元|欧元)")
_USCC = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{18})(?![0-9A-Za-z])")
_RESIDENT = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx])(?![0-9A-Za-z])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_PHONE = re.compile(
    r"(?<![\w.])(?:(?:\+?\d{1,4}[- ]?)?(?:\(?0?\d{1,4}\)?[- ]?)?\d{3,4}[- ]?\d{4}(?:转\d+)?(?!\w)"
    r"|\+(?=(?:[-() ]*\d){8,15}(?![-() ]*\d))\d[-() \d]+\d(?!\w))"  # abroad: E.164, grouped as one likes
)
_LONG = re.compile(r"长期|永久|无固定期限|不约定期限|9999[-./年]")
_SIZES = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15}


@dataclass(frozen=True, slots=True)
class Spanned:
    """A number with its place in the text. `unit` as written; `about` when said to be approximate."""

    value: float
    start: int
    end: int
    unit: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day with its place in the text."""

    value: dt.date
    start: int
    end: int


@lru_cache(maxsize=8192)
def number_of(text: str) -> float | None:
    """`12,500`, `1.2`, `一万二千`, `三十` as a number; None when it is none."""
    plain = text.replace(",", "").replace("，", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    try:
        return float(cn2an.cn2an(plain.replace("〇", "零").replace("○", "零"), "smart"))
    except ValueError:
        return None


def days(text: str) -> list[Day]:
    """Every full date of the text, whatever its form, in order; a month without a day is no date."""
    found = []
    for m in _DATE.finditer(text):
        parts = (m["y"], m["m"], m["d"]) if m["y"] else (m["y2"], m["m2"], m["d2"])
        if m["y4"] or m["y5"]:
            month = str(_MONTHS.split("|").index(m["m4"] or m["m5"]) + 1)
            parts = (m["y4"] or m["y5"], month, m["d4"] or m["d5"])
        if m["y3"]:
            parts = (_year(m["y3"]), _small(m["m3"]), _small(m["d3"]))
        try:
            found.append(Day(dt.date(*(int(p) for p in parts)), m.start(), m.end()))
        except ValueError:
            continue  # 2月30日: no such day; the check of impossible dates reads the text itself
    return found


_LASTING = re.compile(rf"\s*起?[^。；，]{{0,6}}?(?P<n>\d{{1,3}}|[{_CN}]{{1,4}})\s*(?:个)?(?P<u>年|月|日|天)(?!\s*\d)")


def ends(text: str, start: Day) -> dt.date | None:
    """The last day of a time told by its length from a day on (自2026年9月1日起一年); None where no length is told."""
    m = _LASTING.match(text, start.end)
    length = int(number_of(m["n"]) or 0) if m else 0
    if m is None or not length:
        return None
    if m["u"] in ("日", "天"):
        return start.value + dt.timedelta(days=length)
    return months_after(start.value, length * (12 if m["u"] == "年" else 1))


def impossible_days(text: str) -> list[str]:
    """Dates as written that no calendar has (2月30日)."""
    odd = []
    for m in re.finditer(r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*(?:日|(?=\D|$))", text):
        try:
            dt.date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            odd.append(m[0])
    return odd


def _year(text: str) -> str:
    return "".join(str("〇一二三四五六七八九".find("〇" if c in "○零" else c)) for c in text)


def _small(text: str) -> str:
    return "1" if text == "元" else str(int(number_of(text) or 0))


def persons(text: str) -> list[Spanned]:
    """Every number of persons; 万 and 亿 are multiplied out. `unit` 人次 is kept, since it counts times."""
    found = []
    for m in _PERSONS.finditer(text):
        value = number_of(m["num"])
        if value is None or re.search(r"第$|\d[.．]$|\w-$", text[: m.start()][-2:]):
            continue
        if re.search(r"[（(]$", text[: m.start()]) and value < _IN_BRACKETS:
            continue  # the number of an item
        found.append(
            Spanned(
                value * _SCALES.get(m["scale"] or "", 1.0),
                m.start(),
                m.end(),
                m["unit"],
                bool(m["about"] or m["early"]),
            )
        )
    return _settled(text, found)


def _settled(text: str, found: list[Spanned]) -> list[Spanned]:
    """The numbers, a rounded one and the exact one that goes with it as one: 十四万余人（准确数：149764人）."""
    out: list[Spanned] = []
    for one in found:
        before = out[-1] if out else None
        if before is None or before.unit != one.unit or not _BOTH.fullmatch(text[before.end : one.start]):
            out.append(one)
            continue
        rough, exact = sorted((before, one), key=lambda s: _last_place(s.value), reverse=True)
        if abs(rough.value - exact.value) > _last_place(rough.value) or (
            rough.value != exact.value and _last_place(rough.value) == _last_place(exact.value)
        ):
            out.append(one)
            continue
        end = one.end + len(re.match(r"\s*[）)]?", text[one.end :])[0])  # type: ignore[index]
        out[-1] = Spanned(exact.value, before.start, end, one.unit)
    return out


def _last_place(value: float) -> float:
    """The place of the last digit that is not zero."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place


def count(text: str) -> float | None:
    """The one number of a cell (`120`, `1.2万`, `12,500人`, `约300`); None when there is none or more than one."""
    spans = persons(text)
    if spans:
        return spans[0].value if len(spans) == 1 else None
    bare = [m for m in _BARE.finditer(text) if number_of(m["num"]) is not None]
    if len(bare) != 1:
        return None
    value = number_of(bare[0]["num"])
    return None if value is None else value * _SCALES.get(bare[0]["scale"] or "", 1.0)


def percent(text: str) -> float | None:
    """The first share in percent; None when there is none."""
    m = _PERCENT.search(text)
    if m is None:
        return None
    return float(m["num"]) if m["num"] else number_of(m["cn"])


def size_bytes(text: str) -> float | None:
    """The first data size in bytes (1 KB = 1000)."""
    m = _SIZE.search(text)
    return None if m is None else (number_of(m["num"]) or 0.0) * _SIZES[m["unit"].upper()]


def money(text: str) -> float | None:
    """The first sum of money in its own currency."""
    m = _MONEY.search(text)
    value = number_of(m["num"]) if m else None
    return None if m is None or value is None else value * _SCALES.get(m["scale"] or "", 1.0)


def credit_codes(text: str) -> list[str]:
    """Everything of 18 letters and digits that stands where a unified social credit code may stand."""
    return [m[1].upper() for m in _USCC.finditer(text)]


def resident_ids(text: str) -> list[str]:
    """Resident identity numbers of 18 signs, right or wrong."""
    return [m[1].upper() for m in _RESIDENT.finditer(text)]


def email(text: str) -> str | None:
    """The first e-mail address."""
    m = _EMAIL.search(re.sub(r"(?<=[\w.@-])\s+(?=[\w.-]*[.@])", "", text))  # a long address breaks in a narrow cell
    return m[0] if m else None


def phone(text: str) -> str | None:
    """The first telephone number."""
    m = _PHONE.search(text)
    return m[0] if m else None


def long_term(text: str) -> bool:
    """Whether a period is said to have no end."""
    return bool(_LONG.search(text))


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of natural persons over time; `relation`: the text says how this year and the three years relate."""

    this_year: float | None = None
    three_years: float | None = None
    per_year: tuple[float, ...] = ()
    sensitive_this_year: float | None = None
    sensitive_three_years: float | None = None
    relation: bool = False
    not_persons: bool = False


_NEXT = re.compile(r"(?:未来|今后|后续|预计|预估|接下来)\s*(?:三|3)?\s*年?|(?:三|3)年(?:内|合计|累计|共|总)?|预计|预估")
_THIS = re.compile(r"当年|本年|今年|截至|已(?:累计)?出境|已经?(?:累计)?向境外|1月1日")
_ONE_YEAR = re.compile(r"20\d{2}\s*年(?!\s*\d{1,2}\s*月)|第[一二三1-3]年|首年|次年")
_TOTAL = re.compile(r"合计|共计|总计|累计|总数|去重后")
_SENSITIVE = re.compile(r"(?<!不含)(?<!非)(?<!不包含)(?<!不含有)敏感")
_RELATION = re.compile(
    r"两者|二者|关系|包含|包括(?!当年已出境数量、)|不含|不重复|重叠|增量|新增|增长|增幅|基数|在(?:此|当年)?基础上|其中|"
    r"含(?:当年|本年|已)|测算|推算|按.{0,12}(?:增长|口径)"
)


_OF_THEM = re.compile(r"其中[^，。；]{0,8}敏感")  # a part of one number, not how two relate


_NO_COUNT = re.compile(r"\s*(?:年|月|日|号|%|％|条|次|项|个月|天|[KMGTP]B|[-./]\d|[.、．）)](?!\d))", re.I)


def _bare_counts(text: str) -> list[Spanned]:
    """Numbers without a unit, where none has the unit of persons: no dates, shares, ordinals or sizes."""
    found = []
    for m in _BARE.finditer(text):
        value = number_of(m["num"])
        written = m["num"][0].isdigit() and not re.search(r"[第\d.．\-/年月]\s*$", text[: m.start()][-2:])
        if value is not None and written and not _NO_COUNT.match(text, m.end()):
            found.append(Spanned(value * _SCALES.get(m["scale"] or "", 1.0), m.start(), m.end()))
    return found


def counts(text: str) -> Counts:
    """This year's persons and those of the next three years, with the sensitive ones apart, from running words."""
    found: dict[str, float] = {}
    per_year: list[float] = []
    mode, at, times = "", 0, False
    for span in persons(text) or _bare_counts(text):
        before = text[at : span.start]
        at = span.end
        if span.unit == "人次":
            times = True
            continue
        sensitive = bool(_SENSITIVE.search(before[-40:]) or _SENSITIVE.match(text[span.end : span.end + 4]))
        marks = [(m.end(), name) for name, rx in (("next", _NEXT), ("this", _THIS)) for m in rx.finditer(before)]
        named = max(marks)[1] if marks else ""
        mode = named or mode
        year = _ONE_YEAR.search(before[-16:])
        if mode == "next" and year and not _TOTAL.search(before[-6:]):
            per_year.append(span.value)
            continue
        if not mode:
            continue
        key = ("sensitive_" if sensitive else "") + ("this_year" if mode == "this" else "three_years")
        found.setdefault(key, span.value)
    return Counts(
        found.get("this_year"),
        found.get("three_years"),
        tuple(per_year),
        found.get("sensitive_this_year"),
        found.get("sensitive_three_years"),
        relation=bool(_RELATION.search(_OF_THEM.sub("", text))),
        not_persons=times,
    )
