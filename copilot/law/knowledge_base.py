"""The loaded knowledge base: passages, instruments, names, glossary, materials, sources; immutable once built."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from copilot.domain import Authority, Checked, Passage, Ref
from copilot.errors import UnknownRecord
from copilot.law.coverage import Coverage
from copilot.law.names import Names
from copilot.law.negative_lists import NegativeLists
from copilot.law.rulebook import RuleBook
from copilot.numerals import article_number

Form = Literal["verbatim", "digest", "stub"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of a law, rule, guide, list or set of answers. `slug` is unique, `title` is not (versions)."""

    slug: str
    title: str
    authority: Authority
    form: Form
    version: str
    in_force_from: dt.date | None
    repealed_from: dt.date | None
    checked: Checked
    aliases: tuple[str, ...] = ()
    document_number: str | None = None
    issuer: str = ""
    url: str | None = None
    core: bool = False
    total_articles: int | None = None
    dates_certain: bool = True
    note: str = ""
    file: str = ""

    @property
    def stub(self) -> bool:
        """In force, but its text was not obtained: nothing may be concluded from it."""
        return self.form == "stub"

    def in_force(self, as_of: dt.date) -> bool:
        """Whether this version is law (or current guidance) on `as_of`."""
        if self.in_force_from is None or as_of < self.in_force_from:
            return False
        return self.repealed_from is None or as_of < self.repealed_from


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: the Chinese term, its English, everyday synonyms, meaning and basis."""

    id: str
    zh: str
    en: str
    synonyms: tuple[str, ...]
    definition: str
    basis: tuple[Ref, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Source:
    """An official page that a record was written from, or that `kb sync` watches."""

    id: str
    title: str
    url: str
    publisher: str
    kind: str
    obtained: bool
    checked: Checked


@dataclass(frozen=True, slots=True)
class Material:
    """One paper of a filing. `template`: official, the taking `body`'s, one's `own`, or an `original` paper."""

    id: str
    name: str
    name_en: str
    required: Literal["always", "conditional", "optional", "not_required"]
    condition: str | None
    form: str | None
    template: Literal["official", "body", "own", "original"]
    seal: str | None
    requirement: str
    basis: tuple[Ref, ...]
    in_force_from: dt.date
    repealed_from: dt.date | None
    checked: Checked


@dataclass(frozen=True, slots=True)
class MaterialList:
    """The papers of one path."""

    kind: str
    title: str
    asks: tuple[str, ...]
    entries: tuple[Material, ...]


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that was loaded. `notices` say in Chinese what is missing (degraded mode)."""

    passages: tuple[Passage, ...]
    instruments: tuple[Instrument, ...]
    glossary: tuple[Term, ...] = ()
    sources: tuple[Source, ...] = ()
    materials: tuple[MaterialList, ...] = ()
    rulebook: RuleBook = field(default_factory=lambda: RuleBook({}, {}, {}))
    negative_lists: NegativeLists = field(default_factory=NegativeLists)
    notices: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    _digests: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Passage]:
        """Passages by their stable id."""
        return {p.id: p for p in self.passages}

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str | None], tuple[Passage, ...]]:
        """Passages of every date by `(canonical title, locator)`."""
        out: dict[tuple[str, str | None], list[Passage]] = defaultdict(list)
        for passage in self.passages:
            out[passage.instrument, passage.article].append(passage)
        return {place: tuple(found) for place, found in out.items()}

    @cached_property
    def by_slug(self) -> Mapping[str, tuple[Passage, ...]]:
        """Passages of one instrument version, in its order; the unit of incremental indexing."""
        out: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            out[passage.id.partition("#")[0]].append(passage)
        return {slug: tuple(found) for slug, found in out.items()}

    @cached_property
    def versions(self) -> Mapping[str, tuple[Instrument, ...]]:
        """Versions of an instrument by canonical title, oldest first."""
        out: dict[str, list[Instrument]] = defaultdict(list)
        for instrument in self.instruments:
            out[instrument.title].append(instrument)
        return {t: tuple(sorted(v, key=lambda i: i.in_force_from or dt.date.min)) for t, v in out.items()}

    @cached_property
    def names(self) -> Names:
        """Every name by which an instrument is called."""
        return Names.of(self.instruments)

    @cached_property
    def coverage(self) -> Coverage | None:
        """The days that can be answered for; None without any core instrument."""
        return Coverage.of(self.instruments)

    def remark(self, as_of: dt.date) -> str:
        """What a reader must know of this day, in Chinese: it lies outside what is covered; else empty."""
        return self.coverage.notice(as_of) if self.coverage else ""

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id.

        Raises:
            UnknownRecord: no such id.
        """
        try:
            return self.by_id[passage_id]
        except KeyError:
            raise UnknownRecord(
                f"没有编号为“{passage_id}”的记录", hint="用 compliance-copilot kb list 查看", en="no such record"
            ) from None

    def instrument(self, title: str, as_of: dt.date | None = None) -> Instrument | None:
        """The version in force on `as_of`; else the newest whose text answers a question; None when unknown."""
        versions = self.versions.get(title, ())
        if as_of is not None:
            for version in reversed(versions):
                if version.in_force(as_of):
                    return version
        return versions[-1] if versions else None

    def neighbours(self, passage: Passage, *, span: int = 1) -> tuple[Passage, ...]:
        """The passages around this one in its instrument, itself included, `span` on either side."""
        group = self.by_slug[passage.id.partition("#")[0]]
        at = group.index(passage)
        return group[max(at - span, 0) : at + span + 1]

    def last_article(self, title: str, as_of: dt.date | None = None) -> int | None:
        """Number of the last article of the version in force on `as_of`; None where it has no articles."""
        version = self.instrument(title, as_of)
        if version is None:
            return None
        if version.total_articles:
            return version.total_articles
        numbers = [n[0] for p in self.by_slug.get(version.slug, ()) if (n := article_number(p.article))]
        return max(numbers, default=None)

    def digest_of(self, part: str = "all") -> str:
        """Hex digest of the content of `all` passages, of `glossary`, `asks`, or of one instrument slug."""
        if part not in self._digests:
            if part == "glossary":
                chunks: Iterable[str] = (f"{t.id}|{t.zh}|{t.en}|{t.synonyms}" for t in self.glossary)
            elif part == "asks":
                chunks = (f"{p.id}|{p.asks}" for p in self.passages if p.asks)
            else:
                group = self.passages if part == "all" else self.by_slug.get(part, ())
                chunks = (_fingerprint(p) for p in group)
            digest = hashlib.blake2b(digest_size=16)
            for chunk in chunks:
                digest.update(chunk.encode("utf-8", "surrogatepass"))
                digest.update(b"\0")
            self._digests[part] = digest.hexdigest()
        return self._digests[part]


def _fingerprint(p: Passage) -> str:
    return "\x1f".join(
        (
            p.id,
            p.instrument,
            p.article or "",
            p.section or "",
            p.title,
            p.text,
            p.kind,
            str(p.in_force_from),
            str(p.repealed_from),
            "\x1e".join(p.asks),
            "\x1e".join(p.topics),
        )
    )
