"""Telephone numbers: mobile, landline, 400 and 800, foreign with a plus sign.

Format: mobile 1, then 3 to 9, eleven digits; landline area code and seven or eight digits, an extension.
Basis: 电信网编号计划; 电话用户真实身份信息登记规定: a number leads to one person.
Gaps: a local number without its area code is found beside 电话 and the like only; public short numbers (12345) stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_UNIT = r"(?!\s*(?:万|亿|千|百)?(?:人|条|元|名|次|个|件|户|份|字节|美元|人次|[KMGT]B))"
_FORMS = (
    (
        "手机号的格式",
        re.compile(rf"(?<![\dA-Za-z.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}(?![\dA-Za-z]){_UNIT}"),
    ),
    (
        "区号加座机号",
        re.compile(
            r"(?<![\dA-Za-z])[(（]?(?:\+86[- ]?)?0(?:10|2\d|[3-9]\d{2})[)）]?[- ]?[2-8]\d{2,3}[- ]?\d{4}(?!\d)"
            r"(?:\s*(?:转|-)\s*\d{1,6})?"
        ),
    ),
    ("400 或 800 号码", re.compile(r"(?<![\dA-Za-z])[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)" + _UNIT)),
    ("带国家区号", re.compile(r"(?<![\dA-Za-z])\+(?!86)\d{1,3}[- ]?(?:\(?\d{1,4}\)?[- ]?){2,4}\d{2,4}(?!\d)")),
)
_NAMED = re.compile(
    r"(?:电话|热线|手机|传真|座机|分机|tel|phone|fax)(?:号码|号)?\s*(?:是|为|is|[:：.])?\s*"
    r"((?<!\d)\d{3,4}[- ]?\d{4}|\d{11})(?!\d)",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Numbers of one of the forms, and seven or more digits that are named so."""
    for why, form in _FORMS:
        for match in form.finditer(text):
            yield Found(*match.span(), "phone", why, certain=True)
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "phone", "前有“电话”等字样", certain=True)
