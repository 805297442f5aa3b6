"""Permits and identity cards of Hong Kong, Macau and Taiwan (通行证、回乡证、台胞证、港澳台身份证).

Format: to the mainland H or M and eight or ten digits (eight digits for Taiwan residents); from the mainland C, a
letter or digit and seven digits, T or L and eight digits; Hong Kong identity card: one or two letters, six digits, a
check sign in brackets; Macau: seven digits and one in brackets; Taiwan: a letter, 1 or 2, eight digits.
Basis: 出境入境管理法第十条; 中国公民往来台湾地区管理办法; a document that names one person.
Gaps: eight bare digits and Taiwan's identity number are found beside their names only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.checks import hong_kong_id
from copilot.redaction.found import Found

_PERMIT = re.compile(r"(?<![\dA-Za-z/])(?:[HMhm](?:\d{10}|\d{8})|[Cc][A-Za-z0-9]\d{7}|[TLtl]\d{8})(?![\dA-Za-z])")
_HONG_KONG = re.compile(r"(?<![A-Za-z])([A-Z]{1,2})(\d{6})[(（]([\dA])[)）]")
_MACAU = re.compile(r"(?<!\d)[1578]\d{6}[(（]\d[)）]")
_NAMED = re.compile(
    r"(?:台胞证|回乡证|通行证|台湾[^。，；]{0,6}身份证|居住证)(?:号码|号)?\s*(?:是|为|[:：])?\s*([A-Za-z]{0,2}\d{7,10})(?![\dA-Za-z])"
)


def find(text: str) -> Iterator[Found]:
    """Numbers of one of the forms, and whatever is named so."""
    for match in _PERMIT.finditer(text):
        yield Found(*match.span(), "travel_permit", "往来通行证的格式")
    for match in _HONG_KONG.finditer(text):
        if hong_kong_id(*match.groups()):
            yield Found(*match.span(), "travel_permit", "香港身份证，校验位相符", certain=True)
    for match in _MACAU.finditer(text):
        yield Found(*match.span(), "travel_permit", "澳门身份证的格式")
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "travel_permit", "前有证件名称", certain=True)
