"""The chapters of the two reports as data: heading, what each needs, the law it rests on, our sentences over the facts.

A sentence is a Jinja template in which `t('scenes[].purpose')` stands for a value in words (or its placeholder);
`each` repeats a paragraph for every element of a list, `when` says on which facts it is written. Law is data here as
elsewhere: every section cites the articles that ask for it and says when that was checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints

from copilot.domain import Basis, CheckedStatus
from copilot.errors import KnowledgeBaseFault, UnknownRecord
from copilot.filing.contracts import common_path
from copilot.filing.facts import FilingKind
from copilot.filing.risks import read_rules
from copilot.filing.sentences import Condition, Sentence, known, problems
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Dated, Shape, Text, Texts, validate
from copilot.law.rulebook import Span, basis_of
from copilot.law.yaml_file import Parsed, parse

FILE = "filing/sections.yaml"
OWN = "recipients[].own_contract"
Report = Literal["self_assessment", "pipia"]
Insert = Literal["items", "risks"]
KINDS: tuple[str, ...] = get_args(FilingKind)


class ParagraphEntry(Shape):
    """A paragraph: `each` names the list that it is repeated for; `basis` where it rests on more than its section."""

    say: Text
    each: Text | None = None
    when: Text | None = None
    basis: list[BasisRecord] = Field(default_factory=list)


class SectionEntry(Dated):
    """A chapter or a part of one; without `heading` it goes on under the one before.

    Without `kinds` it belongs to every filing that has the report. `insert`: what a paper puts beneath the text;
    `query`: what law is retrieved for a model, `ask`: what it is to write, `tell`: the facts that it gets (a section
    with these may be drafted by a model). `whole`: it concludes the report, from all sections of it.
    """

    id: Annotated[str, StringConstraints(pattern=r"^(?:sa|pipia)(?:\.\d+)+(?:-[a-z]+)?$")]
    report: Report
    kinds: list[FilingKind] = Field(default_factory=list)
    heading: Text | None = None
    level: Annotated[int, Field(ge=1, le=4)]
    whole: bool = False
    insert: Insert | None = None
    query: Text | None = None
    ask: Text | None = None
    tell: Texts = Field(default_factory=list)
    text: list[ParagraphEntry] = Field(default_factory=list)
    basis: Annotated[list[BasisRecord], Field(min_length=1)]


class SectionsFile(Shape):
    entries: Annotated[list[SectionEntry], Field(min_length=1)]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as written: its sentence, for which elements, on which facts."""

    say: Sentence
    each: str | None
    when: Condition | None
    basis: tuple[Basis, ...]

    @property
    def names(self) -> frozenset[str]:
        """All names that its templates ask for."""
        return self.say.names | (self.when.names if self.when else frozenset())


@dataclass(frozen=True)
class Section:
    """A chapter as applied. `needs`: general paths of the facts that its sentences and conditions look at."""

    id: str
    report: Report
    kinds: frozenset[str]
    heading: str | None
    level: int
    whole: bool
    insert: Insert | None
    query: str | None
    ask: str | None
    tell: tuple[str, ...]
    needs: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    basis: tuple[Basis, ...]
    span: Span
    status: CheckedStatus
    note: str
    kb_dir: Path

    @property
    def name(self) -> str:
        """Its heading; where it goes on under another, what it begins with or is about."""
        first = self.paragraphs[0].say.source.partition("。")[0] if self.paragraphs else ""
        return self.heading or (first if "{" not in first else "") or self.ask or self.id

    @property
    def by_model(self) -> bool:
        """Whether a model may draft it."""
        return self.query is not None


@dataclass(frozen=True)
class Sections:
    """All sections in the order of the file."""

    entries: tuple[Section, ...]

    def of(self, report: Report, kind: str, *, as_of: dt.date) -> tuple[Section, ...]:
        """The sections of a report for a filing of that kind, in order.

        Before the day from which an outline is known to hold, the first known one is used: what was asked earlier was
        not obtained.
        """
        mine = [s for s in self.entries if s.report == report and (not s.kinds or kind in s.kinds)]
        return tuple(s for s in mine if s.span.end is None or as_of < s.span.end)

    def section(self, key: str) -> Section:
        """The section of that id.

        Raises:
            UnknownRecord: there is none.
        """
        for one in self.entries:
            if one.id == key:
                return one
        raise UnknownRecord(f"没有章节“{key}”", hint="章节编号见 knowledge_base/filing/sections.yaml", en=f"no {key!r}")


def load_sections(kb_dir: Path) -> Sections:
    """The sections, kept in memory while the file is unchanged.

    Raises:
        KnowledgeBaseFault: the file has faults.
    """
    return _load(kb_dir, (kb_dir / FILE).stat().st_mtime_ns if (kb_dir / FILE).is_file() else 0)


@lru_cache(maxsize=4)
def _load(kb_dir: Path, _stamp: int) -> Sections:
    found, faults = read_sections(kb_dir)
    if faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_sections(kb_dir: Path) -> tuple[Sections, list[Fault]]:
    """The sections as far as they load, and every fault with its line: form, duplicate ids, paths, templates."""
    path = kb_dir / FILE
    if not path.is_file():
        return Sections(()), [Fault(FILE, 0, "missing", "缺少这个文件")]
    parsed = parse(FILE, path.read_bytes())
    data = validate(parsed, SectionsFile)
    for i, record in enumerate(data["entries"] if data else ()):
        for place, text in _problems(record):
            parsed.fault(("entries", i, *place), "section", f"{record['id']}：{text}")
    if data is None or parsed.faults:
        return Sections(()), parsed.faults
    _duplicates(parsed, [r["id"] for r in data["entries"]])
    return Sections(tuple(_section(r, kb_dir) for r in data["entries"])), parsed.faults


def prose_faults(kb_dir: Path) -> list[Fault]:
    """Every fault of the files that prose is written from, for `kb check`; none where there is no such folder."""
    return read_sections(kb_dir)[1] + read_rules(kb_dir)[1] if (kb_dir / FILE).parent.is_dir() else []


def _duplicates(parsed: Parsed, ids: list[str]) -> None:
    for left, right in pairwise(sorted(ids)):
        if left == right:
            parsed.fault(("entries", len(ids) - 1 - ids[::-1].index(left)), "duplicate_id", f"编号“{left}”重复")


def _problems(record: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    prefix = "sa" if record["report"] == "self_assessment" else "pipia"
    if record["id"].partition(".")[0] != prefix:
        yield ("id",), f"编号应以 {prefix}. 开头"
    if not record["text"] and record["heading"] is None:
        yield ("id",), "既没有标题也没有文字"
    if len({record["query"] is None, record["ask"] is None, not record["tell"]}) > 1:
        yield ("id",), "query、ask 和 tell 应同时给出"
    for name in record["tell"]:
        if not known(name):
            yield ("tell",), f"问卷没有字段“{name}”"
    for j, paragraph in enumerate(record["text"]):
        for key in ("say", "when"):
            if paragraph[key] is None:
                continue
            kind = Sentence if key == "say" else Condition
            found = problems(kind, paragraph[key], each=paragraph["each"], known=known)
            yield from ((("text", j, key), text) for text in found)
        if paragraph["each"] is not None and not known(paragraph["each"]):
            yield ("text", j, "each"), f"问卷没有字段“{paragraph['each']}”"


def _section(r: dict[str, Any], kb_dir: Path) -> Section:
    paragraphs = tuple(
        Paragraph(Sentence(p["say"]), p["each"], Condition(p["when"]) if p["when"] else None, basis_of(p["basis"]))
        for p in r["text"]
    )
    needs = [n for p in paragraphs for n in (*p.say.paths, *(p.when.paths if p.when else ()))]
    needs += [way for n in needs if n != common_path(n) for way in (common_path(n), OWN)]  # a contract rests on both
    end = r["repealed_from"]
    return Section(
        **{key: r[key] for key in ("id", "report", "heading", "level", "whole", "insert", "query", "ask")},
        kinds=frozenset(r["kinds"]),
        tell=tuple(r["tell"]),
        needs=tuple(dict.fromkeys([*needs, *r["tell"]])),
        paragraphs=paragraphs,
        basis=basis_of(r["basis"]),
        span=Span(dt.date.fromisoformat(r["in_force_from"]), dt.date.fromisoformat(end) if end else None),
        status=r["checked"]["status"],
        note=r["checked"]["note"],
        kb_dir=kb_dir,
    )
