"""The papers of a kind of filing as data: sheet, material, official template, articles, dates, and when one is needed.

Source: knowledge_base/filing/papers.yaml, each entry with its articles and the day on which it was checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from copilot.domain import Basis, CheckedStatus
from copilot.errors import KnowledgeBaseFault
from copilot.filing.facts import Filing, FilingKind
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Dated, Shape, Slug, Text
from copilot.law.rulebook import Span, basis_of
from copilot.precheck.tables import read_shape

FOLDER = "filing"
KEYS = ("id", "title", "title_en", "role", "template", "file", "per", "when", "keep", "sections")  # as they stand
Condition = Literal[
    "personal_information", "new_contract", "supplement", "overseas_applicant", "consent"
]  # see CONDITIONS


class OfficialRecord(Shape):
    """An official template: its title, the record in sources.yaml of its page, and whether its text was obtained."""

    title: Text
    source: Slug
    obtained: bool


class PaperRecord(Dated):
    """One entry of the file; see its head."""

    id: Slug
    title: Text
    title_en: Text
    materials: dict[FilingKind, Text]
    role: Slug | None
    template: Text
    file: Text
    per: Literal["recipient"] | None
    when: Condition | None
    keep: bool
    sections: Slug | None
    official: OfficialRecord | None
    basis: Annotated[list[BasisRecord], Field(min_length=1)]


class PapersFile(Shape):
    entries: Annotated[list[PaperRecord], Field(min_length=1)]


@dataclass(frozen=True)
class Official:
    """The official template that a paper stands on; `url`: the official page."""

    title: str
    url: str
    obtained: bool


@dataclass(frozen=True)
class Paper:
    """One paper to draft. `keep`: kept by the enterprise, not handed in. `per`: one for each recipient."""

    id: str
    title: str
    title_en: str
    materials: Mapping[str, str]
    role: str | None
    template: str
    file: str
    per: Literal["recipient"] | None
    when: Condition | None
    keep: bool
    sections: str | None
    official: Official | None
    basis: tuple[Basis, ...]
    span: Span
    status: CheckedStatus
    note: str

    def kinds(self) -> tuple[str, ...]:
        """The kinds of filing that it belongs to."""
        return tuple(self.materials)


@dataclass(frozen=True)
class Papers:
    """All papers; `folder` holds the sheets."""

    entries: tuple[Paper, ...]
    folder: Path

    def paper(self, key: str) -> Paper:
        """The paper of an id.

        Raises:
            KeyError: there is none.
        """
        return next(one for one in self.entries if one.id == key) if key in self.ids() else _unknown(key)

    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(one.id for one in self.entries)

    def of(self, kind: FilingKind, *, as_of: dt.date) -> tuple[Paper, ...]:
        """The papers that a filing of the kind may hold on that day."""
        return tuple(one for one in self.entries if kind in one.materials and one.span.holds(as_of))

    def needed(self, filing: Filing, kind: FilingKind, *, as_of: dt.date) -> tuple[Paper, ...]:
        """The papers to draft: those of the kind and day whose condition the facts do not rule out."""
        return tuple(
            one for one in self.of(kind, as_of=as_of) if one.when is None or CONDITIONS[one.when](filing, kind)
        )

    def template(self, paper: Paper) -> bytes:
        """The sheet of a paper."""
        return (self.folder / paper.template).read_bytes()


def _unknown(key: str) -> Paper:
    raise KeyError(key)


def _personal(filing: Filing, kind: FilingKind) -> bool:
    """Unless every scene says that it holds important data alone."""
    return not filing.scenes or any(not s.data_types or "个人信息" in s.data_types for s in filing.scenes)


def _new_contract(filing: Filing, kind: FilingKind) -> bool:
    return kind != "contract_change" or filing.change.remedy == "new_contract"


def _supplement(filing: Filing, kind: FilingKind) -> bool:
    """Also while nobody said which of the two it will be: what changed can already be written down."""
    return filing.change.remedy != "new_contract"


def _overseas(filing: Filing, kind: FilingKind) -> bool:
    return filing.certification.applicant_role == "境外处理者的境内专门机构或者指定代表"


def _consent(filing: Filing, kind: FilingKind) -> bool:
    """Where consent is the basis of a scene."""
    return any(s.legal_basis == "13(一)" for s in filing.scenes)


CONDITIONS: Mapping[str, Callable[[Filing, FilingKind], bool]] = {
    "personal_information": _personal,
    "new_contract": _new_contract,
    "supplement": _supplement,
    "overseas_applicant": _overseas,
    "consent": _consent,
}


def load_papers(kb_dir: Path) -> Papers:
    """The papers, kept in memory while the file is unchanged.

    Raises:
        KnowledgeBaseFault: the file has faults, names a sheet or a source that there is not.
    """
    return _load(kb_dir, (kb_dir / FOLDER / "papers.yaml").stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(kb_dir: Path, _stamp: int) -> Papers:
    found, faults = read_papers(kb_dir)
    if faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_papers(kb_dir: Path) -> tuple[Papers, list[Fault]]:
    """The papers as far as they load, and every fault, for `kb check`."""
    faults: list[Fault] = []
    name = f"{FOLDER}/papers.yaml"
    raw = read_shape(kb_dir, name, PapersFile, faults) or {"entries": []}
    urls = _urls(kb_dir)
    entries, seen = [], set[str]()
    for record in raw["entries"]:
        if record["id"] in seen:
            faults.append(Fault(name, 0, "duplicate_id", f"编号“{record['id']}”重复"))
        seen.add(record["id"])
        if not (kb_dir / FOLDER / "templates" / record["template"]).is_file():
            faults.append(Fault(name, 0, "missing", f"{record['id']}：没有模板 {record['template']}"))
        official = record["official"]
        if official and official["source"] not in urls:
            faults.append(Fault(name, 0, "unknown_source", f"{record['id']}：sources.yaml 没有“{official['source']}”"))
        entries.append(_paper(record, urls))
    return Papers(tuple(entries), kb_dir / FOLDER / "templates"), faults


def _paper(r: dict[str, Any], urls: Mapping[str, str]) -> Paper:
    end, official = r["repealed_from"], r["official"]
    plain = {k: r[k] for k in KEYS}
    return Paper(
        **plain,
        materials=r["materials"],
        official=Official(official["title"], urls.get(official["source"], ""), official["obtained"])
        if official
        else None,
        basis=basis_of(r["basis"]),
        span=Span(dt.date.fromisoformat(r["in_force_from"]), dt.date.fromisoformat(end) if end else None),
        status=r["checked"]["status"],
        note=r["checked"]["note"],
    )


def _urls(kb_dir: Path) -> dict[str, str]:
    """Addresses of official pages by the id of their record."""
    from copilot.law.yaml_file import parse

    file = kb_dir / "sources.yaml"
    value = parse("sources.yaml", file.read_bytes()).value if file.is_file() else None
    return {one["id"]: one["url"] for one in (value or {}).get("entries", ())}
