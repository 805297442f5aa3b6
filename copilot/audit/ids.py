"""What may stand as a subject: ids that this service made, and short names of its own. Words of people may not.

Addresses can hold anything that a caller types: a sign-in name, a telephone number, the name of a file. What does not
look like an id of ours is replaced by `?`.
"""

from __future__ import annotations

import re

OTHER = "?"
_MADE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,6}")
_DIGITS = re.compile(r"\d{7}")
MAX_SLUG = 60


def as_id(word: str, *, named: str = "") -> str:
    """The word where it is an id, else `?`.

    Args:
        word: a part of an address.
        named: what the address calls it; people are named by made ids alone, since a sign-in name can stand there too.
    """
    if _MADE.fullmatch(word) or _NUMBER.fullmatch(word):
        return word
    if named in ("user_id", "name", "") or len(word) > MAX_SLUG or _DIGITS.search(word):
        return OTHER
    return word if _SLUG.fullmatch(word) else OTHER
