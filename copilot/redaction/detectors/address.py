"""Postal addresses, from the district downwards; province and city stay, since they decide which list applies.

Format: district or county, street and number, estate, building, unit, room; village and group.
Basis: 个人信息保护法第四条 (with other information it leads to one person); whereabouts are sensitive (第二十八条).
Gaps: an estate or building without any number, addresses in English. Numbers of documents (令第16号, 〔2024〕1号) stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_HAN = r"[\u4e00-\u9fff]"
_NUMBER = r"(?:[A-Za-z]?\d{1,5}|[一二三四五六七八九十东南西北A-Za-z])"
_ROOM = rf"(?:\s*{_NUMBER}\s*(?:号院|号楼|号|栋|幢|座|单元|楼|层|室|房|户)|\s*\d{{3,4}}(?!\d)){{0,8}}"
_BUILDING = r"(?:小区|花园|大厦|公寓|广场|家园|新村|苑|中心|大楼|园区)"
_FORMS = (
    re.compile(
        rf"{_HAN}{{1,7}}(?:大街|大道|路|街|道|巷|弄|胡同)\s*\d{{1,5}}(?:[-—]\d{{1,4}})?\s*(?:号|弄)(?:院|楼)?"
        rf"(?:{_ROOM}{_HAN}{{1,12}}?{_BUILDING})?{_ROOM}"
    ),
    re.compile(rf"{_HAN}{{1,8}}?{_BUILDING}\s*[A-Za-z]?\d{{1,4}}\s*(?:号楼|栋|幢|座|单元|楼|层|室)(?:院|楼)?{_ROOM}"),
    re.compile(rf"{_HAN}{{1,6}}?村\s*(?:[\d一二三四五六七八九十]{{1,3}}(?:组|社|队))?\s*\d{{1,4}}\s*号"),
)
_BEFORE = 24  # signs before an address in which its district, city and province are looked for
_HEAD = re.compile(r".*(?:地址|住址|住所|住在|住|位于|坐落于|寄往|寄到|送到|搬到|来自|在|是|为|到|至)")
_PLACE = re.compile(r".*(?:省|自治区|市)(?=.{2})")
_DISTRICT = re.compile(rf"{_HAN}{{0,5}}?{_HAN}(?:区|县|旗|镇|乡|街道)")


def find(text: str) -> Iterator[Found]:
    """Addresses with a number, without the words before them and without province and city."""
    for form in _FORMS:
        for match in form.finditer(text):
            start = _start(text, match)
            if match.end() - start >= 4:
                yield Found(start, match.end(), "address", "街道、门牌的写法")


def _start(text: str, match: re.Match[str]) -> int:
    """Where an address begins: after the words that lead to it, province and city, else at its district."""
    begin = match.start()
    while begin > max(0, match.start() - _BEFORE) and "\u4e00" <= text[begin - 1] <= "\u9fff":
        begin -= 1
    first = next((n for n, sign in enumerate(match[0]) if not "\u4e00" <= sign <= "\u9fff"), len(match[0]))
    words = text[begin : match.start() + max(first - 1, 1)]
    head = _HEAD.match(words)
    cut = head.end() if head else 0
    if place := _PLACE.match(words, cut):
        return begin + place.end()
    if head:
        return begin + cut
    district = _DISTRICT.search(words)
    return min(begin + district.start(), match.start()) if district else match.start()
