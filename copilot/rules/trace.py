"""Steps as a reader sees them: title, facts looked at, comparison, and the articles of that day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.domain import Basis
from copilot.rules.explore import Leaf
from copilot.rules.law import Law
from copilot.rules.regions import areas
from copilot.rules.result import Step
from copilot.rules.view import Note, Outcome

Known = Mapping[str, Any]
BY_COUNT = frozenset({"count_pi", "count_sensitive"})


def steps_of(leaf: Leaf[Outcome], known: Known, activities: tuple[Known, ...], law: Law) -> list[Step]:
    """The steps of one way through the decision; those that rest on a supposed fact are unknown."""
    steps = []
    for note in leaf.outcome.steps:
        facts = activities[note.activity] if note.activity is not None else known
        prefix = "" if note.activity is None else f"activities.{note.activity}."
        open_ = [f for f in note.facts if facts.get(f) is None and {f, prefix + f} & leaf.supposed.keys()]
        steps.append(_step(note, facts, law, supposed=bool(open_)))
    return steps


def _step(note: Note, facts: Known, law: Law, *, supposed: bool) -> Step:
    step = law.book.step(note.step)
    checked = next((b.checked for b in step.rests_on if b.span.holds(law.as_of)), None)
    doubtful = note.yes and checked is not None and checked.status != "verified"
    doubt = checked.note if checked and doubtful else ""
    doubt_en = step.note_en if doubtful else ""
    return Step(
        id=note.step,
        title=step.title,
        title_en=step.title_en,
        outcome="unknown" if supposed else "yes" if note.yes else "no",
        facts={f: facts.get(f) for f in note.facts},
        compare=note.compare,
        basis=list(step.basis(law.as_of)),
        checked=checked.status if checked else "verified",
        note="；".join(n for n in (note.note, doubt) if n),
        note_en="; ".join(n for n in (note.note_en, doubt_en) if n) if note.note_en or not note.note else "",
        activity=note.activity,
    )


def basis_of(outcome: Outcome, known: Known, law: Law) -> list[Basis]:
    """The places that the verdict rests on: the deciding step first, then those that qualify it."""
    said_yes = [n.step for n in outcome.steps if n.yes and n.step != "export"]
    if outcome.path == "not_export":
        said_yes = ["export"]
    elif _area_matters(outcome, known):
        said_yes.insert(0, "gba")
    found: list[Basis] = []
    for name in reversed(said_yes):
        found += [b for b in law.book.step(name).basis(law.as_of) if b not in found]
    return found


def _area_matters(outcome: Outcome, known: Known) -> bool:
    """Whether the contract of the Greater Bay Area, open or not, bears on the verdict: where a contract is due, or an
    assessment by the number of persons alone."""
    near = known.get("gba") or "south" in areas(known.get("recipient_region"))
    due = outcome.path == "contract_or_certification" or BY_COUNT.issuperset(outcome.reasons)
    return bool(near) and outcome.path in ("contract_or_certification", "security_assessment") and due
