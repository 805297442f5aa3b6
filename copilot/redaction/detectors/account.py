"""Names and numbers of accounts with WeChat, QQ and other platforms (微信号、QQ 号、抖音号).

Format: beside the name of the platform; WeChat 6 to 20 signs beginning with a letter, QQ 5 to 11 digits.
Basis: 个人信息保护法第四条; an account leads to one person.
Gaps: accounts without the platform's name, and those that are words in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_NAMED = re.compile(
    r"(?:微信|WeChat|QQ|企鹅号|抖音|微博|快手|小红书|支付宝|Telegram|WhatsApp|Line|Skype)(?:账号|帐号|账户|号码|号|ID)?"
    r"\s*(?:是|为|is|[:：@])?\s*((?=[A-Za-z0-9_.-]*\d)[A-Za-z0-9][A-Za-z0-9_.-]{4,30})(?![A-Za-z0-9])",
    re.I,
)


def find(text: str) -> Iterator[Found]:
    """Whatever stands beside the name of a platform and holds a digit."""
    for match in _NAMED.finditer(text):
        yield Found(*match.span(1), "account", "前有平台名称", certain=True)
