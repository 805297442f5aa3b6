"""Every number in a story, with the span it can mean: 十二万, １２万, 120,000, 8-12万, 约十万余, 1.2 million.

A number keeps the value said and the bounds its wording allows; `exact` tells whether it was said without doubt.
Dates, article and document numbers, money, sizes and versions are no numbers here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Wording = Literal["exact", "about", "near", "below", "at_most", "above", "at_least", "more", "range"]

MAX_NUMERAL_CHARS = 80
MAX_VALUE = 10_000_000_000
_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_FORMAL_RUN = re.compile(r"(?<![大登着])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿萬億]{2,}")
_EN_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN = {w: i for i, w in enumerate(_EN_ONES)} | {w: 10 * i for i, w in enumerate(_EN_TENS, 2)}
_EN_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 10**9}
_SHORT = {"k": 1000, "w": 10_000} | dict.fromkeys(("m", "mn", "mln", "mio"), 1_000_000) | {"bn": 10**9}
_SHORT_WORD = r"(?:[kK]|[mM](?:n|N|ln|io)?|[bB]n)(?![A-Za-z])|[wW](?![A-Za-z])"
# 1 000 000, 1'000'000, 1.000.000; what follows a single point is thousands unless a scale shows it to be decimals.
_GROUPED = re.compile(
    r"(?<![\d.,])\d{1,3}([ \u00a0\u2009\u202f'’‘_.])\d{3}(?:\1\d{3})*"
    rf"(?!\d|[.,]\d|\s?[十百千万亿%％]|\s?(?:{_SHORT_WORD}|hundred|thousand|million|billion))"
)
_ARABIC = r"\d{1,3}(?:[,，]\d{2})*(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_EN_WORD = "|".join(sorted(_EN, key=len, reverse=True))
_THING = r"\s*(?:家|个?国|年|月|日|天|次|岁|个月|小时|台|种|类|项|轮|批|[至到~-]\s?\d)"
# What follows 万 in one number: 30万5678, 10万零1, 1亿2千万, 3万5; never the 3 of 10万3家公司.
_REST = rf"(?:\s?[零又]?\s?(?:{_ARABIC}|[一二三四五六七八九两几]+)(?!\d|{_THING})\s?[十百千万亿]*)"
# Behind a number without 亿, a tail counts no 万: 12.8万一百万 are two numbers.
_TAIL = _REST.replace("[十百千万亿]*)", "[十百千]*(?![十百千万亿]))")
_ARABIC_SCALED = (
    rf"(?:{_ARABIC})(?:\s?(?:{_SHORT_WORD})|个亿|\s?(?:hundred|thousand|million|billion)(?![A-Za-z])"
    rf"|\s?[十百千万]*亿{_REST}{{0,4}}|\s?[十百千]*万{_TAIL}{{0,4}}|\s?[十百千]+{_REST}{{0,4}})?"
)
_CHINESE = (
    r"[数几上]?[零〇一二三四五六七八九十廿卅百千万亿两几]+(?:个[万亿](?!一))?(?:(?<=[万千亿])[零又]?\d+(?!\d|[.,]\d|"
    + _THING
    + "))?"
)
_EN_SCALE = "hundred|thousand|million|billion"
_ENGLISH_SCALED = (
    rf"(?<![A-Za-z])(?:half a|a|{_EN_WORD})(?:[ -](?:{_EN_WORD}|{_EN_SCALE}))*[ -](?:{_EN_SCALE})(?![A-Za-z])"
    rf"(?:(?:,? and|,)? (?:a )?(?:{_EN_WORD})(?:[ -](?:{_EN_WORD}|{_EN_SCALE}))*(?![A-Za-z])"
    rf"|[ -](?:{_EN_SCALE})(?![A-Za-z]))*"
)
_ENGLISH = rf"(?<![A-Za-z])(?:{_EN_WORD})(?:-(?:{_EN_WORD}))?(?![A-Za-z])"
_CORE = f"(?:{_ARABIC_SCALED}|{_CHINESE}|{_ENGLISH_SCALED}|{_ENGLISH})"
_NUMBER = re.compile(
    rf"(?P<a>{_CORE})(?:\s?(?:[-—–~～至到]|to)\s?(?P<b>{_CORE}))?(?P<more>\s?[多余来](?P<tail>[万千亿])?)?",
    re.IGNORECASE,
)
_SINGLE_QUOTES = re.compile(r"(?<![A-Za-z0-9])‘([^‘’\n]{1,60})’(?![A-Za-z0-9])")
_UP_TO_99 = r"[0-9一二三四五六七八九十]{1,3}"
_DECIMAL = r"\d{1,9}(?:\.\d{1,6})?"
# What looks like a number and counts nothing, by name; tried in this order.
_NO_COUNTS = {
    "place in a text": r"第\s*[0-9零〇一二三四五六七八九十百千]+\s*[条款项章节编号版批次步届（(]?",
    "date": (
        r"(?<!\d)(?:19|20)\d{2}\s*(?:年|[-./](?=\d{1,2}(?![\d十百千万亿kKmMwW]|\s?[mb]illion)))"
        r"\s*(?:\d{1,2}\s*[-月./]?\s*(?:\d{1,2}\s*[日号]?)?)?(?:度)?"
    ),
    "fraction": rf"(?:百|千|万)分之\s*(?:{_DECIMAL}|[零一二三四五六七八九十百]{{1,9}})",
    "percentage": rf"(?<!\d){_DECIMAL}\s*[%％]|[一二两三四五六七八九]成",
    "month": rf"{_UP_TO_99}\s*月(?:份|底|初|中旬)?(?:\s*{_UP_TO_99}\s*[日号])?",
    "first of two months": rf"{_UP_TO_99}\s*(?:[至到-])\s*(?={_UP_TO_99}\s*月(?!新))",
    "standard": r"(?:GB/?T?|TC260|JR/T|ISO|GDPR)\s*[-\d.]+",
    "document": r"令\s*\d{1,6}|(?<!\d)\d{1,6}\s*号(?:令|文|公告)?|(?:附件|附录|问)\s*\d{1,4}",
    "number of a document": (
        r"(?:(?:合同|订单|批|编|文|备案|受理|流水|执照|证|单|档案|项目|产品|股票|电话|手机|案|账|帐|税)(?:号码?|编号)|信用代码|邮编)"
        r"[为是：:\s]*[A-Za-z-]{0,8}\d[\d-]{2,20}"
    ),
    "stretch of a year": r"第?[一二三四]季度|前[一二三四五六七八九十\d]{1,2}个?月|[上下]半年|十四五|一旦",
    "word with 一": r"一般|一定|一致|一起|一样|一并|一律|一概|一方|一些|统一|唯一|进一步|一体",
    "word with a numeral": (
        r"(?<![十百千一二三四五六七八九两0-9])万一|十分|三方|第三方|两者|一眼|一边|一直|一切|单一|一部分|一份|一套|一下|一家|一个月|一点|一次性|一共"
        r"|四川|九江|九龙|三亚|六安|百度|千万不|一月|同一批?|之一|每一|百慕大|百货|万科|一条龙|陆陆续续"
    ),
    "sales day or while": r"双十一|黑五|双十二|五一|十一期间|一会儿?|一年一度|一年下来",
    "one of": r"(?:(?<![A-Za-z])one(?= of| time))",
    "product or version": r"(?<![A-Za-z])[A-Za-z]{1,12}\d+[A-Za-z]{0,12}|[IV]{2,4}\b",
}
# A number below zero counts nobody; 8-12万 and 人数——500 are none.
NEGATIVE = re.compile(r"(?<![\d零一二三四五六七八九十百千万亿月日号年%％A-Za-z~-])(?:[-−]|负(?=\d))(?=\d)")
_NOT_A_COUNT = re.compile("|".join(_NO_COUNTS.values()))
_BEFORE: tuple[tuple[str, Wording], ...] = (
    (r"(?:不超过|不会超?过|不多于|至多|最多|顶多|顶格|封顶|撑死|上限|最高|up to|at most|no more than)", "at_most"),
    (r"(?:至少|不少于|最少|起码|不低于|at least|no less than|no fewer than)", "at_least"),
    (r"(?:不到|不足|不满|少于|低于|未满|未达|没到|到不了|达不到|小于|fewer than|less than|under|below)", "below"),
    (r"(?:超过|超出|多于|高于|大于|逾|超|突破|more than|over|above|exceed\w*)", "above"),
    (r"(?:近|将近|接近|小|nearly|almost|close to)", "near"),
    (r"(?:约|大约|大概|差不多|大致|粗略|估计|估算|可能|about|around|roughly|approximately|some|circa)", "about"),
    (r"(?:恰好|刚好|正好|整整|exactly|precisely)", "exact"),
)
_AFTER: tuple[tuple[str, Wording], ...] = (
    (r"(?:左右|上下|or so)", "about"),
    (r"(?:及)?以上|(?:或|及)更多|or more", "at_least"),
    (r"(?:及)?以下|以内|之内|or fewer|or less", "at_most"),
    (r"(?:就)?(?:封顶|顶天|撑死|打住)", "at_most"),
    (r"出头|开外|挂零|冒头|有余", "more"),
    (r"[+＋](?!\s*\d)", "at_least"),
)
# 8万或者9万, between 80,000 and 130,000; what may stand between a number and a word behind it: 5万人以上, 5万名左右.
_PEOPLE = r"[名个位条]?(?:人|用户|客户|员工|会员|people|users|customers)?"


_EITHER = re.compile(rf"\s*{_PEOPLE}\s*(?:或者?(?:是|说)?|要么|and|or|和|与|到|至)\s*$", re.IGNORECASE)
# 保守十五万、乐观十八万
_CAUTIOUS = re.compile(r"(?:保守|悲观|往少)[^，。；！？\d]{0,6}\Z")
_HOPEFUL = re.compile(rf"\s*{_PEOPLE}[，,、]?\s*(?:乐观|往多|激进|最多)[^，。；！？\d]{{0,6}}")
_AND = re.compile(rf"\s*{_PEOPLE}\s*(?:and|和|与)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said: `value`, the bounds `low` and `high` (inclusive) its wording allows, and where it stands."""

    value: int
    low: int
    high: int
    wording: Wording
    text: str
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """Whether the wording leaves one value only."""
        return self.low == self.high

    def times(self, factor: int) -> Number:
        """The number multiplied, e.g. a month's to a year's."""
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)


def fold(text: str) -> str:
    """`text` with full-width digits, letters and commas plain, formal numerals simple and 1 000 000 as 1,000,000.

    Every offset is kept.
    """
    plain = "".join(
        chr(ord(c) - 0xFEE0) if 0xFF10 <= ord(c) <= 0xFF19 or 0xFF21 <= ord(c) <= 0xFF5A else c for c in text
    )
    plain = re.sub(r"(?<=\d)．(?=\d)", ".", plain)
    plain = re.sub(r"(?<![\d,，.])(\d{1,3})[,，](?=\d\s?[万亿])", r"\1.", plain)  # 3,5万 is 3.5万
    plain = _FORMAL_RUN.sub(lambda m: m.group().translate(_FORMAL), plain)
    plain = _SINGLE_QUOTES.sub(r"“\1”", plain)
    return _GROUPED.sub(lambda m: m.group().replace(m[1], ","), plain)


def numbers(text: str) -> list[Number]:
    """The numbers of `text` (folded), in order; those that are dates, articles and the like are left out."""
    masked = _NOT_A_COUNT.sub(lambda m: "\0" * len(m.group()), text)
    below_zero = {m.end() for m in NEGATIVE.finditer(masked)}
    found = (_number(masked, match) for match in _NUMBER.finditer(masked) if match.start() not in below_zero)
    out: list[Number] = []
    for number in (n for n in found if n is not None):
        if out and (both := _between(out[-1], number, masked)):
            out[-1] = both
        else:
            out.append(number)
    return out


def _between(low: Number, high: Number, text: str) -> Number | None:
    """不少于10万、不超过20万 as the one range that it is."""
    if _EITHER.match(text, low.end, high.start) and low.high < high.low:
        either = re.search(r"(?:between|介于|在|到底是|要么是?)\s*$", text[: low.start]) or re.match(
            r".{0,3}之间", text[high.end :]
        )
        if either or not _AND.match(text, low.end):
            return replace(high, value=high.high, low=low.low, wording="range")
    if _CAUTIOUS.search(text, max(0, low.start - 12), low.start) and _HOPEFUL.fullmatch(text, low.end, high.start):
        return replace(high, low=low.low, wording="range") if low.high <= high.high else None
    said = low.wording in ("at_least", "above") and high.wording in ("at_most", "below") and low.low <= high.high
    gap = text[low.end : high.start]
    if not said or len(gap) > 16 or re.search(r"[。；！？\0]", gap):
        return None
    return replace(high, value=high.high, low=low.low, wording="range")


def value_of(core: str) -> tuple[int, int] | None:
    """The lowest and highest whole number that `core` can mean; None when it is none.

    十二万 is (120000, 120000), 十几万 (110000, 190000), 数万 (20000, 90000).
    """
    core = re.sub(r"个(?=[万亿])", "", core.strip().lower()).replace("廿", "二十").replace("卅", "三十")
    if len(core) > MAX_NUMERAL_CHARS:
        return None
    if re.match(r"[a-z]", core):
        return _english(core)
    if match := re.fullmatch(r"([\d,，]+(?:\.\d+)?)\s?([a-z]+)?", core):
        factor = (_SHORT | _EN_SCALES).get(match[2]) if match[2] else 1
        if factor is None:
            return None
        exact = round(Decimal(match[1].replace(",", "").replace("，", "")) * factor)
        return exact, exact
    vague = re.search(r"[几数]|^上(?=[百千万亿])", core)
    if vague is None:
        exact_zh = _chinese(core)
        return None if exact_zh is None else (exact_zh, exact_zh)
    if core.startswith("上"):
        base = _chinese(core[1:])
        return None if not base else (base, base * 2)
    low, high = (_chinese(re.sub("[几数]", digit, core)) for digit in ("一" if core[0] not in "几数" else "两", "九"))
    return None if low is None or high is None else (low, high)


def _chinese(core: str) -> int | None:
    """The value of 一百二十万, 3万5千, 1.2万, 两万三, 万 (as 10,000)."""
    if re.fullmatch(r"[零〇一二三四五六七八九两]{2,}", core):
        return int("".join(str(_ZH_DIGITS[c]) for c in core)) if len(core) > 2 else None
    total, section, digit, last = Decimal(0), Decimal(0), None, 1
    for token in re.findall(r"\d[\d,，]*(?:\.\d+)?|\S", core):
        if token == "又":
            last = 1
        elif token[0].isdigit():
            if digit:
                return None
            digit = Decimal(token.replace(",", "").replace("，", ""))
        elif token in _ZH_DIGITS:
            if digit:
                return None  # 三五, 七八: not one number
            digit = Decimal(_ZH_DIGITS[token])
            last = 1 if token in "零〇" else last
        elif (unit := _ZH_UNITS.get(token)) is None:
            return None
        elif unit >= 10_000:
            part = section + (digit or (0 if total + section else 1))
            total = total + part * unit if unit < last or total >= 10**8 > unit else (total + part) * unit
            section, digit, last = Decimal(0), None, unit
        else:
            section += (1 if digit is None else digit) * unit
            digit, last = None, unit
    if digit is not None:
        section += digit * (last // 10 if last >= 100 and digit < 10 else 1)
    return round(total + section)


def _english(core: str) -> tuple[int, int] | None:
    total, current = 0, 0.0
    for word in re.split(r"[ ,-]+", core):
        if word == "half":
            current = 0.5
        elif word == "a":
            current = current or 1
        elif word == "and":
            continue
        elif word in _EN:
            current += _EN[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _EN_SCALES:
            total, current = total + round((current or 1) * _EN_SCALES[word]), 0.0
        else:
            return None
    value = total + round(current)
    return value, value


def _number(text: str, match: re.Match[str]) -> Number | None:
    first, second = match["a"], match["b"]
    scale = re.search(rf"[万千百十亿]+$|(?:{_SHORT_WORD})$|(?:{_EN_SCALE})$", second, re.IGNORECASE) if second else None
    if scale and _is_bare(first):
        first += (" " if len(scale[0]) > 3 else "") + scale[0]
    if match["more"] and match["tail"]:
        first += match["tail"]
    bounds = None if first in tuple("百千万亿") else value_of(first)
    if bounds is None or bounds[1] > MAX_VALUE:
        return None
    start, end = match.start(), match.end()
    low, high = bounds
    value = low
    wording: Wording = "exact" if low == high else "range"
    if second and (other := value_of(second)) and other[1] >= high:
        low, high, wording = low, other[1], "range"
    elif match["more"]:
        round_ten = "来" in match["more"] and re.fullmatch("10*", str(int(low))) is not None
        near = low // 10 if round_ten else -1  # 十来万 may fall short of ten
        low, high, wording = low - near, low + _step(low) - 1, "more"
        value = low + near
    said, low, high, value = _worded(text, start, end, (wording, low, high, value))
    return Number(int(value), int(low), int(high), said, text[start:end].strip(), start, end)


def _is_bare(first: str) -> bool:
    """8 in 8-12万: a number without a scale of its own, which takes that of the number it reaches to."""
    return re.fullmatch(r"\d+(?:\.\d+)?|[一二三四五六七八九两十]{1,2}", first) is not None


def _step(value: int) -> int:
    """How far 余 or 多 can reach: the last place that was said, 10,000 for 12万多."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return max(step, 1)


def _said(before: str, after: str) -> Wording | None:
    """How the words right before a number, or else right behind it, qualify it."""
    for pattern, wording in _BEFORE:
        if re.search(rf"{pattern}\s*(?:有|了|是|为|到|在|算)?\s*$", before):
            return wording
    for pattern, wording in _AFTER:
        if re.match(rf"\s*(?:{_PEOPLE})?\s*(?:{pattern})", after):
            return wording
    return None


def _worded(text: str, start: int, end: int, plain: tuple[Wording, int, int, int]) -> tuple[Wording, int, int, int]:
    """`plain` (wording, low, high, value), or what the words before or behind make of it: 约, 近, 不到, 左右, 以上.

    How far such words reach is no rule of law but our choice: a tenth for 约 and 近, a fifth for 不到 and 以上.
    """
    wording, low, high, value = plain
    said = _said(text[max(0, start - 14) : start].lower(), text[end : end + 14])
    if said is None or said == "exact" or (said == "about" and wording == "more"):
        return plain
    bounds: dict[Wording, tuple[int, int, int]] = {
        "about": (low - low // 10, high + high // 10, value),
        "near": (low - low // 10, high, value),
        "below": (high - high // 5, high - 1, high - 1),
        "at_most": (high - high // 5, high, high),
        "above": (low + 1, high + high // 5, low + 1),
        "at_least": (low, high + high // 5, low),
        "more": (low + 1, low + _step(low) - 1, low),
    }
    return said, *bounds[said]
