"""E-mail addresses.

Format: local part, @, domain. Basis: RFC 5321; it leads to one person or office.
Gaps: addresses written in words (某某 at 公司 点 com). Those of public authorities (.gov.cn) stay: they are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_ADDRESS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_])?@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


def find(text: str) -> Iterator[Found]:
    """Addresses of persons and enterprises."""
    for match in _ADDRESS.finditer(text):
        if not match[0].lower().endswith(".gov.cn"):
            yield Found(*match.span(), "email", "电子邮箱的格式", certain=True)
