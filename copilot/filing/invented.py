"""What a draft says that nobody said: numbers, dates, names, places, titles and articles that have no source.

Checked by code over the finished text, never by a model. A value is known when it stands in the facts (as typed, or as
code words them), in the law that is cited, or in the fixed text of the paper. Numbers are compared with their unit:
three years are not three persons.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from copilot.filing.derived import DERIVED
from copilot.filing.facts import Filing
from copilot.filing.view import View, values
from copilot.numerals import number
from copilot.redaction.redact import detect

Kind = Literal["number", "date", "article", "title", "name", "place", "word"]
Quantity = tuple[float, str]

_UNITS = (
    "个工作日|工作日|个自然日|自然日|个月|小时|分钟|秒|周岁|岁|万元|元|百分点|人次|人|名|位|年|月|日|天|周|次|份|家|项|条|款|处|台|套|级|倍|种|类|页"
    "|[%％]|[GMT]B|个"
)
_SAME_UNIT = {"名": "人", "位": "人", "％": "%", "天": "日", "个自然日": "日", "自然日": "日", "工作日": "个工作日",
              "周岁": "岁"}  # fmt: skip
_TIMES = {"万": 10_000, "亿": 100_000_000}
_ARABIC = re.compile(rf"(?<![A-Za-z0-9.])(\d[\d,，]*(?:\.\d+)?)[^\S\n]*([万亿])?[^\S\n]*({_UNITS})?(?![A-Za-z0-9])")
_HAN = re.compile(
    rf"(?<![第星零〇一二三四五六七八九十百千两几数])([零〇一二三四五六七八九十百千两]+)([万亿])?({_UNITS})"
)
_COMMON = {(1.0, unit) for unit in ("个", "种", "项", "类", "处", "家")}  # 一个、一种: words rather than counts
_COUNTED = ("个", "家", "项", "人", "份", "种", "类", "处")
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2})\s*日?|\s*月)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!\s*\d)")
_ARTICLE = re.compile(r"第([0-9零〇一二三四五六七八九十百千两]+)条")
_TITLE = re.compile(r"《([^《》]{2,60})》")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.+/&'][A-Za-z0-9]+)*")
_MARK = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．](?!\d)", re.MULTILINE)
_PLACEHOLDER = re.compile(r"【待补充：[^】]*】")
_PLACES = re.compile(
    "美国|英国|德国|法国|日本|韩国|新加坡|印度尼西亚|印度|越南|泰国|马来西亚|菲律宾|柬埔寨|老挝|缅甸|澳大利亚|新西兰|加拿大|墨西哥|巴西|阿根廷|智利"
    "|俄罗斯|乌克兰|波兰|荷兰|比利时|卢森堡|瑞士|瑞典|挪威|丹麦|芬兰|奥地利|意大利|西班牙|葡萄牙|爱尔兰|希腊|匈牙利|捷克|土耳其|以色列|阿联酋|沙特|卡塔尔"
    "|埃及|南非|尼日利亚|肯尼亚|哈萨克斯坦|巴基斯坦|蒙古|香港|澳门|台湾|欧盟|东盟|北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|青岛"
    "|厦门|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
_NAMES = ("resident_id", "credit_code", "bank_card", "passport", "travel_permit", "phone", "email", "network",
          "account", "plate", "company", "person")  # fmt: skip


@dataclass(frozen=True, order=True)
class Invented:
    """A value without a source, and where it stands in the text."""

    at: int
    kind: Kind
    value: str


@dataclass
class Known:
    """All that may be said: see the module. Made once, asked for many texts."""

    text: str = ""
    words: str = ""
    numbers: set[Quantity] = field(default_factory=set)
    dates: set[tuple[int, ...]] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)

    @staticmethod
    def of(filing: Filing, *, law: Iterable[str] = (), fixed: str = "") -> Known:
        """What a filing, the law that is cited, and the fixed text of a paper give."""
        known = Known()
        view = values(filing, filing.kind or "security_assessment", as_of=dt.date.max, label=str)
        texts = [*_worded(filing, view), *law, fixed]
        known.words = "\n".join(texts).lower()
        known.text = _plain(known.words)
        for text in texts:
            for quantity, _ in _quantities(text):
                known.numbers.add(quantity)
            known.dates |= {found for found, _ in _dates(text)}
            known.articles |= {found for found, _ in _articles(text)}
        known.numbers |= {(float(count), unit) for count in _lengths(filing) for unit in _COUNTED}
        known.numbers |= _COMMON
        return known

    def invented(self, text: str) -> tuple[Invented, ...]:
        """What the text says beyond that, in order; placeholders say nothing."""
        blank = _PLACEHOLDER.sub(lambda m: " " * len(m[0]), text)
        found = [Invented(at, "title", name) for name, at in _titles(blank) if _plain(name) not in self.text]
        found += [Invented(at, "article", f"第{a}条") for a, at in _articles(blank) if a not in self.articles]
        found += [Invented(at, "place", m) for m, at in _matches(_PLACES, blank) if m not in self.text]
        for day, at in _dates(blank):
            if not any(one[: len(day)] == day for one in self.dates):
                found.append(Invented(at, "date", "-".join(map(str, day))))
        names = [_whole(blank, one.start, one.end) for one in detect(blank) if one.kind in _NAMES]
        for start, end in names:
            if not self._named(blank[start:end]):
                found.append(Invented(start, "name", blank[start:end]))
        blank = _without(blank, names)
        for word, at in _matches(_WORD, blank):
            if len(word) > 1 and not self._word(word):
                found.append(Invented(at, "word", word))
        for (count, unit), at in _quantities(blank):
            if (count, unit) not in self.numbers and not (unit == "" and self._bare(count)):
                found.append(Invented(at, "number", f"{count:.15g}{unit}"))
        return tuple(sorted(set(found)))

    def _bare(self, value: float) -> bool:
        return any(value == other for other, _ in self.numbers)

    def _named(self, value: str) -> bool:
        """Whether a name stands there; a detector may have taken a letter too many at the end of a person's name."""
        plain = _plain(re.split(r"[（(]", value)[0])
        return plain in self.text or (len(plain) == 3 and plain[:2] in self.text)

    def _word(self, word: str) -> bool:
        return re.search(rf"(?<![a-z]){re.escape(word.lower())}(?![a-z])", self.words) is not None


def invented(text: str, filing: Filing, *, law: Sequence[str] = (), fixed: str = "") -> tuple[Invented, ...]:
    """What the text says that is neither in the filing, nor in the cited law, nor in the fixed text, in order.

    Args:
        law: titles and texts of the passages that are cited.
        fixed: the paper's own words: template, headings, legends.
    """
    return Known.of(filing, law=law, fixed=fixed).invented(text)


def literal_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers with their units, dates, codes and addresses stand: what a model must not write itself."""
    found = [m.span() for rx in (_DATE, _YEAR, _ARABIC, _HAN) for m in rx.finditer(text)]
    found += [
        (one.start, one.end) for one in detect(text) if one.kind in _NAMES and one.kind not in ("company", "person")
    ]
    found += [m.span() for m in _WORD.finditer(text) if re.search(r"\d", m[0])]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def owners(text: str) -> list[str]:
    """Places, persons and organisations that a text names."""
    return [
        *(m[0] for m in _PLACES.finditer(text)),
        *(text[one.start : one.end] for one in detect(text) if one.kind in ("company", "person")),
    ]


def _plain(text: str) -> str:
    return re.sub(r"[ \t\u3000]+", "", text).replace("（", "(").replace("）", ")").lower()


def _worded(filing: Filing, view: View) -> Iterator[str]:
    """Every value as code words it and as it was typed, and the values that code works out."""
    for path, value in _leaves(filing, ""):
        yield value if isinstance(value, str) else view.text(path)
        if isinstance(value, float):
            yield f"{value:g}"
        if isinstance(value, str) and path.endswith(("legal_basis", "remedy", "dispute", "hit", "reason")):
            yield view.text(path)
        if path.endswith("important_size"):
            yield view.text(path)
    for general in DERIVED:
        head, found, tail = general.partition("[]")
        places = range(view.count(head)) if found else [0]
        for index in places:
            path = f"{head}[{index}]{tail}" if found else general
            if view.said(path):
                yield view.text(path)


def _leaves(at: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(at, BaseModel):
        for name, value in at:
            if not path and name in ("schema_", "sections", "origin", "unknown"):
                continue
            yield from _leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(at, tuple):
        for index, one in enumerate(at):
            if isinstance(one, str):
                yield f"{path}[{index}]", one
            else:
                yield from _leaves(one, f"{path}[{index}]")
    elif at is not None and not isinstance(at, bool):
        yield path, at


def _lengths(at: Any) -> Iterator[int]:
    """How many elements each list of the filing has: counts that a paper may state."""
    if isinstance(at, BaseModel):
        for _, value in at:
            yield from _lengths(value)
    elif isinstance(at, tuple) and at:
        yield len(at)
        flags = [one for one in at if getattr(one, "sensitive", None) is True]
        yield len(flags)
        for one in at:
            yield from _lengths(one)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, or that of the longer code that it is the beginning or the middle of."""
    return next((m.span() for m in _WORD.finditer(text) if m.start() <= start and end <= m.end()), (start, end))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _matches(rx: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    return ((m[0], m.start()) for m in rx.finditer(text))


def _titles(text: str) -> Iterator[tuple[str, int]]:
    return ((m[1], m.start()) for m in _TITLE.finditer(text))


def _articles(text: str) -> Iterator[tuple[int, int]]:
    return ((value, m.start()) for m in _ARTICLE.finditer(text) if (value := number(m[1])) is not None)


def _dates(text: str) -> Iterator[tuple[tuple[int, ...], int]]:
    """Days, months and years, as `(year, month, day)` with as much as is said."""
    for m in _DATE.finditer(text):
        yield tuple(int(part) for part in m.groups() if part), m.start()
    for m in _YEAR.finditer(text):
        yield (int(m[1]),), m.start()


def _quantities(text: str) -> Iterator[tuple[Quantity, int]]:
    """Numbers with their units; dates, numbers of articles and marks of a list left out."""
    rest = text
    for rx in (_DATE, _YEAR, _ARTICLE, _MARK):
        rest = rx.sub(lambda m: " " * len(m[0]), rest)
    rest = _WORD.sub(lambda m: m[0] if not re.search(r"\d", m[0]) else " " * len(m[0]), rest)
    for m in _ARABIC.finditer(rest):
        digits = re.sub(r"[,，]", "", m[1])
        if len(digits) <= 15:
            yield _quantity(float(digits), m[2], m[3]), m.start()
    for m in _HAN.finditer(rest):
        value = number(m[1])
        if value is not None:
            yield _quantity(float(value), m[2], m[3]), m.start()


def _quantity(value: float, times: str | None, unit: str | None) -> Quantity:
    return value * _TIMES.get(times or "", 1), _SAME_UNIT.get(unit or "", unit or "")
