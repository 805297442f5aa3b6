"""Where a recipient is, as people write it: in mainland China, in Hong Kong or Macao, or elsewhere."""

from __future__ import annotations

import re
from typing import Literal

Area = Literal["mainland", "south", "elsewhere"]
HONG_KONG_MACAO = frozenset({"HK", "HKG", "CN-HK", "MO", "MAC", "CN-MO"})
_MAINLAND = frozenset(
    {"CN", "CHN", "中国", "中国大陆", "中国内地", "大陆", "内地", "中国境内", "境内", "CHINA", "MAINLAND CHINA"}
)
_SOUTH_WORDS = (
    "香港",
    "澳门",
    "澳門",
    "港澳",
    "湾区",
    "灣區",
    "HONG KONG",
    "HONGKONG",
    "MACAO",
    "MACAU",
    "GREATER BAY",
)
_BETWEEN = re.compile(r"[,，、;；/和及与]")


def areas(region: str | None) -> frozenset[Area]:
    """The areas that `recipient_region` names: an ISO code, a name in Chinese or English, or several of them.

    Hong Kong and Macao are `south`; empty where nothing was said.
    """
    parts = [part.strip().upper() for part in _BETWEEN.split(region or "")]
    return frozenset(_area(part) for part in parts if part)


def _area(name: str) -> Area:
    if name in HONG_KONG_MACAO or any(word in name for word in _SOUTH_WORDS):
        return "south"
    return "mainland" if name in _MAINLAND else "elsewhere"
