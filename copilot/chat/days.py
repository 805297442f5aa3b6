"""The day whose law a question is about: said (按2023年8月的规定), or told in passing (2023年时把数据传到国外要怎么办).

A date that names an instrument (2024年的规定, 2025年版指南), an act long done whose effects are asked about today, a
count up to a day, or something still to come leaves the day as it is.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import datetime as dt
import re

from copilot.errors import BadInput

_DATE = r"(?P<y>20\d\d)\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:份)?(?:\s*(?P<d>\d{1,2})\s*[日号])?)?"
_LAW = r"规定|规则|法律|法规|老规定|旧规定|制度"
_MEASURE = r"门槛|口径|要求|标准(?!合同)"
_LAW_OF_DAY = re.compile(
    rf"(?:(?:按照?|依据?|依照|根据|适用|参照)\s*{_DATE}(?:底|初)?\s*(?:的时候|时|当时|那时|施行时|有效|现行)?(?:的|有效的|施行的)?\s*(?:{_LAW}|{_MEASURE})"
    rf"|{_DATE.replace('<y>', '<y2>').replace('<m>', '<m2>').replace('<d>', '<d2>')}(?:底|初)?\s*(?:的时候|时|当时|那时|有效|现行)(?:的|有效的)?\s*(?:{_LAW}|{_MEASURE})"
    rf"|{_DATE.replace('<y>', '<y3>').replace('<m>', '<m3>').replace('<d>', '<d3>')}(?:底|初)?的?\s*(?:{_MEASURE}))"
)
_IN_PASSING = re.compile(
    r"(?<![至到自从截起以止])(?>" + _DATE + r"(?P<part>上半年|下半年|年中|初|底|末|中旬|上旬|下旬)?"
    r"(?P<then>的?时候|时(?!间|限|效|点|候|段)|那时候?|那会儿?|当时|那一?年|期间)?)"
    r"(?!\s*(?:的|版|度|起|以来|至今|之?[前后]|以[前后]|到|至|[-—–~]|施行|实施|生效|发布|公布|印发|出台|修订|修正|修改|通过|新|第?\d*号|年报|计划|报告|综述|问答|答复|试点|清单|指南|办法|规定|条例|标准))"
)
_ENGLISH = re.compile(
    r"\b(?:in|during|back in)\s+(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+)?(?P<y>20\d\d)\b(?=.*?\b(?:did|had to|was|were|would)\b)"
    r"|\b(?:did|had to|was|were|would)\b.*?\b(?:in|during|back in)\s+(?:(?P<month2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+)?(?P<y2>20\d\d)\b",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TODAY = re.compile(
    r"现在|目前|如今|今年|今天|眼下|当前|今后|以后|将来|新规|还(?:有效|算|能|要|需|可以|用)|仍|至今|到期|届满|有效期|续期|延长|重新|补(?:办|备|签|做|报|交)|截至|截止|累计到|变化|不同|区别|\b(?:now|today|still|valid|expired?|currently)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:(?:通过|备案|签订?|获批|批准|申报|批|拿到|完成|做|办|传|发|提供|上线|成立)了|(?:签|批|做|办|拿到|备案?|通过|完成|申报|批下来|成立|发布|公布)的|已经?|过了)"
)
_DUTY = re.compile(
    r"要(?!求)|需|应|该|得(?:申报|备案|签|做|办|走)|怎么办|如何|怎么走|走(?:哪|什么)|哪(?:条|种|些)|什么(?:手续|程序|路径|规定)|能(?!力|源)|可以|是否|用不用|够不够|合法|违法|违规|允许|门槛|多少|\b(?:need|have to|had to|required|must|did)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"计划|打算|准备|拟(?:在|于)?|将(?:在|于|要)?|预计|预期")


def day_asked(text: str, *, default: dt.date) -> tuple[dt.date, str]:
    """The day whose law the question is about with the words that name it; (`default`, "") when it names none.

    A year alone means its last day, a month alone its last day. A day not before `default` names none.

    Raises:
        BadInput: the question names a day that does not exist.
    """
    found = _said(text) or _passing(text) or _english(text)
    if found is None:
        return default, ""
    (year, month, day), words = found
    try:
        asked = dt.date(year, month or 12, day) if day else _last_day(year, month or 12)
    except ValueError as error:
        raise BadInput(
            f"问题里的日期不存在：{words}",
            hint="请写成 2023年8月1日 的形式",
            en="The date in the question does not exist.",
        ) from error
    return (asked, words) if asked < default else (default, "")


_Found = tuple[tuple[int, int, int], str]


def _said(text: str) -> _Found | None:
    m = _LAW_OF_DAY.search(text)
    if not m:
        return None
    parts = tuple(int(m[f"{k}"] or m[f"{k}2"] or m[f"{k}3"] or 0) for k in "ymd")
    return (parts[0], parts[1], parts[2]), _words(parts)


def _passing(text: str) -> _Found | None:
    """A date told beside an act whose duties are asked about; not where the question turns to the present."""
    dates = list(_IN_PASSING.finditer(text))
    if len({m["y"] for m in re.finditer(_DATE, text)}) != 1 or not dates or _PLANNED.search(text):
        return None
    m = dates[-1]
    rest = text[m.end() :]
    marked = m["then"] or re.search(r"当时|那时候?|那会儿|那一?年", rest)
    if _TODAY.search(rest) or (_NAMES.match(rest) and not m["then"]) or not _DUTY.search(text):
        return None
    if not marked and (_DONE.search(rest) or _COUNTED.search(text)):
        return None
    month = int(m["m"] or {"上半年": 6, "年中": 6, "初": 1}.get(m["part"] or "", 0))
    parts = (int(m["y"]), month, int(m["d"] or 0))
    return parts, _words(parts)


_NAMES = re.compile(
    r"(?:(?!传|提供|把|将|向|签|给|我|从|在|要|需)[^，。？?；])*?(?:清单|指南|办法|规定|条例|标准(?!合同)|方案|通知|公告|修订|版本)"
)
_COUNTED = re.compile(r"(?:多少|几)(?:家|件|起|项|个|企业|公司)|通过率|比例|排名|罚了|总额|统计|综述|典型案例")


def _english(text: str) -> _Found | None:
    m = _ENGLISH.search(text)
    if not m or _TODAY.search(text) or len(set(re.findall(r"\b20\d\d\b", text))) != 1:
        return None
    month = (m["month"] or m["month2"] or "").lower()
    parts = (int(m["y"] or m["y2"]), _MONTHS.index(month) + 1 if month else 0, 0)
    return parts, _words(parts)


def _last_day(year: int, month: int) -> dt.date:
    return (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _words(parts: tuple[int, ...]) -> str:
    year, month, day = parts
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
