"""Whether a text speaks of operators of critical information infrastructure or of all others: never of both alike."""

from __future__ import annotations

import re

_OPERATOR = r"(?:关键信息基础设施(?:的)?(?:运营者|单位)?|关基(?:运营者|单位|企业)?|CIIO)"
_OTHERS = re.compile(
    rf"(?:(?<!是)不是|并非|(?<!属)不属于|(?<!算)不算|没有?被?认定[为成]|非)(?:被认定[为成]的?)?{_OPERATOR}|{_OPERATOR}(?:以外|之外)|(?:关基|CIIO)(?:我们)?(?:都)?(?:不是|不算)",
    re.IGNORECASE,
)
_OPERATORS = re.compile(_OPERATOR, re.IGNORECASE)


def speaks_of_operators(text: str) -> bool | None:
    """True: of operators of critical infrastructure; False: of everyone else; None: of both, or of neither."""
    rest = _OTHERS.sub("", text)
    others, operators = rest != text, bool(_OPERATORS.search(rest))
    return operators if others is not operators else None
