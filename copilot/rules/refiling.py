"""Which change of an export that was assessed, filed or certified needs what: by dated rules, with a trace.

Facts of a change that nobody said stay open; only where every way they could turn out agrees is there a verdict.
Source: 数据出境安全评估办法 第十四条; 个人信息出境标准合同办法 第八条; 个人信息保护认证实施规则; 网络数据安全管理条例
第三十八条; the Greater Bay Area guidelines; the rules themselves in `knowledge_base/rules/refiling.yaml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from pydantic import Field

from copilot import __version__
from copilot.domain import Basis, CheckedStatus
from copilot.errors import BadInput
from copilot.law.filing_parts import FilingParts, Triage
from copilot.law.filing_records import ChangeFact, ChangeName, ChangeVerdictName, FilingName
from copilot.law.rule_parts import Rule
from copilot.law.rulebook import RuleBook
from copilot.rules import filing_path
from copilot.rules.explore import Exploration, Open, deciding, explore
from copilot.rules.filing_headline import change_headline, ended_by
from copilot.rules.filing_labels import FILINGS, VERDICTS, VERDICTS_EN
from copilot.rules.filing_path import ChangeAssumption
from copilot.rules.filings import Change, ChangeRequest, Filing
from copilot.rules.follow_ups import basis_of, follow_ups, obligation, places
from copilot.rules.result import Obligation, PathResult, Question, Shape, Step

# Light to heavy: where several things change, the heaviest need is the verdict.
WEIGHT: dict[str, int] = {
    name: i
    for i, name in enumerate(
        ("none", "renew", "supplement", "change_certificate", "re_file", "re_assess", "new_path", "need_facts")
    )
}
# What a description such as "we add a field" says by itself, unless told otherwise; heavier than its opposite.
BEYOND = frozenset({"field", "sensitivity", "purpose", "method", "recipient_use", "onward"})
CERTIFIED = BEYOND | {"recipient", "storage_place", "retention", "contract_text", "contract_term"}
MAX_QUESTIONS = 3
# What a filing that has ended needs at the least: there is nothing left to change.
AFTER_END = {
    "security_assessment": "re_assess",
    "standard_contract": "re_file",
    "gba_contract": "re_file",
    "certification": "renew",
}
Papers = Literal["contract_change", "security_assessment", "certification", "extension"]
PAPERS: dict[str, Papers] = {
    "supplement": "contract_change",
    "re_file": "contract_change",
    "re_assess": "security_assessment",
    "new_path": "security_assessment",
    "change_certificate": "certification",
    "renew": "extension",
}


class ChangeVerdict(Shape):
    """What one of the changes needs; `choices`: what the law allows instead."""

    kind: ChangeName
    label: str
    label_en: str = ""
    detail: str = ""
    scene: str | None = None
    verdict: ChangeVerdictName
    possible: list[ChangeVerdictName]
    choices: list[ChangeVerdictName] = Field(default_factory=list)
    basis: list[Basis]
    trace: list[Step]
    checked: CheckedStatus = "verified"
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list)


class ChangeResult(Shape):
    """What the changes together need, why, what is to be done, and what stops until it is done.

    Here and in its parts, `x_en` says in English what `x` says; the Chinese is authoritative.
    """

    verdict: ChangeVerdictName
    headline: str
    headline_en: str = ""
    possible: list[ChangeVerdictName]
    choices: list[ChangeVerdictName] = Field(default_factory=list)
    filing: FilingName
    number: str | None = None
    changes: list[ChangeVerdict]
    basis: list[Basis]
    trace: list[Step]
    missing: list[str] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    assumptions: list[ChangeAssumption] = Field(default_factory=list)
    obligations: list[Obligation] = Field(default_factory=list)
    stop: list[Obligation] = Field(default_factory=list, description="what must not go on until the duties are done")
    papers: Papers | None = Field(default=None, description="which list of papers")
    path: PathResult | None = Field(default=None, description="the path that the year's counts lead to")
    notes: list[str] = Field(default_factory=list)
    notes_en: list[str] = Field(default_factory=list, description="as many as `notes`")
    as_of: dt.date
    rules: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One change: the view for the reader, the rules that may decide, and the open facts that do."""

    view: ChangeVerdict
    found: frozenset[Triage]
    missing: tuple[str, ...]
    assumed: tuple[ChangeAssumption, ...]


def triage(request: ChangeRequest, *, as_of: dt.date, book: RuleBook) -> ChangeResult:
    """What the described changes need, under the law of a day.

    Args:
        request: the filing, the changes, and the exporter's year after them where known.
        as_of: the day whose law applies.
        book: the dated data.

    Raises:
        BadInput: the procedure of the filing did not exist on that day.
    """
    parts: FilingParts = book.parts["filings"]
    standing = _standing(request.filing, as_of, parts)
    judged = [_judge(change, request.filing, standing, as_of, parts) for change in request.changes]
    year = filing_path.judge(request, as_of=as_of, book=book)
    ended = ended_by(request.filing, as_of)
    possible = _possible(judged, year, at_least=AFTER_END[request.filing.kind] if ended else None)
    settled = possible[0] if len(possible) == 1 else None
    verdict = settled or "need_facts"
    missing = [] if settled else _missing(judged, year)
    views = [one.view for one in judged if settled in one.view.possible] or [one.view for one in judged]
    duties, stops = follow_ups(
        request.filing,
        settled,
        frozenset(change.kind for change in request.changes),
        {rule for one in judged for rule in one.found} | set(year.reached),
        as_of=as_of,
        book=book,
    )
    if ended:
        over = [d for d in parts.renewal_duties if "expired" in d.states and request.filing.kind in d.filings]
        stops += [obligation(d, request.filing, as_of=as_of, book=book) for d in over if d.span.holds(as_of)]
    headline, headline_en = change_headline(request.filing, verdict, possible, year=year, as_of=as_of)
    return ChangeResult(
        verdict=verdict,  # type: ignore[arg-type]  # verdicts of the rules, checked by the loader
        headline=headline,
        headline_en=headline_en,
        possible=possible,  # type: ignore[arg-type]
        choices=list(dict.fromkeys(c for view in views if view.verdict == settled for c in view.choices)),
        filing=request.filing.kind,
        number=request.filing.number,
        changes=[one.view for one in judged],
        basis=_basis(views, year, settled),
        trace=[step for one in judged for step in one.view.trace] + list(year.trace),
        missing=missing,
        questions=_questions(missing, request, parts, year),
        assumptions=[a for one in judged for a in one.assumed] + list(year.assumptions),
        obligations=duties,
        stop=stops,
        papers=_papers(verdict, request.filing, duties),
        path=year.path,
        notes=list(dict.fromkeys(year.notes)),
        notes_en=list(dict.fromkeys(year.notes_en)),
        as_of=as_of,
        rules={"data": book.digest, "code": __version__},
    )


def _standing(filing: Filing, as_of: dt.date, parts: FilingParts) -> list[Triage]:
    """The rules of that day for such a filing; raises as `triage`."""
    found = [t for t in parts.triage if filing.kind in t.filings and t.span.holds(as_of)]
    if not found:
        raise BadInput(
            f"{as_of} 还没有“{FILINGS[filing.kind]}”这项程序的变更规则",
            hint="请核对日期和备案的类型",
            en="no such procedure on that day",
        )
    return found


def _possible(judged: Sequence[_Judged], year: filing_path.Year, *, at_least: str | None) -> list[str]:
    """What the changes together may need, light to heavy: of every way they can turn out, the heaviest part."""
    ways = [set(one.view.possible) for one in judged] + [set(year.verdicts)] + ([{at_least}] if at_least else [])
    return sorted({max(way, key=WEIGHT.__getitem__) for way in product(*ways)}, key=WEIGHT.__getitem__)


def _basis(views: Sequence[ChangeVerdict], year: filing_path.Year, settled: str | None) -> list[Basis]:
    """Where the verdict stands; for a new path the year's counts first, where they lead there."""
    if settled != "new_path" or not year.reached:
        return places(b for view in views for b in view.basis)
    return places([*year.basis, *(b for view in views if view.verdict == "new_path" for b in view.basis)])


def _judge(change: Change, filing: Filing, standing: list[Triage], as_of: dt.date, parts: FilingParts) -> _Judged:
    known, assumed = _known(change, filing)
    rules = [t for t in standing if change.kind in t.changes]

    def decide(supposed: Mapping[str, Any]) -> Triage:
        for rule in rules:
            if all(_value(fact, known, supposed) is wanted for fact, wanted in rule.facts):
                return rule
        raise BadInput(
            f"没有适用于“{parts.kinds[change.kind]}”的规则", hint="运行 compliance-copilot kb check", en="no rule"
        )

    ways = explore(decide)
    verdicts = sorted({leaf.outcome.verdict for leaf in ways.leaves}, key=WEIGHT.__getitem__)
    rule = ways.leaves[0].outcome
    settled = len(verdicts) == 1
    return _Judged(
        view=ChangeVerdict(
            kind=change.kind,
            label=parts.kinds[change.kind],
            label_en=parts.kinds_en[change.kind],
            detail=change.detail or "",
            scene=change.scene,
            verdict=verdicts[0] if settled else "need_facts",  # type: ignore[arg-type]  # checked by the loader
            possible=verdicts,  # type: ignore[arg-type]
            choices=list(rule.choices) if settled else [],  # type: ignore[arg-type]
            basis=places([b for r in _rules(ways) for b in basis_of(r, filing, as_of)]),
            trace=[_step(r, known, filing, as_of, open_=not settled) for r in _rules(ways)],
            checked=_worst(_rules(ways)) if settled else "verified",
            notes=list(dict.fromkeys(n for r in _rules(ways) for n in (r.note, _doubt(r)) if n and settled)),
            notes_en=list(dict.fromkeys(n for r in _rules(ways) for n in (r.note_en, _doubt_en(r)) if n and settled)),
        ),
        found=frozenset(_rules(ways)),
        missing=tuple(deciding(ways.leaves, lambda t: t.verdict, order=tuple(parts.questions))) if not settled else (),
        assumed=tuple(assumed),
    )


def _known(change: Change, filing: Filing) -> tuple[dict[str, bool | None], list[ChangeAssumption]]:
    """The facts of the change as the rules read them, and what was presumed because nothing was said."""
    known: dict[str, bool | None] = {fact: getattr(change, fact) for fact in ChangeFact.__args__}  # type: ignore[attr-defined]
    assumed: list[ChangeAssumption] = []
    if not filing.conditions and "against_conditions" not in change.model_fields_set:
        known["against_conditions"] = False
    if "within_scope" in change.model_fields_set:
        return known, assumed
    by_count = filing_path.within(change, filing)
    if by_count is not None:
        known["within_scope"] = by_count
    elif filing.kind != "security_assessment" and change.kind in (
        CERTIFIED if filing.kind == "certification" else BEYOND
    ):
        known["within_scope"] = False
        text = "没有说新内容已经写在备案的合同、证书里，按没有写处理"
        english = "Not said that the filed contract or the certificate names the new content: taken as not named"
        assumed.append(ChangeAssumption(fact="within_scope", value=False, text=text, text_en=english))
    return known, assumed


def _value(fact: str, known: Mapping[str, bool | None], supposed: Mapping[str, Any]) -> bool:
    value = known[fact] if known[fact] is not None else supposed.get(fact)
    if value is None:
        raise Open(fact, (False, True) if fact in ("within_scope", "same_content") else (True, False))
    return value


def _rules(ways: Exploration[Triage]) -> list[Triage]:
    """The rules that may decide, each once, in the order in which they were met."""
    return list(dict.fromkeys(leaf.outcome for leaf in ways.leaves))


def _step(rule: Triage, known: Mapping[str, bool | None], filing: Filing, as_of: dt.date, *, open_: bool) -> Step:
    facts = {fact: known[fact] for fact, _ in rule.facts}
    words = {True: "是", False: "否"}
    return Step(
        id=rule.id,
        title=rule.title,
        title_en=rule.title_en,
        outcome="unknown" if open_ else "yes",
        facts=facts,
        compare="，".join(f"{fact} = {words[wanted]}" for fact, wanted in rule.facts),
        basis=basis_of(rule, filing, as_of),
        checked=rule.checked.status,
        note="；".join(n for n in (f"则：{VERDICTS[rule.verdict]}" if open_ else "", rule.note, _doubt(rule)) if n),
        note_en="; ".join(
            n for n in (f"then: {VERDICTS_EN[rule.verdict]}" if open_ else "", rule.note_en, _doubt_en(rule)) if n
        ),
    )


def _doubt(rule: Rule) -> str:
    return rule.checked.note if rule.checked.status != "verified" else ""


def _doubt_en(rule: Triage) -> str:
    return rule.doubt_en if rule.checked.status != "verified" else ""


def _worst(rules: list[Triage]) -> CheckedStatus:
    found = {rule.checked.status for rule in rules}
    return next((status for status in ("doubtful", "secondary") if status in found), "verified")  # type: ignore[return-value]


def _missing(judged: list[_Judged], year: filing_path.Year) -> list[str]:
    """Open facts that decide, named by the change they are about; those of the year as the path names them."""
    own = [f"changes.{i}.{fact}" for i, one in enumerate(judged) for fact in one.missing]
    return list(dict.fromkeys([*own, *year.missing]))


def _questions(
    missing: list[str], request: ChangeRequest, parts: FilingParts, year: filing_path.Year
) -> list[Question]:
    several = len(request.changes) > 1
    asked = []
    for name in missing:
        if name.startswith("facts."):
            asked += [q for q in year.questions if q.fact == name]
            continue
        _, place, fact = name.split(".")
        info = parts.questions[fact]
        kind, demands = request.changes[int(place)].kind, "；".join(request.filing.conditions)
        asked.append(
            Question(
                fact=name,
                text=(f"“{parts.kinds[kind]}”：" if several else "")
                + info.question["zh"].replace("{conditions}", demands or "通知书所列"),
                text_en=(f"{parts.kinds_en[kind].capitalize()}: " if several else "")
                + info.question["en"].replace("{conditions}", demands or "as it lists"),
                help=info.help,
                help_en=info.help_en,
            )
        )
    return asked[:MAX_QUESTIONS]


def _papers(verdict: str, filing: Filing, duties: Sequence[Obligation]) -> Papers | None:
    """The list of papers; a Greater Bay Area contract has none of its own for a change.

    Another path has the papers of an assessment only where one is due: what leaves the area may need a contract, and
    where an authority must approve there are none.
    """
    if verdict == "new_path" and not any(one.id.startswith("redo_self_assessment") for one in duties):
        return None
    return PAPERS.get(verdict) if filing.kind != "gba_contract" or verdict == "new_path" else None
