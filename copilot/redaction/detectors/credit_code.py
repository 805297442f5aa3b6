"""Unified social credit codes of organisations (统一社会信用代码).

Format: 18 signs without I, O, S, V, Z; authority and kind, region, body, check sign.
Basis: GB 32100-2015; it names the organisation whose question is kept.
Gaps: the older nine-sign organisation code and the 15-digit registration number are found beside their names only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.checks import credit_code
from copilot.redaction.found import Found

_CODE = re.compile(r"(?<![\dA-Za-z])[1-9A-HJ-NPQRTUWXYa-z][1-59A-Ga-g]\d{6}[0-9A-HJ-NPQRTUWXYa-z]{10}(?![\dA-Za-z])")
_NAMED = re.compile(
    r"(?:信用代码|组织机构代码|注册号)(?:证)?(?:号)?(?:码)?\s*(?:是|为|[:：])?\s*([0-9A-Za-z]{8}-?[0-9A-Za-z]{1,10})(?![0-9A-Za-z])"
)


def find(text: str) -> Iterator[Found]:
    """Codes whose check sign fits, and whatever is named so."""
    for match in _CODE.finditer(text):
        if credit_code(match[0]):
            yield Found(*match.span(), "credit_code", "18 位，校验位相符", certain=True)
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "credit_code", "前有“信用代码”等字样", certain=True)
