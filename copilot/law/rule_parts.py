"""What stands beside a verdict, as loaded: duties, blockers by sector, times, papers, changes; their conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from copilot.domain import Basis, Checked
from copilot.law.convert import checked_of
from copilot.law.editorial import material_list
from copilot.law.knowledge_base import MaterialList
from copilot.law.reading import Files
from copilot.law.rulebook import DatedBasis, Span, dated_basis, span_of


@dataclass(frozen=True, slots=True, eq=False)
class When:
    """A condition; every part that is set must hold. Pairs are (fact, parameter) or (fact, words)."""

    path_in: frozenset[str] = frozenset()
    reasons_any: frozenset[str] = frozenset()
    facts_true: tuple[str, ...] = ()
    facts_false: tuple[str, ...] = ()
    facts_unknown: tuple[str, ...] = ()
    facts_not_true: tuple[str, ...] = ()
    facts_not_false: tuple[str, ...] = ()
    reaches: tuple[tuple[str, str], ...] = ()
    exceeds: tuple[tuple[str, str], ...] = ()
    one_of: tuple[tuple[str, frozenset[str]], ...] = ()
    mentions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sectors_any: frozenset[str] = frozenset()
    any: tuple[When, ...] = ()

    @property
    def beyond(self) -> bool:
        """Whether anything but path, reasons, sectors and yes-or-no facts is asked."""
        return bool(self.any or self.one_of or self.mentions or self.reaches or self.exceeds)


@dataclass(frozen=True, eq=False)
class Rule:
    """A dated rule: when it applies, during which days, and the places it rests on, the principal one first."""

    id: str
    when: When
    span: Span
    rests_on: tuple[DatedBasis, ...]
    checked: Checked

    @lru_cache(maxsize=512)  # noqa: B019  # rules live as long as the rule book
    def basis(self, as_of: dt.date) -> tuple[Basis, ...]:
        """The places it rests on that day."""
        return tuple(b.basis for b in self.rests_on if b.span.holds(as_of))


@dataclass(frozen=True, eq=False)
class Duty(Rule):
    """A duty in words; `figures` are (name in the text, parameter)."""

    text: str = ""
    text_en: str = ""
    note_en: str = ""
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Bar(Rule):
    """A permit or prohibition beside the path; `find_out`: what settles it where the status is unknown."""

    title: str = ""
    title_en: str = ""
    status: Literal["prohibited", "permit_required", "unknown"] = "unknown"
    text: str = ""
    text_en: str = ""
    find_out: str = ""
    find_out_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """A line of business and the words that name it."""

    id: str
    title: str
    aliases: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """A stretch of time; see `LegEntry` for its fields."""

    id: str
    title: str
    title_en: str
    track: str
    when: When
    parameter: str | None
    after: str | None
    direction: Literal["after", "before"]
    counts: bool
    dated: bool
    note: str
    note_en: str
    rests_on: tuple[DatedBasis, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """A list of papers, when it is needed, and when its conditional papers are due; `submitted` to an authority."""

    kind: str
    when: When
    submitted: bool
    alternative_to: str | None
    conditional: Mapping[str, When]
    later: frozenset[str]


@dataclass(frozen=True, eq=False)
class Change(Rule):
    """A lawful change; `mentions` are words of a zone's or region's name to which it is confined (none: anywhere)."""

    text: str = ""
    text_en: str = ""
    conditions: tuple[str, ...] = ()
    conditions_en: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RuleParts:
    """Everything beside the decision, in the order of the files."""

    duties: tuple[Duty, ...] = ()
    sectors: tuple[Sector, ...] = ()
    bars: tuple[Bar, ...] = ()
    legs: tuple[Leg, ...] = ()
    papers: tuple[Papers, ...] = ()
    changes: tuple[Change, ...] = ()
    lists: tuple[MaterialList, ...] = ()

    @lru_cache(maxsize=64)  # noqa: B019  # parts live as long as the rule book
    def on(self, as_of: dt.date) -> RuleParts:
        """What is in force that day; times and papers carry their own dates."""
        return replace(
            self,
            duties=tuple(d for d in self.duties if d.span.holds(as_of)),
            bars=tuple(b for b in self.bars if b.span.holds(as_of)),
            changes=tuple(c for c in self.changes if c.span.holds(as_of)),
        )


def load_rule_parts(files: Files) -> RuleParts:
    """The parts of validated files; files that are missing leave their part empty."""

    def entries(name: str, key: str = "entries") -> Iterable[dict[str, Any]]:
        return files.data.get(f"rules/{name}.yaml", {}).get(key, ())

    return RuleParts(
        tuple(
            Duty(**rule_of(r), **_plain(r, "text", "text_en", "note_en"), figures=tuple(r["figures"].items()))
            for r in entries("obligations")
        ),
        tuple(
            Sector(r["id"], r["title"], tuple(a.lower() for a in r["aliases"]), tuple(r["unless"]))
            for r in entries("sectors", "sectors")
        ),
        tuple(
            Bar(
                **rule_of(r),
                **_plain(r, "title", "title_en", "status", "text", "text_en", "find_out", "find_out_en", "note_en"),
            )
            for r in entries("sectors")
        ),
        tuple(_leg(r) for r in entries("timeline")),
        tuple(_papers(r) for r in entries("papers")),
        tuple(_change(r) for r in entries("changes")),
        tuple(material_list(data) for _, data in files.of("materials")),
    )


def rule_of(record: dict[str, Any]) -> dict[str, Any]:
    """What every dated rule has, from its validated record; without `when` it always holds."""
    return {
        "id": record["id"],
        "when": when_of(record["when"]) if "when" in record else When(),
        "span": span_of(record),
        "rests_on": dated_basis(record),
        "checked": checked_of(record["checked"]),
    }


def _plain(r: dict[str, Any], *names: str) -> dict[str, Any]:
    """The fields that are taken over as they are."""
    return {name: r[name] for name in names}


def _leg(r: dict[str, Any]) -> Leg:
    words = _plain(r, "id", "title", "title_en", "track", "note", "note_en")
    place = _plain(r, "parameter", "after", "direction", "counts", "dated")
    return Leg(**words, **place, when=when_of(r["when"]), rests_on=dated_basis(r))


def _papers(r: dict[str, Any]) -> Papers:
    conditional = {c["id"]: when_of(c["when"]) for c in r["conditional"]}
    return Papers(
        r["kind"], when_of(r["when"]), r["submitted"], r["alternative_to"], conditional, frozenset(r["later"])
    )


def _change(r: dict[str, Any]) -> Change:
    return Change(
        **rule_of(r),
        **_plain(r, "text", "text_en"),
        conditions=tuple(r["conditions"]),
        conditions_en=tuple(r["conditions_en"]),
        mentions=tuple(r["mentions"]),
    )


def when_of(r: dict[str, Any]) -> When:
    """A condition from its validated record."""
    facts = ("facts_true", "facts_false", "facts_unknown", "facts_not_true", "facts_not_false")
    return When(
        path_in=frozenset(r["path_in"]),
        reasons_any=frozenset(r["reasons_any"]),
        **{name: tuple(r[name]) for name in facts},
        reaches=tuple(r["reaches"].items()),
        exceeds=tuple(r["exceeds"].items()),
        one_of=tuple((fact, frozenset(words)) for fact, words in r["one_of"].items()),
        mentions=tuple((fact, tuple(words)) for fact, words in r["mentions"].items()),
        sectors_any=frozenset(r["sectors_any"]),
        any=tuple(when_of(one) for one in r["any"]),
    )
