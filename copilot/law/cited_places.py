"""Every place that a record of knowledge_base/ cites, with the days for which the record cites it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.reading import OTHER_READERS, Files
from copilot.law.references import parse_refs
from copilot.law.resolution import in_any_version, place_problem
from copilot.law.yaml_file import parse

EVER = "9999-12-31"
Place = tuple[str | int, ...]
Days = tuple[str, str]
_ARTICLE = re.compile(r"第[0-9零一二三四五六七八九十百千]{1,7}条")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation. `key` is the list it stands in (basis, relates, left_out); days are ISO, `end` exclusive.

    Without dates of its own a record holds today. `relates` points to further reading and binds no day.
    """

    file: str
    path: Place
    key: str
    instrument: str
    article: str | None
    start: str
    end: str

    @property
    def shown(self) -> str:
        """《title》 and article."""
        return f"《{self.instrument}》{self.article or ''}"

    @property
    def days(self) -> Days | None:
        """The days on which the place must be law; None: any."""
        return None if self.key == "relates" else (self.start, self.end)


def all_data(files: Files) -> list[tuple[str, Any]]:
    """Contents of every file by path, those that other packages read included."""
    found = dict(files.data)
    for name in _others(files.root):
        found[name] = parse(name, (files.root / name).read_bytes()).value
    return sorted(found.items())


def _others(root: Path) -> Iterator[str]:
    for place in sorted(OTHER_READERS):
        path = root / place
        for file in sorted(path.glob("**/*.yaml")) if path.is_dir() else [path] if path.is_file() else []:
            yield file.relative_to(root).as_posix()


def cited_places(files: Files, *, today: str) -> Iterator[Cited]:
    """Every `{instrument, article}` of every file, in order."""
    for name, data in all_data(files):
        if name != "laws.yaml" and not name.startswith("asks/"):  # those name what they describe
            yield from _walk(name, data, (), "", None, today)


def _walk(file: str, value: Any, path: Place, key: str, days: Days | None, today: str) -> Iterator[Cited]:
    if isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _walk(file, item, (*path, i), key, days, today)
    elif isinstance(value, dict):
        days = within(value, days)
        if "instrument" in value and "article" in value:
            yield Cited(file, path, key, value["instrument"], value["article"], *(days or (today, EVER)))
        for name, item in value.items():
            if isinstance(item, (dict, list, tuple)):
                yield from _walk(file, item, (*path, name), name, days, today)


def within(record: dict[str, Any], days: Days | None) -> Days | None:
    """The days of a record, inside those of what holds it; None when neither is dated."""
    start, end = record.get("in_force_from") or record.get("from_day"), record.get("repealed_from")
    if not (start or end):
        return days
    first, last = days or ("", EVER)
    return max(start or first, first), min(end or last, last)


def place_faults(files: Files, kb: KnowledgeBase, *, today: str) -> Iterator[tuple[str, Place, str]]:
    """File, place and message of each citation that leads nowhere, or to a law of other days."""
    for cited in cited_places(files, today=today):
        if problem := place_problem(kb, cited.instrument, cited.article, cited.days):
            yield cited.file, cited.path, problem
    for name, data in all_data(files):
        for path, text in texts(data):
            for problem in mention_problems(text, kb):
                yield name, path, problem


def texts(value: Any, path: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text with its place; questions as users ask them may cite what does not exist."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from texts(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("asks", "stated", "article"):
                yield from texts(item, (*path, key))


def mention_problems(text: str, kb: KnowledgeBase) -> list[str]:
    """What is wrong with the articles that a text cites by name; where it names none, nothing can be told."""
    found = []
    for ref in parse_refs(text, kb.names) if _ARTICLE.search(text) else ():
        if ref.mention is None or ref.article is None or not ref.article.startswith("第"):
            continue
        problems = [in_any_version(kb, title, ref.locator) for title in kb.names.lookup(ref.mention)]
        if problems and all(problems):
            found.append(str(problems[0]))
    return found
