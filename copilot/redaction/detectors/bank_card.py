"""Numbers of bank cards and accounts (银行卡号、账号).

Format: 13 to 19 digits, often in groups of four, with a Luhn check digit; issuers begin with 3 to 6.
Basis: ISO/IEC 7812; financial accounts are sensitive personal information (个人信息保护法第二十八条).
Gaps: account numbers have no common form and no check digit: they are found beside 账号 or 卡号 only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.checks import luhn
from copilot.redaction.found import Found

_CARD = re.compile(r"(?<![\dA-Za-z.])[3-6]\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{1,7}(?![\dA-Za-z])")
_NAMED = re.compile(r"(?:账号|帐号|卡号|账户|帐户)(?:是|为)?\s*[:：]?\s*(\d(?:[ -]?\d){7,24})(?!\d)")


def find(text: str) -> Iterator[Found]:
    """Card numbers whose check digit fits, and long numbers that are named so."""
    for match in _CARD.finditer(text):
        digits = re.sub("[ -]", "", match[0])
        if 14 <= len(digits) <= 19 and luhn(digits):
            yield Found(*match.span(), "bank_card", f"{len(digits)} 位，校验位相符", certain=True)
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "bank_card", "前有“账号”“卡号”", certain=True)
