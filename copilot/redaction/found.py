"""What a detector finds, and the kinds of things that are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "resident_id",
    "credit_code",
    "bank_card",
    "passport",
    "travel_permit",
    "phone",
    "email",
    "network",
    "account",
    "plate",
    "address",
    "company",
    "person",
]

# In the order in which they win where two overlap by the same length.
LABELS: dict[Kind, str] = {
    "resident_id": "身份证号",
    "credit_code": "信用代码",
    "bank_card": "银行卡号",
    "passport": "护照号",
    "travel_permit": "通行证号",
    "phone": "电话",
    "email": "邮箱",
    "network": "网址",
    "account": "平台账号",
    "plate": "车牌",
    "address": "地址",
    "company": "单位",
    "person": "姓名",
}
RANK: dict[Kind, int] = {kind: rank for rank, kind in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that tells who somebody is. `why` it fired, in Chinese.

    `certain`: its form leaves no doubt (a check digit, an @): it must not be kept, whatever a reader says. The rest is
    a guess that a reader may take back.
    """

    start: int
    end: int
    kind: Kind
    why: str
    certain: bool = False


Detector = Callable[[str], Iterable[Found]]
