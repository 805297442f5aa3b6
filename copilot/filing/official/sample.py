"""A template in which each blank shows what it will hold, for a person to look at before confirming."""

from __future__ import annotations

import re
from collections.abc import Mapping

from copilot.filing.official.answers import PLACEHOLDER
from copilot.filing.official.fill import fill
from copilot.filing.official.known import SECTION
from copilot.filing.official.model import Template


def sample(template: Template, labels: Mapping[str, str]) -> bytes:
    """The template with 【待补充：label】 in every blank that has a proposal, confirmed or not; parts stand once.

    Gaps behind a box that is to be ticked stay empty, as they do until it is.

    Args:
        template: it.
        labels: the questionnaire's labels by general path.
    """
    blanks = tuple(
        one.model_copy(
            update={
                "confirmed": one.value is not None,
                "skip": None,
                "needs": None,
                "optional": one.optional and (one.value or "").startswith(SECTION),
            }
        )
        for one in template.blanks
    )
    shown = template.model_copy(update={"blanks": blanks, "confirmed_on": template.added_on})
    shown = shown.model_copy(update={"confirmed_digest": shown.digest})

    def text(path: str) -> str:
        general = re.sub(r"\[\d+\]", "[]", path)
        return f"{PLACEHOLDER}：{labels.get(general, general)}】"

    return fill(shown, text, {})
