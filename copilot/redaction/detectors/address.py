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
_ROOM = rf"(?:\s*{_NUMBER}\s*(?:号院|号楼|号|栋|幢|座|单元|楼|层|室|房|户)|\s*\d{{3,4}}(?!\d))*"
_DISTRICT = rf"(?:{_HAN}{{1,7}}?(?:区|县|旗|街道|镇|乡))*"
_STREET = rf"{_HAN}{{0,6}}?{_HAN}(?:大街|大道|路|街|道|巷|弄|胡同)"
_FORMS = (
    re.compile(rf"{_DISTRICT}{_STREET}\s*\d{{1,5}}(?:[-—]\d{{1,4}})?\s*(?:号|弄)(?:院|楼)?{_ROOM}"),
    re.compile(
        rf"{_DISTRICT}{_HAN}{{1,8}}?(?:小区|花园|大厦|公寓|广场|家园|新村|苑|中心)"
        rf"\s*[A-Za-z]?\d{{1,4}}\s*(?:号楼|栋|幢|座|单元|楼|层|室)(?:院|楼)?{_ROOM}"
    ),
    re.compile(rf"{_DISTRICT}{_HAN}{{1,6}}?村\s*(?:[\d一二三四五六七八九十]{{1,3}}(?:组|社|队))?\s*\d{{1,4}}\s*号"),
)
_HEAD = re.compile(r"^.*(?:地址|住址|住所|住在|住|位于|坐落于|寄往|寄到|送到|搬到|来自|在|是|为|到)(?=[\u4e00-\u9fff])")
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}?市)?")


def find(text: str) -> Iterator[Found]:
    """Addresses with a number, without the words before them and without province and city."""
    for form in _FORMS:
        for match in form.finditer(text):
            head = _HEAD.match(match[0])
            start = match.start() + (head.end() if head else 0)
            place = _PLACE.match(text[start : match.end()])
            start += place.end() if place else 0
            if match.end() - start >= 4:
                yield Found(start, match.end(), "address", "街道、门牌的写法")
