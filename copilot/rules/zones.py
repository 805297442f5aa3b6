"""Which negative lists may speak for an enterprise on a day: from the zone or city it names to the editions in force.

Pure: everything comes in as loaded data. What a list says of the data is judged in `listing.py`.

Source: 促进和规范数据跨境流动规定第六条; each list's own record says whom it binds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from copilot.law.list_records import Domain, NegativeList, Zone
from copilot.law.negative_lists import NegativeLists, plain

EditionState = Literal["in_force", "doubtful", "superseded", "not_yet", "repealed"]
State = Literal["lists", "none_yet", "none_found", "outside", "unknown_zone", "no_zone"]
_OUTSIDE = re.compile(
    r"(?:非|不在|不属于|没在|未在)[^，。；]{0,14}(?:自贸|新片区|自由贸易)|(?:自贸[^，。；]{0,4}|新片区|区)外"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enterprise is. `in_zone` None: a city was named, not whether the zone in it; `known`: recognised."""

    zone: Zone | None
    in_zone: bool | None
    known: bool


@dataclass(frozen=True, slots=True)
class ZoneLists:
    """The lists that may apply on a day, newest first; empty means that national thresholds apply, unless unknown.

    State: `lists`; `none_yet` (the zone's first list came later); `none_found` (none was known when last checked);
    `outside` (the list demands the zone, the enterprise is only in the city); `unknown_zone`; `no_zone`.
    """

    state: State
    place: Place
    lists: tuple[NegativeList, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Another zone's list that covers a domain; may be asked for under the home zone's rule, never automatic."""

    list: NegativeList
    domain: Domain
    text: str


def place_of(ftz: str | None, region: str | None, zones: Iterable[Zone]) -> Place:
    """The zone or city that a user named; `ftz` None means in no zone."""
    known = tuple(zones)
    if ftz:
        outside = _OUTSIDE.search(ftz) is not None
        zone = _named(ftz, known, city=False)
        if zone is not None:
            return Place(zone, not outside, True)
        zone = _named(ftz, known, city=True)
        if zone is not None:
            return Place(zone, False if outside else None, True)
        return Place(None, None, False)
    zone = _named(region, known, city=True) or _named(region, known, city=False) if region else None
    return Place(zone, False, zone is not None)


def _named(text: str | None, zones: tuple[Zone, ...], *, city: bool) -> Zone | None:
    """The zone whose longest name occurs in the text; exact names first."""
    said = plain(text or "")
    best: tuple[int, Zone] | None = None
    for zone in zones:
        for name in zone.city_aliases if city else (zone.name, *zone.aliases):
            form = plain(name)
            if form and form in said and (best is None or len(form) > best[0]):
                best = (len(form), zone)
    return best[1] if best else None


def lists_on(ftz: str | None, region: str | None, as_of: dt.date, lists: NegativeLists) -> ZoneLists:
    """Which negative lists may apply to an enterprise on a day.

    Args:
        ftz: the zone as the user calls it; None: registered in none.
        region: province or city, for lists that bind a whole city.
        as_of: the day.
        lists: all loaded lists and zones.
    """
    place = place_of(ftz, region, lists.zones)
    if place.zone is None:
        return ZoneLists("unknown_zone" if ftz else "no_zone", place, notes=_expansion(as_of, lists))
    own = [item for item in lists.lists if item.zone == place.zone.id and item.kind == "negative"]
    current = _current(own, as_of)
    notes = [] if place.in_zone else _pilots(current, as_of)
    if not current:
        first = min((item.possibly_from or item.in_force_from for item in own), default=None)
        if first is None:
            return ZoneLists("none_found", place, notes=(place.zone.checked.note, *_expansion(as_of, lists)))
        return ZoneLists("none_yet", place, notes=(f"{place.zone.name}的第一份负面清单自{first}起",))
    if place.in_zone is False:
        wide = [item for item in current if item.scope.city_wide.holds is not False]
        if not wide:
            return ZoneLists("outside", place, notes=tuple(notes) or _expansion(as_of, lists))
        current = wide
    if len(current) > 1:
        names = "、".join(item.edition for item in current)
        notes.append(f"{as_of}适用哪一版不确定（{names}），公布日有不同记载")
    return ZoneLists("lists", place, tuple(current), tuple(notes))


def _current(own: list[NegativeList], as_of: dt.date) -> list[NegativeList]:
    """Editions in force, newest first; an edition goes once the next is certainly in force."""
    held = [item for item in own if item.in_force(as_of)]
    certain = {item.id for item in held if item.in_force_from <= as_of.isoformat()}
    kept = [item for item in held if not (item.superseded and item.superseded.by in certain)]
    return sorted(kept, key=lambda item: item.in_force_from, reverse=True)


def _pilots(lists: list[NegativeList], as_of: dt.date) -> list[str]:
    return [item.pilot.text for item in lists if item.pilot and item.pilot.from_day <= as_of.isoformat()]


def _expansion(as_of: dt.date, lists: NegativeLists) -> tuple[str, ...]:
    return tuple(e.text for e in lists.expansion if e.from_day <= as_of.isoformat())


def domains_named(item: NegativeList, words: str) -> tuple[Domain, ...]:
    """The domains that a user's words may mean, the longest name first; empty where none is recognised."""
    said = plain(words)
    found: list[tuple[int, Domain]] = []
    for domain in item.domains:
        names = [plain(n) for n in (domain.id, domain.name, *domain.aliases)]
        if hits := [len(n) for n in names if n and (n in said or (len(said) >= 2 and said in n))]:
            found.append((max(hits), domain))
    return tuple(domain for _, domain in sorted(found, key=lambda pair: -pair[0]))


def offers(home: ZoneLists, words: str, as_of: dt.date, lists: NegativeLists) -> tuple[Offer, ...]:
    """Other zones' lists that cover what the home list does not, where the home rule lets them be referred to.

    Empty where the home lists' domains are not all known, or one may cover it; lists by classes of data are left out.
    """
    if not home.lists or not all(item.domains_known for item in home.lists):
        return ()
    if any(domains_named(item, words) for item in home.lists):
        return ()
    rules = (item.cross_zone for item in home.lists)
    rule = next((r for r in rules if r.holds and (r.from_day or "") <= as_of.isoformat()), None)
    if rule is None or home.place.zone is None:
        return ()
    found = []
    for zone in lists.zones:
        if zone.id == home.place.zone.id:
            continue
        own = [item for item in lists.lists if item.zone == zone.id and item.kind == "negative"]
        for item in _current([one for one in own if one.arranged_by == "scene"], as_of):
            found += [Offer(item, domain, rule.note) for domain in domains_named(item, words)[:1]]
    return tuple(found)


def edition_state(item: NegativeList, as_of: dt.date, lists: NegativeLists) -> EditionState:
    """Whether this edition speaks for a day."""
    day = as_of.isoformat()
    if day < (item.possibly_from or item.in_force_from):
        return "not_yet"
    if item.repealed_from and day >= item.repealed_from:
        return "repealed"
    if item.superseded and (later := lists.by_id.get(item.superseded.by)) is not None:
        if day >= later.in_force_from:
            return "superseded"
        if later.in_force(as_of):
            return "doubtful"
    return "doubtful" if day < item.in_force_from else "in_force"
