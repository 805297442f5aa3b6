"""Questions of a match are in the reader's words."""

from __future__ import annotations

import re

from copilot.negative_lists.report import UNSURE_QUESTION
from copilot.rules.listing import QUESTIONS


def test_questions_show_no_codes() -> None:
    assert len(QUESTIONS) > 8
    assert [q for q in (*QUESTIONS.values(), UNSURE_QUESTION) if re.search(r"[A-Za-z]", q)] == []
