"""What the papers of a filing still need: the fields, each once, with the papers that show it.

Pure: a question is needed when one of the papers of the kind and day shows its fact and its condition holds. What
depends on something that was not said yet waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from copilot.filing import paths
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.questionnaire import Question, Questionnaire, When, sheets

Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Need:
    """A field that papers need. `path` is concrete; `papers`: ids of papers.yaml."""

    path: str
    question: Question
    papers: tuple[str, ...]


def needed(
    filing: Filing,
    kind: FilingKind,
    *,
    as_of: dt.date,
    questionnaire: Questionnaire,
    papers: Collection[str] | None = None,
) -> tuple[Need, ...]:
    """Every field that the papers need, said or not, in the order of the interview: scene by scene, row by row.

    Args:
        filing: what was said so far; rows that are asked for anyway are there although nobody said them.
        kind: of filing.
        as_of: the day whose papers count.
        questionnaire: the questions.
        papers: ids of the papers to fill; None: all that the kind needs on that day.
    """
    if papers is None:
        papers = [one.id for one in questionnaire.papers.needed(filing, kind, as_of=as_of)]
    wanted = {s: tuple(i for i in ids if i in papers) for s, ids in sheets(questionnaire.papers).items()}
    return tuple(_ordered(_needs(filing, kind, questionnaire, wanted)))


def _needs(
    filing: Filing, kind: FilingKind, questionnaire: Questionnaire, wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[Need]:
    flags = {one.none: one for one in questionnaire.many.values() if one.none}
    for question in questionnaire.questions:
        shown = tuple(i for sheet, ids in wanted.items() if sheet in question.papers for i in ids)
        for numbers in rows(filing, question.path, questionnaire) if shown else ():
            path = paths.at(question.path, numbers)
            listed = flags.get(question.path)
            if listed and paths.value(filing, paths.at(listed.path, numbers)):
                continue  # there are some: nobody asks whether there are none
            if question.when is None or holds(question.when, filing, kind, numbers):
                yield Need(path, question, shown)


def _ordered(needs: Iterator[Need]) -> list[Need]:
    """Element by element within a group, a list standing where its first question stands."""
    groups: dict[str, int] = {}
    lists: dict[tuple[str, str], int] = {}
    keyed = []
    for place, need in enumerate(needs):
        group = groups.setdefault(need.question.group, place)
        head, bracket, _ = need.path.partition("[")
        first = lists.setdefault((need.question.group, head), place) if bracket else place
        keyed.append(((group, first, paths.indices(need.path), place), need))
    return [need for _, need in sorted(keyed, key=lambda pair: pair[0])]


def rows(filing: Filing, path: str, questionnaire: Questionnaire) -> Iterator[Numbers]:
    """The numbers of the elements for which a general path is asked; `()` once where it is in no list."""
    yield from _rows(filing, paths.fields()[path].inside, (), questionnaire)


def _rows(filing: Filing, lists: tuple[str, ...], so_far: Numbers, questionnaire: Questionnaire) -> Iterator[Numbers]:
    if not lists:
        yield so_far
        return
    many = questionnaire.many[lists[0]]
    count = len(paths.value(filing, paths.at(many.path, so_far)) or ())
    if not count:
        asked = many.none is None or paths.value(filing, paths.at(many.none, so_far)) is False
        count = many.least if asked else 0
    for number in range(count):
        yield from _rows(filing, lists[1:], (*so_far, number), questionnaire)


def holds(when: When, filing: Filing, kind: FilingKind, numbers: Numbers = ()) -> bool:
    """Whether a condition holds for the element with these numbers; for any, where it names no element."""
    looks = [_look(when, filing, numbers)] if when.path else []
    looks += [kind in when.kinds] if when.kinds else []
    looks += [any(holds(one, filing, kind, numbers) for one in when.any)] if when.any else []
    return all([*looks, *(holds(one, filing, kind, numbers) for one in when.all)])


def _look(when: When, filing: Filing, numbers: Numbers) -> bool:
    assert when.path is not None
    found = [paths.value(filing, path) for path in concrete(filing, when.path, numbers)]
    if not found and (when.differs is not None or when.outside is not None):
        return True  # what nobody said is no such value
    return any(_fits(when, value) for value in found)


def concrete(filing: Filing, path: str, numbers: Numbers = ()) -> Iterator[str]:
    """The paths that a general one stands for, as far as the filing has elements."""
    inside = _lists_of(path)
    fixed = numbers[: len(inside)]
    counts: list[range] = []
    for name in inside[len(fixed) :]:
        sizes = [len(paths.value(filing, one) or ()) for one in concrete(filing, name, fixed)]
        counts.append(range(max(sizes, default=0)))
    for rest in product(*counts):
        yield paths.at(path, (*fixed, *rest))


def _lists_of(path: str) -> list[str]:
    """`["scenes", "scenes[].items"]` for `scenes[].items[].name`."""
    return [path[:at] for at in range(len(path)) if path.startswith("[]", at)]


def _fits(when: When, value: Any) -> bool:
    if when.more_than is not None:
        return len(value or ()) > when.more_than
    if when.among is not None:
        return not when.among.isdisjoint(value if isinstance(value, tuple) else {value})
    if when.outside is not None:
        return value not in when.outside
    if when.equals is not None:
        return value is when.equals
    return value is not when.differs
