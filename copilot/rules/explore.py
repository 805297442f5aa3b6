"""Unknown stays unknown: every completion of the unknown facts is followed, and only agreement is a verdict.

A decision is a function of a `View`. Where it needs a fact that is unknown it raises `Open` with the values that the
fact could take, as far as they matter to the law; the explorer follows each. So a definite verdict can never be
contradicted by a fact that comes to light later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Generic, TypeVar

MAX_LEAVES = 4000
ENOUGH_LEAVES = 250
MAX_COMPARED = 300
Outcome = TypeVar("Outcome")


class Open(Exception):
    """The decision needs `fact`; `values` stand for all that it could be, the least favourable reading first."""

    def __init__(self, fact: str, values: Sequence[Any]) -> None:
        super().__init__(fact)
        self.fact, self.values = fact, tuple(values)


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Outcome]):
    """One way it can turn out: what was supposed of the unknown facts, in the order asked, and the outcome."""

    supposed: Mapping[str, Any]
    outcome: Outcome


@dataclass
class Exploration(Generic[Outcome]):
    """Every way it can turn out, as far as followed."""

    leaves: list[Leaf[Outcome]] = field(default_factory=list)
    complete: bool = True


def explore(
    decide: Callable[[Mapping[str, Any]], Outcome],
    verdict: Callable[[Outcome], str] | None = None,
    *,
    max_leaves: int = MAX_LEAVES,
    enough: int = ENOUGH_LEAVES,
) -> Exploration[Outcome]:
    """Follow `decide` through all completions, those with few suppositions first.

    Args:
        decide: receives what is supposed and may raise `Open`.
        verdict: what of an outcome must agree; None: every completion is wanted.
        max_leaves: no more are followed; what is left unseen makes the exploration incomplete.
        enough: after so many, completions that disagree have shown that nothing is decided.
    """
    found: Exploration[Outcome] = Exploration()
    pending: deque[dict[str, Any]] = deque([{}])
    verdicts: set[str] = set()
    while pending:
        supposed = pending.popleft()
        try:
            outcome = decide(supposed)
        except Open as gap:
            pending += [{**supposed, gap.fact: value} for value in gap.values]
            continue
        found.leaves.append(Leaf(supposed, outcome))
        if verdict is not None:
            verdicts.add(verdict(outcome))
        if pending and len(found.leaves) >= (enough if len(verdicts) > 1 else max_leaves):
            found.complete = False
            break
    return found


def least_favourable(decide: Callable[[Mapping[str, Any]], Outcome]) -> Leaf[Outcome]:
    """The way it turns out when every open fact takes its first value: what is reported where none of them decides."""
    supposed: dict[str, Any] = {}
    while True:
        try:
            return Leaf(supposed, decide(supposed))
        except Open as gap:
            supposed = {**supposed, gap.fact: gap.values[0]}


def deciding(leaves: Sequence[Leaf[Any]], verdict: Callable[[Any], str], *, order: Sequence[str]) -> list[str]:
    """The supposed facts on which the verdict hangs, the one that decides most first.

    A fact decides more the fewer verdicts remain, on average, once it is known; equal ones keep `order`.
    """
    facts = _mattering(leaves, verdict)
    return sorted(facts, key=lambda f: (_remaining(f, leaves, verdict), _place(f, order), f))


def _place(fact: str, order: Sequence[str]) -> int:
    name = fact.rpartition(".")[2]
    return order.index(name) if name in order else len(order)


def _mattering(leaves: Sequence[Leaf[Any]], verdict: Callable[[Any], str]) -> set[str]:
    """The facts that alone, all else being equal, turn one verdict into another."""
    found: set[str] = set()
    for left, right in combinations(leaves[:MAX_COMPARED], 2):
        if verdict(left.outcome) == verdict(right.outcome):
            continue
        differ = [f for f, value in left.supposed.items() if f in right.supposed and right.supposed[f] != value]
        if len(differ) == 1:
            found.add(differ[0])
    return found


def _remaining(fact: str, leaves: Sequence[Leaf[Any]], verdict: Callable[[Any], str]) -> float:
    asked = {leaf.supposed[fact] for leaf in leaves if fact in leaf.supposed}
    left = [
        len({verdict(leaf.outcome) for leaf in leaves if leaf.supposed.get(fact, value) == value}) for value in asked
    ]
    return sum(left) / len(left)
