"""Run the criteria of a kind over a submission: identify, extract, check, say the verdict. Pure but for its inputs.

The same submission gives the same result: findings stand in the order of the criteria, then of the files and places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from copilot.errors import BadInput
from copilot.law.knowledge_base import Material as Listed
from copilot.law.rule_parts import RuleParts
from copilot.law.rulebook import RuleBook, Span
from copilot.precheck.case import Case, Compare, Deviation, Hit, Submission
from copilot.precheck.checks import CHECKS
from copilot.precheck.criteria import Criteria, Criterion
from copilot.precheck.extract import extract
from copilot.precheck.finding import (
    Finding,
    MaterialState,
    Result,
    Source,
    Spot,
    as_base64,
    verdict_of,
    words_en,
    words_of,
)
from copilot.precheck.identify import ID_CARD, Identified, identify, resolve_id_cards
from copilot.precheck.kind_told import fitting_kind, said_of
from copilot.precheck.labels import in_known_words
from copilot.precheck.paper import Field, FilingKind, Paper, Place
from copilot.precheck.tables import Tables
from copilot.rules.calendar import WorkCalendar, china_calendar

_CARDS = ("legal_rep_id", "agent_id")
_UNKNOWN = re.compile(r"\{[a-z_]+\}")


def run(
    submission: Submission,
    *,
    kind: FilingKind,
    filed_on: dt.date,
    book: RuleBook,
    criteria: Criteria,
    calendar: WorkCalendar | None = None,
    compare: Compare | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Result:
    """The result of a pre-check.

    Args:
        submission: the papers as read, and what is said beside them.
        kind: which procedure the papers are handed in for.
        filed_on: the day of filing; the guides and limits of that day apply.
        book: the dated data, for limits and the path.
        criteria: the criteria and tables, from `load_criteria`.
        calendar: working days; None: those of mainland China.
        compare: the comparison of contracts with the official text; None: not checked, and said so.
        answers: what a model said on the questions of the substance group; None: not asked.

    Raises:
        BadInput: no criterion is in force for this kind on that day.
    """
    case = read_case(
        submission, kind=kind, filed_on=filed_on, book=book, tables=criteria.tables, calendar=calendar, compare=compare,
        answers=answers,
    )  # fmt: skip
    return judge(case, criteria)


def judge(case: Case, criteria: Criteria, *, unanswered: Mapping[str, str] | None = None) -> Result:
    """The result of the criteria of the case's kind and day; `unanswered`: why the model left a question, by question.

    Raises:
        BadInput: none on completeness is in force, or the day is beyond what working days can be counted to.
    """
    if case.filed_on.year >= case.calendar.horizon:  # periods in working days that begin then have no end
        raise BadInput(
            f"申报日 {case.filed_on} 太远",
            hint=f"请写 {case.calendar.horizon} 年以前的日期",
            en="the day is too far away",
        )
    applied = [c for c in criteria.entries if c.applies(case.kind, case.filed_on)]
    if not any(c.group == "completeness" for c in applied):  # no list of materials that day: a pass would say nothing
        raise BadInput(
            f"{case.filed_on} 没有适用于这种手续的预检标准", hint="请核对申报日期和手续种类", en="no criteria that day"
        )
    findings = list(merge(f for c in applied for f in findings_of(c, case)))
    verdict = verdict_of(findings)
    better = fitting_kind(case.told, case.kind, case.tables)
    first = said_of(better, case.told, case.kind, case.tables) if better else ("", "")
    left = not_checked(case, criteria, unanswered or {})
    return Result(
        kind=case.kind,
        verdict=verdict,
        materials=materials_of(case, {f.material for f in findings}),
        findings=findings,
        text=first[0] + words_of(verdict, findings),
        text_en=" ".join([*filter(None, first[1:]), words_en(verdict, findings)]),
        better_kind=better,
        better_kind_text=first[0],
        better_kind_text_en=first[1],
        filed_on=case.filed_on,
        unplaced=sorted({p.file for p in case.parts if case.material_of(p.role) is None}),
        not_checked=[zh for zh, _ in left],
        not_checked_en=[en for _, en in left],
        criteria=criteria.digest,
        applied=len(applied),
        sources=[Source(file=p.file, sha256=p.sha256) for p in case.submission.papers],
    )


def read_case(
    submission: Submission,
    *,
    kind: FilingKind,
    filed_on: dt.date,
    book: RuleBook,
    tables: Tables,
    calendar: WorkCalendar | None = None,
    compare: Compare | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Case:
    """The submission with its papers identified and its fields taken."""
    found = identify(submission.papers, tables)
    parts = wanted(found, kind, tables)
    fields = [_fields(p, tables) for p in parts]
    parts, fields = _cards(parts, fields)
    return Case(
        submission,
        kind,
        filed_on,
        parts,
        tuple(fields),
        listed_on(book, kind, filed_on),
        tables,
        book,
        calendar or china_calendar(),
        _once(compare),
        answers,
        tuple(p.role for p in found),
    )


def _fields(part: Identified, tables: Tables) -> tuple[Field, ...]:
    role = ID_CARD if part.role in _CARDS else part.role
    return extract(in_known_words(part.paper, role, tables), role, tables)


def _once(compare: Compare | None) -> Compare | None:
    """The comparison, made once for each paper."""
    known: dict[tuple[str, int], list[Deviation] | None] = {}

    def compared(paper: Paper, kind: FilingKind, day: dt.date) -> list[Deviation] | None:
        mark = (paper.file, len(paper.blocks))
        if compare is not None and mark not in known:
            known[mark] = compare(paper, kind, day)
        return known.get(mark)

    return compared if compare is not None else None


def wanted(parts: tuple[Identified, ...], kind: FilingKind, tables: Tables) -> tuple[Identified, ...]:
    """Roles of the other kind of contract paper read as this kind's: a contract in an assessment is its legal paper."""
    swap = {"security_assessment": {"standard_contract": "legal_document"}}.get(kind, {})
    return tuple(replace(p, role=swap.get(p.role, p.role)) for p in parts)


def _cards(
    parts: tuple[Identified, ...], fields: list[tuple[Field, ...]]
) -> tuple[tuple[Identified, ...], list[tuple[Field, ...]]]:
    """Identity papers given to the persons that the other papers name; their fields renamed with them."""
    said = {f.name: f for group in fields for f in group if f.text}

    def of(*names: str) -> set[str]:
        return {_bare(str(said[n].value or said[n].text)) for n in names if n in said}

    legal_rep = of(
        "application_form.legal_rep.name",
        "application_form.legal_rep.id_number",
        "power_of_attorney.legal_rep",
        "power_of_attorney.legal_rep_id",
        "uscc_certificate.legal_rep",
    )
    agent = of(
        "application_form.agent.name",
        "application_form.agent.id_number",
        "power_of_attorney.agent",
        "power_of_attorney.agent_id",
    )
    names = {
        i: {_bare(str(f.value or f.text)) for f in fields[i] if f.text and f.name in ("id_card.name", "id_card.number")}
        for i, p in enumerate(parts)
        if p.role == ID_CARD
    }
    told = resolve_id_cards(parts, legal_rep=legal_rep, agent=agent, names=names)
    for i, part in enumerate(told):
        if part.role in _CARDS:  # the fields of a card are those of its holder
            fields[i] = tuple(replace(f, name=f.name.replace(ID_CARD, part.role, 1)) for f in fields[i])
    return told, fields


def _bare(text: str) -> str:
    return re.sub(r"[\s·.]", "", text).upper()


def listed_on(book: RuleBook, kind: FilingKind, day: dt.date) -> tuple[Listed, ...]:
    """The materials of a kind as its guide of that day lists them; of contract changes also what they rest on."""
    parts: RuleParts = book.parts["beside"]
    found = [e for one in parts.lists if one.kind == kind for e in one.entries]
    return tuple(e for e in found if Span(e.in_force_from, e.repealed_from).holds(day))


def findings_of(criterion: Criterion, case: Case) -> Iterable[Finding]:
    """The findings of one criterion, in the order of its hits."""
    for hit in CHECKS[criterion.check].run(case, criterion.parameters):
        yield _finding(criterion, case, hit)


def _finding(criterion: Criterion, case: Case, hit: Hit) -> Finding:
    place = hit.place or Place("")
    material = hit.material or (case.material_of(hit.role) if hit.role else None) or _material_at(case, place)
    said = {k: v.replace("\n", " ") for k, v in hit.values.items()}
    return Finding(
        rule_id=criterion.id,
        stage=criterion.stage,
        severity=criterion.severity if hit.sure else "advice",
        material=material,
        file=place.file or None,
        page=place.page,
        locator=place.locator,
        message=filled(criterion.message, said) + ("" if hit.sure else "（不能确认，请人工核对）"),
        evidence=hit.evidence,
        basis=list(criterion.basis),
        suggestion=filled(criterion.remedy, said),
        title=criterion.title,
        title_en=criterion.title_en,
        group=criterion.group,
        sure=hit.sure,
        criterion_severity=criterion.severity,
        checked=criterion.status,
        expected=hit.expected,
        actual=hit.actual,
        box=place.box,
        also=[Spot(file=p.file, page=p.page, locator=p.locator, box=p.box) for p in hit.also],
        crop=as_base64(hit.crop),
    )


def _material_at(case: Case, place: Place) -> str | None:
    found = [p for p in case.parts if p.file == place.file]
    inside = [p for p in found if p.pages and place.page and p.pages[0] <= place.page <= p.pages[1]]
    part = next(iter(inside or found), None)
    return case.material_of(part.role) if part else None


def filled(text: str, said: Mapping[str, str]) -> str:
    """A text of a criterion with the words of the evidence; checked on loading, so that none is left open."""
    return _UNKNOWN.sub(lambda m: said.get(m[0][1:-1], ""), text)


def merge(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Each finding once: the same criterion, words and place told twice is one."""
    seen: set[tuple[Any, ...]] = set()
    for one in findings:
        mark = (one.rule_id, one.message, one.file, one.page, one.locator)
        if mark not in seen:
            seen.add(mark)
            yield one


def materials_of(case: Case, named: Collection[str | None] = ()) -> list[MaterialState]:
    """The state of every material of the day, then of papers that none asked for.

    What is needed only in some cases and is not there stands in the list where a finding (`named`) asks for it.
    """
    found = [_state(case, m) for m in case.listed]
    known = {m.id for m in case.listed}
    for part in case.parts:
        material = case.material_of(part.role)
        if material is None or material not in known:
            name = case.tables.papers[part.role].name if part.role else "未识别的文件"
            found.append(
                MaterialState(
                    id=material or part.role or "unknown",
                    name=name,
                    status="unreadable" if not part.paper.blocks else "unexpected",
                    files=[part.file],
                    why=list(part.reasons),
                    confidence=part.confidence,
                )
            )
    return [m for m in found if m.status != "missing" or m.required == "always" or m.id in named]


def _state(case: Case, listed: Listed) -> MaterialState:
    parts = case.of_role(*case.roles_of(listed.id))
    read = [p for p in parts if p.paper.blocks]
    status = "present" if read else "unreadable" if parts else "missing"
    if read and listed.required == "not_required":
        status = "unexpected"
    return MaterialState(
        id=listed.id,
        name=listed.name,
        name_en=listed.name_en,
        status=status,  # type: ignore[arg-type]
        files=[p.file for p in parts],
        required=listed.required,
        why=[r for p in parts for r in p.reasons],
        confidence=min((p.confidence for p in parts), default=1.0),
        pages=[f"{p.pages[0]}-{p.pages[1]}" for p in parts if p.pages],
    )


def not_checked(case: Case, criteria: Criteria, unanswered: Mapping[str, str]) -> list[tuple[str, str]]:
    """What could not be looked at, and why, in Chinese and English; it is never a pass."""
    said: list[tuple[str, str]] = []
    applied = [c for c in criteria.entries if c.applies(case.kind, case.filed_on)]
    if later := sum(case.kind in c.kinds and c.span.start > case.filed_on for c in criteria.entries):
        said.append(
            (
                f"申报日 {case.filed_on} 较早：现有标准中另有 {later} 条当日尚未施行，没有检查。",
                f"The day of filing, {case.filed_on}, is early: {later} criteria of today were not yet in force then.",
            )
        )
    texts = [c for c in applied if c.check == "contract_text"]
    if texts and case.readable(*(r for c in texts for r in c.parameters["roles"])):
        papers = case.readable(*(r for c in texts for r in c.parameters["roles"]))
        if case.compare is None or any(case.compare(p.paper, case.kind, case.filed_on) is None for p in papers):
            said.append(
                (
                    "合同正文没有与官方范本逐字比对：没有导入当日适用的范本。这不是通过，请导入后重新检查。",
                    "The contract was not compared with the official model: none of that day is loaded. "
                    "This is no pass; load it and check again.",
                )
            )
    said += _not_answered(case, applied, unanswered)
    if any(c.check == "code_elsewhere" for c in applied) and case.submission.province is None:
        said.append(
            (
                "没有核对信用代码的登记地是否在申报省份：没有说明向哪个省提交。",
                "Whether the credit code is of the province filed with: the province was not said.",
            )
        )
    if any(c.check == "offline_mismatch" for c in applied) and case.submission.offline is None:
        said.append(
            (
                "没有核对线上线下方式：没有说明用哪种方式提交。",
                "Whether on paper or online is right: the way of handing in was not said.",
            )
        )
    for part in case.parts:
        if part.paper.unread:
            said.append((f"{part.file} 没有读：{part.paper.unread}", f"{part.file} was not read ({part.paper.unread})"))
    return said


def _not_answered(case: Case, applied: list[Criterion], unanswered: Mapping[str, str]) -> list[tuple[str, str]]:
    """What no model looked at."""
    asked = [c for c in applied if c.check == "model_says"]
    left = [c for c in asked if c.parameters["question"] not in (case.answers or {})]
    if asked and not unanswered and not case.answers:
        return [
            (
                "没有使用模型复核实质内容：只做了代码能做的检查。",
                "No model was asked on substance: only what code can check was checked.",
            )
        ]
    said = []
    for one in left:
        why = unanswered.get(one.parameters["question"], "没有问到")
        said.append((f"模型没有复核“{one.title}”（{one.id}）：{why}。", f"The model did not look at {one.id} ({why})."))
    return said
