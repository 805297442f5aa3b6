"""The criteria as data: numbered, dated, each with its check, its article and its remedy; loaded and checked."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from copilot.domain import Basis, CheckedStatus
from copilot.errors import KnowledgeBaseFault
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Dated, Shape, Text, Texts
from copilot.law.rulebook import Span, basis_of
from copilot.precheck.checks import CHECKS
from copilot.precheck.finding import Group, Severity, Stage
from copilot.precheck.paper import FilingKind
from copilot.precheck.tables import FOLDER, Tables, read_shape, read_tables

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class CriterionEntry(Dated):
    """One numbered criterion. `with`: parameters of its check; `source`: ids of the defects it stems from."""

    id: Annotated[str, StringConstraints(pattern=r"^PC-\d{3}$")]
    title: Text
    title_en: str = ""
    kinds: Annotated[list[FilingKind], Field(min_length=1)]
    group: Group
    stage: Stage
    severity: Severity
    check: Text
    parameters: dict[str, Any] = Field(default_factory=dict, alias="with")
    looks_at: Texts
    message: Text
    remedy: Text
    basis: Annotated[list[BasisRecord], Field(min_length=1)]
    source: Texts

    @model_validator(mode="after")
    def _doubtful_is_advice(self) -> CriterionEntry:
        if self.checked.status != "verified" and self.severity != "advice":
            raise ValueError("没有核实的标准只能是 advice")
        if self.severity == "reject" and self.group != "path":
            raise ValueError("reject 只用于 path 一组：补正材料不能解决的")
        return self


class CriteriaFile(Shape):
    entries: Annotated[list[CriterionEntry], Field(min_length=1)]


@dataclass(frozen=True)
class Criterion:
    """A criterion as applied."""

    id: str
    title: str
    title_en: str
    kinds: frozenset[str]
    group: Group
    stage: Stage
    severity: Severity
    check: str
    parameters: dict[str, Any]
    looks_at: tuple[str, ...]
    message: str
    remedy: str
    basis: tuple[Basis, ...]
    span: Span
    status: CheckedStatus
    note: str
    source: tuple[str, ...]

    def applies(self, kind: str, day: dt.date) -> bool:
        """Whether it is to be checked for a filing of this kind on that day."""
        return kind in self.kinds and self.span.holds(day)


@dataclass(frozen=True)
class Criteria:
    """All criteria in the order of their ids, with the tables they look at and a digest of both."""

    entries: tuple[Criterion, ...]
    tables: Tables
    digest: str


def load_criteria(kb_dir: Path) -> Criteria:
    """The criteria and tables, kept in memory while the files are unchanged.

    Raises:
        KnowledgeBaseFault: a file has faults, or a criterion names what does not exist.
    """
    files = sorted((kb_dir / FOLDER).glob("**/*.yaml"))
    return _load(kb_dir, tuple((str(f), f.stat().st_mtime_ns) for f in files))


@lru_cache(maxsize=4)
def _load(kb_dir: Path, stamps: tuple[tuple[str, int], ...]) -> Criteria:
    found, faults = read_criteria(kb_dir)
    if faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_criteria(kb_dir: Path) -> tuple[Criteria, list[Fault]]:
    """The criteria as far as they load, and every fault: form, duplicate ids, unknown checks, fields and papers."""
    tables, faults = read_tables(kb_dir)
    entries: list[Criterion] = []
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted((kb_dir / FOLDER).glob("**/*.yaml")):
        digest.update(path.read_bytes())
    for path in sorted((kb_dir / FOLDER / "criteria").glob("*.yaml")):
        name = f"{FOLDER}/criteria/{path.name}"
        data = read_shape(kb_dir, name, CriteriaFile, faults)
        for record in data["entries"] if data else ():
            entries.append(_criterion(record))
            faults += [Fault(name, 0, "criterion", f"{record['id']}：{text}") for text in _problems(record, tables)]
    entries.sort(key=lambda c: c.id)
    for left, right in pairwise(entries):
        if left.id == right.id:
            faults.append(Fault(f"{FOLDER}/criteria", 0, "duplicate_id", f"编号“{left.id}”重复"))
    return Criteria(tuple(entries), tables, digest.hexdigest()), faults


def criteria_faults(kb_dir: Path) -> list[Fault]:
    """Every fault of the pre-check's files, for `kb check`; none where the knowledge base has no such folder."""
    return read_criteria(kb_dir)[1] if (kb_dir / FOLDER).is_dir() else []


_SAME = ("id", "title", "title_en", "group", "stage", "severity", "check", "parameters", "message", "remedy")


def _criterion(r: dict[str, Any]) -> Criterion:
    end = r["repealed_from"]
    span = Span(dt.date.fromisoformat(r["in_force_from"]), dt.date.fromisoformat(end) if end else None)
    plain = {k: r[k] for k in _SAME}
    return Criterion(
        **plain,
        kinds=frozenset(r["kinds"]),
        looks_at=tuple(r["looks_at"]),
        basis=basis_of(r["basis"]),
        span=span,
        status=r["checked"]["status"],
        note=r["checked"]["note"],
        source=tuple(r["source"]),
    )


def _problems(r: dict[str, Any], tables: Tables) -> list[str]:
    """What is wrong with a record beside its form."""
    check = CHECKS.get(r["check"])
    if check is None:
        return [f"没有名为“{r['check']}”的检查"]
    found = []
    extra = set(r["parameters"]) - check.takes
    missing = check.needs - set(r["parameters"])
    found += [f"检查“{r['check']}”没有参数“{name}”" for name in sorted(extra)]
    found += [f"检查“{r['check']}”缺参数“{name}”" for name in sorted(missing)]
    for text in (r["message"], r["remedy"]):
        for name in sorted(set(_PLACEHOLDER.findall(text)) - check.gives):
            found.append(f"检查“{r['check']}”不给出“{{{name}}}”")
    for name in _named_fields(r["parameters"]):
        if tables.field(name) is None:
            found.append(f"fields.yaml 没有字段“{name}”")
    for role in _named_roles(r["parameters"]):
        if role not in tables.papers:
            found.append(f"papers.yaml 没有文书“{role}”")
    if r["repealed_from"] and r["repealed_from"] <= r["in_force_from"]:
        found.append("失效日不晚于施行日")
    if r["checked"]["status"] != "verified" and not r["checked"]["note"]:
        found.append("没有核实的标准应在 note 里说明原因")
    return found


_FIELD_KEYS = frozenset({"field", "fields", "left", "right", "when", "number", "period", "effective", "where"})
_ROLE_KEYS = frozenset({"role", "roles", "against"})


def _named_fields(parameters: dict[str, Any]) -> list[str]:
    return [v.replace(".*", "") for k, v in _strings(parameters, _FIELD_KEYS) if "." in v]


def _named_roles(parameters: dict[str, Any]) -> list[str]:
    return [v for _, v in _strings(parameters, _ROLE_KEYS)]


def _strings(parameters: dict[str, Any], keys: frozenset[str]) -> list[tuple[str, str]]:
    found = []
    for name, value in parameters.items():
        if name in keys:
            found += [(name, v) for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]
    return found
