"""Is this the right path: the submission's own numbers and statements against the thresholds and conditions of the day.

The path is decided by the rule engine (`copilot.rules.determination`) and by dated parameters, never by a model. Hits
on numbers rest on fields that state them; what was not read is not held against the filing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck.case import Case, Hit
from copilot.precheck.checks.identity import PROVINCES
from copilot.precheck.paper import Field
from copilot.precheck.values import Counts
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.zones import domains_named

P = Mapping[str, Any]
PATHS = {
    "exempt": "免予办理三项手续",
    "contract_or_certification": "订立标准合同或者通过认证",
    "security_assessment": "申报数据出境安全评估",
    "approval_required": "须经主管机关批准",
    "not_export": "不属于数据出境",
    "no_procedure_then": "当时没有相应手续",
}
_NO = (
    *("contains_important_data", "important_data_notified", "is_ciio", "is_state_organ", "treaty"),
    *("foreign_judicial_request", "contract_necessary", "hr_necessary", "emergency", "overseas_origin", "under14"),
)


def _numbers(case: Case, names: list[str], *, sensitive: bool = False) -> list[tuple[Field, float]]:
    """Numbers of persons of the fields; from a field with years, this year's."""
    found = []
    for name in names:
        for one in case.filled(name):
            value = one.value
            if isinstance(value, Counts):
                value = value.sensitive_this_year if sensitive else value.this_year
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found.append((one, float(value)))
    return found


def over_threshold(case: Case, p: P) -> Iterator[Hit]:
    """A number of persons that reaches a threshold of the day."""
    limit = case.days(p["parameter"])
    for one, value in _numbers(case, p["fields"], sensitive="sensitive" in p["parameter"]):
        if limit is not None and value >= limit:
            said = {"label": case.label(one.name), "value": f"{value:,.0f}人", "limit": f"{limit:,}人"}
            yield Hit(
                one.place,
                case.role_of(one.name),
                values=said,
                evidence=one.text[:120],
                expected=f"不满 {limit:,} 人",
                actual=said["value"],
                sure=_certain(case, one),
            )
            return


def _certain(case: Case, one: Field) -> bool:
    return one.confidence >= 0.9 if case.scanned(one) else case.sure(one)


def below_threshold(case: Case, p: P) -> Iterator[Hit]:
    """All numbers of persons together stay below the threshold of the procedure that was chosen."""
    limit = case.days(p["parameter"])
    found = _numbers(case, p["fields"])
    stated = [f for n in p.get("sensitive", ()) for f in case.filled(n)]
    if limit is None or not found or any(f.value is True or (f.value and not _none(f.text)) for f in stated):
        return
    total = sum(v for _, v in found)
    if total < limit:
        one = found[0][0]
        said = {"value": f"{total:,.0f}人", "limit": f"{limit:,}人"}
        yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=False)


def path_other(case: Case, p: P) -> Iterator[Hit]:
    """Another path by the rule engine on the submission's own numbers. A statement that is not made counts as no."""
    persons = _numbers(case, p["fields"])
    sensitive = _numbers(case, p.get("sensitive_fields", []))
    if not persons:
        return
    total = int(max(v for _, v in persons))
    some = int(max((v for _, v in sensitive), default=0))
    stated = {"is_export": True, "contains_pi": True, "pi_count": total, "sensitive_pi_count": some}
    facts = parse_facts(dict.fromkeys(_NO, False) | stated)
    found = determine(facts, as_of=case.filed_on, book=case.book, details=False)
    if found.path in p["wanted"] or found.path == "need_facts":
        return
    one = persons[0][0]
    said = {"path": PATHS.get(found.path, found.path), "persons": f"{total:,}", "sensitive": f"{some:,}"}
    yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=False)


def field_is(case: Case, p: P) -> Iterator[Hit]:
    """A statement of the form that closes this path: a box, or one of several, ticked."""
    for name in p["fields"]:
        for one in case.filled(name):
            value = one.value
            if value is p["value"] or (isinstance(value, tuple) and p["value"] in value):
                label = case.label(one.name)
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values={"label": label},
                    evidence=one.text[:80],
                    actual=one.text[:40],
                    sure=_certain(case, one),
                )


def growth_over(case: Case, p: P) -> Iterator[Hit]:
    """A growth above the share that the law allows for an extension."""
    limit = case.days(p["parameter"])
    for name in p["fields"]:
        for one in case.filled(name):
            if limit is not None and isinstance(one.value, float) and one.value > limit:
                said = {"label": case.label(one.name), "value": f"{one.value:g}%", "limit": f"{limit}%"}
                yield Hit(
                    one.place,
                    case.role_of(name),
                    values=said,
                    evidence=one.text[:80],
                    expected=f"不超过{limit}%",
                    actual=said["value"],
                    sure=_certain(case, one),
                )


def mentions(case: Case, p: P) -> Iterator[Hit]:
    """Words that speak against the path; the first place of each paper, unless `unless` stands in the same block.

    `near`: in the same sentence. `without`: only where none of these papers is there.
    """
    if p.get("without") and case.of_role(*p["without"]):
        return
    rx = re.compile("|".join(p["patterns"]))
    unless = re.compile("|".join(p["unless"])) if p.get("unless") else None
    sure, near = bool(p.get("sure")), bool(p.get("near"))
    for name in p.get("fields", ()):
        for one in case.filled(name):
            if m := said(one.text, rx, unless, near=near):
                words = {"value": m[0][:60], "name": case.label(one.name)}
                around = _around(one.text, m)
                sure_ = sure and case.sure(one)
                yield Hit(one.place, case.role_of(name), values=words, evidence=around, sure=sure_)
    done: set[str] = set()
    for part, block in case.blocks(*p.get("roles", () if "fields" in p else list(case.tables.papers))):
        if part.file in done or not (m := said(block.text, rx, unless, near=near)):
            continue
        done.add(part.file)
        words = {"value": m[0][:60], "name": case.tables.papers[part.role].name}
        yield Hit(block.place, part.role, values=words, evidence=_around(block.text, m), sure=sure)


def said(text: str, rx: re.Pattern[str], unless: re.Pattern[str] | None, *, near: bool = False) -> re.Match[str] | None:
    """The first place where a thing is said that `unless` does not take back, in the text or (`near`) its sentence."""
    if not near or unless is None:
        return None if unless and unless.search(text) else rx.search(text)
    for m in rx.finditer(text):
        start = max(text.rfind(c, 0, m.start()) for c in "。；;\n") + 1
        ends = [e for c in "。；;\n" if (e := text.find(c, m.end())) >= 0]
        if not unless.search(text[start : min(ends, default=len(text))]):
            return m
    return None


def _around(text: str, m: re.Match[str]) -> str:
    return text[max(0, m.start() - 40) : m.end() + 40]


def offline_mismatch(case: Case, p: P) -> Iterator[Hit]:
    """Critical infrastructure filed on line, or anybody else filed on paper."""
    offline = case.submission.offline
    for name in p["fields"]:
        for one in case.filled(name):
            if offline is None or not isinstance(one.value, bool) or one.value is offline:
                continue
            said = {
                "value": "关键信息基础设施运营者采用线上方式" if one.value else "非关键信息基础设施运营者采用线下方式"
            }
            yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:60], sure=one.value)


def place_outside(case: Case, p: P) -> Iterator[Hit]:
    """An address in none of the places where the procedure is open: sure where it names a province elsewhere."""
    places = p["places"]
    for name in p["fields"]:
        for one in case.filled(name):
            if any(place in one.text for place in places):
                continue
            elsewhere = any(v in one.text for v in PROVINCES.values() if v not in ("广东", "香港", "澳门"))
            said = {"label": case.label(one.name), "value": one.text[:40]}
            sure = elsewhere and _certain(case, one)
            yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:80], sure=sure)


def list_edition(case: Case, p: P) -> Iterator[Hit]:
    """A negative list that another one has replaced by the filing day."""
    for name in p["fields"]:
        for one in case.filled(name):
            plain = re.sub(r"[\s《》（）()]", "", one.text)
            for item in case.book.lists.lists:
                if not item.superseded or str(case.filed_on) < str(item.superseded.from_day):
                    continue
                zone = case.book.lists.zone(item.zone)
                named = re.sub(r"[\s（）()]", "", item.title) in plain or (
                    zone.region in plain and _edition(item, plain)
                )
                if named:
                    current = case.book.lists.get(item.superseded.by).title
                    said = {"value": one.text[:60], "current": current}
                    yield Hit(one.place, case.role_of(name), values=said, expected=current, actual=one.text[:60])


def sector_uncovered(case: Case, p: P) -> Iterator[Hit]:
    """A line of business that none of the domains of the list it relies on names."""
    used = case.first(*p["list"])
    item = _list_of(case, used.text) if used else None
    if item is None or not item.domains_known or not item.domains:
        return
    for name in p["fields"]:
        for one in case.filled(name):
            if domains_named(item, one.text) or re.search(r"不限|全部|所有", one.text):
                continue
            shown = "、".join(d.name for d in item.domains[:12]) + ("等" if len(item.domains) > 12 else "")
            words = {"label": case.label(one.name), "value": one.text[:40], "domains": shown}
            shown = one.text[:40]
            yield Hit(one.place, case.role_of(name), values=words, evidence=one.text[:60], actual=shown, sure=False)


def _list_of(case: Case, text: str) -> Any:
    """The list that is named: by its title, else the newest of the region named that bears the year; None: unknown."""
    words = re.sub(r"[\s《》（）()“”]", "", text)
    for item in case.book.lists.lists:
        if re.sub(r"[\s（）()“”]", "", item.title) in words:
            return item
    here = [i for i in case.book.lists.lists if case.book.lists.zone(i.zone).region in words and _edition(i, words)]
    return here[0] if len(here) == 1 else None


def _edition(item: Any, plain: str) -> bool:
    year = item.edition[:4]
    return bool(re.search(rf"{year}年?版", plain))


def no_count(case: Case, p: P) -> Iterator[Hit]:
    """Sensitive categories are named and their persons are counted nowhere."""
    named = next((f for n in p.get("sensitive_where", ()) for f in case.filled(n) if not _none(f.text)), None)
    if named is None:
        return
    fields = [f for n in p["fields"] for f in case.all(n)]
    if any(f.value is not None and not (isinstance(f.value, Counts) and _no_sensitive(f.value)) for f in fields):
        return
    said = {"label": case.label(p["fields"][0].replace(".*", ""))}
    place = fields[0].place if fields else named.place
    yield Hit(
        place,
        case.role_of(p["fields"][0]),
        values=said,
        evidence=named.text[:80],
        also=(named.place,),
        sure=bool(fields),
    )


def _none(text: str) -> bool:
    return bool(re.match(r"\s*(?:无|不涉及|没有|不含|不适用|否|/|-)", text)) or text.strip() in ("是", "")


def _no_sensitive(counts: Counts) -> bool:
    return counts.sensitive_this_year is None and counts.sensitive_three_years is None
