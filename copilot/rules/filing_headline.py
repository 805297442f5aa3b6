"""What the changes of a filing need, in a sentence: Chinese and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from copilot.rules.filing_labels import FILINGS, FILINGS_EN, VERDICTS, VERDICTS_EN
from copilot.rules.filing_path import Year
from copilot.rules.filings import Filing
from copilot.rules.trace import BY_COUNT


def change_headline(
    filing: Filing, verdict: str, possible: Sequence[str], *, year: Year, as_of: dt.date
) -> tuple[str, str]:
    """The headline in Chinese and in English.

    Args:
        filing: what the exporter has.
        verdict: what the changes need.
        possible: with need_facts: what they may still need.
        year: the path that the year's facts lead to.
        as_of: the day; a filing that ended before it says so first.
    """
    ended, ended_en = _ended(filing, as_of)
    zh, en = _words(filing, verdict, possible, year)
    return ended + zh, ended_en + en


def ended_by(filing: Filing, as_of: dt.date) -> bool:
    """Whether the filing has ended; it holds through its last day."""
    return filing.expires is not None and as_of > filing.expires


def _ended(filing: Filing, as_of: dt.date) -> tuple[str, str]:
    if not ended_by(filing, as_of):
        return "", ""
    return (
        f"{FILINGS[filing.kind]}已于 {filing.expires} 到期，没有可以变更的依据，先停止以它为依据的出境。",
        f"The {FILINGS_EN[filing.kind]} ended on {filing.expires}: there is nothing left to change, first stop the "
        "export that rests on it. ",
    )


def _words(filing: Filing, verdict: str, possible: Sequence[str], year: Year) -> tuple[str, str]:
    held, held_en = FILINGS[filing.kind], FILINGS_EN[filing.kind]
    if verdict == "need_facts":
        ways, ways_en = "、".join(VERDICTS[p] for p in possible), "; ".join(VERDICTS_EN[p] for p in possible)
        return (
            f"还不能判定：请先回答下面的问题；目前仍可能是{ways}。",
            f"Cannot be determined yet: answer the questions below first. Still possible: {ways_en}.",
        )
    if verdict == "none":
        return (
            f"按所述情况，这些变化不需要就{held}重新办理手续；把判断理由留存，告知等其他义务照旧。",
            f"As told, these changes need no new procedure for the {held_en}; keep the reasons in writing, notice and "
            "other duties go on.",
        )
    if verdict == "new_path":
        return _new_path(held, held_en, year)
    zh, en = f"{held}：{VERDICTS[verdict]}", f"{held_en[0].upper()}{held_en[1:]}: {VERDICTS_EN[verdict]}"
    if verdict == "renew":
        return f"{zh}。", f"{en}."
    return f"{zh}；办妥以前，变化的部分先不要开展。", f"{en}; until that is done, what changed must not begin."


def _new_path(held: str, held_en: str, year: Year) -> tuple[str, str]:
    path = year.path.path if year.path and any(r.verdict for r in year.reached) else ""
    if path == "approval_required":
        return (
            "先停下：涉及外国司法、执法机构的要求，或者国家秘密、核心数据，须经主管机关批准或者由人工按专门规定办理，"
            f"不能按{held}的变更处理。",
            "Stop: a foreign judicial or enforcement request, state secrets or core data need the approval of the "
            f"competent authority or a person who applies the special rules; this is no change of the {held_en}.",
        )
    why = why_en = ""
    if path == "security_assessment":
        by_count = year.path is not None and not BY_COUNT.isdisjoint(year.path.reasons)
        why = "当年累计人数已到评估条件，" if by_count else "按变化以后的事实须申报数据出境安全评估，"
        why_en = (
            "The year's cumulative number reaches the conditions of an assessment. "
            if by_count
            else "After the change the facts call for a data export security assessment. "
        )
    return (
        f"{why}原来的{held}不再够用：须改走另一条路径，办妥以前相应的出境先停下。",
        f"{why_en}The {held_en} no longer serves: another path is needed, and the export concerned stops until that is "
        "done.",
    )
