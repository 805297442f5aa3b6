"""Rates: persons per day, week, month or batch, and the number of a year that they come to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from copilot.story.headcount import Persons, Rate
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, value_of

_PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half": 2, "year": 1}
OPEN_RATES = frozenset({"batch", "odd"})  # how often in the year must be told
_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
_UNTIL = re.compile(
    r"(?:截至|截止到?)[^，。；]{0,6}?(\d{1,2}|[一二三四五六七八九十]{1,2})月|(?:1|一)月?[至到-](\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|前(\d{1,2}|[一二三四五六七八九十]{1,2})个月"
    r"|到(?:现在|目前|今天)|至今|目前为止|已经?(?=向|给|传|提供|累计|出境)|so far|to date"
)
# A service that begins later in the year.
_LAUNCH = re.compile(
    r"(?<![\d一二三四五六七八九十])(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|初|中旬|底)?(?:\s*\d{1,2}\s*[日号])?"
    r"(?:才|就|正式|刚|准备|计划|要|会|新)*(?:上线|启用|开通|启动|投用|开始|起|试运行|接入)"
)
# The transfer itself is older: what begins is something else about it.
_ALREADY = re.compile(
    r"还是|一直|仍|照旧|照样|继续|换(?!成)|改(?!成)|升级|涨|增加到|加到|(?:之前|以前|此前|原来)(?!(?:今年)?一条|都?没|从没|从未)"
    r"|已经?(?:传|给|提供|出境|同步)"
)


def rate_of(before: str, after: str, lexicon: Lexicon) -> Rate | None:
    for rate in ("odd", "batch", "half", "day", "week", "month", "quarter", "year"):
        pattern = lexicon[f"rates.{rate}"].pattern
        if re.search(rf"{pattern}[^，。；]{{0,14}}$", before, re.IGNORECASE):
            return rate  # type: ignore[return-value]
        if (
            re.match(rf"[^，。；,.;、\d一二三四五六七八九十万]{{0,24}}?(?<![A-Za-z]){pattern}", after, re.IGNORECASE)
            and rate != "batch"
        ):
            return rate  # type: ignore[return-value]
        if re.match(rf"[A-Za-z' -]{{0,80}}?(?<![A-Za-z]){pattern}", after, re.IGNORECASE):
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
    unit = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "half": "次", "batch": "批"}[one.rate]
    number = one.number.times(factor)
    return number, f"{one.number.value} × {factor} {unit} = {number.value}"


def months_left(text: str, bounds: tuple[int, int], number: Number, *, lexicon: Lexicon, as_of: dt.date) -> int | None:
    """For how many months of the year a rate still runs, where the words beside it say so."""
    lead = text[max(bounds) : number.start]
    if named := re.search(rf"((?:{_MONTH}[、，,和及\s]*){{2,}})(?:每|各)", lead):
        return len(re.findall(_MONTH, named[1]))
    if left := re.search(
        r"(?:剩下|余下|剩余|后|接下来|最后|未来|往后)的?\s*([一二两三四五六七八九十\d]{1,2})\s*个月", lead
    ):
        return _small(left[1])
    if starts := _LAUNCH.search(lead):
        month = _small(starts[1])
        if as_of.month <= month <= 12 and not _ALREADY.search(text):
            return 12 - month + 1
    said = [m for m in _UNTIL.finditer(text, 0, number.start)]
    if not said or not lexicon.has("placing.further", lead):
        return None
    month = next((_small(g) for g in said[-1].groups() if g), as_of.month - 1)
    return max(1, 12 - month) if month <= 12 else None


def _periods_in(rate: Rate, months: int) -> int:
    """How many days, weeks, months or quarters lie in so many months; parts count as whole."""
    if rate in OPEN_RATES or rate == "year":
        return 1
    return -(-months * _PER_YEAR[rate] // 12)


def _periods(rate: Rate, text: str) -> int:
    if rate == "odd":
        return 1
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
