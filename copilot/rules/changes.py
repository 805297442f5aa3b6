"""Which lawful changes are worth trying for the facts at hand; whether one helps is for the decision to say.

Counts never fall below what has already been exported this year. Nothing here splits a transfer or its persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from copilot.domain import Basis
from copilot.law.list_records import NegativeList
from copilot.law.rule_parts import Change
from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import parts_of
from copilot.rules.facts import Facts
from copilot.rules.zones import domains_named, lists_on, offers

MAX_LISTS = 3  # of other zones, named in one change
Updates = dict[str, Any]
_COUNTS = ("pi_count", "sensitive_pi_count")
NO_PERSONAL_DATA: Updates = {
    "contains_pi": False,
    "pi_count": 0,
    "sensitive_pi_count": 0,
    "pi_count_to_date": None,
    "sensitive_pi_count_to_date": None,
    "under14": False,
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A change of the facts to try.

    `counts` are the persons left (others, sensitive) where only counts change. `uncounted`: what was exported before
    the change stays counted and must be judged besides. `activity`: the only one that changes. `lists`: negative
    lists that it refers to.
    """

    steps: tuple[tuple[Change, str], ...]
    updates: Updates
    counts: tuple[int, int] | None = None
    uncounted: bool = False
    activity: int | None = None
    reasons: tuple[str, ...] = field(default=())
    lists: tuple[NegativeList, ...] = field(default=())

    @property
    def id(self) -> str:
        """Names of the changes made together."""
        return "+".join(change.id for change, _ in self.steps)

    @property
    def text(self) -> str:
        """The change in words."""
        said = "，并且".join(change.text.format(n=n) for change, n in self.steps)
        return said if self.activity is None else f"第 {self.activity + 1} 项活动：{said}"

    @property
    def text_en(self) -> str:
        """The change in English."""
        first, *others = (change.text_en.format(n=n) for change, n in self.steps)
        said = "; and ".join([first, *(text[:1].lower() + text[1:] for text in others)])
        return said if self.activity is None else f"Transfer {self.activity + 1}: {said}"

    @property
    def conditions(self) -> list[str]:
        """On what it depends, without repetition; for a list whose text was not obtained, where to look."""
        own = [c for change, _ in self.steps for c in change.conditions]
        return list(dict.fromkeys([*own, *(_to_check(item) for item in self.lists)]))

    @property
    def conditions_en(self) -> list[str]:
        """The conditions in English."""
        own = [c for change, _ in self.steps for c in change.conditions_en]
        return list(dict.fromkeys([*own, *(_to_check_en(item) for item in self.lists)]))

    def basis(self, as_of: dt.date) -> list[Basis]:
        """The places that it rests on that day, and the lists."""
        found = {(b.instrument, b.article): b for change, _ in self.steps for b in change.basis(as_of)}
        for record in (b for item in self.lists for b in item.basis[:1]):
            found.setdefault(
                (record.instrument, record.article), Basis(instrument=record.instrument, article=record.article)
            )
        return list(found.values())


def _to_check(item: NegativeList) -> str:
    if item.completeness == "complete":
        return f"《{item.title}》收录了全文：先用字段对照逐个核对场景和字段，有疑问以官方文本为准"
    return f"《{item.title}》没有取得全文：场景、字段和门槛要到官方页面核对（{item.page}），核对以前不要当作免办"


def _to_check_en(item: NegativeList) -> str:
    if item.completeness == "complete":
        return f"《{item.title}》 is held in full: match scene and fields one by one; the official text prevails"
    return (
        f"《{item.title}》 was not obtained in full: check scenes, fields and thresholds on the official page "
        f"({item.page}); until then do not treat the transfer as exempt"
    )


def trials(facts: Facts, known: Mapping[str, Any], *, as_of: dt.date, book: RuleBook) -> Iterator[Trial]:
    """The changes to try, the smaller ones of a kind first.

    Args:
        facts: as given.
        known: the facts of the exporter, presumed ones filled in; unknown: None or missing.
        as_of: the day whose law applies.
        book: the rule data.
    """
    changes = _Changes(as_of, book)
    yield from changes.counts(_counted(facts, known))
    yield from changes.kinds(known if facts.activities is None else {})
    yield from changes.zones(known)
    for i, activity in enumerate(facts.activities or ()):
        own = {**_values(facts), **{name: getattr(activity, name) for name in activity.model_fields_set}}
        # what one transfer has already exported this year stays counted: then its kind is not changed for the better
        begun = any(own.get(f"{name}_to_date") for name in _COUNTS)
        for trial in (*changes.without_sensitive(own), *(changes.kinds(own) if not begun else ())):
            yield replace(trial, activity=i)


def _values(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in type(facts).model_fields if name != "activities"}


def _counted(facts: Facts, known: Mapping[str, Any]) -> dict[str, Any]:
    """The exporter's counts; of several activities without a union, their sum (the most it can be)."""
    found = dict(known)
    for name in _COUNTS if facts.activities else ():
        each = [getattr(a, name) for a in facts.activities or ()]
        found[name] = getattr(facts, name)
        if found[name] is None and None not in each:
            found[name] = sum(each)
    if any(a.under14 for a in facts.activities or ()):
        found["under14"] = True
    return found


def _sensitive_left(persons: int) -> Updates:
    """Without sensitive data there is none of children under 14 either: all of theirs is sensitive."""
    return {"sensitive_pi_count": persons} if persons else {"sensitive_pi_count": 0, "under14": False}


class _Changes:
    """The changes in force on a day."""

    def __init__(self, as_of: dt.date, book: RuleBook) -> None:
        self._as_of, self._book = as_of, book
        self._standing = parts_of(book).on(as_of).changes

    def _called(self, name: str, place: str = "") -> Change | None:
        """The change of that name; one that is confined to places only where the place is named."""
        for change in self._standing:
            if change.id == name and (not change.mentions or any(word in place for word in change.mentions)):
                return change
        return None

    def _limit(self, name: str) -> int | None:
        parameter = f"thresholds/{name}"
        return (
            self._book.value_on(parameter, self._as_of).value if self._book.in_force(parameter, self._as_of) else None
        )

    def counts(self, known: Mapping[str, Any]) -> Iterator[Trial]:
        """Really exporting fewer persons, or leaving sensitive fields out; singly, then both."""
        persons, sensitive = known.get("pi_count"), known.get("sensitive_pi_count")
        pi_levels = self._levels("fewer_pi", persons, known.get("pi_count_to_date"), "pi_assessment", "pi_contract")
        done = known.get("sensitive_pi_count_to_date") or 0
        levels = self._levels("fewer_sensitive", sensitive, done, "sensitive_assessment")
        drop = self._called("drop_sensitive")
        if drop and sensitive and done < sensitive:
            levels.append((drop, done))
        for change, n in pi_levels:
            yield Trial(((change, f"{n:,}"),), {"pi_count": n}, (n, sensitive or 0))
        for change, m in levels:
            yield Trial(((change, f"{m:,}"),), _sensitive_left(m), (persons or 0, m))
        for (first, n), (second, m) in product(pi_levels, levels):
            yield Trial(((first, f"{n:,}"), (second, f"{m:,}")), {"pi_count": n, **_sensitive_left(m)}, (n, m))

    def without_sensitive(self, known: Mapping[str, Any]) -> Iterator[Trial]:
        """Leaving the sensitive fields of one transfer out."""
        drop = self._called("drop_sensitive")
        if drop and known.get("sensitive_pi_count"):
            done = known.get("sensitive_pi_count_to_date") or 0
            yield Trial(((drop, f"{done:,}"),), _sensitive_left(done))

    def _levels(self, name: str, count: int | None, done: int | None, *limits: str) -> list[tuple[Change, int]]:
        """The change with the most persons that stay under each limit that is reached now."""
        change = self._called(name)
        if change is None or count is None:
            return []
        reached = [limit for one in limits if (limit := self._limit(one)) is not None and count >= limit]
        return [(change, limit - 1) for limit in reached if (done or 0) < limit]

    def kinds(self, known: Mapping[str, Any]) -> Iterator[Trial]:
        """Changes of what is done, not of how much: anonymised, under HR rules, kept apart in transit."""
        if not known or known.get("important_data_notified"):
            return
        listed = known.get("negative_list_hit") == "must_assess" and known.get("contains_important_data") is not False
        if known.get("contains_pi") is not False and not listed:
            yield from self._trial("anonymise", NO_PERSONAL_DATA)
        if known.get("hr_necessary") and not (known.get("hr_rules") and known.get("hr_collective_contract")):
            yield from self._trial("hr_collective_contract", {"hr_rules": True, "hr_collective_contract": True})
        if known.get("overseas_origin") and known.get("domestic_data_introduced"):
            yield from self._trial("transit", {"domestic_data_introduced": False})

    def _trial(self, name: str, updates: Updates) -> Iterator[Trial]:
        change = self._called(name)
        if change:
            yield Trial(((change, ""),), updates, uncounted=True)

    def zones(self, known: Mapping[str, Any]) -> Iterator[Trial]:
        """A list that covers the line of business: the city's own, or another zone's where the local rule lets it be
        referred to. Only where the enterprise already is, never for an operator of critical infrastructure."""
        if known.get("is_ciio") is not False or known.get("important_data_notified"):
            return
        zone, region, sector = known.get("ftz"), known.get("region"), known.get("sector")
        hit, place = known.get("negative_list_hit"), zone or region or ""
        if hit != "not_covered" and (zone or hit is not None):
            return
        home = lists_on(zone, region, self._as_of, self._book.lists)
        updates = {"negative_list_hit": "off_list"} | ({} if zone else {"ftz": region})
        covering = [item for item in home.lists if sector and domains_named(item, sector)]
        if hit is None and home.lists and (covering or not sector) and (change := self._called("zone_list", place)):
            own = tuple(covering or home.lists)[:1]
            yield Trial(((change, ""),), updates, uncounted=True, reasons=("art6",), lists=own)
        elsewhere = offers(home, sector, self._as_of, self._book.lists)[:MAX_LISTS] if sector else ()
        name = "city_reference" if home.place.in_zone is False else "zone_reference"
        if elsewhere and (change := self._called(name, place)):
            said = "、".join(f"《{one.list.title}》（{one.domain.name}）" for one in elsewhere)
            others = tuple(one.list for one in elsewhere)
            yield Trial(((change, said),), updates, uncounted=True, reasons=("art6",), lists=others)
