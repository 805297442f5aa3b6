"""The days that matter before a filing ends: when a renewal can be asked for, until when, and the last safe day."""

from __future__ import annotations

import datetime as dt

from copilot.law.filing_records import RenewalState
from copilot.law.rulebook import RuleBook, Value
from copilot.rules.calendar import WorkCalendar, months_after
from copilot.rules.filings import Filing
from copilot.rules.result import Milestone
from copilot.rules.timeline import ESTIMATED, ESTIMATED_EN

_WINDOW, _CHECK, _REVIEW = "clocks/extension_window", "clocks/extension_check", "clocks/extension_review"
_REAPPLY, _CERTIFICATE = "clocks/reapply_before_expiry", "clocks/certificate_renewal"
WINDOW = ("可以申请的时间", "when it can be applied for")
APPLY_BY = ("最晚提出", "last day to apply")
REVIEW = ("查验和审核的上限", "check and review at most")
ADVICE = (
    "到期前留足查验和审核的时间，是建议，不是法定期限",
    "leaving the times of check and review before the end is advice, not law",
)


class Times:
    """The days that matter before the expiry, under the law of the day."""

    def __init__(
        self, filing: Filing, expires: dt.date, *, as_of: dt.date, book: RuleBook, calendar: WorkCalendar
    ) -> None:
        self.filing, self.expires, self.as_of = filing, expires, as_of
        self._book, self._calendar = book, calendar
        self.window_opens = self.apply_by = self.recommended_by = None
        self.review_days: int | None = None
        if filing.kind == "security_assessment":
            self.window_opens = self._before(_WINDOW)
            self.apply_by = self._before(_REAPPLY)
            self.review_days = self._sum(_CHECK, _REVIEW)
            if self.review_days is not None:
                self.recommended_by = calendar.working_days_before(expires, self.review_days)
        elif filing.kind == "certification":
            day = self._before(_CERTIFICATE)
            if self._advance():
                self.apply_by = day
            else:
                self.window_opens = day

    def _advance(self) -> bool:
        """Whether the application belongs before the day (from 2026), not after it (as the rules of 2022 have it)."""
        value = self._value(_CERTIFICATE)
        return value is not None and any(b.article for b in value.basis)

    def _value(self, name: str) -> Value | None:
        return self._book.value_on(name, self.as_of) if self._book.in_force(name, self.as_of) else None

    def _sum(self, *names: str) -> int | None:
        found = [self._value(name) for name in names]
        return None if None in found else sum(value.value for value in found if value)

    def _before(self, name: str) -> dt.date | None:
        value = self._value(name)
        if value is None:
            return None
        if self._book.parameters[name].unit == "months":
            return months_after(self.expires, -value.value)
        return self._calendar.working_days_before(self.expires, value.value)

    @property
    def left(self) -> int:
        """Working days after the day up to and with the last day."""
        return self._calendar.working_days_between(self.as_of, self.expires)

    def state(self) -> RenewalState:
        """Where the day lies; the last day itself still counts."""
        if self.as_of > self.expires:
            return "expired"
        if (self.recommended_by and self.as_of > self.recommended_by) or (self.apply_by and self.as_of > self.apply_by):
            return "late"
        return "early" if self.window_opens and self.as_of < self.window_opens else "open"

    def milestones(self) -> list[Milestone]:
        """The window, the last safe day, the end, as bars and points."""
        found = []
        if self.window_opens:
            name = _WINDOW if self.filing.kind == "security_assessment" else _CERTIFICATE
            found.append(self._milestone("window", WINDOW, name, self.window_opens, self.expires))
        if self.apply_by:
            name = _REAPPLY if self.filing.kind == "security_assessment" else _CERTIFICATE
            found.append(self._milestone("apply_by", APPLY_BY, name, self.apply_by, self.apply_by))
        if self.recommended_by and self.recommended_by >= self.as_of:
            review = self._milestone("review", REVIEW, _REVIEW, self.recommended_by, self.expires)
            found.append(review.model_copy(update={"days": self.review_days, "note": ADVICE[0], "note_en": ADVICE[1]}))
        return found

    def _milestone(self, name: str, title: tuple[str, str], parameter: str, start: dt.date, end: dt.date) -> Milestone:
        value, estimated = self._value(parameter), self._calendar.is_estimated(start, end)
        return Milestone(
            id=name,
            title=title[0],
            title_en=title[1],
            days=value.value if value else None,
            unit=self._book.parameters[parameter].unit,  # type: ignore[arg-type]  # a closed set in the files
            basis=list(value.basis) if value else [],
            start=start,
            end=end,
            estimated=estimated,
            note=ESTIMATED if estimated else "",
            note_en=ESTIMATED_EN if estimated else "",
        )
