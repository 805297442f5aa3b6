"""Every verdict says in English what it says in Chinese; what has no English is known."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.blockers import titles
from copilot.rules.determination import determine
from copilot.rules.facts import BadFacts, parse_facts
from copilot.rules.replay import replay
from copilot.rules.result import PathResult, Step
from copilot.rules.tongue import compared
from tests.rules.case_files import Case, verdict_cases

TITLE = re.compile(r"《[^》]*》(?:（[^）]*）)?、?")  # lists are named as they are called, with the domain
CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
# Said in Chinese only: what a zone's list lacks, with the page to look at; comparisons with the zone's list.
CHINESE_ONLY = {("trace", "note"), ("notes",)}


def texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every text with its English one, and where it stands."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            english = value.get(f"{key}_en")
            if isinstance(item, str) and english is not None:
                yield (*path, key), item, english
            elif isinstance(item, list) and isinstance(english, list):
                assert key == "notes" or len(item) == len(english), path
                yield from (((*path, key), one, other) for one, other in zip(item, english, strict=False))
            elif isinstance(item, (list, dict)) and key != "facts":
                yield from texts(item, (*path, key))


def found(case: Case, book: RuleBook) -> PathResult | None:
    try:
        return determine(parse_facts(case.facts), as_of=case.as_of, book=book)
    except BadFacts:
        return None


@pytest.mark.parametrize("case", verdict_cases(), ids=str)
def test_every_statement_has_its_english(case: Case, book: RuleBook) -> None:
    result = found(case, book)
    for path, chinese, english in texts(result.model_dump(mode="json")) if result else ():
        assert not CHINESE.search(TITLE.sub("", english)) and "{" not in english, (path, english)
        assert bool(english) == bool(chinese) or path[-2:] in CHINESE_ONLY or path[-1:] in CHINESE_ONLY, (path, chinese)


@pytest.mark.parametrize("case", verdict_cases(), ids=str)
def test_the_english_headline_names_the_same(case: Case, book: RuleBook) -> None:
    result = found(case, book)
    if result is None:
        return
    english = result.headline_en
    named = titles(result.blockers, book)
    for zh, en in zip(named, titles(result.blockers, book, english=True), strict=True):
        assert (zh in result.headline) == (en in english), (zh, en, english)
    for chinese, word in (
        ("仅就截至今日", "Up to today only"),
        ("不能判定", "Cannot be decided"),
        ("请先停下", "Stop:"),
    ):
        assert (chinese in result.headline) == (word in english), english
    assert ("结果以" in result.headline) == ("prevails" in english)
    for fact in result.missing[:3]:
        info = book.fact(fact.rpartition(".")[2])
        assert (info.label in result.headline) == (f"“{info.label_en}”" in english), english


def test_figures_are_written_the_english_way(book: RuleBook) -> None:
    facts = {"is_export": True, "contains_pi": True, "pi_count": 15_000_000, "pi_processed_total": 15_000_000}
    result = determine(parse_facts(facts), as_of=verdict_cases()[0].as_of.replace(2026, 11, 23), book=book)
    (officer,) = (o for o in result.obligations if o.id == "pi_officer")
    assert "100万人" in officer.text and "1,000,000 persons" in officer.text_en


def test_english_is_no_part_of_what_a_replay_compares(book: RuleBook) -> None:
    day, facts = verdict_cases()[0].as_of.replace(2026, 11, 23), {"is_export": True, "contains_pi": True}
    kept = determine(parse_facts(facts), as_of=day, book=book).model_dump(mode="json")
    older = json.loads(re.sub(r'"(\w+_en)": "[^"]*"', r'"\1": ""', json.dumps(kept, ensure_ascii=False)))
    assert older != kept and replay(facts, older, as_of=day, book=book).equal
    older["headline"] = "别的结论"
    assert [d.part for d in replay(facts, older, as_of=day, book=book).differences] == ["headline"]


def test_comparisons_are_told_in_english(book: RuleBook) -> None:
    open_ = {"is_export": True, "contains_pi": True}
    steps = [s for facts in (open_, {**open_, "pi_count": 5, "sensitive_pi_count": 0}) for s in traced(facts, book)]
    assert any("not known, compared with 10000" in compared(s, "en") for s in steps)
    assert not [s.compare for s in steps if CHINESE.search(compared(s, "en"))]
    assert [compared(s, "zh") for s in steps] == [s.compare for s in steps]


def traced(facts: dict[str, Any], book: RuleBook) -> list[Step]:
    return determine(parse_facts(facts), as_of=dt.date(2026, 11, 23), book=book, details=False).trace
