"""Every criterion fires on a planted defect and is silent on the sound submission: the tables in cases/*.yaml.

A case names the criterion, the kind, and what is changed in the sound submission of that kind (clean/<kind>/):
`drop` files, `add` or `append` texts, `replace` words, `copy` a file, and the day, place or channel of filing.
`sound` is the change under which the criterion must stay silent, where the untouched submission will not do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from copilot.law.rulebook import RuleBook
from copilot.precheck.case import Deviation, Submission
from copilot.precheck.criteria import Criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import Finding
from copilot.precheck.model import Answer
from copilot.precheck.paper import Block, Paper, Place
from tests.precheck.submissions import clean, paper

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
DAY = dt.date(2026, 10, 9)


def changed(texts: dict[str, str], change: Mapping[str, Any]) -> dict[str, str]:
    """The texts after a change; words that are to be replaced must be there."""
    texts = {k: v for k, v in texts.items() if k not in change.get("drop", ())}
    texts |= change.get("add", {})
    for new, old in change.get("copy", {}).items():
        texts[new] = texts[old]
    for file, words in change.get("replace", {}).items():
        for old, new in words.items():
            assert old in texts[file], f"{file} has no “{old}”"
            texts[file] = texts[file].replace(old, new)
    for file, line in change.get("cut", {}).items():
        texts[file] = "\n".join(x for x in texts[file].splitlines() if not x.startswith(line))
    for file, line in change.get("append", {}).items():
        texts[file] = texts[file].rstrip("\n") + "\n" + line + "\n"
    for file, (after, row) in change.get("append_row", {}).items():
        lines = texts[file].splitlines()
        at = next(i for i, x in enumerate(lines) if x.startswith(after))
        texts[file] = "\n".join([*lines[: at + 1], row, *lines[at + 1 :]])
    for file, (chapter, before) in change.get("move", {}).items():
        head, _, tail = texts[file].partition(chapter)
        at = head.index(before)
        texts[file] = head[:at] + chapter + tail + "\n" + head[at:]
    return texts


def papers_of(texts: Mapping[str, str], change: Mapping[str, Any]) -> tuple[Paper, ...]:
    """The papers, with the looks that text alone cannot say."""
    found = []
    for file, text in texts.items():
        one = paper(file, text)
        if file in change.get("copy", {}):
            one = replace(one, sha256=paper(change["copy"][file], text).sha256)
        if "format" in change and one.format == "docx":
            one = replace(one, format=change["format"])
        if file in change.get("comment", {}):
            said = Block("comment", change["comment"][file], Place(file, 1, "批注1"))
            one = replace(one, blocks=(*one.blocks, said))
        if file in change.get("blur", {}):
            sure = change["blur"][file] / 100
            one = replace(one, blocks=tuple(replace(b, confidence=sure) for b in one.blocks))
        if file in change.get("font", {}):
            font, size = change["font"][file]
            one = replace(one, blocks=tuple(replace(b, font=font, size_pt=size) for b in one.blocks))
        if file in change.get("heading_font", {}):
            font = change["heading_font"][file]
            one = replace(one, blocks=tuple(replace(b, font=font) if b.kind == "heading" else b for b in one.blocks))
        found.append(one)
    return tuple(found)


def findings(kind: str, change: Mapping[str, Any], criterion: str, criteria: Criteria, book: RuleBook) -> list[Finding]:
    given = {k: dt.date.fromisoformat(v) if "-" in v else v for k, v in change.get("given", {}).items()}
    submission = Submission(
        papers_of(changed(clean(kind), change), change),
        province=change.get("province", "11"),
        offline=change.get("offline", False),
        given=given,
    )

    def compare(one: Paper, _kind: str, _day: dt.date) -> list[Deviation]:
        said = change.get("deviation")
        return [Deviation(one.blocks[0].place, official="不得", actual="得")] if said else []

    answers = {}
    if question := change.get("answer"):
        place = submission.papers[-1].blocks[-1].place
        answers[question] = [Answer(question, "pipia", place, "没有逐项说明理由", "业务需要")]
    result = run(
        submission,
        kind=kind,  # type: ignore[arg-type]
        filed_on=dt.date.fromisoformat(change.get("filed_on", DAY.isoformat())),
        book=book,
        criteria=criteria,
        compare=compare,
        answers=answers,
    )
    return [f for f in result.findings if f.rule_id == criterion]


def test_every_criterion_has_a_case(criteria: Criteria) -> None:
    assert {c["criterion"] for c in CASES} == {c.id for c in criteria.entries}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['criterion']}-{c['kind']}")
def test_fires(case: dict[str, Any], criteria: Criteria, book: RuleBook) -> None:
    entry = next(c for c in criteria.entries if c.id == case["criterion"])
    assert entry.title == case["title"]
    found = findings(case["kind"], case, entry.id, criteria, book)
    assert found
    assert found[0].message
    assert "{" not in found[0].message + found[0].suggestion
    assert found[0].basis


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['criterion']}-{c['kind']}")
def test_is_silent(case: dict[str, Any], criteria: Criteria, book: RuleBook) -> None:
    sound = {"filed_on": case["filed_on"]} if "filed_on" in case and "sound" not in case else {}
    change = {**sound, **case.get("sound", {})}
    if "filed_on" in case and "filed_on" not in case.get("sound", {}):
        change["filed_on"] = case["filed_on"] if case["criterion"] in _BY_DATE else DAY.isoformat()
    assert findings(case["kind"], change, case["criterion"], criteria, book) == []


_BY_DATE = {"PC-009", "PC-010", "PC-011", "PC-019"}  # in force only in the past


@pytest.mark.parametrize("kind", sorted({c["kind"] for c in CASES}))
def test_sound_submissions_need_no_correction(kind: str, criteria: Criteria, book: RuleBook) -> None:
    papers = tuple(paper(f, t) for f, t in clean(kind).items())
    submission = Submission(papers, province="11", offline=False)
    result = run(submission, kind=kind, filed_on=DAY, book=book, criteria=criteria)  # type: ignore[arg-type]
    assert [f.message for f in result.findings if f.severity != "advice"] == []
    assert result.verdict == "pass"
