"""Every case of the lawyer's files, and the independent cases of the workspace where they are at hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import BadFacts, parse_facts
from copilot.rules.result import PathCode, PathResult
from tests.rules.case_files import Case, all_cases, covers, place, read_cases, verdict_cases

DEV = Path(__file__).resolve().parents[3] / "shared" / "dev_eval" / "paths.jsonl"
TODAY = dt.date(2026, 11, 23)
GOOD = """
title: "一个文件"
common: {is_export: true}
cases:
  - id: "XX-001"
    story: "一句话的故事"
    as_of: "2026-11-23"
    facts: {pi_count: 1}
    expect: {path: "exempt"}
    why: "规定16第五条"
    checked: "2026-11-23 原文"
"""


@pytest.mark.parametrize("case", verdict_cases(), ids=str)
def test_case(case: Case, book: RuleBook) -> None:
    try:
        result = determine(parse_facts(case.facts), as_of=case.as_of, book=book)
    except BadFacts:
        assert "refused" in case.expect.path_in
        return
    assert faults(case, result) == [], f"{case.story}\n{case.why}\n{result.headline}"


def faults(case: Case, result: PathResult) -> list[str]:
    """What of the expectation the result does not meet."""
    expect = case.expect
    wanted = (expect.path,) if expect.path else expect.path_in
    found = [] if result.path in wanted else [f"path {result.path}, expected {wanted}; missing {result.missing}"]
    places = [place(b) for b in result.basis]
    found += [f"no basis {place(b)} in {places}" for b in expect.basis_include if not _any(places, place(b))]
    found += [f"wrong basis {place(b)}" for b in expect.basis_lack if _any(places, place(b))]
    found += [f"no reason {r}" for r in expect.reasons_include if r not in result.reasons]
    found += [f"wrong reason {r}" for r in expect.reasons_lack if r in result.reasons]
    found += _missing_faults(case, result) + _beside_faults(case, result) + _word_faults(case, result)
    paths = tuple(r.path for r in result.per_activity)
    if expect.per_activity and paths != expect.per_activity:
        found.append(f"per activity {paths}, expected {expect.per_activity}")
    if expect.scope and result.scope != expect.scope:
        found.append(f"scope {result.scope}")
    return found


def _any(places: list[str], wanted: str) -> bool:
    return any(covers(found, wanted) for found in places)


def _missing_faults(case: Case, result: PathResult) -> list[str]:
    expect, missing = case.expect, [name.rpartition(".")[2] for name in result.missing]
    assumed = {a.fact for a in result.assumptions}
    found = [f"does not ask {f}: {missing}" for f in expect.missing_include if f not in missing]
    found += [f"asks {f}" for f in expect.missing_lack if f in missing]
    found += [f"assumption {f} not shown" for f in expect.assumptions_include if f not in assumed]
    if expect.missing_first and missing[:1] != [expect.missing_first]:
        found.append(f"asks first {missing}, expected {expect.missing_first}")
    if expect.asks and not (missing or result.questions):
        found.append("does not ask for the plan")
    if result.path == "need_facts" and not missing:
        found.append("need_facts names no fact")
    return found


def _beside_faults(case: Case, result: PathResult) -> list[str]:
    expect = case.expect
    blockers = [(place(b), blocker.status) for blocker in result.blockers for b in blocker.basis]
    duties = [place(b) for duty in result.obligations for b in duty.basis]
    options = [option.id for option in result.options]
    changes = [change.id for change in result.what_if]
    papers = (expect.materials_include, expect.materials_lack, result.materials)
    lighter = (expect.what_if_include, expect.what_if_lack, changes)
    mixed = [f"lacks {w}" for include, _, there in (papers, lighter) for w in include if w not in there]
    mixed += [f"should lack {w}" for _, lack, there in (papers, lighter) for w in lack if w in there]
    found = mixed + [
        f"no blocker {want.basis} {want.status} in {blockers}"
        for want in expect.blockers_include
        if not any(covers(at, want.basis) and status in want.status for at, status in blockers)
    ]
    found += [f"blocker {b}" for b in expect.blockers_lack if _any([at for at, _ in blockers], b)]
    found += [f"blockers {blockers}"] if expect.no_blockers and blockers else []
    found += [f"no obligation on {o} in {duties}" for o in expect.obligations_include if not _any(duties, o)]
    found += [f"obligation on {o}" for o in expect.obligations_lack if _any(duties, o)]
    found += [f"no option {o}" for o in expect.options_include if o not in options]
    found += [f"option {o}" for o in expect.options_lack if o in options]
    return found


def _word_faults(case: Case, result: PathResult) -> list[str]:
    expect, whole = case.expect, result.model_dump_json()
    found = [f"headline lacks {w}: {result.headline}" for w in expect.headline_has if w not in result.headline]
    found += [f"headline has {w}: {result.headline}" for w in expect.headline_lacks if w in result.headline]
    return found + [f"nowhere {w}" for w in expect.mentions if w not in whole]


@pytest.mark.parametrize("case", [c for c in all_cases() if c.expect.refused], ids=str)
def test_refused(case: Case, book: RuleBook) -> None:
    with pytest.raises(BadInput) as err:
        determine(parse_facts(case.facts), as_of=case.as_of, book=book)
    if case.expect.refused == ("as_of",):
        assert str(case.as_of) in err.value.message
    else:
        assert isinstance(err.value, BadFacts)
        assert any(field in err.value.message for field in case.expect.refused), err.value.message


def test_refused_values_that_yaml_cannot_say() -> None:
    for value in (1.5, 12.0, float("nan"), [5], {"n": 5}):
        with pytest.raises(BadFacts, match="pi_count"):
            parse_facts({"pi_count": value})
    with pytest.raises(BadFacts):
        parse_facts(["pi_count"])


def test_every_result_is_well_formed(book: RuleBook) -> None:
    """A verdict names its reason and its place in the law; each step has a basis and the day stands in the result."""
    for case in verdict_cases():
        if "refused" in case.expect.path_in:
            continue
        result = determine(parse_facts(case.facts), as_of=case.as_of, book=book)
        assert result.as_of == case.as_of
        assert result.headline and result.trace, case.id
        assert result.basis and all(b.instrument for b in result.basis), case.id
        assert result.path == "need_facts" or result.reasons, case.id
        assert all(step.basis for step in result.trace if step.outcome == "yes"), case.id
        assert (result.path == "need_facts") == bool(result.possible), case.id
        assert all("《" not in b.instrument or "答记者问" in b.instrument for b in result.basis), case.id


def test_there_are_enough_cases() -> None:
    cases = all_cases()
    assert len(cases) >= 240
    assert {c.expect.path for c in cases if c.expect.path} == set(get_args(PathCode))


def test_the_reader_is_strict() -> None:
    assert read_cases("x.yaml", GOOD.encode())[0].facts == {"is_export": True, "pi_count": 1}
    for old, new in (
        ('path: "exempt"', 'paths: "exempt"'),
        ('path: "exempt"', 'path: "exempt", refused: ["x"]'),
        ('path: "exempt"', 'scope: "as_of"'),
        ("facts: {pi_count: 1}", "facts: {pi_count: 1, pi_count: 2}"),
        ("facts: {pi_count: 1}", 'facts: {pi_count: 1}\n    omit: ["is_ciio"]'),
        ("facts: {pi_count: 1}", "facts: {is_ciio: no}"),
        ("2026-11-23 原文", "2026-11-23"),
    ):
        assert old in GOOD
        with pytest.raises(ValueError):
            read_cases("x.yaml", GOOD.replace(old, new).encode())


def _dev_cases() -> list[Any]:
    if not DEV.exists():
        return []
    lines = [json.loads(line) for line in DEV.read_text("utf-8").splitlines() if line.strip()]
    return [pytest.param(line, id=line["id"]) for line in lines]


@pytest.mark.skipif(not DEV.exists(), reason="the independent cases are not in this workspace")
@pytest.mark.parametrize("line", _dev_cases())
def test_independent_case(line: dict[str, Any], book: RuleBook) -> None:
    result = determine(parse_facts(line["facts"]), as_of=TODAY, book=book)
    assert result.path in {line["path"], *line["also_accept"]}, line["why"]
    if result.path == line["path"]:
        cited = [place(b) for b in result.basis] + [place(b) for duty in result.obligations for b in duty.basis]
        assert _any(cited, line["basis"][0]), f"{line['basis'][0]} is not in {cited}"
