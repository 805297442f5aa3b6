"""The papers that a verdict calls for, under the guide of the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import parts_of
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.materials import materials, papers_of, submitted
from tests.rules.case_files import verdict_cases
from tests.rules.table_files import rows

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("row", rows("materials"))
def test_papers(row: dict[str, Any], book: RuleBook) -> None:
    found = materials(row["path"], row["reasons"], row["facts"], as_of=row["as_of"], book=book)
    assert len(found) == len(set(found))
    if "only" in row:
        assert found == row["only"]
    assert set(row.get("include", ())) <= set(found)
    assert not set(row.get("lack", ())) & set(found)


def test_every_conditional_paper_is_accounted_for(book: RuleBook) -> None:
    """Each conditional paper is either due under a condition or belongs to a later occasion; none is unknown."""
    parts = parts_of(book)
    for papers in parts.papers:
        entries = [e for one in parts.lists if one.kind == papers.kind for e in one.entries]
        assert entries, papers.kind
        conditional = {e.id for e in entries if e.required == "conditional"}
        assert conditional <= set(papers.conditional) | papers.later, papers.kind
        assert set(papers.conditional) | papers.later <= {e.id for e in entries}
        assert papers.alternative_to in {None, *(p.kind for p in parts.papers)}


def test_only_papers_to_hand_in_are_counted(book: RuleBook) -> None:
    def count(path: str, *reasons: str, **facts: Any) -> int:
        return submitted(path, reasons, facts, as_of=TODAY, book=book)

    assert count("security_assessment") == 7
    assert count("contract_or_certification") == 7, "certification is the alternative, not an addition"
    assert count("exempt", "art5_4", contains_pi=True) == 0, "kept, not handed in"
    assert count("exempt", "art6", contains_pi=True, ftz="上海") == 2


def test_every_paper_of_every_verdict_is_known(book: RuleBook) -> None:
    """A paper in force on the day of the case, named in both languages, with its basis and its template."""
    called: set[str] = set()
    for case in (c for c in verdict_cases() if "refused" not in c.expect.path_in):
        papers = papers_of(book, case.as_of)
        result = determine(parse_facts(case.facts), as_of=case.as_of, book=book)
        for number in [*result.materials, *(i for one in result.per_activity for i in one.materials)]:
            paper = papers[number]
            assert paper.in_force_from <= case.as_of, (case.id, number)
            assert paper.repealed_from is None or case.as_of < paper.repealed_from, (case.id, number)
            assert paper.name and paper.name_en and paper.basis and paper.required != "not_required", (case.id, number)
            assert paper.template in ("official", "body", "own", "original"), (case.id, number)
            # what it is made on is told, too: by number or kind of the official template, or whose form
            assert paper.form, (case.id, number)
            if paper.template == "official":
                assert any(word in paper.form for word in ("附件", "范本", "模板", "申报书")), (case.id, number)
            called.add(number)
    kinds = {papers_of(book, TODAY)[number].template for number in called}
    assert kinds == {"official", "body", "own", "original"} and len(called) >= 25


def test_an_unknown_legal_basis_shows_both_branches(book: RuleBook) -> None:
    def of(**facts: Any) -> set[str]:
        return set(materials("exempt", ["art5_4"], facts, as_of=TODAY, book=book)) & {"XM-04", "XM-07"}

    assert of(contains_pi=True) == {"XM-04", "XM-07"} == of(contains_pi=True, legal_basis=None)
    assert of(contains_pi=True, legal_basis="13(一)") == {"XM-04"}
    assert of(contains_pi=True, legal_basis="13(四)") == {"XM-07"}
    assert of(contains_pi=False) == set()
    names = [papers_of(book, TODAY)[number].name for number in ("XM-04", "XM-07")]
    assert all("合法性基础的）" in name for name in names)
