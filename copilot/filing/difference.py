"""What is different between two drafts: facts by their path, papers by their lines."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from copilot.filing.facts import Filing

NOT_FACTS = frozenset({"schema", "origin", "unknown"})


@dataclass(frozen=True)
class FactChange:
    """A fact or a row of a list that is different; None: not said. `path`: where it stands now, else where it stood."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PaperChange:
    """A paper that is different. `lines`: (`-` gone or `+` new, text)."""

    file: str
    what: Literal["added", "removed", "changed"]
    lines: tuple[tuple[str, str], ...] = ()


def facts_changed(before: Filing, after: Filing) -> tuple[FactChange, ...]:
    """The facts that differ, in the order of the questionnaire; rows of a list are held against those of their name.

    A row that came or went is one change. What nobody fills in (what was put off, where it began) is left out.
    """
    return tuple(_changes(_asked(before), _asked(after), ""))


def _asked(filing: Filing) -> dict[str, Any]:
    data = {key: value for key, value in filing.dump().items() if key not in NOT_FACTS}
    if filing.sections:
        data["sections"] = {key: one.text for key, one in filing.sections.items()}
    return data


def _changes(old: Any, new: Any, path: str) -> Iterator[FactChange]:
    if old == new:
        return
    if isinstance(old, dict) or isinstance(new, dict):
        old, new = old or {}, new or {}
        for key in dict.fromkeys([*old, *new]):
            yield from _changes(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif (old or new) and _rows(old) and _rows(new):
        yield from _rows_changed(old or [], new or [], path)
    else:
        yield FactChange(path, old, new)


def _rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) for one in value))


def _rows_changed(old: list[Any], new: list[Any], path: str) -> Iterator[FactChange]:
    """Rows by their id, else by their name; by their place where two have the same or one has none."""
    keys = [[one.get("id") or one.get("name") for one in rows] for rows in (old, new)]
    if any(None in found or len(set(found)) < len(found) for found in keys):
        keys = [list(range(len(old))), list(range(len(new)))]
    places = {key: n for n, key in enumerate(keys[1])}
    for n, key in enumerate(keys[0]):
        if key not in places:
            yield FactChange(f"{path}[{n}]", old[n], None)
    before = {key: old[n] for n, key in enumerate(keys[0])}
    for n, key in enumerate(keys[1]):
        if key not in before:
            yield FactChange(f"{path}[{n}]", None, new[n])
        else:
            yield from _changes(before[key], new[n], f"{path}[{n}]")


def papers_changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[PaperChange, ...]:
    """The papers that differ in their words, by file name."""
    found = []
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            found.append(PaperChange(name, "removed"))
        elif name not in before:
            found.append(PaperChange(name, "added"))
        elif lines := _lines_changed(lines_of(before[name]), lines_of(after[name])):
            found.append(PaperChange(name, "changed", lines))
    return tuple(found)


def _lines_changed(old: list[str], new: list[str]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return tuple(found)


def lines_of(docx: bytes) -> list[str]:
    """The lines of a .docx: paragraphs, and rows of tables with ` | ` between their cells."""
    from docx import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    made = Document(io.BytesIO(docx))
    found = []
    for part in made.iter_inner_content():
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Table):
            found += [" | ".join(_cells(row)) for row in part.rows]
    return [line for line in found if line.strip()]


def _cells(row: Any) -> list[str]:
    """The texts of a row, a merged cell once."""
    return [cell.text for n, cell in enumerate(row.cells) if n == 0 or cell._tc is not row.cells[n - 1]._tc]
