"""The data that says what papers look like: knowledge_base/precheck/papers.yaml and fields.yaml, checked on loading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from copilot.errors import KnowledgeBaseFault
from copilot.law.faults import Fault
from copilot.law.records import Shape, Slug, Text, Texts, validate
from copilot.law.yaml_file import parse
from copilot.precheck.paper import FilingKind
from copilot.precheck.values import DATE

FieldType = Literal[
    "text",
    "org",
    "person",
    "number",
    "counts",
    "percent",
    "size",
    "date",
    "dates",
    "period",
    "uscc",
    "id_number",
    "yes_no",
    "choices",
    "phone",
    "email",
    "section",
    "table",
    "parties",
]
FOLDER = "precheck"


class PaperEntry(Shape):
    """How a paper is told from its content. `titles` stand alone on a line, `like` are patterns of others; `cues` are
    phrases inside; `files` are words of file names, which count least. `once`: a submission has one of it, and
    `materials` gives its id by kind."""

    id: Slug
    name: Text
    materials: dict[FilingKind, Text]
    titles: Texts
    like: Texts = Field(default_factory=list)
    cues: Texts
    unlike: Texts
    files: Texts


class PapersFile(Shape):
    entries: list[PaperEntry]


class SectionEntry(Shape):
    """A part of a form, named on its own or in the first column; `repeats`: once a scene (场景1, 场景2 ...)."""

    id: Slug
    wordings: Texts
    repeats: bool = False


class FieldEntry(Shape):
    """A value to take. `labels` are the wordings before it; `patterns` regular expressions with a group `v`, in which
    `<date>` stands for a full date in any form.

    `like` are patterns of further wordings of the label (of a table: `title=pattern` of its columns); `follows`: such a
    pattern that counts only after the label of another field (a bare number after a person's name).

    With type `section`, `labels` are words of the heading (A&B: both), `under` the id of the section above it. With
    type `table`, `labels` are words of the header row. `hints` are texts of the template that stand for empty; in them
    `…` stands for any words.
    """

    id: Slug
    name: Text
    type: FieldType = "text"
    section: Slug | None = None
    under: Slug | None = None
    labels: Texts
    patterns: Texts = Field(default_factory=list)
    options: Texts = Field(default_factory=list)
    hints: Texts = Field(default_factory=list)
    like: Texts = Field(default_factory=list)
    follows: dict[str, str] = Field(default_factory=dict)
    below: bool = False
    threshold: int = 60

    @field_validator("patterns")
    @classmethod
    def _with_dates(cls, patterns: list[str]) -> list[str]:
        return [p.replace("<date>", DATE) for p in patterns]


class PaperFields(Shape):
    paper: Slug
    sections: list[SectionEntry] = Field(default_factory=list)
    fields: list[FieldEntry]


class FieldsFile(Shape):
    """`labels`: patterns of labels that forms have and that no field is taken from: they tell how a table is set."""

    blanks: Texts
    labels: Texts = Field(default_factory=list)
    entries: list[PaperFields]


@dataclass(frozen=True)
class Tables:
    """What papers look like and which fields they hold, by paper id."""

    papers: dict[str, PaperEntry]
    fields: dict[str, PaperFields]
    blanks: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def field(self, name: str) -> FieldEntry | None:
        """The entry of `paper.field` (scene numbers left out)."""
        paper, _, rest = name.partition(".")
        wanted = re.sub(r"\.(?:\d+|\*)", "", rest)
        found = self.fields.get({"legal_rep_id": "id_card", "agent_id": "id_card"}.get(paper, paper))
        return next((f for f in found.fields if f.id == wanted), None) if found else None

    def label(self, name: str) -> str:
        """What a field is called, with its paper."""
        paper, entry = self.papers.get(name.partition(".")[0]), self.field(name)
        return (f"《{paper.name}》" if paper else "") + (f"“{entry.name}”" if entry else name)


def load_tables(kb_dir: Path) -> Tables:
    """The tables, kept in memory while the files are unchanged.

    Raises:
        KnowledgeBaseFault: one of the two files has faults.
    """
    root = kb_dir / FOLDER
    stamp = tuple((root / name).stat().st_mtime_ns for name in ("papers.yaml", "fields.yaml"))
    return _load(kb_dir, stamp)


@lru_cache(maxsize=4)
def _load(kb_dir: Path, _stamp: tuple[int, ...]) -> Tables:
    tables, faults = read_tables(kb_dir)
    if faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return tables


def read_tables(kb_dir: Path) -> tuple[Tables, list[Fault]]:
    """The tables as far as they load, and every fault."""
    faults: list[Fault] = []
    papers = read_shape(kb_dir, f"{FOLDER}/papers.yaml", PapersFile, faults) or {"entries": []}
    fields = read_shape(kb_dir, f"{FOLDER}/fields.yaml", FieldsFile, faults) or {"blanks": [], "entries": []}
    tables = Tables(
        {e["id"]: PaperEntry(**e) for e in papers["entries"]},
        {e["paper"]: PaperFields.model_validate(e) for e in fields["entries"]},
        tuple(fields["blanks"]),
        tuple(fields.get("labels", ())),
    )
    faults += _faults(tables)
    return tables, faults


def read_shape(kb_dir: Path, name: str, shape: type[Shape], faults: list[Fault]) -> dict[str, Any] | None:
    """A file's value in its shape; None, with the faults noted, where it has any."""
    path = kb_dir / name
    if not path.is_file():
        faults.append(Fault(name, 0, "missing", "缺少这个文件"))
        return None
    parsed = parse(name, path.read_bytes())
    data = validate(parsed, shape)
    faults += parsed.faults
    return data


def _faults(tables: Tables) -> list[Fault]:
    file, found = f"{FOLDER}/fields.yaml", []
    for paper, entry in tables.fields.items():
        if paper not in tables.papers:
            found.append(Fault(file, 0, "unknown_paper", f"papers.yaml 没有文书“{paper}”"))
        sections = {s.id for s in entry.sections}
        sectioned = {f.id for f in entry.fields if f.type == "section"}
        ids: set[str] = set()
        for f in entry.fields:
            if f.id in ids:
                found.append(Fault(file, 0, "duplicate_id", f"{paper} 的字段“{f.id}”重复"))
            ids.add(f.id)
            if f.section and f.section not in sections:
                found.append(Fault(file, 0, "unknown_section", f"{paper}.{f.id} 的栏目“{f.section}”没有定义"))
            if f.under and f.under not in sectioned:
                found.append(Fault(file, 0, "unknown_section", f"{paper}.{f.id} 的上级章节“{f.under}”没有定义"))
            found += [Fault(file, 0, "pattern", f"{paper}.{f.id} 的正则有误：{e}") for e in _bad_patterns(f.patterns)]
    return found


def _bad_patterns(patterns: list[str]) -> list[str]:
    bad = []
    for pattern in patterns:
        try:
            if "v" not in re.compile(pattern).groupindex:
                bad.append(f"{pattern} 没有 (?P<v>…)")
        except re.error as err:
            bad.append(f"{pattern}（{err}）")
    return bad
