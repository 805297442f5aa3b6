"""Resident identity numbers (居民身份号码), and residence permits of Hong Kong, Macau and Taiwan residents (81–83).

Format: six digits of region, birth date, three of sequence, a check sign; the old form has 15 digits and no check.
Basis: 居民身份证法第三条; GB 11643-1999; sensitive personal information as 特定身份 in 个人信息保护法第二十八条.
Gaps: the old form is found only beside the words 身份证; a number broken by anything but blanks or hyphens is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.checks import resident_id
from copilot.redaction.found import Found

_DATE = r"(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
_NEW = re.compile(rf"(?<![\dA-Za-z])[1-9]\d{{5}}[ -]?(?:18|19|20)\d{{2}}[ -]?{_DATE}[ -]?\d{{3}}[\dXx](?![\dA-Za-z])")
_OLD = re.compile(rf"(?:身份证|身份号码)[^。；\n]{{0,12}}?(?<!\d)([1-9]\d{{7}}{_DATE}\d{{3}})(?!\d)")


def find(text: str) -> Iterator[Found]:
    """Numbers of 18 signs with a real date; a check sign that does not fit is most likely a slip of the pen."""
    for match in _NEW.finditer(text):
        fits = resident_id(re.sub("[ -]", "", match[0]))
        why = "18 位，日期与校验位相符" if fits else "18 位，含出生日期，校验位不符（可能抄错）"
        yield Found(*match.span(), "resident_id", why, certain=True)
    for match in _OLD.finditer(text):
        yield Found(*match.span(1), "resident_id", "15 位旧号，前有“身份证”", certain=True)
