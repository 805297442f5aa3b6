"""What is different between two drafts: facts by their path, papers by their lines."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from copilot.filing.facts import Filing


@dataclass(frozen=True)
class FactChange:
    """A fact that is different; None: not said."""

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
    """The facts that differ, in the order of the questionnaire."""
    old, new = dict(_leaves(before.dump(), "")), dict(_leaves(after.dump(), ""))
    paths = [*old, *(p for p in new if p not in old)]
    return tuple(FactChange(p, old.get(p), new.get(p)) for p in paths if old.get(p) != new.get(p))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{n}]")
    else:
        yield path, value


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
    return tuple((line[0], line[2:]) for line in difflib.ndiff(old, new) if line[0] in "-+")


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
