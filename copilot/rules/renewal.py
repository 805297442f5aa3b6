"""How long a decision, certificate or contract still holds, when it can be renewed, and whether it may be extended.

Source: 促进和规范数据跨境流动规定 第九条; 数据出境安全评估申报指南（第三版）三; 个人信息出境认证办法 第八条;
`knowledge_base/rules/renewal.yaml`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from copilot import __version__
from copilot.domain import Basis, CheckedStatus
from copilot.errors import BadInput
from copilot.law.filing_parts import Condition, FilingParts
from copilot.law.filing_records import FilingName, RenewalState
from copilot.law.rulebook import RuleBook, Value
from copilot.rules.calendar import WorkCalendar, china_calendar, months_after
from copilot.rules.filing_labels import FILINGS
from copilot.rules.filings import FiledScene, Filing
from copilot.rules.follow_ups import obligation, places
from copilot.rules.renewal_times import Times
from copilot.rules.renewal_words import EARLIER, EARLIER_EN, doubtful_headline, renewal_headline
from copilot.rules.result import Milestone, Obligation, Question, Shape
from copilot.rules.timeline import ESTIMATED, ESTIMATED_EN

Verdict = Literal["extend", "re_assess", "renew", "stop", "need_facts"]
Outcome = Literal["yes", "no", "unknown", "not_applicable"]
ASK_EXPIRY = Question(
    fact="expires",
    text="评估结果通知书或者申报系统上显示的到期日是哪一天？",
    text_en="Which last day do the assessment notice and the filing system show?",
    help="2024年3月22日以前出具的结果，有效期是两年还是三年，以通知书和系统为准",
    help_en="Of a result given before 2024-03-22, whether it holds two or three years is as notice and system say",
)
AS_WRITTEN = "The last day as the notice, certificate or contract says"
DOUBT = (
    "施行前出具的结果有效期是否随之延长，答问没有说；以通知书和申报系统显示的到期日为准",
    "Whether results given before the Provisions came into force hold longer is not said in the Q&A; the last day in "
    "the notice and the filing system governs",
)
SCENES_DIFFER = (
    "几个场景的结果不一样；延长要求准予的出境活动同时符合全部条件，有一个场景不符合就不能按原样延长",
    "The scenes differ; an extension needs every condition for the export that was granted, so one scene that fails "
    "rules out an extension as it stands",
)
SIX_MONTHS = (
    "办法写届满前六个月提出，认证规则写届满前六个月内；最好在到期前六个月之时或者更早联系认证机构",
    "The measures say six months before it ends, the certification rules within the last six months; contact the "
    "certification body at six months or earlier",
)
_ONE_DAY = dt.timedelta(days=1)
_TERM: dict[str, str] = {"security_assessment": "validity/assessment", "certification": "validity/certificate"}


class Expiry(Shape):
    """A last day on which it holds; several where the sources leave doubt."""

    date: dt.date
    years: int | None = None
    basis: list[Basis] = Field(default_factory=list)
    checked: CheckedStatus = "verified"
    note: str = ""
    note_en: str = ""


class ConditionCheck(Shape):
    """One condition of an extension, for one scene."""

    id: str
    title: str
    title_en: str = ""
    outcome: Outcome
    facts: dict[str, Any] = Field(default_factory=dict)
    compare: str = ""
    basis: list[Basis]
    checked: CheckedStatus = "verified"


class SceneCheck(Shape):
    """All conditions for one scene; it can be extended only where each holds or does not matter."""

    scene: str
    verdict: Literal["extend", "re_assess", "need_facts"]
    conditions: list[ConditionCheck]


class RenewalResult(Shape):
    """The time left, what is to be done when, and whether an extension can be asked for.

    `window_opens` to `expires`: when an extension can be asked for. `apply_by`: the law's last day to apply, where it
    sets one. `recommended_by`: the last day from which the reviewing times still fit; advice, not law. Here and in its
    parts, `x_en` says in English what `x` says; the Chinese is authoritative.
    """

    kind: FilingName
    number: str | None = None
    state: RenewalState
    verdict: Verdict
    headline: str
    headline_en: str = ""
    as_of: dt.date
    expires: dt.date
    expiries: list[Expiry]
    working_days_left: int
    window_opens: dt.date | None = None
    apply_by: dt.date | None = None
    recommended_by: dt.date | None = None
    estimated: bool = False
    scenes: list[SceneCheck] = Field(default_factory=list)
    obligations: list[Obligation]
    timeline: list[Milestone]
    missing: list[str] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    basis: list[Basis]
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list, description="as many as `notes`")
    rules: dict[str, str] = Field(default_factory=dict)


def renewal(filing: Filing, *, as_of: dt.date, book: RuleBook, calendar: WorkCalendar | None = None) -> RenewalResult:
    """The renewal of a filing as seen on a day.

    Args:
        filing: with `expires` as the notice, certificate or contract says; else `result_date`, from which the time is
            counted; its scenes hold the facts for the conditions of an extension.
        as_of: the day, and its law.
        book: the dated data.
        calendar: working days; None: those of mainland China.

    Raises:
        BadInput: neither date is known, or the procedure has no time limit that could be counted.
    """
    calendar = calendar or china_calendar()
    expiries = _expiries(filing, as_of, book)
    expires = min(e.date for e in expiries)
    _refuse_impossible(filing, expires, as_of=as_of, calendar=calendar)
    times = Times(filing, expires, as_of=as_of, book=book, calendar=calendar)
    scenes = _scenes(filing, as_of, book) if filing.kind == "security_assessment" else []
    state = times.state()
    doubtful = state == "expired" and as_of <= max(e.date for e in expiries)
    verdict: Verdict = "need_facts" if doubtful else _verdict(filing, state, scenes)
    duties = _duties(filing, state, as_of=as_of, book=book)
    missing, questions = _open(scenes, filing, as_of, book.parts["filings"]) if state != "expired" else ([], [])
    if doubtful:
        missing, questions = [ASK_EXPIRY.fact], [ASK_EXPIRY]
    estimated = calendar.is_estimated(expires, times.window_opens, times.recommended_by)
    said = doubtful_headline(filing, expiries) if doubtful else renewal_headline(filing, times, verdict, state)
    early = (EARLIER, EARLIER_EN) if estimated and state != "expired" else ("", "")
    notes = _notes(expiries, scenes, times, estimated=estimated)
    return RenewalResult(
        kind=filing.kind,
        number=filing.number,
        state=state,
        verdict=verdict,
        headline=said[0] + early[0],
        headline_en=said[1] + early[1],
        as_of=as_of,
        expires=expires,
        expiries=expiries,
        working_days_left=calendar.working_days_between(as_of, expires),
        window_opens=times.window_opens,
        apply_by=times.apply_by,
        recommended_by=times.recommended_by,
        estimated=estimated,
        scenes=scenes,
        obligations=duties,
        timeline=times.milestones(),
        missing=missing,
        questions=questions,
        basis=places([*(b for e in expiries for b in e.basis), *(b for d in duties for b in d.basis)]),
        notes=[note for note, _ in notes],
        notes_en=[note for _, note in notes],
        rules={"data": book.digest, "code": __version__},
    )


def _refuse_impossible(filing: Filing, expires: dt.date, *, as_of: dt.date, calendar: WorkCalendar) -> None:
    """Refuse a filing that does not exist yet on the day, and an end for which no working days can be counted."""
    if filing.result_date is not None and filing.result_date > as_of:
        raise BadInput(
            f"result_date（{filing.result_date}）晚于判断的日期 as_of（{as_of}）：那一天还没有这项结果",
            hint="请核对出具（生效）日期，或者把 as_of 改到那一天以后",
            en=f"result_date ({filing.result_date}) lies after as_of ({as_of}): it did not exist yet on that day",
        )
    if expires.year > calendar.horizon:
        raise BadInput(
            f"expires（{expires}）太远：工作日只能推算到 {calendar.horizon} 年",
            hint="请核对到期日；合同期限更长的，到时再查",
            en=f"expires ({expires}) is too far away: working days are counted up to {calendar.horizon}",
        )


def _duties(filing: Filing, state: RenewalState, *, as_of: dt.date, book: RuleBook) -> list[Obligation]:
    parts: FilingParts = book.parts["filings"]
    return [
        obligation(one, filing, as_of=as_of, book=book)
        for one in parts.renewal_duties
        if one.span.holds(as_of) and filing.kind in one.filings and state in one.states
    ]


def _expiries(filing: Filing, as_of: dt.date, book: RuleBook) -> list[Expiry]:
    """As the paper says; else by the years of the law: an assessment of before 2024-03-22 may have two or three."""
    if filing.expires is not None:
        return [Expiry(date=filing.expires, note="按通知书、证书或者合同写明的到期日", note_en=AS_WRITTEN)]
    term = _TERM.get(filing.kind)
    if filing.result_date is None or term is None:
        raise BadInput(
            "没有到期日" if term is None else "既没有到期日，也没有出具日期",
            hint="请给出 expires（合同、证书或者通知书写明的到期日）"
            + ("" if term is None else "，或者 result_date（出具日期）"),
            en="give the expiry date",
        )
    if filing.extended:
        return [_expiry(filing.result_date, book.value_on("validity/extension", filing.result_date))]
    if not book.in_force(term, filing.result_date):
        raise BadInput(
            f"{filing.result_date} 还没有{FILINGS[filing.kind]}的有效期规定", hint="请核对出具日期", en="no such term"
        )
    now = book.value_on(term, filing.result_date)
    later = [v for v in book.parameters[term].values if now.span.start < v.span.start <= as_of and v.value != now.value]
    if not later:
        return [_expiry(filing.result_date, now)]
    return [_expiry(filing.result_date, value, doubtful=True) for value in (now, *later)]


def _expiry(start: dt.date, value: Value, *, doubtful: bool = False) -> Expiry:
    day = months_after(start, 12 * value.value)
    last = day - _ONE_DAY if day.day == start.day else day  # from 29 February it ends with the month
    found = Expiry(date=last, years=value.value, basis=list(value.basis))
    return (
        found.model_copy(update={"checked": "doubtful", "note": DOUBT[0], "note_en": DOUBT[1]}) if doubtful else found
    )


def _scenes(filing: Filing, as_of: dt.date, book: RuleBook) -> list[SceneCheck]:
    parts: FilingParts = book.parts["filings"]
    conditions = [c for c in parts.conditions if c.span.holds(as_of)]
    found = []
    for scene in filing.scenes:
        checks = [_check(c, scene, as_of, book) for c in conditions]
        outcomes = {c.outcome for c in checks}
        verdict = "re_assess" if "no" in outcomes else "need_facts" if "unknown" in outcomes else "extend"
        found.append(SceneCheck(scene=scene.name, verdict=verdict, conditions=checks))  # type: ignore[arg-type]
    return found


def _check(condition: Condition, scene: FiledScene, as_of: dt.date, book: RuleBook) -> ConditionCheck:
    outcome, compare = _outcome(condition, scene, as_of, book)
    names = [fact for fact, _ in condition.facts]
    if condition.growth:
        names += [condition.growth.granted, condition.growth.next]
    return ConditionCheck(
        id=condition.id,
        title=condition.title,
        title_en=condition.title_en,
        outcome=outcome,
        facts={name: getattr(scene, name) for name in names},
        compare=compare,
        basis=list(condition.basis(as_of)),
        checked=condition.checked.status,
    )


def _outcome(condition: Condition, scene: FiledScene, as_of: dt.date, book: RuleBook) -> tuple[Outcome, str]:
    if condition.applies and getattr(scene, condition.applies) is False:
        return "not_applicable", ""
    if condition.growth:
        return _growth(condition, scene, as_of, book)
    values = [(getattr(scene, fact), wanted) for fact, wanted in condition.facts]
    if any(value is not None and value is not wanted for value, wanted in values):
        return "no", ""
    return ("unknown" if any(value is None for value, _ in values) else "yes"), ""


def _growth(condition: Condition, scene: FiledScene, as_of: dt.date, book: RuleBook) -> tuple[Outcome, str]:
    assert condition.growth is not None
    granted, following = getattr(scene, condition.growth.granted), getattr(scene, condition.growth.next)
    if granted is None or following is None:
        return "unknown", ""
    percent = 100 + book.value_on(condition.growth.parameter, as_of).value
    holds = following * 100 <= granted * percent
    return ("yes" if holds else "no"), f"{following} {'≤' if holds else '>'} {granted} × {percent}%"


def _verdict(filing: Filing, state: RenewalState, scenes: list[SceneCheck]) -> Verdict:
    if state == "expired":
        return "stop"
    if filing.kind != "security_assessment":
        return "renew"
    outcomes = {scene.verdict for scene in scenes}
    if "re_assess" in outcomes:
        return "re_assess"
    return "need_facts" if not scenes or "need_facts" in outcomes else "extend"


def _open(
    scenes: list[SceneCheck], filing: Filing, as_of: dt.date, parts: FilingParts
) -> tuple[list[str], list[Question]]:
    """What is still to be answered; without any scene, each condition once."""
    named = {c.id: c for c in parts.conditions if c.span.holds(as_of)}
    if filing.kind != "security_assessment":
        return [], []
    if not scenes:
        asked = [_question(f"scenes.{c.id}", c) for c in named.values()]
        return [q.fact for q in asked], asked
    missing, questions = [], []
    for i, scene in enumerate(scenes):
        for check in scene.conditions:
            if check.outcome != "unknown" or scene.verdict == "re_assess":
                continue
            missing += [f"scenes.{i}.{fact}" for fact, value in check.facts.items() if value is None]
            c, prefix = named[check.id], f"{scene.scene}：" if len(scenes) > 1 else ""
            questions.append(_question(f"scenes.{i}.{check.id}", c, scene=prefix))
    return missing, questions


def _question(fact: str, one: Condition, *, scene: str = "") -> Question:
    return Question(
        fact=fact,
        text=scene + one.question,
        text_en=scene.replace("：", ": ") + one.question_en,
        help=one.help,
        help_en=one.help_en,
    )


def _notes(expiries: list[Expiry], scenes: list[SceneCheck], times: Times, *, estimated: bool) -> list[tuple[str, str]]:
    """What a reader must know beside, in Chinese and in English."""
    notes = list(dict.fromkeys((e.note, e.note_en) for e in expiries if e.checked == "doubtful"))
    if len(expiries) > 1:
        days = "，".join(f"按{e.years}年到 {e.date}" for e in expiries)
        days_en = "; ".join(f"by {e.years} years until {e.date}" for e in expiries)
        notes.append((f"{days}；提醒按较早的一个", f"{days_en}; reminders go by the earlier one"))
    if len({scene.verdict for scene in scenes}) > 1:
        notes.append(SCENES_DIFFER)
    if times.filing.kind == "certification" and times.apply_by:
        notes.append(SIX_MONTHS)
    if estimated:
        notes.append((ESTIMATED, ESTIMATED_EN))
    return notes
