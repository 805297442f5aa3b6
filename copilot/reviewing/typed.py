"""What people type on the bench, put into shape or refused."""

from __future__ import annotations

import datetime as dt

from copilot.errors import BadInput
from copilot.precheck.checks.identity import code_fault

MAX_TEXT = 8000


def short(text: str) -> str:
    """The text without blanks around it, at most `MAX_TEXT` characters."""
    return text.strip()[:MAX_TEXT]


def credit_code(uscc: str) -> str:
    """A unified social credit code in capitals.

    Raises:
        BadInput: its form or check digit is wrong.
    """
    code = uscc.strip().upper()
    if fault := code_fault(code):
        raise BadInput(f"统一社会信用代码不对：{fault}", hint="核对后再填，没有的留空", en="wrong credit code")
    return code


def day_of(on: dt.date | None, *, today: dt.date, not_before: dt.date | None = None) -> dt.date:
    """The day said, else today, or `not_before` where that is later.

    Raises:
        BadInput: a day to come, or before `not_before`.
    """
    day = on or max(today, not_before or today)
    if day > today or (not_before is not None and day < not_before):
        raise BadInput(
            f"日期 {day} 不对：要在{not_before or '过去'}到 {today} 之间",
            hint="改正日期",
            en=f"{day} is out of range",
        )
    return day
