"""Risks that the facts of a filing show: why, how likely, how severe, what is done, what is left.

Rules are data (`knowledge_base/filing/risks.yaml`) with their articles; the same facts always give the same ratings. A
measure lowers a risk only where the enterprise said that it has it; what it should do besides is advice, marked so.
Source: items of 数据出境安全评估办法第五条, 个人信息出境标准合同办法第五条, 个人信息保护法第五十六条; our own scale.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from copilot.domain import Basis
from copilot.errors import KnowledgeBaseFault
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.sentences import Condition, Sentence, Speaker, known, problems
from copilot.filing.view import View, values
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Dated, Shape, Text, validate
from copilot.law.rulebook import Span, basis_of
from copilot.law.yaml_file import parse
from copilot.settings import ROOT

FILE = "filing/risks.yaml"
KB_DIR = ROOT / "knowledge_base"
Grade = Annotated[int, Field(ge=1, le=5)]
Step = Annotated[int, Field(ge=0, le=4)]
OF_THREE = {4: 2, 5: 2, 6: 2}  # where the law lists three items: what comes after an export counts as effect on rights


class BandRecord(Shape):
    """A name for the products of likelihood and severity up to a number."""

    upto: Annotated[int, Field(ge=1, le=25)]
    name: Text


class Items(Shape):
    """The item of each report's assessment that a risk belongs to."""

    self_assessment: Annotated[int, Field(ge=1, le=6)]
    pipia: Annotated[int, Field(ge=1, le=6)]


class RaiseRecord(Shape):
    """What makes a risk larger, and why."""

    when: Text
    reason: Text
    likelihood: Step = 0
    severity: Step = 0


class LowerRecord(Shape):
    """A measure that was said, and by how much it lowers a risk."""

    when: Text
    measure: Text
    likelihood: Step = 0
    severity: Step = 0


class RiskEntry(Dated):
    """A rule: `when` there is a risk (for `each` element of a list), rated before and after measures."""

    id: Annotated[str, StringConstraints(pattern=r"^RK-\d{2}$")]
    title: Text
    items: Items
    kinds: list[FilingKind] = Field(default_factory=list)
    each: Text | None
    when: Text
    reason: Text
    likelihood: Grade
    severity: Grade
    raises: list[RaiseRecord] = Field(alias="raise")
    lower: list[LowerRecord]
    advise: Annotated[list[Text], Field(min_length=1)]
    basis: Annotated[list[BasisRecord], Field(min_length=1)]


class RisksFile(Shape):
    """`floor`: the lowest likelihood to which measures that were only said can bring a risk."""

    floor: Grade
    bands: Annotated[list[BandRecord], Field(min_length=2)]
    entries: Annotated[list[RiskEntry], Field(min_length=1)]


@dataclass(frozen=True, order=True)
class Rating:
    """Likelihood and severity, 1 to 5 each."""

    likelihood: int
    severity: int

    @property
    def product(self) -> int:
        return self.likelihood * self.severity


@dataclass(frozen=True)
class Risk:
    """A risk as found.

    Args:
        reason: why it is there and why it is as large as it is.
        likelihood: before measures; `severity` too.
        measures: what the enterprise said that it does about it.
        advice: what it should do besides.
        residual: rating once the measures that were said work.
        band: name of the residual level; `rank` its place, 1 the lowest.
        items: item of the assessment by report.
        paths: facts that it rests on.
    """

    id: str
    title: str
    reason: str
    basis: tuple[Basis, ...]
    likelihood: int
    severity: int
    measures: tuple[str, ...]
    advice: tuple[str, ...]
    residual: Rating
    band: str
    rank: int
    before: str
    items: dict[str, int] = field(hash=False)
    paths: tuple[str, ...] = ()

    def item(self, report: str, kind: str) -> int:
        """The item of that report's assessment it belongs to, for a filing of that kind."""
        number = self.items[report]
        six = report == "self_assessment" or kind in ("standard_contract", "contract_change", "certification")
        return number if six else OF_THREE.get(number, number)


@dataclass(frozen=True)
class _Adjust:
    when: Condition
    say: Sentence
    likelihood: int
    severity: int


@dataclass(frozen=True)
class Rule:
    """A rule as applied; see `RiskEntry`."""

    id: str
    title: str
    items: dict[str, int] = field(hash=False)
    kinds: frozenset[str]
    each: str | None
    when: Condition
    reason: Sentence
    rating: Rating
    raises: tuple[_Adjust, ...]
    lower: tuple[_Adjust, ...]
    advise: tuple[str, ...]
    basis: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True)
class Rules:
    """All rules, the names of the levels, and how low measures can bring the likelihood."""

    floor: int
    bands: tuple[tuple[int, str], ...]
    entries: tuple[Rule, ...]

    def band(self, rating: Rating) -> tuple[int, str]:
        """Rank (1 the lowest) and name of a level."""
        for rank, (upto, name) in enumerate(self.bands, 1):
            if rating.product <= upto:
                return rank, name
        return len(self.bands), self.bands[-1][1]


def risks(filing: Filing, *, as_of: dt.date, kind: FilingKind | None = None, kb_dir: Path = KB_DIR) -> tuple[Risk, ...]:
    """The risks of a filing, the largest that is left first.

    Args:
        kind: of the filing; None: as it says itself, else an assessment.
        kb_dir: the knowledge_base folder.

    Raises:
        KnowledgeBaseFault: the rules have faults.
    """
    view = values(filing, kind or filing.kind or "security_assessment", as_of=as_of, label=str)
    return of_view(view, kb_dir=kb_dir)


def of_view(view: View, *, kb_dir: Path = KB_DIR) -> tuple[Risk, ...]:
    """As `risks`, for a filing in words; what it looks at is not noted as asked for."""
    rules, own = load_rules(kb_dir), view.fresh()
    fitting = [r for r in rules.entries if r.span.holds(view.as_of) and (not r.kinds or view.kind in r.kinds)]
    found = [risk for rule in fitting if (risk := _risk(rule, rules, own)) is not None]
    return tuple(sorted(found, key=lambda r: (-r.residual.product, -r.likelihood * r.severity, r.id)))


def _risk(rule: Rule, rules: Rules, view: View) -> Risk | None:
    """The risk of a rule, over all elements that it is true of: the largest ratings, all reasons and measures."""
    before, after = Rating(0, 0), Rating(0, 0)
    reasons: dict[str, None] = {}
    measures: dict[str, None] = {}
    paths: dict[str, None] = {}
    for index in range(max(view.count(rule.each), 1) if rule.each else 1):
        speaker = Speaker(view, rule.each, index)
        if not rule.when.holds(speaker):
            continue
        why, larger = _adjusted(rule.raises, speaker, rule.rating, 1, paths)
        done, smaller = _adjusted(rule.lower, speaker, larger, -1, paths)
        smaller = Rating(max(smaller.likelihood, min(rules.floor, larger.likelihood)), smaller.severity)
        reasons |= dict.fromkeys([*_told(rule.reason, speaker, paths), *why])
        measures |= dict.fromkeys(done)
        before = Rating(max(before.likelihood, larger.likelihood), max(before.severity, larger.severity))
        after = smaller if smaller.product > after.product else after
    if not reasons:
        return None
    rank, band = rules.band(after)
    return Risk(
        rule.id,
        rule.title,
        "".join(reasons),
        rule.basis,
        before.likelihood,
        before.severity,
        tuple(measures),
        rule.advise,
        after,
        band,
        rank,
        rules.band(before)[1],
        rule.items,
        tuple(paths),
    )


def _adjusted(
    steps: Sequence[_Adjust], speaker: Speaker, rating: Rating, sign: int, paths: dict[str, None]
) -> tuple[list[str], Rating]:
    told: list[str] = []
    likelihood, severity = rating.likelihood, rating.severity
    for one in steps:
        if one.when.holds(speaker):
            told += _told(one.say, speaker, paths)
            likelihood += sign * one.likelihood
            severity += sign * one.severity
    return told, Rating(min(max(likelihood, 1), 5), min(max(severity, 1), 5))


def _told(sentence: Sentence, speaker: Speaker, paths: dict[str, None]) -> list[str]:
    own = Speaker(speaker.view, speaker.each, speaker.index)
    lines = sentence.write(own)
    paths |= dict.fromkeys(path for line in lines for one in line for path in one.paths)
    return ["".join(one.text for one in line) for line in lines]


def rows(found: Sequence[Risk]) -> tuple[dict[str, str], ...]:
    """The table of risks for a report, in the order in which the matrix numbers them; all values are text."""
    return tuple(
        {
            "id": one.id,
            "title": one.title,
            "reason": f"{one.reason}依据：{'、'.join(b.shown for b in one.basis)}。",
            "likelihood": str(one.likelihood),
            "severity": str(one.severity),
            "level": one.before,
            "measures": "".join(
                [f"已有：{'；'.join(m.rstrip('。') for m in one.measures)}。" if one.measures else "已有：没有写明。",
                 f"还应当：{'；'.join(one.advice)}。"]
            ),
            "residual": f"{one.band}（{one.residual.likelihood}×{one.residual.severity}）",
        }
        for one in found
    )  # fmt: skip


def load_rules(kb_dir: Path) -> Rules:
    """The rules, kept in memory while the file is unchanged.

    Raises:
        KnowledgeBaseFault: the file has faults.
    """
    return _load(kb_dir, (kb_dir / FILE).stat().st_mtime_ns if (kb_dir / FILE).is_file() else 0)


@lru_cache(maxsize=4)
def _load(kb_dir: Path, _stamp: int) -> Rules:
    found, faults = read_rules(kb_dir)
    if faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_rules(kb_dir: Path) -> tuple[Rules, list[Fault]]:
    """The rules as far as they load, and every fault with its line."""
    path = kb_dir / FILE
    if not path.is_file():
        return Rules(1, (), ()), [Fault(FILE, 0, "missing", "缺少这个文件")]
    parsed = parse(FILE, path.read_bytes())
    data = validate(parsed, RisksFile)
    if data is None or parsed.faults:
        return Rules(1, (), ()), parsed.faults
    for i, record in enumerate(data["entries"]):
        for place, text in _problems(record):
            parsed.fault(("entries", i, *place), "risk", f"{record['id']}：{text}")
        if record["id"] in [r["id"] for r in data["entries"][:i]]:
            parsed.fault(("entries", i, "id"), "duplicate_id", f"编号“{record['id']}”重复")
    ends = [b["upto"] for b in data["bands"]]
    if ends[-1] != 25 or any(left >= right for left, right in pairwise(ends)):
        parsed.fault(("bands",), "bands", "等级的上限应当递增并以 25 结束")
    if parsed.faults:
        return Rules(1, (), ()), parsed.faults
    bands = tuple((b["upto"], b["name"]) for b in data["bands"])
    return Rules(data["floor"], bands, tuple(map(_rule, data["entries"]))), []


def _problems(record: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    each = record["each"]
    templates: list[tuple[tuple[str | int, ...], type[Sentence] | type[Condition], str]] = [
        (("when",), Condition, record["when"]),
        (("reason",), Sentence, record["reason"]),
    ]
    for key, name, word in (("raises", "raise", "reason"), ("lower", "lower", "measure")):
        for j, one in enumerate(record[key]):
            templates += [((name, j, "when"), Condition, one["when"]), ((name, j, word), Sentence, one[word])]
            if not one["likelihood"] and not one["severity"]:
                yield (name, j), "likelihood 和 severity 至少写一个"
    for place, kind, source in templates:
        yield from ((place, text) for text in problems(kind, source, each=each, known=known))
    if each is not None and not known(each):
        yield ("each",), f"问卷没有字段“{each}”"


def _rule(r: dict[str, Any]) -> Rule:
    end = r["repealed_from"]
    return Rule(
        id=r["id"],
        title=r["title"],
        items=r["items"],
        kinds=frozenset(r["kinds"]),
        each=r["each"],
        when=Condition(r["when"]),
        reason=Sentence(r["reason"]),
        rating=Rating(r["likelihood"], r["severity"]),
        raises=tuple(_adjust(one, "reason") for one in r["raises"]),
        lower=tuple(_adjust(one, "measure") for one in r["lower"]),
        advise=tuple(r["advise"]),
        basis=basis_of(r["basis"]),
        span=Span(dt.date.fromisoformat(r["in_force_from"]), dt.date.fromisoformat(end) if end else None),
    )


def _adjust(one: dict[str, Any], word: str) -> _Adjust:
    return _Adjust(Condition(one["when"]), Sentence(one[word]), one["likelihood"], one["severity"])
