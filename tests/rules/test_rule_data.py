"""The data beside the decision refers only to what exists, and the loader refuses what it does not know."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, get_args

import pytest

from copilot.law.records import validate
from copilot.law.rule_parts import When
from copilot.law.rule_records import (
    BOOLEANS,
    COUNTS,
    RULE_FILES,
    WORDS,
    ObligationsFile,
)
from copilot.law.rulebook import RuleBook
from copilot.law.yaml_file import parse
from copilot.rules.conditions import case_of, holds, parts_of
from copilot.rules.facts import Facts, LegalBasis, ListHit
from copilot.rules.questions import CHOICES

GOOD = """
entries:
  - id: "notice"
    text: "告知"
    when: {path_in: ["exempt"], facts_not_false: ["personal"]}
    in_force_from: "2021-11-01"
    repealed_from: null
    basis: [{instrument: "个人信息保护法", article: "第三十九条", in_force_from: "2021-11-01", repealed_from: null}]
    checked: {on: "2026-11-23", status: "verified", note: ""}
"""


def conditions(book: RuleBook) -> list[When]:
    """Every condition of the shipped data, nested ones included."""
    parts = parts_of(book)
    found = [rule.when for rule in (*parts.duties, *parts.bars, *parts.legs, *parts.papers)]
    found += [when for papers in parts.papers for when in papers.conditional.values()]
    return found + [inner for when in found for inner in when.any]


def test_the_loader_knows_the_facts_of_the_contract() -> None:
    assert set(Facts.model_fields) - {"activities"} == BOOLEANS | COUNTS | WORDS


def test_every_answer_that_can_be_given_can_be_chosen() -> None:
    assert set(CHOICES["legal_basis"]) == set(get_args(LegalBasis))
    assert set(CHOICES["negative_list_hit"]) == set(get_args(ListHit))


def test_everything_named_exists(book: RuleBook) -> None:
    parts = parts_of(book)
    sectors = {s.id for s in parts.sectors}
    for when in conditions(book):
        assert when.sectors_any <= sectors
        assert {p for _, p in (*when.reaches, *when.exceeds)} <= set(book.parameters)
    for duty in parts.duties:
        for _, parameter in duty.figures:
            start = duty.span.start
            assert book.in_force(parameter, start), f"{duty.id}: no {parameter} on {start}"
    assert {p.kind for p in parts.papers} <= {one.kind for one in parts.lists}
    assert all(RULE_FILES) and len(parts.duties) > 50


def test_every_rule_rests_on_law_from_its_first_day(book: RuleBook) -> None:
    parts = parts_of(book)
    for rule in (*parts.duties, *parts.bars, *parts.changes):
        assert rule.basis(rule.span.start), f"{rule.id} has no basis on {rule.span.start}"


def test_a_good_file_is_read() -> None:
    parsed = parse("rules/obligations.yaml", GOOD.encode())
    assert validate(parsed, ObligationsFile) is not None and not parsed.faults


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"personal"', '"pi_countt"'),
        ('"personal"', '"pi_count"'),
        ('path_in: ["exempt"]', 'path_in: ["exemption"]'),
        ("facts_not_false", "facts_maybe"),
        ('facts_not_false: ["personal"]', 'reaches: {is_ciio: "scale/pi_officer"}'),
        ('facts_not_false: ["personal"]', 'reaches: {pi_count: "a million"}'),
        ('facts_not_false: ["personal"]', 'one_of: {pi_count: ["1"]}'),
        ("    basis: [{", "    basis: [] #"),
        ("第三十九条", "39"),
    ],
)
def test_what_the_loader_does_not_know_is_refused(old: str, new: str) -> None:
    assert old in GOOD
    parsed = parse("rules/obligations.yaml", GOOD.replace(old, new).encode())
    assert validate(parsed, ObligationsFile) is None and parsed.faults


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        ({}, {}, True),
        ({"facts_true": ("is_ciio",)}, {}, False),
        ({"facts_true": ("is_ciio",)}, {"is_ciio": True}, True),
        ({"facts_false": ("is_ciio",)}, {}, False),
        ({"facts_false": ("is_ciio",)}, {"is_ciio": False}, True),
        ({"facts_unknown": ("is_ciio",)}, {"is_ciio": False}, False),
        ({"facts_unknown": ("is_ciio",)}, {}, True),
        ({"facts_not_true": ("is_ciio",)}, {}, True),
        ({"facts_not_true": ("is_ciio",)}, {"is_ciio": True}, False),
        ({"facts_not_false": ("is_ciio",)}, {}, True),
        ({"facts_not_false": ("is_ciio",)}, {"is_ciio": False}, False),
        ({"facts_true": ("personal",)}, {"pi_count": 1}, True),
        ({"facts_true": ("personal",)}, {"under14": True}, True),
        ({"facts_unknown": ("personal",)}, {"pi_count": 0}, True),
        ({"facts_true": ("sensitive",)}, {"sensitive_pi_count_to_date": 1}, True),
        ({"facts_unknown": ("sensitive",)}, {"sensitive_pi_count": 0}, True),
        ({"facts_false": ("sensitive",)}, {"sensitive_pi_count": 0, "under14": False}, True),
        ({"reasons_any": frozenset({"art6"})}, {}, False),
        ({"one_of": (("legal_basis", frozenset({"13(一)"})),)}, {"legal_basis": "13(一)"}, True),
        ({"one_of": (("legal_basis", frozenset({"13(一)"})),)}, {}, False),
        ({"mentions": (("ftz", ("上海",)),)}, {"ftz": "上海临港"}, True),
        ({"mentions": (("ftz", ("上海",)),)}, {"ftz": None}, False),
        ({"reaches": (("pi_count", "thresholds/pi_contract"),)}, {"pi_count": 100_000}, True),
        ({"reaches": (("pi_count", "thresholds/pi_contract"),)}, {"pi_count": 99_999}, False),
        ({"exceeds": (("pi_count", "thresholds/pi_contract"),)}, {"pi_count": 100_000}, False),
        ({"exceeds": (("pi_count", "thresholds/pi_contract"),)}, {"pi_count": 100_001}, True),
        ({"any": (When(facts_true=("gba",)), When(facts_true=("treaty",)))}, {"treaty": True}, True),
        ({"any": (When(facts_true=("gba",)), When(facts_true=("treaty",)))}, {}, False),
    ],
)
def test_conditions(when: dict[str, Any], facts: dict[str, Any], expected: bool, book: RuleBook) -> None:
    case = case_of("exempt", ["art5_4"], facts, as_of=dt.date(2026, 11, 23), book=book)
    assert holds(dataclasses.replace(When(), **when), case) is expected
    assert holds(dataclasses.replace(When(), **when, path_in=frozenset({"not_export"})), case) is False
