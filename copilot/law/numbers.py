"""Numbers in our own texts: written soundly, and present in the texts that a statement rests on."""

from __future__ import annotations

import re
import unicodedata

from copilot.numerals import number

_UNIT = (
    r"(?:万|亿|人次|人|名|个工作日|工作日|个月|日|天|年|小时|分钟|%|％|元|条|款|项|份|次|倍|周岁|岁|MB|GB|TB|家|类|级"
    r"|例(?![如外]))"
)
_AFTER = r"(?:万|亿|人|个|日|年|月|条|元|%)"
_ODD = [
    re.compile(rf"[0-9][OoIl]+{_AFTER}|[OIl][0-9]+{_AFTER}"),
    re.compile(r"[０-９]+[^，。；、\s]{0,3}"),
    re.compile(r"[0-9一二三四五六七八九十百]+个?(?:工作(?:月|年|周)|月工作日|工日(?!时))"),
    re.compile(r"[0-9]+(?:\.[0-9]+){2,}(?:万|亿|人|%|元)"),
    re.compile(r"[0-9]+万万|[0-9]+亿亿|[0-9]+万亿人"),
    re.compile(r"(?<![0-9,.])0[0-9]+(?:万|亿|人|个工作日)"),
    re.compile(r"(?<![0-9,])[0-9]{1,3},[0-9]{1,2}(?![0-9])(?:万|亿|人|元)"),
]
_ARABIC = re.compile(rf"(?<![0-9A-Za-z./_-])([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?) ?(万|亿)? ?(?=({_UNIT}))?")
_CHINESE = re.compile(rf"([零一二三四五六七八九十百千两]+)(万|亿)?(?={_UNIT})")
_CITED = re.compile(
    r"《[^》]*》|第[零一二三四五六七八九十百千0-9]+[条款项章节号版批]|[（(][一二三四五六七八九十]+[）)]|问[0-9]+|附件[0-9]+"
    r"|(?:GB|JR|YD|TC)[/TZ ]*[0-9.]+(?:-[0-9]{4})?|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日|(?:规定|办法|条例|令第?)[0-9]+号?|[0-9]+号令"
)


def odd_units(text: str) -> list[str]:
    """Number and unit written impossibly: 1O万, 45个工作月, full-width digits, 1,00万."""
    return [match[0] for pattern in _ODD for match in pattern.finditer(text)]


def quantities(text: str) -> set[tuple[float, str]]:
    """Quantities with a unit as `(value, unit)`; citations, dates and item marks do not count."""
    plain = _CITED.sub("，", unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）"))
    found: set[tuple[float, str]] = set()
    for match in _ARABIC.finditer(plain):
        value = float(match[1].replace(",", "")) * {"万": 1e4, "亿": 1e8}.get(match[2] or "", 1)
        if match[2] or match[3]:
            found.add((value, _family(match[3] or "")))
    for match in _CHINESE.finditer(plain):
        count = number(match[1])
        if count and (count > 1 or match[2]):
            found.add((count * {"万": 1e4, "亿": 1e8}.get(match[2] or "", 1), _family(plain[match.end() :][:4])))
    return found


_COUNTED = re.compile(r"[0-9零一二三四五六七八九十百]+个?(?:条|款|项|份|次|家|类|级|种|档|栏|个(?!工作日|月))")


def measures(text: str) -> set[tuple[float, str]]:
    """Quantities of persons, money, time and shares, as `quantities`; counts of things (六项, 两份) are left out."""
    return {(value, unit) for value, unit in quantities(_COUNTED.sub("，", text)) if unit or value > 3}


def shown(value: float, unit: str = "") -> str:
    """A quantity as text: 10万, 45工作日."""
    return _shown(value) + unit


def _family(unit: str) -> str:
    for family, starts in (
        ("工作日", ("个工作日", "工作日")),
        ("日", ("日", "天")),
        ("年", ("年",)),
        ("月", ("个月",)),
    ):
        if unit.startswith(starts):
            return family
    return ""


def unsupported_numbers(statement: str, sources: str) -> list[str]:
    """Quantities of `statement` that no text in `sources` holds, as text; units count only for time."""
    have = quantities(sources)
    values = {value for value, _ in have}
    missing = [
        (value, unit)
        for value, unit in sorted(quantities(statement))
        if (value, unit) not in have and (value not in values or (unit and any(v == value and u for v, u in have)))
    ]
    return [_shown(value) + unit for value, unit in missing if value > 3]


def _shown(value: float) -> str:
    for size, name in ((1e8, "亿"), (1e4, "万")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"
