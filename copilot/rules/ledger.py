"""Persons exported since 1 January, per entity and path: each once, against the thresholds of the day.

Where hashed ids are kept the union is exact; elsewhere it lies between the largest part and the sum of the parts, and
a verdict that would need the union says so. The year begins anew by date; nothing is deleted for it.
Source: 促进和规范数据跨境流动规定 第五条、第七条、第八条; its answers to the press 问11; Q&A of 2025-04 问8.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from copilot.domain import Basis, LedgerEntry
from copilot.law.rulebook import RuleBook
from copilot.rules.ledger_words import (
    ALERT_PERCENT,
    NO_ENTRIES,
    NOT_ALIKE,
    NOT_EXACT,
    SENSITIVE_AT_ALL,
    TITLES_EN,
    Status,
    Words,
    assessed_words,
    group_words,
    level_words,
    split_words,
)
from copilot.rules.result import Shape

# Reasons that leave the persons of a transfer out of the count; small scale (art5_4) is itself a part of it.
LEFT_OUT = frozenset({"treaty", "art3", "art4", "art5_1", "art5_2", "art5_3", "art6"})
Keys = Mapping[str, Collection[bytes]]
Nature = Literal["general", "sensitive", "any"]
_PAIR = ("general", "sensitive")


class Persons(Shape):
    """How many different persons: `least` to `most`; equal where it is known exactly."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.least == self.most


class Level(Shape):
    """A threshold and where the count stands; `share`: the most it can be, in percent of the limit."""

    id: str
    title: str
    title_en: str = ""
    nature: Nature
    since: dt.date
    limit: int
    persons: Persons
    share: int
    status: Status
    forecast: Persons | None = Field(default=None, description="estimate for 31 December by the pace so far")
    text: str
    text_en: str = ""
    basis: list[Basis]


class EntityReport(Shape):
    """One domestic entity's year; thresholds are counted for each entity by itself."""

    entity: str
    group: str | None = None
    since: dt.date
    entries: int
    general: Persons
    sensitive: Persons
    by_path: dict[str, dict[str, Persons]] = Field(
        description="path, then general and sensitive; unspecified: not said"
    )
    left_out: dict[str, Persons] = Field(description="by the reason of the exemption; not counted")
    levels: list[Level]
    facts: dict[str, int] = Field(description="for `path`, where the counts are known exactly")
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list)


class Cell(Shape):
    """One entity, recipient and scene."""

    entity: str
    recipient: str
    scene: str
    entries: int
    general: Persons
    sensitive: Persons
    left_out: Persons
    paths: list[str]
    last: dt.date


class GroupFiling(Shape):
    """Entities of a group with a scene of one name: the group may file for them together."""

    group: str
    scene: str
    entities: list[str]
    text: str
    text_en: str = ""
    basis: list[Basis]
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list)


class LedgerReport(Shape):
    """The ledger as of a day: entities, alerts, the matrix, and where a group may file together.

    Here and in its parts, `x_en` says in English what `x` says; the Chinese is authoritative.
    """

    as_of: dt.date
    entities: list[EntityReport]
    alerts: list[Level]
    matrix: list[Cell]
    groups: list[GroupFiling]
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Threshold:
    """A level of the law: whose persons, since when, and the parameter or step that says it; `limit` without one."""

    id: str
    nature: Nature
    years_back: int
    parameter: str | None
    limit: int = 0


_THRESHOLDS = (
    _Threshold("pi_contract", "general", 0, "thresholds/pi_contract"),
    _Threshold("pi_assessment", "general", 0, "thresholds/pi_assessment"),
    _Threshold("sensitive_contract", "sensitive", 0, None, 1),
    _Threshold("sensitive_assessment", "sensitive", 0, "thresholds/sensitive_assessment"),
    _Threshold("pi_since_prev_year", "any", 1, "thresholds/pi_since_prev_year"),
    _Threshold("sensitive_since_prev_year", "sensitive", 1, "thresholds/sensitive_since_prev_year"),
)


def first_day(as_of: dt.date) -> dt.date:
    """The earliest day whose exports any law looks at from `as_of`: 1 January of the year before."""
    return dt.date(as_of.year - 1, 1, 1)


def persons(entries: Sequence[LedgerEntry], keys: Keys) -> Persons:
    """Different persons in the entries together.

    Entries whose ids are of one kind have an exact union; between kinds, and for entries without ids, the overlap is
    unknown: at least the largest of them, at most their sum.
    """
    unions: dict[str | None, set[bytes]] = defaultdict(set)
    parts = []
    for entry in entries:
        if entry.keyed and entry.id in keys:
            unions[entry.id_kind].update(keys[entry.id])
        else:
            parts.append(entry.persons)
    parts += [len(union) for union in unions.values()]
    return Persons(least=max(parts, default=0), most=sum(parts))


def report(entries: Iterable[LedgerEntry], keys: Keys, *, as_of: dt.date, book: RuleBook) -> LedgerReport:
    """The ledger as of a day.

    Args:
        entries: recorded exports, not voided; those after the day, or of years that no longer count, are left aside.
        keys: hashed persons by entry, where they are kept.
        as_of: the day, and its law.
        book: the dated data.
    """
    seen = [e for e in entries if first_day(as_of) <= e.exported_on <= as_of]
    this_year = [e for e in seen if e.exported_on >= dt.date(as_of.year, 1, 1)]
    entities = [
        _entity(name, [e for e in seen if e.entity == name], keys=keys, as_of=as_of, book=book)
        for name in sorted({e.entity for e in this_year} | _old(seen, as_of, book))
    ]
    return LedgerReport(
        as_of=as_of,
        entities=entities,
        alerts=[level for entity in entities for level in entity.levels if level.status != "below"],
        matrix=matrix(this_year, keys),
        groups=_groups(this_year, entities, as_of, book),
        notes=[] if this_year else [NO_ENTRIES[0]],
        notes_en=[] if this_year else [NO_ENTRIES[1]],
    )


def _old(seen: list[LedgerEntry], as_of: dt.date, book: RuleBook) -> set[str]:
    """Entities of which only the year before is recorded, where the law of the day still looks at it."""
    looks_back = any(t.years_back and t.parameter and book.in_force(t.parameter, as_of) for t in _THRESHOLDS)
    return {e.entity for e in seen} if looks_back else set()


def _entity(name: str, seen: list[LedgerEntry], *, keys: Keys, as_of: dt.date, book: RuleBook) -> EntityReport:
    since = dt.date(as_of.year, 1, 1)
    year = [e for e in seen if e.exported_on >= since]
    counting = [e for e in year if e.exempt not in LEFT_OUT]
    general, sensitive = (persons(_of(counting, nature), keys) for nature in _PAIR)
    paths = sorted({_path(e) for e in counting})
    by_path = {
        path: {nature: persons(_of([e for e in counting if _path(e) == path], nature), keys) for nature in _PAIR}
        for path in paths
    }
    reasons = sorted({e.exempt for e in year if e.exempt and e.exempt in LEFT_OUT})
    notes = _notes(counting, by_path, keys, exact=general.exact and sensitive.exact)
    counts = {"pi_count_to_date": general, "sensitive_pi_count_to_date": sensitive}
    return EntityReport(
        entity=name,
        group=next((e.group for e in reversed(seen) if e.group), None),
        since=since,
        entries=len(year),
        general=general,
        sensitive=sensitive,
        by_path=by_path,
        left_out={r: persons([e for e in year if e.exempt == r], keys) for r in reasons},
        levels=_levels(name, [e for e in seen if e.exempt not in LEFT_OUT], keys=keys, as_of=as_of, book=book),
        facts={fact: count.least for fact, count in counts.items() if count.exact},
        notes=[zh for zh, _ in notes],
        notes_en=[en for _, en in notes],
    )


def _of(entries: Iterable[LedgerEntry], nature: str) -> list[LedgerEntry]:
    """The entries with persons of the nature; a person with both kinds of data counts in each, the safer reading."""
    return [e for e in entries if nature == "any" or e.nature in (nature, "both")]


def _path(entry: LedgerEntry) -> str:
    return entry.path or ("art5_4" if entry.exempt == "art5_4" else "unspecified")


def _notes(
    counting: list[LedgerEntry], by_path: Mapping[str, Mapping[str, Persons]], keys: Keys, *, exact: bool
) -> list[Words]:
    notes = [] if exact else [NOT_EXACT]
    if "security_assessment" in by_path:
        rest = [e for e in counting if e.path != "security_assessment"]
        notes.append(assessed_words(*(persons(_of(rest, nature), keys) for nature in _PAIR)))
    return notes


def _levels(name: str, counting: list[LedgerEntry], *, keys: Keys, as_of: dt.date, book: RuleBook) -> list[Level]:
    found = []
    for threshold in _THRESHOLDS:
        if threshold.parameter is None:
            if not book.in_force("thresholds/pi_contract", as_of):
                continue
            limit, basis = threshold.limit, list(book.step("count_contract").basis(as_of))
            title = SENSITIVE_AT_ALL
        elif book.in_force(threshold.parameter, as_of):
            value = book.value_on(threshold.parameter, as_of)
            limit, basis, title = value.value, list(value.basis), book.parameters[threshold.parameter].title
        else:
            continue
        since = dt.date(as_of.year - threshold.years_back, 1, 1)
        there = _of([e for e in counting if e.exported_on >= since], threshold.nature)
        count = persons(there, keys)
        forecast = _forecast(count, as_of) if not threshold.years_back and there else None
        status = _status(count, limit)
        text, english = level_words(
            name, threshold.nature, limit=limit, count=count, status=status, forecast=forecast, as_of=as_of
        )
        found.append(
            Level(
                id=threshold.id,
                title=title,
                title_en=TITLES_EN[threshold.id],
                nature=threshold.nature,
                since=since,
                limit=limit,
                persons=count,
                share=count.most * 100 // limit,
                status=status,
                forecast=forecast,
                text=text,
                text_en=english,
                basis=basis,
            )
        )
    return found


def _status(count: Persons, limit: int) -> Status:
    """Reaching the limit is enough: 以上 includes the number itself."""
    if count.least >= limit:
        return "reached"
    if count.most >= limit:
        return "maybe_reached"
    return "near" if count.most * 100 >= limit * ALERT_PERCENT else "below"


def _forecast(count: Persons, as_of: dt.date) -> Persons:
    """The counts at the end of the year if it goes on as it has begun, rounded up."""
    days = (dt.date(as_of.year, 12, 31) - dt.date(as_of.year, 1, 1)).days + 1
    so_far = (as_of - dt.date(as_of.year, 1, 1)).days + 1
    return Persons(least=-(-count.least * days // so_far), most=-(-count.most * days // so_far))


def matrix(entries: Iterable[LedgerEntry], keys: Keys) -> list[Cell]:
    """Entities by recipients by scenes, each with its persons; the sum of cells is no count of persons."""
    cells: dict[tuple[str, str, str], list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        cells[entry.entity, entry.recipient, entry.scene].append(entry)
    return [
        Cell(
            entity=entity,
            recipient=recipient,
            scene=scene,
            entries=len(there),
            general=persons(_of(counting, "general"), keys),
            sensitive=persons(_of(counting, "sensitive"), keys),
            left_out=persons([e for e in there if e.exempt in LEFT_OUT], keys),
            paths=sorted({_path(e) for e in counting}),
            last=max(e.exported_on for e in there),
        )
        for (entity, recipient, scene), there in sorted(cells.items())
        for counting in [[e for e in there if e.exempt not in LEFT_OUT]]
    ]


def _groups(
    entries: list[LedgerEntry], entities: list[EntityReport], as_of: dt.date, book: RuleBook
) -> list[GroupFiling]:
    """Where the group may be the one that files, under the answers of April 2025."""
    basis = list(book.step("group_filing").basis(as_of))
    if not basis:
        return []
    reports = {entity.entity: entity for entity in entities}
    scenes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        if (group := reports[entry.entity].group) and entry.exempt is None:
            scenes[group, entry.scene].add(entry.entity)
    split = list(book.step("split").basis(as_of))
    found = []
    for (group, scene), names in sorted(scenes.items()):
        if len(names) < 2:
            continue
        text, english = group_words(group, scene, len(names))
        notes = [NOT_ALIKE, *_split_warnings([reports[n] for n in sorted(names)], as_of, book, split)]
        found.append(
            GroupFiling(
                group=group,
                scene=scene,
                entities=sorted(names),
                text=text,
                text_en=english,
                basis=basis,
                notes=[zh for zh, _ in notes],
                notes_en=[en for _, en in notes],
            )
        )
    return found


def _split_warnings(there: list[EntityReport], as_of: dt.date, book: RuleBook, split: list[Basis]) -> list[Words]:
    """Several entities, each below a threshold that they reach together: lawful only where they are truly separate."""
    places = "、".join(b.shown for b in split)
    found = []
    for threshold in _THRESHOLDS:
        if threshold.parameter is None or threshold.years_back or not book.in_force(threshold.parameter, as_of):
            continue
        limit = book.value_on(threshold.parameter, as_of).value
        counts = [getattr(one, threshold.nature) for one in there]
        if all(count.most < limit for count in counts) and sum(count.most for count in counts) >= limit:
            found.append(split_words(limit, threshold.nature, places))
    return found
