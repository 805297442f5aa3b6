"""How long a filing still holds and what follows, in a sentence: Chinese and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from copilot.law.filing_records import RenewalState
from copilot.rules.filing_labels import FILINGS, FILINGS_EN
from copilot.rules.filings import Filing
from copilot.rules.renewal_times import Times

EARLIER = "（估计：放假安排还没有公布，只按周末推算；春节、国庆在内的要更早，宜再提前两周。）"
EARLIER_EN = (
    " (Estimate: the holidays are not published yet and only weekends are counted; with the Spring Festival or the "
    "National Day holidays in between it is earlier, so begin two more weeks ahead.)"
)
OPEN = ("；延长的条件还没有问清", "; the conditions of an extension are still open")
Words = tuple[str, str]


class Ends(Protocol):
    """A last day on which a filing holds, by a validity of so many years."""

    @property
    def date(self) -> dt.date: ...

    @property
    def years(self) -> int | None: ...


def doubtful_headline(filing: Filing, expiries: Sequence[Ends]) -> Words:
    """Where one reading says it has ended and another that it has not."""
    days = "，".join(f"按{e.years}年算到 {e.date}" for e in expiries)
    days_en = "; ".join(f"by {e.years} years on {e.date}" for e in expiries)
    return (
        f"{FILINGS[filing.kind]}的到期日有疑问：{days}；请先核对通知书和申报系统，核清以前按已到期处理，停止出境。",
        f"When the {FILINGS_EN[filing.kind]} ends is in doubt: {days_en}. Check the notice and the filing system "
        "first; until that is clear treat it as ended and stop the export.",
    )


def renewal_headline(filing: Filing, times: Times, verdict: str, state: RenewalState) -> Words:
    """The headline in Chinese and in English.

    Args:
        filing: what the exporter has.
        times: the days that matter.
        verdict: whether it can be extended.
        state: where the day lies.
    """
    held, held_en, end = FILINGS[filing.kind], FILINGS_EN[filing.kind], times.expires
    if state == "expired":
        return (
            f"{held}已于 {end} 到期：停止以它为依据的出境；要继续的，重新办理，办妥以前不得开展。",
            f"The {held_en} ended on {end}: stop the export that rests on it; to go on, begin anew, and not before "
            "that is done.",
        )
    left = f"{held}到 {end} 为止，还有 {times.left} 个工作日"
    left_en = f"The {held_en} holds until {end}, {times.left} working days from now"
    if filing.kind == "security_assessment":
        zh, en = _assessment(times, verdict, state)
    elif filing.kind == "certification":
        zh, en = _certificate(times, state)
    else:
        zh = "；要继续的，到期以前续订并备案，到期没有生效的合同就停止。"
        en = "; to go on, renew and file the contract before then, and stop where no contract is in effect by that day."
    return left + zh, left_en + en


def _certificate(times: Times, state: RenewalState) -> Words:
    if times.apply_by:
        stop, stop_en = "，到期没有换发就停止。", "; without a new one by the last day, stop."
        if state == "late":
            return (
                f"；应在 {times.apply_by} 以前提出续证申请，已经晚了，请立即联系认证机构{stop}",
                f"; the renewal was due by {times.apply_by} and is late: contact the certification body at once"
                f"{stop_en}",
            )
        return (
            f"；请在 {times.apply_by} 以前提出续证申请{stop}",
            f"; apply for the renewal by {times.apply_by}{stop_en}",
        )
    if state == "early":
        return f"；{times.window_opens} 起可以提出续证。", f"; a renewal can be asked for from {times.window_opens}."
    return "；现在可以提出续证。", "; a renewal can be asked for now."


def _assessment(times: Times, verdict: str, state: RenewalState) -> Words:
    if times.apply_by:  # the law before 2024-03-22: apply anew, and in good time
        if state == "late":
            return (
                f"；应在 {times.apply_by} 以前重新申报，已经晚了，到期没有通过就停止。",
                f"; the new application was due by {times.apply_by} and is late: stop where it is not passed by the "
                "last day.",
            )
        return (
            f"；要继续的，在 {times.apply_by} 以前重新申报评估。",
            f"; to go on, apply for a new assessment by {times.apply_by}.",
        )
    if verdict == "re_assess":
        return (
            "；有条件不满足，不能申请延长，要继续的尽早重新申报评估，到期没有通过就停止。",
            "; a condition is not met, so it cannot be extended: to go on, apply for a new assessment early, and stop "
            "where it is not passed by the last day.",
        )
    asked = verdict == "need_facts"
    open_, open_en = (
        ("；延长的条件还没有问清", "; the conditions of an extension are still open") if asked else ("", "")
    )
    if state == "early":
        return (
            f"；{times.window_opens} 起可以申请延长{open_}。",
            f"; an extension can be applied for from {times.window_opens}{open_en}.",
        )
    if state == "late":
        return (
            f"，少于查验加审核的 {times.review_days} 个工作日：立即申请，到期没有获准就停止{open_}。",
            f", fewer than the {times.review_days} working days of check and review: apply at once, and stop where it "
            f"is not granted by the last day{open_en}.",
        )
    by = f"，建议在 {times.recommended_by} 以前提交" if times.recommended_by else ""
    by_en = f", better by {times.recommended_by}" if times.recommended_by else ""
    return (
        f"；现在可以申请延长{by}，到期没有获准就停止{open_}。",
        f"; an extension can be applied for now{by_en}, and stop where it is not granted by the last day{open_en}.",
    )
