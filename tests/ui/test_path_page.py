"""What the page says of paths by itself agrees with the rules: where a step ends the decision, whose facts, reasons."""

from __future__ import annotations

import re
from functools import cache

import pytest

from copilot.errors import BadInput
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.result import PathResult
from copilot.rules.view import EXPORTER
from tests.rules.case_files import Case, verdict_cases
from tests.ui.fake_path import book
from tests.ui.test_app import _keys
from ui.app import ASSETS


@cache
def exits() -> dict[str, tuple[str, str]]:
    """`EXITS` of the drawing: by step, the answer that ends the decision and the path it leads to."""
    text = (ASSETS / "path_tree.js").read_text(encoding="utf-8")
    body = text[text.index("EXITS = {") :]
    return {m[0]: (m[1], m[2]) for m in re.findall(r'(\w+): \["(\w+)", "(\w+)"\]', body[: body.index("};")])}


def judged(case: Case) -> PathResult | None:
    """The verdict on a case; None where the facts are refused, as some cases allow."""
    try:
        return determine(parse_facts(case.facts), as_of=case.as_of, book=book(), details=False)
    except BadInput:
        assert "refused" in case.expect.path_in
        return None


@pytest.mark.parametrize("case", [c for c in verdict_cases() if not c.facts.get("activities")], ids=str)
def test_drawing_ends_where_the_rules_end(case: Case) -> None:
    result = judged(case)
    if result is None or result.path == "need_facts" or any(step.outcome == "unknown" for step in result.trace):
        return  # what is open is drawn as open; a definite end is drawn from the path itself
    ended = [step.id for step in result.trace if exits().get(step.id, ("", ""))[0] == step.outcome]
    if result.path != "no_procedure_then":  # then nothing ended it: there was no procedure to end in
        assert ended and exits()[ended[-1]][1] == result.path, [s.id for s in result.trace]


def test_steps_of_the_drawing_are_steps_of_the_rules() -> None:
    assert len(exits()) > 15
    assert set(exits()) <= set(book().steps)


def test_facts_of_the_exporter_are_those_of_the_rules() -> None:
    text = (ASSETS / "path_state.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"EXPORTER = \[([^\]]+)\]", text)
    assert set(re.findall(r'"(\w+)"', listed)) == EXPORTER


def test_every_reason_and_path_of_the_rules_has_words() -> None:
    keys, reasons, paths = set(_keys("zh")), set(), set()
    for result in filter(None, map(judged, verdict_cases())):
        reasons |= set(result.reasons)
        paths |= {result.path}
    assert len(reasons) > 20
    assert {f"reason_{r}" for r in reasons} - keys == set()
    assert {f"{kind}_{p}" for kind in ("path", "short") for p in paths} - keys == set()
