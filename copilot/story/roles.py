"""What a number stands for beside the persons of an export: money, wares, staff of the firm, several years together.

Every number competes with these roles by the words of its own clause; only what takes none of them is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.story.headcount import Persons
from copilot.story.kinds import KindMention
from copilot.story.lexicon import Lexicon
from copilot.story.numbers import Number, numbers
from copilot.story.passage import Passage

# Sentences of how many work there and nothing else: Total staff: 1,140. 在贵阳，员工300人。
_HEADCOUNT = re.compile(
    r"(?:total|overall) (?:staff|headcount|workforce|employees)\s*(?:is|are|of|:)?\s*\Z", re.IGNORECASE
)
_STAFF_ALONE = re.compile(
    r"\s*(?:(?:公司|我们|总部|厂)?(?:注册|位于)?在[^，。；！？]{1,10}[，,](?:公司|我们|我司)?|公司|我们|我司|全公司|全厂|厂里)"
    r"(?:现有|一共|总共|共|有)*(?:员工|职工|雇员)(?:总数|人数|一共|总共|共|约|有)*"
    r"[\d一二三四五六七八九十百千万两.,]+多?[个名]?(?:员工|职工)?人?(?:左右)?"
    r"(?:[，,](?:去年|今年|每年|年)?(?:纳税|营收|产值|销售额|收入|利润)[^，。；！？]{0,10})?[。！\s]*"
)
_RETRACTED_CHARS = 30  # how far from one of the two numbers the words stand that take the former back
ROUNDED_AWAY = 0.2  # of a sum that is told in round numbers
_APART_CHARS = 160  # how far behind such a number the right one stands


def is_amount(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a number without a word for persons is one of money, wares or traffic by what it is said of."""
    lead = passage.live[passage.clause(number.start)[0] : number.start]
    persons = list(lexicon["persons"].finditer(lead, max(0, len(lead) - 8)))
    return lexicon["placing.amount"].search(lead, persons[-1].end() if persons else 0) is not None


def is_money(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a currency stands right before a number."""
    return lexicon.has("placing.currency", passage.live[max(0, number.start - 6) : number.start])


def of_years(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a number is that of several years together (去年加今年都11万了; 去年6000人，今年5000人，加起来过1万)."""
    start = passage.clause(number.start)[0]
    lead = passage.live[start : number.start]
    if lexicon.has("placing.years", lead):
        return True
    if not lexicon.has("placing.summing", lead):
        return False
    told = passage.live[passage.sentence(number.start)[0] : start]
    former = lexicon["placing.two_years"].search(told)
    if former is None:
        return False
    total = sum(n.value for n in numbers(told[former.start() :]))
    return abs(number.value - total) <= total * ROUNDED_AWAY


def of_firm(passage: Passage, one: Persons, mentions: Sequence[KindMention], lexicon: Lexicon) -> bool:
    """Whether a sentence only says how many work there: no customers, no data, nothing sent."""
    start, end = passage.sentence(one.number.start)
    clause = passage.clause(one.number.start)
    if _HEADCOUNT.search(passage.live, start, one.number.start):
        return True
    said_before = lexicon.has("placing.customers", passage.live[:start])
    if said_before and passage.live[start - 1] not in "；;：:" and _STAFF_ALONE.fullmatch(passage.live, start, end):
        return True
    if one.unit != "persons" or (one.noun not in ("", "人", "个人") and not lexicon.has("placing.staff", one.noun)):
        return False
    said = passage.live[clause[0] : clause[1]]
    if lexicon.has("placing.crew", passage.live[clause[0] : one.number.start]):
        return not lexicon.has("placing.exported", said)
    text = passage.live[start:end]
    named = any(start <= m.start < end and m.kind not in ("none", "open", "denied") for m in mentions)
    spoken_of = any(lexicon.has(name, text) for name in ("placing.exported", "placing.customers", "export.abroad"))
    return not named and not spoken_of and lexicon.has("placing.firm", text)


def retracts(text: str, before: int, number: Number, lexicon: Lexicon) -> bool:
    """Whether words between the number before and this one take the former back."""
    gap = text[before : number.start]
    near = any(lexicon.has("placing.retracted", part) for part in (gap[:_RETRACTED_CHARS], gap[-_RETRACTED_CHARS:]))
    return before > 0 and len(gap) <= _APART_CHARS and near


def is_common(passage: Passage, number: Number, lexicon: Lexicon) -> bool:
    """Whether a number is that of the persons who stand in two others (两边重复的有3万人)."""
    start, end = passage.clause(number.start)
    behind = rf"\s*[个名位]?人?[^，。；]{{0,6}}(?:{lexicon['placing.common_after'].pattern})"
    said = re.compile(behind, re.IGNORECASE).match(passage.live, number.end, end)
    return said is not None or lexicon.has("placing.common", passage.live[start : number.start])
