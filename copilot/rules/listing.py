"""What one negative list says of a transfer: must_assess, must_contract, off_list, not_covered, or need_facts.

Every fact that is open is tried both ways; a verdict stands only where all completions agree. Residual rows come before
off_list; a list that was not obtained whole, or may have been replaced, never gives off_list.

Source: 促进和规范数据跨境流动规定第六条 and the rows of each list, quoted in the trace by number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from copilot.domain import Basis
from copilot.law.list_records import CountKind, Domain, Item, NegativeList, Scene, Scope

Hit = Literal["must_assess", "must_contract", "off_list", "not_covered"]
Answer = Literal["must_assess", "must_contract", "off_list", "not_covered", "need_facts"]
NONE = "none"  # said of a domain or scene: none of those on the list
ORDER: dict[str, int] = {"off_list": 0, "must_contract": 1, "must_assess": 2}
KINDS: dict[CountKind, str] = {"pi": "个人信息（不含敏感）", "sensitive_pi": "敏感个人信息"}
QUESTIONS = {
    "current_list": "这一版清单在所问的日期还适用吗？请看官方页面，或者问当地网信部门",
    "list_text": "清单正文没有取得，请对照官方页面上的场景、字段和人数",
    "registered_in_zone": "企业注册在该自贸试验区内吗？",
    "exporting_in_zone": "数据出境活动是在该自贸试验区内开展的吗？",
    "is_ciio": "收到过保护工作部门认定贵单位运营关键信息基础设施的通知吗？",
    "domain": "业务属于清单的哪个领域？都不是的话也请说明",
    "scene": "数据用在清单的哪个场景？都不是的话也请说明",
    "contains_important_data": "数据里有清单列为重要数据的内容吗？",
    "below_minimum_confirmed": "列明字段的人数低于清单下限，所属管委会是否确认属于清单外？",
    "listed_pi": "列明字段涉及多少人（不含敏感，自当年1月1日起去重）？",
    "listed_sensitive": "列明的敏感字段涉及多少人（自当年1月1日起去重）？",
    "other_pi": "清单没有列出的一般个人信息涉及多少人（自当年1月1日起去重）？",
    "other_sensitive": "清单没有列出的敏感个人信息涉及多少人（自当年1月1日起去重）？",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the enterprise; None: unknown. `in_city`: anywhere in the zone's city or province.

    `below_minimum_confirmed`: the zone has said that listed fields below the lowest row are off the list.
    """

    in_zone: bool | None = None
    exporting_in_zone: bool | None = None
    in_city: bool | None = None
    is_ciio: bool | None = None
    below_minimum_confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Natural persons since 1 January, by whether the scene names the fields. None: unknown; 0: no such data."""

    listed_pi: int | None = None
    listed_sensitive: int | None = None
    other_pi: int | None = None
    other_sensitive: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: `row` is the number of the list's row, `compare` the figures."""

    id: str
    title: str
    outcome: Literal["yes", "no", "unknown"]
    row: str = ""
    compare: str = ""
    note: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """What the list says. `possible`: what it may still say; `missing`: facts that decide, most decisive first."""

    list_id: str
    hit: Answer
    possible: tuple[Hit, ...]
    missing: tuple[str, ...]
    rows: tuple[str, ...]
    trace: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    domain: str | None = None
    scene: str | None = None


@dataclass(slots=True)
class _Case:
    """A transfer under judgement: what is known, and what was found out so far."""

    item: NegativeList
    standing: Standing
    amounts: Amounts
    important: bool | None
    missing: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    domain: Domain | None = None
    scene: Scene | None = None

    def ask(self, fact: str) -> None:
        if fact not in self.missing:
            self.missing.append(fact)

    def step(self, name: str, title: str, outcome: bool | None, *, row: Item | None = None, compare: str = "",
             note: str = "", basis: tuple[Basis, ...] | None = None) -> None:  # fmt: skip
        word: Literal["yes", "no", "unknown"] = "unknown" if outcome is None else "yes" if outcome else "no"
        places = basis or _basis(self.item.basis[:1])
        self.trace.append(Step(name, title, word, row.number if row else "", compare, note, places))


def judge(
    item: NegativeList,
    *,
    domain: str | None,
    scene: str | None,
    amounts: Amounts,
    standing: Standing,
    important: bool | None,
    current: bool = True,
) -> ListVerdict:
    """What the list says of one transfer.

    Args:
        item: the list.
        domain: id or name of its domain; `none`: in none of them; None: unknown.
        scene: id or name of its scene; `none`: in none of them; None: unknown.
        amounts: persons, by whether the scene names the fields.
        standing: the enterprise.
        important: whether some of it is what the list calls important data; None: not settled.
        current: the edition surely speaks for the day asked about.
    """
    case = _Case(item, standing, amounts, important)
    if domain not in (None, NONE):
        case.domain = item.domain(domain)  # type: ignore[arg-type]
    if case.domain and scene not in (None, NONE):
        case.scene = next((s for s in case.domain.scenes if scene in (s.id, s.name)), None)
    possible: set[str | None] = set(_applies(case))
    if None in possible:
        possible = {*possible, *_covered(case, domain, scene)} - {None}
    if not current:
        case.ask("current_list")
        case.step("edition", "这一版是否仍然适用", None, note="可能已被新版取代，或者当天尚未确定施行")
        possible |= {"not_covered", "off_list", "must_contract", "must_assess"}
    return _verdict(case, possible)


def _verdict(case: _Case, possible: set[str | None]) -> ListVerdict:
    order = ("must_assess", "must_contract", "off_list", "not_covered")
    hits = tuple(h for h in order if h in possible)
    settled = len(hits) == 1
    ranked = sorted(case.missing, key=list(QUESTIONS).index)
    notes = list(case.notes)
    if settled and hits[0] == "off_list":
        notes += [case.item.procedure.note] if case.item.procedure.note else []
    return ListVerdict(
        case.item.id,
        hits[0] if settled else "need_facts",  # type: ignore[arg-type]
        hits,  # type: ignore[arg-type]
        () if settled else tuple(ranked),
        tuple(dict.fromkeys(case.rows)),
        tuple(case.trace),
        tuple(dict.fromkeys(notes)),
        case.domain.id if case.domain else None,
        case.scene.id if case.scene else None,
    )


def _applies(case: _Case) -> Iterator[str | None]:
    """What the conditions leave possible: `not_covered` where the list can't be used; None: its rows decide."""
    scope, standing, ciio = case.item.scope, case.standing, case.item.ciio
    usable = _condition(case, "registered_in_zone", scope.registered_in_zone.note, _inside(scope, standing))
    if usable is not False and scope.exporting_in_zone.holds is not False:
        here = _condition(case, "exporting_in_zone", scope.exporting_in_zone.note, standing.exporting_in_zone)
        usable = False if here is False else None if here is None else usable
    if usable is False:
        yield "not_covered"
        return
    yield None
    if usable is None:
        yield "not_covered"
    if ciio.applicable is not True or ciio.hit:
        basis = _basis(ciio.basis)
        case.step("is_ciio", "关键信息基础设施运营者", standing.is_ciio, note=ciio.note, basis=basis)
        if standing.is_ciio is None:
            case.ask("is_ciio")
        if standing.is_ciio is not False:
            yield ciio.hit or "not_covered"
            if ciio.applicable is None and standing.is_ciio:
                case.ask("list_text")


def _inside(scope: Scope, standing: Standing) -> bool | None:
    """Whether the enterprise is where the list reaches."""
    wide = scope.city_wide.holds
    if standing.in_zone or wide is False or standing.in_city is False:
        return standing.in_zone
    return True if wide and standing.in_city else None


def _condition(case: _Case, name: str, note: str, value: bool | None) -> bool | None:
    condition = getattr(case.item.scope, name)
    case.step(name, QUESTIONS[name].rstrip("？"), value, note=note, basis=_basis(condition.basis))
    if value is None:
        case.ask(name)
    return value


def _covered(case: _Case, domain: str | None, scene: str | None) -> set[str]:
    """The hits that the list's rows leave possible."""
    ciio = case.item.ciio
    if case.standing.is_ciio and (ciio.hit or ciio.applicable is False):
        return {ciio.hit or "not_covered"}
    if domain == NONE and case.item.domains_known:
        case.step("domain", "领域是否在清单内", False, note="清单没有涉及的领域按国家规定")
        return {"not_covered"}
    if case.domain is None:
        case.step(
            "domain", "领域是否在清单内", None, note="清单的领域：" + "、".join(d.name for d in case.item.domains)
        )
        case.ask("domain")
        return {"not_covered", "off_list", "must_contract", "must_assess"}
    case.step("domain", f"领域：{case.domain.name}", True, note=case.domain.applies_to)
    if case.item.completeness != "complete":
        case.ask("list_text")
        case.step("list_text", "清单正文是否齐全", None, note=f"没有取得正文，请看 {case.item.page}")
        return {"off_list", "must_contract", "must_assess"}
    return _rows(case, case.domain, scene)


def _rows(case: _Case, domain: Domain, scene: str | None) -> set[str]:
    hits = _important(case, domain)
    if case.important and hits:
        return hits
    listed = (case.amounts.listed_pi, case.amounts.listed_sensitive)
    if case.scene is None and scene != NONE and any(n != 0 for n in listed):
        case.ask("scene")
        case.step("scene", "数据用在哪个场景", None, note="清单的场景：" + "、".join(s.name for s in domain.scenes))
        return hits | {"off_list", "must_contract", "must_assess"}
    if case.scene:
        case.step("scene", f"场景：{case.scene.name}", True, note=case.scene.definition)
    parts = [
        _bucket(case, domain, "pi", "listed_pi", listed=True),
        _bucket(case, domain, "sensitive_pi", "listed_sensitive", listed=True),
        _bucket(case, domain, "pi", "other_pi", listed=False),
        _bucket(case, domain, "sensitive_pi", "other_sensitive", listed=False),
    ]
    return hits | {max(combination, key=ORDER.__getitem__) for combination in product(*parts)}


def _important(case: _Case, domain: Domain) -> set[str]:
    rows = [row for row in domain.items if row.category == "important_data"]
    if "important_data" not in domain.covers:
        if case.important:
            case.step(
                "important_data", "清单是否涉及重要数据", False, note="本领域的清单不含重要数据，重要数据按国家规定"
            )
            return {"not_covered"}
        return set()
    for row in rows:
        case.step("important_data", f"第{row.number}项：{row.title}", case.important, row=row, note=row.features)
    if case.important is False:
        return set()
    if case.important:
        case.rows += [row.number for row in rows]
        return {"must_assess"}
    case.ask("contains_important_data")
    return {"must_assess"}


def _bucket(case: _Case, domain: Domain, kind: CountKind, name: str, *, listed: bool) -> set[str]:
    """The hits for so many persons of one kind; for an unknown number those of every number."""
    count = getattr(case.amounts, name)
    if count == 0:
        return {"off_list"}
    if count is not None:
        return _count(case, domain, kind, count, listed=listed, note=True)
    bounds = {b for row in domain.items for t in row.threshold if t.kind == kind for b in (t.min, t.max) if b}
    hits = {"off_list"}
    for number in sorted({1, *bounds, *(b - 1 for b in bounds if b > 1)}):
        hits |= _count(case, domain, kind, number, listed=listed, note=False)
    if len(hits) > 1:
        case.ask(name)
        case.step(name, QUESTIONS[name], None)
    return hits


def _count(case: _Case, domain: Domain, kind: CountKind, count: int, *, listed: bool, note: bool) -> set[str]:
    described = _described(case, domain, kind) if listed else frozenset()
    for row in domain.items:
        if row.category != "personal_info" or (not row.residual and row.number not in described):
            continue
        if row.residual and described & set(row.excepts):
            continue
        if _holds(case, row, kind, count, note=note):
            return {row.path}
    if not described or not _below(case, domain, kind, count, note=note):
        return {"off_list"}
    strict = {
        row.path for row in domain.items if row.residual for t in row.threshold if t.kind == kind and t.holds(count)
    }
    settled = case.standing.below_minimum_confirmed or (domain.below_minimum and domain.below_minimum.hit == "off_list")
    if settled or not strict:
        return {"off_list"}
    case.ask("below_minimum_confirmed")
    return {"off_list", max(strict, key=ORDER.__getitem__)}


def _described(case: _Case, domain: Domain, kind: CountKind) -> frozenset[str]:
    """Rows that describe the listed fields of this kind in the scene, whatever the number of persons."""
    if case.scene is None:
        return frozenset()
    return frozenset(
        row.number
        for row in domain.items
        if row.category == "personal_info" and not row.residual
        and (not row.scenes or case.scene.id in row.scenes)
        and any(t.kind == kind for t in row.threshold)
    )  # fmt: skip


def _holds(case: _Case, row: Item, kind: CountKind, count: int, *, note: bool) -> bool:
    for bound in row.threshold:
        if bound.kind != kind:
            continue
        holds = bound.holds(count)
        if note:
            low = f"{bound.min} ≤ " if bound.min else ""
            high = f" < {bound.max}" if bound.max else ""
            compare = f"{low}{count}{high}"
            title = f"第{row.number}项：{row.title}"
            case.step(
                "row", title, holds, row=row, compare=compare, note=f"{KINDS[kind]}{count}人；{row.note}".rstrip("；")
            )
            if holds:
                case.rows.append(row.number)
        return holds
    return False


def _below(case: _Case, domain: Domain, kind: CountKind, count: int, *, note: bool) -> bool:
    """Whether listed fields stay below the lowest row, with the list's own word on it in the trace."""
    below = domain.below_minimum
    if below is None:
        return True
    if note:
        case.step(
            "below_minimum", f"{KINDS[kind]}{count}人低于列明项的下限", True, note=below.text, basis=_basis(below.basis)
        )
        case.notes.append(below.checked.note or below.text)
    return True


def _basis(records: object) -> tuple[Basis, ...]:
    return tuple(Basis(instrument=r.instrument, article=r.article) for r in records)  # type: ignore[attr-defined]
