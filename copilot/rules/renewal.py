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
from copilot.rules.result import Milestone, Obligation, Question, Shape
from copilot.rules.timeline import ESTIMATED

Verdict = Literal["extend", "re_assess", "renew", "stop", "need_facts"]
Outcome = Literal["yes", "no", "unknown", "not_applicable"]
ASK_EXPIRY = Question(
    fact="expires",
    text="评估结果通知书或者申报系统上显示的到期日是哪一天？",
    help="2024年3月22日以前出具的结果，有效期是两年还是三年，以通知书和系统为准",
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


class ConditionCheck(Shape):
    """One condition of an extension, for one scene."""

    id: str
    title: str
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
    sets one. `recommended_by`: the last day from which the reviewing times still fit; advice, not law.
    """

    kind: FilingName
    number: str | None = None
    state: RenewalState
    verdict: Verdict
    headline: str
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
    return RenewalResult(
        kind=filing.kind,
        number=filing.number,
        state=state,
        verdict=verdict,
        headline=(_doubtful_words(filing, expiries) if doubtful else _headline(filing, times, verdict, state))
        + (EARLIER if estimated and state != "expired" else ""),
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
        notes=_notes(expiries, scenes, times, estimated=estimated),
        rules={"data": book.digest, "code": __version__},
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
        return [Expiry(date=filing.expires, note="按通知书、证书或者合同写明的到期日")]
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
    doubt = "施行前出具的结果有效期是否随之延长，答问没有说；以通知书和申报系统显示的到期日为准"
    return [_expiry(filing.result_date, value, doubt=doubt) for value in (now, *later)]


def _expiry(start: dt.date, value: Value, *, doubt: str = "") -> Expiry:
    last = months_after(start, 12 * value.value) - _ONE_DAY
    status: CheckedStatus = "doubtful" if doubt else "verified"
    return Expiry(date=last, years=value.value, basis=list(value.basis), checked=status, note=doubt)


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
        asked = [Question(fact=f"scenes.{c.id}", text=c.question, help=c.help) for c in named.values()]
        return [q.fact for q in asked], asked
    missing, questions = [], []
    for i, scene in enumerate(scenes):
        for check in scene.conditions:
            if check.outcome != "unknown" or scene.verdict == "re_assess":
                continue
            missing += [f"scenes.{i}.{fact}" for fact, value in check.facts.items() if value is None]
            c, prefix = named[check.id], f"{scene.scene}：" if len(scenes) > 1 else ""
            questions.append(Question(fact=f"scenes.{i}.{check.id}", text=prefix + c.question, help=c.help))
    return missing, questions


def _notes(expiries: list[Expiry], scenes: list[SceneCheck], times: Times, *, estimated: bool) -> list[str]:
    notes = list(dict.fromkeys(e.note for e in expiries if e.checked == "doubtful"))
    if len(expiries) > 1:
        days = "，".join(f"按{e.years}年到 {e.date}" for e in expiries)
        notes.append(f"{days}；提醒按较早的一个")
    if len({scene.verdict for scene in scenes}) > 1:
        notes.append("几个场景的结果不一样；延长要求准予的出境活动同时符合全部条件，有一个场景不符合就不能按原样延长")
    if times.filing.kind == "certification" and times.apply_by:
        notes.append("办法写届满前六个月提出，认证规则写届满前六个月内；最好在到期前六个月之时或者更早联系认证机构")
    if estimated:
        notes.append(ESTIMATED)
    return notes


def _headline(filing: Filing, times: Times, verdict: str, state: RenewalState) -> str:
    held, end = FILINGS[filing.kind], times.expires
    if state == "expired":
        return f"{held}已于 {end} 到期：停止以它为依据的出境；要继续的，重新办理，办妥以前不得开展。"
    left = f"{held}到 {end} 为止，还有 {times.left} 个工作日"
    if filing.kind == "security_assessment":
        return left + _assessment_words(times, verdict, state)
    if filing.kind == "certification":
        if times.apply_by:
            words = {"late": f"；应在 {times.apply_by} 以前提出续证申请，已经晚了，请立即联系认证机构"}
            return left + words.get(state, f"；请在 {times.apply_by} 以前提出续证申请") + "，到期没有换发就停止。"
        return left + (f"；{times.window_opens} 起可以提出续证" if state == "early" else "；现在可以提出续证") + "。"
    return left + "；要继续的，到期以前续订并备案，到期没有生效的合同就停止。"


EARLIER = "（估计：放假安排还没有公布，只按周末推算；春节、国庆在内的要更早，宜再提前两周。）"


def _doubtful_words(filing: Filing, expiries: list[Expiry]) -> str:
    days = "，".join(f"按{e.years}年算到 {e.date}" for e in expiries)
    return f"{FILINGS[filing.kind]}的到期日有疑问：{days}；请先核对通知书和申报系统，核清以前按已到期处理，停止出境。"


def _assessment_words(times: Times, verdict: str, state: RenewalState) -> str:
    if times.apply_by:  # the law before 2024-03-22: apply anew, and in good time
        if state == "late":
            return f"；应在 {times.apply_by} 以前重新申报，已经晚了，到期没有通过就停止。"
        return f"；要继续的，在 {times.apply_by} 以前重新申报评估。"
    if verdict == "re_assess":
        return "；有条件不满足，不能申请延长，要继续的尽早重新申报评估，到期没有通过就停止。"
    open_ = "；延长的条件还没有问清" if verdict == "need_facts" else ""
    if state == "early":
        return f"；{times.window_opens} 起可以申请延长{open_}。"
    if state == "late":
        return f"，少于查验加审核的 {times.review_days} 个工作日：立即申请，到期没有获准就停止{open_}。"
    by = f"，建议在 {times.recommended_by} 以前提交" if times.recommended_by else ""
    return f"；现在可以申请延长{by}，到期没有获准就停止{open_}。"
