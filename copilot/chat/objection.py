"""A turn that doubts the answer before it, or holds another view of the law against it.

Its numbers are those of the other view and no facts of the case; what was answered is said again, with its reasons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DOUBTS = re.compile(
    r"(?:不对|不是|不会)吧|你再(?:看|查|核|确认|想|算)|再(?:帮我)?(?:确认|核实|核对|查)(?:一下|一遍)|坚持(?:说|认为|这么)|[他她]坚持"
    r"|(?:查到|看到|听说|网上|律师|顾问|专家|同行|别人|人家)[^。！？]{0,30}(?:要|得|须|不用|不需要|免|应)[^。！？]{0,8}(?:评估|备案|合同|认证|手续|申报|免)"
    r"|按(?:[他她]们?|律师|顾问|老板|领导)的?(?:说法|意思|意见)|\bare you sure\b|\bcheck (?:it )?again\b",
    re.IGNORECASE,
)
_OWN_COUNT = re.compile(
    r"(?:我们|公司|实际|其实|一共|总共|其中|改成|应该是)[^，。；]{0,12}?[\d一二两三四五六七八九十百千万.]+\s*万?个?人"
)


def objects(text: str, history: Sequence[str]) -> bool:
    """Whether `text` objects to the answer before it and tells no number of its own case."""
    return bool(history) and bool(_DOUBTS.search(text)) and not _OWN_COUNT.search(text)
