"""How drafted papers read: no stop or word twice, no label without anything behind it, one ground of two."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from copilot.filing.derived import DERIVED
from copilot.filing.difference import lines_of
from copilot.filing.drafting import Sources, draft
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.materials import rows
from copilot.filing.paths import fields
from copilot.filing.render import smooth
from copilot.filing.sentences import filled, trimmed
from copilot.filing.view import values
from copilot.law.rulebook import RuleBook
from copilot.settings import ROOT
from tests.filing.complete import AS_OF, said

KINDS: tuple[FilingKind, ...] = get_args(FilingKind)
HAN = "一-龥"
TWICE = {
    "stops": "[，。；：、！？]{2,}",
    "a word of one sign": "([为是后时由在于和及将把被自至])\\1",
    "a phrase": rf"(?<![{HAN}：])([{HAN}]{{2,8}})[后时为是的]?\1(?![{HAN}])",
    "what follows a lead": rf"([{HAN}]{{2,6}})[后时为是]\1",
    "an item of a list": "(?:^|[；|])\\s*([^；|]{2,}?)；\\s*\\1\\s*(?:[；|]|$)",
    "empty brackets": "（\\s*）|《\\s*》|“\\s*”|（[，。；：、]|：[）》”；。]",
    "an item without anything": "^(?:（?[0-9一二三四五六七八九十]+[）.、])\\s*$",
}
LABEL = re.compile("[：:]\\s*$")
BARE = re.compile("签字|盖章|承诺：|如下：|作如下补充：|方式解决：|日期：")  # a person signs there, or a list follows
STORIES = sorted((ROOT / "eval" / "datasets" / "filings").glob("*.json"))


def lines(filing: Filing, kind: FilingKind, as_of: dt.date, sources: Sources) -> Iterator[tuple[str, str]]:
    for one in draft(filing, kind, as_of=as_of, sources=sources).papers:
        yield from ((one.paper.id, line) for line in lines_of(one.data))


def faults(filing: Filing, kind: FilingKind, as_of: dt.date, sources: Sources) -> list[tuple[str, str, str]]:
    found = []
    for paper, line in lines(filing, kind, as_of, sources):
        found += [(paper, what, line) for what, pattern in TWICE.items() if re.search(pattern, line)]
        if any(LABEL.search(cell) and not BARE.search(cell) for cell in line.split(" | ")):
            found.append((paper, "a label without anything", line))
    return found


def awkward(value: Any, path: str = "") -> Any:
    """Every long text as people type it: with a stop at its end, some with the word that leads to them."""
    if isinstance(value, dict):
        return {key: awkward(one, f"{path}.{key}" if path else key) for key, one in value.items()}
    if isinstance(value, list):
        return [awkward(one, f"{path}[]") for one in value]
    kind = fields()[path].kind if path in fields() else ""
    if kind == "long" or path.endswith(("after_storage", "encryption", "necessity")):
        lead = {"purpose": "为", "after_storage": "期满后"}.get(path.rpartition(".")[2], "")
        return f"{lead}{value.removeprefix('为')}{'' if value.endswith('。') else '。'}"
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_twice_whatever_way_it_was_typed(kind: FilingKind, sources: Sources) -> None:
    assert faults(Filing.parse(awkward(said(kind))), kind, AS_OF, sources) == []


@pytest.mark.thorough
@pytest.mark.parametrize("path", STORIES, ids=lambda one: one.stem)
def test_the_papers_of_the_stories_read_well(path: Any, sources: Sources) -> None:
    filing = Filing.parse(json.loads(path.read_text("utf-8")))
    assert filing.kind and filing.filed_on
    assert faults(filing, filing.kind, filing.filed_on, sources) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_half_filled_filing_has_placeholders_and_no_empty_labels(kind: FilingKind, sources: Sources) -> None:
    found = [one for one in faults(Filing(), kind, AS_OF, sources) if one[1] != "an item of a list"]
    assert found == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [("为旅客订房", "目的是为旅客订房。"), ("订房。", "目的为订房。"), ("订房；", "目的为订房。")],
)
def test_a_value_fits_the_words_around_it(value: str, shown: str) -> None:
    assert filled("目的为\ue0000\ue001。", [("x", trimmed(value))]).text == shown


def test_a_sheet_is_smoothed_where_a_stop_follows_or_a_lead_stands_before() -> None:
    assert "ended" in smooth("{{ a }}。") and "ended" not in smooth("{{ a }}")
    assert "after_for" in smooth("为{{ a }}") and "after_for" not in smooth("于{{ a }}")


@pytest.mark.parametrize(
    ("ground", "said_of", "unsaid"),
    [("contract", "订立、履行个人作为一方", "人力资源"), ("hr", "实施人力资源管理所必需", "订立、履行个人")],
)
def test_only_the_ground_that_applies_is_named(ground: str, said_of: str, unsaid: str, sources: Sources) -> None:
    found = said("security_assessment")
    found["scenes"][0] |= {"legal_basis": "13(二)", "legal_ground": ground}
    text = "\n".join(line for _, line in lines(Filing.parse(found), "security_assessment", AS_OF, sources))
    assert said_of in text and unsaid not in text


def test_a_ground_that_was_not_said_is_a_placeholder_unless_the_exemption_names_it() -> None:
    basis = {"scenes": [{"id": "s1", "legal_basis": "13(二)"}]}

    def text(**more: Any) -> str:
        filing = Filing.parse(basis | more)
        return values(filing, "exempt", as_of=AS_OF, label=str).text("scenes[0].legal_basis")

    assert text().startswith(f"【待补充：{DERIVED['scenes[].legal_ground'].label}】")
    assert "人力资源管理" in text(kind="exempt", exemption={"reason": "art5_2"})
    assert "合同所必需" in text(kind="exempt", exemption={"reason": "art5_1"})


def test_the_cover_list_says_each_word_once(sources: Sources, book: RuleBook) -> None:
    for kind in KINDS:
        made = draft(Filing.parse(said(kind)), kind, as_of=AS_OF, sources=sources)
        for row in rows(made, book):
            parts = row["form"].split("；")
            assert len(parts) == len(set(parts)), row
