"""What differs between two questionnaires, fact by fact: rows by their name, nothing that nobody filled in."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.filing.changed import facts_in_words
from copilot.filing.difference import FactChange, facts_changed
from copilot.filing.facts import Filing
from copilot.filing.questionnaire import Questionnaire

ROWS = [{"name": "姓名"}, {"name": "手机号", "sensitive": False}, {"name": "地址"}]


def scene(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"scenes": [{"id": "s1", "items": list(rows)} | more]}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, []),
        ({"other": "一"}, {"other": "二"}, [("other", "一", "二")]),
        ({}, {"exporter": {"is_ciio": False}}, [("exporter.is_ciio", None, False)]),
        (scene(*ROWS), scene(*ROWS[1:]), [("scenes[0].items[0]", {"name": "姓名"}, None)]),
        (scene(*ROWS[1:]), scene(*ROWS), [("scenes[0].items[0]", None, {"name": "姓名"})]),
        (
            scene(*ROWS),
            scene(ROWS[0], ROWS[1] | {"sensitive": True}, ROWS[2]),
            [("scenes[0].items[1].sensitive", False, True)],
        ),
        (scene(ROWS[0], ROWS[0]), scene(ROWS[0], ROWS[2]), [("scenes[0].items[1].name", "姓名", "地址")]),
        (scene(sectors=["零售"]), scene(sectors=["互联网"]), [("scenes[0].sectors", ["零售"], ["互联网"])]),
        ({"unknown": ["other"]}, {"origin": {"headline": "甲"}}, []),
        (
            {"sections": {"sa.2.1": {"text": "一", "facts": "x"}}},
            {"sections": {"sa.2.1": {"text": "二", "facts": "y"}}},
            [("sections.sa.2.1", "一", "二")],
        ),
    ],
)  # fmt: skip
def test_each_change_once(before: dict[str, Any], after: dict[str, Any], found: list[tuple[str, Any, Any]]) -> None:
    changes = facts_changed(Filing.parse(before), Filing.parse(after))
    assert changes == tuple(FactChange(*one) for one in found)


def test_changes_are_told_in_the_words_of_the_questionnaire(questionnaire: Questionnaire) -> None:
    before = {"recipients": [{"id": "r1", "name": "Alpha"}, {"id": "r2", "name": "Beta"}]}
    one = Filing.parse(before | scene(recipients=["r1"], persons_year=1000, legal_basis="13(一)"))
    two = Filing.parse(before | scene(recipients=["r1", "r2"], persons_year=2000, legal_basis="13(二)"))
    told = {c.path: c for c in facts_in_words(one, two, questionnaire=questionnaire)}
    persons, basis = told["scenes[0].persons_year"], told["scenes[0].legal_basis"]
    assert (persons.before, persons.after) == ("1,000人", "2,000人") and persons.label.startswith("出境场景1：")
    assert basis.before == "取得个人的同意" and basis.label_en.startswith("Transfer 1: ")
    assert (told["scenes[0].recipients"].before, told["scenes[0].recipients"].after) == ("Alpha", "Alpha、Beta")
