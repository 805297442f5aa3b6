"""When two papers say the same: names, codes, days and countries written in one form, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.precheck import values

_FOLD = str.maketrans("（）：；，．／－", "():;,./-")


# Where a company is, told behind its name; a branch told there is another matter.
_COUNTRY_BEHIND = re.compile(r"(?<=.{4})[（(](?![^）)]*(?:分|筹|办事|部))[^（）()]{1,12}[）)]$")


def _org(text: str) -> str:
    said = re.sub(r"[（(](?:以下|下称|简称|盖章|公章)[^）)]*[）)]|[\s“”\"'《》·,，.。]", "", text)
    return _COUNTRY_BEHIND.sub("", said).translate(_FOLD).lower()


def plain(text: str) -> str:
    """A text without blanks, marks and widths."""
    return re.sub(r"[\s，。；、：:,.;“”\"'()（）]", "", text).translate(_FOLD).lower()


_FORMS: dict[str, Callable[[str], str]] = {
    "org": _org,
    "person": lambda t: re.sub(r"[\s·・•.]", "", t).lower(),
    "code": lambda t: re.sub(r"[\s-]", "", t).upper(),
    "text": plain,
    "country": lambda t: re.sub(
        r"\s|中华人民共和国|合众国|共和国|联合王国|特别行政区|中国|联邦|王国|[（(].*?[）)]", "", t
    ),
    "period": lambda t: "-".join(d.value.isoformat() for d in values.days(t)) or plain(t),
}


def form_of(kind: str) -> Callable[[str], str]:
    """How values of a kind (`org`, `person`, `code`, `text`, `country`, `period`) are written for comparing them."""
    return _FORMS[kind]


def same(a: str, b: str, kind: str) -> bool:
    """Whether two values in their forms say the same: a name cut off, or with more said behind it, still does."""
    if a == b:
        return True
    if kind == "org" and _cut_off(*sorted((a, b), key=len)):
        return True
    return kind in ("org", "country") and min(len(a), len(b)) >= 2 and _alike(a, b, kind)


def _cut_off(short: str, long: str) -> bool:
    """Whether a name is the other one cut at the end of a line (…有限公)."""
    ended = ("公司", "中心", "集团")
    return (
        6 <= len(short) >= len(long) - 4
        and long.startswith(short)
        and long.endswith(ended)
        and not short.endswith(ended)
    )


def _alike(a: str, b: str, kind: str) -> bool:
    """A name inside a longer wording of it (with its English, with an address) is the same."""
    short, long = sorted((a, b), key=len)
    return short in long and (kind == "country" or (len(long) - len(short) >= 6 and not _branch(long, short)))


def _branch(long: str, short: str) -> bool:
    return bool(re.search(r"分公司|分支|办事处|分部", long.replace(short, "")))
