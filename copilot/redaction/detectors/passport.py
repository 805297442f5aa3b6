"""Passport numbers (护照号).

Format: Chinese ordinary passports E or G and eight digits, or E, a letter and seven digits; D, S, P for public affairs.
Basis: 护照法第七条; a document that names one person.
Gaps: numbers of other countries have every form: they are found beside 护照 or passport only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_CHINESE = re.compile(
    r"(?<![\dA-Za-z/])(?:[EGDSPegdsp]\d{8}|[Ee][A-Ha-hJ-Nj-nP-Zp-z]\d{7}|[DSPdsp][Ee]\d{7})(?![\dA-Za-z])"
)
_NAMED = re.compile(
    r"(?:护照|passport)(?:\s*(?:号码|号|number|no\.?))?\s*(?:是|为|is|[:：])?\s*((?=[A-Za-z0-9]*\d{5})[A-Za-z0-9]{6,10})(?![\dA-Za-z])",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Numbers of the Chinese form, and whatever is named so."""
    for match in _CHINESE.finditer(text):
        yield Found(*match.span(), "passport", "中国护照的格式")
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "passport", "前有“护照”", certain=True)
