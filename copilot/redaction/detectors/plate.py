"""Number plates of vehicles (车牌).

Format: a province's sign, a letter, five signs (six for new energy), the last of which may be 挂, 学, 警, 港 or 澳.
Basis: GA 36-2018; 汽车数据安全管理若干规定 names it among the personal information of vehicles.
Gaps: plates of embassies, the army and the police of the old form. 京ICP备 and the like are no plates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•\s]?"
    r"(?=[A-HJ-NP-Z0-9]{0,5}\d)(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳][A-HJ-NP-Z0-9]?)(?![A-Za-z0-9])"
)


def find(text: str) -> Iterator[Found]:
    """Plates with at least one digit."""
    for match in _PLATE.finditer(text):
        yield Found(*match.span(), "plate", "车牌的格式", certain=True)
