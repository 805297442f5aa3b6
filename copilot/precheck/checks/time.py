"""Dates against each other, against the filing day and against the dated time limits of the law.

Months and working days are counted as `copilot.rules.calendar` counts them; the limits come from the rule book. A late
filing is a breach to explain: it never makes a filing inadmissible.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.paper import Field
from copilot.rules.calendar import months_after

P = Mapping[str, Any]


def _days_of(one: Field) -> list[dt.date]:
    """The dates of a field, whatever its type."""
    if isinstance(one.value, dt.date):
        return [one.value]
    if isinstance(one.value, tuple):
        return [d for d in one.value if isinstance(d, dt.date)]
    return [d.value for d in values.days(one.text)]


def _dated(case: Case, names: list[str]) -> Iterator[tuple[Field, list[dt.date]]]:
    for name in names:
        for one in case.filled(name):
            if found := _days_of(one):
                yield one, found


def _last(case: Case, names: list[str]) -> tuple[Field, dt.date] | None:
    """The first field that has dates, with its last date."""
    return next(((one, max(found)) for one, found in _dated(case, names)), None)


def older_than(case: Case, p: P) -> Iterator[Hit]:
    """An assessment that ended longer before the filing than the law allows; the first field with dates decides."""
    months = case.days(p["parameter"])
    found = _last(case, p["fields"])
    if months is None or found is None:
        return
    one, end = found
    limit = months_after(case.filed_on, -months)
    if end < limit:
        said = {"label": case.label(one.name), "date": str(end), "limit": str(limit), "months": str(months)}
        yield Hit(
            one.place,
            case.role_of(one.name),
            values=said,
            evidence=one.text[:120],
            expected=f"不早于 {limit}",
            actual=str(end),
            sure=case.sure(one),
        )


def after_filing(case: Case, p: P) -> Iterator[Hit]:
    """Something said to be finished or signed on a day after the filing."""
    for one, found in _dated(case, p["fields"]):
        late = [d for d in found if d > case.filed_on]
        if late:
            said = {"label": case.label(one.name), "date": str(max(late)), "filed": str(case.filed_on)}
            yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=case.sure(one))


def filed_late(case: Case, p: P) -> Iterator[Hit]:
    """Filed more working days after the contract took effect than the law gives. The first field with a date counts."""
    days, found = case.days(p["parameter"]), _last(case, p["fields"])
    if days is None or found is None:
        return
    one, start = found
    if start >= case.filed_on:
        return
    counted = max(start, dt.date(case.calendar.first_year, 1, 1))  # a year of long ago is late all the same
    due = case.calendar.working_days_after(counted, days)
    if case.filed_on > due:
        used = case.calendar.working_days_between(counted, case.filed_on)
        said = {
            "label": case.label(one.name),
            "date": str(start),
            "days": str(used),
            "limit": str(days),
            "due": str(due),
        }
        yield Hit(
            one.place,
            case.role_of(one.name),
            values=said,
            evidence=one.text[:120],
            expected=f"不晚于 {due}",
            actual=str(case.filed_on),
            sure=case.sure(one) and not case.calendar.is_estimated(start, case.filed_on),
        )


def not_yet_effective(case: Case, p: P) -> Iterator[Hit]:
    """A contract that takes effect only after the filing day."""
    found = _last(case, p["fields"])
    if found and found[1] > case.filed_on:
        one, start = found
        said = {"label": case.label(one.name), "date": str(start), "filed": str(case.filed_on)}
        yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=case.sure(one))


def dates_reversed(case: Case, p: P) -> Iterator[Hit]:
    """A later step dated before an earlier one: the last date of `left` lies after the last of `right`."""
    left, right = _last(case, p["left"]), _last(case, p["right"])
    if left is None or right is None or left[1] <= right[1]:
        return
    said = {
        "label": case.label(left[0].name),
        "other": case.label(right[0].name),
        "date": str(left[1]),
        "other_date": str(right[1]),
    }
    yield Hit(
        right[0].place,
        case.role_of(right[0].name),
        values=said,
        evidence=f"{left[0].text[:60]} / {right[0].text[:60]}",
        sure=False,
        also=(left[0].place,),
    )


def term_blank(case: Case, p: P) -> Iterator[Hit]:
    """A period without its first and last day."""
    for name in p["fields"]:
        for one in case.all(name):
            if one.value is None and not values.long_term(one.text) and len(values.days(one.text)) < 2:
                said = {"label": case.label(one.name), "value": one.text[:40] or "空白"}
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values=said,
                    evidence=one.text[:80],
                    expected="写明起止年月日",
                    actual=said["value"],
                    sure=case.sure(one) and not (case.scanned(one) and len(re.findall(r"\d", one.text)) > 7),
                )


_OPEN = re.compile(r"长期|永久|无限期|直至.{0,8}删除|不设期限|无固定期限|持续保存")


def term_open(case: Case, p: P) -> Iterator[Hit]:
    """A period said to have no end."""
    for name in p["fields"]:
        for one in case.filled(name):
            if m := _OPEN.search(one.text):
                said = {"label": case.label(one.name), "value": m[0]}
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:80], sure=case.sure(one))


def term_reversed(case: Case, p: P) -> Iterator[Hit]:
    """A period that ends before it begins."""
    for name in p["fields"]:
        for one in case.filled(name):
            found = values.days(one.text)
            if len(found) >= 2 and found[1].value < found[0].value:
                said = {
                    "label": case.label(one.name),
                    "date": str(found[0].value),
                    "other_date": str(found[1].value),
                }
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:80], sure=case.sure(one))


def term_over(case: Case, p: P) -> Iterator[Hit]:
    """A period that ended before the filing day."""
    for name in p["fields"]:
        for one in case.filled(name):
            found = values.days(one.text)
            if len(found) >= 2 and found[1].value < case.filed_on and found[0].value <= found[1].value:
                said = {"label": case.label(one.name), "date": str(found[1].value), "filed": str(case.filed_on)}
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:80], sure=case.sure(one))


def term_short(case: Case, p: P) -> Iterator[Hit]:
    """An authority that ends before the statutory times of the procedure could be over."""
    total = sum(case.days(name) or 0 for name in p["parameter"])
    due = case.calendar.working_days_after(case.filed_on, total)
    for name in p["fields"]:
        for one in case.filled(name):
            found = values.days(one.text)
            if len(found) >= 2 and case.filed_on <= found[1].value < due:
                said = {"label": case.label(one.name), "date": str(found[1].value), "due": str(due)}
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:80], sure=False)


def _expiry(case: Case, names: list[str]) -> tuple[dt.date, Field | None] | None:
    given = case.submission.given.get("expires")
    if isinstance(given, dt.date):
        return given, None
    found = _last(case, names)
    return (found[1], found[0]) if found else None


def outside_window(case: Case, p: P) -> Iterator[Hit]:
    """An extension asked for before the window opens."""
    days, end = case.days(p["parameter"]), _expiry(case, p["fields"])
    if days is None or end is None or end[0] < case.filed_on:
        return
    far = end[0].year > case.calendar.horizon  # beyond the counted years: about so many days, by weeks of five
    opens = end[0] - dt.timedelta(days * 7 // 5) if far else case.calendar.working_days_before(end[0], days)
    if case.filed_on < opens:
        said = {"date": str(end[0]), "opens": str(opens), "filed": str(case.filed_on)}
        yield Hit(end[1].place if end[1] else None, "extension_form", values=said, expected=f"{opens} 至 {end[0]}")


def expired_result(case: Case, p: P) -> Iterator[Hit]:
    """An extension asked for after the result has expired."""
    end = _expiry(case, p["fields"])
    if end and case.filed_on > end[0]:
        said = {"date": str(end[0]), "filed": str(case.filed_on)}
        yield Hit(end[1].place if end[1] else None, "extension_form", values=said, expected=f"不晚于 {end[0]}")


def window_short(case: Case, p: P) -> Iterator[Hit]:
    """Less time left before the expiry than the statutory review may take."""
    end = _expiry(case, p["fields"])
    needed = sum(case.days(name) or 0 for name in p["parameters"])
    if end is None or case.filed_on > end[0]:
        return
    left = case.calendar.working_days_between(case.filed_on, end[0])
    if left < needed:
        said = {"date": str(end[0]), "days": str(left), "needed": str(needed)}
        yield Hit(end[1].place if end[1] else None, "extension_form", values=said)


def renewal_late(case: Case, p: P) -> Iterator[Hit]:
    """A certificate whose renewal is asked for later than the months before expiry that the law gives."""
    months, found = case.days(p["parameter"]), _last(case, p["fields"])
    if months is None or found is None:
        return
    due = months_after(found[1], -months)
    if case.filed_on > due:
        said = {"date": str(found[1]), "due": str(due)}
        yield Hit(found[0].place, case.role_of(found[0].name), values=said, evidence=found[0].text[:80])


_STARTED = re.compile(
    r"(?:自|从|于)?(?P<day>20\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:起|开始)?[^。；\n]{0,12}"
    r"(?:已(?:经)?(?:开始)?(?:向境外|出境|传输)|首次(?:出境|传输|提供)|开始(?:出境|向境外|传输)"
    r"|(?:传|发|提供|交)[给至往送输][^。；，\n]{0,8}(?:境外|接收方|海外|国外|乙方)|向(?:境外|接收方|海外)[^。；，\n]{0,12}[传提发])"
)


def export_before(case: Case, p: P) -> Iterator[Hit]:
    """Papers that say data went abroad on a day before the contract took effect."""
    effect = _last(case, p["effective"])
    if effect is None:
        return
    for part, block in case.blocks(*p["roles"]):
        for m in _STARTED.finditer(block.text):
            day = values.days(m["day"])
            since_january = day and day[0].value.strftime("%m%d") == "0101"  # how persons are counted, no transfer
            if day and day[0].value < effect[1] and not since_january:
                said = {"date": str(day[0].value), "other_date": str(effect[1]), "value": m[0][:60]}
                yield Hit(block.place, part.role, values=said, evidence=m[0][:120], also=(effect[0].place,))


def impossible_dates(case: Case, p: P) -> Iterator[Hit]:
    """Dates that no calendar has."""
    for part in case.parts:
        for block in part.paper.blocks:
            if block.confidence is not None:
                continue  # OCR takes one digit for another
            for odd in values.impossible_days(block.text):
                name = case.tables.papers[part.role].name if part.role else part.file
                said = {"name": name, "value": odd}
                yield Hit(block.place, part.role, values=said, evidence=block.text[:80], actual=odd, sure=False)


_KEPT = re.compile(
    r"(?:记录|日志|报告|评估报告)[^。；\n]{0,16}?(?:保存|留存|保留)[^。；\n]{0,6}?"
    r"(?P<n>\d{1,3}|[一二两三四五六]{1,3})\s*(?P<u>个月|年|天|日)"
)


def retention_short(case: Case, p: P) -> Iterator[Hit]:
    """Records said to be kept for less than three years."""
    for part, block in case.blocks(*p["roles"]):
        for m in _KEPT.finditer(block.text):
            number = values.number_of(m["n"]) or 0
            years = number if m["u"] == "年" else number / 12 if m["u"] == "个月" else number / 365
            if 0 < years < 3 and "网络日志" not in m[0]:
                yield Hit(block.place, part.role, values={"value": m[0]}, evidence=block.text[:120], sure=False)
