"""The rules on filings that exist already, as loaded: which change needs what, what goes on after expiry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from copilot.law.reading import Files
from copilot.law.rule_parts import Rule, rule_of
from copilot.law.rulebook import Rested, rested_of

_ENGLISH = ("title_en", "note_en", "doubt_en")


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact in the user's words."""

    label: str
    question: Mapping[str, str]
    help: str
    help_en: str
    rests_on: Rested


@dataclass(frozen=True, eq=False)
class Triage(Rule):
    """What follows from a change; see `TriageEntry`."""

    title: str = ""
    filings: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    facts: tuple[tuple[str, bool], ...] = ()
    verdict: str = "none"
    choices: tuple[str, ...] = ()
    stop: str = "none"
    note: str = ""
    title_en: str = ""
    note_en: str = ""
    doubt_en: str = ""


@dataclass(frozen=True, eq=False)
class Reached(Rule):
    """What another path means for a filing; see `PathEntry`."""

    title: str = ""
    filings: frozenset[str] = frozenset()
    path: str = ""
    verdict: str | None = None
    stop: str = "none"
    note: str = ""
    title_en: str = ""
    note_en: str = ""
    doubt_en: str = ""


@dataclass(frozen=True, eq=False)
class FollowUp(Rule):
    """A duty, or what stops; `verdicts` or, for a renewal, `states`."""

    text: str = ""
    text_en: str = ""
    doubt_en: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    filings: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    stop: str | None = None


@dataclass(frozen=True, slots=True)
class Growth:
    """Two numbers and the parameter that bounds their growth, in percent."""

    next: str
    granted: str
    parameter: str


@dataclass(frozen=True, eq=False)
class Condition(Rule):
    """A condition of an extension; see `ConditionEntry`."""

    title: str = ""
    question: str = ""
    question_en: str = ""
    title_en: str = ""
    help: str = ""
    help_en: str = ""
    facts: tuple[tuple[str, bool], ...] = ()
    growth: Growth | None = None
    applies: str | None = None


@dataclass(frozen=True, eq=False)
class FilingParts:
    """Everything on filings that exist already, in the order of the files."""

    questions: Mapping[str, Asked]
    kinds: Mapping[str, str]
    kinds_en: Mapping[str, str] = field(default_factory=dict)
    triage: tuple[Triage, ...] = ()
    paths: tuple[Reached, ...] = ()
    duties: tuple[FollowUp, ...] = ()
    stops: tuple[FollowUp, ...] = ()
    conditions: tuple[Condition, ...] = ()
    renewal_duties: tuple[FollowUp, ...] = ()


def load_filing_parts(files: Files) -> FilingParts:
    """The parts of validated files; a file that is missing leaves its part empty."""
    refiling = files.data.get("rules/refiling.yaml", {})
    renewal = files.data.get("rules/renewal.yaml", {})
    return FilingParts(
        questions={r["id"]: _asked(r) for r in refiling.get("questions", ())},
        kinds={r["id"]: r["label"] for r in refiling.get("kinds", ())},
        kinds_en={r["id"]: r["en"] for r in refiling.get("kinds", ())},
        triage=tuple(_triage(r) for r in refiling.get("entries", ())),
        paths=tuple(_reached(r) for r in refiling.get("paths", ())),
        duties=tuple(_follow_up(r) for r in refiling.get("obligations", ())),
        stops=tuple(_follow_up(r) for r in refiling.get("stops", ())),
        conditions=tuple(_condition(r) for r in renewal.get("conditions", ())),
        renewal_duties=tuple(_follow_up(r) for r in renewal.get("obligations", ())),
    )


def _asked(r: dict[str, Any]) -> Asked:
    return Asked(
        r["label"], {"zh": r["zh"], "en": r["en"]}, r["help"], r["help_en"], rested_of({**r, "title": r["label"]})
    )


def _triage(r: dict[str, Any]) -> Triage:
    return Triage(
        **rule_of(r),
        **{key: r[key] for key in ("title", "verdict", "stop", "note", *_ENGLISH)},
        filings=frozenset(r["filings"]),
        changes=frozenset(r["changes"]),
        facts=tuple(r["facts"].items()),
        choices=tuple(r["choices"]),
    )


def _reached(r: dict[str, Any]) -> Reached:
    plain = {key: r[key] for key in ("title", "path", "verdict", "stop", "note", *_ENGLISH)}
    return Reached(**rule_of(r), **plain, filings=frozenset(r["filings"]))


def _follow_up(r: dict[str, Any]) -> FollowUp:
    return FollowUp(
        **rule_of(r),
        text=r["text"],
        text_en=r["text_en"],
        doubt_en=r["doubt_en"],
        figures=tuple(r["figures"].items()),
        filings=frozenset(r["filings"]),
        verdicts=frozenset(r.get("verdicts", ())),
        states=frozenset(r.get("states", ())),
        changes=frozenset(r.get("changes", ())),
        stop=r.get("stop"),
    )


def _condition(r: dict[str, Any]) -> Condition:
    return Condition(
        **rule_of(r),
        title=r["title"],
        question=r["zh"],
        question_en=r["en"],
        title_en=r["title_en"],
        help=r["help"],
        help_en=r["help_en"],
        facts=tuple(r["facts"].items()),
        growth=Growth(**r["growth"]) if r["growth"] else None,
        applies=r["applies"],
    )
