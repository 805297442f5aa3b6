"""Chinese numerals and the locators built from them: 第三十八条, 第二百三十条之一, 问2, 附录G, 附件4."""

from __future__ import annotations

import re
from functools import lru_cache

DIGITS = "零一二三四五六七八九"
_VALUES = {d: n for n, d in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[0-9〇○零一二三四五六七八九十百千两]+"
_ARTICLE = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
_OTHER = re.compile(r"问[1-9][0-9]{0,2}|附录([A-Z]|[一二三四五六七八九十]{1,3})|附件[1-9][0-9]?")


@lru_cache(maxsize=4096)
def number(numeral: str) -> int | None:
    """The value of `三十八`, `二百三十`, `一〇三` or `38`; None when it is no numeral below 10,000."""
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() and len(numeral) <= 4 else None
    if not any(c in _UNITS for c in numeral):
        digits = [str(_VALUES[c]) for c in numeral if c in _VALUES]
        return int("".join(digits)) if len(digits) == len(numeral) and 0 < len(digits) <= 4 else None
    total, current, last_unit = 0, None, 10_000
    for char in numeral:
        if char in _VALUES:
            if current is not None and current != 0:
                return None
            current = _VALUES[char]
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit:
                return None
            total += (1 if current is None else current) * unit
            current, last_unit = None, unit
        else:
            return None
    return total + (current or 0)


@lru_cache(maxsize=4096)
def chinese(value: int) -> str:
    """`38` as `三十八`, `103` as `一百零三`; 1 to 9,999, as statutes write it."""
    if not 0 < value < 10_000:
        raise ValueError(f"no Chinese numeral for {value}")
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif out:
            zero = True
    return out[1:] if out.startswith("一十") else out


def article_label(value: int, sub: int | None = None) -> str:
    """`第三十八条`, or `第二百三十条之一` with a `sub`."""
    return f"第{chinese(value)}条" + (f"之{chinese(sub)}" if sub else "")


@lru_cache(maxsize=65536)
def article_number(label: str | None) -> tuple[int, int] | None:
    """`(38, 0)` for 第三十八条, `(230, 1)` for 第二百三十条之一; None for anything that is no article."""
    match = _ARTICLE.fullmatch(label or "")
    value = number(match[1]) if match else None
    if match is None or not value:
        return None
    return value, (number(match[2]) or 0) if match[2] else 0


def is_canonical(label: str) -> bool:
    """Whether a record may carry this locator: 第N条 in Chinese numerals, 问2, 附录G, 附录一 or 附件4."""
    value = article_number(label)
    if value:
        return label == article_label(value[0], value[1] or None)
    return bool(_OTHER.fullmatch(label))
