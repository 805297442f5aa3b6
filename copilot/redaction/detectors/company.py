"""Names of enterprises, by their legal form, and well-known brands.

Format: place, name, trade, legal form (企业名称登记管理规定第六条); abroad Ltd., Inc., GmbH and the like.
Basis: not personal information, but a kept question must not tell whose it is (数据安全法第三十二条 on lawful use).
Gaps: a short name alone that is not among the brands. Words for a relation (母公司, 境外子公司) and public bodies stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found
from copilot.redaction.lists import companies
from copilot.redaction.tagger import words

_FORM = r"(?:股份有限公司|有限责任公司|有限公司|集团公司|控股集团|合伙企业|事务所|集团)"
_NAMED = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?{_FORM}(?:(?:[\u4e00-\u9fff]{{2,6}})?分公司)?")
_FOREIGN = re.compile(
    r"(?:[A-Z][A-Za-z0-9&'-]*\s+){1,5}(?:\(?[A-Z][a-z]+\)?\s+)?(?:(?:Pte\.?|Pty\.?|Co\.?,?)\s+)?"
    r"(?:Ltd|Limited|Inc|LLC|LLP|GmbH|AG|S\.?A\.?|B\.?V\.?|N\.?V\.?|Corp|Corporation|PLC|plc|K\.?K\.?)\b\.?"
)
_BRANDS = re.compile("|".join(rf"\b{one}\b" if one.isascii() else one for one in companies()))
_RELATION = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8})?(?:本|该|我|贵|母|子|总|分|某|甲|乙|丙|关联|境外|境内|海外|外资|外国|跨国|中外合资"
    r"|上市|国有|民营|同一|一家|整个|企业|公司)$|^(?:某|本|该|我们|一家|一个)"
)
_STOP = frozenset(("p", "c", "r", "u", "w", "v", "d", "xc", "f", "vd"))


def find(text: str) -> Iterator[Found]:
    """Names with a legal form, whole or as far back as they are one name, and brands."""
    for match in _NAMED.finditer(text):
        start = _begin(text, match.start(), match.end())
        own = re.sub(rf"{_FORM}.*$", "", text[start : match.end()])
        if len(own) >= 2 and not _RELATION.search(own) and _own(text, start, match):
            yield Found(start, match.end(), "company", "名称带公司形式")
    for match in _FOREIGN.finditer(text):
        yield Found(*match.span(), "company", "外文名称带公司形式")
    for match in _BRANDS.finditer(text):
        yield Found(*match.span(), "company", "常见企业名称")


def _own(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a name without a full legal form (酒店集团) holds a name, not a trade alone."""
    if "有限" in match[0]:
        return True
    return any(w.tag in ("ORG", "PER", "nz") and len(w.text) > 2 for w in words(text) if start <= w.start < match.end())


def _begin(text: str, start: int, end: int) -> int:
    """Where the name begins: after the last word that no name holds (verbs, prepositions, pronouns, signs)."""
    for word in reversed(words(text)):
        if word.start >= end or word.end <= start:
            continue
        if word.tag in _STOP and word.text not in ("某", "某某", "（", "）", "(", ")", "·"):
            return min(word.end, end)
    return start
