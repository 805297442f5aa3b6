"""Check digits. Three sums, each a few lines: a library for them would add more than it takes away, and we also have
to recognise numbers whose check digit was mistyped."""

from __future__ import annotations

_RESIDENT = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_id(number: str) -> bool:
    """Whether the last sign of an 18-digit resident ID fits. Source: GB 11643-1999 (ISO 7064 MOD 11-2)."""
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(number[:17]))
    return _RESIDENT[total % 11] == number[17].upper()


def credit_code(code: str) -> bool:
    """Whether the last sign of a unified social credit code fits. Source: GB 32100-2015 (ISO 7064 MOD 31-3)."""
    values = [_CREDIT.find(sign) for sign in code.upper()]
    if len(values) != 18 or min(values) < 0:
        return False
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def luhn(number: str) -> bool:
    """Whether the last digit of a card number fits. Source: ISO/IEC 7812-1, annex B."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 * (digit > 9)
    return total % 10 == 0


def hong_kong_id(letters: str, digits: str, check: str) -> bool:
    """Whether the sign in brackets of a Hong Kong identity card fits (weights 9 to 2, modulo 11, A for ten)."""
    values = [36] * (2 - len(letters)) + [ord(sign) - 55 for sign in letters] + [int(sign) for sign in digits]
    rest = -sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return check == ("A" if rest == 10 else str(rest))
