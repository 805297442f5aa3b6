"""What the defects of this part are made with: kinds in short, and a defect for either report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from eval.precheck.defects import Defect, Plant, Weight, says
from eval.precheck.submission import Submission

SA, SC, CE, NL = "security_assessment", "standard_contract", "certification", "negative_list"
EX, CH, GB = "extension", "contract_change", "gba_hk"
# Where the topics of the self-assessment stand in the impact assessment: (section, place in it).
_PLACES: dict[str, tuple[str, int]] = {
    "management": ("measures", 0),
    "technique": ("measures", 1),
    "shares": ("about_org", 0),
}


def one(
    name: str, title: str, source: str, kinds: str | tuple[str, ...], fact: str, plant: Plant, weight: Weight = "B", *,
    also: tuple[str, ...] = (), needs: Callable[[Submission], bool] = lambda s: True, variants: tuple[str, ...] = (),
) -> Defect:  # fmt: skip
    """A defect at a fact; the paper is the first part of its path, a path without a dot a whole paper."""
    role, dot, _ = fact.partition(".")
    known = (kinds,) if isinstance(kinds, str) else kinds
    sources = tuple(source.split())
    return Defect(f"h3_{name}", title, sources, known, role, plant, fact if dot else "", also, weight, variants, needs)


def gone(role: str) -> Plant:
    """The paper is not there."""
    return lambda s, rng: s.drop(role)


def puts(path: str, value: Any) -> Plant:
    """Another value; a function makes it of the submission."""
    return lambda s, rng: s.set(path, value(s) if callable(value) else value)


def steps(*plants: Plant) -> Plant:
    """One after another."""

    def plant(s: Submission, rng: Random) -> None:
        for each in plants:
            each(s, rng)

    return plant


def before(n: int) -> Callable[[Submission], dt.date]:
    """So many days before the filing."""
    return lambda s: s.filed_on - dt.timedelta(days=n)


def ended(n: int, length: int = 25) -> Callable[[Submission], tuple[dt.date, dt.date]]:
    """A period that ended so many days before the filing."""
    return lambda s: (s.filed_on - dt.timedelta(days=n + length), s.filed_on - dt.timedelta(days=n))


def section(role: str, topic: str, text: str | None) -> Plant:
    """Another text for a topic of a report; None leaves it out."""

    def plant(s: Submission, rng: Random) -> None:
        name, at = _PLACES.get(topic, (topic, 0)) if role == "pipia" else (topic, 0)
        texts = s.papers[role]["sections"][name]
        if text is None:
            del texts[at]
        else:
            texts[at] = text

    return plant


def section_path(role: str, topic: str) -> str:
    """Where a topic stands."""
    return f"{role}.sections.{_PLACES.get(topic, (topic, 0))[0] if role == 'pipia' else topic}"


def reports(
    name: str, title: str, source: str, kinds: tuple[str, ...], topic: str, text: str | None, weight: Weight = "B", *,
    needs: Callable[[Submission], bool] = lambda s: True,
) -> tuple[Defect, ...]:  # fmt: skip
    """A topic worded wrongly, in the self-assessment and in the impact assessment."""
    found = []
    for role, own in _roles(kinds):
        suffix = "_self" if role == "self_assessment" else ""
        plant = section(role, topic, text)
        found.append(one(name + suffix, title, source, own, section_path(role, topic), plant, weight, needs=needs))
    return tuple(found)


def stated(
    name: str, title: str, source: str, kinds: tuple[str, ...], text: str, weight: Weight = "B"
) -> tuple[Defect, ...]:
    """A sentence more, in the self-assessment and in the impact assessment."""
    found = []
    for role, own in _roles(kinds):
        suffix = "_self" if role == "self_assessment" else ""
        found.append(one(name + suffix, title, source, own, f"{role}.extra", says(role, text), weight))
    return tuple(found)


def _roles(kinds: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    rest = tuple(k for k in kinds if k != SA)
    return ([("self_assessment", (SA,))] if SA in kinds else []) + ([("pipia", rest)] if rest else [])


def with_sensitive(s: Submission) -> bool:
    """Whether there is sensitive personal information in the impact assessment."""
    return bool(s.papers.get("pipia", {}).get("sensitive_persons"))


def two_scenes(s: Submission) -> bool:
    """Whether the application has two scenes."""
    return len(s.papers.get("application_form", {}).get("scenes", ())) > 1
