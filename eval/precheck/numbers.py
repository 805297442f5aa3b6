"""Codes and numbers that are right by their check digits and belong to nobody.

Source: GB 32100, GB 11714, GB 11643.
"""

from __future__ import annotations

import datetime as dt
from random import Random

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(region: str, rng: Random) -> str:
    """A unified social credit code of an enterprise registered in a region (six digits)."""
    body = "MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6))
    total = sum(_value(c) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    rest = 11 - total % 11
    head = "91" + region + body + ("X" if rest == 10 else "0" if rest == 11 else str(rest))
    return head + code_check(head)


def _value(sign: str) -> int:
    return int(sign) if sign.isdigit() else ord(sign) - 55


def code_check(head: str) -> str:
    """The eighteenth sign for the first seventeen."""
    total = sum(_SIGNS.index(c) * w for c, w in zip(head, _WEIGHTS, strict=True))
    return _SIGNS[(31 - total % 31) % 31]


def wrong_check(code: str) -> str:
    """The same code with another last sign."""
    return code[:-1] + _SIGNS[(_SIGNS.index(code[-1]) + 7) % 31]


def resident_number(region: str, born: dt.date, rng: Random) -> str:
    """A resident identity number."""
    head = f"{region}{born:%Y%m%d}{rng.randrange(1, 999):03d}"
    total = sum(int(c) * w for c, w in zip(head, _ID_WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def wrong_resident(number: str) -> str:
    """The same number with another digit before its last, so that the last does not fit."""
    return number[:16] + str((int(number[16]) + 3) % 10) + number[17:]
