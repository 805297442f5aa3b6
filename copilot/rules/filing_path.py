"""Which path the year's counts lead to once a filing has changed, and what that means for the filing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from copilot.domain import Basis
from copilot.law.filing_parts import FilingParts, Reached
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import Facts
from copilot.rules.filings import Change, ChangeRequest, Filing
from copilot.rules.result import PathResult, Question, Shape, Step

LIMIT = "thresholds/sensitive_assessment"
_BY_COUNT = frozenset({"persons", "sensitivity", "field"})


class ChangeAssumption(Shape):
    """What was not said of a change and is presumed."""

    fact: str
    value: bool | int | str | None
    text: str
    text_en: str = ""


@dataclass(frozen=True)
class Year:
    """What the year's counts say: `verdicts` are the needs still possible; `missing` name what would settle it."""

    verdicts: frozenset[str] = frozenset({"none"})
    reached: tuple[Reached, ...] = ()
    path: PathResult | None = None
    basis: tuple[Basis, ...] = ()
    trace: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    assumptions: tuple[ChangeAssumption, ...] = ()
    notes: tuple[str, ...] = field(default=())
    notes_en: tuple[str, ...] = field(default=())


def within(change: Change, filing: Filing) -> bool | None:
    """Whether the persons added stay within what was granted or filed; None where the numbers don't say."""
    if change.kind != "persons":
        return None
    scenes = [scene for scene in filing.scenes if change.scene in (None, scene.name)]
    part = filing.model_copy(update={"scenes": tuple(scenes)})
    found: list[bool | None] = []
    for name in ("pi", "sensitive"):
        added = getattr(change, f"{name}_added")
        if not added:
            continue
        used, granted = part.total(f"{name}_used"), part.total(f"{name}_granted")
        found.append(None if used is None or granted is None else used + added <= granted)
    if not found or (None in found and False not in found):
        return None
    return False not in found


def judge(request: ChangeRequest, *, as_of: dt.date, book: RuleBook) -> Year:
    """The path after the change, from the facts given, else from the counts of the filing where they are touched.

    Args:
        request: filing, changes, and the exporter's year after them where known.
        as_of: the day whose law applies.
        book: the dated data.
    """
    parts: FilingParts = book.parts["filings"]
    standing = [p for p in parts.paths if request.filing.kind in p.filings and p.span.holds(as_of)]
    if request.facts is not None:
        return _year(request.facts, standing, as_of=as_of, book=book)
    if request.filing.kind == "security_assessment" or not _touched(request) or not standing:
        return Year()
    counts = _Counts(request, as_of, book)
    standing = [p for p in standing if p.path == "security_assessment"]
    year = _year(counts.facts(), standing, as_of=as_of, book=book)
    if not year.missing:
        return _with(year, assumptions=tuple(counts.assumed()))
    asked = tuple(f"changes.{i}.sensitive" for i in counts.unsaid)
    return _with(year, missing=asked or year.missing, assumptions=tuple(counts.assumed()))


def _with(year: Year, **changes: object) -> Year:
    return Year(**{**vars(year), **changes})


def _touched(request: ChangeRequest) -> bool:
    return any(
        change.pi_added
        or change.sensitive_added
        or (change.kind in _BY_COUNT and not (change.kind == "field" and change.sensitive is False))
        for change in request.changes
    )


def _year(facts: Facts, standing: list[Reached], *, as_of: dt.date, book: RuleBook) -> Year:
    path = determine(facts, as_of=as_of, book=book, details=False)
    ways = path.possible if path.path == "need_facts" else [path.path]
    met = {p.path: p for p in standing if p.path in ways}
    verdicts = {p.verdict for p in met.values() if p.verdict} | ({"none"} if set(ways) - _binding(met) else set())
    settled = len(verdicts) == 1
    reached = tuple(met.values()) if settled and path.path != "need_facts" else ()
    return Year(
        verdicts=frozenset(verdicts or {"none"}),
        reached=reached,
        path=path,
        basis=tuple(b for p in reached if p.verdict for b in p.basis(as_of)),
        trace=tuple(s for s in path.trace if s.id.startswith("count")) or tuple(path.trace[-1:]),
        missing=() if settled else tuple(f"facts.{name}" for name in path.missing),
        questions=() if settled else tuple(q.model_copy(update={"fact": f"facts.{q.fact}"}) for q in path.questions),
        notes=tuple(
            n for p in reached for n in (p.note, p.checked.note if p.checked.status != "verified" else "") if n
        ),
        notes_en=tuple(
            n for p in reached for n in (p.note_en, p.doubt_en if p.checked.status != "verified" else "") if n
        ),
    )


def _binding(met: dict[str, Reached]) -> set[str]:
    return {path for path, reached in met.items() if reached.verdict}


class _Counts:
    """The exporter's counts after the change, as far as this filing alone tells them."""

    def __init__(self, request: ChangeRequest, as_of: dt.date, book: RuleBook) -> None:
        self._filing, self._changes = request.filing, request.changes
        self._limit = book.value_on(LIMIT, as_of).value if book.in_force(LIMIT, as_of) else 0
        self.unsaid = tuple(
            i
            for i, change in enumerate(request.changes)
            if change.kind == "field" and change.sensitive is None and change.sensitive_added is None
        )
        self.others = self._others()
        self.sensitive, self.bounded = self._sensitive()

    def _others(self) -> int | None:
        used = self._filing.total("pi_used")
        unknown = any(c.kind == "persons" and c.pi_added is None and c.sensitive_added is None for c in self._changes)
        return None if used is None or unknown else used + sum(c.pi_added or 0 for c in self._changes)

    def _sensitive(self) -> tuple[int | None, bool]:
        """Persons with sensitive data; where only the most it can be is known and lies below the limit, that."""
        used = self._filing.total("sensitive_used")
        if used is None:
            return None, False
        known = used + sum(c.sensitive_added or 0 for c in self._changes)
        if not any(self._may_be_sensitive(c) for c in self._changes):
            return known, False
        most = None if self.others is None else known + self.others
        return (most, True) if most is not None and most < self._limit else (None, False)

    @staticmethod
    def _may_be_sensitive(change: Change) -> bool:
        told = change.sensitive_added is not None or change.sensitive is False
        return change.kind in ("field", "sensitivity") and not told

    def facts(self) -> Facts:
        """What the filing presupposes, with the counts."""
        presumed = dict.fromkeys(
            (
                *("contains_important_data", "important_data_notified", "is_ciio", "overseas_origin"),
                *("contract_necessary", "hr_necessary", "emergency", "foreign_judicial_request", "under14"),
            ),
            False,
        )
        gba = self._filing.kind == "gba_contract"
        told = {"is_export": True, "contains_pi": True, "gba": gba, **presumed}
        return Facts.model_validate({**told, "pi_count": self.others, "sensitive_pi_count": self.sensitive})

    def assumed(self) -> Iterator[ChangeAssumption]:
        """What a reader must know of these counts."""
        yield ChangeAssumption(
            fact="facts",
            value=None,
            text="没有给出全年的事实：人数只按这份备案已用的加上新增的计算，其他出境没有计入；非关键信息基础设施运营者、"
            "不含重要数据按备案时的情形处理，不满十四周岁的人应已计入敏感人数",
            text_en="The facts of the whole year were not given: persons are those used under this filing plus those "
            "added, other exports are not counted; no critical information infrastructure operator and no important "
            "data, as at the time of filing; children under 14 should be among the sensitive persons",
        )
        if self.bounded:
            yield ChangeAssumption(
                fact="sensitive_pi_count",
                value=self.sensitive,
                text="不知道有多少人涉及敏感个人信息，按最多（全部的人）计算仍不到评估条件",
                text_en="How many persons have sensitive personal information is not known; even if all of them do, "
                "the conditions of an assessment are not reached",
            )
