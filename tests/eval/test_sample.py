"""The stratified sample: the same every time, in proportion to the strata."""

from __future__ import annotations

import random
from collections import Counter

from eval.sample import chosen, stratified
from eval.task import Case
from eval.tasks.questions import questions


def cases(sizes: dict[str, int]) -> list[Case]:
    return [
        Case(f"{kind}-{n}", {}, {"type": kind, "topic": str(n % 2), "split": "dev" if n % 3 else "test"})
        for kind, size in sizes.items()
        for n in range(size)
    ]


def test_the_sample_keeps_the_proportions() -> None:
    found = Counter(c.groups["type"] for c in stratified(cases({"a": 300, "b": 200, "c": 100}), 60))
    assert found == {"a": 30, "b": 20, "c": 10}


def test_the_sample_does_not_depend_on_the_order_of_the_file() -> None:
    known = cases({"a": 90, "b": 31})
    shuffled = random.Random(1).sample(known, len(known))
    assert [c.id for c in stratified(known, 25)] == [c.id for c in stratified(shuffled, 25)]
    assert len({c.id for c in stratified(known, 25)}) == 25


def test_a_larger_sample_than_cases_is_all_of_them() -> None:
    known = cases({"a": 5})
    assert stratified(known, 60) == known


def test_split_sample_and_limit_apply_in_this_order() -> None:
    known = cases({"a": 90})
    assert {c.groups["split"] for c in chosen(known, split="test")} == {"test"}
    assert len(chosen(known, split="test", sample=10)) == 10
    assert len(chosen(known, split="test", sample=10, limit=3)) == 3
    assert len(chosen(known)) == 90


def test_the_sixty_questions_span_the_types_and_many_topics() -> None:
    known = questions()
    sample = stratified(known, 60)
    large = {t for t, n in Counter(c.groups["type"] for c in known).items() if n >= len(known) / 30}
    assert large <= {c.groups["type"] for c in sample}
    assert len(sample) == 60
