"""What looks odd: numbers that cannot be, counts just below a line, the same text twice, one exporter cut into many.

Everything here is a reason to look, and most of it no more than that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from copilot.precheck import values
from copilot.precheck.case import Case, Hit
from copilot.precheck.checks.path import said as told
from copilot.precheck.listings import Listing
from copilot.precheck.outline import key
from copilot.precheck.paper import Block, Field
from copilot.precheck.values import Counts

P = Mapping[str, Any]
_POPULATION = 1.5e9


def _people(case: Case, names: Any) -> list[tuple[Field, float]]:
    """Every number of persons of the fields: this year, the three years, each year."""
    found: list[tuple[Field, float]] = []
    for name in names if isinstance(names, list) else [names]:
        for one in case.filled(name):
            value = one.value
            if isinstance(value, Counts):
                parts = (value.this_year, value.three_years, *value.per_year)
                found += [(one, v) for v in parts if v is not None]
            elif isinstance(value, float):
                found.append((one, value))
    return found


def export_over_total(case: Case, p: P) -> Iterator[Hit]:
    """More persons sent abroad than are processed at all."""
    total = next(iter(_people(case, p["right"])), None)
    sent = _people(case, p["left"])
    if total is None or not sent:
        return
    one, most = max(sent, key=lambda f: f[1])
    if most > total[1]:
        said = {
            "label": case.label(one.name),
            "other": case.label(total[0].name),
            "value": f"{most:,.0f}人",
            "other_value": f"{total[1]:,.0f}人",
        }
        yield Hit(
            one.place,
            case.role_of(one.name),
            values=said,
            evidence=f"{one.text[:80]} / {total[0].text[:40]}",
            expected=f"不超过 {said['other_value']}",
            actual=said["value"],
            sure=False,
            also=(total[0].place,),
        )


def year_over_three(case: Case, p: P) -> Iterator[Hit]:
    """Three years with fewer persons than one of them, or than the years that are listed for them."""
    for name in p["fields"]:
        for one in case.filled(name):
            c = one.value
            if not isinstance(c, Counts) or c.three_years is None or not c.per_year:
                continue
            most = max(c.per_year)
            if c.three_years < most or (c.three_years > sum(c.per_year) + 0.5 and len(c.per_year) == 3):
                said = {
                    "label": case.label(one.name),
                    "value": f"{c.three_years:,.0f}人",
                    "other_value": "、".join(f"{v:,.0f}人" for v in c.per_year),
                }
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:160], sure=False)


def just_below(case: Case, p: P) -> Iterator[Hit]:
    """Numbers a little below a threshold of the day."""
    share = p.get("percent", 3) / 100
    for name in p["parameters"]:
        limit = case.days(name)
        for one, value in _people(case, p["fields"]) if limit else ():
            if limit and limit * (1 - share) <= value < limit:
                said = {"label": case.label(one.name), "value": f"{value:,.0f}人", "limit": f"{limit:,}人"}
                yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=False)


def not_persons(case: Case, p: P) -> Iterator[Hit]:
    """Records, accounts or times counted in place of natural persons."""
    rx, unless = re.compile("|".join(p["patterns"])), re.compile("|".join(p.get("unless", ["(?!)"])))
    done: set[str] = set()
    for part, block in case.blocks(*p["roles"]):
        if part.file not in done and (m := told(block.text, rx, unless, near=bool(p.get("near")))):
            done.add(part.file)
            said = {"value": m[0][:40], "name": case.tables.papers[part.role].name}
            yield Hit(block.place, part.role, values=said, evidence=block.text[:160], sure=False)


def no_forecast(case: Case, p: P) -> Iterator[Hit]:
    """This year's number, the three years' number or the word on how they relate is not there."""
    for name in p["fields"]:
        for one in case.filled(name):
            c = one.value
            if not isinstance(c, Counts) or re.fullmatch(r"\W*(?:不涉及|不适用)\W*", one.text):
                continue
            missing = []
            if c.this_year is None and not re.search(r"(?:当年|本年|今年)[^。；]{0,12}(?:0|零|无|未|尚未)", one.text):
                missing.append("当年已出境数量")
            if c.three_years is None and len(c.per_year) < 3:
                missing.append("未来三年出境数量")
            if not c.relation and ".scene." in one.name:
                missing.append("两者的关系")
            if missing:
                said = {"label": case.label(one.name), "part": "、".join(missing)}
                sure = case.sure(one) and "两者的关系" not in missing
                yield Hit(one.place, case.role_of(name), values=said, evidence=one.text[:160], sure=sure)


def odd_number(case: Case, p: P) -> Iterator[Hit]:
    """More persons than there are, or a part of one."""
    for one, value in _people(case, p["fields"]):
        if value > p.get("most", _POPULATION) or value != int(value):
            said = {"label": case.label(one.name), "value": f"{value:,.10g}人"}
            yield Hit(one.place, case.role_of(one.name), values=said, evidence=one.text[:120], sure=False)


def copied_text(case: Case, p: P) -> Iterator[Hit]:
    """A long paragraph that stands twice in a report, in different places; numbered headings and tables left out."""
    least = p.get("chars", 60)
    for part in case.readable(p["role"]):
        seen: dict[str, Block] = {}
        for block in part.paper.blocks:
            plain = key(block.text)
            if block.kind != "paragraph" or not block.visible or len(plain) < least:
                continue
            other = seen.setdefault(plain, block)
            if other is not block:
                said = {
                    "label": block.place.locator or "后一处",
                    "other": other.place.locator or "前一处",
                    "value": block.text[:40],
                }
                yield Hit(
                    block.place, part.role, values=said, evidence=block.text[:120], also=(other.place,), sure=False
                )
                break


def same_answer(case: Case, p: P) -> Iterator[Hit]:
    """One and the same sentence in a column for most rows."""
    wanted = key(p["column"])
    for name in p["fields"]:
        for one in case.all(name):
            if not isinstance(one.value, Listing) or len(one.value.rows) < 4:
                continue
            said = Counter(r.cells.get(wanted, "") for r in one.value.rows if r.cells.get(wanted))
            if not said:
                continue
            text, times = said.most_common(1)[0]
            if times >= len(one.value.rows) * p.get("percent", 60) / 100:
                values_ = {
                    "label": case.label(one.name),
                    "column": p["column"],
                    "value": text[:40],
                    "count": str(times),
                }
                yield Hit(one.place, case.role_of(name), values=values_, evidence=text[:120], sure=False)


def repeated_rows(case: Case, p: P) -> Iterator[Hit]:
    """The same item twice in one table."""
    wanted = key(p["column"])
    for name in p["fields"]:
        for one in case.all(name):
            if not isinstance(one.value, Listing):
                continue
            said = Counter(key(r.cells.get(wanted, "")) for r in one.value.rows)
            twice = [item for item, times in said.items() if item and times > 1]
            if twice:
                values_ = {"label": case.label(one.name), "value": "、".join(twice[:5])}
                row = next(r for r in one.value.rows if key(r.cells.get(wanted, "")) == twice[0])
                yield Hit(row.place, case.role_of(name), values=values_, evidence=values_["value"], sure=False)


_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{2,24}?(?:分公司|子公司|有限公司|公司)")


def split_entities(case: Case, p: P) -> Iterator[Hit]:
    """Several companies with numbers each below a threshold that they reach together."""
    limits = [v for name in p["parameters"] if (v := case.days(name))]
    for part in case.readable(*p["roles"]):
        found: dict[str, tuple[float, Block]] = {}
        for block in _lines(part.paper.blocks):
            for text in re.split(r"[；;。\n]", block.text):
                company, spans = _COMPANY.search(text), values.persons(text)
                if company and len(spans) == 1 and re.search(r"出境|提供|传输", text):
                    found.setdefault(company[0], (spans[0].value, block))
        numbers = [v for v, _ in found.values()]
        for limit in limits:
            if len(numbers) > 1 and all(v < limit for v in numbers) and sum(numbers) >= limit:
                block = next(iter(found.values()))[1]
                said = {
                    "value": "、".join(f"{c} {v:,.0f}人" for c, (v, _) in list(found.items())[:5]),
                    "count": f"{sum(numbers):,.0f}人",
                    "limit": f"{limit:,}人",
                }
                yield Hit(block.place, part.role, values=said, evidence=said["value"], sure=False)
                break


def _lines(blocks: tuple[Block, ...]) -> Iterator[Block]:
    return (b for b in blocks if b.visible and b.kind in ("paragraph", "cell", "heading", "textbox"))


def old_law(case: Case, p: P) -> Iterator[Hit]:
    """Thresholds, periods and articles of the law before it changed."""
    rx = re.compile("|".join(p["patterns"]))
    done: set[str] = set()
    for part, block in case.blocks(*p["roles"]):
        m = rx.search(block.text)
        if m and part.file not in done:
            done.add(part.file)
            said = {"value": m[0][:60], "name": case.tables.papers[part.role].name}
            yield Hit(block.place, part.role, values=said, evidence=block.text[:160], sure=False)
