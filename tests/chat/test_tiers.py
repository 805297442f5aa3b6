"""A penalty in tiers: the tier that is asked about is the one that is shown."""

import pytest

from copilot.chat.evidence import units_wanted
from copilot.chat.selection import ranked
from copilot.chat.tiers import BASE, GRAVE, GRAVEST, STUBBORN, of_tier, tier_asked, tiers
from copilot.chat.words import content_words

LAW = (
    "未尽义务的，责令改正，给予警告；拒不改正的，处二十万元以下罚款；对责任人员处二万元以下罚款。\n"
    "有前款行为，情节严重的，处三百万元以下罚款；对责任人员处三十万元以下罚款。\n"
    "造成特别严重后果的，处九百万元以下罚款。"
)
PIECES = LAW.replace("\n", "").replace("；", "；|").replace("。", "。|").strip("|").split("|")


@pytest.mark.parametrize(
    ("question", "tier"),
    [
        ("情节严重的罚多少", GRAVE),
        ("情节特别严重的处罚", GRAVEST),
        ("拒不改正罚多少", STUBBORN),
        ("最高罚款是多少", GRAVEST),
        ("情节严重的最高罚款是多少", GRAVE),
        ("拒不改正但不算严重的罚款上限", STUBBORN),
        ("情节不严重的怎么处罚", BASE),
        ("罚多少", None),
        ("最高人民法院怎么说", None),
        ("数据泄露严重吗", None),
    ],
)
def test_tier_asked(question: str, tier: int | None) -> None:
    assert tier_asked(question) == tier


def test_tiers_of_a_text() -> None:
    assert [max(t) for t in tiers(PIECES)] == [BASE, STUBBORN, STUBBORN, GRAVE, GRAVE, GRAVEST]


def test_a_tier_that_is_not_there_is_the_next_graver_one() -> None:
    two = PIECES[3:5]
    assert of_tier(two, STUBBORN) == [True, True] and of_tier(two, GRAVEST) == [True, True]


@pytest.mark.parametrize(
    ("question", "shown", "left_out"),
    [
        ("情节严重的最高罚款是多少", "三百万元", "二十万元"),
        ("拒不改正罚款多少", "二十万元", "三百万元"),
        ("最高罚多少", "九百万元", "二十万元"),
    ],
)
def test_lines_of_the_tier(question: str, shown: str, left_out: str) -> None:
    words = content_words(question)
    chosen, best = ranked(words, LAW, units=units_wanted(question), tier=tier_asked(question)).within(120)
    assert shown in "".join(chosen) and left_out not in "".join(chosen) and best in chosen
