"""A story, read by the rules on a fixed day over the shipped rule book, and the path that follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.story import read_by_rules
from tests import shipped

AS_OF = dt.date(2026, 11, 23)
BOOK = shipped.rulebook()


def facts(text: str) -> dict[str, Any]:
    """The facts that the rules read from a story."""
    return read_by_rules(text, as_of=AS_OF, book=BOOK).facts


def path(text: str) -> str:
    """The path that follows from them."""
    return determine(parse_facts(facts(text)), as_of=AS_OF, book=BOOK, details=False).path
