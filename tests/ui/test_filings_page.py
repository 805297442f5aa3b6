"""What the page says of filings by itself agrees with the rules: every verdict, condition, threshold has words."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

from copilot.domain import LedgerExempt, LedgerPath
from copilot.law.filing_records import ChangeVerdictName, FilingName, RenewalState
from copilot.rules import refiling, renewal
from copilot.rules.filing_questions import filing_questions
from copilot.rules.filings import FiledScene
from copilot.rules.ledger import _THRESHOLDS
from tests.ui.fake_path import book
from tests.ui.test_app import _keys
from ui.app import ASSETS


def test_every_code_that_the_page_shows_has_words() -> None:
    conditions = filing_questions(book(), as_of=dt.date(2026, 11, 23)).conditions
    wanted = {f"filing_{one}" for one in get_args(FilingName)}
    wanted |= {f"need_{one}" for one in get_args(ChangeVerdictName)}
    wanted |= {f"renew_{one}" for one in get_args(renewal.Verdict)}
    wanted |= {f"time_{one}" for one in get_args(RenewalState)}
    wanted |= {f"outcome_{one}" for one in get_args(renewal.Outcome)}
    wanted |= {f"papers_{one}" for one in get_args(refiling.Papers)}
    wanted |= {f"condition_{one.id}" for one in conditions}
    wanted |= {f"count_{name}" for one in conditions for name in (one.granted, one.next) if name}
    wanted |= {f"level_{one.id}" for one in _THRESHOLDS}
    wanted |= {f"ledger_path_{one}" for one in get_args(LedgerPath)}
    wanted |= {f"reason_{one}" for one in get_args(LedgerExempt)}
    assert len(conditions) == 7 and wanted - set(_keys("zh")) == set()


def test_fields_of_a_scene_are_those_of_the_service() -> None:
    text = (ASSETS / "filing_state.js").read_text(encoding="utf-8")
    lists = re.findall(r"(?:COUNTS|NEXT|WORDS|SAID) = \[([^\]]+)\]", text)
    named = {name for one in lists for name in re.findall(r'"(\w+)"', one)}
    assert len(lists) == 4 and named <= set(FiledScene.model_fields)
    facts = {f for c in filing_questions(book(), as_of=dt.date(2026, 11, 23)).conditions for f in c.facts}
    assert facts <= named
