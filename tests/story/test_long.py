"""Long stories: the time grows with the length, and names of places stand at the words that they are."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from copilot.settings import ROOT
from copilot.story import read_by_rules
from copilot.story.lexicon import alternation, gated, load_lexicon
from copilot.story.reader import MAX_CHARS

AS_OF = dt.date(2026, 11, 23)
MOST_S = 5.0  # about one on an idle machine; it was eight to twelve
TEXTS = [
    json.loads(line)["text"] for line in Path(ROOT / "eval/datasets/stories.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    "text",
    [
        "".join(TEXTS),
        "\n".join(sorted(TEXTS, key=len, reverse=True)),
        "我们公司把客户的姓名和手机号给了新加坡，" * 1000,
    ],
    ids=["many", "longest", "one clause"],
)
def test_the_longest_story_is_read_in_seconds(text: str) -> None:
    load_lexicon()
    begun = time.process_time()
    read_by_rules(text[:MAX_CHARS], as_of=AS_OF)
    assert time.process_time() - begun < MOST_S


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("US", "US"),
        ("UK", "GB"),
        ("BVI", "VG"),
        ("New York", "US"),
        ("法方", "FR"),
        ("印度", "IN"),
        ("印度尼西亚", "ID"),
    ],
)
def test_a_place_is_named_beside_chinese_characters(place: str, code: str) -> None:
    text = f"今年把3万名用户的姓名和电话给{place}公司，没有敏感信息。"
    assert read_by_rules(text, as_of=AS_OF).facts["recipient_region"] == code


def test_every_name_of_a_place_has_a_first_character() -> None:
    assert load_lexicon()["places"].pattern.startswith("(?:(?=[")


@pytest.mark.parametrize("patterns", [["新加坡", "Japan"], [r"(?<![A-Za-z-])(?-i:US)", r"(?<![司(?:a|b)])法方(?!面)"]])
def test_a_gate_changes_nothing_but_the_time(patterns: list[str]) -> None:
    first = "".join(sorted({"新", "J"} if "Japan" in patterns else {"U", "法"}))
    assert gated(patterns) == f"(?:(?=[{first}])(?:{alternation(patterns)}))"
    unknown = [*patterns, r"\bBVI"]
    assert gated(unknown) == f"(?:(?:{alternation(unknown)}))"
