"""The dated data on which verdicts rest: parameters, facts with their questions, steps with their basis.

Pure functions in `copilot.rules` receive a `RuleBook`; they never read files or the clock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copilot.domain import Basis, Checked
from copilot.errors import KnowledgeBaseFault, UnknownRecord
from copilot.law.convert import checked_of, day
from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.law.reading import Files, read_files

FOLDERS = ("parameters/", "rules/", "negative_lists/", "materials/")


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something holds: from `start`, up to but without `end` (None: still)."""

    start: dt.date
    end: dt.date | None = None

    def holds(self, as_of: dt.date) -> bool:
        """Whether `as_of` lies in the span."""
        return self.start <= as_of and (self.end is None or as_of < self.end)


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of a parameter, in the parameter's unit, with the article it stands in.

    `anchor` is the figure as the cited article writes it, for the check against the official text.
    """

    value: int
    span: Span
    basis: tuple[Basis, ...]
    checked: Checked
    anchor: str
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the law over time; `unit` is persons, working_days, days, months or years."""

    id: str
    title: str
    unit: str
    values: tuple[Value, ...]

    def on(self, as_of: dt.date) -> Value | None:
        """The value of that day; None outside its dates."""
        return next((v for v in self.values if v.span.holds(as_of)), None)


@dataclass(frozen=True, slots=True)
class DatedBasis:
    """A place in the law on which something rests during a span of days."""

    basis: Basis
    span: Span
    checked: Checked


@dataclass(frozen=True, slots=True)
class Rested:
    """Something with a title and a basis that changes with the law: a step of the decision, a duty, a presumption."""

    id: str
    title: str
    rests_on: tuple[DatedBasis, ...]
    title_en: str = ""
    note_en: str = ""

    def basis(self, as_of: dt.date) -> tuple[Basis, ...]:
        """The places it rests on that day, the principal one first."""
        return tuple(b.basis for b in self.rests_on if b.span.holds(as_of))


@dataclass(frozen=True, slots=True)
class FactInfo:
    """How a fact is called and asked for. `presumed`: taken as no, or none, unless said (then in `assumptions`)."""

    id: str
    kind: str
    label: str
    label_en: str
    question: Mapping[str, str]
    help: Mapping[str, str]
    presumed: bool
    rests_on: Rested


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Everything the rules stand on. Lookups by id raise `UnknownRecord`: a verdict never goes on without its law."""

    parameters: Mapping[str, Parameter]
    facts: Mapping[str, FactInfo]
    steps: Mapping[str, Rested]
    parts: Mapping[str, Any] = field(default_factory=dict)
    lists: NegativeLists = field(default_factory=NegativeLists)
    digest: str = ""
    faults: tuple[str, ...] = ()

    def sound(self) -> RuleBook:
        """This book, when nothing in it is faulty: a verdict never rests on half a rule.

        Raises:
            KnowledgeBaseFault: a file of parameters, rules, lists or papers has faults.
        """
        if self.faults:
            raise KnowledgeBaseFault(self.faults)
        return self

    def value_on(self, parameter: str, as_of: dt.date) -> Value:
        """The value of a parameter on a day.

        Raises:
            UnknownRecord: no such parameter, or none in force that day.
        """
        value = self._parameter(parameter).on(as_of)
        if value is None:
            raise UnknownRecord(
                f"{as_of} 没有生效的参数“{parameter}”",
                hint="该日法律没有这个数值，请核对日期",
                en=f"no value of {parameter} on {as_of}",
            )
        return value

    def in_force(self, parameter: str, as_of: dt.date) -> bool:
        """Whether a parameter has a value on a day."""
        return self._parameter(parameter).on(as_of) is not None

    def _parameter(self, name: str) -> Parameter:
        return _get(self.parameters, name, "参数")

    def step(self, name: str) -> Rested:
        """A step of the decision."""
        return _get(self.steps, name, "判定步骤")

    def fact(self, name: str) -> FactInfo:
        """A fact's name and question."""
        return _get(self.facts, name, "事实")


def _get(records: Mapping[str, Any], name: str, what: str) -> Any:
    try:
        return records[name]
    except KeyError:
        raise UnknownRecord(
            f"知识库没有{what}“{name}”", hint="运行 compliance-copilot kb check", en=f"no such record: {name}"
        ) from None


def basis_of(records: Iterable[dict[str, Any]]) -> tuple[Basis, ...]:
    """Places in the law from validated records."""
    return tuple(Basis(instrument=r["instrument"], article=r["article"]) for r in records)


def rested_of(record: dict[str, Any]) -> Rested:
    """A titled record with dated basis, from its validated form."""
    english = {name: record.get(name, "") for name in ("title_en", "note_en")}
    return Rested(record["id"], record["title"], dated_basis(record), **english)


def dated_basis(record: dict[str, Any]) -> tuple[DatedBasis, ...]:
    """The dated places on which a validated record rests, with its own check."""
    checked = checked_of(record["checked"])
    places = zip(basis_of(record["basis"]), record["basis"], strict=True)
    return tuple(DatedBasis(basis, span_of(place), checked) for basis, place in places)


def span_of(record: dict[str, Any]) -> Span:
    """The span of a validated record with `in_force_from` and `repealed_from`."""
    return Span(dt.date.fromisoformat(record["in_force_from"]), day(record["repealed_from"]))


def open_rulebook(kb_dir: Path, *, cache_dir: Path | None = None, data_dir: Path | None = None) -> RuleBook:
    """The rule book alone, without the texts of the law: enough to decide, and quick to load.

    Args:
        kb_dir: the knowledge_base folder.
        cache_dir: where parsed records are cached by content; None: no cache.
        data_dir: where the negative lists approved on this machine are kept; None: none.

    Raises:
        KnowledgeBaseFault: a rule file has faults; a verdict never rests on half a rule.
    """
    files = read_files(kb_dir, cache_dir=cache_dir)
    return load_rulebook(files, load_lists(files, data_dir)).sound()


def load_rulebook(files: Files, lists: NegativeLists) -> RuleBook:
    """The rule book of validated files (parameters/ and rules/) and the zones' lists."""
    from copilot.law.filing_parts import load_filing_parts  # built on the shapes of this module
    from copilot.law.rule_parts import load_rule_parts

    parameters = {p.id: p for _, data in files.of("parameters") for p in [_parameter(data)]}
    rules = {name.removeprefix("rules/").removesuffix(".yaml"): data for name, data in files.of("rules")}
    facts = {f.id: f for r in rules.get("facts", {}).get("entries", ()) for f in [_fact(r)]}
    steps = {s.id: s for r in rules.get("steps", {}).get("entries", ()) for s in [rested_of(r)]}
    return RuleBook(
        parameters,
        facts,
        steps,
        parts={"beside": load_rule_parts(files), "filings": load_filing_parts(files)},
        lists=lists,
        digest=_digest(files, lists),
        faults=tuple(str(f) for f in files.faults if f.level == "error" and f.file.startswith(FOLDERS)),
    )


def _digest(files: Files, lists: NegativeLists) -> str:
    """Hex digest of everything that a verdict rests on, the lists approved on this machine included."""
    digest = hashlib.blake2b(files.digest_of("parameters", "rules", "materials").encode(), digest_size=16)
    for item in sorted(lists.lists, key=lambda item: item.id):
        digest.update(item.model_dump_json().encode())
    for record in (*lists.zones, *lists.expansion):
        digest.update(record.model_dump_json().encode())
    return digest.hexdigest()


def _parameter(data: dict[str, Any]) -> Parameter:
    values = tuple(
        Value(v["value"], span_of(v), basis_of(v["basis"]), checked_of(v["checked"]), v["anchor"], v["note_en"])
        for v in data["values"]
    )
    return Parameter(data["id"], data["title"], data["unit"], values)


def _fact(record: dict[str, Any]) -> FactInfo:
    return FactInfo(
        record["id"],
        record["kind"],
        record["label"],
        record["label_en"],
        {"zh": record["zh"], "en": record["en"]},
        {"zh": record["help"], "en": record["help_en"]},
        record["presumed"],
        rested_of({**record, "title": record["label"]}),
    )
